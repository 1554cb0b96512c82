/** The units in which a directive writes the domain of its inputs, for people. */
import type { PreparedModule } from "../compiler/surrogate/prepareModule.ts";
import { parseUnit } from "../runtime/units/parseUnit.ts";

export interface InputUnit {
  readonly unit: string;
  /** One of it in internal units. */
  readonly factor: number;
}

export const internalUnit: InputUnit = { unit: "", factor: 1 };

/** In the order of the inputs; internal where a bound is no plain number with a unit. */
export function inputUnits({ surrogate }: PreparedModule): readonly InputUnit[] {
  return surrogate.inputs.map(({ high }) => {
    if (high.kind !== "quantity" || high.unit === null) return internalUnit;
    const unit = parseUnit(high.unit.text);
    return unit.ok ? { unit: high.unit.text, factor: unit.factor } : internalUnit;
  });
}
