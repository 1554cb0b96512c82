/**
 * `temperature` and what follows from it: the thermal energy `kT`, by which energies are counted.
 *
 * A temperature holds for its module and for the parts in it that state none of their own. Models may declare a
 * value of the name `kT` themselves, which then is meant.
 */
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import { temperatureDimension } from "../../runtime/units/dimension.ts";
import type { Scope } from "../bind/scope.ts";
import { constantValue } from "./constantValue.ts";
import { checkKnownValue } from "./knownValue.ts";
import type { Typing } from "./typing.ts";

/** The predefined name. */
export const thermalEnergy = "kT";

/** In internal units, pN um / K: 1.380649e-23 J/K exactly (SI brochure, 9th edition). */
export const boltzmannConstant = 1.380649e-5;

export type TemperatureStatement = Extract<Statement, { kind: "temperature" }>;

export function temperatureOf(scope: Scope): TemperatureStatement | null {
  const found = scope.module?.body.find(({ kind }) => kind === "temperature");
  return found?.kind === "temperature" ? found : null;
}

/** Whether a temperature is stated here or may be stated where this is used. */
export function mayHaveTemperature(scope: Scope): boolean {
  if (scope.module === null) return scope.parent === null || mayHaveTemperature(scope.parent);
  return scope.module.kind === "module" || temperatureOf(scope) !== null;
}

export function checkTemperature(statement: TemperatureStatement, scope: Scope, checker: Typing): void {
  const { sink, program } = checker;
  const location = { file: scope.file, span: statement.value.span };
  checker.expect(statement.value, scope, temperatureDimension, "The temperature");
  checkKnownValue(statement.value, scope, checker, "The temperature");
  const value = constantValue(program, scope, statement.value);
  if (value !== null && !(value > 0)) sink.report("TDL5015", location, { what: "The temperature" });
  const first = temperatureOf(scope);
  if (first !== null && first !== statement) {
    sink.report("TDL5156", { file: scope.file, span: statement.span }, {});
  }
}
