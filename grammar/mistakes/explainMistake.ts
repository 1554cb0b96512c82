/**
 * Makes a sentence of a syntax error in a statement: what was found, what was expected, and for the mistakes that people
 * who come from other tools or from prose often make, what to write instead.
 */
import { p, type Token } from "../tokens.ts";
import { commonMistake } from "./commonMistakes.ts";
import { growthExpectation, hintFor } from "./hints.ts";
import {
  closesBefore,
  described,
  hasArrow,
  type MistakeContext,
  openBrackets,
  placeOf,
  rateExpectation,
  tokenSpan,
} from "./place.ts";

/** Reports why a statement could not be read: once. */
export function explainMistake(context: MistakeContext): void {
  const { tokens, start, failed, report, expected, atStatement } = context;
  if (atStatement) {
    explainUnfinished(context);
    return;
  }
  const place = placeOf(tokens, start, failed, expected, report);
  if (place === null || commonMistake(place)) return;
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
      ? ruleExpectation(place)
      : (growthExpectation(place) ?? expected);
  const found = described(place.found);
  report("TDL1002", place.span, { found, expected: wanted }, hintFor(place, wanted));
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

/** A pattern right after another one was perhaps meant to be of one complex. */
function ruleExpectation({
  read,
  found,
}: {
  readonly read: readonly Token[];
  readonly found: Token;
}): string {
  const isPattern = read.at(-1)?.image === ")" && /^[\p{L}_]/u.test(found.image);
  const joined = isPattern ? "`,` (molecules of one complex), `+`" : "`+`";
  return hasArrow(read) ? `${joined} or ${rateExpectation}` : `${joined}, an arrow or ${rateExpectation}`;
}
