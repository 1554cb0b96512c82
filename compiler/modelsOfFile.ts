/** The models that a file is about: those that it declares, and those of its experiments. */
import type { Model } from "../grammar/syntax/sourceTree.ts";
import type { BoundProgram } from "./bind/scope.ts";

export function modelsOfFile(program: BoundProgram): readonly Model[] {
  const models = new Set<Model>();
  for (const symbol of program.main.values.values()) {
    if (symbol.kind === "model" && symbol.scope === program.main) models.add(symbol.node);
    if (symbol.kind !== "experiment") continue;
    const model = program.scopes.get(symbol.node)?.parent?.module ?? null;
    if (model !== null) models.add(model);
  }
  return [...models];
}
