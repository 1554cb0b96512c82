/** Applies a rewriting to every expression of the spatial part of a flat model. */
import type { ExpressionId } from "../expression/graph.ts";
import type { AttributeSet, Draw, Proximity, SpatialModel } from "./spatial.ts";

type Rewrite = (id: ExpressionId) => ExpressionId;

export function mapSpatial(spatial: SpatialModel, rewrite: Rewrite): SpatialModel {
  const orNull = (id: ExpressionId | null): ExpressionId | null => (id === null ? null : rewrite(id));
  const draws = (list: readonly Draw[]): Draw[] =>
    list.map(({ symbol, distribution }) => ({
      symbol,
      distribution:
        distribution.kind === "uniform"
          ? { kind: "uniform", low: rewrite(distribution.low), high: rewrite(distribution.high) }
          : { kind: "normal", mean: rewrite(distribution.mean), sd: rewrite(distribution.sd) },
    }));
  const sets = (list: readonly AttributeSet[]): AttributeSet[] =>
    list.map((set) => ({ ...set, value: rewrite(set.value) }));
  const proximity = (near: Proximity | null): Proximity | null =>
    near === null ? null : { ...near, below: rewrite(near.below) };
  return {
    ...spatial,
    depth: orNull(spatial.depth),
    kT: orNull(spatial.kT),
    rules: spatial.rules.map((rule) => ({
      ...rule,
      proximity: proximity(rule.proximity),
      condition: orNull(rule.condition),
      fieldPlace:
        rule.fieldPlace === null
          ? null
          : {
              ...rule.fieldPlace,
              concentrations: rule.fieldPlace.concentrations.map(({ species, value }) => ({
                species,
                value: rewrite(value),
              })),
            },
      rate:
        rule.rate.kind === "total"
          ? { kind: "total", velocity: rewrite(rule.rate.velocity) }
          : { kind: "match", constant: rewrite(rule.rate.constant), size: orNull(rule.rate.size) },
      draws: draws(rule.draws),
      sets: sets(rule.sets),
    })),
    energies: spatial.energies.map((energy) => ({
      ...energy,
      proximity: proximity(energy.proximity),
      condition: orNull(energy.condition),
      value: rewrite(energy.value),
    })),
    sizes: spatial.sizes.map((size) => ({ ...size, value: rewrite(size.value) })),
    motions: spatial.motions.map((motion) => ({ ...motion, drag: rewrite(motion.drag) })),
    flows: spatial.flows.map((flow) => ({
      ...flow,
      targets: flow.targets.map((target) => ({ ...target, rate: rewrite(target.rate) })),
    })),
    measures: spatial.measures.map((measure) => ({ ...measure, value: orNull(measure.value) })),
    seeds: spatial.seeds.map((seed) => ({
      ...seed,
      count: rewrite(seed.count),
      draws: draws(seed.draws),
      sets: sets(seed.sets),
    })),
    boundaries: spatial.boundaries.map(({ shape, ...rest }) => ({
      ...rest,
      shape:
        shape.kind === "curve"
          ? shape
          : shape.kind === "ball"
            ? { kind: "ball", centre: shape.centre.map(rewrite), radius: rewrite(shape.radius) }
            : { kind: "box", low: shape.low.map(rewrite), high: shape.high.map(rewrite) },
    })),
    fields: spatial.fields.map((field) => ({
      ...field,
      low: field.low.map(rewrite),
      high: field.high.map(rewrite),
      diffusion: rewrite(field.diffusion),
      mesh: rewrite(field.mesh),
      initial: field.initial === null ? null : { ...field.initial, value: rewrite(field.initial.value) },
    })),
    fieldReactions: spatial.fieldReactions.map((reaction) => ({
      ...reaction,
      constant: rewrite(reaction.constant),
    })),
  };
}
