/** A benchmark's model as Tendril's text. */
import { MemoryHost } from "../compiler/host.ts";
import { DiagnosticSink } from "../diagnostics/diagnostic.ts";
import { SourceFile } from "../diagnostics/source.ts";
import { importBngl } from "../interop/bngl/importBngl.ts";
import type { ModelSource } from "./ownProgram.ts";

/** @throws Error for a text that is refused. */
export function inTendril({ language, text }: ModelSource): string {
  if (language === "tdl") return text;
  const sink = new DiagnosticSink();
  const model = importBngl(new SourceFile("m.bngl", text), sink, new MemoryHost(new Map()));
  if (model === null) throw new Error(sink.diagnostics.map(({ message }) => message).join("\n"));
  return model.text;
}
