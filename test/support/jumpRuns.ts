/** Runs of hand-made jump models with a selection structure of choice. */
import type { Engine, SimulationState } from "../../runtime/engines/engine.ts";
import type { SelectionTraits } from "../../runtime/engines/ssa/selector.ts";
import { createSsaEngine } from "../../runtime/engines/ssa/ssaEngine.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import { RandomStream } from "../../runtime/random/randomStream.ts";

export interface JumpRun {
  readonly state: SimulationState;
  readonly engine: Engine;
  readonly random: RandomStream;
}

export function startJumpRun(
  model: CompiledModel,
  selection: SelectionTraits | null,
  replicate = 1,
): JumpRun {
  const state = { t: 0, y: new Float64Array(model.states.length), c: new Float64Array(model.constantCount) };
  model.code.derive(state.c, new Uint8Array(model.parameters.length));
  model.code.initial(state.c, state.y);
  const random = RandomStream.fromSeed("test", replicate, selection?.name ?? "ssa");
  const options = { relativeTolerance: 1e-9, absoluteTolerance: 1e-9, random };
  return { state, engine: createSsaEngine(model, state, options, selection), random };
}

export function advanceTo({ engine }: JumpRun, time: number): void {
  while (!engine.advance(time, 100_000)) {
    // More to do.
  }
}

/** One state at each time, over many replicates: a set of samples a time. */
export function sampleState(
  model: CompiledModel,
  selection: SelectionTraits | null,
  state: number,
  times: readonly number[],
  replicates: number,
): readonly Float64Array[] {
  const sets = times.map(() => new Float64Array(replicates));
  for (let replicate = 0; replicate < replicates; replicate++) {
    const run = startJumpRun(model, selection, replicate + 1);
    times.forEach((time, i) => {
      advanceTo(run, time);
      sets[i][replicate] = run.state.y[state];
    });
  }
  return sets;
}
