/** What the declarations of a model and of its parts say of where they are from, as they are written. */
import { growthVerbs } from "../../grammar/keywords.ts";
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import type { ExperimentStatement } from "../../grammar/syntax/experiment.ts";
import type { SymbolOfKind, ValueSymbol } from "../bind/scope.ts";
import type { Instance, InstanceTree } from "./instance.ts";

export interface Reference {
  /** `kon`, `camkii.kon`, `rule camkii.bind`, `grow Actin at barbed from G`. */
  readonly what: string;
  readonly sources: readonly string[];
  readonly doc: string | null;
}

const verbs: ReadonlySet<string> = new Set(growthVerbs);

/** Letters that tell apart statements without names. */
const textLimit = 100;

/**
 * In the order of the text, parts in place, also those that a surrogate stands for; then what the files declare beside
 * models and something uses. `experiment`: its own declarations come first.
 */
export function referencesOf(
  tree: InstanceTree,
  root: Instance,
  experiment: readonly ExperimentStatement[],
): readonly Reference[] {
  const instances = tree.withParts(root);
  const ofModels = instances.flatMap((instance) =>
    writtenBody(instance).flatMap((statement) =>
      isBound(statement, instance) ? [] : referenceOf(statement, instance),
    ),
  );
  const shared = new Map<Statement, Reference>();
  for (const file of new Set(instances.map((instance) => instance.outer))) {
    for (const symbol of file?.scope.values.values() ?? []) {
      if (file === null || !isShared(symbol) || symbol.uses === 0) continue;
      for (const reference of referenceOf(symbol.node, file)) shared.set(symbol.node, reference);
    }
  }
  return [
    ...experiment.flatMap((statement) => referenceOf(statement, root)),
    ...ofModels,
    ...shared.values(),
  ];
}

function writtenBody({ scope: { module } }: Instance): readonly Statement[] {
  return module?.written ?? module?.body ?? [];
}

/** Given by the model around, with what that says of it. */
function isBound(statement: Statement, { bindings }: Instance): boolean {
  if (statement.kind === "species") return statement.names.some(({ text }) => bindings.has(text));
  return "name" in statement && statement.name !== null && bindings.has(statement.name.text);
}

function isShared(symbol: ValueSymbol): symbol is SymbolOfKind<"const" | "function" | "table" | "molecule"> {
  return ["const", "function", "table", "molecule"].includes(symbol.kind);
}

function referenceOf(statement: Statement | ExperimentStatement, instance: Instance): readonly Reference[] {
  const fields = "fields" in statement ? statement.fields : null;
  if (fields === null || (fields.doc === null && fields.sources.length === 0)) return [];
  const sources = fields.sources.map(({ value }) => value);
  const doc = fields.doc?.value ?? null;
  return namesOf(statement, fields.span.start, instance).map((what) => ({ what, sources, doc }));
}

function namesOf(
  statement: Statement | ExperimentStatement,
  end: number,
  { prefix, scope }: Instance,
): readonly string[] {
  switch (statement.kind) {
    case "species":
      return statement.names.map(({ text }) => prefix + text);
    case "param":
    case "const":
    case "variable":
    case "input":
    case "compartment":
    case "define":
    case "output":
    case "observe":
      return [prefix + statement.name.text];
    default:
      if ("name" in statement && statement.name !== null)
        return [`${statement.kind} ${prefix}${statement.name.text}`];
  }
  const until = verbs.has(statement.kind) && "rate" in statement ? statement.rate.span.start : end;
  const text = scope.file.text
    .slice(statement.span.start, until)
    .replace(/#.*/g, "")
    .replace(/\s+/g, " ")
    .replace(/\s*@?\s*$/, "");
  const short = text.length > textLimit ? `${text.slice(0, textLimit)}…` : text;
  return [prefix === "" ? short : `${prefix.slice(0, -1)}: ${short}`];
}
