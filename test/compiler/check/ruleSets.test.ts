/** What the rules of a model say together: changes nothing, said twice, can never happen. */
import { describe, it } from "vitest";
import { expectInCell, expectOfFile, expectOfModel } from "./checking.ts";

describe("a rule that changes nothing", () => {
  it("has the same species on both sides, in any order", () => {
    expectInCell("rule «r»: A + B -> B + A @ 1 /uM/s", { code: "TDL5001" });
  });

  it("is not a rule that changes a number", () => {
    expectInCell("rule r: A -> 2 A @ 1 /s");
  });
});

describe("the same reaction twice", () => {
  it("is told of at the second rule", () => {
    expectInCell("rule r: A + B -> C @ 1 /uM/s\nrule «s»: B + A -> C @ 2 /uM/s", {
      code: "TDL5002",
      related: ["r"],
    });
  });

  it("may be the way back of another rule", () => {
    expectInCell("rule r: A <-> B @ 1 /s, back 1 /s\nrule «s»: B -> A @ 1 /s", { code: "TDL5002" });
  });

  it("is not the reaction the other way round", () => {
    expectInCell("rule r: A -> B @ 1 /s\nrule s: B -> A @ 1 /s");
  });

  it("is not a total velocity beside a mass-action rate", () => {
    expectInCell("rule leak: A -> nothing @ 1 /s\nrule pump: A -> nothing total 3 count/s");
  });
});

describe("a rule that can never happen", () => {
  it("needs a species that is never there", () => {
    expectOfModel("species A = 1 count\nspecies B, C\nrule r: A + «B» -> C @ 1 /count/s", {
      code: "TDL5011",
    });
  });

  it("is told of at the root of a chain", () => {
    expectOfModel("species A, B, C\nrule r: «A» -> B @ 1 /s\nrule s: B -> C @ 1 /s", { code: "TDL5011" });
  });

  it("is told of once for a circle", () => {
    expectOfModel("species A, B\nrule r: «A» -> B @ 1 /s\nrule s: B -> A @ 2 /s", { code: "TDL5011" });
  });

  it.each([
    ["an initial amount", "species A = 1 count\nspecies B"],
    ["a parameter as initial amount", "param n = 0 count\nspecies A = n\nspecies B"],
    ["a source", "species A, B\nrule make: nothing -> A @ 1 count/s"],
    ["an event", "species A, B\nevent e when time > 1 s set count A = 3"],
    ["a stimulus", "species A, B\nstimulus s adds A shape 1 count/s"],
    ["a flow", "species A, B\nflow amount A' = 1 count/s"],
    [
      "the way back of a rule",
      "species A\nspecies X = 1 count\nspecies B\nrule turn: A <-> X @ 1 /s, back 1 /s",
    ],
  ])("is not one whose reactant comes from %s", (_, statements) => {
    expectOfModel(`${statements}\nrule r: A -> B @ 1 /s`);
  });

  it("is not one whose reactant a part may make", () => {
    expectOfFile(
      "module P { share species S rule make: nothing -> S total 1 count/s }\nmodel M { compartment c { volume 1 um^3 } species A, B part p = P(S = A) rule r: A -> B @ 1 /s }",
    );
  });
});
