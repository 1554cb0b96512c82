/** The values of a flat model's parameters as declared, and of expressions of them. */
import { evaluate } from "../expression/evaluate.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import type { FlatModel } from "../model/flatModel.ts";

/** The value of an expression of parameters; NaN for a symbol that is none. */
export function atDefaults(flat: FlatModel): (id: ExpressionId) => number {
  const { graph } = flat;
  const written = new Map(flat.parameters.map(({ symbol, value }) => [symbol, value]));
  const known = new Map<SymbolId, number>();
  const valueOf = (symbol: SymbolId): number => {
    const before = known.get(symbol);
    if (before !== undefined) return before;
    const id = written.get(symbol);
    const value = id === undefined ? Number.NaN : numberAt(id);
    known.set(symbol, value);
    return value;
  };
  const numberAt = (id: ExpressionId): number => {
    const value = evaluate(graph, id, valueOf);
    return typeof value === "number" ? value : Number.NaN;
  };
  return numberAt;
}
