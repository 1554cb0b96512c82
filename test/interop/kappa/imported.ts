/** Small Kappa texts and what they become. */
import { type Diagnostic, DiagnosticSink } from "../../../diagnostics/diagnostic.ts";
import { SourceFile } from "../../../diagnostics/source.ts";
import { importKappa } from "../../../interop/kappa/importKappa.ts";

/** The converted text, null when it was refused, with everything that was reported. */
export function imported(kappa: string): { text: string | null; diagnostics: readonly Diagnostic[] } {
  const sink = new DiagnosticSink();
  const result = importKappa(new SourceFile("model.ka", kappa), sink);
  return { text: result?.text ?? null, diagnostics: sink.diagnostics };
}

/** The codes reported, with the text that each points at. */
export function problems(kappa: string): string[] {
  return imported(kappa).diagnostics.map(({ code, span }) => `${code} ${kappa.slice(span.start, span.end)}`);
}

/** The statements of the model that begin with a word, each on one line. */
export function statements(kappa: string, word: string): string[] {
  const { text, diagnostics } = imported(kappa);
  if (text === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const found: string[] = [];
  for (const line of text.split("\n")) {
    if (/^ {2}\S/.test(line)) found.push(line.trim());
    else if (/^ {3,}/.test(line)) found.push(`${found.pop() ?? ""} ${line.trim()}`);
  }
  return found.filter((statement) => statement.startsWith(`${word} `));
}
