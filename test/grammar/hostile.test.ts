/** Texts made to break a parser: they end in diagnostics, soon, and never in an exception. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Diagnostic, DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { SourceFile } from "../../diagnostics/source.ts";
import { contextualWords, reservedWords } from "../../grammar/keywords.ts";
import { parse } from "../../grammar/parse.ts";
import { problemLimit } from "../../grammar/report.ts";
import { punctuationTypes } from "../../grammar/tokens.ts";

function diagnosticsOf(text: string): readonly Diagnostic[] {
  const sink = new DiagnosticSink();
  parse(new SourceFile("x", text), sink);
  return sink.diagnostics;
}

function inParameter(value: string): string {
  return `language 1.0\nmodel M { param x = ${value} }`;
}

describe("nesting", () => {
  const n = 10_000;
  test.each([
    ["brackets", "(".repeat(n) + "1" + ")".repeat(n)],
    ["brackets left open", "(".repeat(n)],
    ["braces", "{".repeat(n)],
    ["signs", "-".repeat(n) + "1"],
    ["negations", "not ".repeat(n) + "1"],
    ["powers", "1" + "^1".repeat(n)],
    ["conditions in else", "if a then b else ".repeat(n) + "1"],
    ["conditions in then", "if a then ".repeat(n) + "1"],
    ["conditions in conditions", "if ".repeat(n) + "1"],
    ["brackets and conditions", "(if ".repeat(97) + "1"],
  ])("of %s is refused with a diagnostic", (_, value) => {
    const found = diagnosticsOf(inParameter(value));
    expect(found.map((one) => one.code)).toContain("TDL1010");
    expect(found.length).toBeLessThan(3);
  });

  test("up to 98 brackets in a statement is read", () => {
    expect(diagnosticsOf(inParameter("(".repeat(98) + "1" + ")".repeat(98)))).toEqual([]);
  });

  test("at the limit of every kind at once does not overflow the stack", () => {
    expect(diagnosticsOf(inParameter("f[1 + -2 ^ ".repeat(98) + "1" + "]".repeat(98)))).toEqual([]);
  });
});

describe("size", () => {
  test("a sum of 100,000 terms is refused", () => {
    expect(diagnosticsOf(inParameter(`1${" + 1".repeat(100_000)}`)).map((one) => one.code)).toEqual([
      "TDL1016",
    ]);
  });

  test("a sum of 2,000 terms is read", () => {
    expect(diagnosticsOf(inParameter(`1${" + 1".repeat(1999)}`))).toEqual([]);
  });

  test("a file of more than 16 MiB is refused", () => {
    expect(diagnosticsOf("a".repeat(17 * 2 ** 20)).map((one) => one.code)).toEqual(["TDL1011"]);
  });

  test("more errors than anyone reads are cut off", () => {
    const found = diagnosticsOf(`language 1.0\nmodel M {\n${"param k = = 3\n".repeat(5000)}}`);
    expect(found).toHaveLength(problemLimit + 1);
    expect(found.at(-1)?.code).toBe("TDL1012");
  });

  test.each([
    ["a long name", inParameter("x".repeat(1_000_000))],
    ["a long number", inParameter("1".repeat(1_000_000))],
    ["a long unit", inParameter(`3 ${"uM*".repeat(100_000)}uM`)],
    ["many blanks after numbers", inParameter(`f(${`3${" ".repeat(1000)},`.repeat(500)}3)`)],
    ["many molecules in a complex", `language 1.0 model M { rule r: ${"A,".repeat(20_000)}A -> B @ k }`],
  ])("%s is read", (_, text) => {
    expect(diagnosticsOf(text)).toEqual([]);
  });

  test.each([
    "=",
    "-",
    "<",
    "{",
    "}",
    "`",
    '"',
    "'",
    "!",
    ".",
    "/*",
    "3 /",
    "rule ",
    "\0",
    "\ud800",
    "€$",
    "# \n",
  ])("100,000 times %j", (piece) => {
    expect(diagnosticsOf(piece.repeat(100_000)).length).toBeGreaterThan(0);
  });
});

describe("random texts", () => {
  const piece = fc.oneof(
    fc.constantFrom<string>(...reservedWords, ...contextualWords),
    fc.constantFrom(...punctuationTypes.keys()),
    fc.constantFrom("A", "x", "1", "2.5", "4 /uM/s", '"t"', "\n", "\n  ", "{", "}", "(", ")", "€", "`", '"'),
  );

  test("of words and marks never throw, and report places inside the text", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = `language 1.0\nmodel M {\n${pieces.join(" ")}`;
        for (const { span } of diagnosticsOf(text)) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { seed: 20260104, numRuns: 400 },
    );
  });

  test("of any characters never throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
        expect(diagnosticsOf(text).length).toBeGreaterThan(0);
      }),
      { seed: 20260105, numRuns: 400 },
    );
  });
});

describe("names of object members", () => {
  test.each(["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"])("%s", (name) => {
    expect(
      diagnosticsOf(
        `language 1.0 model ${name} { param ${name} = ${name}.${name} molecule M { ${name} {${name}} } }`,
      ),
    ).toEqual([]);
  });
});
