/**
 * The hidden state of an exact module, rebuilt from what its surrogate knows.
 *
 * Training keeps a library of states that the exact module visited. The one nearest to the surrogate's state is
 * taken and tilted, x_i = x^_i exp(sum_k lambda_k A_ki), until it has the totals, the ledgers and the retained
 * values of the surrogate: the distribution nearest to the library's in the sense of relative entropy that meets
 * these constraints (I-projection; Csiszar 1975, doi:10.1214/aop/1176996454), found by Newton's method on the
 * multipliers. So nothing becomes negative. For stochastic hosts amounts are then made whole: floors, and the
 * rest given out by largest remainder among molecules that still fit the totals and the ledgers; what a ledger
 * has left goes back to the shared species. Totals and ledgers hold exactly, retained values as far as they can.
 */
import { fdExp } from "../math/exp.ts";
import { fdLog } from "../math/log.ts";
import { SimulationError } from "../simulationError.ts";
import type { SurrogateFunction } from "./surrogateNet.ts";

export interface MicrostateTables {
  /** Number of species. */
  readonly size: number;
  /** Rows of linear constraints: totals, ledgers, retained values. Row k has entries start[k] .. start[k + 1]. */
  readonly start: readonly number[];
  readonly species: readonly number[];
  readonly weight: readonly number[];
  /** What the first rows must give. */
  readonly totals: readonly number[];
  readonly ledgers: number;
  /** Further coordinates (inputs), which only choose the nearest state; true: compared by logarithm. */
  readonly inputIsLog: readonly boolean[];
  /** Of ledgers, retained values and inputs, in the distance. */
  readonly scale: readonly number[];
  readonly library: readonly {
    readonly amounts: readonly number[];
    readonly coordinates: readonly number[];
  }[];
  /** Amounts are whole numbers. */
  readonly isWhole: boolean;
}

/** Relative size of what the constraints may miss before whole numbers are made. */
const projectionTolerance = 1e-13;
const newtonRounds = 100;
/** An amount that the library has not is this part of the mean amount before tilting, so that it can come up. */
const libraryFloor = 1e-9;

/**
 * A function of ledgers, retained values and inputs: value i is the amount of species i, value size + m what is
 * left of ledger m.
 */
export function microstates(tables: MicrostateTables): SurrogateFunction {
  const { size, totals, ledgers } = tables;
  const rows = tables.start.length - 1;
  const last = new Float64Array(rows - totals.length + tables.inputIsLog.length).fill(Number.NaN);
  const out = new Float64Array(size + ledgers);
  return (index, ...operands) => {
    let isSame = true;
    for (let i = 0; i < last.length; i++) {
      if (last[i] !== operands[i]) isSame = false;
      last[i] = operands[i];
    }
    if (!isSame) rebuildMicrostate(tables, operands, out);
    return out[index];
  };
}

function rebuildMicrostate(tables: MicrostateTables, operands: readonly number[], out: Float64Array): void {
  const { size, totals, ledgers, library } = tables;
  const right = [...totals, ...operands];
  const exactRows = totals.length + ledgers;
  const start = library[nearestMicrostate(tables, operands)].amounts;
  const amounts =
    tiltedMicrostate(tables, start, right, tables.start.length - 1) ??
    tiltedMicrostate(tables, start, right, exactRows);
  if (amounts === null) {
    throw new SimulationError(
      "notFinite",
      "The hidden state of a module that takes over from its surrogate can not be rebuilt.",
    );
  }
  if (tables.isWhole) makeWhole(tables, amounts, right);
  out.set(amounts);
  for (let m = 0; m < ledgers; m++) {
    const row = totals.length + m;
    out[size + m] = right[row] - rowSum(tables, row, amounts);
  }
}

function nearestMicrostate(tables: MicrostateTables, operands: readonly number[]): number {
  const { scale, inputIsLog, library } = tables;
  const firstInput = scale.length - inputIsLog.length;
  const place = operands
    .slice(0, scale.length)
    .map((value, i) =>
      i >= firstInput && inputIsLog[i - firstInput] ? fdLog(Math.max(value, 1e-300)) : value,
    );
  let best = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let s = 0; s < library.length; s++) {
    let distance = 0;
    for (let i = 0; i < place.length; i++) {
      const difference = (library[s].coordinates[i] - place[i]) * scale[i];
      distance += difference * difference;
    }
    if (distance < smallest) {
      smallest = distance;
      best = s;
    }
  }
  return best;
}

function rowSum(tables: MicrostateTables, row: number, amounts: Float64Array): number {
  let sum = 0;
  for (let e = tables.start[row]; e < tables.start[row + 1]; e++)
    sum += tables.weight[e] * amounts[tables.species[e]];
  return sum;
}

/** Null when no state was found that meets the first `rows` constraints. */
function tiltedMicrostate(
  tables: MicrostateTables,
  from: readonly number[],
  right: readonly number[],
  rows: number,
): Float64Array | null {
  const { size, start, species, weight } = tables;
  let mean = 0;
  for (const amount of from) mean += amount / size;
  const base = Float64Array.from(from, (amount) => Math.max(amount, libraryFloor * mean));
  const active: number[] = [];
  for (let k = 0; k < rows; k++) {
    const first = start[k];
    const isSum = weight.slice(first, start[k + 1]).every((value) => value > 0);
    // A sum that is zero has only zeros in it, which no tilting reaches.
    if (isSum && right[k] <= 0) for (let e = first; e < start[k + 1]; e++) base[species[e]] = 0;
    else active.push(k);
  }
  const count = active.length;
  const lambda = new Float64Array(count);
  const amounts = Float64Array.from(base);
  const residual = new Float64Array(count);
  const trial = new Float64Array(count);
  const missOf = (at: Float64Array): number => {
    const exponent = new Float64Array(size);
    for (let a = 0; a < count; a++)
      for (let e = start[active[a]]; e < start[active[a] + 1]; e++) exponent[species[e]] += at[a] * weight[e];
    for (let i = 0; i < size; i++) amounts[i] = base[i] === 0 ? 0 : base[i] * fdExp(exponent[i]);
    let worst = 0;
    for (let a = 0; a < count; a++) {
      residual[a] = rowSum(tables, active[a], amounts) - right[active[a]];
      const miss = Math.abs(residual[a]) / Math.max(Math.abs(right[active[a]]), 1e-300);
      if (!(miss <= worst)) worst = miss;
    }
    return worst;
  };
  let miss = missOf(lambda);
  let best = miss;
  let bestAmounts = Float64Array.from(amounts);
  for (let round = 0; round < newtonRounds && miss > projectionTolerance; round++) {
    const step = newtonStep(tables, active, amounts, residual);
    if (step === null) break;
    let largest = 0;
    for (let a = 0; a < count; a++) largest = Math.max(largest, Math.abs(step[a]));
    // The dual is convex; far from its minimum a whole step may go too far.
    let factor = largest > 2 ? 2 / largest : 1;
    for (let halving = 0; halving < 30; halving++, factor /= 2) {
      for (let a = 0; a < count; a++) trial[a] = lambda[a] + factor * step[a];
      const next = missOf(trial);
      if (next < miss || (largest > 2 && next < 2 * miss)) {
        miss = next;
        break;
      }
      if (halving === 29) return best <= 1e-9 ? bestAmounts : null;
    }
    lambda.set(trial);
    if (miss < best) {
      best = miss;
      bestAmounts = Float64Array.from(amounts);
    }
  }
  return best <= 1e-9 ? bestAmounts : null;
}

/** Solves (A X A^T) step = -residual by Cholesky; linearly dependent rows do not matter. */
function newtonStep(
  tables: MicrostateTables,
  active: readonly number[],
  amounts: Float64Array,
  residual: Float64Array,
): Float64Array | null {
  const { start, species, weight } = tables;
  const count = active.length;
  const matrix = Array.from({ length: count }, () => new Float64Array(count));
  const dense = active.map((row) => {
    const line = new Float64Array(tables.size);
    for (let e = start[row]; e < start[row + 1]; e++) line[species[e]] = weight[e];
    return line;
  });
  for (let a = 0; a < count; a++)
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let i = 0; i < amounts.length; i++) sum += dense[a][i] * dense[b][i] * amounts[i];
      matrix[a][b] = sum;
    }
  const step = Float64Array.from(residual, (value) => -value);
  for (let a = 0; a < count; a++) {
    const diagonal = matrix[a][a];
    if (!Number.isFinite(diagonal)) return null;
    for (let b = 0; b < a; b++) {
      let sum = matrix[a][b];
      for (let k = 0; k < b; k++) sum -= matrix[a][k] * matrix[b][k];
      matrix[a][b] = matrix[b][b] === 0 ? 0 : sum / matrix[b][b];
    }
    let rest = diagonal;
    for (let k = 0; k < a; k++) rest -= matrix[a][k] * matrix[a][k];
    // A row that depends on the others is left alone.
    matrix[a][a] = rest > 1e-13 * diagonal ? Math.sqrt(rest) : 0;
  }
  for (let a = 0; a < count; a++) {
    for (let k = 0; k < a; k++) step[a] -= matrix[a][k] * step[k];
    step[a] = matrix[a][a] === 0 ? 0 : step[a] / matrix[a][a];
  }
  for (let a = count - 1; a >= 0; a--) {
    for (let k = a + 1; k < count; k++) step[a] -= matrix[k][a] * step[k];
    step[a] = matrix[a][a] === 0 ? 0 : step[a] / matrix[a][a];
  }
  return step;
}

/** Makes amounts whole such that totals hold and no ledger is exceeded. */
function makeWhole(tables: MicrostateTables, amounts: Float64Array, right: readonly number[]): void {
  const { size, start, species, weight, totals, ledgers } = tables;
  const exactRows = totals.length + ledgers;
  const fraction = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const whole = Math.floor(amounts[i] + 1e-9);
    fraction[i] = amounts[i] - whole;
    amounts[i] = whole;
  }
  const left = new Float64Array(exactRows);
  const columns: { row: number; weight: number }[][] = Array.from({ length: size }, () => []);
  for (let row = 0; row < exactRows; row++) {
    const wanted = row < totals.length ? Math.round(right[row]) : Math.floor(right[row] + 1e-9);
    left[row] = wanted - rowSum(tables, row, amounts);
    for (let e = start[row]; e < start[row + 1]; e++) columns[species[e]].push({ row, weight: weight[e] });
  }
  for (;;) {
    let chosen = -1;
    for (let i = 0; i < size; i++) {
      const fits =
        columns[i].every(({ row, weight: needed }) => needed <= left[row] + 1e-9) &&
        columns[i].some(({ row }) => row < totals.length);
      if (fits && (chosen < 0 || fraction[i] > fraction[chosen])) chosen = i;
    }
    if (chosen < 0) break;
    amounts[chosen]++;
    fraction[chosen]--;
    for (const { row, weight: taken } of columns[chosen]) left[row] -= taken;
  }
  for (let row = 0; row < totals.length; row++) {
    if (Math.abs(left[row]) > 1e-6) {
      throw new SimulationError(
        "notFinite",
        "The hidden state of a module that takes over from its surrogate can not be made of whole molecules.",
      );
    }
  }
}
