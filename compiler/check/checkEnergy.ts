/**
 * Energies of complexes, `energy bond: A(x[1]), B(y[1]) = -20 kJ/mol`: what each match of a pattern adds to the free
 * energy of its complex.
 */
import type { Energy } from "../../grammar/syntax/growth.ts";
import {
  amountDimension,
  dimensionless,
  divideDimensions,
  energyDimension,
} from "../../runtime/units/dimension.ts";
import type { Scope } from "../bind/scope.ts";
import { checkKnownValue } from "./knownValue.ts";
import { speciesOf } from "./measureTypes.ts";
import { PatternAnalyser } from "./patternAnalysis.ts";
import { mayHaveTemperature } from "./temperature.ts";
import { isMoleculePattern } from "./moleculePattern.ts";
import { noLocals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import { describeType, fits } from "./valueType.ts";

/** Energy of one match, or of a mole of them. */
export const energyDimensions = [energyDimension, divideDimensions(energyDimension, amountDimension)];

/** Whether an energy is one of complexes, and not of molecules with attributes. */
export function isComplexEnergy(energy: Energy, scope: Scope, checker: Typing): boolean {
  return energy.pattern.length > 0 && !checker.spatial.includes(energy, scope);
}

export function checkEnergy(energy: Energy, scope: Scope, checker: Typing): void {
  const { sink } = checker;
  const name = energy.name.text;
  const [pattern, ...more] = energy.pattern;
  const at = (span: Energy["span"]) => ({ file: scope.file, span });
  if (pattern === undefined) return;
  if (energy.when !== null)
    sink.report("TDL8001", at(energy.when.span), { what: "`when` in the energy of a complex" });
  if (more.length > 0) sink.report("TDL5157", at(energy.name.span), { energy: name });
  else if (isMoleculePattern(pattern, scope)) new PatternAnalyser(checker, scope).molecules(pattern);
  else {
    const species = speciesOf(checker, pattern, scope);
    if (species !== null) sink.report("TDL5102", at(pattern.span), { name: species.name });
  }
  const found = checker.typeOf(energy.value, scope, noLocals);
  checkKnownValue(energy.value, scope, checker, `The energy ${name}`);
  if (fits(found, dimensionless)) return;
  if (!energyDimensions.some((dimension) => fits(found, dimension))) {
    sink.report("TDL5153", at(energy.value.span), { energy: name, found: describeType(found) });
  } else if (!mayHaveTemperature(scope)) {
    sink.report("TDL5154", at(energy.value.span), { what: `The energy ${name}` });
  }
}
