/** What a steady state learns: its outputs as functions of the inputs, those that share one total as shares of it. */
import type { PreparedModule } from "../../compiler/surrogate/prepareModule.ts";
import type { Dataset } from "./dataset.ts";

/** `rows` begin with inputs and outputs. */
export function outputDataset(rows: readonly Float64Array[], inputs: number, outputs: number): Dataset {
  const variables = new Float64Array(rows.length * inputs);
  const laws = new Float64Array(rows.length * outputs);
  rows.forEach((row, i) => {
    variables.set(row.subarray(0, inputs), i * inputs);
    laws.set(row.subarray(inputs, inputs + outputs), i * outputs);
  });
  const weights = new Float64Array(laws.length).fill(1);
  return {
    count: rows.length,
    variables,
    variableCount: inputs,
    sizes: [],
    laws,
    weights,
    channelCount: outputs,
  };
}

export interface OutputGroup {
  /** The total of which the output is a share. */
  readonly bound: number;
  /** Outputs of one group share one total. */
  readonly group: number;
}

/** Outputs of a steady state that share one total are shares of it, others are apart; empty for moments. */
export function outputGroups({ submodel, kind }: PreparedModule): OutputGroup[] {
  if (kind === "moments") return [];
  const groups: { rows: Float64Array; bound: number }[] = [];
  return submodel.retained.map(({ weights, bound, name }) => {
    if (!Number.isFinite(bound)) throw new Error(`${name} has no largest value`);
    const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
    const last = groups.length - 1;
    const known = groups[last];
    const shares =
      known !== undefined &&
      Math.abs(known.bound - bound) <= 1e-9 * bound &&
      known.rows.every((sum, i) => sum + weights[i] <= largest * (1 + 1e-9));
    if (shares) {
      known.rows = known.rows.map((sum, i) => sum + weights[i]);
      return { bound, group: last };
    }
    groups.push({ rows: Float64Array.from(weights), bound });
    return { bound, group: last + 1 };
  });
}
