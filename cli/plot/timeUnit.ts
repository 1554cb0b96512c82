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
