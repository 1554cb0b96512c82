/** Where a statement could not be read, and what stands around that place. */
import type { SourceFile, Span } from "../../diagnostics/source.ts";
import type { Block } from "../parser/blocks.ts";
import type { SyntaxReporter } from "../report.ts";
import { p, TextLiteral, type Token } from "../tokens.ts";

export type Report = SyntaxReporter["report"];

/** What recognises a mistake reads; indices count `tokens`. */
export interface Place {
  readonly tokens: readonly Token[];
  /** The first token of the statement. */
  readonly start: Token;
  /** Index of the token that does not fit. */
  readonly failed: number;
  /** What should stand there; "" where the statement could end. */
  readonly expected: string;
  readonly found: Token;
  /** Of `found`. */
  readonly span: Span;
  readonly before: Token | undefined;
  readonly after: Token | undefined;
  /** The statement up to `found`. */
  readonly read: readonly Token[];
  /** Whether a bracket is open. */
  readonly isInside: boolean;
  readonly report: Report;
}

export interface MistakeContext {
  readonly tokens: readonly Token[];
  readonly block: Block;
  /** The first token of the statement. */
  readonly start: Token;
  /** Index of the token that does not fit; past the end at the end of the file. */
  readonly failed: number;
  /** What should stand there. */
  readonly expected: string;
  /** The next statement, or the end of the file, stands there: the statement is not complete. */
  readonly atStatement: boolean;
  /** Where reading goes on. */
  readonly resume?: number;
  readonly report: Report;
}

export interface JunkContext {
  readonly tokens: readonly Token[];
  readonly block: Block;
  /** The first token of the complete statement before, or null. */
  readonly start: Token | null;
  readonly failed: number;
  readonly report: Report;
  /** The brace that closed the last block. */
  readonly closing: Token | null;
  readonly file: SourceFile | null;
}

/** Null past the end of the file. */
export function placeOf(
  tokens: readonly Token[],
  start: Token,
  failed: number,
  expected: string,
  report: Report,
): Place | null {
  const found = tokens[failed];
  if (found === undefined) return null;
  return {
    tokens,
    start,
    failed,
    expected,
    found,
    span: tokenSpan(found),
    before: tokens[failed - 1],
    after: tokens[failed + 1],
    read: tokens.slice(start.index, failed),
    isInside: openBrackets(tokens, start.index, failed).length > 0,
    report,
  };
}

export function tokenSpan(token: Token): Span {
  return { start: token.startOffset, end: token.endOffset + 1 };
}

/** A token as the user wrote it, for a message. */
export function described(token: Token | undefined): string {
  if (token === undefined) return "the end of the file";
  if (token.tokenType === TextLiteral) {
    const shown = token.image.length > 24 ? `${token.image.slice(0, 24)}…` : token.image;
    return `the text "${shown}"`;
  }
  return `\`${token.image.replaceAll("`", "")}\``;
}

/** Whether nothing stands between two tokens. */
export function touching(left: Token | undefined, right: Token | undefined): boolean {
  return left !== undefined && right !== undefined && left.endOffset + 1 === right.startOffset;
}

/** The words of the language among what is expected. */
export function wordsIn(expected: string): readonly string[] {
  return [...expected.matchAll(/`([a-z]+)`/g)].flatMap(([, word]) => (word === undefined ? [] : [word]));
}

/** What a production that needs a rate says it expected. */
export const rateExpectation = "a rate such as `@ k`";

export function hasArrow(read: readonly Token[]): boolean {
  return read.some(({ tokenType }) => tokenType === p.Arrow || tokenType === p.DoubleArrow);
}

/** The brackets that are open before token `to`, counted from token `from`. */
export function openBrackets(tokens: readonly Token[], from: number, to: number): Token[] {
  const open: Token[] = [];
  for (let index = from; index < to && index < tokens.length; index++) {
    const token = tokens[index];
    const type = token?.tokenType;
    if (token === undefined) break;
    if (type === p.LeftBrace || type === p.LeftBracket || type === p.LeftParenthesis) open.push(token);
    else if (type === p.RightBrace || type === p.RightBracket || type === p.RightParenthesis) {
      if (open.at(-1)?.image === opening(token.image)) open.pop();
    }
  }
  return open;
}

function opening(closing: string): string {
  return closing === ")" ? "(" : closing === "]" ? "[" : "{";
}

/** Whether a bracket that is open at token `from` is closed before token `to`. */
export function closesBefore(tokens: readonly Token[], from: number, to: number, closing: string): boolean {
  let depth = 0;
  for (let index = from; index < to && index < tokens.length; index++) {
    const image = tokens[index]?.image;
    if (image === opening(closing)) depth++;
    else if (image === closing && depth-- === 0) return true;
  }
  return false;
}
