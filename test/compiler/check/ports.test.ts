import { it } from "vitest";
import type { ExpectedDiagnostic } from "../../support/expectDiagnostics.ts";
import { expectOfFile } from "./checking.ts";

const pump = `module Pump {
  share species Ca
  input area: um^2
  param density = 2 count/um^2/s
  rule pump: Ca -> nothing total density * area
}
`;

/** Diagnostics of a model with a species Ca in a volume and a part of the module Pump. */
function expectOfPart(bindings: string, ...expected: readonly ExpectedDiagnostic[]): void {
  expectOfFile(
    `${pump}model M { compartment cell { volume 1 um^3 } species Ca = 1 uM param k = 1 um^2 ${bindings} observe o = k }`,
    ...expected,
  );
}

it("binds species and values", () => {
  expectOfPart("part p = Pump(Ca = Ca, area = k)");
});

it("sets parameters of a part", () => {
  expectOfPart("part p = Pump(Ca = Ca, area = k, density = 3 count/um^2/s)");
});

it("wants every port bound", () => {
  expectOfPart("part «p» = Pump(Ca = Ca)", { code: "TDL3009", related: ["area"] });
});

it("tells of a misspelt port once", () => {
  expectOfPart("part p = Pump(Ca = Ca, «aera» = k)", { code: "TDL3008", suggestion: /`area`/ });
});

it("binds a port once", () => {
  expectOfPart("part p = Pump(Ca = Ca, area = k, «area» = 2 um^2)", { code: "TDL3012" });
});

it("binds species to species", () => {
  expectOfPart("part p = Pump(Ca = «k», area = k)", {
    code: "TDL5019",
    message: /needs a species, but a parameter/,
  });
});

it("wants the species, not its concentration", () => {
  expectOfPart("part p = Pump(Ca = «[Ca]», area = k)", { code: "TDL5019", suggestion: /`Ca = Ca`/ });
});

it("wants values of the port's unit", () => {
  expectOfPart("part p = Pump(Ca = Ca, area = «1 um»)", {
    code: "TDL5019",
    message: /needs an area \(um\^2\), but a length/,
  });
});

it("wants a species in a compartment where the module uses concentrations", () => {
  expectOfFile(`${pump}model M { species Ca = 1 count part p = Pump(Ca = «Ca», area = 1 um^2) }`, {
    code: "TDL5019",
  });
});

it("wants a module", () => {
  expectOfPart("part p = «Pupm»(Ca = Ca, area = k)", { code: "TDL5018", suggestion: /`Pump`/ });
});

it("names members that a part does not have", () => {
  expectOfPart("part p = Pump(Ca = Ca, area = k) observe d = p.«densty»", {
    code: "TDL3011",
    suggestion: /`density`/,
  });
});

it("wants compartments of one measure", () => {
  expectOfFile(
    "module Skin { share compartment skin { area 1 um^2 } species R in skin = 1 count rule r: R -> nothing @ 1 /s }\nmodel M { compartment cell { volume 1 um^3 } part s = Skin(skin = «cell») }",
    { code: "TDL5019" },
  );
});
