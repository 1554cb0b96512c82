/**
 * Mean energies at equilibrium, term by term, against statistical mechanics; the runs are looked at far apart, so
 * that steps are many times longer than the fastest modes need to relax wherever the engine thinks that it may.
 */
import { describe, expect, it } from "vitest";
import { boltzmannEnergy } from "./boltzmann.ts";
import { expectNear } from "./errorBudget.ts";
import { growthModel, series, startGrowth } from "./growthRun.ts";

/** In pN um at 298 K. */
const kT = 1.380649e-23 * 298 * 1e18;

/**
 * Beads with springs of no length at rest, bending given by second differences, and a trap: all is quadratic in the
 * coordinates, so that the scheme owes equipartition at any step. The fastest mode relaxes in 0.4 ms.
 */
function quadraticChains(dimension: number): string {
  return `space ${dimension}D
    temperature 298 K
    molecule P { l, r, pos: vector um }
    motion P.pos overdamped drag 0.02 pN*s/um
    energy trap: a: P() = 0.5 * 0.1 pN/um * norm(a.pos)^2
    energy spring: a: P(r[1]), b: P(l[1]) = 0.5 * 10 pN/um * norm(b.pos - a.pos)^2
    energy bend: a: P(r[1]), b: P(l[1], r[2]), c: P(l[2]) = 0.5 * 2 pN/um * norm(a.pos - 2 * b.pos + c.pos)^2
    init chain of 4 P by r - l = 250 count
    observe trap: pN*um = 0.5 * 0.1 pN/um * sum(norm(a.pos)^2 over a: P)
    observe spring: pN*um = 0.5 * 10 pN/um * sum(norm(b.pos - a.pos)^2 over a: P(r[1]), b: P(l[1]))
    observe bend: pN*um = 0.5 * 2 pN/um
      * sum(norm(a.pos - 2 * b.pos + c.pos)^2 over a: P(r[1]), b: P(l[1], r[2]), c: P(l[2]))`;
}

/** K of each term in one dimension: stiffness times the sum of outer products of its differences. */
function stiffness(differences: readonly (readonly number[])[], constant: number): number[][] {
  return [0, 1, 2, 3].map((i) =>
    [0, 1, 2, 3].map((j) => constant * differences.reduce((sum, one) => sum + one[i] * one[j], 0)),
  );
}

const trap = stiffness(
  [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ],
  0.1,
);
const spring = stiffness(
  [
    [-1, 1, 0, 0],
    [0, -1, 1, 0],
    [0, 0, -1, 1],
  ],
  10,
);
const bend = stiffness(
  [
    [1, -2, 1, 0],
    [0, 1, -2, 1],
  ],
  2,
);

/** A times the inverse of B, by elimination. */
function over(a: number[][], b: number[][]): number[][] {
  const n = a.length;
  const rows = b.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < n; k++) {
    const pivot = rows[k][k];
    rows[k] = rows[k].map((value) => value / pivot);
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i][k];
      rows[i] = rows[i].map((value, j) => value - factor * rows[k][j]);
    }
  }
  const inverse = rows.map((row) => row.slice(n));
  return a.map((row) => inverse.map((_, j) => row.reduce((sum, value, k) => sum + value * inverse[k][j], 0)));
}

function trace(m: number[][]): number {
  return m.reduce((sum, row, i) => sum + row[i], 0);
}

describe("quadratic energies", () => {
  for (const dimension of [2, 3])
    it(`hold their shares of kT/2 in ${dimension}D at steps as long as the output wants`, () => {
      const simulation = startGrowth(growthModel(quadraticChains(dimension)));
      const samples = 20;
      // The trap relaxes in 0.2 s, so that what is seen every 2 s is new.
      const seen = series(simulation, ["trap", "spring", "bend"], { from: 4, every: 2, count: samples });
      const all = trap.map((row, i) => row.map((value, j) => value + spring[i][j] + bend[i][j]));
      for (const [name, own] of Object.entries({ trap, spring, bend })) {
        const share = over(own, all);
        const count = 250 * samples * dimension;
        // A quadratic form of a Gaussian: mean kT/2 trace(S), variance (kT)^2/2 trace(S S), S = K_own K^-1.
        const square = trace(
          share.map((row) => share.map((_, j) => row.reduce((s, v, k) => s + v * share[k][j], 0))),
        );
        const total = seen[name as "trap"].reduce((sum, value) => sum + value, 0);
        expectNear(total / count, (kT / 2) * trace(share), kT * Math.sqrt(square / 2 / count), name);
      }
    });
});

describe("energies of bonds that have a length", () => {
  for (const dimension of [2, 3])
    it(`a spring and a bend between unit vectors in ${dimension}D`, () => {
      // Independent of each other: of r the measure is r^(d-1), of the bend (sin)^(d-2).
      const [k, length, stiffnessOfBend] = [60, 0.1, 8];
      const model = growthModel(`space ${dimension}D
        temperature 298 K
        molecule P { l, r, pos: vector um }
        motion P.pos overdamped drag 0.02 pN*s/um
        energy spring: a: P(r[1]), b: P(l[1]) = 0.5 * ${k} pN/um * (distance(a, b) - ${length} um)^2
        energy bend: a: P(r[1]), b: P(l[1], r[2]), c: P(l[2])
          = kT * ${stiffnessOfBend} * (1 - dot(unit(b.pos - a.pos), unit(c.pos - b.pos)))
        init chain of 3 P by r - l = 40 count set pos = index * ${length} um * ${dimension === 2 ? "vec(1, 0)" : "vec(1, 0, 0)"}
        observe spring: unitless = sum(0.5 * ${k} pN/um * (distance(a, b) - ${length} um)^2 over a: P(r[1]), b: P(l[1])) / kT
        observe bend: unitless = ${stiffnessOfBend}
          * sum(1 - dot(unit(b.pos - a.pos), unit(c.pos - b.pos)) over a: P(r[1]), b: P(l[1], r[2]), c: P(l[2]))`);
      const simulation = startGrowth(model);
      const samples = 10;
      // Bends relax in about drag length^2 / (8 kT) / 3 = 2 ms.
      const seen = series(simulation, ["spring", "bend"], { from: 0.05, every: 0.015, count: samples });
      const ofSpring = boltzmannEnergy(
        (r) => (0.5 * k * (r - length) ** 2) / kT,
        (r) => r ** (dimension - 1),
        2 * length,
      );
      const ofBend = boltzmannEnergy(
        (angle) => stiffnessOfBend * (1 - Math.cos(angle)),
        (angle) => Math.sin(angle) ** (dimension - 2),
        Math.PI,
      );
      for (const [name, { mean, variance }, terms] of [
        ["spring", ofSpring, 2],
        ["bend", ofBend, 1],
      ] as const) {
        const count = 40 * samples * terms;
        const total = seen[name].reduce((sum, value) => sum + value, 0);
        expectNear(total / count, mean, Math.sqrt(variance / count), name);
      }
    });
});

describe("an energy without any length of its own", () => {
  it("x^4 holds kT/4 a coordinate", () => {
    const beads = 400;
    const samples = 6;
    const model = growthModel(`space 2D
      temperature 298 K
      molecule P { x, pos: vector um }
      motion P.pos overdamped drag 0.1 pN*s/um
      energy trap: a: P() = 1 pN/um^3 * (a.pos.x^4 + a.pos.y^4)
      init P = ${beads} count
      observe energy = sum(1 pN/um^3 * (a.pos.x^4 + a.pos.y^4) over a: P) / kT`);
    // Beads forget where they were in drag <x^2> / kT = 0.5 s.
    const { energy } = series(startGrowth(model), ["energy"], { from: 4, every: 2, count: samples });
    const count = 2 * beads * samples;
    const total = energy.reduce((sum, value) => sum + value, 0);
    // Gamma distributed with mean and variance 1/4; steps of the default tolerance may add 4 % of bias.
    expect(Math.abs(total / count - 0.25)).toBeLessThan(4 * Math.sqrt(0.25 / count) + 0.01);
  });
});
