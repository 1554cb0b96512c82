/** Mistakes in names, declarations and what joins values. */
import { isReservedWord } from "../keywords.ts";
import { isNameToken, NumberLiteral, p, TextLiteral, type Token, w } from "../tokens.ts";
import { described, type Place, type Report, tokenSpan, touching } from "./place.ts";

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

/** `species Ca 5 uM`, `species Ca in cell 5 uM`. */
export function missingEquals({ start, expected, found, before, report }: Place): boolean {
  if (!isPool(start, expected) || found.tokenType !== NumberLiteral || before === undefined) return false;
  reportMissingEquals(before, found, report);
  return true;
}

/** `species Ca = 5 uM in cell`. */
export function placeAfterValue({ start, expected, found, span, report }: Place): boolean {
  if (!isPool(start, expected) || found.tokenType !== w.in) return false;
  report("TDL1224", span, {});
  return true;
}

function isPool(start: Token, expected: string): boolean {
  return expected === "" && /^(?:species|share|fixed)$/.test(start.image);
}

/** `'text'`. */
export function singleQuote({ expected, found, span, report }: Place): boolean {
  if (found.tokenType !== p.Prime || !/^a (?:text|value)/.test(expected)) return false;
  report("TDL1212", span, {});
  return true;
}

/** `species 14_3_3`. */
export function numberForName({ expected, found, span, after, report }: Place): boolean {
  if (found.tokenType !== NumberLiteral || expected !== "a name") return false;
  const word = after !== undefined && touching(found, after) && isNameToken(after) ? after.image : "";
  const whole = { start: span.start, end: word === "" ? span.end : (after?.endOffset ?? 0) + 1 };
  report("TDL1226", whole, { text: `${found.image.replace(/\W/g, "_")}${word}` });
  return true;
}

/** `Ca2+`, `PSD-95`: a mark that touches the name before it, where no value is read. */
export function markInName({ start, expected, found, span, before, after, read, report }: Place): boolean {
  if (found.tokenType !== p.Plus && found.tokenType !== p.Minus && found.tokenType !== p.Slash) return false;
  if (before === undefined || before === start || !isNameToken(before) || !touching(before, found))
    return false;
  if (expected === "" && read.some((token) => token.tokenType === p.Equals)) return false;
  const rest = after !== undefined && touching(found, after) ? after.image.replace(/\W.*$/s, "") : "";
  const name = rest === "" ? before.image : `${before.image}_${rest}`;
  report("TDL1225", span, { mark: found.image, name });
  return true;
}

/** `flow x = -k * x`. */
export function flowWithoutPrime({ expected, found, span, before, report }: Place): boolean {
  if (expected !== "`'`" || found.tokenType !== p.Equals || before === undefined) return false;
  const end = before.endOffset + 1;
  const fixes = [{ title: "Add '", edits: [{ span: { start: end, end }, replacement: "'" }] }];
  report("TDL1227", span, { value: before.image }, { fixes });
  return true;
}

/** `param time = 3`. */
export function reservedName({ expected, found, span, report }: Place): boolean {
  if (!isReservedWord(found.image) || !/\ba name\b/.test(expected)) return false;
  report("TDL1209", span, { word: found.image });
  return true;
}

/** `0 < x < 1`. */
export function chainedComparison({ found, span, read, report }: Place): boolean {
  if (!isComparison(found) || !read.some(isComparison)) return false;
  report("TDL1218", span, {});
  return true;
}

function isComparison(token: Token): boolean {
  return /^(?:==|!=|<=?|>=?)$/.test(token.image) && token.tokenType !== TextLiteral;
}
