/**
 * Diagnostics as SARIF 2.1.0 (Static Analysis Results Interchange Format, OASIS standard of 27 March 2020),
 * which code hosts and editors read.
 */
import type { Severity } from "./entry.ts";
import type { Diagnostic, Location } from "./diagnostic.ts";
import { rangeOf } from "./renderJson.ts";
import type { SourceFile, Span } from "./source.ts";

/** `version` is the version of the tool. */
export function renderSarif(diagnostics: readonly Diagnostic[], version: string): string {
  const codes = [...new Set(diagnostics.map((diagnostic) => diagnostic.code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "tendril",
            version,
            rules: codes.map((code) => ({ id: code, help: { text: `tendril explain ${code}` } })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((diagnostic) => ({
          ruleId: diagnostic.code,
          ruleIndex: codes.indexOf(diagnostic.code),
          level: levelOf(diagnostic.severity),
          message: {
            text:
              diagnostic.suggestion === null
                ? diagnostic.message
                : `${diagnostic.message} ${diagnostic.suggestion}`,
          },
          locations: [location(diagnostic)],
          ...(diagnostic.related.length === 0
            ? {}
            : {
                relatedLocations: diagnostic.related.map((related) => ({
                  ...location(related),
                  message: { text: related.message },
                })),
              }),
          ...(diagnostic.fixes.length === 0
            ? {}
            : { fixes: diagnostic.fixes.map((fix) => toFix(diagnostic, fix)) }),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function levelOf(severity: Severity): "error" | "warning" | "note" {
  return severity === "notice" ? "note" : severity;
}

function location({ file, span }: Location): object {
  return { physicalLocation: { artifactLocation: artifact(file), region: region(file, span) } };
}

function toFix(diagnostic: Diagnostic, fix: Diagnostic["fixes"][number]): object {
  return {
    description: { text: fix.title },
    properties: { certain: fix.isGuess !== true },
    artifactChanges: [
      {
        artifactLocation: artifact(diagnostic.file),
        replacements: fix.edits.map(({ span, replacement }) => ({
          deletedRegion: region(diagnostic.file, span),
          insertedContent: { text: replacement },
        })),
      },
    ],
  };
}

/** SARIF wants a URI: every part of the path is percent-encoded, an absolute path gets its scheme. */
function artifact(file: SourceFile): { readonly uri: string } {
  const encoded = file.path.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  return { uri: encoded.startsWith("/") ? `file://${encoded}` : encoded };
}

function region(file: SourceFile, span: Span): object {
  const { start, end } = rangeOf(file, span);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
