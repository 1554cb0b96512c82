import { describe, it } from "vitest";
import { expectInCell, expectOfModel } from "./checking.ts";

describe("mass-action constants", () => {
  it.each([
    ["nothing -> A", "1 uM/s"],
    ["A -> B", "1 /s"],
    ["A + B -> C", "1 /uM/s"],
    ["2 A -> B", "1 /uM/s"],
    ["2 A + B -> C", "1 /uM^2/s"],
    ["A -> 2 B", "1 /s"],
  ])("%s takes %s", (reaction, constant) => {
    expectInCell(`rule r: ${reaction} @ ${constant}`);
  });

  it.each([
    ["nothing -> A", "1 /s", "uM/s"],
    ["A -> B", "1 /uM/s", "/s"],
    ["A + B -> C", "1 /s", "/uM/s"],
    ["3 A -> B", "1 /uM/s", "/uM^2/s"],
  ])("%s refuses %s and shows %s", (reaction, constant, unit) => {
    expectInCell(`rule r: ${reaction} @ «${constant}»`, {
      code: "TDL5009",
      suggestion: new RegExp(`\`${unit.replace("^", "\\^")}\``),
    });
  });

  it("of species that are only counted are in count", () => {
    expectOfModel(
      "species A, B = 1 count\nspecies C\nrule r: A + B -> C @ 1 /count/s\nrule s: A + A -> C @ «1 /uM/s»",
      {
        code: "TDL5009",
        suggestion: /`\/count\/s`/,
      },
    );
  });

  it("on a membrane refer to its area", () => {
    expectOfModel(
      "compartment skin { area 1 um^2 }\nspecies A, B in skin = 10 count\nspecies C in skin\nrule r: A + B -> C @ 1 um^2/count/s",
    );
  });

  it("between a volume and a membrane refer to the volume", () => {
    expectOfModel(
      "compartment cell { volume 1 um^3 }\ncompartment skin { area 1 um^2 }\nspecies A in cell = 1 uM\nspecies R in skin = 10 count\nspecies AR in skin\nrule r: A + R -> AR @ 1 /uM/s",
    );
  });

  it("have no volume between two volumes", () => {
    expectOfModel(
      "compartment a { volume 1 um^3 }\ncompartment b { volume 1 um^3 }\nspecies A in a = 1 uM\nspecies B in b = 1 uM\nrule r: A + B -> nothing @ «1 /uM/s»",
      { code: "TDL5005", message: /\(a, b\)/ },
    );
  });

  it("cross between volumes in first order", () => {
    expectOfModel(
      "compartment a { volume 1 um^3 }\ncompartment b { volume 1 um^3 }\nspecies A in a = 1 uM\nspecies B in b\nrule r: A <-> B @ 1 /s, back 2 /s",
    );
  });

  it("of the way back are checked with the products", () => {
    expectInCell("rule r: A + B <-> C @ 1 /uM/s, back «1 /uM/s»", { code: "TDL5009" });
  });

  it("are not negative", () => {
    expectInCell("rule r: A -> B @ «-1 /s»", { code: "TDL5025" });
  });
});

describe("total velocities", () => {
  it("are an amount per time", () => {
    expectInCell("rule r: A -> B total 3 count/s * [A] / (1 uM + [A])");
  });

  it("are no concentration per time", () => {
    expectInCell("rule r: A -> B total «3 uM/s»", { code: "TDL4003", suggestion: /cell\.volume/ });
  });
});

describe("arrows", () => {
  it("of two ways need a way back", () => {
    expectInCell("rule r: A <-> B «@ 1 /s»", { code: "TDL5007" });
  });

  it("of one way have none", () => {
    expectInCell("rule r: A -> B @ 1 /s, back «2 /s»", { code: "TDL5008" });
  });

  it("stand in every rule on plain species", () => {
    expectInCell("rule «r»: A @ 1 /s", { code: "TDL5010" });
  });
});

describe("participants", () => {
  it("are joined by plus", () => {
    expectInCell("rule r: «A, B» -> C @ 1 /uM/s", { code: "TDL5024", suggestion: /`A \+ B`/ });
  });

  it("that are plain species have no sites", () => {
    expectInCell("rule r: «A»(x[.]) -> C @ 1 /s", { code: "TDL5101" });
  });

  it("are species", () => {
    expectInCell("param k = 1 /s\nrule r: A + «k» -> C @ k", { code: "TDL3004" });
  });

  it("of an undeclared molecule are told of once each", () => {
    expectInCell("rule r: «X»(y[.]) -> A @ 1 /s", { code: "TDL3001" });
  });
});
