/**
 * Fast reversible pairs in partial equilibrium, leapt over implicitly (Cao, Gillespie and Petzold 2007,
 * doi:10.1063/1.2745299, who say when): their forward and backward rates are nearly equal, so that their net
 * effect is small while each alone would allow only short leaps.
 *
 * The net extent e of every pair follows implicit tau-leaping (Rathinam, Petzold, Cao and Gillespie 2003,
 * doi:10.1063/1.1627296),
 *
 *   e = P(forward) - P(backward) + h (net rate at the end - net rate at the start)
 *
 * which damps the fluctuations of the pair; explicit leaps over the time of `recovery` bring them back. Extents are
 * rounded to whole firings, so that all conserved sums stay exact.
 */
import { solveDense } from "../../math/solveDense.ts";
import type { JumpModel } from "../../model.ts";
import type { PropensityTable } from "../ssa/propensities.ts";

/** A pair is balanced when its rates differ by no more than this share of the smaller one. */
const balanceShare = 0.05;
/** Relaxation times after which fluctuations are back. */
const recoveryTimes = 4;
/** More pairs than this are not solved for implicitly: the dense equations would cost more than they save. */
const pairLimit = 200;
const extentRounds = 25;

interface ReversiblePair {
  readonly forward: number;
  readonly backward: number;
}

export class PartialEquilibrium {
  readonly #jumps: JumpModel;
  readonly #propensities: PropensityTable;
  readonly #pairs: readonly ReversiblePair[];
  /** 1 for reactions of pairs that are balanced now. */
  readonly isBalanced: Uint8Array;
  #balanced: ReversiblePair[] = [];
  /** In s: what fluctuations of the balanced pairs need to come back. */
  recovery = 0;

  constructor(jumps: JumpModel, propensities: PropensityTable) {
    this.#jumps = jumps;
    this.#propensities = propensities;
    this.isBalanced = new Uint8Array(jumps.rateConstant.length);
    this.#pairs = reversiblePairs(jumps);
  }

  /** Finds the pairs that are balanced at (t, y); false when there are none, or too many. */
  find(t: number, y: Float64Array, rates: Float64Array, isCritical: Uint8Array): boolean {
    this.isBalanced.fill(0);
    let slowest = Number.POSITIVE_INFINITY;
    this.#balanced = this.#pairs.filter((pair) => {
      const { forward, backward } = pair;
      const least = Math.min(rates[forward], rates[backward]);
      const net = rates[forward] - rates[backward];
      if (isCritical[forward] === 1 || isCritical[backward] === 1) return false;
      if (!(least > 0) || Math.abs(net) > balanceShare * least) return false;
      this.#move(y, pair, 1);
      const relaxation = net - this.#netRate(t, y, pair);
      this.#move(y, pair, -1);
      if (!(relaxation > 0)) return false;
      slowest = Math.min(slowest, relaxation);
      this.isBalanced[forward] = 1;
      this.isBalanced[backward] = 1;
      return true;
    });
    this.recovery = recoveryTimes / slowest;
    return this.#balanced.length > 0 && this.#balanced.length <= pairLimit;
  }

  /**
   * Replaces the firings of the balanced pairs by their net extents. `y` holds the state that all other firings
   * lead to, at time `t`, and is changed by the extents.
   * @returns false when the equations have no solution that Newton's method finds; `y` is then undefined.
   */
  solve(t: number, y: Float64Array, length: number, rates: Float64Array, firings: Float64Array): boolean {
    const pairs = this.#balanced;
    const size = pairs.length;
    const netRate = (pair: ReversiblePair): number => this.#netRate(t, y, pair);
    /** What the extents would be if the net rates at the end were zero. */
    const given = pairs.map(
      ({ forward, backward }) =>
        firings[forward] - firings[backward] - length * (rates[forward] - rates[backward]),
    );
    const extents = new Float64Array(size);
    const matrix = new Float64Array(size * size);
    const residual = new Float64Array(size);
    let isDone = false;
    for (let round = 0; round < extentRounds && !isDone; round++) {
      const net = pairs.map(netRate);
      for (let p = 0; p < size; p++) residual[p] = given[p] + length * net[p] - extents[p];
      for (let q = 0; q < size; q++) {
        this.#move(y, pairs[q], 1);
        const ahead = pairs.map(netRate);
        this.#move(y, pairs[q], -1);
        for (let p = 0; p < size; p++) {
          matrix[p * size + q] = (p === q ? 1 : 0) - length * (ahead[p] - net[p]);
        }
      }
      if (!solveDense(matrix, residual, size)) return false;
      isDone = true;
      for (let p = 0; p < size; p++) {
        this.#move(y, pairs[p], residual[p]);
        extents[p] += residual[p];
        // Whole firings come out: a tenth of one is enough.
        if (!(Math.abs(residual[p]) < 0.1)) isDone = false;
      }
    }
    if (!isDone) return false;
    for (let p = 0; p < size; p++) {
      const whole = Math.round(extents[p]);
      this.#move(y, pairs[p], whole - extents[p]);
      this.#snap(y, pairs[p]);
    }
    return true;
  }

  #netRate(t: number, y: Float64Array, { forward, backward }: ReversiblePair): number {
    return this.#propensities.evaluate(forward, t, y) - this.#propensities.evaluate(backward, t, y);
  }

  #move(y: Float64Array, { forward }: ReversiblePair, extent: number): void {
    const { changeStart, changeState, changeAmount } = this.#jumps;
    for (let entry = changeStart[forward]; entry < changeStart[forward + 1]; entry++) {
      y[changeState[entry]] += changeAmount[entry] * extent;
    }
  }

  /** Rounding errors of the iteration go; states that flows move are no whole numbers and keep them. */
  #snap(y: Float64Array, { forward }: ReversiblePair): void {
    const { changeStart, changeState, continuous } = this.#jumps;
    for (let entry = changeStart[forward]; entry < changeStart[forward + 1]; entry++) {
      const state = changeState[entry];
      if (!continuous.includes(state)) y[state] = Math.round(y[state]);
    }
  }
}

/** Reactions whose changes are opposite, each in one pair at the most. */
function reversiblePairs(jumps: JumpModel): readonly ReversiblePair[] {
  const keyOf = (reaction: number, sign: number): string => {
    const parts: string[] = [];
    for (let entry = jumps.changeStart[reaction]; entry < jumps.changeStart[reaction + 1]; entry++) {
      parts.push(`${jumps.changeState[entry]}:${sign * jumps.changeAmount[entry]}`);
    }
    return parts.sort().join(" ");
  };
  const waiting = new Map<string, number[]>();
  const pairs: ReversiblePair[] = [];
  for (let reaction = 0; reaction < jumps.rateConstant.length; reaction++) {
    if (jumps.changeStart[reaction] === jumps.changeStart[reaction + 1]) continue;
    const partner = waiting.get(keyOf(reaction, -1))?.shift();
    if (partner !== undefined) {
      pairs.push({ forward: partner, backward: reaction });
      continue;
    }
    const key = keyOf(reaction, 1);
    const list = waiting.get(key) ?? [];
    list.push(reaction);
    waiting.set(key, list);
  }
  return pairs;
}
