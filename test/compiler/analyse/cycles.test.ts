/** Circles of reversible reactions: which close, which do not, and whose constants are named. */
import { array, assert, integer, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { cycleConstraints } from "../../../compiler/analyse/thermodynamics/cycleConstraints.ts";
import { sparseCorrection } from "../../../compiler/analyse/thermodynamics/sparseCorrection.ts";
import { codesOf, toldOf } from "./analysing.ts";

function triangle(last: number, arrow = "<->"): string {
  const rate = arrow === "<->" ? `${last} /s, back 1 /s` : `${last} /s`;
  return `species A = 10 count\nspecies B, C
rule ab: A <-> B @ 2 /s, back 1 /s\nrule bc: B <-> C @ 3 /s, back 1 /s\nrule ac: A ${arrow} C @ ${rate}`;
}

describe("a circle of plain reactions", () => {
  it("closes when the constants multiply to 1", () => {
    expect(codesOf(triangle(6))).toEqual([]);
  });

  it("may be off by less than a factor of 2", () => {
    expect(codesOf(triangle(10))).toEqual([]);
    expect(codesOf(triangle(2))).toEqual(["TDL5176"]);
  });

  it("may be off by less where the model asks for detailed balance", () => {
    expect(codesOf(`check detailed_balance\n${triangle(10)}`)).toEqual(["TDL5176"]);
    expect(codesOf(`check detailed_balance\n${triangle(8)}`)).toEqual([]);
  });

  it("is none when a step is one-way", () => {
    expect(codesOf(triangle(60, "->"))).toEqual([]);
  });

  it("is none when a rate changes with time", () => {
    const rules = triangle(60).replace(
      "rule ac: A <-> C @ 60 /s",
      "rule ac: A <-> C @ 60 /s * exp(-time / (1 s))",
    );
    expect(codesOf(rules)).toEqual([]);
  });

  it("counts identical molecules as the factors of the rules do", () => {
    // 2 A <-> A2 with 1/2 in the velocity; A + B and B + B have none and 1/2.
    const rules = `species A = 10 count\nspecies B, AA, AB, BB
rule turn: A <-> B @ 4 /s, back 1 /s
rule aa: 2 A <-> AA @ 1 /count/s, back 1 /s
rule ab: A + B <-> AB @ 1 /count/s, back 1 /s
rule bb: 2 B <-> BB @ 1 /count/s, back 1 /s
rule aa_ab: AA <-> AB @ 8 /s, back 1 /s
rule ab_bb: AB <-> BB @ 2 /s, back 1 /s`;
    expect(codesOf(rules)).toEqual([]);
  });

  it("depends on the sizes of compartments only as the amounts do", () => {
    const rules = `compartment a { volume 1 um^3 }\ncompartment b { volume 8 um^3 }
species X, Y in a = 1 uM\nspecies XY in a\nspecies U, V in b\nspecies UV in b
rule here: X + Y <-> XY @ 1 /uM/s, back 1 /s
rule there: U + V <-> UV @ 1 /uM/s, back 1 /s
rule x: X <-> U @ 8 /s, back 1 /s
rule y: Y <-> V @ 8 /s, back 1 /s
rule xy: XY <-> UV @ 8 /s, back 1 /s`;
    expect(codesOf(rules)).toEqual([]);
  });
});

describe("a circle of rules on molecules", () => {
  const cooperative = (
    factor: number,
    back = factor,
  ): string => `molecule R { l, g }\nmolecule L { r }\nmolecule G { r }
init R = 10 count\ninit L = 10 count\ninit G = 10 count
rule l0: R(l[.], g[.]) + L(r[.]) <-> R(l[1]), L(r[1]) @ 1 /count/s, back 1 /s
rule l1: R(l[.], g[_]) + L(r[.]) <-> R(l[1]), L(r[1]) @ ${factor} /count/s, back 1 /s
rule g0: R(g[.], l[.]) + G(r[.]) <-> R(g[1]), G(r[1]) @ 1 /count/s, back 1 /s
rule g1: R(g[.], l[_]) + G(r[.]) <-> R(g[1]), G(r[1]) @ ${back} /count/s, back 1 /s`;

  it("closes when each partner helps the other as much", () => {
    expect(codesOf(cooperative(5))).toEqual([]);
  });

  it("does not close when only one is helped", () => {
    expect(toldOf(cooperative(5, 1))).toEqual([
      "TDL5176 The rate constants of l0, l1, g0 and g1 do not close a circle of reversible reactions: it is off by a factor of 5.0.",
    ]);
  });

  it("is not made of a kinase and its phosphatase", () => {
    const rules = `molecule K { s {u, p}, t {u, p} }\ninit K = 10 count
rule s: K(s{u -> p}, t{u}) @ 1 /s\nrule s2: K(s{u -> p}, t{p}) @ 100 /s\nrule us: K(s{p -> u}) @ 1 /s
rule t: K(t{u -> p}) @ 1 /s\nrule ut: K(t{p -> u}) @ 1 /s`;
    expect(codesOf(rules)).toEqual([]);
  });

  it("is made of binding and unbinding that are written apart", () => {
    const apart = cooperative(5, 1).replace(
      "rule l1: R(l[.], g[_]) + L(r[.]) <-> R(l[1]), L(r[1]) @ 5 /count/s, back 1 /s",
      "rule l1: R(l[.], g[_]) + L(r[.]) -> R(l[1]), L(r[1]) @ 5 /count/s\nrule l1_off: R(l[1], g[_]), L(r[1]) -> R(l[.]) + L(r[.]) @ 1 /s",
    );
    expect(codesOf(apart)).toEqual(["TDL5176"]);
  });

  it("closes on identical sites with the factors that the network gives", () => {
    const rules = `molecule R { l * 2 }\nmolecule L { r }\ninit R = 10 count\ninit L = 10 count
rule first: R(l[.], l[.]) + L(r[.]) <-> R(l[1], l[.]), L(r[1]) @ 1 /count/s, back 2 /s
rule second: R(l[.], l[_]) + L(r[.]) <-> R(l[1], l[_]), L(r[1]) @ 5 /count/s, back 1 /s
rule both: R(l[.], l[.]) + L(r[.]) + L(r[.]) <-> R(l[1], l[2]), L(r[1]), L(r[2]) @ 5 /count^2/s, back 2 /s`;
    // first * second: (2/2) L and (5 * 1) / (2 * 1) L; both: 5 L^2 / 2.
    expect(codesOf(rules)).toEqual([]);
  });
});

describe("conditions of circles", () => {
  it("are as many as there are independent circles: reactions - species + conserved groups", () => {
    // A complete graph of 5 species: 10 reactions, 4 independent potentials, 6 circles.
    const reactions = [0, 1, 2, 3, 4].flatMap((a) =>
      [0, 1, 2, 3, 4].flatMap((b) =>
        a < b
          ? [{ left: [{ species: a, count: 1 }], right: [{ species: b, count: 1 }], logConstant: b - a }]
          : [],
      ),
    );
    const { rows, constants } = cycleConstraints(
      reactions.map((reaction, pair) => ({ ...reaction, pair })),
      reactions.length,
    );
    expect(rows.length).toBe(6);
    expect(Math.max(...constants.map(Math.abs))).toBeLessThan(1e-12);
  });

  it("single out one constant that is off among many", () => {
    const reactions = [0, 1, 2, 3, 4].flatMap((a) =>
      [0, 1, 2, 3, 4].flatMap((b) => {
        const logConstant = b - a + (a === 1 && b === 3 ? 1.5 : 0);
        return a < b
          ? [{ left: [{ species: a, count: 1 }], right: [{ species: b, count: 1 }], logConstant }]
          : [];
      }),
    );
    const constraints = cycleConstraints(
      reactions.map((reaction, pair) => ({ ...reaction, pair })),
      reactions.length,
    );
    const corrections = sparseCorrection(constraints);
    const wrong = reactions.findIndex(({ left, right }) => left[0].species === 1 && right[0].species === 3);
    expect(corrections[wrong]).toBeCloseTo(-1.5, 4);
    corrections.forEach((value, i) => expect(Math.abs(value)).toBeLessThan(i === wrong ? 2 : 1e-3));
  });

  it("are all kept by constants that follow from potentials of the species", () => {
    const side = array(record({ species: integer({ min: 0, max: 6 }), count: integer({ min: 1, max: 2 }) }), {
      minLength: 1,
      maxLength: 2,
    });
    const potentials = [0.3, -1.2, 2.5, 0.9, -3.1, 1.7, -0.4];
    const energy = (list: readonly { readonly species: number; readonly count: number }[]): number =>
      list.reduce((sum, { species, count }) => sum + count * potentials[species], 0);
    assert(
      property(array(record({ left: side, right: side }), { minLength: 1, maxLength: 25 }), (reactions) => {
        const { rows, constants } = cycleConstraints(
          reactions.map(({ left, right }, pair) => ({
            left,
            right,
            logConstant: energy(right) - energy(left),
            pair,
          })),
          reactions.length,
        );
        for (const [k, row] of rows.entries()) {
          expect(row.some((entry) => entry !== 0)).toBe(true);
          expect(Math.abs(constants[k])).toBeLessThan(1e-6);
        }
        // At most one condition for each reaction beyond those that fix the potentials.
        expect(rows.length).toBeLessThanOrEqual(reactions.length);
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});

describe("balanced rates of energies", () => {
  it("close their circles", () => {
    const rules = `temperature 300 K
molecule R { l, g }\nmolecule L { r }\nmolecule G { r }
init R = 10 count\ninit L = 10 count\ninit G = 10 count
compartment cell { volume 1 um^3 }
energy pair: { R(l[1], g[2]), L(r[1]), G(r[2]) } = -20 kJ/mol
rule l: R(l[.]) + L(r[.]) <-> R(l[1]), L(r[1]) @ 1 /uM/s, back 1 /s, balanced 0.5
rule g: R(g[.]) + G(r[.]) <-> R(g[1]), G(r[1]) @ 1 /uM/s, back 1 /s, balanced 0.5`;
    expect(codesOf(rules)).toEqual([]);
  });
});

describe("a complex with too many states to list", () => {
  /** Of rings of twelve subunits with 32 states; the circle is one of subunits beside one in its last state. */
  const ring = (last: number): string => `compartment cell { volume 1 um^3 }
molecule T { l, r, s {0, 1, 2, 3, 4, 5, 6, 7}, a, b }\nmolecule A { t }\nmolecule B { t }
init ring of 12 T by r - l = 10 count\ninit A = 9 count\ninit B = 9 count
${[0, 1, 2, 3, 4, 5, 6].map((i) => `rule s${i}: T(s{${i}}) <-> T(s{${i + 1}}) @ 2 /s, back 1 /s`).join("\n")}
rule a: T(a[.], b[.]) + A(t[.]) <-> T(a[1]), A(t[1]) @ 1 /uM/s, back 1 /s
rule b: T(b[.], a[.]) + B(t[.]) <-> T(b[1]), B(t[1]) @ 1 /uM/s, back 1 /s
rule ab: T(a[.], b[_], r[2]), T(l[2], s{7}) + A(t[.]) <-> T(a[1], r[2]), T(l[2]), A(t[1]) @ 2 /uM/s, back 1 /s
rule ba: T(b[.], a[_], r[2]), T(l[2], s{7}) + B(t[.]) <-> T(b[1], r[2]), T(l[2]), B(t[1])
  @ ${last} /uM/s, back 1 /s`;

  it("is looked at in parts that its rules see", () => {
    expect(codesOf(ring(2))).toEqual([]);
    expect(codesOf(ring(20))).toEqual(["TDL5176"]);
  });

  it("is not cut where its bonds open, for then its parts are not what they are in the whole", () => {
    const opening = `${ring(20)}\nrule part: T(r[1 -> .]), T(l[1 -> .]) @ 1 /s`;
    expect(codesOf(opening)).not.toContain("TDL5176");
  });
});
