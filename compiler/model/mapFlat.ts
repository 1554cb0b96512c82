/** Applies a rewriting to every expression of a flat model that may change in a run. */
import type { ExpressionId } from "../expression/graph.ts";
import { mapSpatial } from "./mapSpatial.ts";
import type { FlatModel, FlatReaction } from "./flatModel.ts";

type Rewrite = (id: ExpressionId) => ExpressionId;

/** Values of parameters and initial states, which only parameters enter, are left alone. */
export function mapFlat(flat: FlatModel, rewrite: Rewrite): FlatModel {
  return {
    ...flat,
    species: flat.species.map((species) => ({
      ...species,
      amount: rewrite(species.amount),
      size: species.size === null ? null : rewrite(species.size),
    })),
    reactions: flat.reactions.map((reaction) => mapReaction(reaction, rewrite)),
    flows: flat.flows.map((flow) => ({ ...flow, rate: rewrite(flow.rate) })),
    events: flat.events.map((event) => ({
      ...event,
      trigger: rewrite(event.trigger),
      priority: rewrite(event.priority),
      assignments: event.assignments.map((assignment) => ({
        ...assignment,
        value: rewrite(assignment.value),
      })),
    })),
    clamps: flat.clamps.map((clamp) => ({ ...clamp, value: rewrite(clamp.value) })),
    observables: flat.observables.map((observable) => ({ ...observable, value: rewrite(observable.value) })),
    spatial: flat.spatial === null ? null : mapSpatial(flat.spatial, rewrite),
    submodels: flat.submodels.map((submodel) => ({
      ...submodel,
      ports: submodel.ports.map((port) =>
        port.kind === "species" ? port : { ...port, value: rewrite(port.value) },
      ),
      values: submodel.values.map((value) => ({ ...value, exact: rewrite(value.exact) })),
    })),
  };
}

export function mapReaction(reaction: FlatReaction, rewrite: Rewrite): FlatReaction {
  const { rate } = reaction;
  return {
    ...reaction,
    rate:
      rate.kind === "total"
        ? { kind: "total", velocity: rewrite(rate.velocity) }
        : {
            ...rate,
            constant: rewrite(rate.constant),
            size: rate.size === null ? null : rewrite(rate.size),
          },
  };
}
