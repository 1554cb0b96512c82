/**
 * The tokens of the language as Chevrotain token types. The scanner (scan.ts) makes the tokens; a type
 * here carries no pattern.
 *
 * Contextual words belong to the category `NameLike`, so that the parser takes them wherever a name may
 * stand; those that begin no statement anywhere also belong to `SettingName`.
 */
import { createToken, type IToken, Lexer, type TokenType } from "chevrotain";
import {
  type ContextualWord,
  contextualWords,
  experimentWords,
  fileWords,
  modelWords,
  type ReservedWord,
  reservedWords,
  type Word,
} from "./keywords.ts";

function token(name: string, label: string, categories: TokenType[] = []): TokenType {
  return createToken({ name, label, pattern: Lexer.NA, categories });
}

/** Anything that reads as a name: a plain word, a quoted one, a contextual keyword. */
export const NameLike = token("NameLike", "a name");
/** A name that begins no statement: the name of a setting of an experiment. */
export const SettingName = token("SettingName", "the name of a setting");
/** `=`, or `==` written for it (which is reported). */
export const Assign = token("Assign", "`=`");

export const PlainName = token("PlainName", "a name", [NameLike, SettingName]);
export const NumberLiteral = token("NumberLiteral", "a number");
export const UnitLiteral = token("UnitLiteral", "a unit");
export const TextLiteral = token("TextLiteral", 'a text in "…"');
export const SourceLiteral = token("SourceLiteral", "a source such as doi:10.1000/182");
/** `2D` or `3D` after `space`. */
export const DimensionLiteral = token("DimensionLiteral", "`2D` or `3D`");

const punctuationTable = {
  LeftParenthesis: "(",
  RightParenthesis: ")",
  LeftBracket: "[",
  RightBracket: "]",
  LeftBrace: "{",
  RightBrace: "}",
  Comma: ",",
  Colon: ":",
  Dot: ".",
  DotDot: "..",
  NotEquals: "!=",
  LessEquals: "<=",
  GreaterEquals: ">=",
  Less: "<",
  Greater: ">",
  Plus: "+",
  Minus: "-",
  Star: "*",
  Slash: "/",
  Caret: "^",
  Arrow: "->",
  DoubleArrow: "<->",
  At: "@",
  Question: "?",
  Prime: "'",
  Percent: "%",
  Underscore: "_",
  Bang: "!",
  Tilde: "~",
} as const;

type Punctuation = keyof typeof punctuationTable;

/** Punctuation by name: `p.Comma`. */
export const p = {
  ...(Object.fromEntries(
    Object.entries(punctuationTable).map(([name, text]) => [name, token(name, `\`${text}\``)]),
  ) as Record<Punctuation, TokenType>),
  Equals: token("Equals", "`=`", [Assign]),
  EqualsEquals: token("EqualsEquals", "`==`", [Assign]),
  /** The dot that labels a cell for a site without a bond; that of a path has a name after it. */
  LoneDot: token("LoneDot", "`.`"),
};

const startsStatement: ReadonlySet<string> = new Set([...fileWords, ...modelWords, ...experimentWords]);

function wordToken(word: Word, categories: TokenType[]): [Word, TokenType] {
  return [word, token(`word_${word}`, `\`${word}\``, categories)];
}

/** Words by themselves: `w.rule`. */
export const w = Object.fromEntries([
  ...reservedWords.map((word) => wordToken(word, [])),
  ...contextualWords.map((word) =>
    wordToken(word, startsStatement.has(word) ? [NameLike] : [NameLike, SettingName]),
  ),
]) as Record<ReservedWord | ContextualWord, TokenType>;

/** The token type of a word that is not quoted. */
export const wordTypes: ReadonlyMap<string, TokenType> = new Map(Object.entries(w));

/** The token type of a punctuation mark. */
export const punctuationTypes: ReadonlyMap<string, TokenType> = new Map<string, TokenType>([
  ...Object.entries(punctuationTable).map(([name, text]): [string, TokenType] => [
    text,
    p[name as Punctuation],
  ]),
  ["=", p.Equals],
  ["==", p.EqualsEquals],
]);

export const vocabulary: TokenType[] = [
  NameLike,
  SettingName,
  Assign,
  PlainName,
  NumberLiteral,
  UnitLiteral,
  TextLiteral,
  SourceLiteral,
  DimensionLiteral,
  ...Object.values(p),
  ...Object.values(w),
];

/** One token: a Chevrotain token that knows its place in the list and whether it begins a line. */
export class Token implements IToken {
  readonly image: string;
  readonly startOffset: number;
  /** Inclusive, as Chevrotain counts. */
  readonly endOffset: number;
  readonly tokenType: TokenType;
  readonly tokenTypeIdx: number;
  /** Place in the token list. */
  readonly index: number;
  /** Only white space stands before it on its line. */
  readonly beginsLine: boolean;

  constructor(
    type: TokenType,
    image: string,
    start: number,
    end: number,
    index: number,
    beginsLine: boolean,
  ) {
    this.image = image;
    this.startOffset = start;
    this.endOffset = end - 1;
    this.tokenType = type;
    this.tokenTypeIdx = type.tokenTypeIdx ?? 0;
    this.index = index;
    this.beginsLine = beginsLine;
  }
}

/** Whether the token can be read as a name. */
export function isNameToken(token: IToken): boolean {
  return NameLike.categoryMatchesMap?.[token.tokenTypeIdx] === true;
}
