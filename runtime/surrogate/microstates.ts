/**
 * The hidden state of an exact module, rebuilt from what its surrogate knows.
 *
 * Training keeps a library of states that the exact module visited. The one nearest to the surrogate's state is
 * taken and tilted (tilt.ts) until it has the totals, the ledgers and the retained values of the surrogate. So
 * nothing becomes negative. For stochastic hosts amounts are then made whole: floors, and the
 * rest given out by largest remainder among molecules that still fit the totals and the ledgers; what a ledger
 * has left goes back to the shared species. Totals and ledgers hold exactly, retained values as far as they can.
 */
import { fdLog } from "../math/log.ts";
import { SimulationError } from "../simulationError.ts";
import type { SurrogateFunction } from "./surrogateNet.ts";
import { tilted } from "./tilt.ts";

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

/** How softly sums are met that can not be met, as part of the largest constraint: tried one after the other. */
const softnesses: readonly number[] = [0, 1e-8, 1e-5, 1e-2];
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
  const nearest = library[nearestMicrostate(tables, operands)].amounts;
  let mean = 0;
  for (const amount of nearest) mean += amount / size;
  const base = Float64Array.from(nearest, (amount) => Math.max(amount, libraryFloor * mean));
  let amounts: Float64Array | null = null;
  for (const softness of softnesses) amounts ??= tilted(tables, base, right, exactRows, softness);
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
