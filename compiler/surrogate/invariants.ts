/**
 * Conserved totals of a module and ledgers of what it holds of shared species.
 *
 * Every conservation law of the module's reactions is a sum over its own species and the shared ones. Laws
 * without shared species are totals. The others are brought into echelon form over the shared species, so that
 * each has a shared species of its own (its owner): the module's part of such a law is the ledger of the owner,
 * the amount that the module holds of it. Totals are added or taken away until weights are not negative, where
 * that can be done.
 */
import { conservationLaws } from "../plan/conservation.ts";

export interface InvariantRow {
  /** Weight of each private species. */
  readonly weights: Float64Array;
}

export interface Ledger extends InvariantRow {
  /** Index of the shared species that it belongs to. */
  readonly owner: number;
  /** Weight of each shared species: that of the owner is 1. */
  readonly shared: Float64Array;
}

export interface Invariants {
  readonly totals: readonly InvariantRow[];
  readonly ledgers: readonly Ledger[];
}

const negligible = 1e-9;

/**
 * `changes[j]` maps species to the net change by reaction j, private species first (0 …), then shared ones.
 * `known` are rows over private species that may be totals (numbers of molecules of a type).
 */
export function findInvariants(
  privateCount: number,
  sharedCount: number,
  changes: readonly ReadonlyMap<number, number>[],
  known: readonly Float64Array[],
): Invariants {
  const size = privateCount + sharedCount;
  const rows = conservationLaws(size, changes).map(({ terms }) => {
    const row = new Float64Array(size);
    for (const { species, coefficient } of terms) row[species] = coefficient;
    return row;
  });
  const owners = new Map<Float64Array, number>();
  for (let s = 0; s < sharedCount; s++) {
    const column = privateCount + s;
    const pivot = rows.find((row) => !owners.has(row) && Math.abs(row[column]) > negligible);
    if (pivot === undefined) continue;
    scale(pivot, 1 / pivot[column]);
    for (const row of rows) if (row !== pivot) subtract(row, pivot, row[column]);
    owners.set(pivot, s);
  }
  const privateOf = (row: Float64Array): Float64Array => row.slice(0, privateCount);
  const laws = rows.filter((row) => !owners.has(row)).map(privateOf);
  const isConserved = (row: Float64Array): boolean =>
    changes.every((change) => {
      let sum = 0;
      for (const [species, amount] of change) if (species < privateCount) sum += row[species] * amount;
      return Math.abs(sum) <= negligible;
    });
  const totals = independent([...known.filter(isConserved), ...laws]).map((row) => {
    const sign = row.filter((value) => value < 0).length > row.filter((value) => value > 0).length ? -1 : 1;
    return row.map((value) => sign * value);
  });
  const positive = totals.filter((row) => row.every((value) => value >= 0));
  for (const row of totals) if (!positive.includes(row)) lift(row, positive);
  const ledgers = [...owners]
    .map(([row, owner]) => {
      const weights = privateOf(row);
      lift(weights, positive);
      return { weights, owner, shared: row.slice(privateCount) };
    })
    // A shared species that the module leaves alone, or holds nothing of, has no ledger.
    .filter(({ weights }) => weights.some((value) => value !== 0));
  return { totals: totals.map((weights) => ({ weights })), ledgers };
}

/** Adds multiples of the totals such that weights are at least zero, and zero where that is possible. */
function lift(row: Float64Array, totals: readonly Float64Array[]): void {
  for (const total of totals) {
    let smallest = Number.POSITIVE_INFINITY;
    total.forEach((weight, i) => {
      if (weight > 0) smallest = Math.min(smallest, row[i] / weight);
    });
    if (Number.isFinite(smallest)) subtract(row, total, smallest);
  }
}

/** The rows that do not depend on those before. */
function independent(rows: readonly Float64Array[]): Float64Array[] {
  const reduced: { readonly row: Float64Array; readonly pivot: number }[] = [];
  return rows.filter((row) => {
    const rest = Float64Array.from(row);
    for (const { row: other, pivot } of reduced) subtract(rest, other, rest[pivot] / other[pivot]);
    let pivot = 0;
    rest.forEach((value, i) => {
      if (Math.abs(value) > Math.abs(rest[pivot])) pivot = i;
    });
    if (!(Math.abs(rest[pivot]) > negligible)) return false;
    reduced.push({ row: rest, pivot });
    return true;
  });
}

function scale(row: Float64Array, factor: number): void {
  for (let i = 0; i < row.length; i++) row[i] *= factor;
}

function subtract(row: Float64Array, other: Float64Array, factor: number): void {
  if (factor === 0) return;
  for (let i = 0; i < row.length; i++) {
    row[i] -= factor * other[i];
    if (Math.abs(row[i]) < negligible) row[i] = 0;
  }
}

/**
 * The largest value of a sum of amounts with weights that are not negative, from totals; Infinity when they do
 * not bound it.
 */
export function boundOf(
  weights: Float64Array,
  totals: readonly { readonly weights: Float64Array; readonly value: number }[],
): number {
  const rest = new Set<number>();
  weights.forEach((weight, i) => {
    if (weight > 0) rest.add(i);
  });
  if (rest.size === 0) return 0;
  const single = totals
    .filter(
      ({ weights: total }) => total.every((weight) => weight >= 0) && [...rest].every((i) => total[i] > 0),
    )
    .map(({ weights: total, value }) => value * Math.max(...[...rest].map((i) => weights[i] / total[i])));
  if (single.length > 0) return Math.min(...single);
  let bound = 0;
  while (rest.size > 0) {
    let best: { readonly ratio: number; readonly covered: readonly number[]; readonly cost: number } | null =
      null;
    for (const { weights: total, value } of totals) {
      if (!total.every((weight) => weight >= 0)) continue;
      const covered = [...rest].filter((i) => total[i] > 0);
      if (covered.length === 0) continue;
      const ratio = covered.reduce((largest, i) => Math.max(largest, weights[i] / total[i]), 0);
      const cost = (ratio * value) / covered.length;
      if (best === null || cost < best.cost) best = { ratio: ratio * value, covered, cost };
    }
    if (best === null) return Number.POSITIVE_INFINITY;
    bound += best.ratio;
    for (const i of best.covered) rest.delete(i);
  }
  return bound;
}
