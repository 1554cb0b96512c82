/** Makes a sentence of what stands between statements. */
import { nearestOf } from "../../diagnostics/nearest.ts";
import { experimentWords, modelWords, settingWords, surrogateWords } from "../keywords.ts";
import type { Block } from "../parser/blocks.ts";
import { isNameToken, p, TextLiteral, type Token } from "../tokens.ts";
import { commonMistake } from "./commonMistakes.ts";
import { described, type JunkContext, placeOf, tokenSpan } from "./place.ts";

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
    const place = placeOf(tokens, start, failed, "", report);
    if (place !== null && commonMistake(place)) return false;
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
