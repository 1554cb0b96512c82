/** Checks of one rule on plain species: participants, coefficients, rate dimensions, what it changes. */
import type { Rule } from "../../grammar/syntax/declaration.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import {
  amountDimension,
  concentrationDimension,
  type Dimension,
  divideDimensions,
  timeDimension,
} from "../../runtime/units/dimension.ts";
import type { Scope } from "../bind/scope.ts";
import type { Reactant } from "./analysedRule.ts";
import {
  mayLackCompartment,
  orderOf,
  participantsOf,
  rateConstantDimension,
  referencePlace,
} from "./rateDimension.ts";
import { checkStructuredRule } from "./checkStructuredRule.ts";
import { isStructured } from "./ruleAnalysis.ts";
import { checkSpatialRule } from "./spatial/checkSpatialRule.ts";
import { noLocals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import { checkSign } from "./leastValue.ts";
import { describeQuantity, usualUnit } from "./describeQuantity.ts";
import { describeType, fits } from "./valueType.ts";

/** More of one reactant is surely a slip; the factorial in the rate would leave the range of numbers. */
const largestOrder = 20;
/** A burst may make more. */
const largestYield = 1000;

/** What later checks of the module need to know of a rule. */
export interface CheckedRule {
  readonly rule: Rule;
  readonly reactants: readonly Reactant[];
  readonly products: readonly Reactant[];
}

const velocityDimension = divideDimensions(amountDimension, timeDimension);

/** Null when the rule holds what can not be analysed further (already reported). */
export function checkRule(rule: Rule, scope: Scope, checker: Typing): CheckedRule | null {
  if (isStructured(rule, scope)) {
    if (checker.spatial.includes(rule, scope)) checkSpatialRule(rule, scope, checker);
    else checkStructuredRule(rule, scope, checker);
    return null;
  }
  const { sink } = checker;
  const name = rule.name.text;
  const at = (span: Rule["span"]) => ({ file: scope.file, span });
  const [set] = rule.sets;
  if (set !== undefined) sink.report("TDL5227", at(set.span), { rule: name });
  for (const { side, index, span } of rule.conditions) {
    sink.report("TDL5136", at(span), { rule: name, side, index });
  }
  if (rule.when !== null) checker.expectCondition(rule.when, scope, "What stands after `when`");
  const reactants = participantsOf(rule.left, scope, checker);
  const products = rule.right === null ? [] : participantsOf(rule.right, scope, checker);
  if (rule.arrow === null || rule.right === null) {
    if (reactants !== null) sink.report("TDL5010", at(rule.name.span), { rule: name });
    checkRateExpressions(rule, scope, checker);
    return null;
  }
  if (reactants === null || products === null) {
    checkRateExpressions(rule, scope, checker);
    return null;
  }
  if (reactants.length === 0 && products.length === 0)
    sink.report("TDL5017", at(rule.left.span), { rule: name });
  const reacts = (side: readonly Reactant[]): boolean => side === reactants || rule.arrow === "<->";
  for (const side of [reactants, products]) {
    const limit = reacts(side) ? largestOrder : largestYield;
    for (const { coefficient, participant } of side) {
      if (Number.isInteger(coefficient) && coefficient >= 1 && coefficient <= limit) continue;
      sink.report("TDL5016", at(participant.span), { rule: name, coefficient: String(coefficient), limit });
    }
  }
  const isReversible = rule.arrow === "<->";
  if (isReversible && rule.rate.back === null) {
    sink.report("TDL5007", at(rule.rate.span), { rule: name, direction: "back" });
  }
  if (!isReversible && rule.rate.back !== null)
    sink.report("TDL5008", at(rule.rate.back.span), { rule: name });
  if (rule.rate.kind === "massAction") {
    const { forward, back, within, anywhere, balanced } = rule.rate;
    if (within !== null) sink.report("TDL5006", at(within.span), { rule: name, clause: "within" });
    if (anywhere) sink.report("TDL5006", at(rule.rate.span), { rule: name, clause: "anywhere" });
    if (balanced !== null) sink.report("TDL5006", at(balanced.span), { rule: name, clause: "balanced" });
    if (rule.isDistinct) sink.report("TDL5006", at(rule.span), { rule: name, clause: "distinct" });
    checkConstant(rule, forward, reactants, products, scope, checker);
    if (back !== null) checkConstant(rule, back, products, reactants, scope, checker);
  } else {
    checkVelocity(rule, rule.rate.forward, scope, checker);
    if (rule.rate.back !== null) checkVelocity(rule, rule.rate.back, scope, checker);
  }
  if (isSameMultiset(reactants, products)) sink.report("TDL5001", at(rule.name.span), { rule: name });
  return { rule, reactants, products };
}

/** Types of the rate of a rule that can not be checked as a whole, so that its own errors still show. */
function checkRateExpressions(rule: Rule, scope: Scope, checker: Typing): void {
  checker.typeOf(rule.rate.forward, scope, noLocals);
  if (rule.rate.back !== null) checker.typeOf(rule.rate.back, scope, noLocals);
}

function checkConstant(
  rule: Rule,
  constant: Expression,
  from: readonly Reactant[],
  to: readonly Reactant[],
  scope: Scope,
  checker: Typing,
): void {
  const order = orderOf(from);
  const place = referencePlace(order === 0 ? to : from);
  const found = checker.typeOf(constant, scope, noLocals);
  checkSign(constant, scope, checker, `The rate constant of ${rule.name.text}`, true);
  const location = { file: scope.file, span: constant.span };
  if (place === "ambiguous") {
    if (order < 2) {
      // A source into several compartments: the constant has no size to refer to either.
      if (order === 1)
        return checkDimension(rule, found, rateConstantDimension(1, null), order, location, scope, checker);
    }
    const names = new Set(
      (order === 0 ? to : from).map((item) =>
        item.place.kind === "compartment" ? item.place.symbol.name : "?",
      ),
    );
    checker.sink.report("TDL5005", location, { rule: rule.name.text, compartments: [...names].join(", ") });
    return;
  }
  if ([...from, ...to].some((item) => item.place.kind === "unclear")) return;
  checkDimension(rule, found, rateConstantDimension(order, place), order, location, scope, checker);
}

function checkDimension(
  rule: Rule,
  found: ReturnType<Typing["typeOf"]>,
  needed: Dimension,
  order: number,
  location: Parameters<Typing["sink"]["report"]>[1],
  scope: Scope,
  checker: Typing,
): void {
  if (fits(found, needed) || mayLackCompartment(scope)) return;
  const number = ["no", "one", "two", "three"][order] ?? String(order);
  const reactants = `${number} ${order < 2 ? "reactant" : "reactants"}`;
  checker.sink.report("TDL5009", location, {
    rule: rule.name.text,
    expected: describeQuantity(needed),
    found: describeType(found),
    dimension: `With ${reactants} here, a mass-action constant has a unit such as \`${usualUnit(needed)}\`.`,
  });
}

function checkVelocity(rule: Rule, velocity: Expression, scope: Scope, checker: Typing): void {
  const found = checker.typeOf(velocity, scope, noLocals);
  checkSign(velocity, scope, checker, `The total velocity of ${rule.name.text}`, true);
  if (fits(found, velocityDimension)) return;
  const isPerVolume = fits(found, divideDimensions(concentrationDimension, timeDimension));
  checker.sink.report(
    "TDL4003",
    { file: scope.file, span: velocity.span },
    {
      what: `The total velocity of ${rule.name.text}`,
      expected: "an amount per time (count/s)",
      found: describeType(found),
    },
    isPerVolume ? { suggestion: "Multiply it by the size of the compartment, as in `* cell.volume`." } : {},
  );
}

function isSameMultiset(left: readonly Reactant[], right: readonly Reactant[]): boolean {
  return left.length + right.length > 0 && sideKey(left) === sideKey(right);
}

/** A key that is equal for the same species with the same coefficients, in any order. */
export function sideKey(side: readonly Reactant[]): string {
  const counts = new Map<string, number>();
  for (const { species, coefficient, participant } of side) {
    const path =
      participant.pattern.members[0]?.type.parts.map((part) => part.text).join(".") ?? species.name;
    counts.set(path, (counts.get(path) ?? 0) + coefficient);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, count]) => (count === 1 ? path : `${count} ${path}`))
    .join(" + ");
}
