/** Names that a misspelt one was probably meant for. */
import { distance } from "fastest-levenshtein";

/** A declared name that a misspelt one is near to. */
export interface NearName {
  readonly name: string;
  /** No other name is near, and at most one letter, or the order of two, is wrong. */
  readonly isCertain: boolean;
}

/**
 * The candidate nearest to `name` by edit distance, ignoring case; null when none is near enough (more
 * than a third of its letters would change; at least one always may, except that names of one letter only
 * match in the other case or doubled, and names of two keep their first letter). Two neighbouring letters in the wrong
 * order count as one edit, as in the optimal string alignment distance (Damerau, Commun. ACM 7:171, 1964).
 *
 * Names that differ in numerals (`k1` and `k2`, `CaMKI` and `CaMKII`) are never certain, nor are very short ones.
 */
export function nearestOf(name: string, candidates: Iterable<string>): NearName | null {
  const written = name.toLowerCase();
  const limit = Math.max(1, Math.floor(name.length / 3)) + 0.5;
  const near = new Map<string, number>();
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) > limit) continue;
    const edits = editsBetween(written, candidate.toLowerCase());
    // Among equally near ones, the one of the same case: `uMM` is rather `uM` than `um`.
    const withCase = edits + distance(name, candidate) / 1000;
    if (withCase < limit) near.set(candidate, withCase);
  }
  const [best] = [...near].sort(([, a], [, b]) => a - b);
  if (best === undefined) return null;
  const [nearest, edits] = best;
  const isTypo = (edits < 1 && name.length > 1) || (edits < 2 && Math.max(name.length, nearest.length) >= 4);
  const isCertain = near.size === 1 && isTypo && numeralsOf(name) === numeralsOf(nearest);
  return { name: nearest, isCertain };
}

/** As `nearestOf`, the name alone. */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  return nearestOf(name, candidates)?.name ?? null;
}

/** What numbers the members of a family, in Roman letters, too. */
function numeralsOf(name: string): string {
  return name.replace(/[^\dIVX]/g, "");
}

function editsBetween(written: string, candidate: string): number {
  if (written === candidate || foldLookAlikes(written) === foldLookAlikes(candidate)) return 0.5;
  const shorter = Math.min(written.length, candidate.length);
  if (isDoubled(written, candidate) || isDoubled(candidate, written)) return 1;
  if (shorter < 2 || (shorter === 2 && written[0] !== candidate[0])) return Number.POSITIVE_INFINITY;
  return isSwap(written, candidate) ? 1 : distance(written, candidate);
}

/** `ss` for `s`. */
function isDoubled(one: string, other: string): boolean {
  return one.length === 2 && other.length === 1 && one === other + other;
}

/** Whether exchanging two neighbouring letters makes one of the other. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** Cyrillic and Greek letters that look like Latin ones, in lower case. */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  Array.from("аеіјкмнорстхуѕαεικμνορτυχ", (letter, i) => [letter, "aeijkmhopctxysaeikuvoptux".charAt(i)]),
);

function foldLookAlikes(text: string): string {
  return text.replace(/[^\p{ASCII}]/gu, (letter) => lookAlikes.get(letter) ?? letter);
}

/** Whether two different names look the same because letters of several alphabets are mixed. */
export function looksTheSame(a: string, b: string): boolean {
  return (
    a !== b &&
    foldLookAlikes(a.toLowerCase()) === foldLookAlikes(b.toLowerCase()) &&
    a.toLowerCase() !== b.toLowerCase()
  );
}
