/** Runs of hand-made graph models. */
import type { SimulationState } from "../../runtime/engines/engine.ts";
import { GraphEngine } from "../../runtime/engines/graph/graphEngine.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import { RandomStream } from "../../runtime/random/randomStream.ts";

export interface GraphRun {
  readonly state: SimulationState;
  readonly engine: GraphEngine;
  readonly random: RandomStream;
}

export function startGraphRun(model: CompiledModel, replicate = 1, tolerance = 1e-6): GraphRun {
  const state = { t: 0, y: new Float64Array(model.states.length), c: new Float64Array(model.constantCount) };
  model.code.derive(state.c, new Uint8Array(model.parameters.length));
  model.code.initial(state.c, state.y);
  const stream = (name: string): RandomStream => RandomStream.fromSeed("test", replicate, name);
  const random = stream("graph");
  const options = { relativeTolerance: tolerance, absoluteTolerance: tolerance, random, stream };
  const engine = new GraphEngine(model, state, options);
  engine.reset();
  return { state, engine, random };
}

export function runGraphTo({ engine }: GraphRun, time: number): void {
  while (!engine.advance(time, 100_000)) {
    // More to do.
  }
  engine.prepareObservation();
}

/** One state at each time, over many replicates: a set of samples a time. */
export function sampleGraph(
  model: CompiledModel,
  state: string,
  times: readonly number[],
  replicates: number,
): readonly Float64Array[] {
  const index = model.states.findIndex(({ name }) => name === state);
  const sets = times.map(() => new Float64Array(replicates));
  for (let replicate = 0; replicate < replicates; replicate++) {
    const run = startGraphRun(model, replicate + 1);
    times.forEach((time, i) => {
      runGraphTo(run, time);
      sets[i][replicate] = run.state.y[index];
    });
  }
  return sets;
}
