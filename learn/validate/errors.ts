/** Errors of compared runs, as parts of the range of each value in training. */
import { samplesPerSegment } from "../sample/drive.ts";
import type { ComparedRun } from "./comparison.ts";

/** What the errors are of. */
export interface ErrorScale {
  /** Columns before the sums in exact rows. */
  readonly inputs: number;
  /** Width of each value's range in training. */
  readonly widths: readonly number[];
  /** A steady state only says where levels lead that are held. */
  readonly isSteady: boolean;
}

/** Of value k the root of the mean squared error of the whole run. */
export function rolloutError(run: ComparedRun, k: number, scale: ErrorScale): number {
  let sum = 0;
  let count = 0;
  run.exact.forEach((row, n) => {
    if (scale.isSteady && (n + 1) % (samplesPerSegment + 1) !== 0) return;
    const difference = row[scale.inputs + k] - run.rollout[n][k];
    sum += difference * difference;
    count++;
  });
  return Math.sqrt(sum / count) / widthOf(scale, k);
}

/** Of value k the error of every step. */
export function stepErrors(run: ComparedRun, k: number, scale: ErrorScale): number[] {
  return run.oneStep.flatMap((row, n) => (row === null ? [] : [stepError(run.exact[n], row, k, scale)]));
}

/** Of each step the error of the value that is worst. */
export function worstStepErrors(run: ComparedRun, scale: ErrorScale): readonly (number | null)[] {
  return run.oneStep.map((row, n) =>
    row === null
      ? null
      : scale.widths.reduce((worst, _, k) => Math.max(worst, stepError(run.exact[n], row, k, scale)), 0),
  );
}

function stepError(exact: Float64Array, step: Float64Array, k: number, scale: ErrorScale): number {
  return Math.abs(step[k] - exact[scale.inputs + k]) / widthOf(scale, k);
}

function widthOf({ widths }: ErrorScale, k: number): number {
  return Math.max(widths[k], 1e-300);
}
