/**
 * What training runs do to the module's inputs: segments in which each input holds a level or moves from the
 * level before to it, drawn from Sobol points so that levels, lengths and kinds of segments fill their ranges.
 */
import { fdExp } from "../../runtime/math/exp.ts";
import { fdLog } from "../../runtime/math/log.ts";
import type { CardInput } from "../../compiler/surrogate/card.ts";
import { drawsBesideLevels, mostInputs } from "../../compiler/surrogate/trainingDraws.ts";
import { sobolDimensions, sobolPoints } from "./sobol.ts";

export interface InputSegment {
  /** In s. */
  readonly duration: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

export type RunPlan = readonly InputSegment[];

/** Shortest segment, as part of the longest. */
const shortestPart = 0.01;

/**
 * @param stretch levels go beyond the domain by this factor (1: they fill it)
 * @throws RangeError when the module has more inputs than points have dimensions.
 */
export function planRuns(
  count: number,
  inputs: readonly CardInput[],
  longest: number,
  seed: string,
  stretch = 1,
): readonly RunPlan[] {
  if (inputs.length > mostInputs) throw new RangeError(`at most ${mostInputs} inputs`);
  const perSegment = inputs.length + drawsBesideLevels;
  const segments = Math.min(4, Math.floor(sobolDimensions / perSegment));
  const points = sobolPoints(count, segments * perSegment, seed);
  return Array.from({ length: count }, (_, run) => {
    const found: InputSegment[] = [];
    let before: readonly number[] | null = null;
    for (let k = 0; k < segments; k++) {
      const at = (run * segments + k) * perSegment;
      const to = inputs.map((input, i) => level(input, points[at + i], stretch));
      const duration = longest * fdExp(fdLog(shortestPart) * points[at + perSegment - 2]);
      const moves = before !== null && points[at + perSegment - 1] < 0.5;
      found.push({ duration, from: moves && before !== null ? before : to, to });
      before = to;
    }
    return found;
  });
}

function level({ low, high, isLog }: CardInput, fraction: number, stretch: number): number {
  if (!isLog) {
    // Beyond the domain, to one side or the other.
    const width = high - low;
    if (stretch === 1) return low + fraction * width;
    const beyond = (stretch - 1) * width;
    // What is not negative in the domain, such as a size or a share, is so beyond it.
    const lowest = low >= 0 ? low / stretch : Number.NEGATIVE_INFINITY;
    return fraction < 0.5
      ? Math.max(lowest, low - beyond * 2 * fraction)
      : high + beyond * (2 * fraction - 1);
  }
  const from = fdLog(low);
  const width = fdLog(high) - from;
  if (stretch === 1) return fdExp(from + fraction * width);
  const beyond = fdLog(stretch);
  return fraction < 0.5
    ? fdExp(from - beyond * 2 * fraction)
    : fdExp(from + width + beyond * (2 * fraction - 1));
}

/** The inputs at `time` s into a segment. */
export function levelsAt(
  { duration, from, to }: InputSegment,
  inputs: readonly CardInput[],
  time: number,
): readonly number[] {
  const part = Math.min(1, time / duration);
  return from.map((first, i) => {
    const last = to[i];
    if (first === last) return first;
    if (!inputs[i].isLog) return first + part * (last - first);
    return fdExp(fdLog(first) + part * (fdLog(last) - fdLog(first)));
  });
}
