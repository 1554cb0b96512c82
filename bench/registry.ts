/** All benchmarks, in the order in which they run. */
import type { Benchmark } from "./benchmark.ts";
import { growthBenchmarks } from "./growth/growth.ts";
import { generationBenchmarks } from "./networks/generation.ts";
import { memoryBenchmarks } from "./networkFree/memory.ts";
import { networkFreeBenchmarks } from "./networkFree/networkFree.ts";
import { compilingBenchmarks } from "./ode/compiling.ts";
import { odeBenchmarks } from "./ode/ode.ts";
import { workPrecision } from "./ode/workPrecision.ts";
import { conservation } from "./ssa/conservation.ts";
import { ssaGrowth } from "./ssa/growth.ts";
import { ssaBenchmarks } from "./ssa/ssa.ts";
import { startBenchmarks } from "./start/start.ts";

export const benchmarks: readonly Benchmark[] = [
  ...generationBenchmarks,
  ...compilingBenchmarks,
  ...odeBenchmarks,
  workPrecision,
  ...ssaBenchmarks,
  ssaGrowth,
  conservation,
  ...networkFreeBenchmarks,
  ...memoryBenchmarks,
  ...growthBenchmarks,
  ...startBenchmarks,
];
