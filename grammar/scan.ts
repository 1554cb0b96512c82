/**
 * Text -> tokens, by hand because the lexical rules depend on context and on Unicode properties:
 * a unit is only read right after a number, `2D` only after `space`, `doi:…` only after `source`, names may
 * hold any letter, and what is commonly mistyped (`<=>`, `;`, a curly quote, a Unicode minus) is reported
 * and read as what was meant. Whatever the text, every character is looked at a bounded number of times.
 */
import type { Span } from "../diagnostics/source.ts";
import { isUnitSymbol } from "../runtime/units/unitTable.ts";
import { foreignMark, inKelvin, repairOf, timeWords, typography } from "./mistyped.ts";
import type { SyntaxReporter } from "./report.ts";
import type { Comment } from "./syntax/sourceTree.ts";
import {
  DimensionLiteral,
  NumberLiteral,
  p,
  PlainName,
  punctuationTypes,
  SourceLiteral,
  TextLiteral,
  Token,
  UnitLiteral,
  w,
  wordTypes,
} from "./tokens.ts";

export interface Scan {
  readonly tokens: Token[];
  readonly comments: readonly Comment[];
}

const word = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const quotedName = /`([^`\r\n]*)`/y;
const numeral = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const timeWord = /[ \t]*[a-z]+(?![\p{L}\p{N}_:])/uy;
/** `°C`, `℃`, `º C`, or `°` alone for an angle. */
const degrees = /[ \t]*(?:[°º][ \t]?[CF](?![\p{L}\p{N}_])|℃|℉|°)/uy;
/** What stands before a sign, and not before a difference. */
const beforeSign: ReadonlySet<string> = new Set(["temperature", "=", "(", ",", "{", ":"]);
/** The `1/` of a unit such as `1/s`. */
const oneOver = /[ \t]+1[ \t]*\//y;
const strayDot = /\.(?![.\w\]])/y;
const dimension = /[23]D(?![\p{L}\p{N}_])/uy;
export const sourceText = /[A-Za-z][A-Za-z0-9+.-]*:[^\s"{},]+(?:[,{][^\s"{},]+)*/y;
const unitExponent = /\^-?\d+/y;
const blank = "[ \\t\\r\\n\\u00a0\\u2000-\\u200b\\u202f\\u3000]";
const blanks = new RegExp(`${blank}*`, "y");
const afterLabel = new RegExp(`${blank}*[:,}]`, "y");
/** What follows the first of the labels of a row, or its first part, up to its colon. */
const restOfLabels = new RegExp(
  `(?:\\.[\\p{L}\\p{N}_]+)?(?:${blank}*,${blank}*[\\p{L}\\p{N}_.]+)*${blank}*:(?!=)`,
  "uy",
);
const comment = /#[^\r\n]*/y;
const foreignComment = /\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const operator = /<->|->|\.\.|==|!=|<=|>=|[()[\]{},:.=<>+\-*/^@?'%!~]/y;

/** What may follow a backslash in a text. */
const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
]);

/** Only sources are texts in a list. */
function continuesSources(token: Token | undefined): boolean {
  return token?.tokenType === SourceLiteral || token?.tokenType === TextLiteral;
}

export function scan(reporter: SyntaxReporter): Scan {
  const text = reporter.file.text;
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  let offset = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let beginsLine = true;
  let previous: Token | null = null;

  function matchAt(pattern: RegExp, at: number): string | null {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  }

  function spanOf(length: number): Span {
    return { start: offset, end: offset + length };
  }

  function push(type: Token["tokenType"], image: string, length: number): void {
    previous = new Token(type, image, offset, offset + length, tokens.length, beginsLine);
    tokens.push(previous);
    beginsLine = false;
    offset += length;
  }

  function replaced(
    plain: string,
    length: number,
  ): { title: string; edits: { span: Span; replacement: string }[] } {
    const title = plain === "" ? "Remove it" : plain === " " ? "Write a plain space" : `Write ${plain}`;
    return { title, edits: [{ span: spanOf(length), replacement: plain }] };
  }

  /** The end of the unit that begins after a number at `at`, or -1. */
  function unitEnd(at: number): number {
    let position = at + (matchAt(blanks, at)?.length ?? 0);
    const start = position;
    if (text[position] === "/") {
      if (position === at) return -1;
      position++;
    }
    let end = symbolEnd(position);
    if (end < 0) return -1;
    for (;;) {
      end += matchAt(unitExponent, end)?.length ?? 0;
      const mark = text[end];
      if (mark !== "*" && mark !== "/") break;
      const next = symbolEnd(end + 1);
      if (next < 0) break;
      end = next;
    }
    // A row or a label begins here: `0: 3  m: 4` or `0, u: 3  m, u: 4`.
    if (matchAt(restOfLabels, end) !== null) return -1;
    unitStart = start;
    return end;
  }
  let unitStart = 0;

  /** A dot by itself: the label of a cell, as in `.: 4` or `{., _}`. */
  function isLoneDot(at: number): boolean {
    return text[at] === "." && matchAt(afterLabel, at + 1) !== null && /[\s{,]/.test(text[at - 1] ?? "");
  }

  function symbolEnd(at: number): number {
    if (text[at] === "%") return at + 1;
    const symbol = matchAt(word, at);
    return symbol !== null && isUnitSymbol(symbol) ? at + symbol.length : -1;
  }

  function takeText(closing: RegExp): void {
    const start = offset;
    let end = offset + 1;
    let value = "";
    for (;;) {
      const character = text[end];
      if (character === undefined || character === "\n" || character === "\r") {
        // A brace at the end of the line closes a block rather than belonging to the text.
        const brace = /\s*\}\s*$/.exec(value);
        if (brace !== null) {
          end -= brace[0].length;
          value = value.slice(0, brace.index);
        }
        reporter.report("TDL1106", { start, end }, {});
        break;
      }
      if (closing.test(character)) {
        end++;
        break;
      }
      if (character === "\\") {
        const escaped = text[end + 1];
        const meaning = escapes.get(escaped ?? "");
        if (meaning !== undefined) {
          value += meaning;
          end += 2;
          continue;
        }
        reporter.report("TDL1107", { start: end, end: Math.min(end + 2, text.length) }, {});
      }
      value += character;
      end++;
    }
    push(TextLiteral, value, end - start);
  }

  function takeWord(image: string): void {
    if (image === "_") {
      push(p.Underscore, image, 1);
      return;
    }
    push(wordTypes.get(image) ?? PlainName, image, image.length);
  }

  function takeNumber(image: string): void {
    push(NumberLiteral, image, image.length);
    if (text[offset] === "." && matchAt(strayDot, offset) !== null) {
      const number = previous;
      if (number !== null) {
        reporter.report(
          "TDL1110",
          { start: number.startOffset, end: offset + 1 },
          { number: image },
          { fixes: [{ title: `Write ${image}`, edits: [{ span: spanOf(1), replacement: "" }] }] },
        );
      }
      offset++;
    }
    const end = unitEnd(offset);
    if (end < 0) {
      if (!takeDegrees(image) && !takeOneOver()) takeTimeWord();
      return;
    }
    if (/[\r\n]/.test(text.slice(offset, unitStart))) beginsLine = true;
    offset = unitStart;
    push(UnitLiteral, text.slice(unitStart, end), end - unitStart);
  }

  /** `37 °C`: temperatures are in kelvin, angles in deg. */
  function takeDegrees(number: string): boolean {
    const written = matchAt(degrees, offset);
    if (written === null) return false;
    const unit = written.trim();
    const span = { start: offset + written.length - unit.length, end: offset + written.length };
    if (unit === "°") {
      const replacement = written === unit ? " deg" : "deg";
      const fixes = [{ title: "Write deg", edits: [{ span, replacement }] }];
      reporter.report("TDL1201", span, { unit, nearest: "deg" }, { fixes });
    } else {
      const minus = tokens.at(-2)?.tokenType === p.Minus ? tokens.at(-2) : undefined;
      const isNegative = minus !== undefined && beforeSign.has(tokens.at(-3)?.image ?? "");
      const celsius = isNegative ? `-${number}` : number;
      const kelvin = /[C℃]$/.test(unit) && (minus === undefined || isNegative) ? inKelvin(celsius) : null;
      const whole = { start: isNegative ? minus.startOffset : offset - number.length, end: span.end };
      // It is told once that this is no temperature, and not that it would be below zero as well.
      if (isNegative) tokens.splice(-2, 1);
      const suggestion =
        kelvin === null ? "Temperatures are given in kelvin: `310 K`." : `Write \`${kelvin}\`.`;
      const fixes =
        kelvin === null ? [] : [{ title: `Write ${kelvin}`, edits: [{ span: whole, replacement: kelvin }] }];
      reporter.report("TDL1201", span, { unit, nearest: null }, { suggestion, fixes });
    }
    offset = span.start;
    push(UnitLiteral, unit === "°" ? "deg" : "K", unit.length);
    return true;
  }

  /** `5 1/s`: reported, and read as `5 /s`. */
  function takeOneOver(): boolean {
    const written = matchAt(oneOver, offset);
    if (written === null) return false;
    const end = unitEnd(offset + written.length);
    if (end < 0) return false;
    const start = offset + written.search(/1/);
    const replacement = text.slice(offset + written.length - 1, end);
    const fixes = [{ title: `Write ${replacement}`, edits: [{ span: { start, end }, replacement }] }];
    const unit = text.slice(start, end);
    reporter.report("TDL1201", { start, end }, { unit, nearest: replacement }, { fixes });
    offset = start;
    push(UnitLiteral, replacement, end - start);
    return true;
  }

  /** `60 sec`: reported, and read as the unit that is meant. */
  function takeTimeWord(): void {
    const written = matchAt(timeWord, offset);
    const unit = written === null ? undefined : timeWords.get(written.trimStart());
    if (written === null || unit === undefined) return;
    const start = offset + written.length - written.trimStart().length;
    const span = { start, end: offset + written.length };
    const fixes = [{ title: `Write ${unit}`, edits: [{ span, replacement: unit }] }];
    reporter.report("TDL1201", span, { unit: written.trimStart(), nearest: unit }, { fixes });
    offset = start;
    push(UnitLiteral, unit, span.end - start);
  }

  while (offset < text.length) {
    const code = text.charCodeAt(offset);
    if (code === 0x20 || code === 0x09) {
      offset++;
      continue;
    }
    if (code === 0x0a || code === 0x0d) {
      offset++;
      beginsLine = true;
      continue;
    }
    const character = text[offset] ?? "";
    const isLetter = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
    if (isLetter || code >= 0x80) {
      const before = previous as Token | null;
      if (
        isLetter &&
        before !== null &&
        (before.tokenType === w.source || (before.tokenType === p.Comma && continuesSources(tokens.at(-2))))
      ) {
        const source = matchAt(sourceText, offset);
        if (source !== null) {
          push(SourceLiteral, source, source.length);
          continue;
        }
      }
      const name = matchAt(word, offset);
      if (name !== null) {
        takeWord(name);
        continue;
      }
    }
    if ((code >= 0x30 && code <= 0x39) || code === 0x2e) {
      const before = previous as Token | null;
      if (before?.tokenType === w.space) {
        const dimensions = matchAt(dimension, offset);
        if (dimensions !== null) {
          push(DimensionLiteral, dimensions, 2);
          continue;
        }
      }
      const number = text[offset + 1] === "." && code === 0x2e ? null : matchAt(numeral, offset);
      if (number !== null) {
        takeNumber(number);
        continue;
      }
    }
    if (character === "#") {
      const found = matchAt(comment, offset) ?? "#";
      comments.push({ text: found, span: spanOf(found.length) });
      offset += found.length;
      continue;
    }
    if (character === '"') {
      takeText(/"/);
      continue;
    }
    if (character === "\u201c" || character === "\u201d" || character === "\u201e") {
      const opening = spanOf(1);
      takeText(/["\u201c\u201d]/);
      const closing = { start: offset - 1, end: offset };
      reporter.report(
        "TDL1101",
        opening,
        { character, name: "a curly quote", plain: '"' },
        {
          fixes: [
            {
              title: 'Write "',
              edits: [
                { span: opening, replacement: '"' },
                { span: closing, replacement: '"' },
              ],
            },
          ],
        },
      );
      continue;
    }
    if (character === "`") {
      const quoted = matchAt(quotedName, offset);
      const name = quoted?.slice(1, -1) ?? "";
      if (quoted === null || matchAt(word, offset + 1)?.length !== name.length || name === "_") {
        const length = quoted?.length ?? 1;
        reporter.report("TDL1111", spanOf(length), {});
        if (quoted === null) offset += length;
        else push(PlainName, quoted, length);
      } else {
        push(PlainName, quoted, quoted.length);
      }
      continue;
    }
    if (character === ";") {
      reporter.report("TDL1105", spanOf(1), {}, { fixes: [replaced("", 1)] });
      offset++;
      continue;
    }
    const foreign = character === "/" ? matchAt(foreignComment, offset) : null;
    if (foreign !== null) {
      reporter.report(
        "TDL1109",
        spanOf(2),
        { mark: foreign.slice(0, 2) },
        foreign.startsWith("//") ? { fixes: [replaced("#", 2)] } : {},
      );
      offset += foreign.length;
      continue;
    }
    const mark = matchAt(foreignMark, offset);
    if (mark !== null) {
      const repair = repairOf(mark);
      reporter.report(
        repair.code,
        spanOf(mark.length),
        { written: mark, meant: repair.meant },
        { fixes: [replaced(repair.meant, mark.length)] },
      );
      push(
        punctuationTypes.get(repair.meant) ?? wordTypes.get(repair.meant) ?? PlainName,
        repair.meant,
        mark.length,
      );
      continue;
    }
    const punctuation = matchAt(operator, offset);
    if (punctuation !== null) {
      const type = isLoneDot(offset) ? p.LoneDot : punctuationTypes.get(punctuation);
      if (type !== undefined) {
        push(type, punctuation, punctuation.length);
        continue;
      }
    }
    const blank = matchAt(blanks, offset) ?? "";
    if (blank.length > 0) {
      reporter.report(
        "TDL1101",
        spanOf(blank.length),
        { character: "", name: "a special space", plain: "a plain space" },
        { fixes: [replaced(" ", blank.length)] },
      );
      offset += blank.length;
      continue;
    }
    const typographic = typography.get(character);
    if (typographic !== undefined) {
      reporter.report(
        "TDL1101",
        spanOf(1),
        { character, ...typographic },
        { fixes: [replaced(typographic.plain, 1)] },
      );
      push(
        punctuationTypes.get(typographic.plain) ?? wordTypes.get(typographic.plain) ?? PlainName,
        typographic.plain,
        1,
      );
      continue;
    }
    // One message for a run of characters that mean nothing.
    const start = offset;
    const symbol = String.fromCodePoint(text.codePointAt(offset) ?? 0);
    do offset += symbol.length;
    while (text.startsWith(symbol, offset));
    reporter.report("TDL1001", { start, end: offset }, { text: `\`${symbol}\`` });
  }
  return { tokens, comments };
}
