/**
 * The worked table of statistical factors by the method graph. Where a row has identical sites its molecules react as
 * a network beside a molecule with an attribute; in all others every molecule has one.
 */
import { describe, expect, it } from "vitest";
import { codesFor, compileFor } from "../support/networkFreeRun.ts";
import { startGraphRun } from "../support/graphRun.ts";
import { type MoleculeFactorRow, moleculeFactorRows, modelOfMoleculeRow } from "./moleculeFactors.ts";

const draws = 400;

const hasIdenticalSites = ({ rule }: MoleculeFactorRow): boolean => /\bR\(/.test(rule);

/** What molecules with attributes do not take part in. */
const isRefused = (row: MoleculeFactorRow): boolean =>
  !hasIdenticalSites(row) && /distinct|within|include|exclude|balanced| of [ab]\b/.test(row.rule);

/** Right sides that demand one complex or several, which those of molecules with attributes do not. */
const isDemand = ({ rule }: MoleculeFactorRow): boolean => /T\(l\[1\]\)(?: \})? -> .*T\(l\[\.\]\)/.test(rule);

function modelInGraph(row: MoleculeFactorRow): string {
  const text = `language 1.0\n${modelOfMoleculeRow(row)}`.replace(/ +energy odd.*/, "");
  if (hasIdenticalSites(row)) return text.replace("molecule T {", "molecule T { age: s,");
  return text
    .replace(/ +(?:molecule R|init R).*/g, "")
    .replace(/molecule (\w+) \{/g, "molecule $1 { age: s,");
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** The hazard of the whole rule, and the share of first draws that change something. */
function firstDraws(text: string): { readonly hazard: number; readonly happened: number } {
  const model = compileFor(text, "graph");
  let hazard = 0;
  let happened = 0;
  for (let replicate = 1; replicate <= draws; replicate++) {
    const { engine } = startGraphRun(model, replicate);
    engine.advance(0, 1);
    const { network } = engine;
    hazard = sum(network.propensity);
    while (sum(network.fired) + sum(network.nullEvents) === 0) engine.advance(1e6, 1);
    if (sum(network.fired) > 0) happened++;
  }
  return { hazard, happened: happened / draws };
}

const rows = moleculeFactorRows.map((row): [string, MoleculeFactorRow] => [row.rule, row]);

describe("statistical factors of molecules with attributes", () => {
  it.each(rows.filter(([, row]) => !isRefused(row) && !isDemand(row)))("%s", (_, row) => {
    const { hazard, happened } = firstDraws(modelInGraph(row));
    const share = row.stochastic / hazard;
    expect(share).toBeLessThan(1 + 1e-10);
    // Of 400 draws the share that happens is known within four standard errors: 0.06 where a tenth is refused.
    const error = 4 * Math.sqrt(Math.max(0, share * (1 - share)) / draws);
    expect(Math.abs(happened - share)).toBeLessThanOrEqual(error + 1e-10);
  });

  it.each(rows.filter(([, row]) => isRefused(row)))("refused: %s", (_, row) => {
    expect(codesFor(modelInGraph(row), "graph")).toContain("TDL5212");
  });
});
