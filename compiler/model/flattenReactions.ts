/** Rules over plain species: each direction becomes a reaction, with the size in which its constant is meant. */
import type { Rule, RuleSide } from "../../grammar/syntax/declaration.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { ExpressionId } from "../expression/graph.ts";
import type { FlatReaction, Stoichiometry } from "./flatModel.ts";
import type { Flattening } from "./flattening.ts";
import type { Instance } from "./instance.ts";
import { noPlace, type Place, placeInTree } from "./placeInTree.ts";

export class ReactionFlattener {
  readonly all: FlatReaction[] = [];
  /** Where each species that takes part in a rule lies. */
  readonly #places: Place[] = [];
  readonly #flattener: Flattening;

  constructor(flattener: Flattening) {
    this.#flattener = flattener;
  }

  addRule(rule: Rule, instance: Instance): void {
    const name = instance.prefix + rule.name.text;
    const right = rule.right;
    if (right === null) return;
    const left = this.#stoichiometry(rule.left, instance);
    const products = this.#stoichiometry(right, instance);
    this.#addReaction(name, rule, rule.rate.forward, left, products, instance);
    if (rule.rate.back !== null)
      this.#addReaction(`${name} (back)`, rule, rule.rate.back, products, left, instance);
  }

  #addReaction(
    name: string,
    rule: Rule,
    rate: Expression,
    reactants: readonly Stoichiometry[],
    products: readonly Stoichiometry[],
    instance: Instance,
  ): void {
    const { graph } = this.#flattener;
    const written = this.#flattener.translator.translate(rate, instance);
    const value =
      rule.when === null
        ? written
        : graph.conditional(
            this.#flattener.translator.translate(rule.when, instance),
            written,
            graph.number(0),
          );
    const origin = { file: instance.scope.file, span: rule.span };
    if (this.#flattener.fields.takeReaction(rule, name, value, reactants, products, origin)) return;
    if (rule.rate.kind === "total") {
      this.all.push({ name, reactants, products, rate: { kind: "total", velocity: value }, origin });
      return;
    }
    const size = this.#referenceSize(rule, instance, reactants.length === 0 ? products : reactants);
    this.all.push({
      name,
      reactants,
      products,
      rate: { kind: "massAction", constant: value, size },
      origin,
    });
  }

  /**
   * The size of highest dimension among the participants: volumes before areas before lengths. Two of equal
   * rank are reported: only species that a parent binds can still lie in different compartments here.
   */
  #referenceSize(
    rule: Rule,
    instance: Instance,
    participants: readonly Stoichiometry[],
  ): ExpressionId | null {
    let best: { size: ExpressionId; rank: number; place: string } | null = null;
    const rivals = new Set<string>();
    const isFirstOrder = participants.reduce((order, { count }) => order + count, 0) === 1;
    for (const { species } of participants) {
      const { rank, name: place, homeless } = this.#places[species] ?? noPlace;
      if (homeless !== null && !isFirstOrder) this.#flattener.species.reportNoPlace(homeless);
      const size = this.#flattener.species.all[species]?.size ?? null;
      if (size === null || (best !== null && rank < best.rank)) continue;
      if (best === null || rank > best.rank) {
        best = { size, rank, place };
        rivals.clear();
      }
      rivals.add(place);
    }
    if (rivals.size > 1) {
      const location = { file: instance.scope.file, span: rule.rate.span };
      this.#flattener.request.sink.report("TDL5005", location, {
        rule: rule.name.text,
        compartments: [...rivals].join(", "),
      });
    }
    return best?.size ?? null;
  }

  #stoichiometry(side: RuleSide, instance: Instance): Stoichiometry[] {
    const counts = new Map<number, number>();
    for (const { pattern, coefficient } of side.participants) {
      const found = this.#flattener.translator.species(pattern, instance);
      const species = this.#flattener.species.index(found);
      this.#places[species] = placeInTree(found, this.#flattener.tree);
      counts.set(species, (counts.get(species) ?? 0) + coefficient);
    }
    return [...counts].map(([species, count]) => ({ species, count }));
  }
}
