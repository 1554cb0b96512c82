/**
 * Derivative matching: fits a net to the laws of channels (or to the values of a steady state) sample by sample,
 * with Adam on batches and then L-BFGS on all samples.
 */
import { fdLog } from "../../runtime/math/log.ts";
import { RandomStream } from "../../runtime/random/randomStream.ts";
import { denseWeightCount } from "../../runtime/surrogate/denseNet.ts";
import { SurrogateNet, type SurrogateNetTables } from "../../runtime/surrogate/surrogateNet.ts";
import { minimiseByAdam, minimiseByLbfgs } from "./minimise.ts";

export interface FitSamples {
  readonly count: number;
  /** One row a sample. */
  readonly variables: Float64Array;
  /** Values of the heads, one row a sample; 0 weight: not known. */
  readonly targets: Float64Array;
  readonly weights: Float64Array;
}

export interface FitEffort {
  readonly adamSteps: number;
  readonly batch: number;
  readonly polishIterations: number;
}

/** Weights drawn as Glorot and Bengio 2010 advise, biases zero. */
export function initialWeights(widths: readonly number[], seed: string, member: number): Float64Array {
  const random = RandomStream.fromSeed(seed, 1, `weights of member ${member}`);
  const weights = new Float64Array(denseWeightCount(widths));
  let at = 0;
  for (let layer = 1; layer < widths.length; layer++) {
    const size = widths[layer - 1] * widths[layer];
    const limit = Math.sqrt(6 / (widths[layer - 1] + widths[layer]));
    for (let i = 0; i < size; i++) weights[at++] = limit * (2 * random.uniform() - 1);
    at += widths[layer];
  }
  return weights;
}

/** The mean of weighted squares over samples `order[from] … order[to - 1]`, with its gradient. */
export function matchingLoss(
  net: SurrogateNet,
  member: number,
  samples: FitSamples,
  order: Int32Array,
  from: number,
  to: number,
  gradient: Float64Array | null,
): number {
  const { heads, isLog } = net.tables;
  const inputs = isLog.length;
  const count = heads.length;
  const values = new Float64Array(count);
  const adjoint = new Float64Array(count);
  const unused = new Float64Array(inputs);
  let sum = 0;
  gradient?.fill(0);
  const scale = 1 / (to - from);
  for (let n = from; n < to; n++) {
    const i = order[n];
    const row = samples.variables.subarray(i * inputs, (i + 1) * inputs);
    net.evaluate(member, row, values);
    for (let k = 0; k < count; k++) {
      const at = i * count + k;
      const weight = samples.weights[at];
      adjoint[k] = 0;
      if (weight === 0) continue;
      const head = heads[k];
      if (head.kind === "rate") {
        const error = fdLog(values[k] / samples.targets[at]);
        sum += weight * error * error;
        adjoint[k] = (2 * weight * error * scale) / values[k];
      } else {
        const error = (values[k] - samples.targets[at]) / head.total;
        sum += weight * error * error;
        adjoint[k] = (2 * weight * error * scale) / head.total;
      }
    }
    if (gradient !== null) net.pullBack(member, row, values, adjoint, unused, gradient);
  }
  return sum * scale;
}

/** Trained weights of one member, and the loss reached over all samples. */
export function fitMember(
  tables: Omit<SurrogateNetTables, "members">,
  samples: FitSamples,
  seed: string,
  member: number,
  effort: FitEffort,
  onStep: (fraction: number) => void = () => undefined,
): { readonly weights: Float64Array; readonly loss: number } {
  const start = initialWeights(tables.widths, seed, member);
  const net = new SurrogateNet({ ...tables, members: [Array.from(start)] });
  const weights = net.members[0];
  const random = RandomStream.fromSeed(seed, 1, `batches of member ${member}`);
  const order = Int32Array.from({ length: samples.count }, (_, i) => i);
  const all = Int32Array.from(order);
  const batch = Math.min(effort.batch, samples.count);
  let at = samples.count;
  minimiseByAdam(
    (_, gradient, step) => {
      if (at + batch > samples.count) {
        for (let i = order.length - 1; i > 0; i--) {
          const j = random.below(i + 1);
          [order[i], order[j]] = [order[j], order[i]];
        }
        at = 0;
      }
      if (step % 100 === 0) onStep((0.5 * step) / effort.adamSteps);
      const loss = matchingLoss(net, 0, samples, order, at, at + batch, gradient);
      at += batch;
      return loss;
    },
    weights,
    { steps: effort.adamSteps, rate: 0.01, finalRate: 0.05 },
  );
  const x = Float64Array.from(weights);
  const loss = minimiseByLbfgs(
    (trial, gradient) => {
      weights.set(trial);
      return matchingLoss(net, 0, samples, all, 0, samples.count, gradient);
    },
    x,
    effort.polishIterations,
  );
  weights.set(x);
  return { weights: x, loss };
}
