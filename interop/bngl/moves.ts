/**
 * Which molecules a BNGL rule moves into which compartment: a molecule whose own compartment, `A()@C`, changes, or
 * all of a species whose compartment, `@C:A()`, changes while it keeps its molecules.
 */
import type { Direction } from "./direction.ts";
import type { ImportContext } from "./importContext.ts";
import { relocation } from "./relocation.ts";
import type { Follower } from "./ruleChanges.ts";
import type { BnglName, BnglPattern } from "./syntax.ts";

export interface Move {
  /** Index into the left molecules. */
  readonly from: number;
  /** Null where the pattern does not say it. */
  readonly before: string | null;
  readonly after: string;
}

export type Moves =
  | { readonly kind: "moved"; readonly moves: readonly Move[] }
  /** What can not be conveyed. */
  | { readonly kind: "refused"; readonly what: string; readonly pattern: BnglPattern }
  /** What BioNetGen forbids. */
  | { readonly kind: "forbidden"; readonly why: string; readonly pattern: BnglPattern };

export function movesOf(
  direction: Direction,
  { model, placements }: Pick<ImportContext, "model" | "placements">,
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
    if (rule.movesConnected && !placements.isClosed(before.pattern))
      return { kind: "refused", what: "`MoveConnected` where a moved molecule may be bound", pattern };
    moves.push({ from, before: old.text, after: now.text });
  }
  for (const [p, pattern] of left.entries()) {
    const to = destination(pattern, p, direction, right);
    if (to === null || pattern.compartment === null) continue;
    const map = relocation(pattern.compartment, to, model.compartments);
    if (typeof map === "string") return { kind: "forbidden", why: map, pattern };
    const whole = "Moving a whole complex into another compartment";
    if (!placements.isClosed(pattern)) return { kind: "refused", what: whole, pattern };
    for (const [from, { molecule, index }] of molecules.entries()) {
      if (index !== p) continue;
      const known = placements.placeOf(molecule, pattern)?.text ?? placements.only(molecule, [...map.keys()]);
      const after = known === null ? undefined : map.get(known);
      if (known === null || after === undefined) return { kind: "refused", what: whole, pattern };
      if (after !== known) moves.push({ from, before: known, after });
    }
  }
  return { kind: "moved", moves };
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
