/** The name that a mistyped one most likely stands for, by edit distance with transpositions. */

/** Insertions, deletions, changes and swaps of neighbours that turn `a` into `b` (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, beforeLast[j - 2] + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}

/**
 * The candidate nearest to `name`, or null when none is near: at most a third of the letters differ, or only
 * their case.
 */
export function nearestRuntimeName(name: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.floor(Math.min(name.length, 60) / 3) + 1;
  for (const candidate of candidates) {
    if (candidate.toLowerCase() === name.toLowerCase()) return candidate;
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const distance = editDistance(name, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** The end of a sentence that says there is no such name: "; did you mean kon?" or a full stop. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const nearest = nearestRuntimeName(name, candidates);
  return nearest === null ? "." : `; did you mean ${nearest}?`;
}
