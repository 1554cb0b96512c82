/** What `tendril check` tells of the statements of a model, as lines of code and message. */
import { check } from "../../../compiler/compile.ts";
import { MemoryHost } from "../../../compiler/host.ts";

export function toldOf(statements: string, after = ""): readonly string[] {
  const text = `language 1.0\nmodel M {\n${statements}\n}\n${after}`;
  const { diagnostics } = check({ main: "m.tdl", host: new MemoryHost(new Map([["m.tdl", text]])) });
  return diagnostics.map(({ code, message }) => `${code} ${message}`);
}

export function codesOf(statements: string, after = ""): readonly string[] {
  return toldOf(statements, after).map((line) => line.slice(0, 7));
}
