/** Tells of rules on molecules that repeat each other, exclude what they demand, or have a rate of zero. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { isStructured } from "../check/ruleAnalysis.ts";
import type { Scope } from "../bind/scope.ts";
import type { ExpressionGraph } from "../expression/graph.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type {
  MoleculePattern,
  PatternBond,
  PatternSite,
  StructuredModel,
  StructuredRule,
} from "../model/structured.ts";
import { isSameChange } from "../plan/network/automorphisms.ts";
import { keyOf, type RuleIndex } from "./ruleIndex.ts";
import { patternStart } from "../model/siteKind.ts";
import { tellRepeated } from "./tellRepeated.ts";

/** Two rules that match and change the same, whatever their labels and their order; told once a pair. */
export function reportRepeatedRules(
  { rules }: StructuredModel,
  graph: ExpressionGraph,
  index: RuleIndex,
  sink: DiagnosticSink,
): void {
  const alike = new Map<string, StructuredRule[]>();
  const told = new Set<string>();
  for (const rule of rules.map(withoutIdleDemand)) {
    const key = outline(rule);
    const others = alike.get(key) ?? [];
    alike.set(key, [...others, rule]);
    const same = others.find(
      (other) =>
        keyOf(other.origin) !== keyOf(rule.origin) &&
        mayRepeat(other, rule, graph) &&
        isSameChange(other, rule),
    );
    if (same === undefined) continue;
    const pair = `${keyOf(same.origin)} ${keyOf(rule.origin)}`;
    if (told.has(pair)) continue;
    told.add(pair);
    tellRepeated(rule.origin, same.origin, index, sink);
  }
}

/** Where only states of one complex change, what its right side demands holds before and after. */
function withoutIdleDemand(rule: StructuredRule): StructuredRule {
  const isIdle = rule.patterns.length === 1 && rule.actions.every(({ kind }) => kind === "state");
  return isIdle && rule.created.length === 0 ? { ...rule, products: null } : rule;
}

/** Equal for rules that are the same: keeps most others from being compared. */
function outline({ patterns, created, actions }: StructuredRule): string {
  const agents = patterns.flatMap((pattern) =>
    pattern.agents.map(({ type, compartment, sites }) => {
      const texts = sites.map(({ siteClass, state, bond }) => `${siteClass}{${state}}[${bond.kind}]`);
      return `${type} ${compartment} ${texts.sort().join()}`;
    }),
  );
  const kinds = actions.map((action) => (action.kind === "state" ? `state ${action.to}` : action.kind));
  return `${agents.sort().join("; ")} | ${created.length} | ${kinds.sort().join()}`;
}

/** Constants add up; a total velocity, or a constant only inside complexes, is a mechanism of its own. */
function mayRepeat(
  { rate: one }: StructuredRule,
  { rate: other }: StructuredRule,
  graph: ExpressionGraph,
): boolean {
  if (one.kind === "total" || other.kind === "total")
    return one.kind === "total" && other.kind === "total" && one.velocity === other.velocity;
  const isOff = (constant: typeof one.constant): boolean => graph.numberValue(constant) === 0;
  return (one.within === null) === (other.within === null) && !isOff(one.constant) && !isOff(other.constant);
}

/** Rules with a condition that excludes what their own left side demands. */
export function reportContradictions(
  { rules }: StructuredModel,
  index: RuleIndex,
  sink: DiagnosticSink,
): void {
  for (const rule of rules) {
    const isHopeless = rule.conditions.some(({ kind, side, agent, pattern }) => {
      if (kind !== "exclude" || side !== "reactant") return false;
      const start = patternStart(rule, agent);
      const own = rule.patterns.find((_, i) => patternStartOf(rule, i) === start);
      return own !== undefined && isImplied(pattern, own);
    });
    if (isHopeless) sink.report("TDL5174", index.location(rule.origin), { rule: index.name(rule.origin) });
  }
}

function patternStartOf({ patterns }: StructuredRule, pattern: number): number {
  return patterns.slice(0, pattern).reduce((sum, { agents }) => sum + agents.length, 0);
}

/** Whether every complex that matches `specific` also matches `general`. */
function isImplied(general: MoleculePattern, specific: MoleculePattern): boolean {
  const images: number[] = [];
  const place = (agent: number): boolean => {
    if (agent === general.agents.length) return general.agents.every((_, i) => keepsLinks(i));
    const wanted = general.agents[agent];
    return specific.agents.some((candidate, image) => {
      if (images.includes(image) || candidate.type !== wanted.type) return false;
      if (wanted.compartment !== null && wanted.compartment !== candidate.compartment) return false;
      if (!holdsSites(wanted.sites, candidate.sites)) return false;
      images.push(image);
      const isPlaced = place(agent + 1);
      images.pop();
      return isPlaced;
    });
  };
  const keepsLinks = (agent: number): boolean =>
    general.agents[agent].sites.every(({ siteClass, bond }) => {
      if (bond.kind !== "link") return true;
      const there = specific.agents[images[agent]].sites.filter((site) => site.siteClass === siteClass);
      return there.some((site) => site.bond.kind === "link" && site.bond.agent === images[bond.agent]);
    });
  return place(0);
}

/** Every wanted site is there, several of one class at different sites. */
function holdsSites(wanted: readonly PatternSite[], there: readonly PatternSite[]): boolean {
  const used = new Set<PatternSite>();
  return wanted.every((site) => {
    const found = there.find(
      (other) =>
        !used.has(other) &&
        other.siteClass === site.siteClass &&
        (site.state === null || site.state === other.state) &&
        holdsBond(site.bond, other.bond),
    );
    if (found !== undefined) used.add(found);
    return found !== undefined || (site.state === null && site.bond.kind === "any");
  });
}

function holdsBond(wanted: PatternBond, there: PatternBond): boolean {
  switch (wanted.kind) {
    case "any":
      return true;
    case "free":
    case "link":
      return there.kind === wanted.kind;
    case "bound":
      return there.kind === "bound" || there.kind === "link" || there.kind === "partner";
    case "partner":
      return there.kind === "partner" && there.type === wanted.type && there.siteClass === wanted.siteClass;
  }
}

/** Rules whose rate is zero for every combination of states. */
export function reportZeroRates(flat: FlatModel, scope: Scope, index: RuleIndex, sink: DiagnosticSink): void {
  const acting = new Set(
    [
      ...flat.reactions.filter(({ rate }) => rateOf(rate) !== 0),
      ...(flat.structured?.rules ?? []),
      ...(flat.spatial?.rules ?? []),
    ].map(({ origin }) => keyOf(origin)),
  );
  const plain = new Set(flat.reactions.map(({ origin }) => keyOf(origin)));
  for (const rule of scope.module?.body ?? []) {
    if (rule.kind !== "rule") continue;
    const origin = { file: scope.file, span: rule.span };
    const key = keyOf(origin);
    if (acting.has(key) || (!plain.has(key) && !isStructured(rule, scope))) continue;
    sink.report("TDL5179", index.location(origin), { rule: rule.name.text });
  }

  function rateOf(rate: FlatModel["reactions"][number]["rate"]): number | null {
    return flat.graph.numberValue(rate.kind === "total" ? rate.velocity : rate.constant);
  }
}
