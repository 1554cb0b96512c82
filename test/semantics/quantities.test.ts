import { describe, expect, it } from "vitest";
import {
  compileModel,
  courseOf,
  derivativesOf,
  observedAt,
  propensitiesOf,
  simulationOf,
  sumOverRuns,
} from "./models.ts";

describe("amounts, numbers and concentrations", () => {
  it("reads 1 uM in 1 um^3 as 602.214076 molecules", () => {
    const seen = observedAt(
      `model M {
        compartment cell { volume 1 um^3 }
        species A = 1 uM
        observe n = count A
        observe nano: nM = [A]
        observe zepto: amol = amount A
      }`,
      0,
    );
    expect(seen["n"]).toBe(602.214076);
    expect(seen["nano"]).toBe(1000);
    expect(seen["zepto"]).toBeCloseTo(0.001, 15);
  });

  it("keeps [X] * size = amount X and count X = amount X / (1 count)", () => {
    const seen = observedAt(
      `model M {
        compartment cell { volume 0.3 um^3 }
        species A = 7 uM
        observe byConcentration = [A] * cell.volume - amount A
        observe byNumber = count A - amount A / (1 count)
      }`,
      0,
    );
    expect(seen["byConcentration"]).toBeCloseTo(0, 10);
    expect(seen["byNumber"]).toBe(0);
  });

  it("only counts species of a model without compartments", () => {
    const text = "model M { species A = 10 count  species B  param k = 1 /count/s  rule r: 2 A -> B @ k }";
    expect(derivativesOf(text).get("B")).toBe(50);
    expect(propensitiesOf(text).get("r")).toBe(45);
  });

  it("rounds initial numbers to the nearest in stochastic runs, with a notice", () => {
    const text = "model M { compartment c { volume 1 um^3 }  species A = 1 nM  observe n = count A }";
    const deterministic = simulationOf(text, "ode");
    const stochastic = simulationOf(text, "ssa");
    expect(deterministic.observe()["n"]).toBeCloseTo(0.602214076, 12);
    expect(stochastic.observe()["n"]).toBe(1);
    expect(stochastic.notices).toEqual(["The initial number of A was rounded from 0.602214 to 1."]);
    expect(deterministic.notices).toEqual([]);
  });
});

describe("molecules that begin with a concentration where the volume changes", () => {
  it.each(["ode", "ssa", "network_free", "graph"] as const)(
    "are as many as it holds at the start: %s",
    (method) => {
      const text = `model M {
      compartment c { volume 2 um^3 }
      molecule A { s {u, p} }
      init A(s{p}) = 1000 count / (2 um^3)
      flow c.volume' = 0.1 um^3/s
      observe n = count A(s{p})
    }`;
      const simulation = simulationOf(text, method);
      simulation.advanceTo(1);
      expect(simulation.observe()["n"]).toBeCloseTo(1000, 9);
    },
  );
});

describe("velocities and sizes", () => {
  it("makes amount in proportion to the size of the compartment by a source", () => {
    const source = (volume: string): number | undefined =>
      derivativesOf(
        `model M { compartment c { volume ${volume} }  species A  rule r: nothing -> A @ 3 count/um^3/s }`,
      ).get("A");
    expect(source("1 um^3")).toBe(3);
    expect(source("4 um^3")).toBe(12);
  });

  it("divides a second-order velocity by the size", () => {
    const text = (volume: string): string => `model M {
      compartment c { volume ${volume} }
      species A = 8 count  species B = 4 count  species C
      rule r: A + B -> C @ 1 um^3/count/s
    }`;
    expect(derivativesOf(text("1 um^3")).get("C")).toBe(32);
    expect(derivativesOf(text("4 um^3")).get("C")).toBe(8);
    expect(propensitiesOf(text("4 um^3")).get("r")).toBe(8);
  });

  it("lets a volume and a surface meet with the constant of the volume", () => {
    const text = `model M {
      compartment cell { volume 2 um^3 }
      compartment skin { area 10 um^2 }
      species L in cell = 6 count
      species R, LR in skin = 5 count
      rule r: L + R -> LR @ 4 um^3/count/s
    }`;
    expect(derivativesOf(text).get("LR")).toBe(60);
    expect(propensitiesOf(text).get("r")).toBe(60);
  });

  it("takes a constant as a condition's value with `when`", () => {
    const text = `model M {
      species A = 10 count  species B
      rule r: A -> B when time >= 2 s @ 1 /s
      observe n = count B
    }`;
    const [before, after] = courseOf(text, "n", [2, 3]);
    expect(before).toBe(0);
    expect(after).toBeCloseTo(10 * (1 - Math.exp(-1)), 3);
  });
});

describe("a compartment that changes", () => {
  const growing = `compartment c { volume 1 um^3 }
    flow c.volume' = 0.5 um^3/s`;

  it("dilutes what is in it and changes no amount", () => {
    const text = `model M { ${growing}  species A = 100 count
      observe n = count A  observe density: count/um^3 = [A] }`;
    const seen = observedAt(text, 4);
    expect(seen["n"]).toBe(100);
    expect(seen["density"]).toBeCloseTo(100 / 3, 8);
  });

  it("slows reactions of two molecules, deterministically", () => {
    const text = `model M { ${growing}
      species A = 100 count  species D
      rule r: 2 A -> D @ 0.02 um^3/count/s
      observe n = count A }`;
    // dA/dt = -k A^2 / V, so 1/A = 1/A0 + k * integral of 1/V.
    const expected = 1 / (1 / 100 + 0.02 * (Math.log(1 + 0.5 * 4) / 0.5));
    expect(observedAt(text, 4)["n"]).toBeCloseTo(expected, 3);
  });

  it("slows reactions of two molecules, stochastically", () => {
    const text = `model M { ${growing}
      species A, B = 1 count  species C
      rule r: A + B -> C @ 0.6 um^3/count/s
      observe n = count C }`;
    const runs = 600;
    const reacted = sumOverRuns(text, "n", 4, { runs, seed: "dilution" });
    const probability = 1 - Math.exp((-0.6 * Math.log(1 + 0.5 * 4)) / 0.5);
    const sigma = Math.sqrt((probability * (1 - probability)) / runs);
    expect(Math.abs(reacted / runs - probability)).toBeLessThan(4 * sigma);
  });

  it("may be given as an expression of time", () => {
    const text = `model M {
      compartment c { volume 1 um^3 * (1 + time / 2 s) }
      species A = 100 count/um^3
      observe n = count A  observe density: count/um^3 = [A]
    }`;
    const seen = observedAt(text, 4);
    expect(seen["n"]).toBe(100);
    expect(seen["density"]).toBeCloseTo(100 / 3, 10);
  });

  it("gives initial numbers from its size at the start", () => {
    const text = "model M { param V = 2 um^3  compartment c { volume V * 2 }  species A = 5 count/um^3 }";
    expect(simulationOf(text, "ode").observe()["A"]).toBe(5);
    expect(simulationOf(text, "ode").state("A")).toBe(20);
    expect(simulationOf(text, "ode", { parameters: { V: "4 um^3" } }).state("A")).toBe(40);
  });

  it("can be changed by an event", () => {
    const text = `model M {
      compartment c { volume 1 um^3 }  species A = 10 count
      event shrink when time >= 1 s set c.volume = 0.5 um^3
      observe density: count/um^3 = [A]
    }`;
    expect(courseOf(text, "density", [0.5, 1.5])).toEqual([10, 20]);
  });
});

describe("fixed species", () => {
  const growing = `compartment c { volume 1 um^3 }
    flow c.volume' = 1 um^3/s`;

  it("hold a declared concentration while the volume changes", () => {
    const text = `model M { ${growing}
      fixed species R = 5 count/um^3  species B
      rule make: R -> R + B @ 2 /s
      observe density: count/um^3 = [R]  observe n = count R  observe made = count B }`;
    const seen = observedAt(text, 3);
    expect(seen["density"]).toBe(5);
    expect(seen["n"]).toBeCloseTo(20, 6);
    // 2 * 5 * integral of V from 0 to 3
    expect(seen["made"]).toBeCloseTo(10 * (3 + 4.5), 3);
  });

  it("hold a declared number while the volume changes", () => {
    const text = `model M { ${growing}
      fixed species F = 12 count
      observe density: count/um^3 = [F]  observe n = count F }`;
    const seen = observedAt(text, 3);
    expect(seen["n"]).toBe(12);
    expect(seen["density"]).toBeCloseTo(3, 8);
  });

  it("are not used up by rules", () => {
    const text = `model M { compartment c { volume 1 um^3 }
      fixed species F = 12 count  species B
      rule r: F -> B @ 1 /s
      observe f = count F  observe b = count B }`;
    expect(observedAt(text, 2)).toMatchObject({ f: 12 });
    expect(observedAt(text, 2)["b"]).toBeCloseTo(24, 6);
  });

  it("at a concentration below one molecule still react", () => {
    const text = `model M { compartment c { volume 0.01 um^3 }
      fixed species Ca = 0.05 uM  species A = 100 count  species B
      rule r: Ca + A -> B @ 10 /uM/s }`;
    expect(propensitiesOf(text).get("r")).toBeCloseTo(50, 9);
    const model = compileModel(text, "ssa");
    expect(model.states.find(({ name }) => name === "Ca")?.discrete).toBe(false);
  });
});
