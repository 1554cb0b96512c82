import { it } from "vitest";
import { expectInCell } from "./checking.ts";

it("may reach below zero, in the unit of the value", () => {
  expectInCell("param v = 0 mV { range -100 .. 100 }\nobserve x = v");
});

it("hold negative values too", () => {
  expectInCell("param v = «-65 mV» { range -50 .. 100 }\nobserve x = v", { code: "TDL4016" });
});

it("hold values of zero too", () => {
  expectInCell("param v = «0 nM» { range 1 .. 100 }\nobserve x = v", { code: "TDL4016" });
});
