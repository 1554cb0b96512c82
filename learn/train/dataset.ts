/**
 * Training samples: the variables that laws depend on, and for each channel the law that the exact module had
 * there, r = velocity / factor, with the weight that an error of log r has.
 */
import { channelFactor, type ReducedStructure } from "../channelFactor.ts";

export interface Dataset {
  readonly count: number;
  /** Inputs, retained sums, ledgers: one row a sample. */
  readonly variables: Float64Array;
  readonly variableCount: number;
  /** Inputs that laws may divide by: sizes of compartments. */
  readonly sizes: readonly number[];
  /** One row a sample, one column a channel. */
  readonly laws: Float64Array;
  readonly weights: Float64Array;
  readonly channelCount: number;
}

/** A channel's velocity below this part of its largest is noise to the others: its error weighs little. */
const smallVelocity = 0.02;

/** `rows`: inputs, retained sums, ledgers, shared measures, velocities. */
export function makeDataset(
  structure: ReducedStructure,
  rows: readonly Float64Array[],
  sizes: readonly number[] = [],
): Dataset {
  const { inputs, retained, ledgers, shared, channels } = structure;
  const stateCount = retained.length + ledgers.length;
  const variableCount = inputs.length + stateCount;
  const count = rows.length;
  const channelCount = channels.length;
  const variables = new Float64Array(count * variableCount);
  const laws = new Float64Array(count * channelCount);
  const weights = new Float64Array(count * channelCount);
  const velocityAt = variableCount + shared.length;
  const largest = channels.map((_, c) =>
    rows.reduce((most, row) => Math.max(most, Math.abs(row[velocityAt + c])), 0),
  );
  rows.forEach((row, i) => {
    variables.set(row.subarray(0, variableCount), i * variableCount);
    const state = row.subarray(inputs.length, variableCount);
    const measures = row.subarray(variableCount, velocityAt);
    channels.forEach((_, c) => {
      const velocity = row[velocityAt + c];
      const factor = channelFactor(structure, c, state, measures, null);
      const at = i * channelCount + c;
      if (!(factor > 0) || !(velocity > 0)) return;
      laws[at] = velocity / factor;
      const part = velocity / (smallVelocity * largest[c]);
      weights[at] = (part * part) / (1 + part * part);
    });
  });
  return { count, variables, variableCount, sizes, laws, weights, channelCount };
}

/** Values of one channel with their weights, where they have any, ascending by value. */
export function sortedLaws(data: Dataset, channel: number): { value: number; weight: number }[] {
  const found: { value: number; weight: number }[] = [];
  for (let i = 0; i < data.count; i++) {
    const at = i * data.channelCount + channel;
    if (data.weights[at] > 0) found.push({ value: data.laws[at], weight: data.weights[at] });
  }
  return found.sort((a, b) => a.value - b.value);
}
