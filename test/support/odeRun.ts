/** Drives the deterministic engine on a model, for tests. */
import type { Engine, SimulationState } from "../../runtime/engines/engine.ts";
import { odeEngine } from "../../runtime/engines/ode/odeEngine.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import { RandomStream } from "../../runtime/random/randomStream.ts";

export interface OdeRunOptions {
  readonly relative?: number;
  readonly absolute?: number;
  readonly method?: string;
  readonly maximumStep?: number;
}

export interface OdeRun {
  readonly state: SimulationState;
  readonly engine: Engine;
}

export function beginOde(model: CompiledModel, options: OdeRunOptions = {}): OdeRun {
  const state = { t: 0, y: new Float64Array(model.states.length), c: new Float64Array(model.constantCount) };
  model.code.derive(state.c, new Uint8Array(0));
  model.code.initial(state.c, state.y);
  const engine = odeEngine.create(model, state, {
    relativeTolerance: options.relative ?? 1e-8,
    absoluteTolerance: options.absolute ?? 1e-8,
    random: RandomStream.fromSeed("1", 1, "ode"),
    ...(options.method === undefined ? {} : { odeMethod: options.method }),
    ...(options.maximumStep === undefined ? {} : { maximumStep: options.maximumStep }),
  });
  return { state, engine };
}

export function advanceOde({ engine }: OdeRun, until: number, maxWork = 1e6): void {
  while (!engine.advance(until, maxWork)) {
    // More steps to make.
  }
}

/** The state at the end of a run. */
export function runOde(model: CompiledModel, until: number, options: OdeRunOptions = {}): number[] {
  const run = beginOde(model, options);
  advanceOde(run, until);
  return [...run.state.y];
}

/** Largest relative error. */
export function relativeError(found: readonly number[], expected: readonly number[]): number {
  return Math.max(...found.map((value, i) => Math.abs(value - expected[i]) / Math.abs(expected[i])));
}
