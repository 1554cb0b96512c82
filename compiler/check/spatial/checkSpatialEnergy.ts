/** Energies of molecules with attributes: of one complex, or of two that are near each other. */
import type { Energy } from "../../../grammar/syntax/growth.ts";
import { dimensionless } from "../../../runtime/units/dimension.ts";
import type { Scope } from "../../bind/scope.ts";
import { energyDimensions } from "../checkEnergy.ts";
import { moleculeLocals } from "../matchValues.ts";
import { speciesOf } from "../measureTypes.ts";
import { type AnalysedAgent, PatternAnalyser } from "../patternAnalysis.ts";
import { mayHaveTemperature } from "../temperature.ts";
import { isMoleculePattern } from "../moleculePattern.ts";
import type { Typing } from "../typing.ts";
import { describeType, fits } from "../valueType.ts";
import { findProximity } from "./proximity.ts";

export function checkSpatialEnergy(energy: Energy, scope: Scope, checker: Typing): void {
  checker.attributeUse.inEnergy(() => checkTerm(energy, scope, checker));
}

function checkTerm(energy: Energy, scope: Scope, checker: Typing): void {
  const { sink } = checker;
  const name = energy.name.text;
  const at = (span: Energy["span"]) => ({ file: scope.file, span });
  if (energy.pattern.length === 0) {
    sink.report("TDL5232", at(energy.name.span), { name });
    return;
  }
  if (energy.pattern.length > 2) sink.report("TDL5224", at(energy.name.span), { what: `The energy ${name}` });
  const patterns = analysedPatterns(energy, scope, checker);
  if (patterns === null) return;
  const agents = patterns.flat();
  reportRepeatedLabels(agents, scope, checker);
  const locals = new Map(moleculeLocals(agents));
  if (energy.when !== null) checker.expectCondition(energy.when, scope, "What stands after `when`", locals);
  if (patterns.length === 2 && energyProximity(energy, patterns, scope, checker) === null)
    sink.report("TDL5210", at(energy.name.span), { energy: name });
  const found = checker.typeOf(energy.value, scope, locals);
  const location = at(energy.value.span);
  if (fits(found, dimensionless)) {
    if (!mayHaveTemperature(scope))
      sink.report("TDL5154", location, { what: `The energy ${name}, a number of kT,` });
  } else if (!energyDimensions.some((dimension) => fits(found, dimension)))
    sink.report("TDL5153", location, { energy: name, found: describeType(found) });
}

/** The complexes of an energy; null after reporting. */
export function analysedPatterns(
  energy: Energy,
  scope: Scope,
  checker: Typing,
): readonly (readonly AnalysedAgent[])[] | null {
  const analyser = new PatternAnalyser(checker, scope);
  const found: (readonly AnalysedAgent[])[] = [];
  for (const pattern of energy.pattern) {
    if (!isMoleculePattern(pattern, scope)) {
      const species = speciesOf(checker, pattern, scope);
      if (species !== null)
        checker.sink.report("TDL5102", { file: scope.file, span: pattern.span }, { name: species.name });
      return null;
    }
    const agents = analyser.molecules(pattern);
    if (agents === null) return null;
    found.push(agents);
  }
  return found;
}

export function energyProximity(
  energy: Energy,
  patterns: readonly (readonly AnalysedAgent[])[],
  scope: Scope,
  checker: Typing,
): ReturnType<typeof findProximity> {
  const agents = patterns.flatMap((list, pattern) => list.map(({ label }) => ({ label, pattern })));
  return findProximity(energy.when, agents, checker.program, scope);
}

export function reportRepeatedLabels(agents: readonly AnalysedAgent[], scope: Scope, { sink }: Typing): void {
  const seen = new Set<string>();
  for (const { label, span } of agents) {
    if (label === null) continue;
    if (seen.has(label)) sink.report("TDL3012", { file: scope.file, span }, { name: label });
    seen.add(label);
  }
}
