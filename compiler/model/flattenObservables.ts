/** What a run shows: the observables that the text names, and the columns that plots and settings add. */
import type { Expression } from "../../grammar/syntax/expression.ts";
import { amountDimension, dimensionless, equalDimensions } from "../../runtime/units/dimension.ts";
import { noLocals } from "../check/locals.ts";
import { displayOf, usualDisplay } from "./displayUnit.ts";
import type { FlatObservable } from "./flatModel.ts";
import type { Flattening } from "./flattening.ts";
import type { Instance } from "./instance.ts";

export class ObservableFlattener {
  readonly all: FlatObservable[] = [];
  readonly #flattener: Flattening;

  constructor(flattener: Flattening) {
    this.#flattener = flattener;
  }

  add(instance: Instance, name: string): void {
    const symbol = instance.scope.values.get(name);
    if (symbol?.kind !== "observe") return;
    this.all.push({
      name: instance.prefix + name,
      value: this.#flattener.values.of({ instance, symbol, measure: null }),
      display: displayOf(symbol.node.unit?.text ?? null, null, this.#flattener.values.dimensionOf(symbol)),
      doc: symbol.node.fields?.doc?.value ?? null,
    });
  }

  /** The column that shows an expression of a plot: an observable's own, else one named like the text. */
  column(expression: Expression, instance: Instance): string {
    if (expression.kind === "time") return "time";
    if (expression.kind === "reference") {
      const found = this.#flattener.tree.find(instance, expression.path);
      const name = found.instance.prefix + found.symbol.name;
      if (this.all.some((observable) => observable.name === name)) return name;
    }
    const { file } = instance.scope;
    const name = file.text.slice(expression.span.start, expression.span.end).replace(/\s+/g, " ");
    if (this.all.some((observable) => observable.name === name)) return name;
    const type = this.#flattener.request.checker.typeOf(expression, instance.scope, noLocals);
    const dimension = type.kind === "quantity" && type.dimension !== null ? type.dimension : dimensionless;
    const value = this.#flattener.translator.translate(expression, instance);
    this.all.push({ name, value, display: usualDisplay(dimension), doc: null });
    return name;
  }

  /** Without any `observe` all species and variables are shown, each in the unit it was declared in. */
  observeEverything(): void {
    for (const species of this.#flattener.species.all) {
      const asAmount = equalDimensions(species.display.dimension, amountDimension) || species.size === null;
      const value = asAmount
        ? species.amount
        : this.#flattener.graph.divide(species.amount, species.size ?? this.#flattener.graph.number(1));
      this.all.push({ name: species.name, value, display: species.display, doc: species.doc });
    }
    for (const variable of this.#flattener.values.variables) {
      const value = this.#flattener.graph.symbol(variable.symbol);
      this.all.push({ name: variable.name, value, display: variable.display, doc: variable.doc });
    }
  }
}
