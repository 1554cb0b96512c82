import { describe, expect, it } from "vitest";
import { runShipped } from "./shippedModel.ts";

const pairs = 400;
const times = Array.from({ length: 13 }, (_, i) => i);

/** Chance that a place is linked at t s: two states, 0.23 /s each way. */
function chance(t: number): number {
  return 0.5 * (1 - Math.exp(-0.46 * t));
}

function expectBinomial(seen: number, n: number, p: number): void {
  expect(Math.abs(seen - n * p)).toBeLessThanOrEqual(4 * Math.sqrt(n * p * (1 - p)));
}

describe("bundling", async () => {
  const { column } = await runShipped("models/bundling/bundling.tdl", "linking");

  it("links pairs at the right distance with the chance of two states, whichever way they point", () => {
    for (const t of times)
      for (const name of ["parallel", "opposite"]) expectBinomial(column(name)[t], pairs, chance(t));
  });

  it("links none that are too near", () => {
    expect(column("too_near").every((links) => links === 0)).toBe(true);
  });

  it("links of those that cross the third below 15 degrees", () => {
    for (const t of times) expectBinomial(column("crossing")[t], pairs, chance(t) / 3);
    const linked = column("crossing")[12];
    expect(linked).toBeGreaterThan(40);
    // Uniform from 0 to 15 and from 0 to 45 degrees.
    expect(Math.abs(column("angles")[12] / linked - 7.5)).toBeLessThan((4 * 15) / Math.sqrt(12 * linked));
    expect(Math.abs(column("all_angles")[12] / pairs - 22.5)).toBeLessThan((4 * 45) / Math.sqrt(12 * pairs));
  });
});
