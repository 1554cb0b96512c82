/** Files that import each other in a circle: each import that leads back to a file which it was reached from. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { SourceTree } from "../../grammar/syntax/sourceTree.ts";

/** `targetOf`: the path that an import of a file leads to, if it can be read. */
export function reportImportCircles(
  main: string,
  files: ReadonlyMap<string, SourceTree>,
  targetOf: (from: string, specifier: string) => string | undefined,
  sink: DiagnosticSink,
): void {
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (path: string): void => {
    const tree = files.get(path);
    if (tree === undefined || done.has(path)) return;
    way.push(path);
    for (const { from } of tree.imports) {
      const target = targetOf(path, from.value);
      if (target === undefined) continue;
      const start = way.indexOf(target);
      if (start < 0) visit(target);
      else {
        const circle = [...way.slice(start), target].map((name) => name.slice(name.lastIndexOf("/") + 1));
        sink.report("TDL2008", { file: tree.source, span: from.span }, { circle });
      }
    }
    way.pop();
    done.add(path);
  };
  visit(main);
}
