/** Mistakes in the sides, arrows and rates of rules. */
import { isGrowthVerb } from "../keywords.ts";
import { isNameToken, NumberLiteral, p, TextLiteral, type Token, UnitLiteral, w } from "../tokens.ts";
import { hasArrow, type Place, rateExpectation, tokenSpan, touching } from "./place.ts";

/** `A - > B`, `A < -> B`, `A <- B`, read as single marks. */
export function partedArrow({ tokens, start, failed, read, isInside, report }: Place): boolean {
  if (start.image !== "rule" || isInside || hasArrow(read)) return false;
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
export function missingAt({
  tokens,
  start,
  failed,
  expected,
  found,
  after: next,
  read,
  isInside,
  report,
}: Place): boolean {
  const isGrowth = isGrowthVerb(start.image);
  if (!(start.image === "rule" || isGrowth) || isInside || expected !== rateExpectation) return false;
  const isNumber = found.tokenType === NumberLiteral;
  if (!isNumber && !(isNameToken(found) && !(found.image in w))) return false;
  if (!hasArrow(read) && !isGrowth) return false;
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
export function commaForAt({ tokens, start, failed, read, isInside, report }: Place): boolean {
  if (start.image !== "rule" || isInside) return false;
  const [comma, number, unit] = tokens.slice(failed - 2, failed + 1);
  if (comma?.tokenType !== p.Comma || number?.tokenType !== NumberLiteral || unit?.tokenType !== UnitLiteral)
    return false;
  if (!hasArrow(read) || read.some(({ tokenType }) => tokenType === p.At || tokenType === w.total))
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

/** `0 -> A`, `A -> 0 @ k`. */
export function emptySide({ tokens, start, failed, before: zero, report }: Place): boolean {
  const edge = tokens[failed - 2]?.tokenType;
  const isSide = edge === p.Colon || edge === p.Arrow || edge === p.DoubleArrow;
  if (start.image !== "rule" || zero?.tokenType !== NumberLiteral || zero.image !== "0" || !isSide)
    return false;
  const span = tokenSpan(zero);
  const fixes = [{ title: "Write nothing", edits: [{ span, replacement: "nothing" }] }];
  report("TDL1223", span, {}, { fixes });
  return true;
}

/** `rule A -> B @ k`: no name. */
export function missingName({ start, failed, expected, report }: Place): boolean {
  const isNamed = start.image === "rule" || start.image === "energy";
  if (expected !== "`:`" || !isNamed || failed > start.index + 3) return false;
  report("TDL1210", tokenSpan(start), { statement: start.image });
  return true;
}

/** `rule r: A -> B }`. */
export function missingRate({ start, expected, found, before, report }: Place): boolean {
  const isBrace = found.tokenType === p.RightBrace || found.tokenType === p.LeftBrace;
  if (expected !== rateExpectation || !isBrace) return false;
  report("TDL1211", tokenSpan(before ?? start), { statement: start.image });
  return true;
}
