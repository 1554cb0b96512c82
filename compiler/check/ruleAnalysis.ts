/**
 * A rule on molecules with its participants matched: which molecule of the right side is which of the left.
 *
 * Correspondence is by label, else by position among molecules of one type when both sides have equally many;
 * everything else must be said with `new` or `delete`. The way back of `<->` swaps the sides and keeps what
 * the right side does not mention of the left.
 */
import type { Rule, RuleSide } from "../../grammar/syntax/declaration.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Scope } from "../bind/scope.ts";
import type {
  AnalysedRule,
  BondChoices,
  Reactant,
  RightAgent,
  RuleAgent,
  RuleDirection,
} from "./analysedRule.ts";
import { bondChoices } from "./bondVariables.ts";
import { type AnalysedBond, type AnalysedSite, PatternAnalyser, type Side } from "./patternAnalysis.ts";
import { placeOf } from "./species.ts";
import type { Typing } from "./typing.ts";

interface AnalysedSide {
  readonly agents: RuleAgent[];
  readonly complexes: number;
  readonly pools: Reactant[];
}

/** Whether any participant is a molecule. */
export function isStructured(rule: Rule, scope: Scope): boolean {
  return [rule.left, ...(rule.right === null ? [] : [rule.right])].some(({ participants }) =>
    participants.some(
      ({ pattern, action }) =>
        action !== "match" ||
        pattern.members.some((member) => {
          if (member.sites !== null || member.label !== null) return true;
          const [first, ...rest] = member.type.parts;
          return rest.length === 0 && first !== undefined && scope.lookup(first.text)?.kind === "molecule";
        }),
    ),
  );
}

/** Null after reporting. */
export function analyseRule(rule: Rule, scope: Scope, checker: Typing): AnalysedRule | null {
  const analyser = new PatternAnalyser(checker, scope);
  const left = analyseSide(rule.left, "from", new Map(), analyser, scope, checker);
  if (left === null) return null;
  const labels = new Map<string, number>();
  let isWhole = true;
  left.agents.forEach(({ label, span }, i) => {
    if (label === null) return;
    if (labels.has(label)) {
      checker.sink.report("TDL3012", { file: scope.file, span }, { name: label });
      isWhole = false;
    }
    labels.set(label, i);
  });
  const rightSyntax = rule.right ?? rule.left;
  const right = analyseSide(
    rightSyntax,
    "to",
    new Map([...labels].map(([label, i]) => [label, left.agents[i]])),
    analyser,
    scope,
    checker,
  );
  if (right === null || !isWhole) return null;
  const isJoined = checkSideLabels(left, analyser, scope, checker);
  if (!isJoined || !checkSideLabels(right, analyser, scope, checker)) return null;
  const matched =
    rule.right === null
      ? right.agents.map((agent, i) => ({ ...agent, from: i }))
      : correspond(rule, left, right, labels, scope, checker);
  if (matched === null) return null;
  const forward: RuleDirection = {
    left: left.agents,
    right: matched,
    leftComplexes: left.complexes,
    rightComplexes: rule.right === null ? null : right.complexes,
    consumed: left.pools,
    produced: rule.right === null ? left.pools : right.pools,
  };
  const states = variablesOf(forward);
  const bonds = bondVariables(forward, states, rule, scope, checker);
  if (bonds === null) return null;
  const variables = new Map([
    ...states,
    ...[...bonds].map(([name, choices]) => [name, [...choices.keys()]] as const),
  ]);
  if (rule.arrow !== "<->") return { rule, forward, back: null, variables, bonds };
  const back = reverse(forward, rule, scope, checker);
  return back === null ? null : { rule, forward, back, variables, bonds };
}

function analyseSide(
  side: RuleSide,
  half: Side,
  labelled: ReadonlyMap<string, RuleAgent | undefined>,
  analyser: PatternAnalyser,
  scope: Scope,
  checker: Typing,
): AnalysedSide | null {
  const agents: RuleAgent[] = [];
  const pools: Reactant[] = [];
  let complexes = 0;
  let isWhole = true;
  for (const [i, participant] of side.participants.entries()) {
    const { pattern, action } = participant;
    const isOneOfSeveral =
      participant.joined || pattern.members.length > 1 || side.participants[i + 1]?.joined === true;
    let isMolecule = false;
    const startsComplex = !participant.joined;
    const complex = startsComplex ? complexes : complexes - 1;
    for (const member of pattern.members) {
      const [first, ...rest] = member.type.parts;
      const known = first === undefined || rest.length > 0 ? undefined : labelled.get(first.text);
      const subject =
        known === undefined ? analyser.subject(member) : ({ kind: "molecule", symbol: known.type } as const);
      if (subject === null) {
        isWhole = false;
        continue;
      }
      if (subject.kind === "species") {
        const location = { file: scope.file, span: participant.span };
        if (isOneOfSeveral) {
          checker.sink.report(
            "TDL5102",
            { file: scope.file, span: member.span },
            { name: subject.symbol.name },
          );
          isWhole = false;
        } else if (action !== "match") {
          checker.sink.report("TDL5131", location, { name: subject.symbol.name, action });
          isWhole = false;
        }
        const place = placeOf(checker.program, subject.symbol);
        pools.push({ species: subject.symbol, place, coefficient: participant.coefficient, participant });
        continue;
      }
      isMolecule = true;
      if (participant.coefficient !== 1) {
        // Before sites, a coefficient is refused when the text is read.
        const isTold = member.sites !== null || isOneOfSeveral;
        if (!isTold)
          checker.sink.report(
            "TDL5110",
            { file: scope.file, span: participant.span },
            { molecule: subject.symbol.name },
          );
        isWhole = false;
      }
      const agent = analyser.agent(member, subject.symbol, half);
      const isMoved = action === "move complex";
      if (isMoved && (half === "from" || member.compartment === null)) {
        checker.sink.report(
          "TDL5158",
          { file: scope.file, span: participant.span },
          { molecule: subject.symbol.name, isLeft: half === "from" },
        );
        isWhole = false;
      }
      if (half === "from" && action === "new") {
        checker.sink.report(
          "TDL5134",
          { file: scope.file, span: participant.span },
          { molecule: subject.symbol.name },
        );
        isWhole = false;
      }
      if (agent === null) isWhole = false;
      else
        agents.push({
          ...agent,
          label: known === undefined ? agent.label : (first?.text ?? null),
          complex,
          action: action === "move complex" ? "match" : action,
          movesComplex: isMoved,
          braces: pattern.braced ? i : null,
        });
    }
    if (isMolecule && startsComplex) complexes++;
  }
  return isWhole ? { agents, complexes, pools } : null;
}

/** Every bond has two ends in one complex; a bond between complexes is told once, not as two open ends. */
function checkSideLabels(
  side: AnalysedSide,
  analyser: PatternAnalyser,
  scope: Scope,
  checker: Typing,
): boolean {
  const complexesOf = new Map<number, Map<number, AnalysedSite>>();
  for (const { sites, complex } of side.agents) {
    for (const site of sites) {
      if (site.bond?.kind !== "label") continue;
      const known = complexesOf.get(site.bond.label) ?? new Map<number, AnalysedSite>();
      known.set(complex, site);
      complexesOf.set(site.bond.label, known);
    }
  }
  const told = new Set<number>();
  for (const [label, complexes] of complexesOf) {
    const ends = side.agents.flatMap(({ sites }) =>
      sites.filter(({ bond }) => bond?.kind === "label" && bond.label === label),
    );
    const last = ends.at(-1);
    if (last === undefined || complexes.size !== 2 || ends.length !== 2) continue;
    checker.sink.report("TDL5133", { file: scope.file, span: last.span }, { label });
    told.add(label);
  }
  let isWhole = told.size === 0;
  for (let complex = 0; complex < side.complexes; complex++) {
    const agents = side.agents.filter((agent) => agent.complex === complex);
    isWhole = analyser.checkLabels(agents, told) && isWhole;
  }
  return isWhole;
}

/** The left molecule of every right one; null after reporting what is missing or ambiguous. */
function correspond(
  rule: Rule,
  left: AnalysedSide,
  right: AnalysedSide,
  labels: ReadonlyMap<string, number>,
  scope: Scope,
  checker: Typing,
): RightAgent[] | null {
  const { sink } = checker;
  const at = (span: Span) => ({ file: scope.file, span });
  const taken = new Set<number>();
  const from: (number | null)[] = right.agents.map((agent) => {
    const index = agent.action === "new" || agent.label === null ? undefined : labels.get(agent.label);
    if (index !== undefined) taken.add(index);
    return index ?? null;
  });
  let isWhole = true;
  const types = new Set([...left.agents, ...right.agents].map(({ type }) => type));
  for (const type of types) {
    const open = left.agents.flatMap((agent, i) => (agent.type === type && !taken.has(i) ? [i] : []));
    const deleted = open.filter(
      (i) => left.agents[i]?.action === "delete" || left.agents[i]?.action === "delete complex",
    );
    const stay = open.filter((i) => !deleted.includes(i));
    const come = right.agents.flatMap((agent, i) =>
      agent.type === type && from[i] === null && agent.action === "match" ? [i] : [],
    );
    const gone = right.agents.flatMap((agent, i) =>
      agent.type === type && from[i] === null && agent.action.startsWith("delete") ? [i] : [],
    );
    if (come.length + gone.length === stay.length) {
      [...come, ...gone]
        .sort((a, b) => a - b)
        .forEach((i, k) => {
          from[i] = stay[k] ?? null;
        });
      continue;
    }
    isWhole = false;
    if (come.length === 0) {
      const lost = left.agents[stay[0] ?? 0];
      if (lost !== undefined)
        sink.report("TDL5111", at(lost.span), { rule: rule.name.text, molecule: type.name });
    } else if (stay.length === 0) {
      const made = right.agents[come[0] ?? 0];
      if (made !== undefined)
        sink.report("TDL5112", at(made.span), { rule: rule.name.text, molecule: type.name });
    } else {
      const first = right.agents[come[0] ?? 0];
      const change = come.length + gone.length < stay.length ? "delete" : "new";
      if (first !== undefined)
        sink.report("TDL5113", at(first.span), { rule: rule.name.text, molecule: type.name, change });
    }
  }
  if (!isWhole) return null;
  return right.agents.map((agent, i) => ({
    ...agent,
    from: agent.action === "new" ? null : (from[i] ?? null),
  }));
}

/** Swaps the sides; what the right side does not mention stays as the left says. */
function reverse(forward: RuleDirection, rule: Rule, scope: Scope, checker: Typing): RuleDirection | null {
  const isDeleting = [...forward.left, ...forward.right].find(({ action }) => action.startsWith("delete"));
  if (isDeleting !== undefined) {
    checker.sink.report("TDL5114", { file: scope.file, span: isDeleting.span }, { rule: rule.name.text });
    return null;
  }
  // Bond labels of context that is carried over must meet neither those of the other side nor those of another
  // complex, which may become the same one.
  const shift = 1_000_000;
  const left: RuleAgent[] = forward.right.map((agent) => {
    const before = agent.from === null ? undefined : forward.left[agent.from];
    return {
      ...agent,
      action: agent.from === null ? "delete" : "match",
      movesComplex: false,
      compartment: agent.compartment ?? before?.compartment ?? null,
      sites:
        before === undefined
          ? agent.sites
          : withContext(agent.sites, before.sites, shift * (1 + before.complex)),
    };
  });
  const right: RightAgent[] = forward.left.map((agent, i) => {
    const index = forward.right.findIndex(({ from }) => from === i);
    const movesComplex = forward.right[index]?.movesComplex === true;
    return { ...agent, action: "match", movesComplex, from: index };
  });
  for (const [i, agent] of forward.right.entries()) {
    if (agent.from === null) right.push({ ...agent, sites: [], action: "delete", from: i });
  }
  return {
    left,
    right,
    leftComplexes: forward.rightComplexes ?? forward.leftComplexes,
    rightComplexes: forward.leftComplexes,
    consumed: forward.produced,
    produced: forward.consumed,
  };
}

/**
 * The sites of `after`, with what they leave out taken from `before` (the k-th site of a class belongs to the
 * k-th), followed by the sites of `before` that `after` does not mention.
 */
function withContext(
  after: readonly AnalysedSite[],
  before: readonly AnalysedSite[],
  shift: number,
): AnalysedSite[] {
  const ofClass = (sites: readonly AnalysedSite[], siteClass: number): AnalysedSite[] =>
    sites.filter((site) => site.siteClass === siteClass);
  const shifted = (bond: AnalysedBond | null): AnalysedBond | null =>
    bond?.kind === "label" ? { kind: "label", label: bond.label + shift } : bond;
  const merged = after.map((site) => {
    const context = ofClass(before, site.siteClass)[ofClass(after, site.siteClass).indexOf(site)];
    if (context === undefined) return site;
    return { ...site, state: site.state ?? context.state, bond: site.bond ?? shifted(context.bond) };
  });
  const rest = before.filter(
    (site) => ofClass(before, site.siteClass).indexOf(site) >= ofClass(after, site.siteClass).length,
  );
  return [...merged, ...rest.map((site) => ({ ...site, bond: shifted(site.bond) }))];
}

/** Null after reporting. */
function bondVariables(
  { left }: RuleDirection,
  states: ReadonlyMap<string, readonly string[]>,
  rule: Rule,
  scope: Scope,
  checker: Typing,
): ReadonlyMap<string, BondChoices> | null {
  const found = new Map<string, BondChoices>();
  for (const { bond, span } of left.flatMap(({ sites }) => sites)) {
    if (bond?.kind !== "variable" || found.has(bond.name)) continue;
    const choices = bondChoices(bond.name, span, rule, scope, checker);
    if (choices === null) return null;
    if (states.has(bond.name)) {
      checker.sink.report("TDL3012", { file: scope.file, span }, { name: bond.name });
      return null;
    }
    found.set(bond.name, choices);
  }
  return found;
}

function variablesOf(direction: RuleDirection): ReadonlyMap<string, readonly string[]> {
  const variables = new Map<string, readonly string[]>();
  for (const { sites } of [...direction.left, ...direction.right]) {
    for (const { state, declaration } of sites) {
      if (state?.kind !== "variable" || variables.has(state.name)) continue;
      variables.set(
        state.name,
        (declaration.states ?? []).map(({ text }) => text),
      );
    }
  }
  return variables;
}
