import { describe, expect, it } from "vitest";
import { Simulation } from "../../runtime/simulation.ts";
import { openModel } from "./shippedModel.ts";

const { compiled, traits } = openModel("models/calmodulin/calmodulin.tdl", "titration");

function settled(
  level: number,
  parameters: Readonly<Record<string, string>>,
): Readonly<Record<string, number>> {
  const options = { parameters: { level: `${level} uM`, ...parameters }, relativeTolerance: 1e-10 };
  const run = new Simulation(compiled, traits, options);
  run.advanceTo(500);
  return run.observe();
}

/** Mean number of ions on a lobe of two places, and the share of lobes with two (Adair's equation). */
function lobe(
  calcium: number,
  first: number,
  second: number,
): { readonly mean: number; readonly full: number } {
  const [one, two] = [calcium / first, (calcium * calcium) / (first * second)];
  return { mean: (one + 2 * two) / (1 + one + two), full: two / (1 + one + two) };
}

const free = (calcium: number) =>
  [lobe(calcium, 40.24 / 4, 9.3 / 10), lobe(calcium, 2660 / 100, 990 / 150)] as const;
const held = (calcium: number) =>
  [lobe(calcium, 29.04 / 44, 2.52 / 44), lobe(calcium, 301.5 / 75, 32.68 / 76)] as const;

describe("calmodulin", () => {
  it("has nine states, and nine more on CaMKII", () => {
    const complexes = compiled.states.filter(({ name }) => name.startsWith("CaM("));
    expect(complexes.length).toBe(18);
  });

  it.each([0.1, 1, 3, 10, 100])("binds %d uM calcium as two independent lobes, without CaMKII", (calcium) => {
    const [c, n] = free(calcium);
    const seen = settled(calcium, { CaMKII_total: "0 uM" });
    expect(seen["Ca_per_CaM"]).toBeCloseTo(c.mean + n.mean, 6);
    expect(seen["full"]).toBeCloseTo(c.full * n.full, 6);
  });

  // The published constants close the circles of calcium and CaMKII within 6 %, so that this is not exact.
  it.each([0.3, 1, 10])("binds %d uM calcium on CaMKII as its lobes there do, within 2 %", (calcium) => {
    const [c, n] = held(calcium);
    const seen = settled(calcium, { CaMKII_total: "8000 uM", CaM_total: "10 uM" });
    const bound = seen["full_on_CaMKII"] / seen["on_CaMKII"];
    expect(Math.abs(bound / (c.full * n.full) - 1)).toBeLessThan(0.02);
  });

  it("binds CaMKII with 65 nM when it is full", () => {
    const seen = settled(10_000, {});
    const dissociation = (seen["free_CaM"] * (80 - seen["on_CaMKII"])) / seen["on_CaMKII"];
    expect(dissociation / (1.95 / 30)).toBeCloseTo(1, 1);
  });
});
