import { describe, it } from "vitest";
import { expectInCell, expectOfFile, expectOfModel } from "./checking.ts";

describe("missing names", () => {
  it("have the nearest one suggested", () => {
    expectInCell("param koff = 1 /s\nrule r: A -> B @ «kof»", { code: "TDL3001", suggestion: /`koff`/ });
  });

  it("have letters in the wrong order put right", () => {
    expectInCell("param rate = 1 /s\nrule r: A -> B @ «raet»", { code: "TDL3001", suggestion: /`rate`/ });
  });

  it("of one letter have no other letter suggested", () => {
    expectInCell("rule r: A -> B @ «k»", { code: "TDL3001", suggestion: null });
  });

  it("that are units are explained", () => {
    expectInCell("rule r: A -> B @ 4 / «s»", {
      code: "TDL3001",
      suggestion: /is a unit when a space stands before the slash/,
    });
  });

  it("never have a model suggested", () => {
    expectOfFile("model Leak { species A = 1 count rule r: A -> nothing @ «kleak» }", {
      code: "TDL3001",
      suggestion: null,
    });
  });

  it("that look like a declared one in another alphabet are explained", () => {
    expectOfModel("species С = 1 count\nrule r: «C» -> nothing @ 1 /s", {
      code: "TDL3001",
      suggestion: /another alphabet/,
    });
  });

  it("may be rules, which have no value", () => {
    expectInCell("rule r: A -> B @ 1 /s\nobserve o = «r»", { code: "TDL4008", message: /a rule/ });
  });
});

describe("declarations", () => {
  it("stand once", () => {
    expectInCell("param k = 1 /s\nparam «k» = 2 /s\nrule r: A -> B @ k", { code: "TDL3002", related: ["k"] });
  });

  it("of rules and values do not collide", () => {
    expectInCell("param bind = 1 /s\nrule bind: A -> B @ bind");
  });

  it("do not hide outer ones", () => {
    expectOfFile("const k = 1\nmodel M { param «k» = 2 observe o = k }", { code: "TDL3005", related: ["k"] });
  });

  it("may have the name of their model", () => {
    expectOfFile("model CaMKII { species CaMKII = 1 count rule r: CaMKII -> nothing @ 1 /s }");
  });

  it("do not redefine time", () => {
    expectOfModel("param «time» = 1 s", { code: "TDL3003" });
  });

  it("that nothing uses are told of", () => {
    expectOfModel("param «k» = 1 /s", { code: "TDL3007" });
  });
});

describe("circles", () => {
  it("of definitions are told of once", () => {
    expectOfModel("define «a» = b\ndefine b = a\nobserve o = a + b", {
      code: "TDL3006",
      message: /a -> b -> a/,
    });
  });

  it("of modules are told of once", () => {
    expectOfFile("module A { part b = B }\nmodule B { part «a» = A }", {
      code: "TDL3010",
      message: /A -> B -> A/,
    });
  });
});

describe("one mistake is told once", () => {
  it.each([
    ["a keyword", "«parm» k = 1 /s\nrule r: A -> B @ k", "TDL1006"],
    ["a decimal comma", "param k = «0,5» /s\nrule r: A -> B @ k", "TDL1203"],
    ["a unit written out", "param k = 1 «second»\nrule r: A -> B @ 1 / k", "TDL1201"],
    ["a bracket", "param k = «(»1 /s\nrule r: A -> B @ k", "TDL1005"],
  ] as const)("when %s makes a declaration unreadable", (_, statements, code) => {
    expectInCell(statements, { code });
  });

  it("when a compartment is left open", () => {
    expectOfModel(
      "compartment cell «{» volume 1 um^3\nspecies A in cell = 1 uM\nrule r: A -> nothing @ 1 /s",
      { code: "TDL1004" },
    );
  });

  it("but a name that stands nowhere else is told of", () => {
    expectInCell("«parm» k = 1 /s\nrule r: A -> B @ k + «m»", { code: "TDL1006" }, { code: "TDL3001" });
  });

  it("when an import fails", () => {
    expectOfFile(
      'import Pump from «"./nowhere.tdl"»\nmodel M { compartment c { volume 1 um^3 } species Ca = 1 uM part p = Pump(Ca = Ca) }',
      {
        code: "TDL2001",
      },
    );
  });

  it("when molecules of a complex are not joined", () => {
    expectOfModel("molecule X { s {u, p} }\nrule r: «X(s{u}), X(s{u})» -> X(s{p}), X(s{p}) @ 1 /s", {
      code: "TDL5103",
    });
  });
});
