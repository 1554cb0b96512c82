/** Mistakes in numbers and units. */
import { distance } from "fastest-levenshtein";
import { unitSymbols } from "../../runtime/units/unitTable.ts";
import { isNameToken, NumberLiteral, p, type Token, UnitLiteral, w } from "../tokens.ts";
import { nearestName } from "../../diagnostics/nearest.ts";
import { type Place, touching, wordsIn } from "./place.ts";

/** `1,5 uM`. */
export function commaInNumber({ found, before, after, report }: Place): boolean {
  if (
    found.tokenType !== p.Comma ||
    before?.tokenType !== NumberLiteral ||
    after?.tokenType !== NumberLiteral ||
    !touching(before, found) ||
    !touching(found, after)
  )
    return false;
  const span = { start: before.startOffset, end: after.endOffset + 1 };
  const number = `${before.image}.${after.image}`;
  // `1,000` may be a thousand.
  const isGuess = after.image.length === 3;
  const fixes = [{ title: `Write ${number}`, isGuess, edits: [{ span, replacement: number }] }];
  report("TDL1203", span, { number }, { fixes });
  return true;
}

/** `5 sec`, `2 uMol`. */
export function unknownUnit({ found, span, before, expected, report }: Place): boolean {
  if (before?.tokenType !== NumberLiteral || !unitLike(found) || isNearWord(found, expected)) return false;
  const nearest = nearestUnit(found.image);
  // A unit that is only spelt alike may be thousands of times another one.
  const isGuess = !unitNames.has(found.image.toLowerCase());
  const fixes =
    nearest === null ? [] : [{ title: `Write ${nearest}`, isGuess, edits: [{ span, replacement: nearest }] }];
  report("TDL1201", span, { unit: found.image, nearest }, { fixes });
  return true;
}

/** `3 pN nm`, `2 uM^-1 s^-1`. */
export function partedUnit({ tokens, found, span, before, expected, report }: Place): boolean {
  if (before?.tokenType !== UnitLiteral || !(unitLike(found) || found.tokenType === p.Caret)) return false;
  if (isNearWord(found, expected)) return false;
  const joined = unitSymbols().includes(found.image)
    ? `${before.image}*${withExponent(tokens, found)}`
    : null;
  const gap = { start: before.endOffset + 1, end: span.start };
  const fixes =
    joined === null ? [] : [{ title: `Write ${joined}`, edits: [{ span: gap, replacement: "*" }] }];
  report("TDL1202", span, { joined }, { fixes });
  return true;
}

/** A long word that is spelt like one that may stand there: `rise 2.7 nm persistance 17 um`. */
function isNearWord({ image }: Token, expected: string): boolean {
  if (image.length < 4 || unitSymbols().includes(image)) return false;
  return nearestName(image, wordsIn(expected)) !== null;
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

/** The unit that was probably meant: written out, or mistyped in the fewest letters, then the latest one. */
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
