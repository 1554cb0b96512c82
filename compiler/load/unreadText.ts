/**
 * What the parser could not read of a file with syntax errors.
 *
 * One mistake is told once: a statement that could not be read may have declared any name that stands in
 * it, so those names are remembered and later phases do not complain about them. A statement with text left
 * over on its line (`param k = 0` of `param k = 0,5 /s`) was not read as it was meant and is taken out.
 */
import type { Span } from "../../diagnostics/source.ts";
import type { Model, SourceTree, TopLevel } from "../../grammar/syntax/sourceTree.ts";
import type { Experiment } from "../../grammar/syntax/experiment.ts";

export interface ReadText {
  /** The tree of the statements that were read whole. */
  readonly tree: SourceTree;
  /** The words of all text that was not read. */
  readonly unread: ReadonlySet<string>;
}

/** For files with syntax errors only: others are read whole. */
export function separateUnreadText(tree: SourceTree): ReadText {
  const reader = new UnreadText(tree);
  const items = [...tree.imports, ...tree.declarations, ...(tree.language === null ? [] : [tree.language])];
  const whole = reader.keepWhole(items, { start: 0, end: tree.source.text.length });
  const declarations = tree.declarations
    .filter((declaration) => isBlock(declaration) || whole.has(declaration))
    .map((declaration) => (isBlock(declaration) ? withWholeStatements(declaration, reader) : declaration));
  const imports = tree.imports.filter((one) => whole.has(one));
  return { tree: { ...tree, imports, declarations }, unread: reader.words };
}

/** Two branches, because the bodies of models and experiments hold different statements. */
function withWholeStatements(block: Model | Experiment, reader: UnreadText): Model | Experiment {
  const header = block.kind === "experiment" ? block.of : block.name;
  const body = reader.blockBody(block.title ?? header, block);
  if (block.kind === "experiment") {
    const whole = reader.keepWhole(block.body, body);
    return { ...block, body: block.body.filter((statement) => whole.has(statement)) };
  }
  const whole = reader.keepWhole(block.body, body);
  return { ...block, body: block.body.filter((statement) => whole.has(statement)) };
}

function isBlock(declaration: TopLevel): declaration is Model | Experiment {
  return declaration.kind === "model" || declaration.kind === "module" || declaration.kind === "experiment";
}

class UnreadText {
  readonly words = new Set<string>();
  /** The text with comments blanked out. */
  readonly #text: string;

  constructor({ source, comments }: SourceTree) {
    const pieces: string[] = [];
    let end = 0;
    for (const { span } of comments) {
      pieces.push(source.text.slice(end, span.start), " ".repeat(span.end - span.start));
      end = span.end;
    }
    this.#text = pieces.join("") + source.text.slice(end);
  }

  /** From behind the brace that opens a block to its end. */
  blockBody(header: { readonly span: Span }, block: { readonly span: Span }): Span {
    const brace = this.#text.indexOf("{", header.span.end);
    return { start: brace < 0 ? block.span.start : brace + 1, end: block.span.end };
  }

  /** The items without unread text behind them on their last line; all unread words are noted. */
  keepWhole<T extends { readonly span: Span }>(items: readonly T[], within: Span): ReadonlySet<T> {
    const whole = new Set(items);
    const sorted = items.toSorted((a, b) => a.span.start - b.span.start);
    let end = within.start;
    let last: T | null = null;
    for (const item of [...sorted, null]) {
      const gap = this.#text.slice(end, item?.span.start ?? within.end);
      this.#note(gap);
      // Left-over closing brackets and semicolons say nothing about the statement before them.
      const rest = /^[^\r\n]*/.exec(gap)?.[0].replace(/[\s)\]};]/g, "") ?? "";
      if (last !== null && rest !== "") {
        whole.delete(last);
        this.#note(this.#text.slice(last.span.start, last.span.end));
      }
      if (item === null) break;
      last = item;
      end = Math.max(end, item.span.end);
    }
    return whole;
  }

  #note(text: string): void {
    for (const word of text.match(/[\p{L}_][\p{L}\p{M}\p{N}_]*/gu) ?? []) this.words.add(word);
  }
}
