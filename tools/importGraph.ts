/** Which files of the project import which, and which top-level names each declares. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export interface ImportEdge {
  /** Path of the importing file from the root of the project, with `/`. */
  readonly from: string;
  /** A path from the root of the project for a relative import, else the specifier (`chevrotain`, `node:fs`). */
  readonly to: string;
  readonly isPackage: boolean;
  /** `import type` and `export type`: gone when the program runs. */
  readonly isTypeOnly: boolean;
  /** `import("…")`: happens when that code runs. */
  readonly isDynamic: boolean;
  readonly line: number;
}

export interface ImportGraph {
  readonly files: readonly string[];
  readonly edges: readonly ImportEdge[];
}

/** The text with comments blanked, and with the inside of strings kept (specifiers stand there). */
function withoutComments(text: string): string {
  const tokens = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  return text.replace(tokens, (token) => (token.startsWith("/") ? token.replace(/[^\n]/g, " ") : token));
}

const statement = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w$*\s{},]+?\s+from\s+)?["']([^"'\n]+)["']/gm;
const dynamic = /\bimport\(\s*["']([^"'\n]+)["']\s*\)/g;

export function readImportGraph(root: string, folders: readonly string[]): ImportGraph {
  const files = folders.flatMap((folder) => sourceFiles(root, folder));
  const edges = files.flatMap((file) => importsOf(file, readFileSync(join(root, file), "utf8")));
  return { files, edges };
}

/** The imports of one source text. */
export function importsOf(from: string, source: string): readonly ImportEdge[] {
  const text = withoutComments(source);
  const edges: ImportEdge[] = [];
  const add = (specifier: string, index: number, isTypeOnly: boolean, isDynamic: boolean): void => {
    const isPackage = !specifier.startsWith(".");
    const to = isPackage ? specifier : relative(".", join(dirname(from), specifier)).replaceAll("\\", "/");
    const line = text.slice(0, index).split("\n").length;
    edges.push({ from, to, isPackage, isTypeOnly, isDynamic, line });
  };
  for (const match of text.matchAll(statement)) {
    const start = match.index + match[0].search(/\S/);
    add(match[2] ?? "", start, match[1] !== undefined, false);
  }
  // `typeof import("…")` and `import("…").Type` in a type are not told from a real one: both count as dynamic.
  for (const match of text.matchAll(dynamic)) add(match[1] ?? "", match.index, false, true);
  return edges;
}

const declaration =
  /^(?:export\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|class|const|let|var|interface|type)\s+([A-Za-z_$][\w$]*)/gm;

/** Names that a file declares at its top level (lines without indentation, as the formatter writes them). */
export function topLevelNames(source: string): readonly { readonly name: string; readonly line: number }[] {
  const text = withoutComments(source).replace(/`(?:[^`\\]|\\.)*`/g, (token) => token.replace(/[^\n]/g, " "));
  return [...text.matchAll(declaration)].map((match) => ({
    name: match[1] ?? "",
    line: text.slice(0, match.index).split("\n").length,
  }));
}

function sourceFiles(root: string, folder: string): readonly string[] {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sourceFiles(root, path);
      return entry.isFile() && path.endsWith(".ts") && !path.endsWith(".d.ts") ? [path] : [];
    })
    .sort();
}
