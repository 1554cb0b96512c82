/**
 * `tendril explain FILE RULE` for a rule on molecules: what each way of it changes, the rules that its state variables
 * make of it, and its propensity factor by factor. What is told of factors and energies comes from the flat model, which
 * the engines run too.
 */
import { DiagnosticSink } from "../diagnostics/diagnostic.ts";
import type { Model } from "../grammar/syntax/sourceTree.ts";
import type { Rule } from "../grammar/syntax/declaration.ts";
import type { Expression } from "../grammar/syntax/expression.ts";
import type { BoundProgram, Scope } from "./bind/scope.ts";
import { orderInWay, placeOfWay, standardOrders } from "./check/checkStructuredRule.ts";
import { describeQuantity } from "./check/describeQuantity.ts";
import { rateConstantDimension } from "./check/rateDimension.ts";
import type { AnalysedRule, RuleDirection } from "./check/analysedRule.ts";
import { analyseRule } from "./check/ruleAnalysis.ts";
import type { TypeChecker } from "./check/typeChecker.ts";
import { changesOf } from "./explainChanges.ts";
import { bracketed, factorText, signed } from "./explainWords.ts";
import { describeSpatialRule } from "./explainSpatial.ts";
import type { FlatModel } from "./model/flatModel.ts";
import { flatten } from "./model/flatten.ts";
import type { StructuredRule } from "./model/structured.ts";
import { changeBounds } from "./plan/agents/changeBounds.ts";
import { ruleAutomorphisms } from "./plan/network/automorphisms.ts";
import { reactionCentre } from "./plan/network/reactionCentre.ts";

/** Lines under the heading of the rule; empty where the rule has mistakes. */
export function describeMoleculeRule(
  rule: Rule,
  model: Model,
  scope: Scope,
  program: BoundProgram,
  checker: TypeChecker,
): readonly string[] {
  const analysed = analyseRule(rule, scope, checker);
  if (analysed === null) return [];
  const sink = new DiagnosticSink();
  const flat = flatten({ program, checker, model, experiment: null, hash: "", sink });
  if (checker.spatial.includes(rule, scope)) return describeSpatialRule(rule, analysed, scope, checker, flat);
  const own = (flat.structured?.rules ?? []).filter(
    ({ origin }) => origin.file === scope.file && origin.span.start === rule.span.start,
  );
  const back = own.filter(({ name }) => name.endsWith(" (back)"));
  const forward = own.filter((one) => !back.includes(one));
  const describer = new Describer(rule, analysed, scope, checker, flat);
  return [
    ...describer.expansion(forward),
    ...describer.way("forward", analysed.forward, forward, rule.rate.forward),
    ...(analysed.back === null ? [] : describer.way("back", analysed.back, back, rule.rate.back)),
  ];
}

class Describer {
  readonly #rule: Rule;
  readonly #analysed: AnalysedRule;
  readonly #scope: Scope;
  readonly #checker: TypeChecker;
  readonly #flat: FlatModel;

  constructor(rule: Rule, analysed: AnalysedRule, scope: Scope, checker: TypeChecker, flat: FlatModel) {
    this.#rule = rule;
    this.#analysed = analysed;
    this.#scope = scope;
    this.#checker = checker;
    this.#flat = flat;
  }

  /** Of a rule with state variables. */
  expansion(rules: readonly StructuredRule[]): string[] {
    const { variables } = this.#analysed;
    if (variables.size === 0) return [];
    const names = [...variables].map(([name, states]) => `?${name} in ${states.join(", ")}`);
    const all = [...variables.values()].reduce((product, states) => product * states.length, 1);
    const left =
      rules.length === all
        ? ""
        : `, of which ${rules.length} ${rules.length === 1 ? "is" : "are"} left: the others have the rate 0, change nothing, or only exchange molecules`;
    return ["", `stands for ${all} rules, one for every combination of ${names.join(" and ")}${left}`];
  }

  way(
    name: "forward" | "back",
    direction: RuleDirection,
    rules: readonly StructuredRule[],
    written: Expression | null,
  ): string[] {
    const { rate, when } = this.#rule;
    const lines = ["", `${name}: ${this.#sides(name)}`];
    const [first] = rules;
    if (first === undefined) return [...lines, "  never happens: the rate is 0, or nothing changes"];
    lines.push(
      `  changes             ${changesOf(first, this.#flat.structured, this.#flat.species).join("; ")}`,
    );
    const complexes = first.products?.length ?? 0;
    if (complexes > 1 || (complexes === 1 && first.patterns.length > 1))
      lines.push(
        `  demands             ${complexes === 1 ? "one complex" : `${complexes} different complexes`} afterwards`,
      );
    for (const { kind, side, index, pattern } of this.#rule.conditions)
      lines.push(`  ${kind.padEnd(18)}  ${side} ${index}: ${this.#text(pattern)}`);
    if (when !== null) lines.push(`  only when           ${this.#text(when)}`);
    if (rate.kind === "total") {
      const velocity = written === null ? "" : this.#text(written);
      return [
        ...lines,
        `  velocity of the whole rule  ${velocity}   (amount per time, shared by all its matches)`,
      ];
    }
    const order = orderInWay(direction);
    const place = placeOfWay(direction, this.#scope, this.#checker);
    const compartment = place?.kind === "compartment" ? place.symbol : null;
    const size =
      compartment === null ? null : `${compartment.name}.${compartment.node.size?.measure ?? "volume"}`;
    const constant = written === null ? this.#standardConstant() : bracketed(this.#text(written), written);
    const dimension = describeQuantity(rateConstantDimension(order, place));
    const matches = ruleAutomorphisms(
      first,
      this.#flat.graph,
      first.isDistinct ? reactionCentre(first) : null,
    );
    const balance = first.isBalanced ? this.#balance(name) : "";
    const factors = [
      ...(order > 0 ? [" * ways"] : size === null ? [] : [` * ${size}`]),
      ...(matches === 1 ? [] : [` / ${matches}`]),
      ...(size === null || order < 2 ? [] : [order === 2 ? ` / ${size}` : ` / ${size}^${order - 1}`]),
    ].join("");
    lines.push(
      `  rate constant       ${constant}   must be ${dimension}`,
      `  reactants           ${order}${size === null || order < 2 ? "" : `, concentrations refer to ${size}`}`,
      `  statistical factor  ${factorText(matches)}`,
      `  propensity          ${constant}${balance}${factors}${order > 0 ? `   (ways: ${waysText(first)})` : ""}`,
    );
    if (name === "forward" && rate.within !== null) {
      const within = bracketed(this.#text(rate.within), rate.within);
      const divisor = matches === 1 ? "" : ` / ${matches}`;
      lines.push(
        `  within one complex  ${within}${balance} * ways${divisor}   (ways: matches of the left side inside one complex)`,
      );
    }
    if (name === "forward" && rate.anywhere)
      lines.push("  anywhere            reactants in one complex count as if they were apart");
    for (const { name: local } of first.locals)
      lines.push(`  of each match       ${local}, in the complex that is matched`);
    if (first.isBalanced) lines.push(...this.#energies(first));
    return lines;
  }

  #sides(name: "forward" | "back"): string {
    const left = this.#text(this.#rule.left);
    const right = this.#rule.right === null ? null : this.#text(this.#rule.right);
    if (right === null) return left;
    return name === "forward" ? `${left} -> ${right}` : `${right} -> ${left}`;
  }

  /** The constant of the way back of a balanced rule that states none. */
  #standardConstant(): string {
    const { forward } = this.#rule.rate;
    const orders = standardOrders(this.#analysed, this.#scope, this.#checker) ?? 0;
    const text = bracketed(this.#text(forward), forward);
    return orders === 0 ? text : `${text} * ${orders === 1 ? "1 M" : `(1 M)^${orders}`}`;
  }

  #balance(name: "forward" | "back"): string {
    const { rate } = this.#rule;
    const balanced = rate.kind === "massAction" ? rate.balanced : null;
    if (balanced === null) return "";
    const phi = bracketed(this.#text(balanced), balanced);
    return name === "forward" ? ` * exp(-${phi} * dG / kT)` : ` * exp((1 - ${phi}) * dG / kT)`;
  }

  /** The energies that a way changes, in its own direction. */
  #energies(rule: StructuredRule): string[] {
    const { structured } = this.#flat;
    if (structured === null) return [];
    const touched = structured.energies.flatMap(({ name, pattern }) => {
      // Without a look at what binds: any site may.
      const bounds = changeBounds(rule, pattern, structured.types, () => true);
      if (bounds === null) return [`  energy              ${name}: as its matches change`];
      const { least, most } = bounds;
      if (least === 0 && most === 0) return [];
      const range = least === most ? signed(least) : `${signed(least)} to ${signed(most)}`;
      return [
        `  energy              ${name}: ${range} ${Math.abs(least) === 1 && least === most ? "match" : "matches"}`,
      ];
    });
    const meaning = "  dG                  change of energy on the way forward; what this way changes:";
    return touched.length === 0 ? ["  dG                  0: no energy changes"] : [meaning, ...touched];
  }

  #text({ span }: { readonly span: Rule["span"] }): string {
    return this.#scope.file.text.slice(span.start, span.end).replace(/\s+/g, " ");
  }
}

function waysText({ patterns, consumed }: StructuredRule): string {
  const parts = [
    ...(patterns.length === 0
      ? []
      : [
          patterns.length === 1
            ? "matches of the left side"
            : "matches of the left side in different complexes",
        ]),
    ...(consumed.length === 0 ? [] : ["choices of the plain species"]),
  ];
  return parts.join(" times ");
}
