/**
 * What all productions share: names, spans, and recovery from errors.
 *
 * Recovery is done a statement at a time. The productions inside a statement do not recover; when one
 * fails, the error is reported once, and reading goes on where the next statement surely begins or the
 * block ends (blocks.ts). Chevrotain's own recovery looks only at which token may follow, and since nearly
 * every word of the language may be a name, it would resume in the middle of statements and report one
 * mistake many times; it is therefore switched off.
 */
import {
  EmbeddedActionsParser,
  type IParserErrorMessageProvider,
  type IOrAlt,
  type IToken,
  isRecognitionException,
  type ParserMethod,
  type TokenType,
  tokenLabel,
} from "chevrotain";
import type { Span } from "../../diagnostics/source.ts";
import { explainJunk } from "../mistakes/explainJunk.ts";
import { explainMistake } from "../mistakes/explainMistake.ts";
import type { SyntaxReporter } from "../report.ts";
import type { Name, StringText } from "../syntax/common.ts";
import { NameLike, NumberLiteral, p, TextLiteral, type Token, vocabulary, w } from "../tokens.ts";
import { LazyLookahead } from "./lazyLookahead.ts";
import { type Block, fileBlock, outerStatementAt, statementAt } from "./blocks.ts";

export type Rule<T> = ParserMethod<[], T>;
/** The alternatives of a choice that yields a `T`. */
export type Choices<T> = IOrAlt<T>[];

/** Thrown out of a statement whose expressions nest deeper than the stack allows. */
export class NestingTooDeep extends Error {}

/** Tokens that a choice may look at. */
const lookahead = 3;

/** Nesting of brackets and conditions that is still read. */
export const nestingLimit = 100;

/** The messages say only what was expected; mistakes/ makes sentences of them. */
const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => tokenLabel(expected),
  buildNotAllInputParsedMessage: () => "the end of the file",
  buildNoViableAltMessage: ({ expectedPathsPerAlt, customUserDescription }) =>
    customUserDescription ?? listed(expectedPathsPerAlt.flat()),
  buildEarlyExitMessage: ({ expectedIterationPaths, customUserDescription }) =>
    customUserDescription ?? listed(expectedIterationPaths),
};

/** What is missing when a statement runs into the next one behind this token. */
function expectedAfter(token: Token | undefined): string {
  const type = token?.tokenType;
  const beforeSpecies = type === p.Arrow || type === p.DoubleArrow || type === w.new || type === w.delete;
  return beforeSpecies ? "a species or a pattern" : "a name or a value";
}

function listed(paths: readonly (readonly TokenType[])[]): string {
  const labels = [...new Set(paths.flatMap((path) => (path[0] === undefined ? [] : [tokenLabel(path[0])])))];
  const last = labels.pop() ?? "something else";
  return labels.length === 0 ? last : `${labels.join(", ")} or ${last}`;
}

export interface ParserOptions {
  /** Checks the grammar for ambiguities when the parser is made: slow, for tests. */
  readonly validate?: boolean;
}

export abstract class BaseParser extends EmbeddedActionsParser {
  protected reporter: SyntaxReporter | null = null;
  protected tokens: readonly Token[] = [];
  /** Nesting of expressions at the moment. */
  protected nesting = 0;
  /** A unit is read in the middle of an expression. */
  protected tightUnit = false;
  /** An error of the current statement was reported and read over; what it leads to is not reported. */
  protected repaired = false;
  /** Where the block that was read last in a file was closed; a second `}` may have closed it too early. */
  protected lastClosing: Token | null = null;
  #outsideReported = false;

  constructor(options: ParserOptions) {
    super(vocabulary, {
      recoveryEnabled: false,
      maxLookahead: lookahead,
      lookaheadStrategy: new LazyLookahead({ maxLookahead: lookahead }),
      skipValidations: options.validate !== true,
      errorMessageProvider: expectations,
    });
  }

  protected begin(tokens: Token[], reporter: SyntaxReporter): void {
    this.tokens = [...tokens];
    this.reporter = reporter;
    this.nesting = 0;
    this.lastClosing = null;
    this.#outsideReported = false;
    this.input = tokens;
  }

  protected report: SyntaxReporter["report"] = (code, span, values, extras) => {
    if (this.reporter === null) throw new Error("a syntax error was found before parsing began");
    this.reporter.report(code, span, values, extras);
  };

  /** A production that yields a `T`. */
  protected production<T>(name: string, implementation: () => T): Rule<T> {
    return this.RULE(name, implementation);
  }

  // ---- spans and names -------------------------------------------------------------------------------

  /** From the token that was next when a production began to the last one read. */
  protected spanFrom(first: IToken): Span {
    const last = this.LA(0);
    return { start: first.startOffset, end: Math.max((last.endOffset ?? 0) + 1, first.startOffset) };
  }

  protected tokenSpan(token: IToken): Span {
    return { start: token.startOffset, end: (token.endOffset ?? token.startOffset) + 1 };
  }

  protected nameOf(token: IToken): Name {
    // While Chevrotain records the grammar, choices yield no token.
    const image = token.image ?? "";
    return { text: image.startsWith("`") ? image.slice(1, -1) : image, span: this.tokenSpan(token) };
  }

  /** A name, or a whole number used as one: the states `0, 1, 2`. */
  protected labelOf(token: IToken): Name {
    if (token.tokenType === NumberLiteral && !/^\d+$/.test(token.image))
      this.ACTION(() => this.report("TDL1217", this.tokenSpan(token), { text: token.image }));
    return this.nameOf(token);
  }

  /** The whole number of at least `least` that a token stands for, else 1 and a report. */
  protected wholeNumber(token: IToken, least = 1): number {
    const value = Number(token.image);
    if (Number.isSafeInteger(value) && value >= least) return value;
    this.ACTION(() => this.report("TDL1215", this.tokenSpan(token), { text: token.image, least }));
    return 1;
  }

  /** name := NAME | "`" NAME "`" */
  protected identifier: Rule<Name> = this.production("identifier", () => this.nameOf(this.CONSUME(NameLike)));

  /** label := name | WHOLE-NUMBER */
  protected label: Rule<Name> = this.production("label", () =>
    this.labelOf(
      this.OR({
        DEF: [{ ALT: () => this.CONSUME(NameLike) }, { ALT: () => this.CONSUME(NumberLiteral) }],
        ERR_MSG: "a name or a whole number",
      }),
    ),
  );

  protected text: Rule<StringText> = this.production("text", () => {
    const token = this.CONSUME(TextLiteral);
    return { value: token.image, span: this.tokenSpan(token) };
  });

  // ---- blocks ----------------------------------------------------------------------------------------

  /** The statements of a block up to its closing brace, with recovery. */
  protected statements<T>(block: Block, statement: Rule<T>): T[] {
    const items: T[] = [];
    this.ACTION(() => this.skipJunk(block, null));
    this.MANY(() => {
      const start = this.LA(1) as Token;
      this.repaired = false;
      this.tightUnit = false;
      this.nesting = 0;
      let item: T | null = null;
      try {
        item = this.SUBRULE(statement);
      } catch (error) {
        if (error instanceof NestingTooDeep) this.moveTo(this.resynchronise(block, start, this.nextIndex()));
        else if (error instanceof Error && isRecognitionException(error))
          this.recover(block, start, error.message);
        else throw error;
      }
      this.ACTION(() => {
        const swallowed = this.skipJunk(block, start);
        if (item !== null && !swallowed) items.push(item);
      });
    });
    return items;
  }

  /** "}", or a report about the brace that was left open. To be called once in a production. */
  protected closeBlock(kind: string, open: IToken): void {
    const isOpen = this.ACTION(() => this.LA(1).tokenType !== p.RightBrace);
    if (isOpen) {
      this.lastClosing = null;
      this.reportOpen(kind, open);
    } else {
      this.lastClosing = this.CONSUME9(p.RightBrace) as Token;
    }
  }

  private reportOpen(kind: string, open: IToken): void {
    const inner = this.innerOpenBrace(open as Token);
    if (inner !== null) {
      this.report("TDL1005", this.tokenSpan(inner), { bracket: "{", closing: "}" });
      return;
    }
    const next = this.tokens[this.nextIndex()];
    const file = this.reporter?.file;
    this.report(
      "TDL1004",
      this.tokenSpan(open),
      { block: kind },
      next === undefined || file === undefined
        ? {}
        : { related: [{ file, span: this.tokenSpan(next), message: "The next declaration begins here." }] },
    );
  }

  /**
   * The brace inside a block that probably was left open, when the block lacks one: its partner begins a
   * line that is indented less than the line of the brace.
   */
  private innerOpenBrace(open: Token): Token | null {
    const stack: { brace: Token; line: Token }[] = [];
    let line = open;
    for (const token of this.tokens.slice(open.index + 1, this.nextIndex())) {
      if (token.beginsLine) line = token;
      if (token.tokenType === p.LeftBrace) stack.push({ brace: token, line });
      else if (token.tokenType === p.RightBrace) {
        const pair = stack.pop();
        if (pair !== undefined && token.beginsLine && this.column(token) < this.column(pair.line))
          return pair.brace;
      }
    }
    return null;
  }

  // ---- recovery --------------------------------------------------------------------------------------

  /** Index of the next token. */
  protected nextIndex(): number {
    const next = this.LA(1) as Token;
    return next.index ?? this.tokens.length;
  }

  /** Sets the token that is read next. */
  protected moveTo(index: number): void {
    // The inherited method that backtracking uses; the published types leave it out.
    (this as unknown as { importLexerState(last: number): void }).importLexerState(index - 1);
  }

  /** After a failed production: one report, then on to the next statement. */
  private recover(block: Block, start: Token, expected: string): void {
    const failed = this.nextIndex();
    const next = this.statementBetween(block, start.index + 1, failed);
    const context = { tokens: this.tokens, start, expected, report: this.report, block };
    if (next !== null) {
      const missing = next === failed ? expected : expectedAfter(this.tokens[next - 1]);
      if (!this.repaired) explainMistake({ ...context, failed: next, expected: missing, atStatement: true });
      this.moveTo(next);
      return;
    }
    const resume = this.resynchronise(block, start, failed);
    if (!this.repaired)
      explainMistake({ ...context, failed, atStatement: failed >= this.tokens.length, resume });
    this.moveTo(resume);
  }

  /** The first token in from..to where a statement surely begins: what a failed statement ran into. */
  private statementBetween(block: Block, from: number, to: number): number | null {
    for (let index = from; index <= to && index < this.tokens.length; index++) {
      if (this.tokens[index]?.beginsLine && statementAt(block, this.tokens, index)) return index;
    }
    return null;
  }

  /** Where reading goes on after an error: the next statement, or the brace that closes the block. */
  private resynchronise(block: Block, start: Token, failed: number): number {
    const open: Token[] = [];
    for (let index = start.index; index < this.tokens.length; index++) {
      const token = this.tokens[index];
      if (token === undefined) break;
      const past = index >= failed && index > start.index;
      if (past && (token.beginsLine || open.length === 0) && statementAt(block, this.tokens, index))
        return index;
      const type = token.tokenType;
      if (type === p.LeftBrace || type === p.LeftBracket || type === p.LeftParenthesis) open.push(token);
      else if (type === p.RightBracket || type === p.RightParenthesis) {
        const opening = type === p.RightBracket ? p.LeftBracket : p.LeftParenthesis;
        if (open.at(-1)?.tokenType === opening) open.pop();
      } else if (type === p.RightBrace) {
        const brace = open.findLastIndex((one) => one.tokenType === p.LeftBrace);
        const closesBlock = brace < 0 || (token.beginsLine && this.column(token) < this.column(start));
        if (!closesBlock) open.length = Math.max(0, brace);
        else if (past && block !== fileBlock && !this.lacksPartner(index)) return index;
      }
    }
    return this.tokens.length;
  }

  /** Whether a closing brace in the middle of a block is rather one whose opening brace was forgotten. */
  private lacksPartner(index: number): boolean {
    const behind = this.tokens[index + 1];
    const inLine = !(this.tokens[index]?.beginsLine ?? true);
    return inLine && behind !== undefined && !outerStatementAt(this.tokens, index + 1);
  }

  private column(token: Token): number {
    return this.reporter?.file.position(token.startOffset).column ?? 0;
  }

  /**
   * Reports and skips what begins no statement of the block. `last` is where the statement before it began.
   * True when that statement had run into the next one and is to be dropped.
   */
  private skipJunk(block: Block, last: Token | null): boolean {
    let reported = last !== null && this.repaired;
    for (;;) {
      const index = this.nextIndex();
      const token = this.tokens[index];
      if (token === undefined || block.starts(token)) return false;
      if (block !== fileBlock && (token.tokenType === p.RightBrace || outerStatementAt(this.tokens, index)))
        return false;
      if (last !== null && !reported) {
        const next = this.statementBetween(block, last.index + 1, index);
        if (next !== null) {
          const expected = expectedAfter(this.tokens[next - 1]);
          const { tokens, report } = this;
          explainMistake({ tokens, report, block, start: last, expected, failed: next, atStatement: true });
          this.moveTo(next);
          return true;
        }
      }
      const silent = reported || (block === fileBlock && this.#outsideReported);
      if (!silent) {
        const outside = explainJunk({
          tokens: this.tokens,
          start: last,
          failed: index,
          block,
          report: this.report,
          closing: this.lastClosing,
          file: this.reporter?.file ?? null,
        });
        if (outside && block === fileBlock) this.#outsideReported = true;
      }
      reported = true;
      const from = last !== null && last.index < index ? last : token;
      const resume = this.resynchronise(block, from, index);
      this.moveTo(Math.max(resume, index + 1));
    }
  }
}
