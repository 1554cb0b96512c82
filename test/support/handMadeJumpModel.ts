/** Small jump models written by hand, in the tables that the compiler would make. */
import type { CompiledModel, ExperimentPlan, ParameterInfo, ScheduledTimes } from "../../runtime/model.ts";
import { dimensionless } from "../../runtime/units/dimension.ts";

type Rate = (t: number, y: Float64Array, c: Float64Array) => number;
type Amounts = Readonly<Record<string, number>>;

export interface HandMadeReaction {
  readonly name?: string;
  /** Reactants and their multiplicities. */
  readonly from?: Amounts;
  readonly to?: Amounts;
  /** A stochastic mass-action constant: a number, the name of a parameter, or a rate of its own. */
  readonly rate: number | string | Rate;
  /** States that a rate of its own reads, beyond the reactants. */
  readonly reads?: readonly string[];
  /** The rate depends on time. */
  readonly isTimed?: boolean;
}

export interface HandMadeEvent {
  readonly name: string;
  readonly when: (t: number, y: Float64Array, c: Float64Array) => boolean;
  readonly set: Readonly<Record<string, Rate>>;
  readonly priority?: number;
  readonly isTimed?: boolean;
}

export interface HandMadeJumpModel {
  readonly name?: string;
  readonly parameters?: readonly (Partial<ParameterInfo> & {
    readonly name: string;
    readonly value: number;
  })[];
  /** Initial values, or the parameter that gives them; whole numbers of molecules unless flows move them. */
  readonly states: Readonly<Record<string, number | string>>;
  readonly reactions?: readonly HandMadeReaction[];
  readonly flows?: Readonly<Record<string, Rate>>;
  readonly events?: readonly HandMadeEvent[];
  /** All are taken to vary between reactions. */
  readonly roots?: readonly Rate[];
  readonly schedule?: readonly ScheduledTimes[];
  readonly observables?: Readonly<Record<string, Rate>>;
  readonly experiment?: Partial<ExperimentPlan>;
}

/** Lists of lists in compressed form. */
function compress(lists: readonly (readonly number[])[]): { start: Int32Array; entries: readonly number[] } {
  const start = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => {
    start[i + 1] = start[i] + list.length;
  });
  return { start, entries: lists.flat() };
}

export function handMadeJumpModel(source: HandMadeJumpModel): CompiledModel {
  const parameters = source.parameters ?? [];
  const reactions = source.reactions ?? [];
  const events = source.events ?? [];
  const roots = source.roots ?? [];
  const stateNames = Object.keys(source.states);
  const stateIndex = new Map(stateNames.map((name, i) => [name, i]));
  const indexOf = (name: string): number => {
    const index = stateIndex.get(name);
    if (index === undefined) throw new Error(`no state ${name}`);
    return index;
  };
  const parameterIndex = (name: string): number => {
    const index = parameters.findIndex((parameter) => parameter.name === name);
    if (index < 0) throw new Error(`no parameter ${name}`);
    return index;
  };
  const flows = new Map(Object.entries(source.flows ?? {}).map(([name, flow]) => [indexOf(name), flow]));

  const numericRates: number[] = [];
  const rateConstant = Int32Array.from(reactions, ({ rate }) => {
    if (typeof rate === "function") return -1;
    if (typeof rate === "string") return parameterIndex(rate);
    numericRates.push(rate);
    return parameters.length + numericRates.length - 1;
  });
  const reactants = reactions.map(({ from = {} }) =>
    Object.entries(from).map(([name, n]) => [indexOf(name), n]),
  );
  const changes = reactions.map(({ from = {}, to = {} }) => {
    const net = new Map<number, number>();
    for (const [name, n] of Object.entries(from)) net.set(indexOf(name), -n);
    for (const [name, n] of Object.entries(to)) net.set(indexOf(name), (net.get(indexOf(name)) ?? 0) + n);
    return [...net].filter(([, amount]) => amount !== 0);
  });
  const reads = reactions.map(
    ({ reads = [] }, j) => new Set([...reads.map(indexOf), ...reactants[j].map(([state]) => state)]),
  );
  const varying = reactions.flatMap(({ isTimed = false }, j) =>
    isTimed || [...reads[j]].some((state) => flows.has(state)) ? [j] : [],
  );
  const observables =
    source.observables ??
    Object.fromEntries(stateNames.map((name, i) => [name, (_: number, y: Float64Array) => y[i]] as const));
  const observe = Object.values(observables);
  const reactantTable = compress(reactants.map((list) => list.map(([state]) => state)));
  const changeTable = compress(changes.map((list) => list.map(([state]) => state)));
  const readTable = compress(reads.map((read) => [...read]));

  return {
    manifest: {
      model: source.name ?? "hand made",
      title: null,
      experiment: null,
      experimentTitle: null,
      hash: "0".repeat(64),
      compiler: "0.0.0",
      method: "ssa",
      methodReason: "named by the experiment",
      sources: [],
      notes: [],
    },
    parameters: parameters.map(({ name, unit = "", factor = 1, dimension = dimensionless, doc = null }) => ({
      name,
      unit,
      factor,
      dimension,
      doc,
    })),
    constantCount: parameters.length + numericRates.length,
    states: stateNames.map((name, i) => ({
      name,
      kind: "species",
      unit: "count",
      factor: 1,
      discrete: !flows.has(i),
    })),
    observables: Object.keys(observables).map((name) => ({ name, unit: "count", factor: 1, doc: null })),
    events: events.map(({ name, set, isTimed = false }) => ({
      name,
      targets: Object.keys(set).map(indexOf),
      isTimed,
    })),
    rootCount: roots.length,
    code: {
      derive(c, isSet) {
        parameters.forEach(({ value, factor = 1 }, i) => {
          if (isSet[i] === 0) c[i] = value * factor;
        });
        c.set(numericRates, parameters.length);
      },
      initial(c, y) {
        Object.values(source.states).forEach((value, i) => {
          y[i] = typeof value === "number" ? value : c[parameterIndex(value)];
        });
      },
      observe(t, y, c, out) {
        observe.forEach((f, i) => {
          out[i] = f(t, y, c);
        });
      },
      triggers(t, y, c, out) {
        events.forEach(({ when }, i) => {
          out[i] = when(t, y, c) ? 1 : 0;
        });
      },
      roots(t, y, c, out) {
        roots.forEach((f, i) => {
          out[i] = f(t, y, c);
        });
      },
      priority: (event) => events[event].priority ?? 0,
      fire(event, t, y, c, out) {
        Object.values(events[event].set).forEach((f, i) => {
          out[i] = f(t, y, c);
        });
      },
      schedule: () => source.schedule ?? [],
    },
    ode: null,
    agents: null,
    graph: null,
    jumps: {
      reactionNames: reactions.map(({ name }, j) => name ?? `reaction${j + 1}`),
      rateConstant,
      reactantStart: reactantTable.start,
      reactantState: Int32Array.from(reactantTable.entries),
      reactantMultiplicity: Int32Array.from(reactants.flatMap((list) => list.map(([, n]) => n))),
      changeStart: changeTable.start,
      changeState: Int32Array.from(changeTable.entries),
      changeAmount: Float64Array.from(changes.flatMap((list) => list.map(([, amount]) => amount))),
      readStart: readTable.start,
      readState: Int32Array.from(readTable.entries),
      varying: Int32Array.from(varying),
      continuous: Int32Array.from(flows.keys()),
      varyingRoots: Int32Array.from(roots.keys()),
      propensityBlocks: [],
      propensity(reaction, t, y, c) {
        const { rate } = reactions[reaction];
        return typeof rate === "function" ? rate(t, y, c) : Number.NaN;
      },
      drift(t, y, c, dy) {
        dy.fill(0);
        for (const [state, flow] of flows) dy[state] = flow(t, y, c);
      },
    },
    experiment: {
      until: null,
      every: null,
      replicates: 1,
      seed: "test",
      relativeTolerance: 1e-9,
      absoluteTolerance: 1e-9,
      sweeps: [],
      plots: [],
      ...source.experiment,
    },
  };
}
