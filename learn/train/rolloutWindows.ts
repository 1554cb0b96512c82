/** Windows of sampled runs for training through the integrator, with steps short enough for the reduced model. */
import { levelsAt, type RunPlan } from "../sample/runPlan.ts";
import { samplesPerSegment } from "../sample/drive.ts";
import type { CardInput, SurrogateCard } from "../../compiler/surrogate/card.ts";
import { type Drive, ReducedSystem, type RolloutWindow } from "./rollout.ts";

/** A step times the fastest rate of the reduced model. */
const stepReach = 0.5;
const mostSteps = 200;
/** Samples of one window, at most. */
const windowSamples = 7;

export interface SampledRun {
  readonly plan: RunPlan;
  readonly times: Float64Array;
  readonly rows: readonly Float64Array[];
}

/** At most `count` windows, spread over the runs; each ends before it needs too many steps. */
export function rolloutWindows(
  system: ReducedSystem,
  structure: Pick<SurrogateCard, "inputs" | "shared">,
  runs: readonly SampledRun[],
  count: number,
): RolloutWindow[] {
  const windows: RolloutWindow[] = [];
  const perSegment = samplesPerSegment + 1;
  const candidates: { run: SampledRun; segment: number; first: number }[] = [];
  for (const run of runs)
    run.plan.forEach((_, segment) => {
      for (let first = 0; first + windowSamples < perSegment; first += windowSamples)
        candidates.push({ run, segment, first });
    });
  const stride = Math.max(1, Math.floor(candidates.length / (2 * count)));
  for (let n = 0; n < candidates.length && windows.length < count; n += stride) {
    const window = makeWindow(system, structure.inputs, candidates[n]);
    if (window !== null) windows.push(window);
  }
  return windows;
}

function makeWindow(
  system: ReducedSystem,
  inputs: readonly CardInput[],
  { run, segment, first }: { run: SampledRun; segment: number; first: number },
): RolloutWindow | null {
  const perSegment = samplesPerSegment + 1;
  const at = segment * perSegment + first;
  const begin = run.times[segment * perSegment];
  const plan = run.plan[segment];
  const stateAt = (row: Float64Array): Float64Array => row.slice(inputs.length, inputs.length + system.size);
  const sharedFrom = inputs.length + system.size;
  const sharedCount = system.structure.shared.length;
  const driveAt = (time: number): Drive => {
    const levels = levelsAt(plan, inputs, time - begin);
    const shared = Array.from({ length: sharedCount }, (_, s) => {
      const i = inputs.findIndex(({ name }) => name === system.structure.shared[s].port);
      const measured = run.rows[at][sharedFrom + s];
      // Of an input that is a shared species, in what it is measured.
      return i < 0 ? measured : (measured * levels[i]) / run.rows[at][i];
    });
    return { inputs: levels, shared };
  };
  const stepLengths: number[] = [];
  const drives: Drive[][] = [];
  const targets: (Float64Array | null)[] = [];
  for (let k = 0; k < windowSamples; k++) {
    const from = run.times[at + k];
    const to = run.times[at + k + 1];
    const rate = fastestRate(system, driveAt(from), stateAt(run.rows[at + k]));
    const steps = Math.max(1, Math.ceil(((to - from) * rate) / stepReach));
    if (stepLengths.length + steps > mostSteps) break;
    const h = (to - from) / steps;
    for (let n = 0; n < steps; n++) {
      const t = from + n * h;
      stepLengths.push(h);
      drives.push([driveAt(t), driveAt(t + h / 2), driveAt(t + h)]);
      targets.push(n === steps - 1 ? stateAt(run.rows[at + k + 1]) : null);
    }
  }
  return stepLengths.length === 0 ? null : { start: stateAt(run.rows[at]), stepLengths, drives, targets };
}

/** A bound of the rates of the reduced model at a state, from differences. */
function fastestRate(system: ReducedSystem, drive: Drive, state: Float64Array): number {
  const { size } = system;
  const base = new Float64Array(size);
  const moved = new Float64Array(size);
  system.derivative(drive, state, base);
  let largest = 0;
  for (let i = 0; i < size; i++) {
    const { retained, ledgers } = system.structure;
    const { low, high } = i < retained.length ? retained[i] : ledgers[i - retained.length];
    const step = 1e-4 * Math.max(high - low, 1e-300);
    const trial = Float64Array.from(state);
    trial[i] += step;
    system.derivative(drive, trial, moved);
    let column = 0;
    for (let k = 0; k < size; k++) {
      const other = k < retained.length ? retained[k] : ledgers[k - retained.length];
      const unit = (high - low) / Math.max(other.high - other.low, 1e-300);
      column += Math.abs((moved[k] - base[k]) / step) * unit;
    }
    largest = Math.max(largest, column);
  }
  return largest;
}
