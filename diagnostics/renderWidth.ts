/**
 * How many terminal cells a piece of text takes, so that a caret stands below what it points at.
 *
 * Text is taken apart into grapheme clusters (Unicode Standard Annex 29, through Intl.Segmenter). A cluster
 * is two cells wide when its first character is East Asian wide or an emoji (an approximation of Annex 11 by
 * script), zero when it is only a mark. Characters that would steer a terminal are shown as pictures.
 */
export interface Cell {
  /** What is printed. */
  readonly text: string;
  /** Terminal cells taken. */
  readonly width: number;
  /** Offset of the cluster in the line, in UTF-16 code units. */
  readonly offset: number;
}

const tabStop = 4;
const wide =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|.\ufe0f)/u;
const onlyMarks = /^[\p{Mn}\p{Me}\u200b-\u200d\ufeff]+$/u;
/** Control characters, and the invisible ones that reorder text (Trojan Source, CVE-2021-42574). */
// oxlint-disable-next-line no-control-regex -- these characters are exactly what is looked for
const steering = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/gu;

/** Made on first use: it takes 30 ms, and most commands have nothing to show. */
let segmenter: Intl.Segmenter | null = null;

function clustersOf(line: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segmenter.segment(line);
}

/** The text with characters that would steer a terminal replaced by visible ones. */
export function visible(text: string): string {
  return text.replace(steering, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

/** The cells of one line. `offset` is added to every cell's offset; tabs go to the next multiple of four. */
export function cells(line: string, offset = 0): readonly Cell[] {
  const result: Cell[] = [];
  let column = 0;
  for (const { segment, index } of clustersOf(line)) {
    let text = visible(segment);
    let width = 1;
    if (segment === "\t") {
      width = tabStop - (column % tabStop);
      text = " ".repeat(width);
    } else if (wide.test(segment)) width = 2;
    else if (onlyMarks.test(segment)) width = 0;
    else if (text !== segment) width = text.length;
    result.push({ text, width, offset: offset + index });
    column += width;
  }
  return result;
}

/** Terminal cells of a text without tabs or line breaks. */
export function displayWidth(text: string): number {
  return cells(text).reduce((sum, cell) => sum + cell.width, 0);
}
