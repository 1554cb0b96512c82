/** What spec.md lists and defines is what the program has: words, units, functions, grammar. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { builtinFunctions } from "../../compiler/check/builtins.ts";
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { SourceFile } from "../../diagnostics/source.ts";
import { contextualWords, reservedWords } from "../../grammar/keywords.ts";
import { parse } from "../../grammar/parse.ts";
import { unitSymbols } from "../../runtime/units/unitTable.ts";
import { derive, readGrammar, wordsIn } from "./ebnf.ts";

const spec = readFileSync(new URL("../../spec.md", import.meta.url), "utf8");

/** The words in back-quotes between the marks of a list. */
function listed(mark: string): readonly string[] {
  const text = new RegExp(`<!-- ${mark} -->([\\s\\S]*?)<!-- /${mark} -->`).exec(spec)?.[1] ?? "";
  return [...text.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
}

const terminals = new Set(["NAME", "NUMBER", "WHOLE-NUMBER", "TEXT", "SOURCE", "UNIT", "SYMBOL"]);
const grammarText = /```ebnf\n([\s\S]*?)```/.exec(spec)?.[1] ?? "";
const grammar = readGrammar(grammarText.trim(), terminals);

describe("spec.md", () => {
  it("lists the reserved words", () => {
    expect(new Set(listed("reserved"))).toEqual(new Set(reservedWords));
  });

  it("lists the units", () => {
    expect([...listed("units")].sort()).toEqual([...unitSymbols()].sort());
  });

  it("lists the functions of plain numbers", () => {
    const functions = [...builtinFunctions.values()].filter(({ rule }) => rule === "number");
    expect([...listed("functions")].sort()).toEqual(functions.map(({ name }) => name).sort());
  });

  it("has a link target for every link within it", () => {
    const targets = new Set(
      [...spec.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
        title
          .toLowerCase()
          .replace(/[^\w\s-]/g, "")
          .replace(/\s/g, "-"),
      ),
    );
    const links = [...spec.matchAll(/\]\(#([^)]+)\)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !targets.has(link))).toEqual([]);
  });
});

describe("the grammar of spec.md", () => {
  it("uses every word of the language", () => {
    const used = new Set([...grammar.values()].flatMap(wordsIn));
    expect([...reservedWords, ...contextualWords].filter((word) => !used.has(word))).toEqual([]);
  });

  it("derives only sentences that the parser reads", () => {
    const random = generator(7);
    const pick = (texts: readonly string[]): string => texts[Math.floor(random() * texts.length)] ?? "";
    const terminal = (name: string): string => {
      switch (name) {
        case "NAME":
          return pick(["x1", "y1", "Ca1", "kon", "B2"]);
        case "NUMBER":
          return pick(["1", "0.5", "2e-3"]);
        case "WHOLE-NUMBER":
          return pick(["1", "2", "3"]);
        case "TEXT":
          return pick(['"a text"', '""']);
        case "SOURCE":
          return "doi:10.1000/182";
        case "UNIT":
          return pick(["uM", "/s", "um^2/s", "/uM/s"]);
        default:
          return pick(["uM", "s", "um"]);
      }
    };
    for (let round = 0; round < 200; round++) {
      const text = derive(grammar, "top-level", random, terminal);
      expect(shapeErrors(`language 1.0\n${text}`), text).toEqual([]);
    }
    for (let round = 0; round < 800; round++) {
      const text = derive(grammar, "statement", random, terminal);
      expect(shapeErrors(`language 1.0 model M {\n${text}\n}`), text).toEqual([]);
    }
  });
});

/** Errors of shape; that a coefficient stands before a molecule, or a clause twice, is beyond the grammar. */
function shapeErrors(text: string): readonly string[] {
  const sink = new DiagnosticSink();
  parse(new SourceFile("model.tdl", text), sink);
  const beyond = new Set(["TDL1214", "TDL1216", "TDL1219", "TDL1220", "TDL1213", "TDL1222"]);
  return sink.diagnostics
    .filter(({ code }) => !beyond.has(code))
    .map(({ code, message }) => `${code}: ${message}`);
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
