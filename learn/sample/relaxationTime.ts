/**
 * How long a module takes to come to rest, where no experiment says how long runs are: after so long what is
 * retained stays near its final value, with inputs held at the ends and the middle of their domains.
 */
import { fdExp } from "../../runtime/math/exp.ts";
import { fdLog } from "../../runtime/math/log.ts";
import { driveRun, type DrivenModel, samplesPerSegment } from "./drive.ts";

const shortestTime = 1e-4;
/** Modules slower than this, in s, are not waited for. */
const longestTime = 1e4;
/** Of the change from the start to the end. */
const hardly = 0.01;

/** In s. `from`, `to`: the columns that must come to rest. */
export function relaxationTime(driven: DrivenModel, from: number, to: number): number {
  const width = driven.model.observables.length;
  const levels = [0, 0.5, 1].map((part) =>
    driven.inputs.map(({ low, high, isLog }) =>
      isLog ? fdExp(fdLog(low) + part * fdLog(high / low)) : low + part * (high - low),
    ),
  );
  const at = (level: readonly number[], time: number): { first: Float64Array; last: Float64Array } => {
    const { rows } = driveRun(driven, [{ duration: time, from: level, to: level }]);
    return { first: rows.slice(0, width), last: rows.slice(samplesPerSegment * width) };
  };
  const rest = levels.map((level) => at(level, longestTime).last);
  const changes = Array.from({ length: width }, () => 0);
  levels.forEach((level, k) => {
    const { first } = at(level, shortestTime);
    for (let i = from; i < to; i++) changes[i] = Math.max(changes[i], Math.abs(rest[k][i] - first[i]));
  });
  for (let time = longestTime / 2; time > shortestTime; time /= 2) {
    const isAtRest = levels.every((level, k) => {
      const { last } = at(level, time);
      for (let i = from; i < to; i++)
        if (Math.abs(last[i] - rest[k][i]) > hardly * changes[i] + 1e-9) return false;
      return true;
    });
    if (!isAtRest) return 2 * time;
  }
  return shortestTime;
}
