/**
 * Values that a rule's rates have at one match: measures in the complex of one of its molecules, and for balanced
 * rules the change of the number of matches of each energy's pattern. Both follow from counts in whole complexes,
 * each made once.
 */
import type { SymbolId } from "../../expression/graph.ts";
import type { Stoichiometry } from "../../model/flatModel.ts";
import type { MoleculePattern, StructuredModel, StructuredRule } from "../../model/structured.ts";
import { patternAutomorphisms } from "./automorphisms.ts";
import type { ComplexGraph, TypeLayout } from "./complexGraph.ts";
import { countEmbeddings } from "./embedding.ts";
import { isCounted } from "./matchRange.ts";

const none: ReadonlyMap<SymbolId, number> = new Map();

export class MatchValues {
  readonly #model: StructuredModel;
  readonly #layouts: readonly TypeLayout[];
  /** By pattern, by complex: embeddings / automorphisms. */
  readonly #counts = new Map<MoleculePattern, number[]>();
  readonly #automorphisms = new Map<MoleculePattern, number>();

  constructor(model: StructuredModel, layouts: readonly TypeLayout[]) {
    this.#model = model;
    this.#layouts = layouts;
  }

  /** `matched`: the complex in which each pattern of the rule is matched. */
  of(
    rule: StructuredRule,
    matched: readonly number[],
    reactants: readonly Stoichiometry[],
    products: readonly Stoichiometry[],
    complexes: readonly ComplexGraph[],
  ): ReadonlyMap<SymbolId, number> {
    if (rule.locals.length === 0 && !rule.isBalanced) return none;
    const values = new Map<SymbolId, number>();
    const patternOf = rule.patterns.flatMap(({ agents }, pattern) => agents.map(() => pattern));
    for (const { symbol, agent, pattern, measure, having } of rule.locals) {
      const count = this.#count(pattern, matched[patternOf[agent]], complexes);
      values.set(symbol, measure === "count" ? count : isCounted(count, having) ? 1 : 0);
    }
    for (const { pattern, change } of rule.isBalanced ? this.#model.energies : []) {
      const total = (side: readonly Stoichiometry[]): number =>
        side.reduce((sum, { species, count }) => sum + count * this.#count(pattern, species, complexes), 0);
      values.set(change, total(products) - total(reactants));
    }
    return values;
  }

  #count(pattern: MoleculePattern, complex: number, complexes: readonly ComplexGraph[]): number {
    const counts = this.#counts.get(pattern) ?? [];
    this.#counts.set(pattern, counts);
    const known = counts[complex];
    if (known !== undefined) return known;
    const automorphisms = this.#automorphisms.get(pattern) ?? patternAutomorphisms(pattern);
    this.#automorphisms.set(pattern, automorphisms);
    counts[complex] = countEmbeddings(pattern, complexes[complex], this.#layouts) / automorphisms;
    return counts[complex];
  }
}
