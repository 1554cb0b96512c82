/** Network-free simulation against NFsim and KaSim, at growing numbers of molecules. */
import type { Benchmark, BenchSettings, Contest } from "../benchmark.ts";
import { ownProgram } from "../ownProgram.ts";
import { kasim } from "../peers/kasim.ts";
import { nfsim } from "../peers/nfsim.ts";
import { type Scalable, scalableModels } from "./scalableModels.ts";

/** Molecules of the largest run. */
const most = 1e6;

export const networkFreeBenchmarks: readonly Benchmark[] = scalableModels.map((model) => ({
  name: `network_free/${model.name}`,
  about: model.about,
  unit: "events",
  contests: (settings) => contestsOf(model, settings),
}));

function contestsOf(model: Scalable, settings: BenchSettings): readonly Contest[] {
  const sizes = settings.quick ? [1] : growthSizes(model.molecules);
  return sizes.map((size) => {
    const until = model.until / Math.min(size, 10) / (settings.quick ? 5 : 1);
    const task = { kind: "simulate", model: model.source(size), method: "network_free", until } as const;
    const kappa = model.kappa === null ? [] : kasim(settings, model.kappa(size), until);
    return {
      size: `${(model.molecules * size).toLocaleString("en")} molecules`,
      own: ownProgram(task),
      // Others at the first size only: some take hours at the largest.
      peers: size > 1 ? [] : [...nfsim(settings, model.bngl(size), until, model.options), ...kappa],
    };
  });
}

/** Multiples of the size that other programs are compared at: powers of ten, and the one with a million molecules. */
function growthSizes(molecules: number): readonly number[] {
  const last = Math.ceil(most / molecules);
  return [...[1, 10, 100].filter((size) => 2 * size < last), last];
}
