/** Species of the flat model: what each holds, where it lies and with how much of it a run begins. */
import { amountDimension, equalDimensions } from "../../runtime/units/dimension.ts";
import type { SymbolOfKind } from "../bind/scope.ts";
import { compartmentsOf, concentrationDimensionOf, placeOf } from "../check/species.ts";
import { noLocals } from "../check/locals.ts";
import { dependencies } from "../expression/dependencies.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import { substitute } from "../expression/substitute.ts";
import { displayOf } from "./displayUnit.ts";
import type { FlatSpecies } from "./flatModel.ts";
import type { FlattenedSpecies, Flattening } from "./flattening.ts";
import type { Found, Instance } from "./instance.ts";
import { placeInTree } from "./placeInTree.ts";

export class SpeciesFlattener implements FlattenedSpecies {
  readonly all: FlatSpecies[] = [];
  readonly #index = new Map<string, number>();
  readonly #withoutPlace = new Set<SymbolOfKind<"species">>();
  readonly #flattener: Flattening;

  constructor(flattener: Flattening) {
    this.#flattener = flattener;
  }

  index(found: Found): number {
    const { instance, symbol } = found;
    if (symbol.kind !== "species") throw new Error(`${symbol.name} is no species`);
    const name = instance.prefix + symbol.name;
    const known = this.#index.get(name);
    if (known !== undefined) return known;
    const { node } = symbol;
    const size = this.#sizeOf(symbol, instance);
    const initialType =
      node.initial === null
        ? null
        : this.#flattener.request.checker.typeOf(node.initial, instance.scope, noLocals);
    const initialDimension = initialType?.kind === "quantity" ? initialType.dimension : null;
    const isConcentration = initialDimension !== null && !equalDimensions(initialDimension, amountDimension);
    const written =
      node.initial === null
        ? this.#flattener.graph.number(0)
        : this.#flattener.values.initial(node.initial, instance, `The initial value of ${name}`);
    const isSizeChanging = size !== null && this.#changesInRun(size);
    const holds = node.fixed && isConcentration && isSizeChanging ? "concentration" : "amount";
    const id = this.#flattener.graph.declareSymbol(name, "state");
    const held = this.#flattener.graph.symbol(id);
    const amount =
      holds === "concentration" && size !== null ? this.#flattener.graph.multiply([held, size]) : held;
    const initialSize = size === null ? null : this.sizeAtStart(size);
    const initial =
      isConcentration && holds === "amount" && initialSize !== null
        ? this.#flattener.graph.multiply([written, initialSize])
        : written;
    const index = this.all.length;
    this.#index.set(name, index);
    const ownConcentration = concentrationDimensionOf(placeOf(this.#flattener.request.program, symbol));
    const shown =
      initialDimension ?? (size === null ? amountDimension : (ownConcentration ?? amountDimension));
    if (size === null && isConcentration) this.reportNoPlace(symbol);
    this.all.push({
      name,
      symbol: id,
      holds,
      amount,
      size,
      rank: placeInTree(found, this.#flattener.tree).rank,
      initial,
      isFixed: node.fixed,
      isReservoir: node.fixed && isConcentration,
      display: displayOf(null, node.initial, shown),
      doc: node.fields?.doc?.value ?? null,
    });
    return index;
  }

  at(found: Found): FlatSpecies {
    const species = this.all[this.index(found)];
    if (species === undefined) throw new Error("no such species");
    return species;
  }

  concentration(found: Found): ExpressionId {
    const species = this.at(found);
    if (species.holds === "concentration") return this.#flattener.graph.symbol(species.symbol);
    if (species.size === null && found.symbol.kind === "species") this.reportNoPlace(found.symbol);
    return species.size === null
      ? species.amount
      : this.#flattener.graph.divide(species.amount, species.size);
  }

  reportNoPlace(symbol: SymbolOfKind<"species">): void {
    if (this.#withoutPlace.has(symbol)) return;
    this.#withoutPlace.add(symbol);
    this.#flattener.request.sink.report(
      "TDL4006",
      { file: symbol.scope.file, span: symbol.span },
      { name: symbol.name },
    );
  }

  #sizeOf(symbol: SymbolOfKind<"species">, instance: Instance): ExpressionId | null {
    const { node, scope } = symbol;
    if (node.compartment !== null)
      return this.#flattener.values.size(this.#flattener.tree.find(instance, node.compartment));
    const compartments = compartmentsOf(scope);
    const [only, ...more] = compartments;
    if (only === undefined) return null;
    if (more.length > 0) {
      const location = { file: scope.file, span: symbol.span };
      const names = compartments.map((candidate) => candidate.name).join(", ");
      this.#flattener.request.sink.report("TDL5003", location, { species: symbol.name, compartments: names });
    }
    return this.#flattener.values.size(
      this.#flattener.tree.find(instance, { parts: [{ text: only.name, span: only.span }], span: only.span }),
    );
  }

  #changesInRun(id: ExpressionId): boolean {
    return [...dependencies(this.#flattener.graph, id)].some(
      (symbol) => this.#flattener.graph.symbolInfo(symbol).kind !== "parameter",
    );
  }

  sizeAtStart(size: ExpressionId): ExpressionId {
    if (!this.#changesInRun(size)) return size;
    const map = new Map<SymbolId, ExpressionId>([
      [this.#flattener.timeSymbol, this.#flattener.graph.number(0)],
    ]);
    for (const variable of this.#flattener.values.variables) map.set(variable.symbol, variable.initial);
    for (const species of this.all) map.set(species.symbol, species.initial);
    return substitute(this.#flattener.graph, size, map);
  }
}
