/** Ticks of long times (cli/plot/timeUnit.ts) and numbers of reports. */
import { expect, it } from "vitest";
import { roundTicks, timeUnitOf } from "../../../cli/plot/timeUnit.ts";
import { valueText } from "../../../cli/runReport/course.ts";

const ticksOf = (seconds: number): readonly number[] | null => {
  const unit = timeUnitOf(seconds);
  return roundTicks(seconds / unit.seconds, unit);
};

it("puts ticks at halves and wholes of minutes and hours", () => {
  expect(ticksOf(120)).toEqual([0, 0.5, 1, 1.5, 2]);
  expect(ticksOf(600)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(ticksOf(3 * 3600)).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3]);
});

it("leaves seconds to the picture", () => {
  expect(ticksOf(100)).toBeNull();
});

it("does not round numbers of molecules to tens", () => {
  expect(valueText(20_517, "count")).toBe("20517 count");
  expect(valueText(0.123456, "uM")).toBe("0.1235 uM");
});
