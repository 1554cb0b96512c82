/** The tree of parts: a module must not contain itself, and the tree must be of a size that can be built. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { partScope } from "../bind/resolve.ts";
import type { BoundProgram, Scope } from "../bind/scope.ts";

/** Parts inside each other. */
const nestingLimit = 100;
/** Parts of one model, all instances counted. */
const partLimit = 100_000;

interface Size {
  readonly parts: number;
  readonly nesting: number;
}

const tooLarge: Size = { parts: 0, nesting: 0 };

export function checkPartTrees(program: BoundProgram, sink: DiagnosticSink): void {
  const sizes = new Map<Scope, Size>();
  let isReported = false;
  for (const scope of program.scopes.values()) sizeOf(scope, []);

  function sizeOf(scope: Scope, trail: readonly Scope[]): Size {
    const known = sizes.get(scope);
    if (known !== undefined) return known;
    const inside = [...trail, scope];
    let parts = 0;
    let nesting = 0;
    for (const symbol of scope.values.values()) {
      if (symbol.kind !== "part") continue;
      const inner = partScope(program, symbol);
      if (inner === null) continue;
      const location = { file: scope.file, span: symbol.span };
      if (inside.includes(inner)) {
        const cycle = [...inside.slice(inside.indexOf(inner)), inner].map(
          (step) => step.module?.name.text ?? "?",
        );
        sink.report("TDL3010", location, { cycle: cycle.join(" -> ") });
        continue;
      }
      const size = inside.length > nestingLimit ? { parts: 0, nesting: nestingLimit } : sizeOf(inner, inside);
      parts += 1 + size.parts;
      nesting = Math.max(nesting, 1 + size.nesting);
      const what = nesting > nestingLimit ? "parts inside each other" : parts > partLimit ? "parts" : null;
      if (what === null) continue;
      // Told once: modules that contain this one are not blamed for it.
      if (!isReported)
        sink.report("TDL6011", location, { what, limit: what === "parts" ? partLimit : nestingLimit });
      isReported = true;
      sizes.set(scope, tooLarge);
      return tooLarge;
    }
    const size = { parts, nesting };
    sizes.set(scope, size);
    return size;
  }
}
