/** When a run that will take long is told of (runtime/paceWatch.ts), by a clock of the test. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PaceWatch } from "../../../runtime/paceWatch.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What is told at each of so many seconds of a run to 100 s that is then at `timeAt`. */
function told(seconds: readonly number[], timeAt: (second: number) => number): readonly (string | null)[] {
  const watch = new PaceWatch(100);
  let before = 0;
  return seconds.map((second) => {
    vi.advanceTimersByTime(1000 * (second - before));
    before = second;
    return watch.look(timeAt(second));
  });
}

it("says once how long the run goes on, from the pace that was measured", () => {
  expect(told([1, 4, 5, 10, 20], (second) => 0.01 * second)).toEqual([
    null,
    null,
    "After 5 s the run is at 0.05 s of 100 s; at this pace it goes on for 2.8 hours.",
    null,
    null,
  ]);
});

it("says nothing of a run that ends within ten minutes", () => {
  expect(told([5, 10, 20, 40, 80, 160, 320], (second) => second / 5).every((what) => what === null)).toBe(
    true,
  );
});

it("looks again, at the pace since it looked last", () => {
  const slowing = (second: number): number => (second <= 10 ? second : 10 + 1e-3 * (second - 10));
  expect(told([5, 10, 20], slowing)).toEqual([
    null,
    null,
    "After 20 s the run is at 10 s of 100 s; at this pace it goes on for 25 hours.",
  ]);
});

it("says that a run stands still", () => {
  expect(told([5], () => 0)).toEqual(["After 5 s the run is at 0 s of 100 s."]);
});
