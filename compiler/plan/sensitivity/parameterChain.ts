/**
 * How the values of parameters follow one of them: `param back = K * forth` moves with `forth`.
 *
 * A parameter that a run is given another value for stands by itself. That is only known when the run begins, so each
 * factor is a constant of the run: zero where the parameter no longer has the value that its declaration gives it.
 */
import { gradient } from "../../expression/differentiate.ts";
import type { ExpressionId, SymbolId } from "../../expression/graph.ts";
import type { FlatModel } from "../../model/flatModel.ts";

/** dq/dp of every parameter q that follows p, p itself with 1; expressions of parameters only. */
export function parameterChain(flat: FlatModel, p: SymbolId): ReadonlyMap<SymbolId, ExpressionId> {
  const { graph } = flat;
  const zero = graph.number(0);
  const swept = new Set(flat.experiment.sweeps.map(({ parameter }) => parameter));
  const chain = new Map<SymbolId, ExpressionId>([[p, graph.number(1)]]);
  // A parameter is made after those that its value uses.
  for (const { name, symbol, value } of flat.parameters) {
    if (symbol === p || swept.has(name)) continue;
    const terms = [...gradient(graph, value, new Set(chain.keys()))].map(([read, partial]) =>
      graph.multiply([partial, chain.get(read) ?? zero]),
    );
    const factor = graph.add(terms);
    if (graph.numberValue(factor) === 0) continue;
    const isOwn = graph.equal(graph.symbol(symbol), value);
    chain.set(symbol, graph.conditional(isOwn, factor, zero));
  }
  return chain;
}
