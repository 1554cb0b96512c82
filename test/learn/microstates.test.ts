import { describe, expect, it } from "vitest";
import { microstates, type MicrostateTables } from "../../runtime/surrogate/microstates.ts";

/** Four states of 100 enzymes, three of which hold a substrate; two of these count. */
const tables: MicrostateTables = {
  size: 4,
  start: [0, 4, 7, 9],
  species: [0, 1, 2, 3, 1, 2, 3, 2, 3],
  weight: [1, 1, 1, 1, 1, 1, 1, 1, 1],
  totals: [100],
  ledgers: 1,
  inputIsLog: [true],
  scale: [0.01, 0.01, 1],
  library: [
    { amounts: [70, 10, 10, 10], coordinates: [30, 20, 0] },
    { amounts: [20, 20, 20, 40], coordinates: [80, 60, 1] },
  ],
  isWhole: false,
};

const rebuilt = (changes: Partial<MicrostateTables>, ...operands: number[]): number[] => {
  const value = microstates({ ...tables, ...changes });
  return [0, 1, 2, 3, 4].map((index) => value(index, ...operands));
};

describe("rebuilt hidden states", () => {
  it("have the totals, the ledger and the retained value, and the nearest state's proportions", () => {
    const [a = 0, b = 0, c = 0, d = 0, rest] = rebuilt({}, 75.5, 50.25, 2.7);
    expect(a + b + c + d).toBeCloseTo(100, 10);
    expect(b + c + d).toBeCloseTo(75.5, 10);
    expect(c + d).toBeCloseTo(50.25, 10);
    expect(d / c).toBeCloseTo(2, 8);
    expect(Math.abs(rest ?? 1)).toBeLessThan(1e-10);
  });

  it("are whole where wanted, and give back what is left of the ledger", () => {
    const [a = 0, b = 0, c = 0, d = 0, rest] = rebuilt({ isWhole: true }, 75.5, 50.25, 2.7);
    for (const amount of [a, b, c, d]) expect(Number.isInteger(amount)).toBe(true);
    expect(a + b + c + d).toBe(100);
    expect(b + c + d + (rest ?? 0)).toBe(75.5);
    expect(rest).toBeGreaterThanOrEqual(0);
    expect(rest).toBeLessThan(1);
  });

  it("keep totals and ledgers when the retained value is impossible", () => {
    const [a = 0, b = 0, c = 0, d = 0] = rebuilt({}, 30, 45, 1);
    expect(a + b + c + d).toBeCloseTo(100, 9);
    expect(b + c + d).toBeCloseTo(30, 9);
  });

  it("hold nothing where the ledger is empty", () => {
    expect(rebuilt({}, 0, 0, 1).slice(0, 4)).toEqual([100, 0, 0, 0]);
  });
});
