/**
 * Molecules with attributes as the analysis of sites sees them: their rules without what they read and set, so that
 * what can be reached by sites and bonds is found as for other molecules.
 */
import type { FlatModel } from "../model/flatModel.ts";
import type { SpatialModel, SpatialSeed } from "../model/spatial.ts";
import type { Complex, CreatedAgent, StructuredModel, StructuredRule } from "../model/structured.ts";

export function spatialFacts({ spatial, graph }: FlatModel): StructuredModel | null {
  if (spatial === null) return null;
  const one = graph.number(1);
  const somewhere = (agent: CreatedAgent): CreatedAgent => ({ ...agent, compartment: 0 });
  const rules = spatial.rules.map(
    (rule): StructuredRule => ({
      name: rule.name,
      patterns: rule.patterns,
      created: rule.created.map(somewhere),
      actions: rule.actions,
      products: null,
      conditions: [],
      locals: [],
      when: null,
      isBalanced: false,
      isDistinct: false,
      consumed: rule.consumed,
      produced: rule.produced,
      rate:
        rule.rate.kind === "total"
          ? rule.rate
          : { kind: "massAction", constant: rule.rate.constant, within: null, anywhere: true },
      origin: rule.origin,
    }),
  );
  return {
    types: spatial.types.map(({ name, sites }) => ({
      name,
      sites: sites.map((site) => ({ ...site, multiplicity: 1 })),
    })),
    compartments: [{ name: "", size: one, rank: 3 }],
    rules,
    seeds: spatial.seeds.map((seed) => ({
      complex: complexOf(seed),
      initial: seed.count,
      isFixed: false,
      counted: null,
    })),
    measures: mentioned(spatial),
    energies: [],
  };
}

/** What sites measures, energies and flows look at. */
function mentioned({ measures, energies, flows }: SpatialModel): StructuredModel["measures"] {
  const [first] = measures;
  const patterns = [
    ...measures.map(({ pattern }) => pattern),
    ...energies.flatMap((energy) => energy.patterns),
    ...flows.map(({ pattern }) => pattern),
  ];
  if (first === undefined) return [];
  return patterns.map((pattern) => ({
    symbol: first.symbol,
    pattern,
    measure: "count",
    having: null,
    name: "",
  }));
}

function complexOf({ agents, bonds }: SpatialSeed): Complex {
  return {
    agents: agents.map(({ type, states }, agent) => ({
      type,
      compartment: 0,
      states,
      bonds: states.map((_, site) => {
        for (const { a, b } of bonds) {
          if (a.agent === agent && a.site === site) return b;
          if (b.agent === agent && b.site === site) return a;
        }
        return null;
      }),
    })),
  };
}

/** Rules whose match depends on nothing but sites, sets nothing, and has no condition: these can be compared. */
export function comparableRules({ spatial }: FlatModel, model: StructuredModel): StructuredModel {
  const isComparable = (index: number): boolean => {
    const rule = spatial?.rules[index];
    return rule !== undefined && rule.condition === null && rule.sets.length === 0 && rule.reads.length === 0;
  };
  return { ...model, rules: model.rules.filter((_, i) => isComparable(i)) };
}
