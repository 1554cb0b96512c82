/**
 * The lines of a source that a span covers, with the span underlined.
 *
 * A line wider than the room is cut around the span, with `…` where text was left out. Of a span over several
 * lines the first and the last are shown.
 */
import type { SourceFile, Span } from "./source.ts";
import type { Cell } from "./renderWidth.ts";
import { cells } from "./renderWidth.ts";

export interface ExcerptStyle {
  /** Cells for the text of a line, without the line number. */
  readonly width: number;
  /** `^` for the place of a diagnostic, `-` for a related one. */
  readonly mark: string;
  readonly gutter: (text: string) => string;
  readonly underline: (text: string) => string;
}

/** Code units kept on each side of a span before cells are counted: a line may be megabytes long. */
const margin = 1000;

/** The rows to print, without line endings; `gutterWidth` cells are kept for line numbers. */
export function excerpt(
  source: SourceFile,
  span: Span,
  gutterWidth: number,
  style: ExcerptStyle,
): readonly string[] {
  const start = source.position(span.start);
  const end = source.position(Math.max(span.start, span.end));
  const blank = style.gutter(`${" ".repeat(gutterWidth)} |`);
  const row = (number: number, from: number, to: number): readonly string[] => {
    const [text, underline] = underlinedLine(source.line(number), from, to, style);
    const label = style.gutter(`${String(number).padStart(gutterWidth)} |`);
    return [`${label} ${text}`.trimEnd(), `${blank} ${underline}`];
  };
  if (start.line === end.line) return row(start.line, start.column - 1, end.column - 1);
  const first = row(start.line, start.column - 1, source.line(start.line).length);
  const lastText = source.line(end.line);
  const indent = lastText.length - lastText.trimStart().length;
  if (end.column - 1 <= indent) return first;
  const between = end.line - start.line > 1 ? [style.gutter(`${" ".repeat(gutterWidth)} …`)] : [];
  return [...first, ...between, ...row(end.line, indent, end.column - 1)];
}

/** Digits that the line numbers of these places need. */
export function gutterWidthOf(places: readonly { readonly file: SourceFile; readonly span: Span }[]): number {
  const lines = places.map(({ file, span }) => file.position(Math.max(span.start, span.end)).line);
  return String(Math.max(1, ...lines)).length + 1;
}

/** One line and the underline below it; `from` and `to` are code units from the start of the line. */
function underlinedLine(
  line: string,
  from: number,
  to: number,
  style: ExcerptStyle,
): readonly [string, string] {
  const keptFrom = safeCut(line, Math.max(0, from - margin));
  const keptTo = safeCut(line, Math.min(line.length, Math.min(to, from + margin) + margin));
  const all = cells(line.slice(keptFrom, keptTo), keptFrom);
  const window = windowAround(all, from, to, style.width);
  const isCutLeft = keptFrom > 0 || window.first > 0;
  const isCutRight = keptTo < line.length || window.last < all.length;
  const shown = all.slice(window.first, window.last);
  let text = isCutLeft ? "…" : "";
  let before = isCutLeft ? 1 : 0;
  let marked = 0;
  for (const [i, cell] of shown.entries()) {
    const cellEnd = shown[i + 1]?.offset ?? all[window.last]?.offset ?? keptTo;
    text += cell.text;
    if (cellEnd <= from) before += cell.width;
    else if (cell.offset < to) marked += cell.width;
  }
  if (isCutRight) text += "…";
  // A place of no width (the end of a line or of the file) still gets one mark.
  return [text, " ".repeat(before) + style.underline(style.mark.repeat(Math.max(1, marked)))];
}

/** The cells to show: all when they fit, else those around the start of the span. */
function windowAround(
  all: readonly Cell[],
  from: number,
  to: number,
  room: number,
): { readonly first: number; readonly last: number } {
  const total = all.reduce((sum, cell) => sum + cell.width, 0);
  if (total <= room) return { first: 0, last: all.length };
  const start = all.findIndex(
    (cell, i) => (all[i + 1]?.offset ?? Number.POSITIVE_INFINITY) > from || cell.offset >= to,
  );
  const anchor = start < 0 ? all.length : start;
  let first = anchor;
  let used = 2; // room for both ellipses
  while (first > 0 && used + (all[first - 1]?.width ?? 0) <= room / 3) used += all[--first]?.width ?? 0;
  let last = anchor;
  while (last < all.length && used + (all[last]?.width ?? 0) <= room) used += all[last++]?.width ?? 0;
  while (first > 0 && used + (all[first - 1]?.width ?? 0) <= room) used += all[--first]?.width ?? 0;
  return { first, last };
}

/** Does not cut between the halves of a surrogate pair. */
function safeCut(line: string, at: number): number {
  const code = line.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
