import { describe, expect, it } from "vitest";
import { compileModel, derivativesOf, diagnosticsOf, observedAt, propensitiesOf } from "./models.ts";

const pump = `module Pump {
  share species Ca
  input  area: um^2
  output flux: count/s = vmax * area * [Ca] / (1 count/um^3 + [Ca])
  param vmax = 20 count/um^2/s
  rule pump: Ca -> nothing total flux
}`;

describe("parts", () => {
  it("act on the species that the parent binds", () => {
    const text = `${pump} model M {
      compartment c { volume 2 um^3 }
      species Ca = 6 count
      part p = Pump(Ca = Ca, area = 2 um^2)
    }`;
    // [Ca] = 3 count/um^3: 20 * 2 * 3 / 4
    expect(derivativesOf(text)).toEqual(new Map([["Ca", -30]]));
    expect(propensitiesOf(text).get("p.pump")).toBe(30);
  });

  it("of one module keep their parameters and pools apart", () => {
    const text = `${pump} model M {
      compartment c { volume 2 um^3 }
      species X, Y = 6 count
      part p = Pump(Ca = X, area = 2 um^2)
      part q = Pump(Ca = Y, area = 4 um^2, vmax = 10 count/um^2/s)
    }`;
    expect(compileModel(text, "ode").parameters.map(({ name }) => name)).toEqual(["p.vmax", "q.vmax"]);
    expect(derivativesOf(text)).toEqual(
      new Map([
        ["X", -30],
        ["Y", -30],
      ]),
    );
  });

  it("have parameters that a run can set one by one", () => {
    const text = `${pump} model M {
      compartment c { volume 2 um^3 }
      species X, Y = 6 count
      part p = Pump(Ca = X, area = 2 um^2)
      part q = Pump(Ca = Y, area = 2 um^2)
      observe xflux = p.flux  observe yflux = q.flux
    }`;
    const seen = observedAt(text, 0, "ode", { parameters: { "q.vmax": 0 } });
    expect(seen).toMatchObject({ xflux: 30, yflux: 0 });
  });

  it("may have parts, whose names are joined by dots", () => {
    const text = `
      module Inner { share compartment place  species A in place = 2 count  rule r: A -> nothing @ 3 /s }
      module Outer { share compartment room  part inner = Inner(place = room)  species B in room = 1 count }
      model M { compartment c { volume 1 um^3 }  part outer = Outer(room = c)  observe n = count outer.inner.A }`;
    expect(derivativesOf(text)).toEqual(
      new Map([
        ["outer.inner.A", -6],
        ["outer.B", 0],
      ]),
    );
  });

  it("put their pools into the compartment that is bound", () => {
    const text = `module Inner {
        share compartment place
        species A, B in place = 8 count
        rule r: A + B -> nothing @ 1 um^3/count/s
      }
      model M {
        compartment small { volume 2 um^3 }  compartment large { volume 16 um^3 }
        part s = Inner(place = small)  part l = Inner(place = large)
      }`;
    expect(derivativesOf(text).get("s.A")).toBe(-32);
    expect(derivativesOf(text).get("l.A")).toBe(-4);
  });

  it("need every port that has no default", () => {
    const text = `${pump} model M { compartment c { volume 1 um^3 }  species Ca  part p = Pump(Ca = Ca) }`;
    expect(diagnosticsOf(text)).toEqual(["TDL3009"]);
  });

  it("take an input that changes in the run", () => {
    const text = `module Relax { input goal: mV  variable V = 0 mV  flow V' = (goal - V) / (1 s) }
      model M { variable E = -60 mV  flow E' = 2 mV/s  part r = Relax(goal = E)  observe drive: mV/s = (E - r.V) / (1 s) }`;
    expect(derivativesOf(text).get("r.V")).toBe(-60);
    expect(derivativesOf(text).get("E")).toBe(2);
  });
});

describe("shared species without a compartment", () => {
  const both = `module X { share species A, B  rule r: A + B -> nothing @ 1 um^3/count/s }`;

  it("lie where the parent's species lie", () => {
    const text = `${both} model M {
      compartment a { volume 1 um^3 }  compartment b { volume 4 um^3 }
      species A in b = 8 count  species B in b = 2 count
      part x = X(A = A, B = B)
    }`;
    expect(derivativesOf(text).get("A")).toBe(-4);
  });

  it("are refused when the parent's lie in two compartments and the rule needs one", () => {
    const text = `${both} model M {
      compartment a { volume 1 um^3 }  compartment b { volume 4 um^3 }
      species A in a = 8 count  species B in b = 2 count
      part x = X(A = A, B = B)
    }`;
    expect(diagnosticsOf(text)).toEqual(["TDL5005"]);
  });

  it("have no concentration in a model that runs by itself", () => {
    expect(diagnosticsOf("model M { share species A = 3 uM }")).toEqual(["TDL4006"]);
    expect(diagnosticsOf("model M { share species A = 3 count  observe x = [A] }")).toEqual(["TDL4006"]);
    expect(diagnosticsOf("model M { share species A = 3 count  rule r: 2 A -> A @ 1 /uM/s }")).toEqual([
      "TDL4006",
    ]);
    expect(diagnosticsOf("model M { share species A = 3 count  rule r: A -> nothing @ 1 /s }")).toEqual([]);
  });
});

describe("columns of a model without `observe`", () => {
  it("show species and variables of parts too, in the units that they are declared in", () => {
    const text = `module P { variable V = -65 mV }
      model M {
        compartment c { volume 2 um^3 }  compartment skin { area 3 um^2 }
        species A in c = 2 uM  species B in c = 3 count  species D in skin
        part p = P
      }`;
    expect(compileModel(text, "ode").observables.map(({ name, unit }) => `${name}/${unit}`)).toEqual([
      "A/uM",
      "B/count",
      "D/count/um^2",
      "p.V/mV",
    ]);
    expect(observedAt(text, 0)).toMatchObject({ A: 2, B: 3, D: 0, "p.V": -65 });
  });
});
