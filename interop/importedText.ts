/** What every import writes: text in the layout of `tendril fmt`, names that the language can read, quantities. */
import { DiagnosticSink } from "../diagnostics/diagnostic.ts";
import { SourceFile } from "../diagnostics/source.ts";
import { formatName } from "../grammar/format/names.ts";
import { formatSource } from "../grammar/format.ts";
import { parse } from "../grammar/parse.ts";

/** In the layout of `tendril fmt`. @throws Error when the text is not of the language, which is a defect here. */
export function tidied(text: string): string {
  const sink = new DiagnosticSink();
  const source = new SourceFile("import.tdl", text);
  const tree = parse(source, sink);
  const [problem] = sink.diagnostics.filter(({ severity }) => severity === "error");
  if (problem === undefined) return formatSource(tree);
  const { line } = source.position(problem.span.start);
  throw new Error(`the import wrote what can not be read: ${problem.message} In: ${source.line(line)}`);
}

/** The name of a file without its folder and ending. */
export function fileName(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? "model").replace(/\.[^.]*$/, "");
}

/** In back-quotes where it would be read as something else; one that begins with a digit gets a `_` before it. */
export function formatted(text: string): string {
  return formatName({ text: identifier(text), span: { start: 0, end: 0 } });
}

/** `2P` becomes `_2P`, and `_2P`, which may stand beside it, `__2P`. */
function identifier(text: string): string {
  return /^_*\d/.test(text) ? `_${text}` : text;
}

/** `5 /s` for a number, `k assume /s` for anything else. */
export function quantity(text: string, unit: string): string {
  if (/^[0-9][0-9.eE+-]*$/.test(text)) return `${text} ${unit}`;
  return /^[A-Za-z_]\w*$/.test(text) ? `${text} assume ${unit}` : `(${text}) assume ${unit}`;
}
