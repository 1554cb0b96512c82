import { describe, expect, it } from "vitest";
import { runShipped, simulate } from "./shippedModel.ts";

describe("dendritic network", () => {
  it("branches at 70 degrees and loses nothing", async () => {
    const { column } = await runShipped("models/dendritic_network/dendritic_network.tdl", "growth");
    const last = (name: string): number => column(name).at(-1) ?? Number.NaN;
    expect(last("daughters")).toBeGreaterThan(10);
    // Every branch has the bead behind its mother, which can not shrink at the pointed end here.
    expect(Math.abs(last("angles") / last("daughters") - 70)).toBeLessThan(
      (4 * 7) / Math.sqrt(last("daughters")),
    );
    for (const name of ["actin", "arms"]) expect(last(name), name).toBe(column(name)[0]);
  }, 120_000);
});

describe("a dendritic network against a membrane", () => {
  const file = "models/dendritic_network/against_membrane.tdl";

  it("holds the membrane's tension: forces times places balance it at rest", () => {
    // Neither growth nor loss, branches and caps.
    const still = { on: 0, off: 0, nucleate: 0, stop: 0, tension: 80 };
    const simulation = simulate(file, "push", { parameters: still });
    simulation.advanceTo(0.02);
    const { work, held, enclosed } = simulation.observe();
    // Energies of the membrane scale with its size L: tension as L, bending as 1/L. The ends touch it
    // some nm before it; beads behind them share the force, which the depth of the ends leaves out by about 1.5 %.
    const radius = Math.sqrt(enclosed / Math.PI);
    const force = work / 0.137;
    const depth = 0.01 - force / 16 / 600;
    const bending = (Math.PI * 0.02 * 0.1) / radius;
    expect(Math.abs((work + force * depth + bending) / held - 1)).toBeLessThan(0.02);
  });

  it("pushes it further where the tension is less", () => {
    const enclosed = ["20 pN/um", "160 pN/um"].map((tension) => {
      const simulation = simulate(file, "push", { seed: "tension", parameters: { tension } });
      simulation.advanceTo(0.5);
      return simulation.observe().enclosed;
    });
    expect(enclosed[0]).toBeGreaterThan(1.3 * enclosed[1]);
  }, 120_000);
});
