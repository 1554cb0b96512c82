import { describe, expect, it } from "vitest";
import { isUnitSymbol, lookupUnit, unitSymbols } from "../../../runtime/units/unitTable.ts";

/** Words of the language that may follow a number in a file. */
const words = (
  "model module species rule param const method until every range fit sd doc log seed in by of at to from as with " +
  "end source nothing delete new if then else and or not fraction amount complexes share compartment molecule " +
  "table init observe experiment replicates stimulus adds sets for shape sweep plot against event when set import " +
  "part input output surrogate use space depth temperature filament grow shrink branch sever cap side angle rise " +
  "persistence bead flow energy motion drag within back anywhere total assume unitless per linear steps"
).split(" ");

describe("the unit table", () => {
  it("shares no symbol with the words of the language", () => {
    expect(words.filter(isUnitSymbol)).toEqual([]);
  });

  it("is case-sensitive", () => {
    expect(lookupUnit("mm")?.dimension).not.toEqual(lookupUnit("mM")?.dimension);
    expect(lookupUnit("um")).not.toBeNull();
    expect(lookupUnit("UM")).toBeNull();
  });

  it("reads both micro signs as u", () => {
    expect(lookupUnit("\u00b5M")).toEqual(lookupUnit("uM"));
    expect(lookupUnit("\u03bcM")).toEqual(lookupUnit("uM"));
  });

  it("knows no names of object members", () => {
    expect(["constructor", "toString", "__proto__"].filter(isUnitSymbol)).toEqual([]);
  });

  it.each([
    ["uM", 602.214076],
    ["nM", 0.602214076],
    ["L", 1e15],
    ["fL", 1],
    ["ms", 1e-3],
    ["mol", 6.02214076e23],
    ["pN", 1],
    ["mV", 1],
    ["pS", 1],
    ["pF", 1],
    ["Pa", 1],
    ["fA", 1],
    ["mg", 1],
    ["%", 0.01],
    ["min", 60],
    ["deg", Math.PI / 180],
  ])("holds %s as exactly %d internal units", (symbol, factor) => {
    expect(lookupUnit(symbol)?.factor).toBe(factor);
  });

  it("has each symbol once", () => {
    expect(new Set(unitSymbols()).size).toBe(unitSymbols().length);
  });
});
