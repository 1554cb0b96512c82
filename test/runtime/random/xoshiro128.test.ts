import { describe, expect, it } from "vitest";
import { nextOpenUniform, nextUint32, nextUniform } from "../../../runtime/random/xoshiro128.ts";

describe("xoshiro128**", () => {
  it("gives the reference numbers of the authors' code", () => {
    const state = Int32Array.of(1, 2, 3, 4);
    expect(Array.from({ length: 10 }, () => nextUint32(state))).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it("keeps uniform numbers inside their intervals at the extreme words", () => {
    // The output is zero for state[1] = 0, and 2^32 - 1 for the state[1] that the output function maps to it.
    expect(nextUniform(Int32Array.of(0, 0, 0, 1))).toBeGreaterThanOrEqual(0);
    expect(nextOpenUniform(Int32Array.of(0, 0, 0, 0))).toBe(2 ** -53);
    expect((2 ** 52 - 1 + 0.5) * 2 ** -52).toBeLessThan(1);
  });

  it("uses both words for the 53 bits of a uniform number", () => {
    const state = Int32Array.of(1, 2, 3, 4);
    const copy = state.slice();
    const high = nextUint32(copy) >>> 5;
    const low = nextUint32(copy) >>> 6;
    expect(nextUniform(state)).toBe((high * 2 ** 26 + low) / 2 ** 53);
    expect(state).toEqual(copy);
  });
});
