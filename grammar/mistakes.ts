/**
 * Makes sentences of syntax errors: what was found, what was expected, and the mistakes that people who
 * come from other tools or from prose often make, each with what to write instead.
 */
import { distance } from "fastest-levenshtein";
import { nearestOf } from "../diagnostics/nearest.ts";
import type { SourceFile, Span } from "../diagnostics/source.ts";
import { unitSymbols } from "../runtime/units/unitTable.ts";
import { experimentWords, isReservedWord, modelWords, settingWords, surrogateWords } from "./keywords.ts";
import type { Block } from "./parser/blocks.ts";
import type { SyntaxReporter } from "./report.ts";
import { isNameToken, NumberLiteral, p, TextLiteral, type Token, UnitLiteral, w } from "./tokens.ts";

type Report = SyntaxReporter["report"];

export interface MistakeContext {
  readonly tokens: readonly Token[];
  readonly block: Block;
  /** The first token of the statement. */
  readonly start: Token;
  /** Index of the token that does not fit; past the end at the end of the file. */
  readonly failed: number;
  /** What should stand there. */
  readonly expected: string;
  /** The next statement, or the end of the file, stands there: the statement is not complete. */
  readonly atStatement: boolean;
  /** Where reading goes on. */
  readonly resume?: number;
  readonly report: Report;
}

export interface JunkContext {
  readonly tokens: readonly Token[];
  readonly block: Block;
  /** The first token of the complete statement before, or null. */
  readonly start: Token | null;
  readonly failed: number;
  readonly report: Report;
  /** The brace that closed the last block. */
  readonly closing: Token | null;
  readonly file: SourceFile | null;
}

export function tokenSpan(token: Token): Span {
  return { start: token.startOffset, end: token.endOffset + 1 };
}

/** A token as the user wrote it, for a message. */
function described(token: Token | undefined): string {
  if (token === undefined) return "the end of the file";
  if (token.tokenType === TextLiteral) {
    const shown = token.image.length > 24 ? `${token.image.slice(0, 24)}…` : token.image;
    return `the text "${shown}"`;
  }
  return `\`${token.image.replaceAll("`", "")}\``;
}

function touching(left: Token | undefined, right: Token | undefined): boolean {
  return left !== undefined && right !== undefined && left.endOffset + 1 === right.startOffset;
}

/** Reports that `=` was left out between two tokens; reading goes on as if it stood there. */
export function reportMissingEquals(before: Token, found: Token, report: Report): void {
  const at = before.endOffset + 1;
  report(
    "TDL1208",
    tokenSpan(found),
    { name: described(before) },
    { fixes: [{ title: "Add =", edits: [{ span: { start: at, end: at }, replacement: " =" }] }] },
  );
}

/** Reports why a statement could not be read: once. */
export function explainMistake(context: MistakeContext): void {
  const { tokens, start, failed, report, expected, atStatement } = context;
  if (atStatement) {
    explainUnfinished(context);
    return;
  }
  const found = tokens[failed];
  if (found === undefined) return;
  if (commonMistake(context.tokens, start, failed, expected, report)) return;
  const closer = /^`[)\]}]`$/.test(expected);
  if (closer && !closesBefore(tokens, failed, context.resume ?? tokens.length, expected.slice(1, 2))) {
    const open = openBrackets(tokens, start.index, failed).at(-1);
    if (open !== undefined) {
      report("TDL1005", tokenSpan(open), { bracket: open.image, closing: expected.slice(1, 2) });
      return;
    }
  }
  const wanted = closer
    ? `\`,\` or ${expected}`
    : expected === rateExpectation && start.image === "rule"
      ? ruleExpectation(tokens.slice(start.index, failed))
      : expected;
  report("TDL1002", tokenSpan(found), { found: described(found), expected: wanted });
}

/** The statement ends too early: the next one, or the end of the file, was met. */
function explainUnfinished({ tokens, start, failed, report, expected }: MistakeContext): void {
  const open = openBrackets(tokens, start.index, failed).at(-1);
  if (open !== undefined) {
    if (open.tokenType === p.LeftBrace) report("TDL1004", tokenSpan(open), { block: `\`${start.image}\`` });
    else report("TDL1005", tokenSpan(open), { bracket: open.image, closing: open.image === "(" ? ")" : "]" });
    return;
  }
  const last = tokens[failed - 1] ?? start;
  if (expected === rateExpectation) {
    report("TDL1211", tokenSpan(last), { statement: start.image });
    return;
  }
  report("TDL1003", tokenSpan(last), { missing: expected, after: described(last) });
}

/** What a production that needs a rate says it expected. */
export const rateExpectation = "a rate such as `@ k`";

function hasArrow(read: readonly Token[]): boolean {
  return read.some(({ tokenType }) => tokenType === p.Arrow || tokenType === p.DoubleArrow);
}

function ruleExpectation(read: readonly Token[]): string {
  return hasArrow(read) ? `\`+\` or ${rateExpectation}` : `\`+\`, an arrow or ${rateExpectation}`;
}

/** The brackets that are open before token `to`, counted from token `from`. */
function openBrackets(tokens: readonly Token[], from: number, to: number): Token[] {
  const open: Token[] = [];
  for (let index = from; index < to && index < tokens.length; index++) {
    const token = tokens[index];
    const type = token?.tokenType;
    if (token === undefined) break;
    if (type === p.LeftBrace || type === p.LeftBracket || type === p.LeftParenthesis) open.push(token);
    else if (type === p.RightBrace || type === p.RightBracket || type === p.RightParenthesis) {
      if (open.at(-1)?.image === opening(token.image)) open.pop();
    }
  }
  return open;
}

function opening(closing: string): string {
  return closing === ")" ? "(" : closing === "]" ? "[" : "{";
}

function closesBefore(tokens: readonly Token[], from: number, to: number, closing: string): boolean {
  let depth = 0;
  for (let index = from; index < to && index < tokens.length; index++) {
    const image = tokens[index]?.image;
    if (image === opening(closing)) depth++;
    else if (image === closing && depth-- === 0) return true;
  }
  return false;
}

/** Mistakes that have their own message. True when one was reported. */
function commonMistake(
  tokens: readonly Token[],
  start: Token,
  failed: number,
  expected: string,
  report: Report,
): boolean {
  const found = tokens[failed];
  const before = tokens[failed - 1];
  const after = tokens[failed + 1];
  if (found === undefined) return false;
  const span = tokenSpan(found);

  const inside = openBrackets(tokens, start.index, failed).length > 0;
  if (start.image === "rule" && !inside) {
    if (!hasArrow(tokens.slice(start.index, failed)) && partedArrow(tokens, failed, report)) return true;
    if (missingAt(tokens, start, failed, expected, report)) return true;
    if (commaForAt(tokens, start, failed, report)) return true;
  }
  if (found.tokenType === p.Bang && inside) {
    const mark = after?.image ?? "";
    const bond = mark === "+" ? "[_]" : mark === "?" ? "[?]" : /^\w+$/.test(mark) ? `[${mark}]` : "[1]";
    const edit = {
      start: span.start,
      end: bond === "[1]" && mark !== "1" ? span.end : (after?.endOffset ?? 0) + 1,
    };
    const meant = `${before !== undefined && isNameToken(before) ? before.image : "site"}${bond}`;
    report(
      "TDL1205",
      { start: span.start, end: Math.max(edit.end, span.end) },
      { meant },
      { fixes: [{ title: `Write ${bond}`, edits: [{ span: edit, replacement: bond }] }] },
    );
    return true;
  }
  if (found.tokenType === p.Tilde && inside) {
    const state = after !== undefined && touching(found, after) ? after.image : "state";
    const site = before !== undefined && isNameToken(before) ? before.image : "site";
    const end = state === "state" ? span.end : (after?.endOffset ?? 0) + 1;
    report(
      "TDL1206",
      { start: span.start, end },
      { meant: `${site}{${state}}` },
      {
        fixes: [
          {
            title: `Write {${state}}`,
            edits: [{ span: { start: span.start, end }, replacement: `{${state}}` }],
          },
        ],
      },
    );
    return true;
  }
  if (
    found.tokenType === p.Dot &&
    (before?.tokenType === p.RightParenthesis || before?.tokenType === p.RightBrace) &&
    after !== undefined &&
    isNameToken(after)
  ) {
    report(
      "TDL1204",
      span,
      {},
      { fixes: [{ title: "Write a comma", edits: [{ span, replacement: ", " }] }] },
    );
    return true;
  }
  if (
    found.tokenType === p.Comma &&
    before?.tokenType === NumberLiteral &&
    after?.tokenType === NumberLiteral &&
    touching(before, found) &&
    touching(found, after)
  ) {
    const whole = { start: before.startOffset, end: after.endOffset + 1 };
    const number = `${before.image}.${after.image}`;
    // `1,000` may be a thousand.
    const isGuess = after.image.length === 3;
    report(
      "TDL1203",
      whole,
      { number },
      { fixes: [{ title: `Write ${number}`, isGuess, edits: [{ span: whole, replacement: number }] }] },
    );
    return true;
  }
  if (before?.tokenType === NumberLiteral && unitLike(found)) {
    const nearest = nearestUnit(found.image);
    report(
      "TDL1201",
      span,
      { unit: found.image, nearest },
      nearest === null
        ? {}
        : {
            fixes: [
              {
                title: `Write ${nearest}`,
                // A unit that is only spelt alike may be thousands of times another one.
                isGuess: !unitNames.has(found.image.toLowerCase()),
                edits: [{ span, replacement: nearest }],
              },
            ],
          },
    );
    return true;
  }
  if (before?.tokenType === UnitLiteral && (unitLike(found) || found.tokenType === p.Caret)) {
    const joined = unitSymbols().includes(found.image)
      ? `${before.image}*${withExponent(tokens, found)}`
      : null;
    const gap = { start: before.endOffset + 1, end: span.start };
    const fixes =
      joined === null ? [] : [{ title: `Write ${joined}`, edits: [{ span: gap, replacement: "*" }] }];
    report("TDL1202", span, { joined }, { fixes });
    return true;
  }
  if (found.tokenType === p.Prime && /^a (?:text|value)/.test(expected)) {
    report("TDL1212", span, {});
    return true;
  }
  if (found.tokenType === NumberLiteral && expected === "a name") {
    const word = after !== undefined && touching(found, after) && isNameToken(after) ? after.image : "";
    const whole = { start: span.start, end: word === "" ? span.end : (after?.endOffset ?? 0) + 1 };
    report("TDL1226", whole, { text: `${found.image.replace(/\W/g, "_")}${word}` });
    return true;
  }
  if (nameWithMark(tokens, start, failed, expected)) {
    const rest = after !== undefined && touching(found, after) ? after.image.replace(/\W.*$/s, "") : "";
    const name = before?.image ?? "";
    report("TDL1225", span, { mark: found.image, name: rest === "" ? name : `${name}_${rest}` });
    return true;
  }
  if (expected === "`'`" && found.tokenType === p.Equals && before !== undefined) {
    const fixes = [
      {
        title: "Add '",
        edits: [{ span: { start: before.endOffset + 1, end: before.endOffset + 1 }, replacement: "'" }],
      },
    ];
    report("TDL1227", span, { value: before.image }, { fixes });
    return true;
  }
  if (emptySide(tokens, start, failed)) {
    const zero = tokenSpan(before ?? found);
    report(
      "TDL1223",
      zero,
      {},
      { fixes: [{ title: "Write nothing", edits: [{ span: zero, replacement: "nothing" }] }] },
    );
    return true;
  }
  const pool = expected === "" && /^(?:species|share|fixed)$/.test(start.image);
  if (pool && found.tokenType === NumberLiteral && before !== undefined) {
    reportMissingEquals(before, found, report);
    return true;
  }
  if (pool && found.tokenType === w.in) {
    report("TDL1224", span, {});
    return true;
  }
  if (isReservedWord(found.image) && /\ba name\b/.test(expected)) {
    report("TDL1209", span, { word: found.image });
    return true;
  }
  if (
    expected === "`:`" &&
    (start.image === "rule" || start.image === "energy") &&
    failed <= start.index + 3
  ) {
    report("TDL1210", tokenSpan(start), { statement: start.image });
    return true;
  }
  if (expected === rateExpectation && (found.tokenType === p.RightBrace || found.tokenType === p.LeftBrace)) {
    report("TDL1211", tokenSpan(before ?? start), { statement: start.image });
    return true;
  }
  if (isComparison(found) && tokens.slice(start.index, failed).some(isComparison)) {
    report("TDL1218", span, {});
    return true;
  }
  if (found.tokenType === p.Comma) {
    const measure = measureBefore(tokens, start.index, failed);
    if (measure !== null) {
      report("TDL1207", span, { measure });
      return true;
    }
  }
  return false;
}

/** `A - > B`, `A < -> B`, `A <- B`, read as single marks. */
function partedArrow(tokens: readonly Token[], failed: number, report: Report): boolean {
  const marks: Token[] = [];
  for (const token of tokens.slice(failed, failed + 3)) {
    if (!/^(?:<|-|>|->)$/.test(token.image) || token.tokenType === TextLiteral) break;
    marks.push(token);
  }
  const arrow = marks.map(({ image }) => image).join("");
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined || marks.length < 2 || !/^(?:->|<->|<-)$/.test(arrow))
    return false;
  const span = { start: first.startOffset, end: last.endOffset + 1 };
  const written = spaced(marks);
  if (arrow === "<-") {
    const suggestion = "Write the reaction from left to right: reactants, `->`, products.";
    report("TDL1102", span, { written, meant: "->" }, { suggestion });
    return true;
  }
  const fixes = [{ title: `Write ${arrow}`, edits: [{ span, replacement: arrow }] }];
  report("TDL1102", span, { written, meant: arrow }, { fixes });
  return true;
}

/** Marks as they were written, with a space wherever they do not touch. */
function spaced(marks: readonly Token[]): string {
  return marks.map((mark, i) => (i === 0 || touching(marks[i - 1], mark) ? "" : " ") + mark.image).join("");
}

/** `A -> B k`, `A -> B 1 /s`: all that is missing is the mark before the rate. */
function missingAt(
  tokens: readonly Token[],
  start: Token,
  failed: number,
  expected: string,
  report: Report,
): boolean {
  const found = tokens[failed];
  if (found === undefined || expected !== rateExpectation) return false;
  const isNumber = found.tokenType === NumberLiteral;
  if (!isNumber && !(isNameToken(found) && !(found.image in w))) return false;
  if (!hasArrow(tokens.slice(start.index, failed))) return false;
  const next = tokens[failed + 1];
  if (next !== undefined && !next.beginsLine && isNameToken(next) && !(next.image in w)) return false;
  // With a rate further on, a `+` is missing here.
  for (const token of tokens.slice(failed)) {
    if (token.tokenType === p.At || token.tokenType === w.total) return false;
    if (token.beginsLine) break;
  }
  const at = { start: found.startOffset, end: found.startOffset };
  const unit = isNumber && next?.tokenType === UnitLiteral ? ` ${next.image}` : "";
  report(
    "TDL1211",
    tokenSpan(found),
    { statement: start.image },
    {
      suggestion: `Write \`@\` before a rate constant: \`@ ${found.image}${unit}\`.`,
      fixes: [{ title: "Add @", isGuess: unit === "", edits: [{ span: at, replacement: "@ " }] }],
    },
  );
  return true;
}

/** `A -> B, 1 /s`: a comma for the mark before the rate. */
function commaForAt(tokens: readonly Token[], start: Token, failed: number, report: Report): boolean {
  const [comma, number, unit] = tokens.slice(failed - 2, failed + 1);
  if (comma?.tokenType !== p.Comma || number?.tokenType !== NumberLiteral || unit?.tokenType !== UnitLiteral)
    return false;
  const before = tokens.slice(start.index, failed);
  if (!hasArrow(before) || before.some(({ tokenType }) => tokenType === p.At || tokenType === w.total))
    return false;
  report(
    "TDL1211",
    { start: comma.startOffset, end: unit.endOffset + 1 },
    { statement: start.image },
    {
      suggestion: `Write \`@\` before a rate constant: \`@ ${number.image} ${unit.image}\`.`,
      fixes: [{ title: "Write @", edits: [{ span: tokenSpan(comma), replacement: " @" }] }],
    },
  );
  return true;
}

/** `Ca2+`, `PSD-95`: a mark that touches the name before it, where no value is read. */
function nameWithMark(tokens: readonly Token[], start: Token, failed: number, expected: string): boolean {
  const found = tokens[failed];
  const before = tokens[failed - 1];
  if (found?.tokenType !== p.Plus && found?.tokenType !== p.Minus && found?.tokenType !== p.Slash)
    return false;
  if (before === undefined || before === start || !isNameToken(before) || !touching(before, found))
    return false;
  return expected !== "" || !tokens.slice(start.index, failed).some((token) => token.tokenType === p.Equals);
}

/** `0 -> A`, `A -> 0 @ k`. */
function emptySide(tokens: readonly Token[], start: Token, failed: number): boolean {
  const zero = tokens[failed - 1];
  const edge = tokens[failed - 2]?.tokenType;
  return (
    start.image === "rule" &&
    zero?.tokenType === NumberLiteral &&
    zero.image === "0" &&
    (edge === p.Colon || edge === p.Arrow || edge === p.DoubleArrow)
  );
}

function isComparison(token: Token): boolean {
  return /^(?:==|!=|<=?|>=?)$/.test(token.image) && token.tokenType !== TextLiteral;
}

/** A word that was meant as a unit: not a word of the language. */
function unitLike(token: Token): boolean {
  return isNameToken(token) && !token.image.startsWith("`") && !(token.image in w) && !token.beginsLine;
}

/** Units that people write out. */
const unitNames: ReadonlyMap<string, string> = new Map([
  ["sec", "s"],
  ["secs", "s"],
  ["second", "s"],
  ["seconds", "s"],
  ["minute", "min"],
  ["minutes", "min"],
  ["mins", "min"],
  ["hour", "h"],
  ["hours", "h"],
  ["hr", "h"],
  ["d", "day"],
  ["days", "day"],
  ["molar", "M"],
  ["micromolar", "uM"],
  ["molecules", "count"],
  ["molecule", "count"],
  ["copies", "count"],
  ["degree", "deg"],
  ["degrees", "deg"],
  ["liter", "L"],
  ["litre", "L"],
  ["l", "L"],
  ["ml", "mL"],
  ["percent", "%"],
]);

/** The unit that was probably meant: written out, or mistyped in the fewest letters, then the latest one. */
/** A unit symbol with the `^-1` that touches it. */
function withExponent(tokens: readonly Token[], symbol: Token): string {
  let text = symbol.image;
  let last = symbol;
  for (const token of tokens.slice(tokens.indexOf(symbol) + 1)) {
    if (!touching(last, token) || !/^(?:\^|-|\d+)$/.test(token.image)) break;
    text += token.image;
    last = token;
  }
  return text;
}

function nearestUnit(written: string): string | null {
  const text = written.replace(/[µμ]/g, "u");
  const named = unitNames.get(text.toLowerCase());
  if (named !== undefined) return named;
  let best: string | null = null;
  let bestScore = Math.max(1, Math.floor(text.length / 3)) + 1;
  for (const symbol of unitSymbols()) {
    let same = 0;
    while (same < symbol.length && symbol[same] === text[same]) same++;
    const score = distance(text, symbol) - same / 100;
    if (score < bestScore && score < symbol.length) {
      best = symbol;
      bestScore = score;
    }
  }
  return best;
}

/** The measure whose pattern the comma at `failed` follows, when no list is open there. */
function measureBefore(tokens: readonly Token[], from: number, failed: number): string | null {
  const measures = [w.count, w.amount, w.fraction, w.complexes];
  for (let index = failed - 1; index > from; index--) {
    const token = tokens[index];
    if (token === undefined) return null;
    if (measures.includes(token.tokenType)) return token.image;
    if (token.tokenType === p.Equals || token.tokenType === NumberLiteral) {
      const inside = openBrackets(tokens, from, index).length > 0;
      if (!inside) return null;
    }
  }
  return null;
}

/**
 * Reports what stands where a statement should begin. True when it is a statement of a model outside of
 * any model.
 */
export function explainJunk(context: JunkContext): boolean {
  const { tokens, block, start, failed, report } = context;
  const token = tokens[failed];
  if (token === undefined) return false;
  const span = tokenSpan(token);
  if (start !== null && !token.beginsLine) {
    if (commonMistake(tokens, start, failed, "", report)) return false;
  }
  if (/^[)\]}]$/.test(token.image) && token.tokenType !== TextLiteral) {
    report("TDL1009", span, { bracket: token.image });
    return false;
  }
  const home = homeOf(token, block);
  if (
    home !== null &&
    isNameToken(token) &&
    (token.beginsLine || start === null || home !== "another statement")
  ) {
    const { closing, file } = context;
    const closedEarly = block.name.startsWith("a file") && closing !== null && file !== null;
    report(
      "TDL1007",
      span,
      { word: token.image, block: block.name, home },
      closedEarly
        ? { related: [{ file, span: tokenSpan(closing), message: "The model is closed here." }] }
        : {},
    );
    return block.name.startsWith("a file");
  }
  if (isNameToken(token) && (token.beginsLine || start === null || startsAnew(tokens, failed))) {
    const nearest = nearestOf(token.image, block.words);
    const suggestion = nearest === null ? bareStatementHint(tokens, failed) : null;
    report(
      "TDL1006",
      span,
      { word: token.image, block: block.name, nearest },
      suggestion === null ? {} : { suggestion },
    );
    return false;
  }
  if (start === null) {
    report("TDL1002", span, { found: described(token), expected: `a statement of ${block.name}` });
    return false;
  }
  report("TDL1008", span, { found: described(token), statement: start.image });
  return false;
}

/** `A -> B`, `A = 3`, `A' = -k`: what other tools read without a word before it. */
function bareStatementHint(tokens: readonly Token[], index: number): string | null {
  const name = tokens[index]?.image ?? "";
  const next = tokens[index + 1]?.tokenType;
  if (next === p.Arrow || next === p.DoubleArrow || next === p.Plus || next === p.Minus || next === p.Less)
    return "Reactions begin with `rule` and a name, as in `rule bind: A + B -> C @ k`.";
  if (next === p.Colon) return `Reactions begin with \`rule\`, as in \`rule ${name}: A -> B @ k\`.`;
  if (next === p.Equals)
    return `Say what it is: \`species ${name} = …\`, \`param ${name} = …\` or \`define ${name} = …\`.`;
  return next === p.Prime ? `Rates of change begin with \`flow\`: \`flow ${name}' = …\`.` : null;
}

/** `parm k = 3` in the middle of a line. */
function startsAnew(tokens: readonly Token[], index: number): boolean {
  const next = tokens[index + 1];
  const mark = tokens[index + 2]?.image;
  return next !== undefined && isNameToken(next) && (mark === "=" || mark === ":" || mark === "{");
}

function homeOf(token: Token, block: Block): string | null {
  const word = token.image;
  if (block.words.includes(word)) return null;
  const has = (words: readonly string[]): boolean => words.includes(word);
  if (has(modelWords) && !block.name.startsWith("a model")) return "a model or module";
  if (has(experimentWords) || has(settingWords)) return "an experiment";
  if (has(surrogateWords) && token.beginsLine) return "a surrogate";
  return null;
}
