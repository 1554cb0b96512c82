import { describe, expect, it } from "vitest";
import { makeDimension } from "../../../runtime/units/dimension.ts";
import { parseUnit } from "../../../runtime/units/parseUnit.ts";

describe("parseUnit", () => {
  it("applies a leading slash to the first symbol only", () => {
    expect(parseUnit("/uM*s")).toMatchObject({ ok: true, dimension: makeDimension(3, 0, 1, -1) });
  });

  it("reads from left to right", () => {
    expect(parseUnit("um^2/s*K")).toMatchObject({ ok: true, dimension: makeDimension(2, 0, -1, 0, 0, 1) });
  });

  it("rounds the factor of the whole once", () => {
    expect(parseUnit("/uM/s")).toMatchObject({ ok: true, factor: 1 / 602.214076 });
    expect(parseUnit("mol/L")).toMatchObject({ ok: true, factor: 602214076 });
    expect(parseUnit("mM/uM")).toMatchObject({ ok: true, factor: 1000 });
  });

  it("takes negative exponents", () => {
    expect(parseUnit("s^-1")).toEqual(parseUnit("/s"));
  });

  it("reads unitless", () => {
    expect(parseUnit("unitless")).toMatchObject({ ok: true, factor: 1, dimension: makeDimension(0) });
  });

  it.each([
    ["pN*foo/um", "foo", 3],
    ["/uM/", "", 4],
    ["uM^2.5", ".5", 4],
    ["", "", 0],
    ["um^99", "um^99", 0],
    ["pN nm", " nm", 2],
  ])("points at what it does not know in %j", (text, symbol, offset) => {
    expect(parseUnit(text)).toEqual({ ok: false, symbol, offset });
  });
});
