/**
 * Syntax tree -> text in the canonical layout: an item a line, two blanks a level, at most 100 columns,
 * clauses in the order of the grammar. Formatting keeps the tree and the comments and is idempotent. A tree
 * of a file with syntax errors lacks what could not be read; callers do not format it.
 */
import { CommentWeaver, type Item } from "./format/comments.ts";
import { hardLine, indent, join, type Layout, render } from "./format/layout.ts";
import { formatName, formatPath, formatText } from "./format/names.ts";
import { formatStatement } from "./format/statements.ts";
import { formatSurrogate } from "./format/surrogate.ts";
import type { Import, Model, SourceTree, TopLevel } from "./syntax/sourceTree.ts";
import type { Experiment } from "./syntax/experiment.ts";

const width = 100;

export function formatSource(tree: SourceTree): string {
  const weaver = new CommentWeaver(tree.source, tree.comments);
  const items: Item[] = [];
  const { language } = tree;
  if (language !== null) items.push({ span: language.span, layout: () => `language ${language.version}` });
  const declarations: Item[] = [
    ...tree.imports.map((one): Item => ({ span: one.span, layout: () => formatImport(one) })),
    ...tree.declarations.map(
      (one): Item => ({ span: one.span, layout: () => formatTopLevel(one, weaver), apart: isBlock(one) }),
    ),
  ];
  items.push(...declarations.sort((a, b) => a.span.start - b.span.start));
  return render(join(...weaver.weave(items, 0, Number.POSITIVE_INFINITY)), width);
}

function isBlock({ kind }: TopLevel): boolean {
  return kind === "model" || kind === "module" || kind === "experiment" || kind === "surrogate";
}

function formatTopLevel(declaration: TopLevel, weaver: CommentWeaver): Layout {
  switch (declaration.kind) {
    case "model":
    case "module":
    case "experiment":
      return formatBlock(declaration, weaver);
    case "surrogate":
      return formatSurrogate(declaration, weaver);
    case "const":
    case "function":
    case "molecule":
    case "table":
      return formatStatement(declaration, weaver);
  }
}

function formatBlock(block: Model | Experiment, weaver: CommentWeaver): Layout {
  const of = block.kind === "experiment" ? ` of ${formatPath(block.of)}` : "";
  const title = block.title === null ? "" : ` ${formatText(block.title)}`;
  const items = block.body.map(
    (one): Item => ({ span: one.span, layout: () => formatStatement(one, weaver) }),
  );
  const body = weaver.weave(items, block.span.start, block.span.end);
  return join(
    `${block.kind} ${formatName(block.name)}${of}${title} {`,
    body.length === 0 ? " " : join(indent(hardLine, ...body), hardLine),
    "}",
  );
}

function formatImport({ names, from }: Import): string {
  const list = names.map(
    ({ name, alias }) => formatName(name) + (alias === null ? "" : ` as ${formatName(alias)}`),
  );
  return `import ${list.join(", ")} from ${formatText(from)}`;
}
