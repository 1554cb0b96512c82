/** Statistical factors of plain species, which no sites tell apart. */
import type { Direction } from "./direction.ts";
import type { MoleculeTable } from "./moleculeTable.ts";
import type { SideMolecule } from "./correspondence.ts";

/**
 * What a rule on plain species must be multiplied by: identical reactants are n!/symmetry ways, and only
 * exchanging those with the same fate is a symmetry.
 */
export function plainFactor({ molecules, followers }: Direction, table: MoleculeTable): number {
  const after = plainCounts(followers, table);
  let factor = 1;
  for (const [name, n] of plainCounts(molecules, table)) {
    const stay = Math.min(n, after.get(name) ?? 0);
    factor *= factorial(n) / (factorial(stay) * factorial(n - stay));
  }
  return factor;
}

function plainCounts(side: readonly SideMolecule[], table: MoleculeTable): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { molecule } of side) {
    const name = molecule.name.text;
    if (table.get(name)?.isPlain === true) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
