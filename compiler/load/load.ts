/**
 * Phase 1 and 2, load and parse: the main file and everything it imports, each read and parsed once.
 *
 * Imports are followed breadth first; a file that can not be read is a diagnostic at the import that names
 * it. The hash covers every file's path (relative to the main file) and text, so that a run record tells
 * exactly which model ran.
 */
import type { DiagnosticSink, Location } from "../../diagnostics/diagnostic.ts";
import { SourceFile } from "../../diagnostics/source.ts";
import { parse } from "../../grammar/parse.ts";
import type { SourceTree } from "../../grammar/syntax/sourceTree.ts";
import type { SourceHost } from "../host.ts";
import { reportImportCircles } from "./importCircles.ts";
import { sha256Hex } from "./sha256.ts";
import { separateUnreadText } from "./unreadText.ts";

/** The most files one model may draw together. */
export const fileLimit = 1000;

export interface SourceSet {
  readonly main: SourceTree;
  /** By path, main first, in the order in which imports name them. */
  readonly files: ReadonlyMap<string, SourceTree>;
  /** Path that an import of a file leads to: `${from}\n${specifier}` -> path; absent when it failed. */
  readonly imports: ReadonlyMap<string, string>;
  /** By path, for files with syntax errors: the words of the text that could not be read. */
  readonly unread: ReadonlyMap<string, ReadonlySet<string>>;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
}

export function importKey(from: string, specifier: string): string {
  return `${from}\n${specifier}`;
}

/** Null when the main file itself can not be read. */
export function load(mainPath: string, host: SourceHost, sink: DiagnosticSink): SourceSet | null {
  const files = new Map<string, SourceTree>();
  const imports = new Map<string, string>();
  const unread = new Map<string, ReadonlySet<string>>();
  const queue: { path: string; cause: Location | null }[] = [{ path: mainPath, cause: null }];
  for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
    if (files.has(entry.path)) continue;
    const text = host.readText(entry.path);
    if (!text.ok) {
      const location = entry.cause ?? { file: new SourceFile(entry.path, ""), span: { start: 0, end: 0 } };
      sink.report("TDL2001", location, { path: entry.path, reason: text.reason });
      continue;
    }
    if (files.size >= fileLimit) {
      if (entry.cause !== null) sink.report("TDL2004", entry.cause, { limit: fileLimit });
      break;
    }
    const source = new SourceFile(entry.path, text.text);
    const before = sink.diagnostics.length;
    const parsed = parse(source, sink);
    const isBroken = sink.diagnostics.slice(before).some(({ severity }) => severity === "error");
    const read = isBroken ? separateUnreadText(parsed) : null;
    const tree = read?.tree ?? parsed;
    if (read !== null) unread.set(entry.path, read.unread);
    files.set(entry.path, tree);
    for (const declaration of tree.imports) {
      const location = { file: source, span: declaration.from.span };
      const target = host.resolveImport(entry.path, declaration.from.value);
      if (!target.ok) {
        sink.report("TDL2002", location, { path: declaration.from.value, reason: target.reason });
        continue;
      }
      imports.set(importKey(entry.path, declaration.from.value), target.path);
      queue.push({ path: target.path, cause: location });
    }
  }
  const main = files.get(mainPath);
  if (main === undefined) return null;
  reportImportCircles(mainPath, files, (from, specifier) => imports.get(importKey(from, specifier)), sink);
  return { main, files, imports, unread, hash: hashOf(mainPath, files) };
}

function hashOf(mainPath: string, files: ReadonlyMap<string, SourceTree>): string {
  const folder = mainPath.slice(0, mainPath.lastIndexOf("/") + 1);
  const parts: string[] = [];
  for (const [path, tree] of files) {
    const relative = path.startsWith(folder)
      ? path.slice(folder.length)
      : path.slice(path.lastIndexOf("/") + 1);
    parts.push(`${relative}\n${tree.source.text.length}\n${tree.source.text}`);
  }
  return sha256Hex(parts.join("\n"));
}
