/** Types of what is measured of species and molecules: `[Ca]`, `count R(a~p)`, `amount Ca`, `fraction R(a~p)`. */
import type { Location } from "../../diagnostics/diagnostic.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { ConcentrationExpression, MeasureExpression } from "../../grammar/syntax/expression.ts";
import type { Pattern } from "../../grammar/syntax/pattern.ts";
import { amountDimension, divideDimensions } from "../../runtime/units/dimension.ts";
import { describeKind } from "../bind/bind.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { Scope, SymbolOfKind } from "../bind/scope.ts";
import { symbolOf } from "./symbolOf.ts";
import { ownerKey } from "./matchValues.ts";
import { isMoleculePattern } from "./moleculePattern.ts";
import { type AnalysedAgent, PatternAnalyser } from "./patternAnalysis.ts";
import { compartmentsOf, concentrationDimensionOf, placeOf, sizeDimension } from "./species.ts";
import type { Locals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import { numberType, quantityType, unknownType, type ValueType } from "./valueType.ts";

export function typeOfConcentration(
  checker: Typing,
  expression: ConcentrationExpression,
  scope: Scope,
): ValueType {
  if (isMoleculePattern(expression.of, scope)) {
    const agents = new PatternAnalyser(checker, scope).molecules(expression.of);
    const [first] = agents ?? [];
    if (first === undefined) return unknownType;
    return typeOfMoleculeConcentration(checker, first, expression, scope);
  }
  const species = speciesOf(checker, expression.of, scope);
  if (species === null) return unknownType;
  const place = placeOf(checker.program, species);
  const dimension = concentrationDimensionOf(place);
  if (dimension !== null) return quantityType(dimension);
  if (place.kind === "none") {
    checker.sink.report("TDL4006", { file: scope.file, span: expression.span }, { name: species.name });
  }
  return unknownType;
}

/** The compartment is the one of the first molecule, else the only one. */
function typeOfMoleculeConcentration(
  checker: Typing,
  first: AnalysedAgent,
  expression: ConcentrationExpression,
  scope: Scope,
): ValueType {
  const location = { file: scope.file, span: expression.span };
  if (first.compartment !== null) {
    const symbol = symbolOf(checker, resolvePath(checker.program, scope, first.compartment), scope);
    if (symbol?.kind !== "compartment") return unknownType;
    return quantityType(divideDimensions(amountDimension, sizeDimension(symbol)));
  }
  const compartments = compartmentsOf(scope);
  const [only, ...more] = compartments;
  if (only !== undefined && more.length === 0)
    return quantityType(divideDimensions(amountDimension, sizeDimension(only)));
  if (only === undefined) {
    if (!scope.isIncomplete) checker.sink.report("TDL4006", location, { name: first.type.name });
    return unknownType;
  }
  checker.sink.report("TDL5003", location, {
    species: first.type.name,
    compartments: compartments.map(({ name }) => name).join(", "),
  });
  return unknownType;
}

export function typeOfMeasure(
  checker: Typing,
  expression: MeasureExpression,
  scope: Scope,
  locals: Locals,
): ValueType {
  const isMolecule = isMoleculePattern(expression.of, scope);
  const { owner } = expression;
  if (owner !== null) {
    const location = { file: scope.file, span: owner.span };
    if (!locals.has(ownerKey(owner.text))) checker.sink.report("TDL5150", location, { label: owner.text });
    const species = isMolecule ? null : speciesOf(checker, expression.of, scope);
    if (species !== null)
      checker.sink.report("TDL5102", { ...location, span: expression.of.span }, { name: species.name });
  }
  if (isMolecule) {
    if (new PatternAnalyser(checker, scope).molecules(expression.of) === null) return unknownType;
  } else if (speciesOf(checker, expression.of, scope) === null) return unknownType;
  if (expression.having !== null && checker.spatial.holds([expression.of], scope)) {
    const location = { file: scope.file, span: expression.having.span };
    checker.sink.report("TDL5228", location, { clause: "`having`" });
  }
  if (expression.having !== null && expression.measure !== "complexes") {
    const { measure } = expression;
    checker.sink.report("TDL5190", { file: scope.file, span: expression.having.span }, { measure });
  }
  switch (expression.measure) {
    case "count":
      return numberType;
    case "amount":
      return quantityType(amountDimension);
    case "fraction":
    case "complexes":
      if (!isMolecule) {
        const { measure } = expression;
        checker.sink.report("TDL5115", { file: scope.file, span: expression.span }, { measure });
      }
      return numberType;
  }
}

/** The plain species that a pattern names; null after reporting. */
export function speciesOf(checker: Typing, pattern: Pattern, scope: Scope): SymbolOfKind<"species"> | null {
  const [member, ...more] = pattern.members;
  if (member === undefined) return null;
  if (more.length > 0 || pattern.braced || member.sites !== null || member.label !== null) {
    checkStructuredPattern(checker, pattern, scope);
    return null;
  }
  const resolution = resolvePath(checker.program, scope, member.type);
  const symbol = symbolOf(checker, resolution, scope);
  if (symbol === null) return null;
  if (symbol.kind === "species") return symbol;
  const location: Location = { file: scope.file, span: member.type.span };
  checker.sink.report("TDL3004", location, {
    name: pathText(member.type),
    found: describeKind(symbol),
    expected: "a species",
  });
  return null;
}

/** Only a species in a compartment has a concentration to suggest. */
export function reportBareSpecies(
  checker: Typing,
  species: SymbolOfKind<"species">,
  name: string,
  location: Location,
): void {
  const hasConcentration = placeOf(checker.program, species).kind !== "none";
  const suggestion = hasConcentration
    ? `Write \`[${name}]\` for its concentration, \`count ${name}\` for its number or \`amount ${name}\`.`
    : `Write \`count ${name}\` for its number, or \`amount ${name}\`.`;
  checker.sink.report("TDL4005", location, { name }, { suggestion });
}

/** One plain species is needed: a molecule is refused, and so are sites or complexes of species. */
function checkStructuredPattern(checker: Typing, pattern: Pattern, scope: Scope): void {
  const { file } = scope;
  const isOfSpecies = pattern.members.every((member) => {
    const symbol = symbolOf(checker, resolvePath(checker.program, scope, member.type), scope);
    if (symbol === null || symbol.kind === "molecule" || symbol.kind === "species")
      return symbol?.kind === "species";
    const names = {
      name: pathText(member.type),
      found: describeKind(symbol),
      expected: "a species or a molecule",
    };
    checker.sink.report("TDL3004", { file, span: member.type.span }, names);
    return false;
  });
  if (!isOfSpecies) return;
  const names = pattern.members.map((member) => pathText(member.type));
  checker.sink.report("TDL5024", { file, span: pattern.span }, { names });
}
