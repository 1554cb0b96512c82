/** Times in the unit that people would use: seconds, or minutes, hours and days where a run is long. */
import type { Results } from "./results.ts";

export interface TimeUnit {
  readonly name: string;
  readonly seconds: number;
}

const second: TimeUnit = { name: "s", seconds: 1 };
const longer: readonly TimeUnit[] = [
  { name: "d", seconds: 86400 },
  { name: "h", seconds: 3600 },
  { name: "min", seconds: 60 },
];

/** The largest unit of which a run has two. */
export function timeUnitOf(lastSeconds: number): TimeUnit {
  return longer.find(({ seconds }) => lastSeconds >= 2 * seconds) ?? second;
}

/** What lines are drawn from, with times in the unit of the longest run, and that unit. Tables and options stay in s. */
export function inReadableTime(results: Results): { readonly results: Results; readonly unit: TimeUnit } {
  const { time } = results;
  const unit = timeUnitOf(time.values.reduce((most, value) => Math.max(most, value), 0));
  if (unit === second) return { results, unit };
  const values = time.values.map((value) => value / unit.seconds);
  return { results: { ...results, time: { ...time, unit: unit.name, values } }, unit };
}

/** Ticks of the axis that people read well: halves and wholes of minutes, quarters of hours and days, no tenths of them. */
export function roundTicks(last: number, { name }: TimeUnit): readonly number[] | null {
  const step = tickSteps.get(name)?.find((one) => last / one <= mostTicks);
  return step === undefined
    ? null
    : Array.from({ length: Math.floor(last / step + 1e-9) + 1 }, (_, k) => k * step);
}

const mostTicks = 7;
const tickSteps: ReadonlyMap<string, readonly number[]> = new Map([
  ["min", [0.5, 1, 2, 5, 10, 15, 30]],
  ["h", [0.5, 1, 2, 3, 4, 6, 12]],
  ["d", [0.5, 1, 2, 5, 7, 14, 28, 56, 112, 365]],
]);
