/** What `set` of a rule and of `init` give to attributes. */
import { pathText } from "../../../grammar/syntax/common.ts";
import type { Initial } from "../../../grammar/syntax/declaration.ts";
import type { Assignment } from "../../../grammar/syntax/expression.ts";
import type { Scope } from "../../bind/scope.ts";
import { describeQuantity } from "../describeQuantity.ts";
import { moleculeLocals } from "../matchValues.ts";
import type { MoleculeSymbol } from "../moleculeTypes.ts";
import type { AnalysedAgent } from "../patternAnalysis.ts";
import type { Locals } from "../locals.ts";
import type { Typing } from "../typing.ts";
import { describeType, fits, numberType, type ValueType } from "../valueType.ts";
import { attributeNamed, typeOfAttribute } from "./attributes.ts";
import { drawsAllowed } from "./spatialCalls.ts";
import { commonVector } from "./vectorTypes.ts";

/** Names that are known in the values of initial molecules. */
export const memberIndexName = "index";
export const copyIndexName = "copy";

type Targets = ReadonlyMap<string, MoleculeSymbol>;

/** `targets`: molecules by label whose attributes may be set. */
export function checkSets(
  sets: readonly Assignment[],
  targets: Targets,
  scope: Scope,
  checker: Typing,
  locals: Locals,
): void {
  const seen = new Set<string>();
  const values = new Map([...locals, [drawsAllowed, numberType] as const]);
  for (const { target, value } of sets) {
    const { span } = target;
    const text =
      target.kind === "reference" ? pathText(target.path) : scope.file.text.slice(span.start, span.end);
    const location = { file: scope.file, span };
    const parts = target.kind === "reference" ? target.path.parts : [];
    const [label, name, ...rest] = parts;
    const molecule = label === undefined ? undefined : targets.get(label.text);
    if (molecule === undefined || name === undefined || rest.length > 0) {
      checker.sink.report("TDL5213", location, { target: text });
      checker.typeOf(value, scope, values);
      continue;
    }
    const type = typeOfAttribute(checker, molecule, name, scope);
    checkAssigned(type, text, value, scope, checker, values);
    if (type === null) continue;
    checker.attributeUse.noteSet(molecule, name.text);
    if (seen.has(text)) checker.sink.report("TDL5214", location, { target: text });
    seen.add(text);
  }
}

/** Reports unless the value has the type of the attribute; null: unknown. */
function checkAssigned(
  needed: ValueType | null,
  text: string,
  value: Assignment["value"],
  scope: Scope,
  checker: Typing,
  locals: Locals,
): void {
  const found = checker.typeOf(value, scope, locals);
  if (needed === null || needed.kind === "unknown" || found.kind === "unknown") return;
  if (needed.kind === "vector" && found.kind === "vector" && commonVector(needed, found) !== null) return;
  if (needed.kind === "quantity" && needed.dimension !== null && fits(found, needed.dimension)) return;
  const expected =
    needed.kind === "quantity" && needed.dimension !== null
      ? describeQuantity(needed.dimension)
      : describeType(needed);
  checker.sink.report(
    "TDL4003",
    { file: scope.file, span: value.span },
    { what: `The value of ${text}`, expected, found: describeType(found) },
  );
}

/** `set pos = …` gives a value to every member that has the attribute, `set a.pos = …` to the one labelled `a`. */
export function checkInitialSets(
  initial: Initial,
  agents: readonly AnalysedAgent[],
  scope: Scope,
  checker: Typing,
): void {
  const { sink } = checker;
  const isSpatial = checker.spatial.includes(initial, scope);
  const [first] = initial.sets;
  if (!isSpatial) {
    if (first !== undefined)
      sink.report("TDL5227", { file: scope.file, span: first.span }, { rule: "This initial complex" });
    return;
  }
  if (initial.fixed)
    sink.report("TDL5228", { file: scope.file, span: initial.span }, { clause: "`fixed init`" });
  const labelled = new Map(
    agents.flatMap(({ label, type }) => (label === null ? [] : [[label, type] as const])),
  );
  const locals: Locals = new Map<string, ValueType>([
    [memberIndexName, numberType],
    [copyIndexName, numberType],
  ]);
  const bare: Assignment[] = [];
  const named: Assignment[] = [];
  for (const set of initial.sets)
    (set.target.kind === "reference" && set.target.path.parts.length === 1 ? bare : named).push(set);
  checkSets(named, labelled, scope, checker, locals);
  const values = new Map([...locals, [drawsAllowed, numberType] as const]);
  const seen = new Set<string>();
  for (const { target, value } of bare) {
    const name = target.kind === "reference" ? target.path.parts[0] : undefined;
    if (name === undefined) continue;
    const owners = agents.filter(({ type }) => attributeNamed(checker, type, name.text) !== null);
    const [owner = agents[0]] = owners;
    if (owner === undefined) continue;
    if (seen.has(name.text))
      sink.report("TDL5214", { file: scope.file, span: target.span }, { target: name.text });
    seen.add(name.text);
    checkAssigned(
      typeOfAttribute(checker, owner.type, name, scope),
      name.text,
      value,
      scope,
      checker,
      values,
    );
    for (const { type } of owners) checker.attributeUse.noteSet(type, name.text);
  }
}

export function labelsOf(
  agents: readonly { readonly label: string | null; readonly type: MoleculeSymbol }[],
): Locals {
  return new Map(moleculeLocals(agents));
}
