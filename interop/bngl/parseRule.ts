/** Reaction rules: `name: left -> right rate, rate words`. */
import type { Cursor } from "./cursor.ts";
import { parseExpression } from "./parseExpression.ts";
import { parsePattern, parseSide } from "./parsePattern.ts";
import type { BnglCondition, BnglExpression, BnglName, BnglRule } from "./syntax.ts";

/** A word after the rates that the import can not honour. */
export interface UnsupportedWord {
  readonly word: string;
  readonly span: BnglName["span"];
}

export function parseRule(cursor: Cursor): { rule: BnglRule; unsupported: readonly UnsupportedWord[] } {
  const start = cursor.start;
  const name = takeRuleName(cursor);
  const left = parseSide(cursor);
  const arrow = cursor.take(/<->|->/) ?? cursor.fail("`->` or `<->`");
  const right = parseSide(cursor);
  const isReversible = arrow === "<->";
  const forward = parseExpression(cursor);
  let back: BnglExpression | null = null;
  // An energy-based law gives both directions.
  const isForBoth = forward.kind === "call" && forward.name.text === "Arrhenius";
  if (isReversible && isForBoth) back = forward;
  else if (isReversible) {
    cursor.expect(",");
    back = parseExpression(cursor);
  }
  const unsupported: UnsupportedWord[] = [];
  const conditions: BnglCondition[] = [];
  let deletesMolecules = false;
  let isTotalRate = false;
  let movesConnected = false;
  while (!cursor.isAtEnd) {
    if (cursor.accept(",")) continue;
    const at = cursor.start;
    const word = cursor.name("a word such as `DeleteMolecules`").text;
    const condition = /^(include|exclude)_(reactant|product)s?$/.exec(word);
    if (word === "DeleteMolecules") deletesMolecules = true;
    else if (word === "TotalRate") isTotalRate = true;
    else if (word === "MoveConnected") movesConnected = true;
    else if (condition !== null) {
      const [, kind, side] = condition;
      conditions.push(
        parseCondition(cursor, kind as BnglCondition["kind"], side as BnglCondition["side"], at),
      );
    } else if (word === "MatchOnce") {
      unsupported.push({ word, span: cursor.spanFrom(at) });
    } else if (word === "priority") {
      cursor.take(/=\s*-?\d+/);
      unsupported.push({ word, span: cursor.spanFrom(at) });
    } else {
      cursor.at = at;
      cursor.fail("the end of the rule, or a word such as `DeleteMolecules`");
    }
  }
  const span = cursor.spanFrom(start);
  const rule = {
    name,
    left,
    right,
    isReversible,
    forward,
    back,
    deletesMolecules,
    isTotalRate,
    movesConnected,
    conditions,
    span,
  };
  return { rule, unsupported };
}

/** `R1:`, `1 R1:` or `1:`; not the `%x:` or `@c:` of a pattern. */
function takeRuleName(cursor: Cursor): BnglName | null {
  const start = cursor.start;
  const text = cursor.take(/[A-Za-z0-9_][^:()~!@<>+$%,]*:(?!:)/);
  if (text === null) return null;
  return { text: text.slice(0, -1).trim(), span: { start, end: start + text.length - 1 } };
}

function parseCondition(
  cursor: Cursor,
  kind: BnglCondition["kind"],
  side: BnglCondition["side"],
  start: number,
): BnglCondition {
  cursor.expect("(");
  const index = Number(cursor.take(/\d+/) ?? cursor.fail("the number of the pattern"));
  const patterns = [];
  while (cursor.accept(",")) patterns.push(parsePattern(cursor));
  cursor.expect(")");
  return { kind, side, index, patterns, span: cursor.spanFrom(start) };
}
