/**
 * Parts whose reactions run by differential equations beside random events: each of their reactions changes its
 * species at its deterministic velocity, as flows that every engine with continuous states follows. What these
 * reactions change is no whole number any more; other events still change it by whole molecules.
 *
 * The hybrid of Alfonsi, Cances, Turinici, Di Ventura and Huisinga 2005 (doi:10.1051/proc:2005001), with the partition
 * given by the model's parts.
 */
import type { ExpressionId } from "../expression/graph.ts";
import { deterministicVelocity, netChanges } from "../plan/planOde.ts";
import type { FlatFlow, FlatModel } from "./flatModel.ts";

/** `prefixes`: of the parts, such as `calcium.`. */
export function withContinuousParts(flat: FlatModel, prefixes: readonly string[]): FlatModel {
  const { graph } = flat;
  const isContinuous = (name: string): boolean => prefixes.some((prefix) => name.startsWith(prefix));
  const terms = new Map<number, { readonly origin: FlatFlow["origin"]; readonly rates: ExpressionId[] }>();
  for (const reaction of flat.reactions) {
    if (!isContinuous(reaction.name)) continue;
    const velocity = deterministicVelocity(flat, reaction);
    for (const [species, change] of netChanges(reaction)) {
      if (flat.species[species]?.isFixed !== false) continue;
      const known = terms.get(species) ?? { origin: reaction.origin, rates: [] };
      known.rates.push(graph.multiply([graph.number(change), velocity]));
      terms.set(species, known);
    }
  }
  const flows = [...terms].map(([index, { origin, rates }]): FlatFlow => {
    const rate = graph.add(rates);
    const species = flat.species[index];
    const isConcentration = species?.holds === "concentration" && species.size !== null;
    return {
      target: { kind: "species", index },
      rate: isConcentration && species.size !== null ? graph.divide(rate, species.size) : rate,
      origin,
    };
  });
  return {
    ...flat,
    reactions: flat.reactions.filter(({ name }) => !isContinuous(name)),
    flows: [...flat.flows, ...flows],
    continuousParts: prefixes.map((prefix) => prefix.slice(0, -1)),
  };
}
