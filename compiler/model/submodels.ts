/**
 * What modules show to the outside, collected while the model is flattened: their ports, and their observables
 * and outputs, each of which the model around sees as a symbol of its own. A surrogate later gives the symbol
 * another value (surrogate/embed.ts).
 */
import { displayOf } from "./displayUnit.ts";
import type { Flattening } from "./flattening.ts";
import type { FlatSubmodel } from "./flatModel.ts";
import type { ExpressionId } from "../expression/graph.ts";
import { isPort } from "../check/checkPart.ts";
import type { Found, Instance } from "./instance.ts";

type Value = FlatSubmodel["values"][number];

export class SubmodelCollector {
  readonly #flattener: Flattening;
  readonly #values: ReadonlyMap<string, Value[]>;

  constructor(flattener: Flattening, prefixes: readonly string[]) {
    this.#flattener = flattener;
    this.#values = new Map(prefixes.map((prefix) => [prefix, []]));
  }

  /** What stands for a value in the model: its symbol when it belongs to such a module, else itself. */
  value({ instance, symbol }: Found, exact: ExpressionId): ExpressionId {
    const known = this.#values.get(instance.prefix);
    const isShown = symbol.kind === "observe" || symbol.kind === "output";
    if (known === undefined || !isShown || symbol.scope !== instance.scope || instance.scope.module === null)
      return exact;
    const { graph } = this.#flattener;
    const stand = graph.declareSymbol(instance.prefix + symbol.name, "definition");
    const dimension = this.#flattener.values.dimensionOf(symbol);
    const display = displayOf(symbol.node.unit?.text ?? null, symbol.node.value, dimension);
    known.push({ name: symbol.name, symbol: stand, exact, display });
    return graph.symbol(stand);
  }

  result(root: Instance): FlatSubmodel[] {
    return [...this.#values].map(([prefix, values]) => {
      const instance = this.#instanceOf(root, prefix);
      const ports: FlatSubmodel["ports"][number][] = [];
      for (const symbol of instance.scope.values.values()) {
        const { name } = symbol;
        const path = { parts: [{ text: name, span: symbol.span }], span: symbol.span };
        const found = this.#flattener.tree.find(instance, path);
        if (symbol.kind === "observe" || symbol.kind === "output") this.#flattener.values.of(found);
        if (!isPort(symbol)) continue;
        if (symbol.kind === "species")
          ports.push({ kind: "species", name, species: this.#flattener.species.index(found) });
        else if (symbol.kind === "input")
          ports.push({ kind: "value", name, value: this.#flattener.values.of(found) });
        else ports.push({ kind: "size", name, value: this.#flattener.values.size(found) });
      }
      return { prefix, ports, values };
    });
  }

  #instanceOf(root: Instance, prefix: string): Instance {
    let instance = root;
    for (const name of prefix.split(".").filter((part) => part !== "")) {
      const symbol = instance.scope.values.get(name);
      const inner = symbol?.kind === "part" ? this.#flattener.tree.part(instance, symbol) : null;
      if (inner === null) throw new Error(`no part ${prefix}`);
      instance = inner;
    }
    return instance;
  }
}
