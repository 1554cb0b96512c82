/**
 * Checks of a rule on molecules with attributes: what it reads and sets, and the dimension of its rate.
 *
 * A connected pattern is an individual, so that its rate is one per time and per concentration of each plain reactant;
 * two patterns that need not be near each other meet as in a well-mixed volume, which takes one concentration more.
 */
import type { Rule } from "../../../grammar/syntax/declaration.ts";
import type { Expression } from "../../../grammar/syntax/expression.ts";
import type { Scope } from "../../bind/scope.ts";
import { reactantsText, variableLocals, velocityDimension } from "../checkStructuredRule.ts";
import { describeQuantity } from "../describeQuantity.ts";
import { firstMatchValue, moleculeLocals } from "../matchValues.ts";
import type { AnalysedRule, Reactant, RuleDirection } from "../analysedRule.ts";
import { mayLackCompartment, orderOf, rateConstantDimension, referencePlace } from "../rateDimension.ts";
import { analyseRule } from "../ruleAnalysis.ts";
import { checkRuleChanges } from "../ruleChanges.ts";
import { compartmentsOf, type Place } from "../species.ts";
import { checkSign } from "../leastValue.ts";
import type { Locals } from "../locals.ts";
import type { Typing } from "../typing.ts";
import { describeType, fits, unknownType } from "../valueType.ts";
import { checkSets } from "./checkSets.ts";
import { firstLabel } from "./labels.ts";
import { findProximity } from "./proximity.ts";

export function checkSpatialRule(rule: Rule, scope: Scope, checker: Typing): void {
  const { sink } = checker;
  const at = (span: Rule["span"]) => ({ file: scope.file, span });
  const name = rule.name.text;
  refuseClauses(rule, scope, checker);
  const isReversible = rule.arrow === "<->";
  if (isReversible && rule.rate.back === null)
    sink.report("TDL5007", at(rule.rate.span), { rule: name, direction: "back" });
  if (!isReversible && rule.rate.back !== null)
    sink.report("TDL5008", at(rule.rate.back.span), { rule: name });
  const analysed = analyseRule(rule, scope, checker);
  if (analysed === null) return;
  const variables = variableLocals(analysed, scope, checker);
  if (variables === null) return;
  checkRuleChanges(analysed, scope, checker);
  for (const direction of [analysed.forward, ...(analysed.back === null ? [] : [analysed.back])]) {
    const isForward = direction === analysed.forward;
    const locals: Locals = new Map([...variables, ...moleculeLocals(direction.left)]);
    if (direction.leftComplexes > 2) sink.report("TDL5224", at(rule.left.span), { what: `The rule ${name}` });
    if (rule.when !== null) checker.expectCondition(rule.when, scope, "What stands after `when`", locals);
    const rate = isForward ? rule.rate.forward : rule.rate.back;
    if (rate !== null && direction.leftComplexes <= 2)
      checkRate(rule, rate, direction, scope, checker, locals);
    if (isForward && rule.sets.length > 0) checkRuleSets(analysed, scope, checker, locals);
  }
}

/** Matched molecules that stay, and new ones, have attributes to set. */
function checkRuleSets(analysed: AnalysedRule, scope: Scope, checker: Typing, locals: Locals): void {
  const { left, right } = analysed.forward;
  const isDeleted = (label: string | null): boolean =>
    [...left, ...right].some((agent) => agent.label === label && agent.action.startsWith("delete"));
  const targets = new Map(
    [...left, ...right].flatMap(({ label, type }) =>
      label === null || isDeleted(label) ? [] : [[label, type] as const],
    ),
  );
  const created = new Set(
    right.flatMap(({ label, from }) => (label === null || from !== null ? [] : [label])),
  );
  for (const { value } of analysed.rule.sets) {
    const label = firstLabel(value, created);
    if (label !== null) checker.sink.report("TDL5226", { file: scope.file, span: value.span }, { label });
  }
  // What is told of here is not told of as an unknown name.
  const known = new Map([...locals, ...[...created].map((label) => [label, unknownType] as const)]);
  checkSets(analysed.rule.sets, targets, scope, checker, known);
}

function refuseClauses(rule: Rule, scope: Scope, { sink }: Typing): void {
  const refuse = (clause: string, span: Rule["span"]): void =>
    sink.report("TDL5212", { file: scope.file, span }, { rule: rule.name.text, clause });
  for (const { kind, span } of rule.conditions) refuse(`\`${kind}\``, span);
  if (rule.isDistinct) refuse("`distinct`", rule.name.span);
  const { rate } = rule;
  if (rate.kind === "massAction") {
    if (rate.within !== null) refuse("`within`", rate.within.span);
    if (rate.balanced !== null) refuse("`balanced`", rate.balanced.span);
  }
  const values = [rate.forward, rate.back, rule.when, ...rule.sets.map(({ value }) => value)];
  for (const value of values) {
    const found = value === null ? null : firstMatchValue(value);
    if (found !== null) refuse("`of`", found.span);
  }
  for (const side of [rule.left, ...(rule.right === null ? [] : [rule.right])])
    for (const { pattern } of side.participants)
      for (const { compartment, sites, label } of pattern.members)
        if (compartment !== null && (sites !== null || label !== null)) refuse("`in`", compartment.span);
}

function checkRate(
  rule: Rule,
  rate: Expression,
  direction: RuleDirection,
  scope: Scope,
  checker: Typing,
  locals: Locals,
): void {
  const { sink } = checker;
  const location = { file: scope.file, span: rate.span };
  const found = checker.typeOf(rate, scope, locals);
  const name = rule.name.text;
  checkSign(rate, scope, checker, `The rate of ${name}`, true);
  if (rule.rate.kind === "total") {
    if (fits(found, velocityDimension)) return;
    const expected = "an amount per time (count/s)";
    sink.report("TDL4003", location, {
      what: `The total velocity of ${name}`,
      expected,
      found: describeType(found),
    });
    return;
  }
  const near = proximityOf(rule, direction, scope, checker) !== null;
  const individuals = near ? 1 : direction.leftComplexes;
  const order = individuals + orderOf(direction.consumed);
  const place = referenceOf(rule, direction, order, scope, checker);
  if (place === "told") return;
  const needed = rateConstantDimension(order, place);
  if (fits(found, needed) || mayLackCompartment(scope)) return;
  const dimension =
    direction.leftComplexes > 1
      ? near
        ? "Two patterns that `when` brings near each other count as one reactant."
        : "Two patterns that nothing brings near each other meet as in a mixed volume: `when distance(a, b) < …` makes them neighbours."
      : `The rule has ${reactantsText(order)}; molecules joined by commas count as one.`;
  sink.report("TDL5009", location, {
    rule: name,
    expected: describeQuantity(needed),
    found: describeType(found),
    dimension,
  });
}

/** The condition of a direction that brings its two patterns together. */
export function proximityOf(
  rule: Rule,
  direction: RuleDirection,
  scope: Scope,
  checker: Typing,
): ReturnType<typeof findProximity> {
  if (direction.leftComplexes !== 2) return null;
  const agents = direction.left.map(({ label, complex }) => ({ label, pattern: complex }));
  return findProximity(rule.when, agents, checker.program, scope);
}

/**
 * The compartment whose size a constant refers to: of the plain reactants (of the products of a source), else the only
 * one of the model. Null: molecules are only counted.
 */
export function referenceOf(
  rule: Rule,
  direction: RuleDirection,
  order: number,
  scope: Scope,
  checker: Typing,
): Place | null | "told" {
  if (order === 1) return null;
  const pools: readonly Reactant[] = order === 0 ? direction.produced : direction.consumed;
  const place = referencePlace(pools);
  const compartments = compartmentsOf(scope);
  const isAmbiguous = place === "ambiguous" || (place === null && compartments.length > 1);
  if (isAmbiguous) {
    checker.sink.report(
      "TDL5005",
      { file: scope.file, span: rule.rate.span },
      { rule: rule.name.text, compartments: compartments.map(({ name }) => name).join(", ") },
    );
    return "told";
  }
  if (place !== null) return place;
  const [only] = compartments;
  return only === undefined ? null : { kind: "compartment", symbol: only };
}
