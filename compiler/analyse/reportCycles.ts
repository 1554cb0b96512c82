/** Tells of circles of reversible reactions that do not close, and of what `check detailed_balance` asks for. */
import type { DiagnosticSink, RelatedLocation } from "../../diagnostics/diagnostic.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { FlatModel } from "../model/flatModel.ts";
import { keyOf, type RuleIndex } from "./ruleIndex.ts";
import { cellsInRate } from "./tableCells.ts";
import { type OpenCycle, openCycles } from "./thermodynamics/openCycles.ts";
import type { ReversiblePair, RuleDirectionName } from "./thermodynamics/reversibleReactions.ts";

/** How far constants may be off: measured ones seldom close better than this. */
const usualTolerance = 2;
/** The same where the model says `check detailed_balance`. */
const askedTolerance = 1.5;

export function reportCycles(
  flat: FlatModel,
  isAsked: boolean,
  rules: RuleIndex,
  sink: DiagnosticSink,
): void {
  const { open, irreversible } = openCycles(flat, isAsked ? askedTolerance : usualTolerance);
  reportKnown(
    open.filter(({ alternatives }) => alternatives.length === 0),
    rules,
    sink,
  );
  reportUnclear(
    open.filter(({ alternatives }) => alternatives.length > 0),
    rules,
    sink,
  );
  if (!isAsked) return;
  for (const { origin } of irreversible)
    sink.report("TDL5177", rules.location(origin), { rule: rules.name(origin) });
}

/** One diagnostic for all combinations of states of a rule. */
function reportKnown(open: readonly OpenCycle[], rules: RuleIndex, sink: DiagnosticSink): void {
  const groups = new Map<string, OpenCycle[]>();
  for (const cycle of open) {
    const { forward, back } = cycle.pair;
    const key = `${keyOf(forward.origin)} ${keyOf(back.origin)}`;
    groups.set(key, [...(groups.get(key) ?? []), cycle]);
  }
  for (const group of groups.values()) {
    const [{ pair }] = group;
    const off = group.map(({ pair: { forward }, factor }) => {
      const states = statesOf(forward.name);
      const size = factor > 1 ? factor : 1 / factor;
      const amount = `${size.toPrecision(2)} times too ${factor > 1 ? "small" : "large"}`;
      return states === null ? amount : `for [${states.join(", ")}] ${amount}`;
    });
    const related = group.flatMap((cycle) => cellsOf(cycle.pair, rules));
    if (keyOf(pair.forward.origin) !== keyOf(pair.back.origin))
      related.push({ ...rules.location(pair.back.origin), message: "the way back" });
    const location = rules.location(pair.forward.origin);
    sink.report("TDL5175", location, { rules: namesOf([pair], rules), off }, { related });
  }
}

function reportUnclear(open: readonly OpenCycle[], rules: RuleIndex, sink: DiagnosticSink): void {
  const told = new Set<string>();
  for (const { pair, factor, alternatives } of open) {
    const all = [pair, ...alternatives];
    const names = namesOf(all, rules);
    const key = names.toSorted().join();
    if (told.has(key)) continue;
    told.add(key);
    const [first, ...others] = uniqueOrigins(all).map((origin) => rules.location(origin));
    const related = others.map((location) => ({ ...location, message: "in the same circle" }));
    const product = (factor > 1 ? factor : 1 / factor).toPrecision(2);
    sink.report("TDL5176", first, { rules: names, factor: product }, { related });
  }
}

function namesOf(pairs: readonly ReversiblePair[], rules: RuleIndex): readonly string[] {
  return uniqueOrigins(pairs).map((origin) => rules.name(origin));
}

/** In the order of the text. */
function uniqueOrigins(pairs: readonly ReversiblePair[]): readonly RuleDirectionName["origin"][] {
  const origins = new Map(
    pairs.flatMap(({ forward, back }) =>
      [forward, back].map(({ origin }) => [keyOf(origin), origin] as const),
    ),
  );
  return [...origins.values()].toSorted(
    (a, b) => a.file.path.localeCompare(b.file.path) || a.span.start - b.span.start,
  );
}

/** The states in a name such as `bind[0, 2]`. */
function statesOf(name: string): readonly string[] | null {
  const states = /\[(.*)\]/.exec(name)?.[1];
  return states === undefined ? null : states.split(", ");
}

/** Table cells that the rates of a pair read for its states. */
function cellsOf({ forward, back }: ReversiblePair, rules: RuleIndex): RelatedLocation[] {
  const cells = [forward, back].flatMap(({ name, origin }) => {
    const written = rules.at(origin);
    const states = statesOf(name);
    if (written === null || states === null) return [];
    const isBack = name.endsWith(" (back)");
    const rate: Expression | null = isBack ? written.rule.rate.back : written.rule.rate.forward;
    return rate === null ? [] : cellsInRate(rate, written, states);
  });
  return cells.filter(({ span }, i) => cells.findIndex((other) => other.span.start === span.start) === i);
}
