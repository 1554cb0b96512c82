/** `tendril explain FILE RULE`: what a rule's rate means, direction by direction, factor by factor. */
import { DiagnosticSink } from "../diagnostics/diagnostic.ts";
import type { Model } from "../grammar/syntax/sourceTree.ts";
import type { Rule } from "../grammar/syntax/declaration.ts";
import type { Expression } from "../grammar/syntax/expression.ts";
import { bind } from "./bind/bind.ts";
import { partScope } from "./bind/resolve.ts";
import type { BoundProgram, Scope } from "./bind/scope.ts";
import { checkProgram } from "./check/check.ts";
import { checkRule } from "./check/checkRule.ts";
import type { Reactant } from "./check/analysedRule.ts";
import { orderOf, rateConstantDimension, reactionText, referencePlace } from "./check/rateDimension.ts";
import { TypeChecker } from "./check/typeChecker.ts";
import { describeQuantity } from "./check/describeQuantity.ts";
import type { CheckRequest, CheckResult } from "./compile.ts";
import { isStructured } from "./check/ruleAnalysis.ts";
import { describeMoleculeRule } from "./explainMolecules.ts";
import { readProgram } from "./lower/readProgram.ts";
import { identicalOrders } from "./plan/rateFactor.ts";

export interface RuleExplanation extends CheckResult {
  /** Null when there is no rule of that name. */
  readonly text: string | null;
  /** All rules of the file, those of parts as `part.rule`. */
  readonly rules: readonly string[];
}

export function explainRule(request: CheckRequest, name: string): RuleExplanation {
  const sink = new DiagnosticSink();
  const sources = readProgram(request, sink);
  if (sources === null) return { diagnostics: sink.diagnostics, hasErrors: true, text: null, rules: [] };
  const program = bind(sources, sink);
  checkProgram(sources, program, sink);
  const result = { diagnostics: sink.diagnostics, hasErrors: sink.hasErrors };
  const checker = new TypeChecker(program, new DiagnosticSink());
  const rules: string[] = [];
  const texts: string[] = [];
  for (const node of sources.main.declarations) {
    if (node.kind !== "model" && node.kind !== "module") continue;
    const scope = program.scopes.get(node);
    if (scope === undefined) continue;
    for (const { path, rule, owner } of rulesOf(node, scope, program)) {
      rules.push(path);
      if (path !== name || sink.hasErrors) continue;
      texts.push(describeRule(rule, owner.module, owner.scope, program, checker));
    }
  }
  return { ...result, text: texts.length === 0 ? null : texts.join("\n"), rules };
}

interface OwnedRule {
  /** `pump.leak` for a rule of a part. */
  readonly path: string;
  readonly rule: Rule;
  readonly owner: { readonly module: Model; readonly scope: Scope };
}

/** `outer`: modules that this one is inside of, against those that hold themselves. */
function* rulesOf(
  module: Model,
  scope: Scope,
  program: BoundProgram,
  outer: readonly Model[] = [],
): Generator<OwnedRule> {
  for (const statement of module.body) {
    if (statement.kind === "rule")
      yield { path: statement.name.text, rule: statement, owner: { module, scope } };
    if (statement.kind !== "part") continue;
    const symbol = scope.values.get(statement.name.text);
    const inner = symbol?.kind === "part" ? partScope(program, symbol) : null;
    if (inner?.module == null || [...outer, module].includes(inner.module)) continue;
    for (const own of rulesOf(inner.module, inner, program, [...outer, module]))
      yield { ...own, path: `${statement.name.text}.${own.path}` };
  }
}

function describeRule(
  rule: Rule,
  model: Model,
  scope: Scope,
  program: BoundProgram,
  checker: TypeChecker,
): string {
  const checked = checkRule(rule, scope, checker);
  const lines = [
    `rule ${rule.name.text} of ${scope.module?.name.text ?? "?"}: ${reactionText(rule, scope.file)}`,
  ];
  if (rule.fields?.doc !== null && rule.fields?.doc !== undefined) lines.push(rule.fields.doc.value);
  if (isStructured(rule, scope)) {
    lines.push(...describeMoleculeRule(rule, model, scope, program, checker));
    return `${lines.join("\n")}\n`;
  }
  if (checked === null) return lines.join("\n");
  const { reactants, products } = checked;
  lines.push(...describeDirection("forward", reactants, products, rule.rate.forward, rule, scope));
  if (rule.rate.back !== null)
    lines.push(...describeDirection("back", products, reactants, rule.rate.back, rule, scope));
  return `${lines.join("\n")}\n`;
}

function describeDirection(
  direction: string,
  from: readonly Reactant[],
  to: readonly Reactant[],
  rate: Expression,
  rule: Rule,
  scope: Scope,
): string[] {
  const text = scope.file.text.slice(rate.span.start, rate.span.end);
  const isSimple = ["quantity", "reference", "call", "index"].includes(rate.kind);
  const written = isSimple ? text : `(${text})`;
  const head = ["", `${direction}: ${sideText(from)} -> ${sideText(to)}`];
  if (rule.when !== null)
    head.push(`  only when ${scope.file.text.slice(rule.when.span.start, rule.when.span.end)}`);
  if (rule.rate.kind === "total") {
    return [...head, `  velocity of the whole rule  ${written}   (amount per time; no factor is applied)`];
  }
  const order = orderOf(from);
  const place = referencePlace(order === 0 ? to : from);
  const compartment =
    place !== null && place !== "ambiguous" && place.kind === "compartment" ? place.symbol : null;
  const size =
    compartment === null ? null : `${compartment.name}.${compartment.node.size?.measure ?? "volume"}`;
  const merged = mergeReactants(from);
  const symmetry = identicalOrders(merged);
  const dimension = rateConstantDimension(order, place === "ambiguous" ? null : place);
  const divisor = [
    ...(symmetry === 1 ? [] : [String(symmetry)]),
    ...(size === null || order === 1 ? [] : order === 0 ? [] : [order === 2 ? size : `${size}^${order - 1}`]),
  ];
  const over = divisor.map((factor) => ` / ${factor}`).join("");
  const source = order === 0 && size !== null ? ` * ${size}` : "";
  const deterministic = merged
    .map(({ name, count }) => (count === 1 ? ` * ${name}` : ` * ${name}^${count}`))
    .join("");
  const stochastic = merged
    .map(({ name, count }) =>
      Array.from({ length: count }, (_, i) => (i === 0 ? ` * ${name}` : ` * (${name} - ${i})`)).join(""),
    )
    .join("");
  return [
    ...head,
    `  rate constant       ${written}   must be ${describeQuantity(dimension)}`,
    `  reactants           ${order}${size === null ? "" : `, concentrations refer to ${size}`}`,
    `  statistical factor  ${symmetry === 1 ? "1 (no identical reactants)" : `1/${symmetry} (identical reactants are counted once)`}`,
    `  velocity            ${written}${deterministic}${source}${over}   (deterministic; names are amounts)`,
    `  propensity          ${written}${stochastic}${source}${over}   (stochastic; names are numbers)`,
  ];
}

function mergeReactants(side: readonly Reactant[]): { readonly name: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { participant, coefficient } of side) {
    const name = participant.pattern.members[0]?.type.parts.map((part) => part.text).join(".") ?? "?";
    counts.set(name, (counts.get(name) ?? 0) + coefficient);
  }
  return [...counts].map(([name, count]) => ({ name, count }));
}

function sideText(side: readonly Reactant[]): string {
  if (side.length === 0) return "nothing";
  return mergeReactants(side)
    .map(({ name, count }) => (count === 1 ? name : `${count} ${name}`))
    .join(" + ");
}
