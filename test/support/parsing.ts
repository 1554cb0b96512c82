/** Short ways to parse in tests. */
import { expect } from "vitest";
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { SourceFile } from "../../diagnostics/source.ts";
import { parse } from "../../grammar/parse.ts";
import type { SourceTree, Statement } from "../../grammar/syntax/sourceTree.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import { expectDiagnostics, type ExpectedDiagnostic } from "./expectDiagnostics.ts";

/** The tree of a text without syntax errors. */
export function parsed(text: string): SourceTree {
  const sink = new DiagnosticSink();
  const tree = parse(new SourceFile("test.tdl", text), sink);
  expect(sink.diagnostics.map(({ code, message, span }) => `${code} at ${span.start}: ${message}`)).toEqual(
    [],
  );
  return tree;
}

export function inModel(statements: string): string {
  return `language 1.0\nmodel M {\n${statements}\n}\n`;
}

/** The statements of a model that holds this text. */
export function statementsOf(text: string): readonly Statement[] {
  const [model] = parsed(inModel(text)).declarations;
  if (model?.kind !== "model") throw new Error("no model");
  return model.body;
}

/** The one statement. */
export function statementOf<K extends Statement["kind"]>(
  kind: K,
  text: string,
): Extract<Statement, { kind: K }> {
  const statements = statementsOf(text);
  expect(statements.map((one) => one.kind)).toEqual([kind]);
  return statements[0] as Extract<Statement, { kind: K }>;
}

export function expressionOf(text: string): Expression {
  return statementOf("param", `param x = ${text}`).value;
}

/** Expects diagnostics of statements of a model. */
export function expectInModel(statements: string, ...expected: readonly ExpectedDiagnostic[]): void {
  expectDiagnostics(parse, inModel(statements), ...expected);
}

/** Everything of a tree but its places in the text: what formatting must keep. */
export function withoutSpans(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => {
      if (key === "span" || key === "operatorSpan" || key === "source" || key === "comments")
        return undefined;
      return key === "fit" ? inner !== null : inner;
    }),
  );
}

/** A tree on one line with brackets at every level, to see how an expression was read. */
export function shape(expression: Expression): string {
  switch (expression.kind) {
    case "quantity":
      return expression.unit === null ? expression.text : `${expression.text}<${expression.unit.text}>`;
    case "reference":
      return expression.path.parts.map((part) => part.text).join(".");
    case "time":
      return "TIME";
    case "unary":
      return `(${expression.operator} ${shape(expression.operand)})`;
    case "binary":
      return `(${shape(expression.left)} ${expression.operator} ${shape(expression.right)})`;
    case "conditional":
      return `(if ${shape(expression.condition)} ${shape(expression.consequent)} ${shape(expression.alternate)})`;
    case "call":
      return `${expression.callee.parts.map((part) => part.text).join(".")}(${expression.arguments.map(shape).join(", ")})`;
    case "index":
      return `${expression.table.parts.map((part) => part.text).join(".")}[${expression.indices.map(shape).join(", ")}]`;
    case "concentration":
    case "measure":
      return `${expression.kind === "measure" ? expression.measure : "concentration"} of ${expression.of.members.length}`;
    case "aggregate":
      return `${expression.aggregate}(${shape(expression.value)} over ${expression.over.members.length})`;
    case "escape":
      return `(${shape(expression.operand)} ${expression.escape} <${expression.unit.text}>)`;
  }
}
