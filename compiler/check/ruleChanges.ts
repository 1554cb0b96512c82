/**
 * What a rule on molecules changes: every change is said on both sides, what stands in one complex is joined,
 * and something changes at all.
 *
 * A site of the right side belongs to the site of the left side that is the same mention of its class.
 */
import type { DiagnosticArguments, DiagnosticCode } from "../../diagnostics/registry.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Scope } from "../bind/scope.ts";
import type { AnalysedBond, AnalysedSite } from "./patternAnalysis.ts";
import type { AnalysedRule, Reactant, RightAgent, RuleAgent } from "./analysedRule.ts";
import type { Typing } from "./typing.ts";

export function checkRuleChanges(analysed: AnalysedRule, scope: Scope, checker: Typing): void {
  new ChangeChecker(analysed, scope, checker).check();
}

class ChangeChecker {
  readonly #analysed: AnalysedRule;
  readonly #scope: Scope;
  readonly #checker: Typing;
  #isChanging = false;
  #isWhole = true;

  constructor(analysed: AnalysedRule, scope: Scope, checker: Typing) {
    this.#analysed = analysed;
    this.#scope = scope;
    this.#checker = checker;
  }

  check(): void {
    const { rule, forward } = this.#analysed;
    const leftEnds = bondEnds(forward.left, (_, i) => i);
    const rightEnds = bondEnds(forward.right, ({ from }, i) => from ?? -1 - i);
    this.#checkJoined(forward.left, []);
    if (rule.right !== null && this.#isWhole) this.#checkJoined(forward.right, this.#keptJoints());
    const deletes = (agents: readonly RuleAgent[]): boolean =>
      agents.some(({ action }) => action.startsWith("delete"));
    this.#isChanging =
      !isSamePools(forward.consumed, forward.produced) || deletes(forward.left) || deletes(forward.right);
    for (const [i, agent] of forward.right.entries()) {
      if (agent.action.startsWith("delete")) continue;
      const before = agent.from === null ? undefined : forward.left[agent.from];
      if (before === undefined) {
        this.#isChanging = true;
        this.#checkNew(agent);
        continue;
      }
      if (agent.compartment !== null && textOf(agent.compartment) !== textOf(before.compartment))
        this.#isChanging = true;
      for (const { site, key } of keyed(agent, agent.from ?? -1 - i)) {
        const known = keyed(before, agent.from ?? 0).find((other) => other.key === key)?.site ?? null;
        this.#checkState(site, known);
        this.#checkBond(site, known, leftEnds.get(key) !== rightEnds.get(key));
      }
    }
    if (!this.#isChanging && this.#isWhole && rule.sets.length === 0)
      this.#report("TDL5001", rule.name.span, { rule: rule.name.text });
  }

  #checkState(site: AnalysedSite, known: AnalysedSite | null): void {
    const { state } = site;
    if (state === null || state.kind === "any") return;
    const before = known?.state ?? null;
    if (before !== null && isSameState(state, before)) return;
    this.#isChanging = true;
    if (this.#analysed.back === null || (before !== null && before.kind !== "any")) return;
    this.#reportSite("TDL5132", site);
  }

  #checkBond(site: AnalysedSite, known: AnalysedSite | null, hasOtherPartner: boolean): void {
    const { bond } = site;
    if (bond === null || bond.kind === "any") return;
    const before: AnalysedBond = known?.bond ?? { kind: "any" };
    if (bond.kind === "variable") {
      if (before.kind !== "variable" || before.name !== bond.name) this.#reportSite("TDL5140", site);
      return;
    }
    if (bond.kind === "bound" || bond.kind === "partner") {
      // Said again of a site that stays bound.
      const stays = before.kind === "label" || before.kind === "bound" || before.kind === "partner";
      if (!stays) this.#reportSite("TDL5129", site);
    } else if (before.kind === "any" || before.kind === "variable") this.#reportSite("TDL5121", site);
    else if (bond.kind === "free") this.#isChanging ||= before.kind !== "free";
    else this.#isChanging ||= hasOtherPartner;
  }

  #checkNew(agent: RightAgent): void {
    for (const { state, bond, span } of agent.sites) {
      const isOpen = state?.kind === "any" || bond?.kind === "any" || bond?.kind === "variable";
      if (isOpen || bond?.kind === "bound" || bond?.kind === "partner")
        this.#report("TDL5117", span, { what: "A new molecule" });
    }
  }

  /** Pairs of right molecules that stay joined as they were on the left. */
  #keptJoints(): [number, number][] {
    const { left, right } = this.#analysed.forward;
    const at = new Map(
      right.flatMap(({ from }, i): [number, number][] => (from === null ? [] : [[from, i]])),
    );
    const joints: [number, number][] = [];
    const join = (a: number, b: number): void => {
      const [first, second] = [at.get(a), at.get(b)];
      if (first !== undefined && second !== undefined) joints.push([first, second]);
    };
    const braces = new Map<number, number>();
    const ends = new Map<string, number>();
    left.forEach((agent, i) => {
      if (agent.braces !== null) {
        const first = braces.get(agent.braces);
        if (first === undefined) braces.set(agent.braces, i);
        else join(first, i);
      }
      const after = right[at.get(i) ?? -1];
      for (const { site, key } of keyed(agent, i)) {
        if (site.bond?.kind !== "label") continue;
        const kept =
          after === undefined ? undefined : keyed(after, i).find((other) => other.key === key)?.site;
        if (kept !== undefined && kept.bond !== null && kept.bond.kind === "free") continue;
        const bond = `${agent.complex}/${site.bond.label}`;
        const first = ends.get(bond);
        if (first === undefined) ends.set(bond, i);
        else join(first, i);
      }
    });
    return joints;
  }

  /** Molecules that commas join are joined by bonds: stated ones, those in braces, or `kept` ones. */
  #checkJoined(agents: readonly RuleAgent[], kept: readonly [number, number][]): void {
    const group = agents.map((_, i) => i);
    const join = (a: number, b: number): void => {
      const [from, to] = [group[a] ?? a, group[b] ?? b];
      group.forEach((value, i) => {
        if (value === from) group[i] = to;
      });
    };
    for (const [a, b] of kept) join(a, b);
    agents.forEach((one, i) => {
      agents.forEach((other, k) => {
        if (k <= i || one.complex !== other.complex) return;
        if (one.braces !== null && one.braces === other.braces) join(i, k);
        else if (labelsOf(one).some((label) => labelsOf(other).includes(label))) join(i, k);
      });
    });
    const isRight = agents === this.#analysed.forward.right;
    const firstOf = new Map<number, number>();
    const told = new Set<number>();
    for (const [i, { complex, action, span }] of agents.entries()) {
      if (action.startsWith("delete") || told.has(complex)) continue;
      const first = firstOf.get(complex);
      firstOf.set(complex, first ?? i);
      const start = first === undefined ? undefined : agents[first];
      if (first === undefined || start === undefined || group[first] === group[i]) continue;
      told.add(complex);
      this.#isWhole = false;
      this.#checker.sink.report(
        "TDL5103",
        { file: this.#scope.file, span: { start: start.span.start, end: span.end } },
        { molecules: agents.filter((agent) => agent.complex === complex).length },
        isRight
          ? { suggestion: "Write `+` between them if they part, or join them by bond labels such as `[1]`." }
          : {},
      );
    }
  }

  #reportSite(code: "TDL5121" | "TDL5129" | "TDL5132" | "TDL5140", site: AnalysedSite): void {
    const values = { rule: this.#analysed.rule.name.text, site: site.declaration.name.text };
    this.#report(code, site.span, values);
  }

  #report<C extends DiagnosticCode>(code: C, span: Span, values: DiagnosticArguments<C>): void {
    this.#isWhole = false;
    this.#checker.sink.report(code, { file: this.#scope.file, span }, values);
  }
}

/** The sites of a molecule with keys that name them on both sides: molecule, class, nth mention. */
function keyed(agent: RuleAgent, index: number): { readonly site: AnalysedSite; readonly key: string }[] {
  const seen = new Map<number, number>();
  return agent.sites.map((site) => {
    const nth = seen.get(site.siteClass) ?? 0;
    seen.set(site.siteClass, nth + 1);
    return { site, key: `${index}/${site.siteClass}/${nth}` };
  });
}

/** For each site with a bond label, the site at the other end. */
function bondEnds<A extends RuleAgent>(
  agents: readonly A[],
  indexOf: (agent: A, position: number) => number,
): ReadonlyMap<string, string> {
  const open = new Map<string, string>();
  const ends = new Map<string, string>();
  agents.forEach((agent, i) => {
    for (const { site, key } of keyed(agent, indexOf(agent, i))) {
      if (site.bond?.kind !== "label") continue;
      const bond = `${agent.complex}/${site.bond.label}`;
      const other = open.get(bond);
      if (other === undefined) open.set(bond, key);
      else {
        ends.set(key, other);
        ends.set(other, key);
      }
    }
  });
  return ends;
}

function labelsOf({ sites }: RuleAgent): number[] {
  return sites.flatMap(({ bond }) => (bond?.kind === "label" ? [bond.label] : []));
}

function isSameState(a: NonNullable<AnalysedSite["state"]>, b: NonNullable<AnalysedSite["state"]>): boolean {
  if (a.kind === "is") return b.kind === "is" && a.index === b.index;
  return a.kind === "variable" && b.kind === "variable" && a.name === b.name;
}

function isSamePools(one: readonly Reactant[], other: readonly Reactant[]): boolean {
  const balance = new Map<string, number>();
  const nameOf = ({ participant }: Reactant): string => textOf(participant.pattern.members[0]?.type ?? null);
  for (const item of one) balance.set(nameOf(item), (balance.get(nameOf(item)) ?? 0) + item.coefficient);
  for (const item of other) balance.set(nameOf(item), (balance.get(nameOf(item)) ?? 0) - item.coefficient);
  return [...balance.values()].every((difference) => difference === 0);
}

function textOf(path: { readonly parts: readonly { readonly text: string }[] } | null): string {
  return path === null ? "" : path.parts.map(({ text }) => text).join(".");
}
