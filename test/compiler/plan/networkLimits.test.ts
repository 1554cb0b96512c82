/** A network of complexes that grows without bound is stopped, with the rule that makes it grow. */
import { expect, it } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { MemoryHost } from "../../../compiler/host.ts";

const polymer = `language 1.0
model Polymer {
  molecule Actin { barbed, pointed }
  init Actin = 100 count
  rule grow: Actin(barbed[.]) + Actin(pointed[.]) -> Actin(barbed[1]), Actin(pointed[1]) @ 1 /count/s
}`;

function reportsWithin(species: number, reactions: number, molecules = 1000): string[] {
  const host = new MemoryHost(new Map([["m.tdl", polymer]]));
  const limits = { species, reactions, molecules };
  return compile({ main: "m.tdl", host, experiment: null, method: "ssa", limits }).diagnostics.map(
    ({ code, message }) => `${code} ${message}`,
  );
}

it("stops at the limit of species", () => {
  expect(reportsWithin(20, 1000)).toEqual([
    "TDL5124 The network grows beyond 20 species; the rule grow made the last ones.",
  ]);
});

it("stops at the limit of reactions", () => {
  expect(reportsWithin(1000, 20)).toEqual([
    "TDL5124 The network grows beyond 20 reactions; the rule grow made the last ones.",
  ]);
});

it("stops at the limit of molecules in one complex", () => {
  expect(reportsWithin(1000, 1000, 8)).toEqual([
    "TDL5124 The network grows beyond 8 molecules in one complex; the rule grow made the last ones.",
  ]);
});
