/**
 * Bends of free filaments at equilibrium, against the discrete worm-like chain: neighbouring bonds make independent
 * angles with the density exp(kappa cos(angle)), kappa = persistence / length of a bond, so that over k bonds the mean
 * cosine is that of one to the power of k (Kratky and Porod 1949, doi:10.1002/recl.19490681203). The persistence length
 * is found back as -k l / log(mean cosine), which is twice as long in 2D.
 */
import { describe, expect, it } from "vitest";
import { expectNear } from "./errorBudget.ts";
import { growthModel, repeat, series, startGrowth } from "./growthRun.ts";

const filaments = 16;
const beads = 6;
const kappa = 15;
const samples = 30;

/** Means of cos and cos^2 over k bonds, by quadrature of one. */
function cosines(dimension: number, k: number): { readonly mean: number; readonly variance: number } {
  let [sum, first, second] = [0, 0, 0];
  for (let i = 0; i < 20_000; i++) {
    const angle = ((i + 0.5) / 20_000) * Math.PI;
    const weight = Math.exp(kappa * (Math.cos(angle) - 1)) * Math.sin(angle) ** (dimension - 2);
    sum += weight;
    first += weight * Math.cos(angle);
    // Of the second order: cos(2 a) in 2D, the second Legendre polynomial in 3D.
    second += weight * (dimension === 2 ? Math.cos(2 * angle) : 1.5 * Math.cos(angle) ** 2 - 0.5);
  }
  const mean = (first / sum) ** k;
  const order2 = (second / sum) ** k;
  const square = dimension === 2 ? (1 + order2) / 2 : (1 + 2 * order2) / 3;
  return { mean, variance: square - mean ** 2 };
}

function chain(labels: readonly string[]): string {
  return repeat(
    labels.length,
    (i) =>
      `${labels[i]}: Actin(${[i > 0 ? `pointed[${i}]` : "", i < labels.length - 1 ? `barbed[${i + 1}]` : ""].filter(Boolean).join(", ")})`,
    ", ",
  );
}

describe("bends of filaments", () => {
  for (const dimension of [2, 3])
    it(`give back the persistence length in ${dimension}D`, () => {
      const all = repeat(beads, (i) => `b${i}`, " ").split(" ");
      const model = growthModel(`space ${dimension}D
        temperature 298 K
        filament Actin {
          ends barbed, pointed
          rise 0.1 um
          persistence ${kappa * 0.1} um
          stretch 100 pN
        }
        motion Actin.pos overdamped drag 0.001 pN*s/um
        init chain of ${beads} Actin by barbed - pointed = ${filaments} count
          set pos = index * 0.1 um * ${dimension === 2 ? "vec(1, 0)" : "vec(1, 0, 0)"}
        observe near = sum(dot(unit(b.pos - a.pos), unit(c.pos - b.pos)) over ${chain(["a", "b", "c"])})
        observe far = sum(dot(unit(b1.pos - b0.pos), unit(b${beads - 1}.pos - b${beads - 2}.pos)) over ${chain(all)})`);
      const simulation = startGrowth(model);
      // The slowest bend of five bonds relaxes in drag l^2 / (kT kappa) (5/4.73)^4 = 0.2 ms.
      const seen = series(simulation, ["near", "far"], { from: 1e-3, every: 6e-4, count: samples });
      for (const [name, k, count] of [
        ["near", 1, beads - 2],
        ["far", beads - 2, 1],
      ] as const) {
        const { mean, variance } = cosines(dimension, k);
        const found = seen[name].reduce((sum, value) => sum + value, 0) / (filaments * samples * count);
        const error = Math.sqrt(variance / (filaments * samples * count));
        // As a length, twice the declared one in 2D; a chain of bonds is a little softer than a continuous one.
        const lengthOf = (cosine: number): number => (-k * 0.1) / Math.log(cosine);
        const expected = lengthOf(mean);
        expect(Math.abs(expected / (kappa * 0.1 * (dimension === 2 ? 2 : 1)) - 1)).toBeLessThan(1 / kappa);
        expectNear(lengthOf(found), expected, (expected * error) / (mean * -Math.log(mean)), name);
      }
    });
});
