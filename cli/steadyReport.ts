/** Steady states at every point of a sweep, in the units of the model. */
import type { CompiledModel } from "../runtime/model.ts";
import { findParameter, type ParameterValue, parameterInternalValue } from "../runtime/parameterValues.ts";
import { RandomStream } from "../runtime/random/randomStream.ts";
import { SimulationError } from "../runtime/simulationError.ts";
import type { ConservedSum } from "../runtime/steady/conservedSums.ts";
import type { Eigenvalue } from "../runtime/steady/eigenvalues.ts";
import { findSteadyStates, type SteadyState } from "../runtime/steady/steadyStates.ts";
import { SteadySystem } from "../runtime/steady/steadySystem.ts";
import { outsideRanges } from "../runtime/plannedExperiment.ts";
import { resolveSweeps, type Sweep, sweepPoints } from "../runtime/sweepPoints.ts";

/** Dense matrices of more states would take minutes. */
const stateLimit = 1000;

export interface SteadyRequest {
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  readonly sweeps: readonly { readonly parameter: string; readonly values: readonly ParameterValue[] }[];
  readonly starts: number;
  readonly within: number;
  readonly seed: string;
}

export interface ReportedState {
  readonly stability: SteadyState["stability"];
  readonly oscillates: boolean;
  /** In words: "stable", "unstable (turns outwards)", "unstable (saddle)", … */
  readonly verdict: string;
  /** Of the leading mode in s; null when it does not turn. */
  readonly period: number | null;
  /** The greatest real part first, in /s. */
  readonly eigenvalues: readonly Eigenvalue[];
  /** Starts that led here. */
  readonly hits: number;
  /** Observables by name, in their units. */
  readonly values: Readonly<Record<string, number>>;
  /** States by name, in their units. */
  readonly states: Readonly<Record<string, number>>;
}

export interface SteadyReport {
  readonly model: string;
  readonly hash: string;
  readonly seed: string;
  readonly starts: number;
  /** States that conserved sums determine. */
  readonly conserved: number;
  readonly sweeps: readonly Sweep[];
  /** Of the observables. */
  readonly units: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  readonly points: readonly {
    readonly point: readonly number[];
    readonly states: readonly ReportedState[];
  }[];
}

/** @throws SimulationError for values that do not fit, and for a model without steady states. */
export function steadyReport(
  model: CompiledModel,
  sums: readonly ConservedSum[],
  request: SteadyRequest,
): SteadyReport {
  if (model.states.length > stateLimit) {
    throw new SimulationError(
      "badInput",
      `The model has ${model.states.length} states; steady states are looked for up to ${stateLimit}.`,
    );
  }
  const sweeps = resolveSweeps(model, request.sweeps, request.parameters);
  const points = sweepPoints(sweeps).map((point) => {
    const values = new Map(request.parameters);
    sweeps.forEach(({ parameter }, i) => values.set(parameter, point[i] ?? Number.NaN));
    const system = new SteadySystem(model, constantsOf(model, values), sums);
    const random = RandomStream.fromSeed(request.seed, 1, "steady");
    const states = findSteadyStates(system, { ...request, random });
    return { point, states: states.map((state) => reported(system, state)) };
  });
  return {
    model: model.manifest.model,
    hash: model.manifest.hash,
    seed: request.seed,
    starts: request.starts,
    conserved: sums.length,
    sweeps,
    units: Object.fromEntries(model.observables.map(({ name, unit }) => [name, unit])),
    notes: [
      ...(model.events.length === 0 ? [] : ["events are left out: they do not act at rest"]),
      ...outsideRanges(model, { parameters: request.parameters, sweeps }),
    ],
    points,
  };
}

function constantsOf(model: CompiledModel, values: ReadonlyMap<string, ParameterValue>): Float64Array {
  const c = new Float64Array(model.constantCount);
  const isSet = new Uint8Array(model.parameters.length);
  for (const [name, value] of values) {
    const index = findParameter(model, name);
    const info = model.parameters[index];
    if (info === undefined) continue;
    c[index] = parameterInternalValue(info, value);
    isSet[index] = 1;
  }
  model.code.derive(c, isSet);
  return c;
}

function reported(system: SteadySystem, state: SteadyState): ReportedState {
  const { observables, states } = system.model;
  const observed = system.observe(state.y);
  const [leading] = state.eigenvalues;
  return {
    stability: state.stability,
    oscillates: state.oscillates,
    verdict: verdictOf(state),
    period: leading === undefined || leading.imaginary === 0 ? null : (2 * Math.PI) / leading.imaginary,
    eigenvalues: state.eigenvalues,
    hits: state.hits,
    values: Object.fromEntries(observables.map(({ name }, i) => [name, observed[i] ?? Number.NaN])),
    states: Object.fromEntries(
      states.map(({ name, factor }, i) => [name, (state.y[i] ?? Number.NaN) / factor]),
    ),
  };
}

function verdictOf({ stability, oscillates, eigenvalues }: SteadyState): string {
  if (stability === "undecided") return "undecided (an eigenvalue is zero)";
  if (oscillates) return stability === "stable" ? "stable (turns inwards)" : "unstable (turns outwards)";
  const isSaddle = stability === "unstable" && eigenvalues.some(({ real }) => real < 0);
  return isSaddle ? "unstable (saddle)" : stability;
}
