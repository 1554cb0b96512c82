/** Phases 1 to 3: a main file with all that it imports, read and without growth statements. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { SourceHost } from "../host.ts";
import { load, type SourceSet } from "../load/load.ts";
import { lower } from "./lower.ts";

/** Null when the main file can not be read. */
export function readProgram(
  { main, host }: { readonly main: string; readonly host: SourceHost },
  sink: DiagnosticSink,
): SourceSet | null {
  const sources = load(main, host, sink);
  return sources === null ? null : lower(sources, sink);
}
