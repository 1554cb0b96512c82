/** Mends what is certain in a model: applies fixes, and reads the model again, until there are no more. */
import { type AppliedFix, applyFixes } from "../diagnostics/applyFixes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { check } from "./compile.ts";
import type { SourceHost } from "./host.ts";

/**
 * Mending a mistake of syntax shows those of names behind it, so that a hasty file takes two or three rounds; a round
 * costs a check of the file, and fixes that undo each other would go on for ever.
 */
const mostRounds = 20;

export interface Mended {
  readonly text: string;
  /** In the order they were made, each with its diagnostic in the text of its round. */
  readonly applied: readonly AppliedFix[];
  /** What is left to mend by hand, in the file and in those that it imports. */
  readonly left: readonly Diagnostic[];
}

/** `text` is that of `main`; imports are read from the host, and never changed. */
export function mend(main: string, text: string, host: SourceHost): Mended {
  let mended = text;
  const changing: SourceHost = {
    readText: (path) => (path === main ? { ok: true, text: mended } : host.readText(path)),
    readBytes: (path) => host.readBytes?.(path) ?? null,
    resolveImport: (from, specifier) => host.resolveImport(from, specifier),
  };
  const look = (): readonly Diagnostic[] => check({ main, host: changing }).diagnostics;
  const applied: AppliedFix[] = [];
  let left = look();
  for (let round = 0; round < mostRounds; round++) {
    const next = applyFixes(main, mended, left);
    if (next.applied.length === 0) break;
    applied.push(...next.applied);
    mended = next.text;
    left = look();
  }
  return { text: mended, applied, left };
}
