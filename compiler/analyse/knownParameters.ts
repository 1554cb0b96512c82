/** What symbols are worth before a run: parameters, and what is computed from them. */
import { evaluate } from "../expression/evaluate.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import type { FlatModel } from "../model/flatModel.ts";

export type SymbolValue = (symbol: SymbolId) => number;

/** Values of parameters; of all else, which a run decides, NaN. */
export function parameterValues(flat: FlatModel): SymbolValue {
  const expressions = new Map(flat.parameters.map(({ symbol, value }) => [symbol, value]));
  const known = new Map<SymbolId, number>();
  const valueOf = (symbol: SymbolId): number => {
    const before = known.get(symbol);
    if (before !== undefined) return before;
    const expression = expressions.get(symbol);
    // Ends circles, which are reported elsewhere.
    known.set(symbol, Number.NaN);
    if (expression !== undefined) known.set(symbol, numberAt(flat, expression, valueOf));
    return known.get(symbol) ?? Number.NaN;
  };
  return valueOf;
}

export function numberAt(flat: FlatModel, expression: ExpressionId, valueOf: SymbolValue): number {
  return Number(evaluate(flat.graph, expression, valueOf));
}
