/** Whether the totals that a directive wants kept are kept by the rules: then they are by the surrogate, for any weights. */
import type { FlatReaction } from "../model/flatModel.ts";
import { netChanges } from "../plan/planOde.ts";
import { findInvariants } from "./invariants.ts";
import type { Submodel } from "./submodel.ts";

/**
 * The rule that makes or destroys what `total(name)` counts; null: none does, or it counts a shared species, whose
 * exchange with the module is accounted whatever the rules do.
 *
 * @param name of a plain species of the module (with all that it is bound in) or of a type of molecules
 */
export function ruleThatBreaks(submodel: Submodel, name: string): string | null {
  const { flat, source, species, speciesNames, shared, reactions } = submodel;
  const isOfType = (type: string): boolean => type === name || type.endsWith(`.${name}`);
  const counts = species.map(
    (index) => (flat.species[index]?.molecules ?? []).filter((type) => isOfType(type)).length,
  );
  const changeOf = (reaction: FlatReaction): number => {
    let change = 0;
    for (const [index, amount] of netChanges(reaction)) {
      const own = species.indexOf(index);
      if (own >= 0 && flat.species[index]?.isFixed !== true) change += amount * (counts[own] ?? 0);
    }
    return change;
  };
  const ruleOf = (reaction: FlatReaction | undefined): string =>
    reaction === undefined ? "a rule" : reaction.name.slice(source.prefix.length).replace(/ \(.*/, "");
  if (counts.some((count) => count > 0)) {
    const breaking = reactions.find((reaction) => changeOf(reaction) !== 0);
    return breaking === undefined ? null : ruleOf(breaking);
  }
  const own = speciesNames.indexOf(name);
  if (own < 0) return null;
  const isKeptBy = (kept: readonly FlatReaction[]): boolean =>
    findInvariants(species.length, shared.length, privateAndSharedChanges(submodel, kept), []).totals.some(
      ({ weights }) => (weights[own] ?? 0) > 0 && weights.every((weight) => weight >= 0),
    );
  if (isKeptBy(reactions)) return null;
  const index = species[own];
  const touching = new Set(reactions.filter((reaction) => netChanges(reaction).size > 0).map(ruleOf));
  const culprit = [...touching].find((rule) => isKeptBy(reactions.filter((other) => ruleOf(other) !== rule)));
  return culprit ?? ruleOf(reactions.find((reaction) => netChanges(reaction).has(index ?? -1)));
}

function privateAndSharedChanges(
  { flat, species, shared }: Submodel,
  reactions: readonly FlatReaction[],
): ReadonlyMap<number, number>[] {
  return reactions.map((reaction) => {
    const change = new Map<number, number>();
    for (const [index, amount] of netChanges(reaction)) {
      const own = species.indexOf(index);
      const other = shared.findIndex((entry) => entry.species === index);
      if (own >= 0 && flat.species[index]?.isFixed !== true) change.set(own, amount);
      else if (other >= 0) change.set(species.length + other, amount);
    }
    return change;
  });
}
