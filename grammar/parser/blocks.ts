/**
 * Blocks of statements and where statements begin in them: what error recovery needs to know.
 *
 * A word begins a statement only if what follows could: every statement word is followed by a name, a
 * number, a text, a bracket or a measure, and never by an operator, so that a name which happens to be
 * `rule` or `set` is rarely mistaken for the beginning of a statement.
 */
import { experimentWords, fileWords, modelWords, surrogateWords } from "../keywords.ts";
import {
  DimensionLiteral,
  isNameToken,
  NumberLiteral,
  p,
  SettingName,
  TextLiteral,
  type Token,
  w,
  wordTypes,
} from "../tokens.ts";

export interface Block {
  /** As in "can not stand in …". */
  readonly name: string;
  readonly words: readonly string[];
  /** Whether a statement of the block may begin with this token. */
  readonly starts: (token: Token) => boolean;
}

function typesOf(words: readonly string[]): ReadonlySet<number> {
  return new Set(words.map((word) => wordTypes.get(word)?.tokenTypeIdx ?? -1));
}

function blockOf(name: string, words: readonly string[]): Block {
  const types = typesOf(words);
  return { name, words, starts: (token) => types.has(token.tokenTypeIdx) };
}

export const fileBlock = blockOf("a file outside of a model", fileWords);
export const modelBlock = blockOf("a model", modelWords);
export const surrogateBlock = blockOf("a surrogate", surrogateWords);

const experimentTypes = typesOf(experimentWords);
/** Any name that begins no statement elsewhere begins a setting of an experiment. */
export const experimentBlock: Block = {
  name: "an experiment",
  words: experimentWords,
  starts: (token) =>
    experimentTypes.has(token.tokenTypeIdx) || SettingName.categoryMatchesMap?.[token.tokenTypeIdx] === true,
};

/** What can only stand in a file, never inside a block. */
const outerTypes = typesOf(["language", "import", "model", "module", "experiment", "surrogate"]);

const followers: ReadonlySet<number> = new Set(
  [NumberLiteral, TextLiteral, DimensionLiteral, p.LeftBracket, p.LeftBrace]
    .concat([w.count, w.amount, w.fraction, w.complexes, w.nothing, w.new, w.delete, w.not, w.if])
    .map((type) => type.tokenTypeIdx ?? -1),
);

function follows(tokens: readonly Token[], index: number): boolean {
  const next = tokens[index + 1];
  return next !== undefined && (isNameToken(next) || followers.has(next.tokenTypeIdx));
}

const strongFollowers: ReadonlySet<number> = new Set(
  [p.Equals, p.Colon, p.LeftBrace, p.LeftBracket, p.Comma, w.in, w.of, w.when, w.at].map(
    (type) => type.tokenTypeIdx ?? -1,
  ),
);

/** Whether what can only stand in a file begins at this token. */
export function outerStatementAt(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  return (
    token !== undefined &&
    outerTypes.has(token.tokenTypeIdx) &&
    follows(tokens, index) &&
    (token.beginsLine || strongFollowers.has(tokens[index + 2]?.tokenTypeIdx ?? -1))
  );
}

/** Whether a statement of the block, or of the file around it, surely begins at this token. */
export function statementAt(block: Block, tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined) return false;
  if (outerStatementAt(tokens, index)) return true;
  if (!block.starts(token) || !follows(tokens, index)) return false;
  if (token.beginsLine) return true;
  const next = tokens[index + 1];
  return (
    block.words.includes(token.image) &&
    next !== undefined &&
    isNameToken(next) &&
    strongFollowers.has(tokens[index + 2]?.tokenTypeIdx ?? -1)
  );
}
