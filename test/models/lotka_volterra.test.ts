import { describe, expect, it } from "vitest";
import { runShipped, simulate } from "./shippedModel.ts";

const file = "models/lotka_volterra/lotka_volterra.tdl";
const [birth, hunting, death] = [10, 0.01, 10];

describe("Lotka and Volterra", () => {
  it("rests where births and deaths balance", () => {
    const run = simulate(file, "orbits", { parameters: { prey_initial: "1000 count" } });
    run.advanceTo(2);
    expect(run.observe().prey).toBeCloseTo(death / hunting, 6);
    expect(run.observe().predator).toBeCloseTo(birth / hunting, 6);
  });

  it("moves on closed orbits", () => {
    const run = simulate(file, "orbits", { parameters: { prey_initial: "2500 count" } });
    const constant = (): number => {
      const { prey, predator } = run.observe();
      return hunting * (prey + predator) - death * Math.log(prey) - birth * Math.log(predator);
    };
    const before = constant();
    for (const t of [0.1, 0.2, 0.4, 2, 10]) {
      run.advanceTo(t);
      expect(constant()).toBeCloseTo(before, 4);
    }
  });

  it("goes round a small orbit in 2 pi / sqrt(birth death)", async () => {
    const { column } = await runShipped(file, "orbits", {
      until: 1.3,
      every: 1e-4,
      parameters: new Map([["prey_initial", "1001 count"]]),
    });
    const prey = column("prey");
    const peaks = prey.reduce<number[]>(
      (found, x, i) => (i > 0 && x > prey[i - 1] && x >= prey[i + 1] ? [...found, column("time")[i]] : found),
      [],
    );
    expect(peaks.length).toBe(2);
    expect(peaks[0]).toBeCloseTo((2 * Math.PI) / Math.sqrt(birth * death), 3);
  });

  it("wanders off the steady state in single animals", () => {
    const run = simulate(file, "chance");
    run.advanceTo(10);
    const { prey, predator } = run.observe();
    expect(Math.hypot(prey - 1000, predator - 1000)).toBeGreaterThan(200);
  });
});
