/** A flat model without some of its species, which nothing in it needs. */
import type { FlatModel, StateTarget, Stoichiometry } from "../model/flatModel.ts";

export function removeSpecies(flat: FlatModel, removed: ReadonlySet<number>): FlatModel {
  const position = new Map<number, number>();
  flat.species.forEach((_, index) => {
    if (!removed.has(index)) position.set(index, position.size);
  });
  const at = (index: number): number => {
    const place = position.get(index);
    if (place === undefined) throw new Error(`species ${index} is removed but used`);
    return place;
  };
  const side = (entries: readonly Stoichiometry[]): Stoichiometry[] =>
    entries.map(({ species, count }) => ({ species: at(species), count }));
  const target = (old: StateTarget): StateTarget =>
    old.kind === "species" ? { kind: "species", index: at(old.index) } : old;
  return {
    ...flat,
    species: flat.species.filter((_, index) => !removed.has(index)),
    reactions: flat.reactions.map((reaction) => ({
      ...reaction,
      reactants: side(reaction.reactants),
      products: side(reaction.products),
    })),
    flows: flat.flows.map((flow) => ({ ...flow, target: target(flow.target) })),
    events: flat.events.map((event) => ({
      ...event,
      assignments: event.assignments.map((assignment) => ({
        ...assignment,
        target: target(assignment.target),
      })),
    })),
    clamps: flat.clamps.map((clamp) => ({ ...clamp, target: target(clamp.target) })),
    spatial:
      flat.spatial === null
        ? null
        : {
            ...flat.spatial,
            rules: flat.spatial.rules.map((rule) => ({
              ...rule,
              consumed: side(rule.consumed),
              produced: side(rule.produced),
            })),
          },
    submodels: flat.submodels.map((submodel) => ({
      ...submodel,
      ports: submodel.ports.map((port) =>
        port.kind === "species" ? { ...port, species: at(port.species) } : port,
      ),
    })),
  };
}
