/** Applies the certain fixes of diagnostics to a text. */
import type { Diagnostic, Fix } from "./diagnostic.ts";

export interface AppliedFix {
  readonly diagnostic: Diagnostic;
  readonly fix: Fix;
}

export interface FixedText {
  readonly text: string;
  /** What was changed, in the order of the text. */
  readonly applied: readonly AppliedFix[];
}

/**
 * The text of the file at `path` with every fix that is certain. Fixes of which any edit overlaps one of a
 * fix before it are left out: the text is read again, and what is still wrong then is mended then.
 */
export function applyFixes(path: string, text: string, diagnostics: readonly Diagnostic[]): FixedText {
  const certain = diagnostics
    .filter(({ file }) => file.path === path && file.text === text)
    .flatMap((diagnostic) => diagnostic.fixes.map((fix) => ({ diagnostic, fix })))
    .filter(({ fix, diagnostic }) => fix.isGuess !== true && diagnostic.fixes.length === 1)
    .toSorted((a, b) => startOf(a.fix) - startOf(b.fix));
  const applied: AppliedFix[] = [];
  const edits: Fix["edits"][number][] = [];
  for (const one of certain) {
    const isFree = one.fix.edits.every(({ span }) =>
      edits.every((taken) => span.start > taken.span.end || span.end < taken.span.start),
    );
    if (!isFree) continue;
    applied.push(one);
    edits.push(...one.fix.edits);
  }
  let fixed = "";
  let copied = 0;
  for (const { span, replacement } of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    fixed += text.slice(copied, span.start) + replacement;
    copied = span.end;
  }
  return { text: fixed + text.slice(copied), applied };
}

function startOf({ edits }: Fix): number {
  return Math.min(...edits.map(({ span }) => span.start));
}
