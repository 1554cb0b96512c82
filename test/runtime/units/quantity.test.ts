import { describe, expect, it } from "vitest";
import { dimensionless, timeDimension, voltageDimension } from "../../../runtime/units/dimension.ts";
import { parseQuantity } from "../../../runtime/units/quantity.ts";

describe("parseQuantity", () => {
  it("converts to internal units", () => {
    expect(parseQuantity("2 min")).toEqual({ ok: true, value: 120, dimension: timeDimension, unit: "min" });
    expect(parseQuantity(" -65mV ")).toEqual({
      ok: true,
      value: -65,
      dimension: voltageDimension,
      unit: "mV",
    });
  });

  it("reads a bare number", () => {
    expect(parseQuantity("1e-3")).toEqual({ ok: true, value: 1e-3, dimension: dimensionless, unit: null });
  });

  it("points at an unknown unit", () => {
    expect(parseQuantity("4 /uM/sec")).toEqual({ ok: false, reason: "unknown unit", text: "sec", offset: 6 });
  });

  it.each(["", "ten s", "1e999", "--3"])("refuses %j as a number", (text) => {
    expect(parseQuantity(text)).toMatchObject({ ok: false, reason: "not a number" });
  });
});
