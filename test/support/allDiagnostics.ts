/** What `tendril check` and compiling tell of a file, each once, in the order of the text. */
import { check, compile } from "../../compiler/compile.ts";
import type { SourceHost } from "../../compiler/host.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";

export function allDiagnostics(
  main: string,
  host: SourceHost,
  experiment: string | null,
): readonly Diagnostic[] {
  const compiled = compile({ main, host, experiment, method: null });
  const checked = check({ main, host }).diagnostics;
  const keyOf = ({ code, span, message }: Diagnostic): string => `${code} ${span.start} ${message}`;
  const known = new Set(checked.map(keyOf));
  const more = compiled.diagnostics.filter((one) => !known.has(keyOf(one)));
  if (more.length === 0) return checked;
  return [...checked, ...more].sort((a, b) =>
    a.file.path === b.file.path ? a.span.start - b.span.start : 0,
  );
}
