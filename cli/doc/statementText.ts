/** Statements and patterns as text in the standard layout, for documents. */
import type { SourceFile } from "../../diagnostics/source.ts";
import { CommentWeaver } from "../../grammar/format/comments.ts";
import { render } from "../../grammar/format/layout.ts";
import { formatPattern } from "../../grammar/format/patterns.ts";
import { formatStatement } from "../../grammar/format/statements.ts";
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import type { ExperimentStatement } from "../../grammar/syntax/experiment.ts";
import type { Pattern } from "../../grammar/syntax/pattern.ts";

const width = 96;

/** Without the fields, which documents show beside it, and without comments. */
export function statementText(statement: Statement | ExperimentStatement, file: SourceFile): string {
  const bare = "fields" in statement ? { ...statement, fields: null } : statement;
  return render(formatStatement(bare, new CommentWeaver(file, [])), width).trim();
}

export function patternText(pattern: Pattern): string {
  return render(formatPattern(pattern), Number.POSITIVE_INFINITY).trim();
}
