/**
 * Phase 3, lower: filaments, membranes and growth statements become plain molecules, rules, energies and motions, so
 * that no later phase knows of them. Syntax in, syntax out; every statement made keeps the place of the one that it
 * comes from.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { nearestName } from "../../diagnostics/nearest.ts";
import type { GrowthVerb } from "../../grammar/keywords.ts";
import type { Name, Path } from "../../grammar/syntax/common.ts";
import type { Model, SourceTree, Statement } from "../../grammar/syntax/sourceTree.ts";
import type { Filament, GrowthEvent } from "../../grammar/syntax/growth.ts";
import type { SourceSet } from "../load/load.ts";
import { FilamentForm } from "./filament.ts";
import { hasEventEntries, hasFilamentEntries, hasMembraneEntries } from "./entries.ts";
import { filamentStatements } from "./filamentStatements.ts";
import { membraneStatements } from "./membrane.ts";
import { withoutMembraneCalls } from "./membraneCalls.ts";
import { GrowthModel, isEvent, placeOf } from "./growthForm.ts";
import { checkedInitial, reportNoEnd } from "./initialBeads.ts";
import { persistenceLengths } from "./persistence.ts";
import { growthForms } from "./registry.ts";

export function lower(sources: SourceSet, sink: DiagnosticSink): SourceSet {
  const unread = new Map(sources.unread);
  const files = new Map(
    [...sources.files].map(([path, tree]) => {
      // What is left out after an error is not told of again where it is named.
      const dropped = new Set(unread.get(path));
      const lowered = lowerTree(tree, dropped, sink);
      if (dropped.size > 0) unread.set(path, dropped);
      return [path, lowered] as const;
    }),
  );
  return { ...sources, files, unread, main: files.get(sources.main.source.path) ?? sources.main };
}

function lowerTree(tree: SourceTree, dropped: Set<string>, sink: DiagnosticSink): SourceTree {
  const isPlain = tree.declarations.every(
    (one) => (one.kind !== "model" && one.kind !== "module") || !one.body.some(isGrowth),
  );
  if (isPlain) return tree;
  const models = new Map<string, GrowthModel>();
  for (const one of tree.declarations)
    if (one.kind === "model" || one.kind === "module")
      models.set(one.name.text, new GrowthModel(one, tree.source, sink));
  return {
    ...tree,
    declarations: tree.declarations.map((one) => {
      if (one.kind === "model" || one.kind === "module") {
        const growth = models.get(one.name.text);
        return growth?.model === one ? lowerModel(growth, dropped) : one;
      }
      if (one.kind !== "experiment") return one;
      const growth = models.get(one.of.parts[0]?.text ?? "");
      return growth === undefined ? one : withoutMembraneCalls(one, growth);
    }),
  };
}

function isGrowth(statement: Statement): boolean {
  return statement.kind === "filament" || statement.kind === "membrane" || isEvent(statement);
}

function lowerModel(growth: GrowthModel, dropped: Set<string>): Model {
  const { model } = growth;
  const filaments = new Map<string, FilamentForm | null>();
  const repeated = declaredAgain(growth);
  for (const statement of model.body)
    if (statement.kind === "filament" && !repeated.has(statement))
      filaments.set(statement.name.text, filamentForm(statement, model, growth, dropped));
  for (const [name, filament] of filaments) if (filament === null) dropped.add(name);
  reportRepeats(model, growth);
  const body = model.body.flatMap((statement): readonly Statement[] => {
    if (repeated.has(statement)) return [];
    if (statement.kind === "filament") {
      const filament = filaments.get(statement.name.text) ?? null;
      return filament === null ? [] : filamentStatements(filament, growth);
    }
    if (statement.kind === "membrane") {
      const inside = [...filaments.values()].flatMap((filament) => (filament === null ? [] : [filament]));
      const found = hasMembraneEntries(statement, growth)
        ? membraneStatements(statement, inside, growth)
        : [];
      if (found.length === 0) dropped.add(statement.name.text);
      return found;
    }
    if (statement.kind === "init") return [checkedInitial(statement, filaments, growth)];
    return isEvent(statement) ? lowerEvent(statement, filaments, growth, dropped) : [statement];
  });
  return { ...withoutMembraneCalls({ ...model, body }, growth), written: model.body };
}

/** Filaments and membranes of a name that one before them has; each stands for many statements, told of once. */
function declaredAgain({ model, sink, file }: GrowthModel): ReadonlySet<Statement> {
  const first = new Map<string, Name>();
  const again = new Set<Statement>();
  for (const statement of model.body) {
    if (statement.kind !== "filament" && statement.kind !== "membrane") continue;
    const { name } = statement;
    const before = first.get(name.text);
    if (before === undefined) first.set(name.text, name);
    else {
      again.add(statement);
      const related = [{ file, span: before.span, message: "first declared here" }];
      sink.report("TDL3002", { file, span: name.span }, { name: name.text }, { related });
    }
  }
  return again;
}

/** Two statements that say the same but for their rates. */
function reportRepeats({ body }: Model, growth: GrowthModel): void {
  const seen = new Map<string, Statement>();
  for (const statement of body) {
    if (!isEvent(statement)) continue;
    const { span, rate } = statement;
    const written = growth.file.text.slice(span.start, rate.span.start);
    const text = written.replace(/#.*/g, "").replace(/\s+/g, " ").trim();
    const before = seen.get(text);
    if (before === undefined) seen.set(text, statement);
    else {
      const related = [{ file: growth.file, span: before.span, message: "the other statement" }];
      const location = { file: growth.file, span: placeOf(statement) };
      growth.sink.report("TDL5268", location, { statement: text }, { related });
    }
  }
}

/** Null after an error. */
function filamentForm(
  statement: Filament,
  model: Model,
  growth: GrowthModel,
  unread: ReadonlySet<string>,
): FilamentForm | null {
  const { name, ends, bead, rise } = statement;
  const [first, second, ...more] = ends;
  if (first === undefined || second === undefined || more.length > 0 || first.text === second.text) {
    growth.report("TDL5252", name.span, { filament: name.text });
    return null;
  }
  if (!hasFilamentEntries(statement, growth)) return null;
  const size = bead === null ? 1 : bead.kind === "quantity" && bead.unit === null ? bead.value : Number.NaN;
  if (!Number.isInteger(size) || size < 1 || size > 10_000) {
    growth.report("TDL5266", bead?.span ?? name.span, { filament: name.text });
    return null;
  }
  const counted = (statement.subunit ?? []).filter(({ states }) => states !== null);
  if (size > 1 && (counted.length > 1 || counted.length < (statement.subunit ?? []).length)) {
    const span = statement.subunit?.at(-1)?.span ?? name.span;
    growth.report("TDL5257", span, { what: "More than one site with states", filament: name.text });
    return null;
  }
  const uncountable = size > 1 ? counted.flatMap(({ states }) => states ?? []).find(isNumber) : undefined;
  if (uncountable !== undefined) {
    growth.report("TDL5279", uncountable.span, { filament: name.text, state: uncountable.text });
    return null;
  }
  if (growth.dimension > 0 && rise === null) {
    growth.report("TDL5253", name.span, { filament: name.text, entry: "rise" });
    return null;
  }
  const events = model.body.flatMap((one) =>
    isEvent(one) && one.subject.type.parts[0]?.text === name.text ? [one] : [],
  );
  const isCapUnknown = unread.has("cap") || events.some((event) => isUnclearCap(event, ends, growth));
  const lengths = persistenceLengths(statement, growth);
  const mayBeCaps = isCapUnknown ? poolsOf(model) : [];
  return new FilamentForm(statement, [first, second], size, events, lengths, mayBeCaps);
}

/** States may be numbers; counters, which stand in expressions, may not. */
function isNumber({ text }: Name): boolean {
  return /^\d/.test(text);
}

/** What is told of where it stands: what sits on which end is then not known. */
function isUnclearCap(
  { kind, at, with: cap }: GrowthEvent,
  ends: readonly Name[],
  { declared }: GrowthModel,
): boolean {
  if (kind !== "cap") return false;
  const [pool, ...rest] = cap?.path.parts ?? [];
  const isPool = pool !== undefined && (rest.length > 0 || declared.has(pool.text));
  return !isPool || at.some(({ text }) => ends.every((end) => end.text !== text));
}

function poolsOf({ body }: Model): readonly Path[] {
  return body.flatMap((one) =>
    one.kind === "species" ? one.names.map((name) => ({ parts: [name], span: name.span })) : [],
  );
}

function lowerEvent(
  event: GrowthEvent,
  filaments: ReadonlyMap<string, FilamentForm | null>,
  model: GrowthModel,
  dropped: Set<string>,
): readonly Statement[] {
  const { type } = event.subject;
  const name = type.parts.map(({ text }) => text).join(".");
  const filament = filaments.get(name);
  if (filament === undefined) {
    const nearest = nearestName(name, filaments.keys());
    // One that could not be read was told of, and so was one that an earlier statement names.
    if (!dropped.has(name)) model.report("TDL5250", type.span, { verb: event.kind, name, nearest });
    dropped.add(name);
    return [];
  }
  const hasEntries = hasEventEntries(event, model);
  if (filament === null || !hasItsEnds(event, filament, model) || !hasItsRate(event, model)) return [];
  if (!hasEntries) return [];
  return growthForms[event.kind]({ event, filament, model });
}

function hasItsEnds({ at }: GrowthEvent, filament: FilamentForm, model: GrowthModel): boolean {
  const wrong = at.filter(({ text }) => !filament.ends.includes(text));
  for (const end of wrong) reportNoEnd(end, filament, model);
  return wrong.length === 0;
}

/** Verbs whose rate may have a way `back`. */
const reversible: ReadonlySet<GrowthVerb> = new Set(["cap", "crosslink", "bundle"]);

function hasItsRate(event: GrowthEvent, model: GrowthModel): boolean {
  const { rate, kind } = event;
  const clause =
    rate.kind === "total"
      ? "total"
      : rate.within !== null
        ? "within"
        : rate.balanced !== null
          ? "balanced"
          : rate.anywhere
            ? "anywhere"
            : rate.back !== null && !reversible.has(kind)
              ? "back"
              : null;
  if (clause === null) return true;
  model.report("TDL5267", clause === "total" ? rate.span : placeOf(event), { clause, verb: kind });
  return false;
}
