/**
 * Every energy that a growth form writes, at equilibrium, against statistical mechanics, in 2D and 3D:
 *
 * - In a molecule without rings, lengths and angles are independent of each other. Of a length r the measure is r^(d-1), of
 *   an angle sin^(d-2), and the mean of each energy is a quadrature.
 * - Of a ring and of walls by the generalised equipartition theorem, sum over x of <x dE/dx> = kT each: for energies that
 *   scale with lengths as their power p, the sum of p <E> is kT for every coordinate but the place of the whole.
 *
 * Budget: four standard errors and 3 % for steps of the default tolerance (docs/growth.md has measured biases).
 */
import { describe, expect, it } from "vitest";
import { boltzmannEnergy, type Moments } from "./boltzmann.ts";
import { blockMean } from "./errorBudget.ts";
import { growthModel, series, startGrowth } from "./growthRun.ts";

/** In pN um at 298 K. */
const kT = 1.380649e-23 * 298 * 1e18;
const bias = 0.03;
const rise = 0.1;

function ofLength(dimension: number, k: number, length: number): Moments {
  return boltzmannEnergy(
    (r) => (0.5 * k * (r - length) ** 2) / kT,
    (r) => r ** (dimension - 1),
    3 * length,
  );
}

function ofAngle(dimension: number, energy: (angle: number) => number): Moments {
  return boltzmannEnergy(energy, (angle) => Math.sin(angle) ** (dimension - 2), Math.PI);
}

interface Term {
  readonly name: string;
  /** In kT, with the matches that it is summed over. */
  readonly observed: string;
  readonly expected: (dimension: number) => Moments;
}

const vector = (dimension: number, x: string, y: string): string =>
  dimension === 2 ? `vec(${x}, ${y})` : `vec(${x}, ${y}, 0 um)`;

function bond(name: string, k: number, length: number, pattern: string): Term {
  return {
    name,
    observed: `sum(0.5 * ${k} pN/um * (distance(a, b) - ${length} um)^2 over ${pattern}) / kT`,
    expected: (dimension) => ofLength(dimension, k, length),
  };
}

function bend(name: string, kappa: number, pattern: string): Term {
  return {
    name,
    observed: `sum(${kappa} * (1 - dot(unit(b.pos - a.pos), unit(c.pos - b.pos))) over ${pattern})`,
    expected: (dimension) => ofAngle(dimension, (angle) => kappa * (1 - Math.cos(angle))),
  };
}

/** Soft and stiff: k l^2 of 50 kT, which moves as any energy, and of 2000 kT, which is solved for at the end of steps. */
const stretches = [2, 80];
const kappa = 8;
const molecules = 40;

/** A mother of two subunits whose first one has a branch of two: a chain without rings or closed angles. */
function branched(dimension: number, stretch: number): string {
  const place = (i: number): string => {
    const x = i < 2 ? i * rise : rise + (i - 1) * rise * Math.cos(1.2);
    const y = i < 2 ? 0 : (i - 1) * rise * Math.sin(1.2);
    return vector(dimension, `${x} um`, `${y} um + copy * 2 um`);
  };
  return `
    compartment cell { volume 1 um^3 }
    species Arp in cell = 0 count
    filament Actin { ends barbed, pointed  rise ${rise} um  persistence ${kappa * rise} um  stretch ${stretch} pN }
    branch Actin with Arp angle 70 deg sd 10 deg @ 0.001 um^3/count/s
    motion Actin.pos overdamped drag 0.02 pN*s/um
    init m: Actin(barbed[1]), a: Actin(pointed[1], arm[2]), n: Actin_branch(mother[2], barbed[3]),
      c: Actin(pointed[3], barbed[4]), d: Actin(pointed[4]) = ${molecules} count
      set m.pos = ${place(0)}, a.pos = ${place(1)}, n.pos = ${place(2)}, c.pos = ${place(3)}, d.pos = ${place(4)}`;
}

function branchTerms(stretch: number): readonly Term[] {
  const k = stretch / rise;
  const sd = (10 * Math.PI) / 180;
  return [
    bond("stretch", k, rise, "a: Actin(barbed[1]), b: Actin(pointed[1])"),
    bond("arm", k, rise, "a: Actin(arm[1]), b: Actin_branch(mother[1])"),
    bond("branch stretch", k, rise, "a: Actin_branch(barbed[1]), b: Actin(pointed[1])"),
    bend("arm bend", kappa, "a: Actin(arm[1]), b: Actin_branch(mother[1], barbed[2]), c: Actin(pointed[2])"),
    bend(
      "branch bend",
      kappa,
      "a: Actin_branch(barbed[1]), b: Actin(pointed[1], barbed[2]), c: Actin(pointed[2])",
    ),
    {
      name: "arm angle",
      observed: `sum(0.25 / (10 deg)^2 * (angle(b.pos - a.pos, n.pos - b.pos) - 70 deg)^2
        over a: Actin(barbed[1]), b: Actin(pointed[1], arm[2]), n: Actin_branch(mother[2]))`,
      expected: (dimension) =>
        ofAngle(dimension, (angle) => (0.25 / sd ** 2) * (angle - (70 * Math.PI) / 180) ** 2),
    },
  ];
}

/** Three subunits in a row, of which the last is linked to the first of two others. */
function linked(dimension: number): string {
  const at = (i: number): string => vector(dimension, `${i * rise} um`, "copy * 2 um");
  return `
    compartment cell { volume 1 um^3 }
    species X in cell = 0 count
    filament Actin { ends barbed, pointed  rise ${rise} um  persistence ${kappa * rise} um  stretch 2 pN }
    crosslink Actin with X within 0.3 um length 0.15 um stiffness 30 pN/um @ 0.001 um^3/count/s, back 0 /s
    motion Actin.pos overdamped drag 0.02 pN*s/um
    init a: Actin(barbed[1]), b: Actin(pointed[1], barbed[2]), c: Actin(pointed[2], X[3]),
      d: Actin(X[3], barbed[4]), e: Actin(pointed[4]) = ${molecules} count
      set a.pos = ${at(0)}, b.pos = ${at(1)}, c.pos = ${at(2)}, d.pos = ${at(3.5)}, e.pos = ${at(4.5)}`;
}

const linkTerms: readonly Term[] = [
  bond("stretches", 20, rise, "a: Actin(barbed[1]), b: Actin(pointed[1])"),
  bend("bend", kappa, "a: Actin(barbed[1]), b: Actin(pointed[1], barbed[2]), c: Actin(pointed[2])"),
];
const link = {
  observed: "sum(0.5 * 30 pN/um * (distance(a, b) - 0.15 um)^2 over a: Actin(X[1]), b: Actin(X[1])) / kT",
  expected: (dimension: number): Moments => ofLength(dimension, 30, 0.15),
};

/** Numbers of matches in a molecule. */
const matches: Readonly<Record<string, number>> = { stretch: 2, stretches: 3 };

describe.each([2, 3])("filaments in %iD", (dimension) => {
  const rows = [
    ...stretches.map((stretch) => ({
      what: `a branch, stretched by ${stretch} pN`,
      model: branched(dimension, stretch),
      terms: branchTerms(stretch),
    })),
    { what: "a link", model: linked(dimension), terms: [...linkTerms, { name: "link", ...link }] },
  ];
  it.each(rows)("$what: each energy has its share", ({ model, terms }) => {
    const observed = terms.map((term, i) => `observe e${i} = ${term.observed}`);
    const space = dimension === 2 ? "space 2D depth 0.1 um" : "space 3D";
    const simulation = startGrowth(
      growthModel(`${space}\ntemperature 298 K\n${model}\n${observed.join("\n")}`),
    );
    const samples = 12;
    const names = terms.map((_, i) => `e${i}`);
    // The slowest angle relaxes in drag l^2 / (8 kT) = 6 ms or so.
    const seen = series(simulation, names, { from: 0.06, every: 0.02, count: samples });
    terms.forEach(({ name, expected }, i) => {
      const { mean, variance } = expected(dimension);
      const count = molecules * samples * (matches[name] ?? 1);
      const found = seen[`e${i}`].reduce((sum, value) => sum + value, 0) / count;
      const budget = 4 * Math.sqrt(variance / count) + bias * mean;
      expect(Math.abs(found - mean), `${name}: ${found} kT, expected ${mean} +- ${budget}`).toBeLessThan(
        budget,
      );
    });
  });
});

describe("membranes in 2D", () => {
  // At rest at 0.25 um: bending / R^2 = 2 tension - 2 pressure R.
  it.each([
    { tension: 16, pressure: 0 },
    { tension: 8, pressure: -32 },
    { tension: 24, pressure: 32 },
  ])(
    "tension $tension pN/um and pressure $pressure Pa: energies obey the theorem",
    ({ tension, pressure }) => {
      const model = growthModel(`space 2D depth 0.1 um
      temperature 298 K
      membrane plasma { bending 2 pN*um  tension ${tension} pN/um  pressure ${pressure} Pa  mesh 50 nm  radius 0.25 um }
      motion plasma.pos overdamped drag 0.003 pN*s/um
      observe vertices = count plasma
      observe tension = ${tension} pN/um * depth * perimeter(plasma) / kT
      observe pressure = -${pressure} Pa * depth * area(plasma) / kT
      observe bending = 2 pN*um * depth
        * sum(norm(unit(c.pos - b.pos) - unit(b.pos - a.pos))^2 / (distance(a, b) + distance(b, c))
          over a: plasma(right[1]), b: plasma(left[1], right[2]), c: plasma(left[2])) / kT
      observe spacing = 0.5 * 500 pN/um * sum((distance(a, b) - distance(b, c))^2
        over a: plasma(right[1]), b: plasma(left[1], right[2]), c: plasma(left[2])) / kT`);
      const simulation = startGrowth(model);
      simulation.advanceTo(0);
      const { vertices } = simulation.observe();
      const samples = 1600;
      const names = ["vertices", "tension", "pressure", "bending", "spacing"] as const;
      const seen = series(simulation, names, { from: 0.02, every: 0.001, count: samples });
      // No segment is halved or joined meanwhile.
      expect(new Set(seen.vertices)).toEqual(new Set([vertices]));
      const virial = Array.from(
        { length: samples },
        (_, i) => seen.tension[i] + 2 * seen.pressure[i] - seen.bending[i] + 2 * seen.spacing[i],
      );
      const { mean, standardError } = blockMean(virial, 20);
      const expected = 2 * vertices - 2;
      expect(Math.abs(mean - expected), `${mean}, expected ${expected}`).toBeLessThan(
        4 * standardError + bias * expected,
      );
      expect(standardError).toBeLessThan(0.03 * expected);
    },
  );
});

describe("a sphere that breathes", () => {
  it("has kT/2 in its tension", () => {
    const model = growthModel(`space 3D
      temperature 298 K
      membrane shell { tension 15 pN/um  radius 0.01 um }
      motion shell.radius overdamped drag 0.1 pN*s/um
      observe energy = 15 pN/um * 4 * pi * sum(s.radius^2 over s: shell) / kT`);
    // Around 0 it relaxes in drag / (8 pi tension) = 0.3 ms.
    const { energy } = series(startGrowth(model), ["energy"], { from: 0.01, every: 0.002, count: 2000 });
    const { mean, standardError } = blockMean(energy, 20);
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * standardError);
    expect(standardError).toBeLessThan(0.03);
  });
});

describe.each([2, 3])("contact with a membrane at rest in %iD", (dimension) => {
  it("holds rods with forces whose virial is kT a coordinate of their middles", () => {
    const rods = 24;
    const shape = dimension === 2 ? "bending 1 pN*um  mesh 50 nm" : "";
    const model = growthModel(`space ${dimension}D ${dimension === 2 ? "depth 0.1 um" : ""}
      temperature 298 K
      membrane plasma { ${shape} tension 15 pN/um  radius 0.3 um  contact 20 pN/um  within 50 nm }
      filament Actin { ends barbed, pointed  rise 0.05 um  persistence 1 um  stretch 5 pN }
      motion Actin.pos overdamped drag 0.003 pN*s/um
      init chain of 2 Actin by barbed - pointed = ${rods} count
        set pos = ${vector(dimension, "index * 0.05 um", "0.1 um")}
      observe virial = -sum(dot(contact_force(a) + contact_force(b), 0.5 * (a.pos + b.pos))
        over a: Actin(barbed[1]), b: Actin(pointed[1])) / kT`);
    // A rod crosses the inside in R^2 2 drag / (d kT) = 60 ms or so.
    const { virial } = series(startGrowth(model), ["virial"], { from: 0.1, every: 0.001, count: 1500 });
    const { mean, standardError } = blockMean(virial, 20);
    const expected = dimension * rods;
    expect(Math.abs(mean - expected), `${mean}, expected ${expected}`).toBeLessThan(
      4 * standardError + bias * expected,
    );
    expect(standardError).toBeLessThan(0.03 * expected);
  });
});
