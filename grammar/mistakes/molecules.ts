/** Mistakes in patterns: marks of BioNetGen's language (`a!1`, `s~p`, `A(b).B(a)`), and complexes without braces. */
import { isNameToken, NumberLiteral, p, type Token, w } from "../tokens.ts";
import { openBrackets, type Place, touching } from "./place.ts";

/** `a!1`, `a!+`, `a!?`. */
export function bangForBond({ found, span, before, after, isInside, report }: Place): boolean {
  if (found.tokenType !== p.Bang || !isInside) return false;
  const mark = after?.image ?? "";
  const bond = mark === "+" ? "[_]" : mark === "?" ? "[?]" : /^\w+$/.test(mark) ? `[${mark}]` : "[1]";
  const edit = {
    start: span.start,
    end: bond === "[1]" && mark !== "1" ? span.end : (after?.endOffset ?? 0) + 1,
  };
  const meant = `${before !== undefined && isNameToken(before) ? before.image : "site"}${bond}`;
  const fixes = [{ title: `Write ${bond}`, edits: [{ span: edit, replacement: bond }] }];
  report("TDL1205", { start: span.start, end: Math.max(edit.end, span.end) }, { meant }, { fixes });
  return true;
}

/** `s~p`. */
export function tildeForState({ found, span, before, after, isInside, report }: Place): boolean {
  if (found.tokenType !== p.Tilde || !isInside) return false;
  const state = after !== undefined && touching(found, after) ? after.image : "state";
  const site = before !== undefined && isNameToken(before) ? before.image : "site";
  const whole = { start: span.start, end: state === "state" ? span.end : (after?.endOffset ?? 0) + 1 };
  const replacement = `{${state}}`;
  const fixes = [{ title: `Write ${replacement}`, edits: [{ span: whole, replacement }] }];
  report("TDL1206", whole, { meant: `${site}${replacement}` }, { fixes });
  return true;
}

/** `A(b).B(a)`. */
export function dotForComma({ found, span, before, after, report }: Place): boolean {
  const isAfterMolecule = before?.tokenType === p.RightParenthesis || before?.tokenType === p.RightBrace;
  if (found.tokenType !== p.Dot || !isAfterMolecule || after === undefined || !isNameToken(after))
    return false;
  report("TDL1204", span, {}, { fixes: [{ title: "Write a comma", edits: [{ span, replacement: ", " }] }] });
  return true;
}

/** `count A(..), B(..)`: a complex stands in braces. */
export function complexWithoutBraces({ tokens, start, failed, found, span, report }: Place): boolean {
  const measure = found.tokenType === p.Comma ? measureBefore(tokens, start.index, failed) : null;
  if (measure === null) return false;
  report("TDL1207", span, { measure });
  return true;
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
