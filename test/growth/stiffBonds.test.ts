/**
 * Bonds so stiff that only their thermal length matters: steps are as long as bends and noise allow, and what they
 * leave alone (directions of free bonds, bends, lengths, diffusion) is as statistical mechanics has it.
 */
import { describe, expect, it } from "vitest";
import { expectChiSquare, expectNear } from "./errorBudget.ts";
import { growthModel, repeat, series, startGrowth } from "./growthRun.ts";

/** In pN um at 298 K. */
const kT = 1.380649e-23 * 298 * 1e18;

function stiffFilaments(dimension: number, filaments: number, kappa: number, statements: string): string {
  const along = dimension === 2 ? "vec(1, 0)" : "vec(1, 0, 0)";
  return `space ${dimension}D
    temperature 298 K
    filament Actin {
      ends barbed, pointed
      rise 0.1 um
      persistence ${kappa * 0.1} um
      stretch 40 nN
    }
    motion Actin.pos overdamped drag 0.015 pN*s/um
    init chain of 10 Actin by barbed - pointed = ${filaments} count set pos = index * 0.1 um * ${along}
    ${statements}`;
}

const pattern = (count: number): string =>
  repeat(
    count,
    (i) =>
      `b${i}: Actin(${[i > 0 ? `pointed[${i}]` : "", i < count - 1 ? `barbed[${i + 1}]` : ""].filter(Boolean).join(", ")})`,
    ", ",
  );

describe("filaments of stiff bonds", () => {
  for (const dimension of [2, 3])
    it(`bend as they should in steps far longer than tension would allow, in ${dimension}D`, () => {
      const [filaments, kappa, samples] = [16, 30, 20];
      const model = growthModel(
        stiffFilaments(
          dimension,
          filaments,
          kappa,
          `observe near = sum(dot(unit(b1.pos - b0.pos), unit(b2.pos - b1.pos)) over ${pattern(3)})
          observe squares = sum((distance(b0, b1) / (0.1 um) - 1)^2 over ${pattern(2)})`,
        ),
      );
      const simulation = startGrowth(model);
      // The slowest bend relaxes in drag l^2 / (kT kappa) (9/4.73)^4 = 16 ms.
      const seen = series(simulation, ["near", "squares"], { from: 0.1, every: 0.02, count: samples });
      const time = 0.1 + 0.02 * (samples - 1);
      // Tension would allow drag l / sqrt(kT k) = 37 us at the most, and a fifth of it in a chain.
      expect(time / Number(simulation.statistics().motionSteps)).toBeGreaterThan(0.5e-3);
      const bends = 1 - seen.near.reduce((sum, value) => sum + value, 0) / (filaments * samples * 8);
      let [sum, first] = [0, 0];
      for (let i = 0; i < 20_000; i++) {
        const angle = ((i + 0.5) / 20_000) * Math.PI;
        const weight = Math.exp(kappa * (Math.cos(angle) - 1)) * Math.sin(angle) ** (dimension - 2);
        sum += weight;
        first += weight * (1 - Math.cos(angle));
      }
      // Squares of (dimension - 1) normals, and 3 % of bias at this tolerance.
      const expected = first / sum;
      const error = Math.sqrt(2 / ((dimension - 1) * filaments * samples * 8));
      expect(Math.abs(bends / expected - 1)).toBeLessThan(4 * error + 0.03);
      // Each length holds kT/2.
      const strains = seen.squares.reduce((total, value) => total + value, 0);
      expectChiSquare((strains * 0.01 * 4e5) / kT, filaments * samples * 9);
    });

  it("diffuse as a whole like the sum of their drags", () => {
    const filaments = 100;
    const model = growthModel(
      stiffFilaments(
        2,
        filaments,
        30,
        `observe squares: um^2 = sum(norm((${repeat(10, (i) => `b${i}.pos`, " + ")}) / 10 - vec(0.45 um, 0 um))^2
          over ${pattern(10)})`,
      ),
    );
    const simulation = startGrowth(model);
    simulation.advanceTo(0.05);
    expectChiSquare(simulation.observe().squares / ((2 * kT * 0.05) / 0.15), 2 * filaments);
  });
});

describe("three beads on two stiff bonds that turn freely", () => {
  it("take all directions alike", () => {
    const [trimers, samples] = [400, 3];
    const model = growthModel(`space 2D
      temperature 298 K
      molecule P { l, r, pos: vector um }
      motion P.pos overdamped drag 0.015 pN*s/um
      energy spring: a: P(r[1]), b: P(l[1]) = 0.5 * 400 pN/nm * (distance(a, b) - 0.1 um)^2
      init chain of 3 P by r - l = ${trimers} count set pos = index * 0.1 um * vec(1, 0)
      observe squares = sum(dot(unit(b.pos - a.pos), unit(c.pos - b.pos))^2
        over a: P(r[1]), b: P(l[1], r[2]), c: P(l[2]))`);
    // Directions are lost in drag l^2 / (2 kT) = 20 ms.
    const { squares } = series(startGrowth(model), ["squares"], { from: 0.05, every: 0.04, count: samples });
    const found = squares.reduce((sum, value) => sum + value, 0) / (trimers * samples);
    // The mean square of the cosine is 1/2, its variance 1/8.
    expectNear(found, 0.5, Math.sqrt(1 / 8 / (trimers * samples)), "mean square of the cosine");
  });
});

describe("the tolerance of the motion", () => {
  it("is an option of a run, which checkpoints keep", () => {
    const model = growthModel(stiffFilaments(2, 4, 30, ""));
    const stepsOf = (motionTolerance: number): number => {
      const simulation = startGrowth(model, { motionTolerance });
      simulation.advanceTo(0.02);
      const saved = simulation.save();
      expect(saved.motionTolerance).toBe(motionTolerance);
      return Number(simulation.statistics().motionSteps);
    };
    expect(stepsOf(0.01)).toBeGreaterThan(2 * stepsOf(0.3));
    expect(() => stepsOf(0)).toThrow("tolerance");
  });
});
