/** What the guard does with samples: whether it leaves the surrogate on where it is good, and ends it where it is bad. */
import type { Artefact } from "../../compiler/surrogate/artefact.ts";
import type { GuardCounts } from "../../compiler/surrogate/card.ts";
import { guardedRanges, isInRange } from "../../compiler/surrogate/guardBounds.ts";
import { SurrogateNet } from "../../runtime/surrogate/surrogateNet.ts";
import type { ComparedRun } from "./comparison.ts";
import { type ErrorScale, worstStepErrors } from "./errors.ts";

/** Whether the guard leaves the surrogate on at a row of inputs, sums and ledgers. */
export type Guard = (row: Float64Array) => boolean;

/** Rounding of inputs at the edge of the domain. */
const edge = 1e-9;

export function guardOf({ card, tensors }: Artefact): Guard {
  const net =
    card.net === null
      ? null
      : new SurrogateNet({
          ...card.net,
          members: Array.from({ length: card.net.members }, (_, i) =>
            Array.from(tensors.get(`member ${i}`)?.values ?? []),
          ),
        });
  const heads = card.net?.heads.length ?? 0;
  const first = new Float64Array(heads);
  const other = new Float64Array(heads);
  const ranges = guardedRanges(card);
  const width = net?.tables.isLog.length ?? 0;
  return (row) =>
    card.inputs.every(({ low, high }, i) => {
      const room = edge * (high - low);
      return row[i] >= low - room && row[i] <= high + room;
    }) &&
    isInRange(ranges, row.subarray(card.inputs.length)) &&
    (net === null || net.disagreement(row.subarray(0, width), first, other) <= card.guard.leave);
}

/** `limit`: a step with a larger error is bad. */
export function countGuard(
  runs: readonly ComparedRun[],
  guard: Guard,
  scale: ErrorScale,
  limit: number,
): GuardCounts {
  const counts = { samples: 0, accepted: 0, acceptedBad: 0, leftGood: 0 };
  for (const run of runs) {
    const errors = worstStepErrors(run, scale);
    run.exact.forEach((row, n) => {
      counts.samples++;
      const isOn = guard(row);
      if (isOn) counts.accepted++;
      const error = errors[n];
      if (error === null) return;
      if (isOn && error > limit) counts.acceptedBad++;
      if (!isOn && error <= limit) counts.leftGood++;
    });
  }
  return counts;
}
