/**
 * Memory of network-free simulation by molecule: what two runs of one model have in use, the second at twice the size,
 * less each other, so that the program itself and the model cancel. Of Tendril that is what is held at the end; of
 * NFsim the most that was in use at once.
 */
import { type Benchmark, type BenchSettings, type Contest, differenceOf } from "../benchmark.ts";
import { ownRun } from "../ownProgram.ts";
import { nfsimMemory } from "../peers/nfsim.ts";
import { type Scalable, scalableModels } from "./scalableModels.ts";

const sizes = [10, 20];
/** Of the time that a run of one size takes: enough events that the lists are filled. */
const share = 1 / 100;

export const memoryBenchmarks: readonly Benchmark[] = scalableModels.map((model) => ({
  name: `memory/${model.name}`,
  about: model.about,
  unit: "molecules",
  measures: "memory",
  contests: (settings) => [contestOf(model, settings)],
}));

function contestOf(model: Scalable, settings: BenchSettings): Contest {
  const until = share * model.until;
  const runs = sizes.map((size) => {
    const task = { kind: "hold", model: model.source(size), method: "network_free", until } as const;
    return () => ownRun(task);
  });
  const others = sizes.map((size) => ({ bngl: model.bngl(size), molecules: size * model.molecules }));
  return {
    size: `${sizes.map((size) => (size * model.molecules).toLocaleString("en")).join(" and ")} molecules`,
    own: { name: "tendril", run: () => differenceOf(runs.map((run) => run())) },
    peers: nfsimMemory(settings, others, until, model.options),
  };
}
