/** Weighted sums of stage vectors, the inner loop of one-step methods. */

/** Which stages enter a sum, and with what weight; a multiple of four of them, padded with weight 0. */
export interface StageWeights {
  readonly stage: Int32Array;
  readonly weights: Float64Array;
}

/** Leaves out the stages of weight 0. */
export function compressWeights(row: readonly number[]): StageWeights {
  const used: number[] = [];
  row.forEach((weight, stage) => {
    if (weight !== 0) used.push(stage);
  });
  const length = 4 * Math.ceil(used.length / 4);
  const stage = new Int32Array(length);
  const weights = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    stage[i] = used[Math.min(i, used.length - 1)];
    weights[i] = i < used.length ? row[used[i]] : 0;
  }
  return { stage, weights };
}

/** out = base + h * sum of weights[i] * stages[stage[i]]; `out` may be `base`. */
export function weightedSum(
  out: Float64Array,
  base: Float64Array,
  h: number,
  { stage, weights }: StageWeights,
  stages: readonly Float64Array[],
): void {
  let from = base;
  for (let p = 0; p < stage.length; p += 4) {
    const a = stages[stage[p]];
    const b = stages[stage[p + 1]];
    const c = stages[stage[p + 2]];
    const d = stages[stage[p + 3]];
    const wa = h * weights[p];
    const wb = h * weights[p + 1];
    const wc = h * weights[p + 2];
    const wd = h * weights[p + 3];
    for (let i = 0; i < out.length; i++) {
      out[i] = from[i] + (wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i]);
    }
    from = out;
  }
}
