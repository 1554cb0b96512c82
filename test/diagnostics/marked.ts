/** Source texts with marked places: `«` and `»` stand around a span and are taken out. */
import type { Location } from "../../diagnostics/diagnostic.ts";
import { SourceFile } from "../../diagnostics/source.ts";

/** One location for each pair of marks, in order. */
export function marked(text: string, path = "m.tdl"): readonly Location[] {
  const spans: { start: number; end: number }[] = [];
  let plain = "";
  let open = 0;
  for (const character of text) {
    if (character === "«") open = plain.length;
    else if (character === "»") spans.push({ start: open, end: plain.length });
    else plain += character;
  }
  const file = new SourceFile(path, plain);
  return spans.map((span) => ({ file, span }));
}

/** The only marked place. */
export function place(text: string, path?: string): Location {
  const [location, ...more] = marked(text, path);
  if (location === undefined || more.length > 0) throw new Error("mark one place with « and »");
  return location;
}
