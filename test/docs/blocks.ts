/**
 * The fenced blocks of the project's documents. After the language a block may carry words:
 *
 *   tendril                   a whole file that compiles without errors
 *   tendril file=NAME         the same, and other blocks of the document may import or run it as NAME
 *   tendril fragment=NAME     statements that stand in the prelude NAME of spec.md
 *   tendril bad               reports the code that its first comment line names
 *   tendril run               is run; the csv block after it states numbers of its result table
 *   text prelude=NAME         where fragments stand: the line `…` is replaced by the fragment
 *   console                   commands after `$ `, and what they print
 *   console random            the same, where numbers are drawn at random
 *   console session           not executed: what a person does once, such as installing
 *   ts run file=NAME          a program; the text block after it is what it prints
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Block {
  readonly document: string;
  readonly line: number;
  readonly language: string;
  readonly words: ReadonlySet<string>;
  readonly settings: ReadonlyMap<string, string>;
  readonly text: string;
  /** The block after this one. */
  readonly next: Block | null;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Every document whose examples are executed; the pages of diagnostics have a test of their own. */
export const documents: readonly string[] = [
  ...["spec.md", "README.md"].filter((name) => existsSync(`${root}${name}`)),
  ...readdirSync(`${root}docs`)
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

export function blocksOf(document: string): readonly Block[] {
  const text = readFileSync(`${root}${document}`, "utf8");
  const blocks: Block[] = [];
  const found = [...text.matchAll(/^```(\S+)([^\n]*)\n([\s\S]*?)^```$/gm)];
  for (const match of found.reverse()) {
    const [, language = "", info = "", body = ""] = match;
    const words = info.split(/\s+/).filter((word) => word !== "");
    blocks.push({
      document,
      line: text.slice(0, match.index).split("\n").length,
      language,
      words: new Set(words.filter((word) => !word.includes("="))),
      settings: new Map(words.flatMap((word) => (word.includes("=") ? [splitSetting(word)] : []))),
      text: body,
      next: blocks.at(-1) ?? null,
    });
  }
  return blocks.reverse();
}

function splitSetting(word: string): [string, string] {
  const equals = word.indexOf("=");
  return [word.slice(0, equals), word.slice(equals + 1)];
}

export function nameOf({ document, line }: Block): string {
  return `${document}:${line}`;
}

const preludes = new Map(
  blocksOf("spec.md").flatMap(({ settings, text }) => {
    const name = settings.get("prelude");
    return name === undefined ? [] : [[name, text] as const];
  }),
);

/** The file that a block stands for: itself, or its prelude around it. */
export function fileText({ settings, text, document, line }: Block): string {
  const fragment = settings.get("fragment");
  if (fragment === undefined) return text;
  const prelude = preludes.get(fragment);
  if (prelude === undefined) throw new Error(`${document}:${line}: there is no prelude ${fragment}`);
  return prelude.replace(/^ *…$/m, () => text.trimEnd());
}
