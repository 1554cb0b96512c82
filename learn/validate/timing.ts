/** The processor time of runs. */
import { driveRun, type DrivenModel } from "../sample/drive.ts";
import type { RunPlan } from "../sample/runPlan.ts";

const timedSeconds = 3;
const mostRounds = 20;
/** As experiments run by default. */
const timedTolerance = { relativeTolerance: 1e-6, absoluteTolerance: 1e-6 };

/** In s for all plans: the shortest of as many rounds as fit into `timedSeconds`, one at least. */
export function timeOf(driven: DrivenModel, plans: readonly RunPlan[]): number {
  // Once to warm up: code is compiled while it runs first, long functions after many calls.
  for (const plan of plans.slice(0, 3)) driveRun(driven, plan, timedTolerance);
  let shortest = Number.POSITIVE_INFINITY;
  for (let spent = 0; spent < timedSeconds; ) {
    const before = process.cpuUsage();
    for (const plan of plans) driveRun(driven, plan, timedTolerance);
    const { user, system } = process.cpuUsage(before);
    const seconds = Math.max((user + system) / 1e6, 1e-6);
    shortest = Math.min(shortest, seconds);
    spent += Math.max(seconds, timedSeconds / mostRounds);
  }
  return shortest;
}
