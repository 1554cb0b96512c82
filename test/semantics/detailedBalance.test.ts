/**
 * Balanced rates keep detailed balance: what the generated network settles to is the Boltzmann distribution over the
 * configurations of molecules that can be told apart, which is summed here one by one. A bond within the volume V
 * counts 1 / (V c0), c0 being the standard concentration.
 */
import { describe, expect, it } from "vitest";
import { distributionOf, stationaryDistribution } from "../support/stationaryDistribution.ts";
import { compileModel, observedAt, simulationOf } from "./models.ts";

const standard = 602214076;

function settled(text: string, observable: string): ReadonlyMap<number, number> {
  const model = compileModel(text, "ssa");
  return distributionOf(model, observable, stationaryDistribution(model));
}

/** Weights by value, normalised. */
function boltzmann(weights: Iterable<readonly [number, number]>): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  let total = 0;
  for (const [value, weight] of weights) {
    sums.set(value, (sums.get(value) ?? 0) + weight);
    total += weight;
  }
  return new Map([...sums].map(([value, weight]) => [value, weight / total]));
}

function expectSame(found: ReadonlyMap<number, number>, known: ReadonlyMap<number, number>): void {
  expect(new Set(found.keys())).toEqual(new Set(known.keys()));
  for (const [value, probability] of known)
    expect(found.get(value), `at ${value}`).toBeCloseTo(probability, 10);
}

/** Twice as long as anything takes to relax lies between samples. */
const samples = 1500;
const spacing = 4;
/** 99.99 % of chi-squared with five degrees of freedom, the most that are tested here. */
const chiSquaredBound = 25.7;

/** A network-free run that is looked at again and again. */
function expectSampled(text: string, observable: string, known: ReadonlyMap<number, number>): void {
  const run = simulationOf(text, "network_free", { seed: "equilibrium" });
  const counts = new Map<number, number>();
  for (let k = 1; k <= samples; k++) {
    run.advanceTo(k * spacing);
    const value = run.observe()[observable] ?? Number.NaN;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  let chiSquared = 0;
  for (const [value, probability] of known) {
    const expected = samples * probability;
    chiSquared += ((counts.get(value) ?? 0) - expected) ** 2 / expected;
  }
  expect(chiSquared, JSON.stringify([...counts])).toBeLessThan(chiSquaredBound);
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function choose(n: number, k: number): number {
  return factorial(n) / (factorial(k) * factorial(n - k));
}

/** All ways to give each of `count` molecules one of two states. */
function* states(count: number): Generator<readonly number[]> {
  for (let bits = 0; bits < 2 ** count; bits++)
    yield Array.from({ length: count }, (_, i) => Math.floor(bits / 2 ** i) % 2);
}

describe.each([0, 0.3, 1])("with phi = %s", (phi) => {
  it("a state", () => {
    const text = `model M {
      molecule A { s {u, p} }
      energy high: A(s{p}) = 1.5
      rule flip: A(s{u}) <-> A(s{p}) @ 2 /s, balanced ${phi}
      init A = 5 count
      observe n = count A(s{p})
    }`;
    const weights = Array.from({ length: 6 }, (_, n) => [n, choose(5, n) * Math.exp(-1.5 * n)] as const);
    expectSame(settled(text, "n"), boltzmann(weights));
  });

  it("a bond, its energy in kJ/mol, at 1 M by convention", () => {
    const text = `model M {
      compartment cell { volume 2 um^3 }
      temperature 310 K
      molecule A { x }  molecule B { y }
      energy bond: A(x[1]), B(y[1]) = -50 kJ/mol
      rule bind: A(x[.]) + B(y[.]) <-> A(x[1]), B(y[1]) @ 1 /uM/s, balanced ${phi}
      init A = 4 count
      init B = 3 count
      observe n = count A(x[_])
    }`;
    const bond = Math.exp(50e3 / (8.31446261815324 * 310)) / (2 * standard);
    const weights = Array.from(
      { length: 4 },
      (_, n) => [n, choose(4, n) * choose(3, n) * factorial(n) * bond ** n] as const,
    );
    expectSame(settled(text, "n"), boltzmann(weights));
  });

  it("a symmetric dimer", () => {
    const text = `model M {
      compartment cell { volume 1 um^3 }
      molecule A { x }
      energy bond: A(x[1]), A(x[1]) = -20
      rule pair: A(x[.]) + A(x[.]) <-> A(x[1]), A(x[1]) @ 1 /uM/s, balanced ${phi}
      init A = 7 count
      observe n = count { A(x[1]), A(x[1]) }
    }`;
    const bond = Math.exp(20) / standard;
    const weights = Array.from({ length: 4 }, (_, n) => {
      const pairings = factorial(7) / (2 ** n * factorial(n) * factorial(7 - 2 * n));
      return [n, pairings * bond ** n] as const;
    });
    expectSame(settled(text, "n"), boltzmann(weights));
  });

  it("identical sites, with cooperation of what they bind", () => {
    const text = `model M {
      compartment cell { volume 1 um^3 }
      molecule R { l * 3 }  molecule L { r }
      energy one: R(l[1]), L(r[1]) = -1
      energy two: R(l[_], l[_]) = -0.7
      rule bind: R(l[.]) + L(r[.]) <-> R(l[1]), L(r[1]) @ 1 um^3/count/s, back 0.5 /s, balanced ${phi}
      init R = 2 count
      init L = 4 count
      observe n = count R(l[_])
      observe pairs = count R(l[_], l[_])
    }`;
    // The constants compare at 0.5 count/um^3.
    const weights = function* (of: (i: number, j: number) => number) {
      for (let i = 0; i <= 3; i++) {
        for (let j = 0; j <= 3 && i + j <= 4; j++) {
          const ways = choose(3, i) * choose(3, j) * choose(4, i + j) * factorial(i + j);
          const pairs = (i * (i - 1)) / 2 + (j * (j - 1)) / 2;
          yield [of(i, j), ways * (Math.exp(1) / 0.5) ** (i + j) * Math.exp(0.7 * pairs)] as const;
        }
      }
    };
    expectSame(settled(text, "n"), boltzmann(weights((i, j) => i + j)));
    const pairs = boltzmann(weights((i, j) => (i * (i - 1)) / 2 + (j * (j - 1)) / 2));
    expectSame(settled(text, "pairs"), pairs);
  });

  it("neighbours on a ring", () => {
    const text = `model M {
      molecule T { l, r, s {u, p} }
      energy high: T(s{p}) = 0.8
      energy side: T(r[1], s{p}), T(l[1], s{p}) = -1.1
      rule flip: T(s{u}) <-> T(s{p}) @ 2 /s, balanced ${phi}
      init ring of 5 T by r - l = 1 count
      observe n = count T(s{p})
      observe pairs = count { T(r[1], s{p}), T(l[1], s{p}) }
    }`;
    const ring = [...states(5)].map((s) => {
      const n = s.reduce((sum, one) => sum + one, 0);
      const pairs = s.reduce((sum, one, i) => sum + one * s[(i + 1) % 5], 0);
      return { n, pairs, weight: Math.exp(-0.8 * n + 1.1 * pairs) };
    });
    expectSame(settled(text, "n"), boltzmann(ring.map(({ n, weight }) => [n, weight])));
    expectSame(settled(text, "pairs"), boltzmann(ring.map(({ pairs, weight }) => [pairs, weight])));
  });

  it("a second bond that closes within a pair", () => {
    const text = `model M {
      compartment cell { volume 1 um^3 }
      molecule A { x, y }  molecule B { x, y }
      energy first: A(x[1]), B(x[1]) = -2
      energy second: A(y[1]), B(y[1]) = -1
      rule join: A(x[.]) + B(x[.]) <-> A(x[1]), B(x[1]) @ 1 um^3/count/s, back 3 /s, balanced ${phi}
      rule close: A(x[1], y[.]), B(x[1], y[.]) <-> A(x[1], y[2]), B(x[1], y[2]) @ 5 /s, balanced ${phi}
      init A = 3 count
      init B = 3 count
      observe n = 10 * count A(x[_]) + count A(y[_])
    }`;
    const weights = [0, 1, 2, 3].flatMap((n) =>
      Array.from({ length: n + 1 }, (_, m) => {
        const ways = choose(3, n) ** 2 * factorial(n) * choose(n, m);
        return [10 * n + m, ways * (Math.exp(2) / 3) ** n * Math.exp(m)] as const;
      }),
    );
    expectSame(settled(text, "n"), boltzmann(weights));
  });
});

it("gives the course that BioNetGen computes with Arrhenius(0.3, -0.7) and the same energies", () => {
  const text = `model M {
    molecule R { l * 2, s {off, on}, d }
    molecule L { r }
    energy one: R(l[1]), L(r[1]) = -1
    energy two: R(l[_], l[_]) = -1.2
    energy on: R(s{on}) = 1
    energy help: R(l[1], s{on}), L(r[1]) = -0.9
    energy pair: R(d[1], s{on}), R(d[1], s{on}) = -1.7
    param k = exp(0.7)
    rule bind: R(l[.]) + L(r[.]) <-> R(l[1]), L(r[1]) @ k * 1 /count/s, back k * 1 /s, balanced 0.3
    rule turn: R(s{off}) <-> R(s{on}) @ k * 1 /s, balanced 0.3
    rule pair: R(d[.]) + R(d[.]) <-> R(d[1]), R(d[1]) @ k * 1 /count/s, back k * 1 /s, balanced 0.3
    init R = 10 count
    init L = 10 count
    observe bound = count L(r[_])
    observe on = count R(s{on})
    observe dimer = count R(d[_])
  }
  experiment course of M { until 1 s  tolerance 1e-12  absolute 1e-12 }`;
  // run_network of BioNetGen 2.9.3, both tolerances 1e-13.
  const known = new Map([
    [0.5, [9.868377533432, 5.000650608203, 7.642100067388]],
    [1, [9.885686706615, 6.213281645824, 7.87603964005]],
  ]);
  for (const [time, values] of known) {
    const { bound, on, dimer } = observedAt(text, time, "ode");
    [bound, on, dimer].forEach((value, i) => expect(value).toBeCloseTo(values[i] ?? Number.NaN, 9));
  }
});

describe("network-free", () => {
  it("settles to the states of a ring of neighbours", () => {
    const text = `model M {
      molecule T { l, r, s {u, p} }
      energy high: T(s{p}) = 0.8
      energy side: T(r[1], s{p}), T(l[1], s{p}) = -1.1
      rule flip: T(s{u}) <-> T(s{p}) @ 2 /s, balanced 0.5
      init ring of 5 T by r - l = 1 count
      observe n = count T(s{p})
    }`;
    const ring = [...states(5)].map((s): [number, number] => {
      const n = s.reduce((sum, one) => sum + one, 0);
      const pairs = s.reduce((sum, one, i) => sum + one * (s[(i + 1) % 5] ?? 0), 0);
      return [n, Math.exp(-0.8 * n + 1.1 * pairs)];
    });
    expectSampled(text, "n", boltzmann(ring));
  });

  it("settles to the numbers of a symmetric dimer whose molecules interact", () => {
    const text = `model M {
      compartment cell { volume 1 um^3 }
      molecule A { x, s {u, p} }
      energy bond: A(x[1]), A(x[1]) = -1
      energy both: A(x[1], s{p}), A(x[1], s{p}) = -1.5
      rule pair: A(x[.]) + A(x[.]) <-> A(x[1]), A(x[1]) @ 0.5 um^3/count/s, back 2 /s, balanced 0.5
      rule flip: A(s{u}) <-> A(s{p}) @ 2 /s, balanced 0.5
      init A = 7 count
      observe n = count { A(x[1]), A(x[1]) }
    }`;
    // A bond counts 1/4 in the volume; its two molecules have four states, of which one is favoured.
    const bond = (Math.exp(1) / 4) * (3 + Math.exp(1.5));
    const weights = Array.from({ length: 4 }, (_, n): [number, number] => {
      const pairings = factorial(7) / (2 ** n * factorial(n) * factorial(7 - 2 * n));
      return [n, pairings * bond ** n * 2 ** (7 - 2 * n)];
    });
    expectSampled(text, "n", boltzmann(weights));
  });
});

it("energies that a rule does not balance leave its rate alone", () => {
  const text = `model M {
    molecule A { s {u, p} }
    energy high: A(s{p}) = 1.5
    rule flip: A(s{u}) <-> A(s{p}) @ 2 /s, back 2 /s
    init A = 1 count
    observe n = count A(s{p})
  }`;
  expectSame(
    settled(text, "n"),
    new Map([
      [0, 0.5],
      [1, 0.5],
    ]),
  );
});
