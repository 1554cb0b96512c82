/** How far the members of an ensemble disagree in training: head by head, and in all. */
import type { CardNet } from "../../compiler/surrogate/card.ts";
import { SurrogateNet } from "../../runtime/surrogate/surrogateNet.ts";
import { quantile } from "../statistics.ts";
import type { Dataset } from "../train/dataset.ts";

/** Members that agree better than this agree. */
const smallestSpread = 1e-4;

function ascending(values: number[]): number[] {
  return values.sort((a, b) => a - b);
}

function ensemble(net: CardNet, members: readonly Float64Array[]): SurrogateNet {
  return new SurrogateNet({ ...net, members: members.map((weights) => Array.from(weights)) });
}

function eachRow({ count, variables, variableCount }: Dataset, look: (row: Float64Array) => void): void {
  for (let i = 0; i < count; i++) look(variables.subarray(i * variableCount, (i + 1) * variableCount));
}

/** Of each head the 99th percentile of its deviations in training. */
export function headSpreads(net: CardNet, members: readonly Float64Array[], data: Dataset): number[] {
  const surrogate = ensemble(net, members);
  const first = new Float64Array(net.heads.length);
  const other = new Float64Array(net.heads.length);
  const largest = new Float64Array(net.heads.length);
  const found = net.heads.map((): number[] => []);
  eachRow(data, (row) => {
    largest.fill(0);
    surrogate.deviations(row, first, other, (head, deviation) => {
      largest[head] = Math.max(largest[head], deviation);
    });
    found.forEach((list, head) => list.push(largest[head]));
  });
  return found.map((list) => Math.max(quantile(ascending(list), 0.99), smallestSpread));
}

/** The 99th percentile of the disagreement, in units of the net's spreads; 1 where nothing is a net. */
export function disagreementQuantile(
  net: CardNet | null,
  members: readonly Float64Array[],
  data: Dataset,
): number {
  if (net === null) return 1;
  const surrogate = ensemble(net, members);
  const first = new Float64Array(net.heads.length);
  const other = new Float64Array(net.heads.length);
  const found: number[] = [];
  eachRow(data, (row) => {
    found.push(surrogate.disagreement(row, first, other));
  });
  return quantile(ascending(found), 0.99);
}
