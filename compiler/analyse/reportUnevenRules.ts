/**
 * Tells of rules with variables that treat two molecules or sites alike, while their rate does not: a pair of different
 * states reacts by both combinations, at the sum of two different constants, where equal ones would count once
 * (compiler/model/mirroredRules.ts).
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { keyOfParts } from "../model/mirroredRules.ts";
import type { StructuredModel, StructuredRule } from "../model/structured.ts";
import { isSameChange } from "../plan/network/automorphisms.ts";
import { keyOf, type RuleIndex } from "./ruleIndex.ts";

/** Once a rule, with the first two combinations that are one change. */
export function reportUnevenRules({ rules }: StructuredModel, index: RuleIndex, sink: DiagnosticSink): void {
  const told = new Set<string>();
  const alike = new Map<string, StructuredRule[]>();
  for (const rule of rules) {
    const origin = keyOf(rule.origin);
    // Values of one match give the molecules parts of their own.
    if (told.has(origin) || rule.locals.length > 0) continue;
    // Rules that one growth statement stands for have names of their own, and each its constant.
    const key = `${origin} ${rule.name.replace(/\[.*\]/, "")} ${keyOfParts(rule)}`;
    const others = alike.get(key) ?? [];
    const mirror = others.find((other) => isSameChange(other, rule));
    alike.set(key, [...others, rule]);
    if (mirror === undefined) continue;
    told.add(origin);
    sink.report("TDL5188", index.location(rule.origin), {
      rule: index.name(rule.origin),
      one: statesOf(mirror.name),
      other: statesOf(rule.name),
    });
  }
}

/** "u, p" of "meet[u, p]". */
function statesOf(name: string): string {
  return /\[(.*)\]/.exec(name)?.[1] ?? name;
}
