import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type FactorRow, factorModel, factorRows, factorTable, modelOfRow } from "./factors.ts";
import { derivativesOf, propensitiesOf } from "./models.ts";

const rows = factorRows.map((row): [string, FactorRow] => [row.rule, row]);

describe("statistical factors of plain species", () => {
  it.each(rows)("deterministic: %s", (_, row) => {
    const expected = row.directions.reduce(
      (sum, { deterministic }, i) => sum + deterministic * (row.changes[i] ?? 0),
      0,
    );
    expect(derivativesOf(modelOfRow(row)).get(row.watched)).toBe(expected);
  });

  describe.each(["ssa", "tau", "hybrid"] as const)("method %s", (method) => {
    it.each(rows)("stochastic: %s", (_, row) => {
      const propensities = propensitiesOf(modelOfRow(row), 0, method);
      expect([...propensities]).toEqual(
        row.directions.map(({ reaction, stochastic }) => [reaction, stochastic]),
      );
    });
  });

  it("are those of the table in spec.md", () => {
    const spec = readFileSync(new URL("../../spec.md", import.meta.url), "utf8");
    const table = /<!-- factors -->\n([\s\S]*?)\n<!-- \/factors -->/.exec(spec)?.[1] ?? "";
    expect(table.split("\n").filter((line) => line.startsWith("|"))).toEqual(factorTable());
  });

  it("are computed in the model that spec.md shows", () => {
    const spec = readFileSync(new URL("../../spec.md", import.meta.url), "utf8");
    const shown = factorModel.replace(/\n {2}rule r: RULE\n\}$/, "");
    expect(spec).toContain(shown);
  });
});
