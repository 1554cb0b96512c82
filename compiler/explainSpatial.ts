/**
 * `tendril explain FILE RULE` for a rule on molecules with attributes, which the `graph` method applies match by match:
 * what it changes and sets, and its propensity factor by factor.
 */
import type { Rule } from "../grammar/syntax/declaration.ts";
import type { Expression } from "../grammar/syntax/expression.ts";
import { formatExpression } from "../grammar/format/expressions.ts";
import { render } from "../grammar/format/layout.ts";
import type { Scope } from "./bind/scope.ts";
import type { AnalysedRule, RuleDirection } from "./check/analysedRule.ts";
import { describeQuantity } from "./check/describeQuantity.ts";
import { orderOf, rateConstantDimension } from "./check/rateDimension.ts";
import { proximityOf, referenceOf } from "./check/spatial/checkSpatialRule.ts";
import type { TypeChecker } from "./check/typeChecker.ts";
import { changesOf } from "./explainChanges.ts";
import { bracketed, factorText } from "./explainWords.ts";
import type { FlatModel } from "./model/flatModel.ts";
import type { SpatialRule } from "./model/spatial.ts";
import { spatialRuleAutomorphisms } from "./plan/graph/spatialSymmetry.ts";

/** Lines under the heading of the rule. */
export function describeSpatialRule(
  rule: Rule,
  analysed: AnalysedRule,
  scope: Scope,
  checker: TypeChecker,
  flat: FlatModel,
): readonly string[] {
  const named = (flat.spatial?.rules ?? []).filter(
    ({ name }) => name === rule.name.text || /^(\[| \(back\))/.test(name.slice(rule.name.text.length)),
  );
  const own = named.filter(
    ({ name, origin }) =>
      name.startsWith(rule.name.text) && origin.file === scope.file && origin.span.start === rule.span.start,
  );
  const back = own.filter(({ name }) => name.endsWith(" (back)"));
  const forward = own.filter((one) => !back.includes(one));
  const way = (
    name: string,
    direction: RuleDirection | null,
    [first]: readonly SpatialRule[],
    written: Expression | null,
  ): readonly string[] =>
    direction === null || written === null
      ? []
      : describeWay(name, { rule, direction, first: first ?? null, written }, scope, checker, flat);
  return [
    ...way("forward", analysed.forward, forward, rule.rate.forward),
    ...way("back", analysed.back, back, rule.rate.back),
  ];
}

interface Way {
  readonly rule: Rule;
  readonly direction: RuleDirection;
  /** One of the rules that it stands for; null where it stands for none. */
  readonly first: SpatialRule | null;
  readonly written: Expression;
}

function describeWay(
  name: string,
  { rule, direction, first, written }: Way,
  scope: Scope,
  checker: TypeChecker,
  flat: FlatModel,
): readonly string[] {
  const text = ({ span }: { readonly span: Rule["span"] }): string =>
    scope.file.text.slice(span.start, span.end).replace(/\s+/g, " ");
  const sides = [text(rule.left), ...(rule.right === null ? [] : [text(rule.right)])];
  const shown = name === "forward" ? sides : sides.toReversed();
  // What a growth statement stands for has the text of the statement on both sides.
  const lines = ["", `${name}: ${[...new Set(shown)].join(" -> ")}`];
  if (first === null || flat.spatial === null)
    return [...lines, "  never happens: the rate is 0, or nothing changes"];
  lines.push(`  changes             ${effects(first, flat).join("; ")}`);
  if (rule.when !== null) lines.push(`  only when           ${formula(rule.when)}`);
  const { rate } = first;
  if (rate.kind === "total")
    return [
      ...lines,
      `  velocity of the whole rule  ${formula(written)}   (amount per time, shared by all its matches)`,
    ];
  const isNear = proximityOf(rule, direction, scope, checker) !== null;
  const order = (isNear ? 1 : direction.leftComplexes) + orderOf(direction.consumed);
  const place = referenceOf(rule, direction, order, scope, checker);
  const known = place === "told" ? null : place;
  const size =
    known?.kind === "compartment"
      ? `${known.symbol.name}.${known.symbol.node.size?.measure ?? "volume"}`
      : null;
  const matches = spatialRuleAutomorphisms(flat.graph, first);
  const constant = bracketed(formula(written), written);
  const over = size === null || order < 2 ? "" : order === 2 ? ` / ${size}` : ` / ${size}^${order - 1}`;
  const ways = [
    ...(first.patterns.length === 0
      ? []
      : [isNear ? "matches of the left side that are near enough" : "matches of the left side"]),
    ...(first.consumed.length === 0 ? [] : ["choices of the plain species"]),
  ].join(" times ");
  return [
    ...lines,
    `  rate constant       ${constant}   must be ${describeQuantity(rateConstantDimension(order, known))}`,
    `  reactants           ${order}${over === "" ? "" : `, concentrations refer to ${size}`}`,
    `  statistical factor  ${factorText(matches)}`,
    order === 0
      ? `  propensity          ${constant}${size === null ? "" : ` * ${size}`}`
      : `  propensity          ${constant} * ways${matches === 1 ? "" : ` / ${matches}`}${over}   (ways: ${ways})`,
  ];
}

/** Not as it stands in the file: of a growth statement that has no such text. */
function formula(expression: Expression): string {
  return render(formatExpression(expression), 1000).replace(/\s+/g, " ").trim();
}

function effects(rule: SpatialRule, { spatial, species }: FlatModel): readonly string[] {
  const types = (spatial?.types ?? []).map(({ name, sites, attributes }) => ({
    name,
    sites: sites.map((site) => ({ ...site, multiplicity: 1 })),
    attributes,
  }));
  const agents = [...rule.patterns.flatMap((pattern) => pattern.agents), ...rule.created];
  const set = rule.sets.flatMap(({ agent, slot }) => {
    const type = types[agents[agent]?.type ?? -1];
    const attribute = type?.attributes.find(
      ({ slot: from, components, computed }) => computed === null && slot >= from && slot < from + components,
    );
    return attribute === undefined ? [] : [`sets ${type.name}.${attribute.name}`];
  });
  const changes = changesOf(rule, { types, compartments: [] }, species);
  return [...changes.filter((one) => one !== "nothing" || set.length === 0), ...new Set(set)];
}
