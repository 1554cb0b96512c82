/**
 * Dense nets with tanh layers, in double precision: the forward pass, and the pull-back of an adjoint, which
 * gives the gradient by weights and by inputs (Rumelhart, Hinton and Williams 1986, doi:10.1038/323533a0).
 *
 * A net with widths [n0, n1, …, nL] has hidden layers h_l = tanh(W_l h_(l-1) + b_l) and outputs
 * o = W_L h_(L-1) + b_L. Weights lie layer by layer: W_l by rows (one row an output), then b_l. Sums run in a
 * fixed order and tanh is the runtime's own, so that the same weights give the same bits everywhere.
 */
import { fdExp } from "../math/exp.ts";

/** tanh by one exponential: its absolute error is that of a rounding, which is all that nets need. */
export function denseTanh(x: number): number {
  return 1 - 2 / (fdExp(2 * x) + 1);
}

/** How many weights a net of these widths has. */
export function denseWeightCount(widths: readonly number[]): number {
  let count = 0;
  for (let layer = 1; layer < widths.length; layer++) count += (widths[layer - 1] + 1) * widths[layer];
  return count;
}

/** The values of all layers of one evaluation, one behind the other, the inputs first. */
export function denseActivations(widths: readonly number[]): Float64Array {
  let count = 0;
  for (const width of widths) count += width;
  return new Float64Array(count);
}

/** Computes `activations` from the inputs at its begin; the outputs stand at its end, without tanh. */
export function denseForward(
  widths: readonly number[],
  weights: Float64Array,
  activations: Float64Array,
): void {
  let from = 0;
  let at = 0;
  const last = widths.length - 1;
  for (let layer = 1; layer <= last; layer++) {
    const inputs = widths[layer - 1];
    const outputs = widths[layer];
    const to = from + inputs;
    const biases = at + inputs * outputs;
    for (let i = 0; i < outputs; i++) {
      let sum = weights[biases + i];
      const row = at + i * inputs;
      for (let j = 0; j < inputs; j++) sum += weights[row + j] * activations[from + j];
      activations[to + i] = layer === last ? sum : denseTanh(sum);
    }
    from = to;
    at = biases + outputs;
  }
}

/**
 * Pulls adjoints of the outputs back. `adjoint` has the layout of `activations`: its end holds the adjoints of
 * the outputs, the rest is overwritten, with those of the inputs at its begin. The gradient by the weights is
 * added to `gradient`, unless that is null.
 */
export function densePullBack(
  widths: readonly number[],
  weights: Float64Array,
  activations: Float64Array,
  adjoint: Float64Array,
  gradient: Float64Array | null,
): void {
  const last = widths.length - 1;
  let to = activations.length - widths[last];
  let end = weights.length;
  for (let layer = last; layer >= 1; layer--) {
    const inputs = widths[layer - 1];
    const outputs = widths[layer];
    const from = to - inputs;
    const biases = end - outputs;
    const at = biases - inputs * outputs;
    for (let j = 0; j < inputs; j++) adjoint[from + j] = 0;
    for (let i = 0; i < outputs; i++) {
      const value = activations[to + i];
      // Through tanh, whose derivative is 1 - tanh^2.
      const pulled = layer === last ? adjoint[to + i] : adjoint[to + i] * (1 - value * value);
      if (pulled === 0) continue;
      const row = at + i * inputs;
      if (gradient !== null) {
        gradient[biases + i] += pulled;
        for (let j = 0; j < inputs; j++) gradient[row + j] += pulled * activations[from + j];
      }
      for (let j = 0; j < inputs; j++) adjoint[from + j] += pulled * weights[row + j];
    }
    to = from;
    end = at;
  }
}
