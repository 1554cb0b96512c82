/** What the expressions of one statement read of its molecules, and which random numbers they draw. */
import type { MoleculeSymbol } from "../../check/moleculeTypes.ts";
import { componentNames } from "../../check/spatial/attributes.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../expression/graph.ts";
import type { AttributeRead, Draw, SpatialAttribute } from "../spatial.ts";
import type { LocalValue } from "../translate.ts";
import type { DrawSource, MoleculeValue } from "./moleculeValue.ts";
import type { SpatialTables } from "./spatialTables.ts";
import { at, type Components } from "./vectorAlgebra.ts";

let statements = 0;

export class MatchScope {
  readonly reads: AttributeRead[] = [];
  readonly #graph: ExpressionGraph;
  readonly #tables: SpatialTables;
  readonly #symbols = new Map<string, SymbolId>();
  readonly #key = `m${++statements}`;

  constructor(graph: ExpressionGraph, tables: SpatialTables) {
    this.#graph = graph;
    this.#tables = tables;
  }

  /** Labelled molecules as local names; `agents[i]` is agent `position(i)` of the statement. */
  locals(
    agents: readonly { readonly label: string | null; readonly type: MoleculeSymbol }[],
    position: (index: number) => number = (index) => index,
  ): Map<string, LocalValue> {
    return new Map(
      agents.flatMap(({ label, type }, i): [string, LocalValue][] =>
        label === null ? [] : [[label, this.molecule(position(i), type, label)]],
      ),
    );
  }

  molecule(agent: number, type: MoleculeSymbol, label: string): MoleculeValue {
    const read = (attribute: SpatialAttribute): Components => this.#read(agent, label, attribute);
    return {
      kind: "molecule",
      key: `${this.#key}.${agent}`,
      type,
      attribute: (name) => read(this.#tables.attribute(type, name)),
      contactForce: () => read(this.#tables.contactForce(type)),
      distanceTo: (other) => at(read(this.#tables.distanceTo(type, other)), 0),
      concentrationOf: (field) => at(read(this.#tables.concentrationOf(type, field)), 0),
    };
  }

  #read(agent: number, label: string, { name, slot, components }: SpatialAttribute): Components {
    return Array.from({ length: components }, (_, i) => {
      const key = `${agent} ${slot + i}`;
      let symbol = this.#symbols.get(key);
      if (symbol === undefined) {
        const component = components === 1 ? "" : `.${componentNames[i] ?? i}`;
        symbol = this.#graph.declareSymbol(`${label}.${name}${component}`, "attribute");
        this.#symbols.set(key, symbol);
        this.reads.push({ symbol, agent, slot: slot + i });
      }
      return this.#graph.symbol(symbol);
    });
  }
}

export class DrawList implements DrawSource {
  readonly draws: Draw[] = [];
  readonly #graph: ExpressionGraph;
  readonly #ofCopy = new Map<number, ExpressionId>();

  constructor(graph: ExpressionGraph) {
    this.#graph = graph;
  }

  draw(distribution: Draw["distribution"]): ExpressionId {
    const symbol = this.#graph.declareSymbol(`draw ${this.draws.length + 1}`, "local");
    this.draws.push({ symbol, distribution });
    return this.#graph.symbol(symbol);
  }

  ofCopy(k: number): ExpressionId {
    let value = this.#ofCopy.get(k);
    if (value === undefined) {
      const [low, high] = [this.#graph.number(0), this.#graph.number(1)];
      value = this.draw({ kind: "uniform", low, high });
      this.#ofCopy.set(k, value);
    }
    return value;
  }
}
