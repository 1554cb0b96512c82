/**
 * A diagnostic: what the tool tells a user about a file.
 *
 * Diagnostics are data. The message is made by the registry from typed arguments (registry.ts); rendering
 * to text, JSON or SARIF is separate (render.ts).
 */
import { type DiagnosticArguments, type DiagnosticCode, registry } from "./registry.ts";
import type { Severity } from "./entry.ts";
import type { NearName } from "./nearest.ts";
import type { SourceFile, Span } from "./source.ts";

export interface Location {
  readonly file: SourceFile;
  readonly span: Span;
}

export interface RelatedLocation extends Location {
  readonly message: string;
}

/** An edit of the text that mends what the diagnostic tells of. */
export interface Fix {
  readonly title: string;
  /** Something else may be meant: shown, but never applied without being asked for. */
  readonly isGuess?: boolean;
  readonly edits: readonly { readonly span: Span; readonly replacement: string }[];
}

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** One plain sentence. */
  readonly message: string;
  readonly file: SourceFile;
  readonly span: Span;
  readonly related: readonly RelatedLocation[];
  /** What the user may do, one sentence; null when nothing sensible can be said. */
  readonly suggestion: string | null;
  readonly fixes: readonly Fix[];
}

export interface DiagnosticExtras {
  readonly related?: readonly RelatedLocation[];
  readonly suggestion?: string | null;
  readonly fixes?: readonly Fix[];
}

/** Builds a diagnostic; an unknown code or a missing argument is a type error. */
export function diagnose<C extends DiagnosticCode>(
  code: C,
  location: Location,
  values: DiagnosticArguments<C>,
  extras: DiagnosticExtras = {},
): Diagnostic {
  const entry = registry[code];
  const say = entry.message as (values: DiagnosticArguments<C>) => string;
  const suggest = ("suggestion" in entry ? entry.suggestion : null) as
    | ((values: DiagnosticArguments<C>) => string | null)
    | null;
  const shown = shortened(values);
  return {
    code,
    severity: entry.severity,
    message: say(shown),
    file: location.file,
    span: location.span,
    related: extras.related ?? [],
    suggestion:
      extras.suggestion !== undefined ? extras.suggestion : suggest === null ? null : suggest(shown),
    fixes: extras.fixes ?? (extras.suggestion === undefined ? correctionOf(code, location, values) : []),
  };
}

/** The nearest name in place of the misspelt one, where the place shows that one and nothing else. */
function correctionOf<C extends DiagnosticCode>(
  code: C,
  { file, span }: Location,
  values: DiagnosticArguments<C>,
): readonly Fix[] {
  const entry = registry[code];
  if (!("correction" in entry)) return [];
  const correct = entry.correction as (values: DiagnosticArguments<C>) => NearName | null;
  const meant = correct(values);
  const written = file.text.slice(span.start, span.end);
  if (meant === null || !Object.values(values).includes(written)) return [];
  return [correctingFix(meant, span)];
}

/** Writes `meant` at `span`. */
export function correctingFix({ name, isCertain }: NearName, span: Span): Fix {
  return { title: `Write ${name}`, isGuess: !isCertain, edits: [{ span, replacement: name }] };
}

/** A name may be megabytes long; a message is not. */
const longestValue = 120;

function shortened<A extends object>(values: A): A {
  const entries = Object.entries(values).map(([key, value]: [string, unknown]) => {
    const isLong = typeof value === "string" && value.length > longestValue;
    return [key, isLong ? `${value.slice(0, longestValue)}…` : value] as const;
  });
  return Object.fromEntries(entries) as A;
}

/** Collects the diagnostics of one compilation, each once: a statement that stands for many rules is wrong once. */
export class DiagnosticSink {
  readonly #seen = new Set<string>();
  readonly diagnostics: Diagnostic[] = [];

  add(diagnostic: Diagnostic): void {
    const key = `${diagnostic.code}|${diagnostic.file.path}|${diagnostic.span.start}|${diagnostic.span.end}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.diagnostics.push(diagnostic);
  }

  report<C extends DiagnosticCode>(
    code: C,
    location: Location,
    values: DiagnosticArguments<C>,
    extras: DiagnosticExtras = {},
  ): void {
    this.add(diagnose(code, location, values, extras));
  }

  get hasErrors(): boolean {
    return this.diagnostics.some((diagnostic) => diagnostic.severity === "error");
  }
}
