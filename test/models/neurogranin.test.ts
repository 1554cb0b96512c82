import { describe, expect, it } from "vitest";
import { Simulation } from "../../runtime/simulation.ts";
import { openModel } from "./shippedModel.ts";

const { compiled, traits } = openModel("models/neurogranin/neurogranin.tdl", "titration");

/** Concentrations in uM after 200 s of held calcium. */
function settled(parameters: Readonly<Record<string, string>>): Readonly<Record<string, number>> {
  const run = new Simulation(compiled, traits, { parameters, relativeTolerance: 1e-10 });
  run.advanceTo(200);
  return run.observe();
}

/** The root of a function that falls through zero between 0 and `high`. */
function rootOf(f: (x: number) => number, high: number): number {
  let [low, top] = [0, high];
  for (let i = 0; i < 100; i++) {
    const middle = (low + top) / 2;
    if (f(middle) > 0) low = middle;
    else top = middle;
  }
  return low;
}

/** 1 + Ca/K1 + Ca^2/(K1 K2) for each lobe: all calmodulin that is free over that without calcium. */
function bindingPolynomial(calcium: number): number {
  const lobe = (first: number, second: number): number =>
    1 + calcium / first + (calcium * calcium) / (first * second);
  return lobe(40.24 / 4, 9.3 / 10) * lobe(2660 / 100, 990 / 150);
}

describe("neurogranin", () => {
  it("shares calmodulin with CaMKII as the dissociation constants say, without calcium", () => {
    const [kinase, ng] = [6.56 / 0.0038, 1 / 5];
    const free = rootOf((x) => 30 - x - (80 * x) / (kinase + x) - (20 * x) / (ng + x), 30);
    const seen = settled({ level: "0 uM", rest: "0 uM", Ng_total: "20 uM" });
    expect(seen["free_CaM"]).toBeCloseTo(free, 5);
    expect(seen["on_Ng"]).toBeCloseTo((20 * free) / (ng + free), 5);
    expect(seen["on_CaMKII"]).toBeCloseTo((80 * free) / (kinase + free), 5);
  });

  it.each([0.1, 1, 10])("loses calmodulin to %d uM calcium as mass balance says, without CaMKII", (level) => {
    const polynomial = bindingPolynomial(level);
    const empty = rootOf((x) => 30 - polynomial * x - (20 * x) / (0.2 + x), 30);
    const seen = settled({ level: `${level} uM`, Ng_total: "20 uM", CaMKII_total: "0 uM" });
    expect(seen["free_CaM"]).toBeCloseTo(polynomial * empty, 5);
    expect(seen["on_Ng"]).toBeCloseTo((20 * empty) / (0.2 + empty), 5);
  });

  it("limits free calmodulin at rest", () => {
    const free = ["0 uM", "20 uM", "40 uM"].map(
      (Ng_total) => settled({ level: "0.1 uM", Ng_total })["free_CaM"],
    );
    expect(free[0]).toBeCloseTo(28.166, 2);
    expect(free[1]).toBeCloseTo(9.762, 2);
    expect(free[2]).toBeCloseTo(0.563, 2);
  });

  it("keeps calmodulin from CaMKII in moderate calcium, and gives it up in high calcium", () => {
    expect(settled({ level: "2 uM", Ng_total: "0 uM" })["on_CaMKII"]).toBeCloseTo(26.437, 2);
    expect(settled({ level: "2 uM", Ng_total: "20 uM" })["on_CaMKII"]).toBeCloseTo(12.754, 1);
    expect(settled({ level: "10 uM", Ng_total: "20 uM" })["on_Ng"]).toBeCloseTo(0.571, 2);
  });
});
