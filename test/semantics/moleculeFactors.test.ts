import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { exactPropensities } from "../support/mixtureFaults.ts";
import { compileFor, startNetworkFree } from "../support/networkFreeRun.ts";
import { observableSlopesOf, reactionPropensitiesOf } from "./models.ts";
import {
  type MoleculeFactorRow,
  moleculeFactorModel,
  moleculeFactorRows,
  moleculeFactorTable,
  modelOfMoleculeRow,
} from "./moleculeFactors.ts";

const rows = moleculeFactorRows.map((row): [string, MoleculeFactorRow] => [row.rule, row]);

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe("statistical factors of molecules", () => {
  it.each(rows)("deterministic: %s", (_, row) => {
    const slope = observableSlopesOf(modelOfMoleculeRow(row)).get("watched");
    expect(slope).toBeCloseTo(row.change * row.deterministic, 10);
  });

  describe.each(["ssa", "tau", "hybrid"] as const)("method %s", (method) => {
    it.each(rows)("stochastic: %s", (_, row) => {
      const found = reactionPropensitiesOf(modelOfMoleculeRow(row), 0, method);
      expect(sum(found.map(([, propensity]) => propensity))).toBeCloseTo(row.stochastic, 10);
    });
  });

  it.each(rows)("network-free: %s", (_, row) => {
    const model = compileFor(`language 1.0\n${modelOfMoleculeRow(row)}`, "network_free");
    const { engine } = startNetworkFree(model, "factors");
    engine.advance(0, 1);
    expect(sum(exactPropensities(engine.network).values())).toBeCloseTo(row.stochastic, 10);
  });

  const spec = readFileSync(new URL("../../spec.md", import.meta.url), "utf8");

  it("are those of the table in spec.md", () => {
    const table = /<!-- molecule factors -->\n([\s\S]*?)\n<!-- \/molecule factors -->/.exec(spec)?.[1] ?? "";
    expect(table.split("\n").filter((line) => line.startsWith("|"))).toEqual(moleculeFactorTable());
  });

  it("are computed in the model that spec.md shows", () => {
    expect(spec).toContain(moleculeFactorModel.replace(/\n {2}RULE\n\}$/, ""));
  });
});
