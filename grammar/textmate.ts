/**
 * The TextMate grammar that editors colour Tendril with, made from the tables of words and units so that it
 * can not fall behind them.
 *
 * TextMate grammars know no context beyond a line, and most words may be names: a word that begins a
 * statement is coloured as a keyword where a name, a number or a bracket follows, as in the parser's
 * recovery (parser/blocks.ts), and a clause word where no `=`, `:` or bracket makes it a name.
 */
import { unitSymbols } from "../runtime/units/unitTable.ts";
import {
  clauseWords,
  experimentWords,
  fieldWords,
  filamentWords,
  fileWords,
  membraneWords,
  modelWords,
  reservedWords,
  settingWords,
  surrogateWords,
} from "./keywords.ts";

export interface TextMateRule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly TextMateRule[];
  readonly include?: string;
}

export interface TextMateGrammar {
  readonly $schema: string;
  readonly name: string;
  readonly scopeName: string;
  readonly fileTypes: readonly string[];
  readonly patterns: readonly TextMateRule[];
  readonly repository: Readonly<Record<string, TextMateRule>>;
}

/** Longest first, since alternatives are tried in order. */
function alternatives(words: Iterable<string>): string {
  return [...new Set(words)]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("|");
}

/** Statement words that are directly followed by the name of what they declare. */
const declaring = new Set<string>([
  "model",
  "module",
  "experiment",
  "surrogate",
  "molecule",
  "species",
  "compartment",
  "param",
  "const",
  "variable",
  "define",
  "function",
  "table",
  "input",
  "output",
  "part",
  "rule",
  "observe",
  "event",
  "stimulus",
  "energy",
  "filament",
  "membrane",
  "field",
  "region",
]);

const measures = new Set<string>(["count", "amount", "fraction", "complexes"]);
const logical = new Set<string>(["and", "or", "not"]);

export function textMateGrammar(): TextMateGrammar {
  const name = "[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*";
  const unit = `(?:${alternatives(unitSymbols())}|[µμ][A-Za-z]+)`;
  const power = `${unit}(?:\\^-?\\d+)?`;
  const units = `/?${power}(?:[*/]${power})*(?![\\p{L}\\p{N}_])`;
  const number = "(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][+-]?\\d+)?";
  const statements = [...fileWords, ...modelWords, ...experimentWords, ...surrogateWords];
  const inside = [...clauseWords, ...fieldWords, ...filamentWords, ...membraneWords, ...settingWords];
  const others = reservedWords.filter((word) => !measures.has(word) && !logical.has(word));
  return {
    $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
    name: "Tendril",
    scopeName: "source.tendril",
    fileTypes: ["tdl"],
    // The first pattern that matches at a place wins.
    patterns: [
      { include: "#comment" },
      { include: "#text" },
      { include: "#source" },
      { include: "#quoted" },
      { include: "#declaration" },
      { include: "#statement" },
      { include: "#quantity" },
      { include: "#reserved" },
      { include: "#clause" },
      { include: "#call" },
      { include: "#operator" },
    ],
    repository: {
      comment: { name: "comment.line.number-sign.tendril", match: "#.*$" },
      text: {
        name: "string.quoted.double.tendril",
        begin: '"',
        end: '"|$',
        patterns: [{ name: "constant.character.escape.tendril", match: '\\\\["\\\\ntr]' }],
      },
      source: {
        match: '\\b(source)\\s+([A-Za-z][A-Za-z0-9+.-]*:[^\\s"{},]+)',
        captures: { "1": { name: "keyword.other.tendril" }, "2": { name: "markup.underline.link.tendril" } },
      },
      quoted: { name: "variable.other.tendril", match: "`[^`]*`" },
      declaration: {
        match: `\\b(${alternatives(declaring)})\\s+(${name}|\`[^\`]*\`)(?=\\s*(?:[=:{\\[(,"]|in\\b|of\\b|when\\b|adds\\b|sets\\b|$))`,
        captures: { "1": { name: "keyword.control.tendril" }, "2": { name: "entity.name.tendril" } },
      },
      statement: {
        name: "keyword.control.tendril",
        match: `\\b(?:${alternatives(statements)})\\b(?=\\s+(?:[\\p{L}_\`\\d{\\["])|\\s*$)`,
      },
      quantity: {
        match: `(?<![\\p{L}\\p{N}_])(${number})(?:(\\s*(?:(?<=\\s)|(?!/))${units}))?`,
        captures: { "1": { name: "constant.numeric.tendril" }, "2": { name: "support.type.unit.tendril" } },
      },
      reserved: {
        patterns: [
          { name: "support.function.measure.tendril", match: `\\b(?:${alternatives(measures)})\\b` },
          { name: "keyword.operator.logical.tendril", match: `\\b(?:${alternatives(logical)})\\b` },
          { name: "keyword.control.tendril", match: `\\b(?:${alternatives(others)})\\b` },
        ],
      },
      clause: {
        name: "keyword.other.tendril",
        match: `(?<![.\\p{L}\\p{N}_])(?:${alternatives(inside)})\\b(?!\\s*[=:.(\\[{,)\\]}])`,
      },
      call: { name: "entity.name.function.tendril", match: `${name}(?=\\()` },
      operator: { name: "keyword.operator.tendril", match: "<->|->|\\.\\.|==|!=|<=|>=|[-+*/^=<>@?']" },
    },
  };
}
