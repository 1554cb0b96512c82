import { describe, expect, it } from "vitest";
import { tilted, type TiltRows } from "../../runtime/surrogate/tilt.ts";

/** Two sites of three states each: nine kinds of molecules. Rows: their total, and the states of each site. */
const rows: TiltRows = (() => {
  const lists: number[][] = [[0, 1, 2, 3, 4, 5, 6, 7, 8]];
  for (const state of [0, 1, 2]) lists.push([0, 1, 2].map((other) => 3 * state + other));
  for (const state of [0, 1, 2]) lists.push([0, 1, 2].map((other) => 3 * other + state));
  const start = [0];
  for (const list of lists) start.push((start.at(-1) ?? 0) + list.length);
  const species = lists.flat();
  return { size: 9, start, species, weight: species.map(() => 1) };
})();

const sums = (amounts: Float64Array): number[] =>
  rows.start.slice(1).map((end, k) => {
    let sum = 0;
    for (let e = rows.start[k] ?? 0; e < end; e++) sum += amounts[rows.species[e] ?? 0] ?? 0;
    return sum;
  });

describe("tilted amounts", () => {
  it("have small sums beside large ones, from a base that is far away", () => {
    const right = [300, 299.99999, 1e-5, 2e-9, 20, 280 - 1e-6, 1e-6];
    const base = Float64Array.from([1e-7, 1e-7, 90, 1e-7, 90, 1e-7, 90, 30, 1e-7]);
    const found = tilted(rows, base, right, 1, 0);
    if (found === null) throw new Error("nothing was found");
    sums(found).forEach((sum, k) => {
      expect(Math.abs(sum - (right[k] ?? 0))).toBeLessThan(1e-9 * (right[k] ?? 0) + 1e-10);
    });
  });

  it("keep what the base says of pairs of sites", () => {
    // The odds ratio is what sums of single sites do not say.
    const base = Float64Array.from([4, 1, 1, 1, 4, 1, 1, 1, 4]);
    const found = tilted(rows, base, [60, 30, 20, 10, 5, 15, 40], 1, 0) ?? base;
    const [a = 0, b = 0, , c = 0, d = 0] = found;
    expect((a * d) / (b * c)).toBeCloseTo(16, 6);
  });

  it("miss what can not be, and only as much as must be, where softness is allowed", () => {
    const right = [60, 30, 20, 10, 50, 30, 20];
    const base = new Float64Array(9).fill(1);
    expect(tilted(rows, base, right, 1, 0)).toBeNull();
    const found = sums(tilted(rows, base, right, 1, 1e-2) ?? base);
    expect(found[0]).toBeCloseTo(60, 8);
    // The second site asks for 100 of 60: a third of the excess is taken from each of its states.
    for (const [k, wanted] of [50, 30, 20].entries())
      expect(Math.abs((found[4 + k] ?? 0) - (wanted - 40 / 3))).toBeLessThan(4);
  });
});
