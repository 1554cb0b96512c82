/** Molecules react when they are near: below a distance, or up to it. */
import { describe, expect, it } from "vitest";
import { growthModel, startGrowth } from "./growthRun.ts";

/** How many of three molecules, at 0.25, 0.5 and 1 um from the only partner of each, have reacted by 40 lifetimes. */
function reacted(condition: string): number {
  const model = growthModel(`space 2D depth 0.1 um
    molecule A { u {a, b}, pos: vector um }
    molecule B { pos: vector um }
    init A(u{a}) = 3 count set pos = vec(10 um * copy, 0 um)
    init B() = 3 count set pos = vec(10 um * copy, 0.25 um * 2 ^ copy)
    rule meet: f: A(u{a}) + g: B() -> f(u{b}) + g() when ${condition} @ 1 /s
    observe done = count A(u{b})`);
  const simulation = startGrowth(model);
  simulation.advanceTo(40);
  return simulation.observe().done;
}

describe("a distance in a condition", () => {
  for (const [condition, expected] of [
    ["distance(f, g) < 0.5 um", 1],
    ["distance(f, g) <= 0.5 um", 2],
    ["0.5 um > distance(f, g)", 1],
    ["distance(f, g) <= 1 um and f.pos.x < 5 um", 1],
  ] as const)
    it(`lets ${expected} of three react when ${condition}`, () => {
      expect(reacted(condition)).toBe(expected);
    });
});
