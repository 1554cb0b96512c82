import { expect, it } from "vitest";
import { registry } from "../../diagnostics/registry.ts";

it("every code is TDL and four digits", () => {
  expect(Object.keys(registry).filter((code) => !/^TDL[1-9]\d{3}$/.test(code))).toEqual([]);
});
