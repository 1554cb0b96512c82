/** `use` in an experiment of a model that stands in another file. */
import { expect, it } from "vitest";
import { MemoryHost } from "../../../compiler/host.ts";
import { allDiagnostics } from "../../support/allDiagnostics.ts";

const model = `language 1.0
module Enzyme {
  share compartment cell { volume 1 um^3 }
  share species S in cell = 2 uM
  species E in cell = 400 count
  species ES in cell = 0 count
  rule bind: S + E -> S + ES @ 0.5 /uM/s
  rule leave: ES -> E @ 3 /s
  observe bound = count ES
}
model Cell {
  compartment cell { volume 1 um^3 }
  species S in cell = 2 uM
  part enzyme = Enzyme(cell = cell, S = S)
}
`;

function main(used: string): string {
  return `language 1.0
import Enzyme, Cell from "./model.tdl"
surrogate quick of Enzyme {
  inputs S in 0.02 uM .. 10 uM log
  outputs bound
  kind moments retain bound
  train runs 20
  accept nrmse(bound) <= 5 %
  outside fallback exact
}
experiment short of Cell { use ${used} for enzyme  until 1 s }
`;
}

function errors(used: string): readonly string[] {
  const host = new MemoryHost(
    new Map([
      ["m.tdl", main(used)],
      ["model.tdl", model],
    ]),
  );
  return allDiagnostics("m.tdl", host, null)
    .filter(({ severity }) => severity === "error")
    .map(({ code }) => code);
}

it("finds a surrogate beside the experiment", () => {
  expect(errors("quick")).toEqual([]);
});

it("tells of a surrogate that is not there", () => {
  expect(errors("quik")).toEqual(["TDL7011"]);
});
