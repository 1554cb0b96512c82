/**
 * Fewer points for a line that has more than a picture can show: of each stretch the lowest and the highest
 * value stay, in their order, so that spikes do too.
 */

/** Indices of the points to keep, ascending: all of them up to `limit`, else at most `limit`. */
export function thinnedIndices(y: ArrayLike<number>, limit: number): readonly number[] {
  const all = Array.from({ length: y.length }, (_, i) => i);
  if (y.length <= limit) return all;
  const kept: number[] = [0];
  // Two points a stretch, and the first and the last point of the line.
  const stretches = Math.max(1, Math.floor((limit - 2) / 2));
  for (let s = 0; s < stretches; s++) {
    const start = 1 + Math.floor((s * (y.length - 2)) / stretches);
    const end = 1 + Math.floor(((s + 1) * (y.length - 2)) / stretches);
    let low = start;
    let high = start;
    for (let i = start; i < end; i++) {
      const value = y[i] ?? Number.NaN;
      if (value < (y[low] ?? Number.NaN)) low = i;
      if (value > (y[high] ?? Number.NaN)) high = i;
    }
    kept.push(Math.min(low, high));
    if (low !== high) kept.push(Math.max(low, high));
  }
  kept.push(y.length - 1);
  return kept;
}
