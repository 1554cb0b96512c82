/** Checks of a rule on structured molecules: participants, what it changes, dimensions of its rates. */
import type { Participant, Rule } from "../../grammar/syntax/declaration.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import {
  amountDimension,
  type Dimension,
  dimensionless,
  divideDimensions,
  rateDimension,
  timeDimension,
} from "../../runtime/units/dimension.ts";
import type { Scope, SymbolOfKind } from "../bind/scope.ts";
import { resolvePath } from "../bind/resolve.ts";
import { checkSign } from "./leastValue.ts";
import { mayLackCompartment, orderOf, rateConstantDimension } from "./rateDimension.ts";
import { firstMatchValue, withLabels } from "./matchValues.ts";
import { type AnalysedAgent, PatternAnalyser } from "./patternAnalysis.ts";
import { checkRuleChanges } from "./ruleChanges.ts";
import type { AnalysedRule, RuleDirection } from "./analysedRule.ts";
import { analyseRule, isStructured } from "./ruleAnalysis.ts";
import type { Place } from "./species.ts";
import { indexExpressions } from "./tableCell.ts";
import { indexLabel } from "./tableTypes.ts";
import type { Locals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import { describeQuantity } from "./describeQuantity.ts";
import { describeType, fits, type ValueType } from "./valueType.ts";

/** State variables of one rule may stand for this many combinations. */
export const combinationLimit = 10_000;

export const velocityDimension = divideDimensions(amountDimension, timeDimension);

export function checkStructuredRule(rule: Rule, scope: Scope, checker: Typing): void {
  const { sink } = checker;
  const at = (span: Rule["span"]) => ({ file: scope.file, span });
  const name = rule.name.text;
  const [set] = rule.sets;
  if (set !== undefined) sink.report("TDL5227", at(set.span), { rule: name });
  checkConditions(rule, scope, checker);
  const isReversible = rule.arrow === "<->";
  const balanced = rule.rate.kind === "massAction" ? rule.rate.balanced : null;
  if (isReversible && rule.rate.back === null && balanced === null)
    sink.report("TDL5007", at(rule.rate.span), { rule: name, direction: "back" });
  if (!isReversible && rule.rate.back !== null)
    sink.report("TDL5008", at(rule.rate.back.span), { rule: name });
  const analysed = analyseRule(rule, scope, checker);
  if (analysed === null) return;
  const variables = variableLocals(analysed, scope, checker);
  if (variables === null) return;
  const locals = withLabels(analysed, "forward", variables);
  if (rule.when !== null) checker.expectCondition(rule.when, scope, "What stands after `when`", locals);
  refuseMatchValues(rule, scope, checker);
  checkRuleChanges(analysed, scope, checker);
  const dimensionIn = (direction: RuleDirection): Dimension =>
    rateConstantDimension(orderInWay(direction), placeOfWay(direction, scope, checker));
  const check = (expression: Expression, direction: RuleDirection): void => {
    const isForward = direction === analysed.forward;
    const found = checker.typeOf(
      expression,
      scope,
      isForward ? locals : withLabels(analysed, "back", variables),
    );
    checkSign(expression, scope, checker, `The rate of ${name}`, true);
    if (rule.rate.kind === "total") {
      if (fits(found, velocityDimension)) return;
      sink.report(
        "TDL4003",
        at(expression.span),
        {
          what: `The total velocity of ${name}`,
          expected: "an amount per time (count/s)",
          found: describeType(found),
        },
        {
          suggestion:
            "Multiply a concentration per time by the size of its compartment, as in `* cell.volume`.",
        },
      );
      return;
    }
    const needed = dimensionIn(direction);
    if (fits(found, needed) || mayLackCompartment(scope)) return;
    sink.report("TDL5009", at(expression.span), {
      rule: name,
      expected: describeQuantity(needed),
      found: describeType(found),
      dimension: `The rule has ${reactantsText(orderInWay(direction))}; molecules joined by commas count as one.`,
    });
  };
  check(rule.rate.forward, analysed.forward);
  if (rule.rate.back !== null && analysed.back !== null) check(rule.rate.back, analysed.back);
  if (balanced !== null) {
    checker.expect(balanced, scope, dimensionless, "What stands after `balanced`", locals);
    const { forward, back } = analysed;
    if (back !== null && rule.rate.back === null && standardOrders(analysed, scope, checker) === null) {
      sink.report("TDL5155", at(balanced.span), {
        rule: name,
        forward: describeQuantity(dimensionIn(forward)),
        back: describeQuantity(dimensionIn(back)),
      });
    }
  }
  if (rule.rate.kind === "massAction" && rule.rate.within !== null) {
    const found = checker.typeOf(rule.rate.within, scope, locals);
    if (analysed.forward.leftComplexes < 2) sink.report("TDL5135", at(rule.rate.within.span), { rule: name });
    else if (!fits(found, rateDimension)) {
      sink.report("TDL5009", at(rule.rate.within.span), {
        rule: name,
        expected: describeQuantity(rateDimension),
        found: describeType(found),
        dimension: "Inside one complex the constant is a rate, such as `10 /s`.",
      });
    }
  }
}

/**
 * By which power of the standard concentration, 1 M, the constants of the two ways of a balanced rule differ; null
 * where one refers to something else than a volume, for which there is no standard.
 */
export function standardOrders(
  { forward, back }: AnalysedRule,
  scope: Scope,
  checker: Typing,
): number | null {
  if (back === null) return 0;
  const orders = orderInWay(forward) - orderInWay(back);
  if (orders === 0) return 0;
  const isVolume = [forward, back].every((direction) => {
    const place = placeOfWay(direction, scope, checker);
    if (orderInWay(direction) === 1 || place === null) return orderInWay(direction) === 1;
    return place.kind !== "compartment" || (place.symbol.node.size?.measure ?? "volume") === "volume";
  });
  return isVolume ? orders : null;
}

/** Values of single matches belong in the constants of rules that keep no balance. */
function refuseMatchValues(rule: Rule, scope: Scope, { sink }: Typing): void {
  const { rate } = rule;
  const isBalanced = rate.kind === "massAction" && rate.balanced !== null;
  if (rate.kind === "massAction" && !isBalanced) return;
  const where = isBalanced
    ? "a balanced rate, whose way back would have another value"
    : "a total velocity, which is that of all matches together";
  const within = rate.kind === "massAction" ? [rate.within, rate.balanced] : [];
  for (const expression of [rate.forward, rate.back, rule.when, ...within]) {
    const value = expression === null ? null : firstMatchValue(expression);
    if (value === null) continue;
    const text = scope.file.text.slice(value.span.start, value.span.end);
    sink.report("TDL5151", { file: scope.file, span: value.span }, { value: text, where });
  }
}

export function reactantsText(order: number): string {
  return `${["no", "one", "two", "three"][order] ?? String(order)} ${order < 2 ? "reactant" : "reactants"}`;
}

/** The complex of every condition exists, and its pattern is one of molecules. */
function checkConditions(rule: Rule, scope: Scope, checker: Typing): void {
  const analyser = new PatternAnalyser(checker, scope);
  for (const { side, index, pattern, span } of rule.conditions) {
    analyser.molecules(pattern);
    const participants = (side === "reactant" ? rule.left : (rule.right ?? rule.left)).participants;
    const first = complexStarts(participants)[index - 1];
    const isMolecule =
      first !== undefined &&
      isStructured({ ...rule, left: { participants: [first], span }, right: null }, scope);
    if (!isMolecule)
      checker.sink.report("TDL5136", { file: scope.file, span }, { rule: rule.name.text, side, index });
  }
}

/** The first participant of each complex or plain species of a side. */
export function complexStarts(participants: readonly Participant[]): readonly Participant[] {
  return participants.filter(({ joined }) => !joined);
}

/** State variables as labels for table indices; null (reported) when there are too many combinations. */
export function variableLocals(analysed: AnalysedRule, scope: Scope, checker: Typing): Locals | null {
  const locals = new Map<string, ValueType>();
  let combinations = 1;
  for (const [name, labels] of analysed.variables) {
    locals.set(name, { kind: "label", labels });
    combinations *= Math.max(1, labels.length);
  }
  if (combinations > combinationLimit) {
    const values = { rule: analysed.rule.name.text, combinations, limit: combinationLimit };
    checker.sink.report("TDL5123", { file: scope.file, span: analysed.rule.name.span }, values);
    return null;
  }
  reportRepeatedVariables(analysed, scope, checker);
  let isKnown = true;
  const before = new Set(stateVariablesOf(analysed.forward.left));
  const inRate = new Set(
    indexExpressions(analysed.rule.rate.forward).flatMap(({ indices }) => indices.map(indexLabel)),
  );
  for (const { sites } of analysed.forward.right) {
    for (const { state, span } of sites) {
      if (state?.kind !== "variable" || before.has(state.name) || inRate.has(state.name)) continue;
      const values = { rule: analysed.rule.name.text, variable: state.name };
      checker.sink.report("TDL5122", { file: scope.file, span }, values);
      isKnown = false;
    }
  }
  return isKnown ? locals : null;
}

function stateVariablesOf(agents: readonly AnalysedAgent[]): readonly string[] {
  return agents.flatMap(({ sites }) =>
    sites.flatMap(({ state }) => (state?.kind === "variable" ? [state.name] : [])),
  );
}

/** A variable at several sites of the left side lets the rule happen only where their states are equal. */
function reportRepeatedVariables({ rule, forward }: AnalysedRule, scope: Scope, { sink }: Typing): void {
  const seen = new Set<string>();
  for (const { state, span } of forward.left.flatMap(({ sites }) => sites)) {
    if (state?.kind !== "variable") continue;
    const values = { variable: state.name, rule: rule.name.text };
    if (seen.has(state.name)) sink.report("TDL5233", { file: scope.file, span }, values);
    seen.add(state.name);
  }
}

/** Complexes and plain species that react in one way of a rule. */
export function orderInWay({ leftComplexes, consumed }: RuleDirection): number {
  return leftComplexes + orderOf(consumed);
}

/**
 * The compartment of highest rank among the complexes, each in the one of lowest rank among its molecules with `in`, and
 * plain species. Complexes without `in` may be in any.
 */
export function placeOfWay(direction: RuleDirection, scope: Scope, checker: Typing): Place | null {
  const symbols: SymbolOfKind<"compartment">[] = [];
  const rank = ({ node }: SymbolOfKind<"compartment">): number =>
    ["length", "area", "volume"].indexOf(node.size?.measure ?? "volume");
  const isSource = direction.left.length === 0 && direction.consumed.length === 0;
  const where = isSource ? direction.right : direction.left;
  const named = new Map<number, SymbolOfKind<"compartment">[]>();
  for (const [i, { compartment, complex }] of where.entries()) {
    // What a source makes is looked at molecule by molecule.
    const members = named.get(isSource ? i : complex) ?? [];
    named.set(isSource ? i : complex, members);
    if (compartment === null) continue;
    const resolution = resolvePath(checker.program, scope, compartment);
    if (resolution.kind === "symbol" && resolution.symbol.kind === "compartment")
      members.push(resolution.symbol);
  }
  for (const members of named.values()) {
    const [lowest] = members.sort((a, b) => rank(a) - rank(b));
    symbols.push(...(lowest === undefined ? compartmentsOf(scope) : [lowest]));
  }
  for (const { place } of [
    ...direction.consumed,
    ...(direction.left.length === 0 ? direction.produced : []),
  ]) {
    if (place.kind === "compartment") symbols.push(place.symbol);
    else if (place.kind === "open") return place;
  }
  const [best] = [...symbols].sort((a, b) => rank(b) - rank(a));
  return best === undefined ? null : { kind: "compartment", symbol: best };
}

export function compartmentsOf(scope: Scope): SymbolOfKind<"compartment">[] {
  return [...scope.values.values()].filter(
    (symbol): symbol is SymbolOfKind<"compartment"> => symbol.kind === "compartment",
  );
}
