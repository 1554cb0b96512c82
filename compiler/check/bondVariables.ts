/**
 * Bond variables of rules: `k[?b]` stands for each of the bonds `.`, `_` or `Kinase.x` that label a key of a table in
 * which the rule's rate looks `b` up.
 */
import type { Name } from "../../grammar/syntax/common.ts";
import type { Rule } from "../../grammar/syntax/declaration.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { Scope } from "../bind/scope.ts";
import type { AnalysedRule, BondChoices, RuleAgent, RuleDirection } from "./analysedRule.ts";
import { type AnalysedBond, PatternAnalyser } from "./patternAnalysis.ts";
import { indexExpressions } from "./tableCell.ts";
import { indexLabel } from "./tableTypes.ts";
import type { Typing } from "./typing.ts";

/** The bonds that `name` stands for in the rates of a rule; null (reported) when no table says it. */
export function bondChoices(
  name: string,
  span: Rule["span"],
  rule: Rule,
  scope: Scope,
  checker: Typing,
): BondChoices | null {
  const { rate } = rule;
  const within = rate.kind === "massAction" ? rate.within : null;
  for (const expression of [rate.forward, rate.back, within]) {
    for (const { table, indices } of expression === null ? [] : indexExpressions(expression)) {
      const position = indices.findIndex((index) => indexLabel(index) === name);
      const found = resolvePath(checker.program, scope, table);
      if (position < 0 || found.kind !== "symbol" || found.symbol.kind !== "table") continue;
      const key = found.symbol.node.keys[position];
      if (key?.kind !== "labels") continue;
      return bondsOf(key.labels, found.symbol.scope, checker);
    }
  }
  checker.sink.report("TDL5138", { file: scope.file, span }, { rule: rule.name.text, variable: name });
  return null;
}

function bondsOf(labels: readonly Name[], scope: Scope, checker: Typing): BondChoices | null {
  const analyser = new PatternAnalyser(checker, scope);
  const bonds = new Map<string, AnalysedBond>();
  for (const { text, span } of labels) {
    const parts = text.split(".").map((part) => ({ text: part, span }));
    if (text !== "." && text !== "_" && parts.length < 2) {
      checker.sink.report("TDL5139", { file: scope.file, span }, { label: text });
      return null;
    }
    const bond =
      text === "."
        ? ({ kind: "free" } as const)
        : text === "_"
          ? ({ kind: "bound" } as const)
          : analyser.bond({ kind: "partner", path: { parts, span }, span });
    if (bond === null) return null;
    bonds.set(text, bond);
  }
  return bonds;
}

/** A rule in which its bond variables are what they stand for when all its variables are `states`. */
export function withBonds(rule: AnalysedRule, states: ReadonlyMap<string, string>): AnalysedRule {
  if (rule.bonds.size === 0) return rule;
  const chosen = <A extends RuleAgent>(agent: A): A => ({
    ...agent,
    sites: agent.sites.map((site) => {
      if (site.bond?.kind !== "variable") return site;
      const bond = rule.bonds.get(site.bond.name)?.get(states.get(site.bond.name) ?? "");
      return bond === undefined ? site : { ...site, bond };
    }),
  });
  const inDirection = (direction: RuleDirection): RuleDirection => ({
    ...direction,
    left: direction.left.map(chosen),
    right: direction.right.map(chosen),
  });
  return {
    ...rule,
    forward: inDirection(rule.forward),
    back: rule.back === null ? null : inDirection(rule.back),
  };
}
