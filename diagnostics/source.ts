/**
 * Source text with positions.
 *
 * A `Span` counts UTF-16 code units from the start of the text, end exclusive; lines and columns are
 * 1-based and only computed when a message is shown.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Position {
  /** 1-based line. */
  readonly line: number;
  /** 1-based column in UTF-16 code units. */
  readonly column: number;
}

export class SourceFile {
  /** The path shown to the user, relative where possible. */
  readonly path: string;
  readonly text: string;
  #lineStarts: number[] | null = null;

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  position(offset: number): Position {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** The text of a 1-based line, without its line ending. */
  line(number: number): string {
    const starts = this.#starts();
    const start = starts[number - 1] ?? this.text.length;
    const end = starts[number] ?? this.text.length;
    return this.text.slice(start, end).replace(/\r?\n$|\r$/, "");
  }

  #starts(): number[] {
    if (this.#lineStarts === null) {
      const starts = [0];
      const ending = /\r\n|\n|\r/g;
      while (ending.exec(this.text) !== null) starts.push(ending.lastIndex);
      this.#lineStarts = starts;
    }
    return this.#lineStarts;
  }
}
