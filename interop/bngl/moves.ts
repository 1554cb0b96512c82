/**
 * Which molecules a BNGL rule moves into which compartment: a molecule whose own compartment, `A()@C`, changes, or
 * all of a species whose compartment, `@C:A()`, changes while it keeps its molecules.
 */
import type { Direction } from "./direction.ts";
import type { ImportContext } from "./importContext.ts";
import { relocation } from "./relocation.ts";
import { type Follower, siteChanges } from "./ruleChanges.ts";
import type { BnglName, BnglPattern } from "./syntax.ts";

export interface Move {
  /** Index into the left molecules. */
  readonly from: number;
  /** Null where the pattern does not say it. */
  readonly before: string | null;
  readonly after: string;
  /** What hangs together with it, and the rule does not show, goes along. */
  readonly isWhole: boolean;
}

export type Moves =
  | { readonly kind: "moved"; readonly moves: readonly Move[] }
  /** What can not be conveyed. */
  | { readonly kind: "refused"; readonly what: string; readonly pattern: BnglPattern }
  /** What BioNetGen forbids. */
  | { readonly kind: "forbidden"; readonly why: string; readonly pattern: BnglPattern };

export function movesOf(
  direction: Direction,
  { model, placements, table }: Pick<ImportContext, "model" | "placements" | "table">,
): Moves {
  const { rule, left, right, molecules, followers } = direction;
  const moves: Move[] = [];
  for (const { molecule, pattern, from } of followers) {
    const before = molecules[from ?? -1];
    if (from === null || before === undefined) continue;
    const old = before.molecule.compartment;
    const now = molecule.compartment;
    if ((old === null) !== (now === null)) {
      const why = `only one side says in which compartment ${molecule.name.text} itself is`;
      return { kind: "forbidden", why, pattern };
    }
    if (old === null || now === null || old.text === now.text) continue;
    const isWhole = rule.movesConnected && !placements.isClosed(before.pattern);
    // BioNetGen looks at the bonds before the rule, `move complex` at those after it.
    if (isWhole && changesBonds(direction, table))
      return { kind: "refused", what: "`MoveConnected` in a rule that changes bonds", pattern };
    moves.push({ from, before: old.text, after: now.text, isWhole });
  }
  for (const [p, pattern] of left.entries()) {
    const to = destination(pattern, p, direction, right);
    if (to === null || pattern.compartment === null) continue;
    const map = relocation(pattern.compartment, to, model.compartments);
    if (typeof map === "string") return { kind: "forbidden", why: map, pattern };
    const whole = "Moving a whole complex into another compartment";
    const isWhole = !placements.isClosed(pattern);
    const isVolume = map.size === 1;
    if (isWhole && (!isVolume || changesBonds(direction, table)))
      return { kind: "refused", what: whole, pattern };
    let isFirst = true;
    for (const [from, { molecule, index }] of molecules.entries()) {
      if (index !== p) continue;
      const known = placements.placeOf(molecule, pattern)?.text ?? placements.only(molecule, [...map.keys()]);
      const after = known === null ? undefined : map.get(known);
      if (known === null || after === undefined) return { kind: "refused", what: whole, pattern };
      if (after === known) continue;
      moves.push({ from, before: known, after, isWhole: isWhole && isFirst });
      isFirst = false;
    }
  }
  return { kind: "moved", moves };
}

function changesBonds({ molecules, followers }: Direction, table: ImportContext["table"]): boolean {
  return siteChanges(molecules, followers, table).some((list) => list.some(({ hasNewBond }) => hasNewBond));
}

/** Where the rule takes the whole species of a reactant; null when nowhere. */
function destination(
  { compartment, molecules }: BnglPattern,
  p: number,
  { molecules: all, followers }: Direction,
  right: readonly BnglPattern[],
): BnglName | null {
  if (compartment === null) return null;
  const own = followers.filter(({ from }) => from !== null && all[from]?.index === p);
  const [first] = own;
  const product = right[first?.index ?? -1];
  if (first === undefined || product?.compartment == null) return null;
  const isSame = (one: Follower): boolean => one.index === first.index;
  const isWhole =
    own.length === molecules.length && own.every(isSame) && product.molecules.length === own.length;
  return isWhole && product.compartment.text !== compartment.text ? product.compartment : null;
}

/** Where each left molecule must be for the products to be where the rule says; by index into the left molecules. */
export function demandedPlaces(
  { molecules, followers }: Direction,
  moves: readonly Move[],
  { placements }: Pick<ImportContext, "placements">,
): readonly (BnglName | null)[] {
  const span = { start: 0, end: 0 };
  return molecules.map(({ molecule, pattern }, i) => {
    const move = moves.find(({ from }) => from === i);
    if (move !== undefined) return move.before === null ? null : { text: move.before, span };
    const own = placements.placeOf(molecule, pattern);
    if (own !== null) return own;
    const after = followers.find(({ from }) => from === i);
    return after === undefined ? null : placements.placeOf(after.molecule, after.pattern);
  });
}
