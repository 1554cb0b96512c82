/**
 * What to write instead, for mistakes that have no message of their own: a word that is misspelt, a comma that is missing
 * or too many, a value before its name, a pattern where a number is needed.
 */
import { type NearName, nearestOf } from "../../diagnostics/nearest.ts";
import type { DiagnosticExtras } from "../../diagnostics/diagnostic.ts";
import { clausesOf } from "../growthClauses.ts";
import { filamentWords, isGrowthVerb, membraneWords } from "../keywords.ts";
import { isNameToken, NumberLiteral, p, type Token, UnitLiteral, w } from "../tokens.ts";
import { hasArrow, openBrackets, type Place, rateExpectation, wordsIn } from "./place.ts";

/** `wanted`: what the message says should stand there. */
type Hint = (place: Place, wanted: string) => DiagnosticExtras | null;

const hints: readonly Hint[] = [
  equalsInEntry,
  commaInEntries,
  sitesWithoutBraces,
  oneOver,
  missingAtEnd,
  amountBeforeName,
  patternWithoutCount,
  rateList,
  commaBeforeClause,
  placeholder,
  misspeltWord,
  missingComma,
];

/** What belongs to the message; nothing where no mistake is recognised. */
export function hintFor(place: Place, wanted: string): DiagnosticExtras {
  for (const hint of hints) {
    const found = hint(place, wanted);
    if (found !== null) return found;
  }
  return {};
}

/** In the words of a growth statement, what may stand where its rate should. */
export function growthExpectation({ start, expected }: Place): string | null {
  if (expected !== rateExpectation || !isGrowthVerb(start.image)) return null;
  return `${clausesOf(start.image)
    .map((clause) => `\`${clause}\``)
    .join(", ")} or ${rateExpectation}`;
}

/** `rise = 2.7 nm`, `volume: 1 um^3`, `until = 1 s`. */
function equalsInEntry({ found, span, before, expected, isInside, start }: Place): DiagnosticExtras | null {
  const isMark = found.tokenType === p.Equals || found.tokenType === p.Colon;
  if (!isMark || before === undefined || expected !== "a value") return null;
  const isSetting = !isInside && before === start;
  if (!isSetting && !entryWords.has(before.image)) return null;
  return {
    suggestion: `No \`${found.image}\` stands between a word and its value: \`${before.image} …\`.`,
    fixes: [{ title: `Remove ${found.image}`, edits: [{ span, replacement: "" }] }],
  };
}

const entryWords: ReadonlySet<string> = new Set([
  ...filamentWords,
  ...membraneWords,
  "volume",
  "area",
  "length",
  "depth",
  "drag",
  "diffusion",
  "stiffness",
  "angle",
  "sd",
]);

/** `rise 2.7 nm, persistence 17 um`. */
function commaInEntries({ start, found, span, isInside }: Place): DiagnosticExtras | null {
  const hasEntries = start.image === "filament" || start.image === "membrane";
  if (!hasEntries || !isInside || found.tokenType !== p.Comma) return null;
  const fixes = [{ title: "Remove the comma", edits: [{ span, replacement: "" }] }];
  return { suggestion: "No comma stands between the entries.", fixes };
}

/** `subunit nucleotide {ATP, ADP}`. */
function sitesWithoutBraces({ before, found, expected }: Place): DiagnosticExtras | null {
  if (before?.image !== "subunit" || expected !== "`{`" || !isNameToken(found)) return null;
  return { suggestion: `What a subunit has stands in braces: \`subunit { ${found.image} … }\`.` };
}

/** `param k: 1/s`. */
function oneOver({ tokens, failed, found, span, expected }: Place): DiagnosticExtras | null {
  const rest = tokens.slice(failed + 1, failed + 3);
  const [slash, unit] = rest;
  if (found.image !== "1" || expected !== "a unit" || slash === undefined || !slash.image.startsWith("/"))
    return null;
  const meant = slash.image === "/" ? `/${unit?.image ?? "s"}` : slash.image;
  return {
    suggestion: `Write \`${meant}\`.`,
    fixes: [{ title: `Write ${meant}`, edits: [{ span, replacement: "" }] }],
  };
}

/** `grow Actin barbed from G @ k`. */
function missingAtEnd({ start, found, span, expected, read }: Place): DiagnosticExtras | null {
  if (expected !== rateExpectation || !isGrowthVerb(start.image) || !isNameToken(found)) return null;
  const lacksAt = !read.some(({ tokenType }) => tokenType === w.at) && read.length === 2;
  if (!lacksAt || !clausesOf(start.image).includes("at") || found.image in w) return null;
  const fixes = [
    {
      title: "Write at",
      isGuess: true,
      edits: [{ span: { start: span.start, end: span.start }, replacement: "at " }],
    },
  ];
  return { suggestion: `An end is named after \`at\`: \`at ${found.image}\`.`, fixes };
}

/** `init 10 uM X`, `species 10 uM X`. */
function amountBeforeName({ tokens, start, failed, found, read }: Place): DiagnosticExtras | null {
  if (!/^(?:init|species|fixed)$/.test(start.image) || found.tokenType !== NumberLiteral) return null;
  if (read.length > 2 || read.some((token) => token.tokenType === p.Equals)) return null;
  const hasUnit = tokens[failed + 1]?.tokenType === UnitLiteral;
  const name = tokens[failed + (hasUnit ? 2 : 1)];
  const amount = hasUnit ? `${found.image} ${tokens[failed + 1]?.image ?? ""}` : `${found.image} count`;
  const meant = name !== undefined && isNameToken(name) && !name.beginsLine ? name.image : "X";
  return {
    suggestion: `What is there comes first, then how much: \`${read.map(({ image }) => image).join(" ")} ${meant} = ${amount}\`.`,
  };
}

/** `observe n = Actin(barbed[.])`. */
function patternWithoutCount({ tokens, start, failed, found }: Place): DiagnosticExtras | null {
  const isSite = [p.LoneDot, p.Dot, p.Underscore, p.Question, p.LeftBrace].includes(found.tokenType);
  const [open] = openBrackets(tokens, start.index, failed);
  const type = open === undefined ? undefined : tokens[open.index - 1];
  if (!isSite || open?.tokenType !== p.LeftParenthesis || type === undefined || !isNameToken(type))
    return null;
  const measure = tokens[open.index - 2];
  if (measure === undefined || !valueBefore.has(measure.image) || start.image === "init") return null;
  return {
    suggestion: `For how many there are write \`count ${type.image}(…)\`, for a concentration \`[${type.image}(…)]\`.`,
    fixes: [
      {
        title: "Write count",
        isGuess: true,
        edits: [{ span: { start: type.startOffset, end: type.startOffset }, replacement: "count " }],
      },
    ],
  };
}

/** What stands before a value. */
const valueBefore: ReadonlySet<string> = new Set([
  "=",
  "+",
  "-",
  "*",
  "/",
  "^",
  "(",
  ",",
  "<",
  ">",
  "<=",
  ">=",
]);

/** `@ kon, koff`. */
function rateList({ tokens, failed, start, before, found, read }: Place): DiagnosticExtras | null {
  if (before?.tokenType !== p.Comma || !read.some(({ tokenType }) => tokenType === p.At)) return null;
  const isValue = found.tokenType === NumberLiteral || (isNameToken(found) && !(found.image in w));
  if (!isValue) return null;
  const next = tokens[failed + 1];
  const value = next?.tokenType === UnitLiteral ? `${found.image} ${next.image}` : found.image;
  if (isGrowthVerb(start.image)) {
    const suggestion = reversible.has(start.image)
      ? `The constant of the way back is marked: \`back ${value}\`.`
      : `One statement has one constant; the way back is a statement of its own${wayBack.get(start.image) ?? ""}.`;
    return { suggestion };
  }
  if (read.some(({ tokenType }) => tokenType === p.DoubleArrow)) {
    const at = { start: found.startOffset, end: found.startOffset };
    const fixes = [{ title: "Write back", edits: [{ span: at, replacement: "back " }] }];
    return { suggestion: `The constant of the way back is marked: \`back ${value}\`.`, fixes };
  }
  return hasArrow(read)
    ? { suggestion: `A rule with two constants has the arrow \`<->\`, and the second is \`back ${value}\`.` }
    : null;
}

const reversible: ReadonlySet<string> = new Set(["cap", "crosslink", "bundle"]);
const wayBack: ReadonlyMap<string, string> = new Map([
  ["grow", ": `shrink`"],
  ["shrink", ": `grow`"],
  ["branch", ": `debranch`"],
  ["bind", ": `unbind`"],
]);

/** `grow Actin at barbed, from G @ k`: the clause was read as a second end. */
function commaBeforeClause({ start, before, expected, read }: Place): DiagnosticExtras | null {
  const comma = read.at(-2);
  if (expected !== rateExpectation || !isGrowthVerb(start.image) || before === undefined) return null;
  if (comma?.tokenType !== p.Comma || !clausesOf(start.image).some((clause) => clause === before.image))
    return null;
  const span = { start: comma.startOffset, end: comma.endOffset + 1 };
  return {
    suggestion: `No comma stands before \`${before.image}\`.`,
    fixes: [{ title: "Remove the comma", edits: [{ span, replacement: "" }] }],
  };
}

/** `nucleotide{..}`, where documentation leaves something out. */
function placeholder({ found, before, expected }: Place): DiagnosticExtras | null {
  if (found.tokenType !== p.DotDot && found.image !== "…") return null;
  if (before?.tokenType !== p.LeftBrace || !expected.startsWith("a state")) return null;
  return {
    suggestion: "Write a state, such as `{ADP}`, a change, such as `{ATP -> ADP}`, or `{_}` for any state.",
  };
}

/** A word that is not the one that should stand there, but is spelt like it. */
function misspeltWord({ found, span }: Place, wanted: string): DiagnosticExtras | null {
  if (!isNameToken(found)) return null;
  const nearest: NearName | null = nearestOf(found.image, wordsIn(wanted));
  if (nearest === null) return null;
  const { name, isCertain } = nearest;
  return {
    suggestion: `Did you mean \`${name}\`?`,
    fixes: [{ title: `Write ${name}`, isGuess: !isCertain, edits: [{ span, replacement: name }] }],
  };
}

/** `A(x[.] y[.])`, `{u p}`, `ends barbed pointed`. */
function missingComma({ tokens, start, failed, found, before, expected }: Place): DiagnosticExtras | null {
  if (before === undefined || !isNameToken(found) || !endsItem(before)) return null;
  const isList = /^`[)\]}]`$/.test(expected) && openBrackets(tokens, start.index, failed).length > 0;
  const isEnd = tokens[failed - 2]?.tokenType === w.ends;
  if (!isList && !isEnd) return null;
  const end = before.endOffset + 1;
  return {
    suggestion: `Put a comma before \`${found.image}\`.`,
    fixes: [{ title: "Add a comma", edits: [{ span: { start: end, end }, replacement: "," }] }],
  };
}

function endsItem(token: Token): boolean {
  return (
    isNameToken(token) || [p.RightBrace, p.RightBracket, NumberLiteral, UnitLiteral].includes(token.tokenType)
  );
}
