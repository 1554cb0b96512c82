/**
 * Expects exactly these diagnostics of a text, at the places that the text marks with «…».
 *
 *     expectDiagnostics(parse, "param k = 4 «uMM»", { code: "TDL1201" })
 *
 * The n-th mark, counted by where it opens, belongs to the n-th expectation; the diagnostics are compared in
 * the order of their places.
 */
import { expect } from "vitest";
import { type Diagnostic, DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { DiagnosticCode } from "../../diagnostics/registry.ts";
import { SourceFile, type Span } from "../../diagnostics/source.ts";

export interface ExpectedDiagnostic {
  readonly code: DiagnosticCode;
  readonly message?: string | RegExp;
  readonly suggestion?: string | RegExp | null;
  /** Text that the related places cover, in order. */
  readonly related?: readonly string[];
  /** The text after the first fix. */
  readonly fixed?: string;
}

/** The text without its marks, and what they mark. */
export function marked(template: string): { readonly text: string; readonly spans: readonly Span[] } {
  let text = "";
  const spans: { start: number; end: number }[] = [];
  const open: { start: number; end: number }[] = [];
  for (const character of template) {
    if (character === "«") {
      const span = { start: text.length, end: text.length };
      spans.push(span);
      open.push(span);
    } else if (character === "»") {
      const span = open.pop();
      if (span === undefined) throw new Error("» without «");
      span.end = text.length;
    } else text += character;
  }
  if (open.length > 0) throw new Error("« without »");
  return { text, spans };
}

/** The text after the edits of the diagnostic's first fix. */
export function applyFirstFix(diagnostic: Diagnostic): string {
  let text = diagnostic.file.text;
  const edits = [...(diagnostic.fixes[0]?.edits ?? [])].sort((a, b) => b.span.start - a.span.start);
  for (const { span, replacement } of edits)
    text = text.slice(0, span.start) + replacement + text.slice(span.end);
  return text;
}

export function expectDiagnostics(
  check: (file: SourceFile, sink: DiagnosticSink) => unknown,
  template: string,
  ...expected: readonly ExpectedDiagnostic[]
): void {
  const { text, spans } = marked(template);
  expect(spans.length, "as many marks as expectations").toBe(expected.length);
  const sink = new DiagnosticSink();
  check(new SourceFile("test.tdl", text), sink);
  const found = sink.diagnostics.toSorted((a, b) => a.span.start - b.span.start);
  expect(
    found.map(
      ({ code, span, message }) =>
        `${code} ${place(text, span)} ${JSON.stringify(text.slice(span.start, span.end))} ${message}`,
    ),
  ).toEqual(
    expected.map(({ code }, index) => {
      const span = spans[index] ?? { start: 0, end: 0 };
      const start = `${code} ${place(text, span)} ${JSON.stringify(text.slice(span.start, span.end))} `;
      return expect.stringMatching(new RegExp(`^${start.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`));
    }),
  );
  expected.forEach((wanted, index) => {
    const diagnostic = found[index];
    if (diagnostic === undefined) return;
    if (wanted.message !== undefined) expect(diagnostic.message).toMatch(wanted.message);
    if (wanted.suggestion === null) expect(diagnostic.suggestion).toBeNull();
    else if (wanted.suggestion !== undefined) expect(diagnostic.suggestion).toMatch(wanted.suggestion);
    if (wanted.related !== undefined)
      expect(diagnostic.related.map(({ file, span }) => file.text.slice(span.start, span.end))).toEqual(
        wanted.related,
      );
    if (wanted.fixed !== undefined) expect(applyFirstFix(diagnostic)).toBe(wanted.fixed);
  });
}

function place(text: string, { start }: Span): string {
  const { line, column } = new SourceFile("", text).position(start);
  return `${line}:${column}`;
}
