/** Models given as text, for tests of what the language means: compile them, look at rates, run them. */
import { compile } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { PropensityTable } from "../../runtime/engines/ssa/propensities.ts";
import { engines } from "../../runtime/engines/registry.ts";
import { runExperiment, type RunResult } from "../../runtime/experiment.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import type { MethodName } from "../../runtime/methods.ts";
import { Simulation, type SimulationOptions } from "../../runtime/simulation.ts";

export interface Source {
  /** A whole file; without `language` the line is put in front. */
  readonly text: string;
  readonly experiment?: string;
}

function textOf(source: Source | string): Source {
  const { text, ...rest } = typeof source === "string" ? { text: source } : source;
  return { ...rest, text: text.trimStart().startsWith("language") ? text : `language 1.0\n${text}` };
}

/** The codes of everything that the compiler reports. */
export function diagnosticsOf(source: Source | string, method: MethodName = "ode"): readonly string[] {
  return resultOf(source, method).diagnostics.map(({ code }) => code);
}

function describe({ code, message }: Diagnostic): string {
  return `${code}: ${message}`;
}

function resultOf(source: Source | string, method: MethodName): ReturnType<typeof compile> {
  const { text, experiment = null } = textOf(source);
  const host = new MemoryHost(new Map([["model.tdl", text]]));
  return compile({ main: "model.tdl", host, experiment, method });
}

/** @throws Error with the diagnostics when the model has errors. */
export function compileModel(source: Source | string, method: MethodName): CompiledModel {
  const { compiled, diagnostics } = resultOf(source, method);
  if (compiled === null) throw new Error(diagnostics.map(describe).join("\n"));
  return compiled;
}

/** A run to drive step by step. */
export function simulationOf(
  source: Source | string,
  method: MethodName,
  options: SimulationOptions = {},
): Simulation {
  const model = compileModel(source, method);
  return new Simulation(model, engineFor(method), options);
}

/** The observables at time `t` in s. */
export function observedAt(
  source: Source | string,
  t: number,
  method: MethodName = "ode",
  options: SimulationOptions = {},
): Record<string, number> {
  const simulation = simulationOf(source, method, options);
  simulation.advanceTo(t);
  return simulation.observe();
}

/** One observable at several times. */
export function courseOf(
  source: Source | string,
  name: string,
  times: readonly number[],
  method: MethodName = "ode",
  options: SimulationOptions = {},
): number[] {
  const simulation = simulationOf(source, method, options);
  return times.map((time) => {
    simulation.advanceTo(time);
    return simulation.observe()[name] ?? Number.NaN;
  });
}

/** The sum of one observable at time `t` over stochastic runs. */
export function sumOverRuns(
  source: Source | string,
  name: string,
  t: number,
  { runs, seed }: { readonly runs: number; readonly seed: string },
  method: MethodName = "ssa",
): number {
  const model = compileModel(source, method);
  let sum = 0;
  for (let replicate = 1; replicate <= runs; replicate++) {
    const simulation = new Simulation(model, engineFor(method), { seed, replicate });
    simulation.advanceTo(t);
    sum += simulation.observe()[name] ?? Number.NaN;
  }
  return sum;
}

export async function runOf(source: Source | string, method: MethodName): Promise<RunResult> {
  const result = await runExperiment(compileModel(source, method), engineFor(method));
  if (result.error !== null) throw result.error;
  return result;
}

function engineFor(method: MethodName): (typeof engines)[number] {
  const traits = engines.find(({ name }) => name === method);
  if (traits === undefined) throw new Error(`no engine ${method}`);
  return traits;
}

/** Constants and the initial state of a model, as engines start from them (numbers are not rounded). */
function start(model: CompiledModel): { readonly c: Float64Array; readonly y: Float64Array } {
  const c = new Float64Array(model.constantCount);
  const y = new Float64Array(model.states.length);
  model.code.derive(c, new Uint8Array(model.parameters.length));
  model.code.initial(c, y);
  return { c, y };
}

/** d(held quantity)/dt of every state at time `t` and the initial state, in internal units. */
export function derivativesOf(source: Source | string, t = 0): ReadonlyMap<string, number> {
  const model = compileModel(source, "ode");
  const { c, y } = start(model);
  const dy = new Float64Array(y.length);
  model.ode?.derivative(t, y, c, dy);
  return new Map(model.states.map(({ name }, i) => [name, dy[i] ?? Number.NaN]));
}

/** The propensity of every reaction at time `t` and the initial state, in 1/s; names must be unique. */
export function propensitiesOf(
  source: Source | string,
  t = 0,
  method: MethodName = "ssa",
): ReadonlyMap<string, number> {
  return new Map(reactionPropensitiesOf(source, t, method));
}

/** The same by reaction: those of one rule on different complexes share its name. */
export function reactionPropensitiesOf(
  source: Source | string,
  t = 0,
  method: MethodName = "ssa",
): readonly (readonly [name: string, propensity: number])[] {
  const model = compileModel(source, method);
  const { jumps } = model;
  if (jumps === null) throw new Error("not compiled for stochastic simulation");
  const { c, y } = start(model);
  const table = new PropensityTable(model, jumps, c);
  table.readConstants(t);
  return jumps.reactionNames.map((name, i) => [name, table.evaluateChecked(i, t, y)]);
}

/** d/dt of every observable at the initial state; observables must be linear in the states. */
export function observableSlopesOf(source: Source | string): ReadonlyMap<string, number> {
  const model = compileModel(source, "ode");
  const { c, y } = start(model);
  const dy = new Float64Array(y.length);
  model.ode?.derivative(0, y, c, dy);
  const observe = (at: Float64Array): Float64Array => {
    const out = new Float64Array(model.observables.length);
    model.code.observe(0, at, c, out);
    return out;
  };
  const before = observe(y);
  const after = observe(y.map((value, i) => value + (dy[i] ?? 0)));
  return new Map(
    model.observables.map(({ name }, i) => [name, (after[i] ?? Number.NaN) - (before[i] ?? Number.NaN)]),
  );
}
