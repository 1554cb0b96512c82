/** Initial values of species and of complexes: known before the run, not negative, an amount or a concentration. */
import type { Expression } from "../../grammar/syntax/expression.ts";
import { amountDimension, concentrationDimension, dimensionless } from "../../runtime/units/dimension.ts";
import type { Scope } from "../bind/scope.ts";
import { checkSign } from "./leastValue.ts";
import { describeQuantity } from "./describeQuantity.ts";
import { checkKnownValue } from "./knownValue.ts";
import { concentrationDimensionOf, type Place } from "./species.ts";
import { noLocals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import { describeType, fits, type ValueType } from "./valueType.ts";

export function checkInitialValue(
  name: string,
  value: Expression,
  place: Place,
  scope: Scope,
  checker: Typing,
): void {
  const { sink } = checker;
  const location = { file: scope.file, span: value.span };
  const what = `The initial value of ${name}`;
  checkKnownValue(value, scope, checker, what);
  checkSign(value, scope, checker, what, true);
  const found = checker.typeOf(value, scope, noLocals);
  const concentration = concentrationDimensionOf(place);
  if (fits(found, amountDimension) || place.kind === "unclear") return;
  if (concentration !== null && fits(found, concentration)) return;
  const amount = describeQuantity(amountDimension);
  const expected = concentration === null ? amount : `${describeQuantity(concentration)} or ${amount}`;
  sink.report(
    "TDL4003",
    location,
    { what, expected, found: describeType(found) },
    { suggestion: initialValueHint(found, concentration === null) },
  );
}

function initialValueHint(found: ValueType, isCounted: boolean): string | null {
  if (fits(found, dimensionless)) return "Give it a unit, such as `100 nM` or `50 count`.";
  if (!isCounted || !fits(found, concentrationDimension)) return null;
  return "Declare a compartment, as in `compartment cell { volume 1 um^3 }`, so that there is a concentration.";
}
