import { describe, expect, it } from "vitest";
import { looksTheSame, nearestName, nearestOf } from "../../diagnostics/nearest.ts";

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

describe("a near name", () => {
  it.each([
    ["kofff", ["kon", "koff"]],
    ["raet", ["rate"]],
    ["ca", ["Ca"]],
    ["Са", ["Ca"]],
  ])("is certain for %s among %j", (name, candidates) => {
    expect(nearestOf(name, candidates)?.isCertain).toBe(true);
  });

  it.each([
    ["another one is near, too", "kof", ["kon", "koff"]],
    ["the digits differ", "rate2", ["rate1"]],
    ["the Roman numerals differ", "CaMKI", ["CaMKII"]],
    ["only the case of one letter differs", "k", ["K"]],
    ["two letters are wrong", "calmoodulinn", ["calmodulin"]],
    ["it is very short", "kb", ["ka"]],
  ])("is a guess when %s", (_, name, candidates) => {
    expect(nearestOf(name, candidates)?.isCertain).toBe(false);
  });
});

it("tells names that only look the same", () => {
  expect(looksTheSame("Са", "Ca")).toBe(true);
  expect(looksTheSame("ca", "Ca")).toBe(false);
  expect(looksTheSame("Ca", "Ca")).toBe(false);
});
