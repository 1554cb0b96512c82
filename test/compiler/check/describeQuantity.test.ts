import { expect, it } from "vitest";
import { describeQuantity, usualUnit } from "../../../compiler/check/describeQuantity.ts";
import { equalDimensions } from "../../../runtime/units/dimension.ts";
import { parseUnit } from "../../../runtime/units/parseUnit.ts";

it.each([
  ["uM", "a concentration (uM)"],
  ["s", "a time (s)"],
  ["count", "an amount (count)"],
  ["um^2", "an area (um^2)"],
  ["/s", "1/time (/s)"],
  ["/uM/s", "1/concentration/time (/uM/s)"],
  ["/uM^2/s", "1/concentration^2/time (/uM^2/s)"],
  ["uM/s", "a concentration per time (uM/s)"],
  ["count/um^2", "a surface concentration (count/um^2)"],
  ["um^2/count/s", "1/surface concentration/time (um^2/count/s)"],
  ["mV/s", "a voltage per time (mV/s)"],
  ["nS", "a conductance (nS)"],
  ["pN*s/um", "a drag (pN*s/um)"],
  ["%", "a plain number"],
])("calls %s %s", (unit, words) => {
  const parsed = parseUnit(unit);
  if (!parsed.ok) throw new Error(`no unit ${unit}`);
  expect(describeQuantity(parsed.dimension)).toBe(words);
});

it.each([
  "uM",
  "/uM/s",
  "/uM^2/s",
  "mV/s",
  "pA",
  "pC",
  "nS",
  "pF",
  "pN",
  "pN*um",
  "pN/um^2",
  "pN/um",
  "pN*um^2",
  "um/count",
  "count/um",
  "/count/s",
  "mg",
  "um^4",
])("shows a unit of the dimension of %s", (unit) => {
  const parsed = parseUnit(unit);
  if (!parsed.ok) throw new Error(`no unit ${unit}`);
  const shown = parseUnit(usualUnit(parsed.dimension));
  expect(shown.ok && equalDimensions(shown.dimension, parsed.dimension)).toBe(true);
});
