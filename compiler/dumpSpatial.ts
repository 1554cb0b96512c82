/** Molecules with attributes of a flat model as readable text. */
import { formatExpression } from "./expression/format.ts";
import type { ExpressionId } from "./expression/graph.ts";
import type { FlatModel } from "./model/flatModel.ts";
import type { AttributeRead, AttributeSet, Draw, Proximity, SpatialModel } from "./model/spatial.ts";
import type { MoleculePattern, RuleAction } from "./model/structured.ts";

export function dumpSpatial(flat: FlatModel): unknown {
  const { spatial, graph } = flat;
  if (spatial === null) return null;
  const text = (id: ExpressionId | null): string | null => (id === null ? null : formatExpression(graph, id));
  const pattern = ({ agents }: MoleculePattern): string => patternText(agents, spatial);
  const reads = (list: readonly AttributeRead[]): string[] =>
    list.map(({ symbol, agent, slot }) => `${graph.symbolInfo(symbol).name} = ${agent}.${slot}`);
  const sets = (list: readonly AttributeSet[]): string[] =>
    list.map(({ agent, slot, value }) => `${agent}.${slot} = ${text(value)}`);
  const draws = (list: readonly Draw[]): string[] =>
    list.map(({ symbol, distribution: d }) => {
      const [first, second] = d.kind === "uniform" ? [d.low, d.high] : [d.mean, d.sd];
      return `${graph.symbolInfo(symbol).name} = ${d.kind}(${text(first)}, ${text(second)})`;
    });
  const near = (proximity: Proximity | null): string | null =>
    proximity === null
      ? null
      : `${proximity.a} to ${proximity.b}${proximity.end === null ? "" : `-${proximity.end}`} < ${text(proximity.below)}`;
  return {
    dimension: spatial.dimension,
    depth: text(spatial.depth),
    kT: text(spatial.kT),
    types: spatial.types,
    rules: spatial.rules.map((rule) => ({
      name: rule.name,
      patterns: rule.patterns.map(pattern),
      created: rule.created.map(({ type, states }) => `${spatial.types[type]?.name}{${states.join(", ")}}`),
      actions: rule.actions.map(actionText),
      consumed: rule.consumed.map(({ species, count }) => `${count} ${flat.species[species]?.name}`),
      produced: rule.produced.map(({ species, count }) => `${count} ${flat.species[species]?.name}`),
      anywhere: rule.anywhere,
      proximity: near(rule.proximity),
      condition: text(rule.condition),
      rate:
        rule.rate.kind === "total"
          ? { total: text(rule.rate.velocity) }
          : { constant: text(rule.rate.constant), size: text(rule.rate.size) },
      reads: reads(rule.reads),
      draws: draws(rule.draws),
      sets: sets(rule.sets),
    })),
    energies: spatial.energies.map((energy) => ({
      name: energy.name,
      patterns: energy.patterns.map(pattern),
      proximity: near(energy.proximity),
      condition: text(energy.condition),
      value: text(energy.value),
      reads: reads(energy.reads),
    })),
    motions: spatial.motions.map(({ type, slot, components, drag, thermal }) => ({
      of: `${spatial.types[type]?.name}.${slot}`,
      components,
      drag: text(drag),
      thermal,
    })),
    flows: spatial.flows.map((flow) => ({
      name: flow.name,
      pattern: pattern(flow.pattern),
      targets: flow.targets.map(({ agent, slot, rate }) => `${agent}.${slot}' = ${text(rate)}`),
      reads: reads(flow.reads),
    })),
    measures: spatial.measures.map((measure) => ({
      name: measure.name,
      measure: measure.measure,
      pattern: pattern(measure.pattern),
      value: text(measure.value),
      reads: reads(measure.reads),
    })),
    seeds: spatial.seeds.map((seed) => ({
      name: seed.name,
      agents: seed.agents.map(({ type, states }) => `${spatial.types[type]?.name}{${states.join(", ")}}`),
      bonds: seed.bonds.map(({ a, b }) => `${a.agent}.${a.site} - ${b.agent}.${b.site}`),
      count: text(seed.count),
      draws: draws(seed.draws),
      sets: sets(seed.sets),
    })),
    boundaries: spatial.boundaries.map(({ condition, types, shape }) => ({
      condition,
      types: types.map((type) => spatial.types[type]?.name),
      shape:
        shape.kind === "curve"
          ? `curve of ${spatial.types[shape.of]?.name}`
          : shape.kind === "ball"
            ? `ball(${[...shape.centre, shape.radius].map(text).join(", ")})`
            : `box(${[...shape.low, ...shape.high].map(text).join(", ")})`,
    })),
    fields: spatial.fields.map(({ species, low, high, condition, diffusion, mesh, initial }) => ({
      of: flat.species[species]?.name,
      box: [...low, ...high].map(text),
      condition,
      diffusion: text(diffusion),
      mesh: text(mesh),
      initial: text(initial?.value ?? null),
    })),
    fieldReactions: spatial.fieldReactions.map(({ name, reactants, products, constant }) => ({
      name,
      reactants: reactants.map(({ species, count }) => `${count} ${flat.species[species]?.name}`),
      products: products.map(({ species, count }) => `${count} ${flat.species[species]?.name}`),
      constant: text(constant),
    })),
  };
}

/** `Bead(barbed{0}[.]), Bead(pointed[1.0])`: states as indices, links as agent and site. */
function patternText(agents: MoleculePattern["agents"], spatial: SpatialModel): string {
  return agents
    .map(({ type, sites }) => {
      const own = spatial.types[type];
      const texts = sites.map(({ siteClass, state, bond }) => {
        const ends = { any: "", free: "[.]", bound: "[_]" };
        const bondText =
          bond.kind === "link"
            ? `[${bond.agent}.${bond.site}]`
            : bond.kind === "partner"
              ? `[${spatial.types[bond.type]?.name}.${bond.siteClass}]`
              : ends[bond.kind];
        return `${own?.sites[siteClass]?.name}${state === null ? "" : `{${state}}`}${bondText}`;
      });
      return `${own?.name}(${texts.join(", ")})`;
    })
    .join(", ");
}

function actionText(action: RuleAction): string {
  switch (action.kind) {
    case "state":
      return `state ${action.at.agent}.${action.at.site} = ${action.to}`;
    case "bind":
      return `bind ${action.a.agent}.${action.a.site} - ${action.b.agent}.${action.b.site}`;
    case "unbind":
      return `unbind ${action.at.agent}.${action.at.site}`;
    case "delete":
    case "deleteComplex":
      return `${action.kind} ${action.agent}`;
    case "move":
    case "moveComplex":
      return `${action.kind} ${action.agent} to ${action.compartment}`;
  }
}
