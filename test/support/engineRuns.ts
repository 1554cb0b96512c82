/** Runs of hand-made models with an engine of the registry. */
import type { Engine, EngineTraits, SimulationState } from "../../runtime/engines/engine.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import { RandomStream } from "../../runtime/random/randomStream.ts";

export interface EngineRun {
  readonly state: SimulationState;
  readonly engine: Engine;
  readonly random: RandomStream;
}

export interface EngineRunOptions {
  readonly tolerance: number;
  readonly replicate?: number;
  readonly seed?: string;
  /** How an exact run chooses reactions, as EngineOptions has it. */
  readonly selection?: string;
}

export function startEngineRun(
  model: CompiledModel,
  traits: EngineTraits,
  { tolerance, replicate = 1, seed = "test", ...selection }: EngineRunOptions,
): EngineRun {
  const state = { t: 0, y: new Float64Array(model.states.length), c: new Float64Array(model.constantCount) };
  model.code.derive(state.c, new Uint8Array(model.parameters.length));
  model.code.initial(state.c, state.y);
  const random = RandomStream.fromSeed(seed, replicate, "engine");
  const options = { relativeTolerance: tolerance, absoluteTolerance: 1e-6, random, ...selection };
  return { state, engine: traits.create(model, state, options), random };
}

export function advanceRun({ engine }: EngineRun, time: number): void {
  while (!engine.advance(time, 100_000)) {
    // More to do.
  }
}

/** Some states at each time, over many replicates: for each state, a set of samples a time. */
export function sampleStates(
  model: CompiledModel,
  traits: EngineTraits,
  tolerance: number,
  states: readonly number[],
  times: readonly number[],
  replicates: number,
): readonly (readonly Float64Array[])[] {
  const sets = states.map(() => times.map(() => new Float64Array(replicates)));
  for (let replicate = 0; replicate < replicates; replicate++) {
    const run = startEngineRun(model, traits, { tolerance, replicate: replicate + 1 });
    times.forEach((time, i) => {
      advanceRun(run, time);
      states.forEach((state, k) => {
        sets[k][i][replicate] = run.state.y[state];
      });
    });
  }
  return sets;
}
