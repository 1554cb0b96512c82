/** What every node of the syntax tree is made of. */
import type { Span } from "../../diagnostics/source.ts";

/** A name as written (without the back-quotes of `` `name` ``). */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** `a` or `camkii.active`. */
export interface Path {
  readonly parts: readonly Name[];
  readonly span: Span;
}

/** A unit as written, without white space inside: `/uM/s`, `um^2`, `count`. Its meaning is checked later. */
export interface UnitText {
  readonly text: string;
  readonly span: Span;
}

export interface StringText {
  readonly value: string;
  readonly span: Span;
}

export function pathText(path: Path): string {
  return path.parts.map((part) => part.text).join(".");
}
