import { describe, expect, it } from "vitest";
import { looksTheSame, nearestName } from "../../diagnostics/nearest.ts";

describe("the nearest name", () => {
  it.each([
    ["kofff", ["kon", "koff"], "koff"],
    ["ca", ["Ca", "cab"], "Ca"],
    ["raet", ["rate", "care"], "rate"],
    ["fats", ["fast", "slow"], "fast"],
    ["uMM", ["um", "uM", "mM"], "uM"],
    ["replicate", ["replicates", "seed"], "replicates"],
    ["Са", ["Ca"], "Ca"],
  ])("of %s in %j is %s", (name, candidates, nearest) => {
    expect(nearestName(name, candidates)).toBe(nearest);
  });

  it.each([
    ["k", ["A", "B"]],
    ["kb", ["Ab"]],
    ["kcat", ["koff", "substrate"]],
    ["calcium", []],
    ["Ca", ["Ca"]],
  ])("of %s in %j is too far", (name, candidates) => {
    expect(nearestName(name, candidates)).toBeNull();
  });
});

it("tells names that only look the same", () => {
  expect(looksTheSame("Са", "Ca")).toBe(true);
  expect(looksTheSame("ca", "Ca")).toBe(false);
  expect(looksTheSame("Ca", "Ca")).toBe(false);
});
