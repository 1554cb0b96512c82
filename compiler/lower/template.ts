/**
 * Statements written as text with holes, so that what a growth form expands to can be read in its source.
 *
 *   statements(place)`rule ${name}: f: ${type}(${end}[.]) + ${pool} -> f(${end}[1]), new n: … @ ${rate}`
 *
 * A hole takes text, or a piece of the user's syntax tree, which is put in as a tree: a sum in a hole stays one
 * operand, and keeps its place in the user's text. Everything else gets the place of the growth statement, so that
 * what later phases say of an expansion points at the clause it came from.
 */
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { SourceFile, type Span } from "../../diagnostics/source.ts";
import { parse } from "../../grammar/parse.ts";
import { formatName } from "../../grammar/format/names.ts";
import type { Name, Path } from "../../grammar/syntax/common.ts";
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { SitePattern } from "../../grammar/syntax/pattern.ts";

/** Text, a name, a path, an expression, or what stands between the parentheses of a molecule. */
export type Hole = string | number | Name | Path | Expression | readonly SitePattern[];

type Tree = Name | Path | Expression | readonly SitePattern[];

/** Text with trees in some places. */
export interface Template {
  readonly text: string;
  readonly holes: ReadonlyMap<string, Tree>;
}

let lastHole = 0;

/** A piece of text that other templates can hold. */
export function piece(strings: TemplateStringsArray, ...values: readonly (Hole | Template)[]): Template {
  const holes = new Map<string, Tree>();
  let text = strings[0] ?? "";
  values.forEach((value, i) => {
    if (isTemplate(value)) {
      for (const [name, tree] of value.holes) holes.set(name, tree);
      text += value.text;
    } else if (typeof value === "string" || typeof value === "number") text += String(value);
    else {
      const name = `hole__${++lastHole}`;
      holes.set(name, value);
      // A list of sites stands where sites do, and may be empty.
      text += Array.isArray(value) ? `${name}[?]` : name;
    }
    text += strings[i + 1] ?? "";
  });
  return { text, holes };
}

export const nothing: Template = { text: "", holes: new Map() };

/** The pieces with a separator between them; empty ones are left out. */
export function joined(pieces: readonly Template[], separator: string): Template {
  const all = pieces.filter(({ text }) => text !== "");
  const holes = new Map(all.flatMap((one) => [...one.holes]));
  return { text: all.map(({ text }) => text).join(separator), holes };
}

/** A name as the parser reads it back. */
export function written(name: string): string {
  return formatName({ text: name, span: { start: 0, end: 0 } });
}

/** The statements of a text; `place` is where the user wrote what it stands for. */
export function statements({ text, holes }: Template, place: Span): readonly Statement[] {
  const sink = new DiagnosticSink();
  const tree = parse(new SourceFile("expansion", `language 1.0 model expansion { ${text} }`), sink);
  const [model] = tree.declarations;
  if (sink.diagnostics.length > 0 || model?.kind !== "model")
    throw new Error(`an expansion can not be read: ${sink.diagnostics[0]?.message ?? ""}\n${text}`);
  return new Filler(holes, place).list(model.body);
}

export function expression(template: Template, place: Span): Expression {
  const [statement] = statements(piece`define value = ${template}`, place);
  if (statement?.kind !== "define") throw new Error("an expression is read as a definition");
  return statement.value;
}

function isTemplate(value: Hole | Template): value is Template {
  return typeof value === "object" && "holes" in value;
}

type Node = Readonly<Record<string, unknown>>;

/** Puts trees into holes and gives everything else its place. */
class Filler {
  readonly #holes: ReadonlyMap<string, Tree>;
  readonly #place: Span;

  constructor(holes: ReadonlyMap<string, Tree>, place: Span) {
    this.#holes = holes;
    this.#place = place;
  }

  /** The filled list has the shape that the parser gave it. */
  list<T>(items: readonly T[]): readonly T[] {
    return this.#value(items) as readonly T[];
  }

  #value(value: unknown): unknown {
    if (Array.isArray(value)) return value.flatMap((item: unknown) => this.#item(item));
    if (typeof value !== "object" || value === null) return value;
    return this.#node(value as Node);
  }

  #item(item: unknown): unknown[] {
    const name = typeof item === "object" && item !== null ? (item as Node)["name"] : undefined;
    const hole = isName(name) ? this.#holes.get(name.text) : undefined;
    return Array.isArray(hole) ? [...(hole as unknown[])] : [this.#value(item)];
  }

  #node(node: Node): unknown {
    if (isName(node)) return this.#holes.get(node.text) ?? { text: node.text, span: this.#place };
    const parts = node["parts"];
    if (Array.isArray(parts) && parts.length === 1) {
      const hole = this.#holes.get(String((parts[0] as Node)["text"]));
      if (hole !== undefined && "parts" in hole) return hole;
    }
    if (node["kind"] === "reference") {
      const path = node["path"] as Path;
      const hole = path.parts.length === 1 ? this.#holes.get(path.parts[0]?.text ?? "") : undefined;
      if (hole !== undefined && "kind" in hole) return hole;
    }
    const filled = Object.fromEntries(
      Object.entries(node).map(([key, value]) => [
        key,
        key === "span" || key === "operatorSpan" ? this.#place : this.#value(value),
      ]),
    );
    return node["kind"] === "rule" ? { ...filled, isExpansion: true } : filled;
  }
}

function isName(value: unknown): value is Name {
  return (
    typeof value === "object" &&
    value !== null &&
    "text" in value &&
    "span" in value &&
    Object.keys(value).length === 2
  );
}
