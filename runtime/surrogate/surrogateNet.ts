/**
 * Trained nets inside a simulator: positive rates and shares as functions of inputs, with their derivatives
 * and the disagreement of the ensemble.
 *
 * The first member gives the values; the others only vote on whether it can be trusted. Input i enters as
 * (x_i - centre_i) scale_i, or with log x_i in place of x_i. A rate is exp(centre + half tanh(o)): positive and
 * within the range seen in training, whatever the weights. Shares of a group are total softmax(o, 0): positive
 * and never more than their total together.
 */
import { fdExp } from "../math/exp.ts";
import { fdLog } from "../math/log.ts";
import { denseActivations, denseForward, densePullBack, denseTanh } from "./denseNet.ts";

export type SurrogateHead =
  | { readonly kind: "rate"; readonly centre: number; readonly half: number }
  /** Heads of one group stand side by side. */
  | { readonly kind: "share"; readonly group: number; readonly total: number };

export interface SurrogateNetTables {
  readonly isLog: readonly boolean[];
  /** Inputs below enter as this, so that a logarithm exists. */
  readonly floor: readonly number[];
  readonly centre: readonly number[];
  readonly scale: readonly number[];
  readonly widths: readonly number[];
  readonly heads: readonly SurrogateHead[];
  /** By how much members may differ in each head: the unit of its disagreement. */
  readonly spread: readonly number[];
  /** Weights of each member. */
  readonly members: readonly (readonly number[])[];
}

/** Value `index` of the heads; behind them stands the disagreement of the ensemble. */
export type SurrogateFunction = (index: number, ...inputs: number[]) => number;

/** One evaluation of one member at a time. */
export class SurrogateNet {
  readonly tables: SurrogateNetTables;
  readonly members: readonly Float64Array[];
  readonly activations: Float64Array;
  readonly adjoint: Float64Array;
  readonly #outputs: number;

  constructor(tables: SurrogateNetTables) {
    this.tables = tables;
    this.members = tables.members.map((weights) => Float64Array.from(weights));
    this.activations = denseActivations(tables.widths);
    this.adjoint = denseActivations(tables.widths);
    this.#outputs = this.activations.length - tables.heads.length;
  }

  /** Values of all heads into `out`. */
  evaluate(member: number, inputs: ArrayLike<number>, out: Float64Array): void {
    const { isLog, floor, centre, scale, widths } = this.tables;
    for (let i = 0; i < isLog.length; i++) {
      const x = inputs[i] > floor[i] ? inputs[i] : floor[i];
      this.activations[i] = ((isLog[i] ? fdLog(x) : x) - centre[i]) * scale[i];
    }
    denseForward(widths, this.members[member], this.activations);
    surrogateHeads(this.tables.heads, this.activations, this.#outputs, out);
  }

  /**
   * After `evaluate`: pulls adjoints of the heads' values back to the inputs (added to `inputAdjoint`) and to
   * the weights (added to `gradient`, unless that is null).
   */
  pullBack(
    member: number,
    inputs: ArrayLike<number>,
    values: Float64Array,
    valueAdjoint: Float64Array,
    inputAdjoint: Float64Array,
    gradient: Float64Array | null,
  ): void {
    const { heads, isLog, floor, scale, widths } = this.tables;
    const { activations, adjoint } = this;
    const first = this.#outputs;
    for (let k = 0; k < heads.length; k++) {
      const head = heads[k];
      if (head.kind === "rate") {
        const squashed = denseTanh(activations[first + k]);
        adjoint[first + k] = valueAdjoint[k] * values[k] * head.half * (1 - squashed * squashed);
        continue;
      }
      // d share_j / d o_k = share_j (delta_jk - share_k / total)
      let pulled = valueAdjoint[k] * values[k];
      for (let j = 0; j < heads.length; j++) {
        const other = heads[j];
        if (other.kind === "share" && other.group === head.group)
          pulled -= (valueAdjoint[j] * values[j] * values[k]) / head.total;
      }
      adjoint[first + k] = pulled;
    }
    densePullBack(widths, this.members[member], activations, adjoint, gradient);
    for (let i = 0; i < isLog.length; i++) {
      if (!(inputs[i] > floor[i])) continue;
      inputAdjoint[i] += (adjoint[i] * scale[i]) / (isLog[i] ? inputs[i] : 1);
    }
  }

  /** The largest deviation of a member from the first in units of `spread`, over the heads. */
  disagreement(inputs: ArrayLike<number>, first: Float64Array, other: Float64Array): number {
    const { spread } = this.tables;
    let largest = 0;
    this.deviations(inputs, first, other, (head, deviation) => {
      const part = deviation / spread[head];
      if (part > largest) largest = part;
    });
    return largest;
  }

  /** How far each other member is from the first: in logarithms of rates, in shares over their totals. */
  deviations(
    inputs: ArrayLike<number>,
    first: Float64Array,
    other: Float64Array,
    found: (head: number, deviation: number) => void,
  ): void {
    const { heads } = this.tables;
    this.evaluate(0, inputs, first);
    for (let member = 1; member < this.members.length; member++) {
      this.evaluate(member, inputs, other);
      for (let k = 0; k < heads.length; k++) {
        const head = heads[k];
        const difference =
          head.kind === "rate" ? fdLog(other[k] / first[k]) : (other[k] - first[k]) / head.total;
        found(k, Math.abs(difference));
      }
    }
  }
}

function surrogateHeads(
  heads: readonly SurrogateHead[],
  activations: Float64Array,
  first: number,
  out: Float64Array,
): void {
  for (let k = 0; k < heads.length; ) {
    const head = heads[k];
    if (head.kind === "rate") {
      out[k] = fdExp(head.centre + head.half * denseTanh(activations[first + k]));
      k++;
      continue;
    }
    let end = k;
    // The class that is in no head has the logit 0.
    let largest = 0;
    for (; end < heads.length; end++) {
      const other = heads[end];
      if (other.kind !== "share" || other.group !== head.group) break;
      if (activations[first + end] > largest) largest = activations[first + end];
    }
    let sum = fdExp(-largest);
    for (let j = k; j < end; j++) {
      out[j] = fdExp(activations[first + j] - largest);
      sum += out[j];
    }
    for (let j = k; j < end; j++) out[j] *= head.total / sum;
    k = end;
  }
}

/** Whether `inputs` are those of the last call, which they then become. */
function isSameCall(last: Float64Array, inputs: readonly number[]): boolean {
  let isSame = true;
  for (let i = 0; i < last.length; i++) {
    if (last[i] === inputs[i]) continue;
    isSame = false;
    last[i] = inputs[i];
  }
  return isSame;
}

/** The heads' values of the first member, and behind them the disagreement of the ensemble. */
export function surrogateValues(tables: SurrogateNetTables): SurrogateFunction {
  const net = new SurrogateNet(tables);
  const count = tables.heads.length;
  const last = new Float64Array(tables.isLog.length).fill(Number.NaN);
  const values = new Float64Array(count);
  const scratch = new Float64Array(count);
  let spread = Number.NaN;
  return (index, ...inputs) => {
    if (!isSameCall(last, inputs)) {
      net.evaluate(0, inputs, values);
      spread = Number.NaN;
    }
    if (index < count) return values[index];
    if (Number.isNaN(spread)) spread = net.disagreement(inputs, values, scratch);
    return spread;
  };
}

/** Derivatives of the heads' values: number `index * inputs + i` is that of value `index` by input i. */
export function surrogatePartials(tables: SurrogateNetTables): SurrogateFunction {
  const net = new SurrogateNet(tables);
  const size = tables.isLog.length;
  const count = tables.heads.length;
  const last = new Float64Array(size).fill(Number.NaN);
  const values = new Float64Array(count);
  const adjoint = new Float64Array(count);
  const rows = Array.from({ length: count }, () => new Float64Array(size));
  return (index, ...inputs) => {
    if (!isSameCall(last, inputs)) {
      net.evaluate(0, inputs, values);
      for (let k = 0; k < count; k++) {
        adjoint.fill(0);
        adjoint[k] = 1;
        rows[k].fill(0);
        net.pullBack(0, inputs, values, adjoint, rows[k], null);
      }
    }
    const k = Math.floor(index / size);
    // The disagreement decides, it moves nothing.
    return k < count ? rows[k][index - k * size] : 0;
  };
}
