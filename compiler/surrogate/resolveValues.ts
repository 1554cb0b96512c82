/** A flat model in which every module shows its exact values. */
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import { substitute } from "../expression/substitute.ts";
import type { FlatModel, FlatSubmodel } from "../model/flatModel.ts";
import { mapFlat } from "../model/mapFlat.ts";
import { exactValue } from "./submodel.ts";

/** `which`: the modules; the others keep their symbols. Ports and values of all stay known. */
export function withExactValues(flat: FlatModel, which: readonly FlatSubmodel[]): FlatModel {
  const replacements = new Map<SymbolId, ExpressionId>();
  for (const submodel of which) {
    for (const { name, symbol } of submodel.values) {
      const exact = exactValue(flat, submodel, name);
      if (exact !== null) replacements.set(symbol, exact);
    }
  }
  // A value may use those of another module.
  for (const [symbol, exact] of replacements)
    replacements.set(symbol, substitute(flat.graph, exact, replacements));
  return mapFlat(flat, (id) => substitute(flat.graph, id, replacements));
}
