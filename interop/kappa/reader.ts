/** Reads the words of a Kappa text from first to last. */
import type { Span } from "../../diagnostics/source.ts";
import type { KappaWord } from "./scan.ts";
import type { KappaName } from "./syntax.ts";

/** Text that can not be read: what was expected, where, and what to do about it. */
export class KappaSyntaxError extends Error {
  readonly span: Span;
  readonly hint: string | null;

  constructor(expected: string, span: Span, hint: string | null) {
    super(expected);
    this.span = span;
    this.hint = hint;
  }
}

const olderNotation = "This looks like the notation of Kappa 3. In Kappa 4 a site is written `x{p}[1]`.";

export class KappaReader {
  readonly #words: readonly KappaWord[];
  #at = 0;

  constructor(words: readonly KappaWord[]) {
    this.#words = words;
  }

  /** The word here, or a later one. */
  peek(ahead = 0): KappaWord {
    const word = this.#words[Math.min(this.#at + ahead, this.#words.length - 1)];
    if (word === undefined) throw new Error("a text has at least its end");
    return word;
  }

  next(): KappaWord {
    const word = this.peek();
    if (word.kind !== "end") this.#at++;
    return word;
  }

  is(symbol: string, ahead = 0): boolean {
    const word = this.peek(ahead);
    return word.kind === "symbol" && word.text === symbol;
  }

  isWord(kind: KappaWord["kind"], text: string | null = null): boolean {
    const word = this.peek();
    return word.kind === kind && (text === null || word.text === text);
  }

  /** Takes this symbol when it stands here. */
  accept(symbol: string): boolean {
    if (!this.is(symbol)) return false;
    this.#at++;
    return true;
  }

  /** Takes this word, such as `do`, when it stands here. */
  acceptName(text: string): boolean {
    if (!this.isWord("name", text)) return false;
    this.#at++;
    return true;
  }

  expect(symbol: string): void {
    if (!this.accept(symbol)) this.fail(`\`${symbol}\``);
  }

  name(expected: string): KappaName {
    const word = this.peek();
    if (word.kind !== "name") this.fail(expected);
    const tilde = word.text.indexOf("~");
    if (tilde >= 0) throw new KappaSyntaxError("a name without `~`", word.span, olderNotation);
    this.#at++;
    return { text: word.text, span: word.span };
  }

  label(expected: string): KappaName {
    const word = this.peek();
    if (word.kind !== "label" && word.kind !== "name") this.fail(expected);
    this.#at++;
    return { text: word.text, span: word.span };
  }

  wholeNumber(expected: string): number {
    const word = this.peek();
    if (word.kind !== "number" || !/^\d+$/.test(word.text)) this.fail(expected);
    this.#at++;
    return Number(word.text);
  }

  /** From an offset to the word that was read last. */
  spanFrom(start: number): Span {
    const last = this.#words[this.#at - 1];
    return { start, end: Math.max(start, last?.span.end ?? start) };
  }

  fail(expected: string): never {
    const { span, text } = this.peek();
    throw new KappaSyntaxError(expected, span, /^[!?~]$/.test(text) ? olderNotation : null);
  }

  /** After a mistake: to the next line that begins with a directive, a label or an agent. */
  recover(): void {
    do this.next();
    while (!(this.peek().kind === "end" || (this.peek().beginsLine && this.#beginsStatement())));
  }

  #beginsStatement(): boolean {
    const { kind } = this.peek();
    return kind === "directive" || kind === "label" || (kind === "name" && this.is("(", 1));
  }
}
