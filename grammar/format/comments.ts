/**
 * Puts comments back into a formatted file.
 *
 * Comments are attached by position: one on its own line stands before the statement that follows it, one
 * at the end of a line stays behind its statement. A comment in the middle of a statement is moved before
 * the statement. Single empty lines between statements are kept.
 */
import type { SourceFile, Span } from "../../diagnostics/source.ts";
import type { Comment } from "../syntax/sourceTree.ts";
import { gap, hardLine, join, type Layout } from "./layout.ts";

export interface Item {
  readonly span: Span;
  readonly layout: () => Layout;
  /** An empty line stands before and after it in any case. */
  readonly apart?: boolean;
}

export class CommentWeaver {
  readonly #source: SourceFile;
  readonly #comments: readonly Comment[];
  #next = 0;

  constructor(source: SourceFile, comments: readonly Comment[]) {
    this.#source = source;
    this.#comments = comments;
  }

  /** Whether a comment that was not written yet stands in the span. */
  hasComment(span: Span): boolean {
    const comment = this.#comments[this.#next];
    return comment !== undefined && comment.span.start < span.end;
  }

  /**
   * The items on lines of their own, with the comments around them. `from` is where the block begins, `to`
   * where it ends; comments before `to` that follow the last item are kept.
   */
  weave(items: readonly Item[], from: number, to: number): Layout[] {
    const lines: Layout[] = [];
    let end = from;
    let apart = false;
    let any = false;
    const add = (layout: Layout, start: number, forceGap: boolean): void => {
      if (any) {
        if (forceGap || this.#blankBetween(end, start)) lines.push(gap);
        lines.push(hardLine);
      }
      lines.push(layout);
      any = true;
    };
    items.forEach((item, index) => {
      let force = any && (apart || item.apart === true);
      for (const comment of this.#takeBefore(item.span.start)) {
        add(text(comment), comment.span.start, force);
        end = comment.span.end;
        force = false;
      }
      const layout = item.layout();
      const inside = this.#takeBefore(item.span.end);
      for (const comment of inside) {
        add(text(comment), item.span.start, force);
        end = item.span.start;
        force = false;
      }
      const nextStart = items[index + 1]?.span.start ?? to;
      const behind = this.#takeBehind(item.span.end, nextStart);
      const trailing = behind.map((comment): Layout => ({ kind: "trailing", text: `  ${text(comment)}` }));
      add(join(layout, ...trailing), item.span.start, force);
      end = behind.at(-1)?.span.end ?? item.span.end;
      apart = item.apart === true;
    });
    for (const comment of this.#takeBefore(to)) {
      add(text(comment), comment.span.start, false);
      end = comment.span.end;
    }
    return lines;
  }

  #takeBefore(offset: number): Comment[] {
    const taken: Comment[] = [];
    for (;;) {
      const comment = this.#comments[this.#next];
      if (comment === undefined || comment.span.start >= offset) return taken;
      taken.push(comment);
      this.#next++;
    }
  }

  /** The comment on the line where the item ends, if nothing else stands between. */
  #takeBehind(offset: number, limit: number): Comment[] {
    const comment = this.#comments[this.#next];
    if (comment === undefined || comment.span.start >= limit) return [];
    if (/[\r\n]/.test(this.#source.text.slice(offset, comment.span.start))) return [];
    this.#next++;
    return [comment];
  }

  #blankBetween(from: number, to: number): boolean {
    return /(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)/.test(this.#source.text.slice(from, to));
  }
}

function text(comment: Comment): string {
  return comment.text.trimEnd();
}
