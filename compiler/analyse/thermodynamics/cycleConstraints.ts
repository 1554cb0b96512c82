/**
 * Wegscheider's conditions (1901, Monatshefte für Chemie 22:849, doi:10.1007/BF01517498): at equilibrium
 *
 *     sum over the species of (right - left) * x = ln K        for every reversible reaction,
 *
 * with x the logarithms of the amounts. Eliminating the x leaves one condition for every independent circle of
 * reactions. Here each pair of rules j may be off by an unknown d_j, so that a condition reads C d = b, and b is 0 where
 * the circle closes.
 */
import type { ReversibleReaction } from "./reversibleReactions.ts";

type Row = Map<number, number>;

interface Equation {
  /** Coefficients of the x. */
  readonly species: Row;
  /** Coefficients of the d. */
  readonly pairs: Row;
  constant: number;
}

export interface CycleConstraints {
  /** Independent rows over the pairs. */
  readonly rows: readonly (readonly number[])[];
  readonly constants: readonly number[];
}

const tiny = 1e-9;

export function cycleConstraints(
  reactions: readonly ReversibleReaction[],
  pairCount: number,
): CycleConstraints {
  /** x of a species by those of species with lower numbers. */
  const solved = new Map<number, Equation>();
  const circles = new Echelon(pairCount);
  for (const { left, right, logConstant, pair } of reactions) {
    const species: Row = new Map();
    for (const { species: index, count } of right) add(species, index, count);
    for (const { species: index, count } of left) add(species, index, -count);
    const equation: Equation = { species, pairs: new Map([[pair, -1]]), constant: logConstant };
    let pivot = highest(species);
    for (; pivot !== null; pivot = highest(species)) {
      const known = solved.get(pivot);
      if (known === undefined) break;
      subtract(equation, known, species.get(pivot) ?? 0);
      species.delete(pivot);
    }
    if (pivot === null) circles.add(equation);
    else {
      scale(equation, 1 / (species.get(pivot) ?? 1));
      solved.set(pivot, equation);
    }
  }
  return circles.constraints();
}

function highest(row: Row): number | null {
  let best: number | null = null;
  for (const index of row.keys()) if (best === null || index > best) best = index;
  return best;
}

function add(row: Row, index: number, value: number): void {
  const sum = (row.get(index) ?? 0) + value;
  if (Math.abs(sum) < tiny) row.delete(index);
  else row.set(index, sum);
}

function subtract(equation: Equation, other: Equation, factor: number): void {
  for (const [index, value] of other.species) add(equation.species, index, -factor * value);
  for (const [index, value] of other.pairs) add(equation.pairs, index, -factor * value);
  equation.constant -= factor * other.constant;
}

function scale(equation: Equation, factor: number): void {
  for (const row of [equation.species, equation.pairs])
    for (const [index, value] of row) row.set(index, value * factor);
  equation.constant *= factor;
}

/** Rows over the pairs in reduced echelon form; those that follow from earlier ones are dropped. */
class Echelon {
  readonly #pairCount: number;
  readonly #rows: { readonly pivot: number; readonly row: number[]; constant: number }[] = [];

  constructor(pairCount: number) {
    this.#pairCount = pairCount;
  }

  /** 0 = sum over pairs of coefficient * d, minus the constant. */
  add({ pairs, constant }: Equation): void {
    const row = Array.from({ length: this.#pairCount }, (_, i) => -(pairs.get(i) ?? 0));
    // The equation is 0 = constant - pairs . d, with the sign of `pairs` as they stand beside the x.
    let value = -constant;
    for (const known of this.#rows) {
      const factor = row[known.pivot];
      if (factor === 0) continue;
      known.row.forEach((entry, i) => {
        row[i] -= factor * entry;
      });
      value -= factor * known.constant;
    }
    let pivot = -1;
    row.forEach((entry, i) => {
      if (Math.abs(entry) > tiny && (pivot < 0 || Math.abs(entry) > Math.abs(row[pivot]))) pivot = i;
    });
    if (pivot < 0) return;
    const own = row[pivot];
    const made = {
      pivot,
      row: row.map((entry) => (Math.abs(entry) < tiny ? 0 : entry / own)),
      constant: value / own,
    };
    for (const known of this.#rows) {
      const factor = known.row[pivot];
      if (factor === 0) continue;
      made.row.forEach((entry, i) => {
        const next = known.row[i] - factor * entry;
        known.row[i] = Math.abs(next) < tiny ? 0 : next;
      });
      known.constant -= factor * made.constant;
    }
    this.#rows.push(made);
  }

  constraints(): CycleConstraints {
    return {
      rows: this.#rows.map(({ row }) => row),
      constants: this.#rows.map(({ constant }) => constant),
    };
  }
}
