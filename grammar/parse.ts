/** Text -> syntax tree, with all syntax errors of the file. */
import type { DiagnosticSink } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../diagnostics/source.ts";
import { nestingLimit } from "./parser/base.ts";
import { TendrilParser } from "./parser.ts";
import { SyntaxReporter, TooManyProblems } from "./report.ts";
import { scan } from "./scan.ts";
import type { SourceTree } from "./syntax/sourceTree.ts";
import { p, type Token } from "./tokens.ts";

/** Files with more characters than this times 2^20 are refused. */
const mebibytes = 16;

let shared: TendrilParser | null = null;

/**
 * Reads a file. Every syntax error is reported to the sink, at most one a statement; the tree holds the
 * statements that could be read.
 */
export function parse(source: SourceFile, sink: DiagnosticSink): SourceTree {
  const nothing: SourceTree = {
    kind: "file",
    source,
    language: null,
    imports: [],
    declarations: [],
    comments: [],
  };
  const reporter = new SyntaxReporter(source, sink);
  const size = source.text.length;
  if (size > mebibytes * 2 ** 20) {
    reporter.report("TDL1011", { start: 0, end: 0 }, { size, limit: mebibytes });
    return nothing;
  }
  try {
    const scanned = scan(reporter);
    if (!nestingIsReadable(scanned.tokens, reporter)) return nothing;
    shared ??= new TendrilParser();
    return shared.read(scanned, reporter);
  } catch (error) {
    if (error instanceof TooManyProblems) return nothing;
    throw error;
  }
}

/** Deep nesting would overflow the stack of a recursive parser: it is refused before parsing. */
function nestingIsReadable(tokens: readonly Token[], reporter: SyntaxReporter): boolean {
  let depth = 0;
  for (const token of tokens) {
    const type = token.tokenType;
    if (type === p.LeftParenthesis || type === p.LeftBracket || type === p.LeftBrace) {
      depth++;
      if (depth > nestingLimit) {
        const span = { start: token.startOffset, end: token.endOffset + 1 };
        reporter.report("TDL1010", span, { limit: nestingLimit });
        return false;
      }
    } else if (type === p.RightParenthesis || type === p.RightBracket || type === p.RightBrace) {
      depth = Math.max(0, depth - 1);
    }
  }
  return true;
}
