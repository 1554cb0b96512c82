/** Small graph models written by hand: patterns as text, rates and attributes as functions. */
import type {
  GraphAction,
  GraphBond,
  GraphFragment,
  GraphModel,
  GraphRule,
  GraphSiteReference,
} from "../../runtime/graphModel.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import type { RandomStream } from "../../runtime/random/randomStream.ts";
import { type HandMadeJumpModel, handMadeJumpModel } from "./handMadeJumpModel.ts";

/** Reads and writes attributes of labelled agents. */
export interface Attributes {
  get(label: string, attribute: string, component?: number): number;
  set(label: string, attribute: string, value: number, component?: number): void;
  readonly random: RandomStream;
  readonly t: number;
  readonly y: Float64Array;
  /** Of a copy of a seed. */
  readonly copy: number;
  /** From the first named position to the second, in the nearest image. */
  distance(a: string, b: string): number;
}

export interface HandMadeType {
  readonly sites?: Readonly<Record<string, readonly string[]>>;
  /** Attribute and its number of components; `pos` is the place. */
  readonly attributes?: Readonly<Record<string, number>>;
  readonly motion?: { readonly drag: number; readonly thermal: boolean };
  /** Attributes that change between events. */
  readonly varies?: readonly string[];
}

export interface HandMadeRule {
  readonly name?: string;
  /** `a: Bead(barbed{open}[.], pointed[1]), b: Bead(barbed[1])`; one text a fragment. */
  readonly match?: readonly string[];
  readonly create?: string;
  /** `bind a.x b.y`, `unbind a.x`, `state a.x open`, `delete a`, `deleteComplex a`. */
  readonly do?: readonly string[];
  /** A number is a mass-action constant. */
  readonly rate: number | ((t: number, y: Float64Array) => number);
  readonly rateReads?: readonly string[];
  readonly rateVaries?: boolean;
  readonly divisor?: number;
  readonly isTotal?: boolean;
  readonly takes?: Readonly<Record<string, number>>;
  readonly gives?: Readonly<Record<string, number>>;
  readonly apart?: boolean;
  readonly mayCollide?: boolean;
  readonly weight?: (at: Attributes) => number;
  readonly weightReads?: readonly string[];
  readonly weightVaries?: boolean;
  readonly set?: (at: Attributes) => void;
  readonly writes?: readonly string[];
  readonly near?: { readonly a: string; readonly b: string; readonly end?: string; readonly reach: number };
}

export interface HandMadeGraphModel extends Partial<HandMadeJumpModel> {
  readonly dimension?: 0 | 2 | 3;
  /** In pN*um. */
  readonly kT?: number;
  readonly types: Readonly<Record<string, HandMadeType>>;
  readonly rules?: readonly HandMadeRule[];
  readonly measures?: Readonly<
    Record<
      string,
      {
        readonly of: string;
        readonly kind?: "count" | "complexes" | "sum" | "mean";
        readonly value?: (at: Attributes) => number;
        readonly reads?: readonly string[];
        readonly divisor?: number;
        readonly isLive?: boolean;
        readonly varies?: boolean;
      }
    >
  >;
  readonly growth?: readonly {
    readonly on: string;
    readonly targets: readonly string[];
    readonly rate: (at: Attributes, out: Float64Array) => void;
  }[];
  readonly seeds?: readonly {
    readonly of: string;
    readonly amount: number;
    readonly place?: (at: Attributes) => void;
  }[];
  readonly boundaries?: readonly {
    readonly condition: "periodic" | "reflecting" | "absorbing";
    readonly types: readonly string[];
    readonly shape: "ball" | "box";
    readonly values: readonly number[];
  }[];
}

interface ParsedAgent {
  readonly label: string;
  readonly type: number;
  readonly sites: readonly { readonly site: number; readonly state: number; readonly bond: string }[];
}

export function handMadeGraphModel(source: HandMadeGraphModel): CompiledModel {
  const typeNames = Object.keys(source.types);
  let stride = 1;
  const types: GraphModel["types"] = typeNames.map((name) => {
    const { sites = {}, attributes = {}, motion, varies = [] } = source.types[name];
    let slot = 0;
    const list = Object.entries(attributes).map(([attribute, components]) => {
      const own = slot;
      slot += components;
      return {
        name: attribute,
        slot: own,
        components,
        unit: "",
        factor: 1,
        computed: "" as const,
        of: -1,
        varies: varies.includes(attribute) || (attribute === "pos" && motion !== undefined),
      };
    });
    stride = Math.max(stride, slot);
    return {
      name,
      role: "molecule",
      sites: Object.entries(sites).map(([site, states]) => ({ name: site, states })),
      attributes: list,
      position: list.find((attribute) => attribute.name === "pos")?.slot ?? -1,
      motion: -1,
    };
  });
  const moving = types.flatMap(({ name }, type) => (source.types[name].motion === undefined ? [] : [type]));
  const movingTypes = types.map((type, i) => ({ ...type, motion: moving.indexOf(i) }));
  const dimension = source.dimension ?? 0;

  const parse = (text: string): ParsedAgent[] =>
    [...text.matchAll(/(?:(\w+):\s*)?(\w+)\(([^)]*)\)/g)].map(([, label = "", type, inside]) => {
      const index = typeNames.indexOf(type);
      if (index < 0) throw new Error(`no type ${type}`);
      const sites = [...inside.matchAll(/(\w+)(?:\{(\w+)\})?(?:\[([\w.]+)\])?/g)].map(
        ([, name, state, bond = "?"]) => {
          const site = types[index].sites.findIndex((candidate) => candidate.name === name);
          if (site < 0) throw new Error(`no site ${name}`);
          return {
            site,
            state: state === undefined ? -1 : types[index].sites[site].states.indexOf(state),
            bond,
          };
        },
      );
      return { label, type: index, sites };
    });
  const toFragment = (agents: readonly ParsedAgent[]): GraphFragment => ({
    agents: agents.map(({ type, sites }, own) => ({
      type,
      sites: sites.map(({ site, state, bond }) => ({ site, state, bond: bondOf(bond, agents, own, site) })),
    })),
  });
  const bondOf = (bond: string, agents: readonly ParsedAgent[], own: number, site: number): GraphBond => {
    if (bond === "?") return { kind: "any" };
    if (bond === ".") return { kind: "free" };
    if (bond === "_") return { kind: "bound" };
    const dot = bond.indexOf(".");
    if (dot > 0) {
      const type = typeNames.indexOf(bond.slice(0, dot));
      const name = bond.slice(dot + 1);
      return { kind: "partner", type, site: types[type].sites.findIndex((s) => s.name === name) };
    }
    for (let agent = 0; agent < agents.length; agent++) {
      for (const other of agents[agent].sites) {
        if (other.bond !== bond || (agent === own && other.site === site)) continue;
        return { kind: "link", agent, site: other.site };
      }
    }
    throw new Error(`the bond ${bond} has one end`);
  };
  const fragments: GraphFragment[] = [];
  const fragmentOf = (agents: readonly ParsedAgent[]): number => {
    const fragment = toFragment(agents);
    const text = JSON.stringify(fragment);
    const known = fragments.findIndex((other) => JSON.stringify(other) === text);
    return known >= 0 ? known : fragments.push(fragment) - 1;
  };

  /** Attributes of a list of labelled agents. */
  const attributesOf = (agents: readonly ParsedAgent[], firstSize = agents.length) => {
    let n = new Int32Array(0);
    let x = new Float64Array(0);
    let shift = new Float64Array(3);
    const find = (label: string, attribute: string): [number, number] => {
      const agent = agents.findIndex((candidate) => candidate.label === label);
      if (agent < 0) throw new Error(`no agent ${label}`);
      const info = types[agents[agent].type].attributes.find(({ name }) => name === attribute);
      if (info === undefined) throw new Error(`no attribute ${attribute}`);
      return [agent, info.slot];
    };
    const at = {
      random: undefined as unknown as RandomStream,
      t: 0,
      y: new Float64Array(0),
      copy: 0,
      get(label: string, attribute: string, component = 0): number {
        const [agent, slot] = find(label, attribute);
        const isShifted = attribute === "pos" && agent >= firstSize;
        return x[n[agent] * stride + slot + component] + (isShifted ? shift[component] : 0);
      },
      set(label: string, attribute: string, value: number, component = 0): void {
        const [agent, slot] = find(label, attribute);
        x[n[agent] * stride + slot + component] = value;
      },
      distance(a: string, b: string): number {
        let sum = 0;
        for (let k = 0; k < dimension; k++) sum += (at.get(a, "pos", k) - at.get(b, "pos", k)) ** 2;
        return Math.sqrt(sum);
      },
    };
    const bind = (
      nodes: Int32Array,
      values: Float64Array,
      t: number,
      y: Float64Array,
      by?: Float64Array,
    ): void => {
      n = nodes as Int32Array<ArrayBuffer>;
      x = values as Float64Array<ArrayBuffer>;
      if (by !== undefined) shift = by as Float64Array<ArrayBuffer>;
      at.t = t;
      at.y = y as Float64Array<ArrayBuffer>;
    };
    const slots = (names: readonly string[]): { agent: number; slot: number }[] =>
      names.flatMap((name) => {
        const [label, attribute] = name.split(".");
        const [agent, slot] = find(label, attribute);
        const { components } = types[agents[agent].type].attributes.find((a) => a.name === attribute) ?? {
          components: 1,
        };
        return Array.from({ length: components }, (_, k) => ({ agent, slot: slot + k }));
      });
    return { at, bind, slots };
  };

  const stateNames = [...Object.keys(source.states ?? {}), ...Object.keys(source.measures ?? {})];
  const stateOf = (name: string): number => {
    const index = stateNames.indexOf(name);
    if (index < 0) throw new Error(`no state ${name}`);
    return index;
  };

  const reaches: number[] = [];
  const rules = (source.rules ?? []).map((rule, index) => {
    const parts = (rule.match ?? []).map(parse);
    const matched = parts.flat();
    const created = rule.create === undefined ? [] : parse(rule.create);
    const agents = [...matched, ...created];
    const labelled = attributesOf(agents, parts[0]?.length ?? 0);
    const own = attributesOf(agents, parts.length > 1 ? parts[0].length : agents.length);
    const reference = (text: string): GraphSiteReference => {
      const [label, name] = text.split(".");
      const agent = agents.findIndex((candidate) => candidate.label === label);
      return { agent, site: types[agents[agent].type].sites.findIndex((site) => site.name === name) };
    };
    const actions = (rule.do ?? []).map((text): GraphAction => {
      const [kind, first, second] = text.split(" ");
      if (kind === "bind") return { kind, a: reference(first), b: reference(second) };
      if (kind === "unbind") return { kind, at: reference(first) };
      if (kind === "state") {
        const at = reference(first);
        return { kind, at, to: types[agents[at.agent].type].sites[at.site].states.indexOf(second) };
      }
      const agent = agents.findIndex(({ label }) => label === first);
      if (kind !== "delete" && kind !== "deleteComplex") throw new Error(`no action ${kind}`);
      return { kind, agent };
    });
    const labelOf = (label: string | undefined): number => agents.findIndex((agent) => agent.label === label);
    const changes = new Map<number, number>();
    for (const [name, count] of Object.entries(rule.takes ?? {})) changes.set(stateOf(name), -count);
    for (const [name, count] of Object.entries(rule.gives ?? {}))
      changes.set(stateOf(name), (changes.get(stateOf(name)) ?? 0) + count);
    const tables: GraphRule = {
      name: rule.name ?? `rule${index + 1}`,
      fragments: parts.map(fragmentOf),
      divisor: rule.divisor ?? 1,
      isTotal: rule.isTotal ?? false,
      created: created.map(({ type, sites }) => ({
        type,
        states: types[type].sites.map(({ states }, site) => {
          const given = sites.find((candidate) => candidate.site === site)?.state ?? -1;
          return given >= 0 ? given : states.length > 0 ? 0 : -1;
        }),
      })),
      actions,
      reactants: Object.entries(rule.takes ?? {}).map(([name, multiplicity]) => ({
        state: stateOf(name),
        multiplicity,
      })),
      changes: [...changes].map(([state, amount]) => ({ state, amount })),
      fieldChanges: [],
      apart: rule.apart ?? false,
      mayCollide: rule.mayCollide ?? false,
      proximity:
        rule.near === undefined
          ? null
          : {
              a: labelOf(rule.near.a),
              b: labelOf(rule.near.b),
              end: rule.near.end === undefined ? -1 : labelOf(rule.near.end),
              reach: reaches.push(rule.near.reach) - 1,
              isClosed: true,
            },
      weights: rule.weight === undefined ? "uniform" : rule.weightVaries === true ? "varying" : "fixed",
      weightReads: labelled.slots(rule.weightReads ?? []),
      scaleReads: [...(rule.rateReads ?? []), ...Object.keys(rule.takes ?? {})].map(stateOf),
      weightReadsStates: [],
      scaleVaries: rule.rateVaries ?? false,
      writes: labelled.slots(rule.writes ?? []),
    };
    return { rule, tables, own };
  });

  const measures = Object.entries(source.measures ?? {}).map(([name, measure]) => {
    const agents = parse(measure.of);
    const own = attributesOf(agents);
    return {
      own,
      value: measure.value,
      tables: {
        state: stateOf(name),
        fragment: fragmentOf(agents),
        measure: measure.kind ?? "count",
        divisor: measure.divisor ?? 1,
        reads: own.slots(measure.reads ?? []),
        isLive: measure.isLive ?? true,
        varies: measure.varies ?? false,
      },
    };
  });
  const flows = (source.growth ?? []).map((flow, i) => {
    const agents = parse(flow.on);
    const own = attributesOf(agents);
    return {
      own,
      flow,
      tables: { name: `flow${i + 1}`, fragment: fragmentOf(agents), targets: own.slots(flow.targets) },
    };
  });
  const seeds = (source.seeds ?? []).map((seed, i) => {
    const agents = parse(seed.of);
    const bonds: { a: GraphSiteReference; b: GraphSiteReference }[] = [];
    agents.forEach(({ sites }, agent) => {
      for (const { site, bond } of sites) {
        const found = bondOf(bond, agents, agent, site);
        if (found.kind !== "link" || found.agent * 256 + found.site < agent * 256 + site) continue;
        bonds.push({ a: { agent, site }, b: { agent: found.agent, site: found.site } });
      }
    });
    return {
      own: attributesOf(agents),
      seed,
      tables: {
        name: `seed${i + 1}`,
        agents: agents.map(({ type, sites }) => ({
          type,
          states: types[type].sites.map(({ states }, site) => {
            const given = sites.find((candidate) => candidate.site === site)?.state ?? -1;
            return given >= 0 ? given : states.length > 0 ? 0 : -1;
          }),
        })),
        bonds,
      },
    };
  });

  const graph: GraphModel = {
    dimension,
    attributeStride: stride,
    types: movingTypes,
    fragments,
    rules: rules.map(({ tables }) => tables),
    classes: [],
    unlisted: [],
    energies: [],
    fields: [],
    fieldReactions: [],
    motions: moving.map((type) => ({
      type,
      slot: types[type].position,
      components: dimension,
      thermal: source.types[typeNames[type]].motion?.thermal ?? false,
    })),
    flows: flows.map(({ tables }) => tables),
    measures: measures.map(({ tables }) => tables),
    seeds: seeds.map(({ tables }) => tables),
    boundaries: (source.boundaries ?? []).map(({ condition, types: names, shape }) => ({
      of: -1,
      condition,
      types: names.map((name) => typeNames.indexOf(name)),
      shape,
    })),
    reachCount: reaches.length,
    code: null,
    reactionReads: (source.reactions ?? []).map(({ from = {}, reads = [] }) =>
      [...Object.keys(from), ...reads].map(stateOf),
    ),
    scale(index, t, y) {
      const { rule, tables } = rules[index];
      if (typeof rule.rate !== "number") return rule.rate(t, y);
      return tables.reactants.reduce((value, { state, multiplicity }) => {
        let product = value;
        for (let taken = 0; taken < multiplicity; taken++) product *= y[state] - taken;
        return product;
      }, rule.rate);
    },
    weight(index, n, x, shift, t, y) {
      const { rule, own } = rules[index];
      own.bind(n, x, t, y, shift);
      return rule.weight?.(own.at) ?? 1;
    },
    assign(index, n, x, shift, t, y, _, random) {
      const { rule, own } = rules[index];
      own.bind(n, x, t, y, shift);
      own.at.random = random;
      rule.set?.(own.at);
    },
    energy: () => 0,
    gradient: () => undefined,
    curvature: () => undefined,
    flow(index, n, x, t, y, _, out) {
      const { own, flow } = flows[index];
      own.bind(n, x, t, y);
      flow.rate(own.at, out);
    },
    measure(index, n, x, t, y) {
      const { own, value } = measures[index];
      own.bind(n, x, t, y);
      return value?.(own.at) ?? 0;
    },
    drags(_, out) {
      moving.forEach((type, i) => {
        out[i] = source.types[typeNames[type]].motion?.drag ?? 1;
      });
    },
    kT: () => source.kT ?? 0,
    reaches(_, out) {
      out.set(reaches);
    },
    amounts(_, out) {
      out.set(seeds.map(({ seed }) => seed.amount));
    },
    place(index, copy, n, x, _, random) {
      const { own, seed } = seeds[index];
      own.bind(n, x, 0, new Float64Array(0));
      own.at.random = random;
      own.at.copy = copy;
      seed.place?.(own.at);
    },
    boundary(index, _, out) {
      out.set(source.boundaries?.[index].values ?? []);
    },
    field() {},
    fieldInitial: () => 0,
    fieldConstants() {},
  };

  const plain = handMadeJumpModel({
    ...source,
    states: {
      ...source.states,
      ...Object.fromEntries(Object.keys(source.measures ?? {}).map((m) => [m, 0])),
    },
  });
  return {
    ...plain,
    manifest: { ...plain.manifest, method: "graph" },
    states: plain.states.map((state) =>
      state.name in (source.measures ?? {}) ? { ...state, kind: "measure", discrete: false } : state,
    ),
    graph,
  };
}
