/** Reads one logical line of BNGL from left to right. */
import type { Span } from "../../diagnostics/source.ts";
import type { BnglName } from "./syntax.ts";

/** A line that can not be read: what was expected, and where. */
export class BnglSyntaxError extends Error {
  readonly span: Span;

  constructor(expected: string, span: Span) {
    super(expected);
    this.span = span;
  }
}

export class Cursor {
  readonly #text: string;
  readonly #end: number;
  at: number;

  /** Reads `text` between two offsets; offsets are those of the whole file. */
  constructor(text: string, start: number, end: number) {
    this.#text = text;
    this.at = start;
    this.#end = end;
  }

  skipSpace(): void {
    while (this.at < this.#end && /\s/.test(this.#text[this.at] ?? "")) this.at++;
  }

  get isAtEnd(): boolean {
    this.skipSpace();
    return this.at >= this.#end;
  }

  /** The text of a match that starts here (after white space), or null. */
  peek(pattern: RegExp): string | null {
    this.skipSpace();
    const sticky = new RegExp(pattern.source, "y");
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.#text)?.[0];
    return found === undefined || this.at + found.length > this.#end ? null : found;
  }

  take(pattern: RegExp): string | null {
    const found = this.peek(pattern);
    if (found !== null) this.at += found.length;
    return found;
  }

  /** Takes this text when it stands here. */
  accept(text: string): boolean {
    this.skipSpace();
    if (!this.#text.startsWith(text, this.at) || this.at + text.length > this.#end) return false;
    this.at += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`\`${text}\``);
  }

  name(expected: string): BnglName {
    const text = this.take(/[A-Za-z0-9_]+/) ?? this.fail(expected);
    return { text, span: { start: this.at - text.length, end: this.at } };
  }

  /** From an offset to what was read last, without white space after it. */
  spanFrom(start: number): Span {
    let end = this.at;
    while (end > start && /\s/.test(this.#text[end - 1] ?? "")) end--;
    return { start, end };
  }

  /** Offset of the next character that is no white space. */
  get start(): number {
    this.skipSpace();
    return this.at;
  }

  fail(expected: string): never {
    this.skipSpace();
    const word = this.peek(/[A-Za-z0-9_.]+|\S/) ?? "";
    const end = Math.min(this.#text.length, this.at + Math.max(1, word.length));
    throw new BnglSyntaxError(expected, { start: this.at, end });
  }
}
