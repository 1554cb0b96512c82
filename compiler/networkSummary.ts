/**
 * Species, reactions and conservation laws of a flat model, for `tendril network`. Rules on molecules with attributes
 * are no reactions of a network; what they and fields change is conserved only if they conserve it too.
 */
import type { FlatModel, FlatReaction, Stoichiometry } from "./model/flatModel.ts";
import { conservationLaws } from "./plan/conservation.ts";
import { netChanges } from "./plan/planOde.ts";

export interface NetworkSummary {
  readonly species: number;
  /** Reactions with the same reactants and products counted once. */
  readonly reactions: number;
  readonly reactions_unmerged: number;
  /** Rules on molecules with attributes, which are not listed. */
  readonly rules_in_space: number;
  /** Independent conservation laws. */
  readonly conserved: number;
  /** Readable: `E + ES`, `A - 2 B`. */
  readonly laws: readonly string[];
  readonly speciesNames: readonly string[];
  /** Readable: `bind: E + S -> ES`. */
  readonly reactionTexts: readonly string[];
}

export function summariseNetwork(flat: FlatModel): NetworkSummary {
  const names = flat.species.map(({ name }) => name);
  const keys = new Set(flat.reactions.map((reaction) => reactionKey(reaction)));
  const flowing = new Set(
    flat.flows.flatMap(({ target }) => (target.kind === "species" ? [target.index] : [])),
  );
  const held = new Set(
    flat.clamps.flatMap(({ target }) => (target.kind === "species" ? [target.index] : [])),
  );
  const changes = flat.reactions.map((reaction) => {
    const net = new Map(netChanges(reaction));
    for (const species of net.keys()) if (flat.species[species]?.isFixed === true) net.delete(species);
    return net;
  });
  // A species that flows, stimuli or the edge of a field change is in no law of the reactions.
  const lost = (flat.spatial?.fields ?? []).flatMap(({ condition, species }) =>
    condition === "absorbing" ? [species] : [],
  );
  const open = [...flowing, ...held, ...lost].map((species) => new Map([[species, 1]]));
  const laws = conservationLaws(names.length, [...changes, ...spatialChanges(flat), ...open]).filter(
    ({ terms }) => !terms.every(({ species }) => flat.species[species]?.isFixed === true),
  );
  return {
    species: names.length,
    reactions: keys.size,
    reactions_unmerged: flat.reactions.length,
    rules_in_space: flat.spatial?.rules.length ?? 0,
    conserved: laws.length,
    laws: laws.map(({ terms }) =>
      sumText(terms.map(({ species, coefficient }) => [names[species] ?? "?", coefficient])),
    ),
    speciesNames: names,
    reactionTexts: flat.reactions.map(
      (reaction) =>
        `${reaction.name}: ${sideText(reaction.reactants, names)} -> ${sideText(reaction.products, names)}`,
    ),
  };
}

/** What rules in space and reactions of fields do to plain species. */
function spatialChanges({ spatial, species }: FlatModel): readonly ReadonlyMap<number, number>[] {
  if (spatial === null) return [];
  const sides = [
    ...spatial.rules.map(({ consumed, produced }) => ({ from: consumed, to: produced })),
    ...spatial.fieldReactions.map(({ reactants, products }) => ({ from: reactants, to: products })),
  ];
  return sides.map(({ from, to }) => {
    const net = new Map<number, number>();
    const add = (index: number, change: number): void => {
      if (species[index]?.isFixed !== true) net.set(index, (net.get(index) ?? 0) + change);
    };
    for (const one of from) add(one.species, -one.count);
    for (const one of to) add(one.species, one.count);
    return net;
  });
}

function reactionKey({ reactants, products }: FlatReaction): string {
  const side = (list: readonly Stoichiometry[]): string =>
    [...list]
      .sort((a, b) => a.species - b.species)
      .map(({ species, count }) => `${count}*${species}`)
      .join("+");
  return `${side(reactants)}->${side(products)}`;
}

function sideText(side: readonly Stoichiometry[], names: readonly string[]): string {
  return side.length === 0
    ? "nothing"
    : sumText(side.map(({ species, count }) => [names[species] ?? "?", count]));
}

function sumText(terms: readonly (readonly [string, number])[]): string {
  return terms
    .map(([name, coefficient], i) => {
      const size = Math.abs(coefficient);
      const sign = coefficient < 0 ? (i === 0 ? "-" : " - ") : i === 0 ? "" : " + ";
      return `${sign}${size === 1 ? "" : `${size} `}${name}`;
    })
    .join("");
}
