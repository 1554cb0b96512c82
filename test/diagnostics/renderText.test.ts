import { describe, expect, it } from "vitest";
import type { Diagnostic, DiagnosticExtras, Location } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { countLine, renderAllText, renderText } from "../../diagnostics/renderText.ts";
import { displayWidth } from "../../diagnostics/renderWidth.ts";
import { marked, place } from "./marked.ts";

function unknownName(at: Location, name = "kofff", extras: DiagnosticExtras = {}): Diagnostic {
  return diagnose("TDL3001", at, { name, nearest: null }, extras);
}

function lines(diagnostic: Diagnostic, width = 60): readonly string[] {
  return renderText(diagnostic, { colour: false, width }).split("\n");
}

/** The source line and the line of carets below it, without their gutters. */
function excerpt(text: string, width?: number): readonly [string, string] {
  const [, source = "", underline = ""] = lines(unknownName(place(text)), width);
  const bar = source.indexOf("|");
  return [source.slice(bar + 2), underline.slice(bar + 2)];
}

/** The part of the source line that stands above the carets, measured in cells. */
function pointedAt(text: string, width?: number): { readonly before: number; readonly marks: number } {
  const [, underline] = excerpt(text, width);
  return { before: underline.indexOf("^"), marks: underline.trim().length };
}

describe("a diagnostic as text", () => {
  it("has place, severity, code, excerpt, related places, suggestion and page", () => {
    const [first, second] = marked("model M {\n  «param kon» = 1\n  rule r: A -> B @ «kofff»\n}") as [
      Location,
      Location,
    ];
    const diagnostic = unknownName(second, "kofff", {
      related: [{ ...first, message: "the nearest is declared here" }],
      suggestion: "Did you mean `kon`?",
    });
    expect(lines(diagnostic)).toEqual([
      "m.tdl:3:20: error TDL3001: Nothing named `kofff` is declared here.",
      " 3 |   rule r: A -> B @ kofff",
      "   |                    ^^^^^",
      "   = m.tdl:2:3: the nearest is declared here",
      " 2 |   param kon = 1",
      "   |   ---------",
      "   = Did you mean `kon`?",
      "   = see: tendril explain TDL3001",
      "",
    ]);
  });

  it("shows the first and the last line of a span over several", () => {
    expect(lines(unknownName(place("a «b\n c\n d\n  e» f"))).slice(1, 6)).toEqual([
      " 1 | a b",
      "   |   ^",
      "   …",
      " 4 |   e f",
      "   |   ^",
    ]);
  });

  it("marks the end of a file with one caret", () => {
    expect(lines(unknownName(place("abc\n«»"))).slice(0, 3)).toEqual([
      "m.tdl:2:1: error TDL3001: Nothing named `kofff` is declared here.",
      " 2 |",
      "   | ^",
    ]);
  });

  it.each([
    ["a tab counts to the next multiple of four", "\t«x»", { before: 4, marks: 1 }],
    ["a tab inside the line too", "ab\t«x»", { before: 4, marks: 1 }],
    ["wide characters take two cells", "日本 «語»", { before: 5, marks: 2 }],
    ["a combining mark takes none", "e\u0301 «x»", { before: 2, marks: 1 }],
    ["a joined emoji is one of two cells", "👩‍🔬 «x»", { before: 3, marks: 1 }],
    ["a micro sign takes one", "µM «x»", { before: 3, marks: 1 }],
  ])("%s", (_, text, expected) => {
    expect(pointedAt(text)).toEqual(expected);
  });

  it.each([
    ["after the span", `«name»${"x".repeat(10_000)}`, 0],
    ["before the span", `${"x".repeat(10_000)}«name»`, 1],
    ["on both sides", `${"x".repeat(10_000)}«name»${"y".repeat(10_000)}`, 2],
  ])("a long line is cut %s, and the caret still points at it", (where, text) => {
    const [source, underline] = excerpt(text, 60);
    expect(displayWidth(source)).toBeLessThanOrEqual(60);
    expect(source.startsWith("…")).toBe(where !== "after the span");
    expect(source.endsWith("…")).toBe(where !== "before the span");
    expect(source.slice(underline.indexOf("^"), underline.lastIndexOf("^") + 1)).toBe("name");
  });

  it("never lets a model steer the terminal", () => {
    const text = lines(unknownName(place("«\u001b[31m\u202e\u0007»", "a\u001b[2J.tdl"), "\u001b[31m")).join(
      "\n",
    );
    // oxlint-disable-next-line no-control-regex -- that none of them is left is what is tested
    expect(text.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(text).toContain("␛[31m");
  });

  it("is coloured only when that is asked for", () => {
    const diagnostic = unknownName(place("«x»"));
    expect(renderText(diagnostic, { colour: true, width: 80 })).toContain("\u001b[31merror TDL3001");
    expect(renderText(diagnostic, { colour: false, width: 80 })).not.toContain("\u001b");
  });
});

describe("the closing count", () => {
  const error = unknownName(place("«x»", "a.tdl"));
  const warning = diagnose("TDL5001", place("«x»", "b.tdl"), { rule: "r" });

  it("counts each severity and the files", () => {
    expect(countLine([error, error, warning])).toBe("2 errors, 1 warning in 2 files");
    expect(countLine([warning])).toBe("1 warning in 1 file");
    expect(countLine([])).toBe("no problems");
  });

  it("ends a report, and there is no report without diagnostics", () => {
    expect(renderAllText([error, warning], { colour: false, width: 80 })).toMatch(
      /\n\n1 error, 1 warning in 2 files\n$/,
    );
    expect(renderAllText([], { colour: false, width: 80 })).toBe("");
  });

  it("shows the first twenty of one code, and counts all", () => {
    const many = [...Array.from({ length: 23 }, () => error), warning];
    const text = renderAllText(many, { colour: false, width: 80 });
    expect(text.match(/error TDL3001/g)).toHaveLength(20);
    expect(text).toContain("warning TDL5001");
    expect(text).toMatch(/\n3 more of TDL3001 left out here: .*\n23 errors, 1 warning in 2 files\n$/);
  });
});
