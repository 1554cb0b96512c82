/**
 * Matches at which a rule does not happen, because what stands after `when` is false with the values of measures in the
 * matched complexes. What such a match would make is not listed, so that the network of a rule like
 * `… when count T of a < 6 …` has an end.
 */
import type { ExpressionGraph, SymbolId } from "../../expression/graph.ts";
import { substitute } from "../../expression/substitute.ts";
import type { StructuredRule } from "../../model/structured.ts";

export class IdleMatches {
  readonly #graph: ExpressionGraph;
  readonly #known = new Map<StructuredRule, Map<string, boolean>>();

  constructor(graph: ExpressionGraph) {
    this.#graph = graph;
  }

  has(rule: StructuredRule, values: ReadonlyMap<SymbolId, number>): boolean {
    if (rule.when === null) return false;
    const ofRule = this.#known.get(rule) ?? new Map<string, boolean>();
    this.#known.set(rule, ofRule);
    const key = [...values.values()].join();
    const known = ofRule.get(key);
    if (known !== undefined) return known;
    const numbers = new Map([...values].map(([symbol, value]) => [symbol, this.#graph.number(value)]));
    const isIdle = substitute(this.#graph, rule.when, numbers) === this.#graph.boolean(false);
    ofRule.set(key, isIdle);
    return isIdle;
  }
}
