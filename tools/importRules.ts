/**
 * The house rules about imports, over an import graph:
 *
 *   - a folder imports only the folders listed for it;
 *   - `runtime` imports no package and nothing of Node at its top level, since its sources are inlined into
 *     simulators; its top-level names are unique, since they land in one file;
 *   - files do not import each other in a circle, be it for types alone or by `await import(…)`: what is inside one
 *     can only be understood, tested and moved as a whole.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ImportEdge, type ImportGraph, topLevelNames } from "./importGraph.ts";

/** Folder -> folders that it may import besides itself. */
export const allowedFolders: Readonly<Record<string, readonly string[]>> = {
  diagnostics: [],
  runtime: [],
  grammar: ["diagnostics", "runtime"],
  compiler: ["diagnostics", "runtime", "grammar"],
  learn: ["diagnostics", "runtime", "grammar", "compiler"],
  interop: ["diagnostics", "runtime", "grammar", "compiler"],
  viewer: [],
  cli: ["diagnostics", "runtime", "grammar", "compiler", "learn", "interop", "viewer"],
  editor: ["diagnostics", "runtime", "grammar", "compiler", "learn", "interop"],
  kernels: [],
  tools: ["grammar", "cli"],
  bench: ["diagnostics", "runtime", "grammar", "compiler", "learn", "interop", "cli", "test"],
};

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** All violations, by file and line. */
export function importViolations(root: string, graph: ImportGraph): readonly Violation[] {
  const all = [
    ...graph.edges.flatMap((edge) => directionViolation(edge)),
    ...graph.edges.flatMap((edge) => runtimeViolation(edge)),
    ...cycles(graph),
    ...repeatedNames(
      graph.files
        .filter((file) => file.startsWith("runtime/"))
        .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") })),
    ),
  ];
  return all.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

function directionViolation(edge: ImportEdge): readonly Violation[] {
  if (edge.isPackage) return [];
  const from = edge.from.split("/")[0] ?? "";
  const to = edge.to.split("/")[0] ?? "";
  const allowed = allowedFolders[from];
  if (from === to || allowed === undefined || allowed.includes(to)) return [];
  const list = allowed.length === 0 ? "no other folder" : `only ${allowed.join(", ")}`;
  return [violation(edge, `imports ${edge.to}, but ${from}/ may import ${list}`)];
}

function runtimeViolation(edge: ImportEdge): readonly Violation[] {
  if (!edge.from.startsWith("runtime/") || !edge.isPackage) return [];
  const isNode = edge.to.startsWith("node:");
  if (isNode && edge.isDynamic) return [];
  const what = isNode ? "Node's modules only on use, by `await import(…)`" : "no packages";
  return [violation(edge, `imports ${edge.to}, but runtime/ is inlined into simulators and imports ${what}`)];
}

function violation(edge: ImportEdge, message: string): Violation {
  return { file: edge.from, line: edge.line, message };
}

/**
 * Circles of imports, one violation for all files that reach each other (Tarjan 1972, doi:10.1137/0201010). It names
 * the shortest circle among them that leads through the first of them.
 */
function cycles(graph: ImportGraph): readonly Violation[] {
  const next = new Map<string, string[]>(graph.files.map((file) => [file, []]));
  for (const edge of graph.edges) {
    if (!edge.isPackage && next.has(edge.to)) next.get(edge.from)?.push(edge.to);
  }
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: Violation[] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.get(file) ?? 0);
    stack.push(file);
    onStack.add(file);
    for (const target of next.get(file) ?? []) {
      if (!index.has(target)) visit(target);
      else if (!onStack.has(target)) continue;
      low.set(file, Math.min(low.get(file) ?? 0, low.get(target) ?? 0));
    }
    if (low.get(file) !== index.get(file)) return;
    const members = stack.splice(stack.indexOf(file));
    for (const member of members) onStack.delete(member);
    const circle = shortestCircle(file, next);
    if (circle === null) return;
    const others = members.length + 1 - circle.length;
    const more =
      others === 0 ? "" : ` (${others} more ${others === 1 ? "file hangs" : "files hang"} together so)`;
    found.push({ file, line: 1, message: `imports itself in a circle: ${circle.join(" -> ")}${more}` });
  };
  for (const file of graph.files) if (!index.has(file)) visit(file);
  return found;
}

/** From a file back to itself; null when it does not import itself. */
function shortestCircle(
  file: string,
  next: ReadonlyMap<string, readonly string[]>,
): readonly string[] | null {
  const from = new Map<string, string>();
  const queue = [file];
  for (const at of queue) {
    for (const target of next.get(at) ?? []) {
      if (target === file) {
        const way = [file];
        for (let step = at; step !== file; step = from.get(step) ?? file) way.unshift(step);
        return [file, ...way];
      }
      if (from.has(target)) continue;
      from.set(target, at);
      queue.push(target);
    }
  }
  return null;
}

/** Names that two of these files declare at top level. A name may be a type and a value in one file. */
export function repeatedNames(
  files: readonly { readonly file: string; readonly text: string }[],
): readonly Violation[] {
  const first = new Map<string, string>();
  const found: Violation[] = [];
  for (const { file, text } of files) {
    for (const { name, line } of topLevelNames(text)) {
      const earlier = first.get(name);
      if (earlier === undefined) first.set(name, file);
      else if (earlier !== file) {
        const why = "top-level names in runtime/ are unique because simulators hold them in one file";
        found.push({ file, line, message: `declares ${name}, which ${earlier} declares too; ${why}` });
      }
    }
  }
  return found;
}
