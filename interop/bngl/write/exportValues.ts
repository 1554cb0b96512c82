/**
 * Values of a model in BNGL: parameters as parameters, amounts of species and counts of patterns as observables,
 * everything else that varies as functions of them. All are numbers in um, s and molecules.
 */
import { dependencies } from "../../../compiler/expression/dependencies.ts";
import type { ExpressionId, SymbolId } from "../../../compiler/expression/graph.ts";
import type { FlatModel } from "../../../compiler/model/flatModel.ts";
import type { PatternMeasure } from "../../../compiler/model/structured.ts";
import { patternAutomorphisms } from "../../../compiler/plan/network/automorphisms.ts";
import { internalUnitText } from "../../../runtime/units/dimension.ts";
import { bnglExpression, NotInBngl } from "./bnglExpression.ts";
import type { BnglNames } from "./bnglNames.ts";

/** How the two kinds of counts are written as lines of the block of observables (or of groups). */
export interface CountWriter {
  species(name: string, index: number): string;
  measure(name: string, measure: PatternMeasure, automorphisms: number): string;
}

export class ExportValues {
  readonly observables: string[] = [];
  readonly functions: string[] = [];
  readonly #flat: FlatModel;
  readonly #names: BnglNames;
  readonly #counts: CountWriter;
  readonly #speciesOf: ReadonlyMap<SymbolId, number>;
  readonly #measureOf: ReadonlyMap<SymbolId, PatternMeasure>;
  readonly #texts = new Map<SymbolId, string>();

  constructor(flat: FlatModel, names: BnglNames, counts: CountWriter) {
    this.#flat = flat;
    this.#names = names;
    this.#counts = counts;
    this.#speciesOf = new Map(flat.species.map(({ symbol }, i) => [symbol, i]));
    this.#measureOf = new Map((flat.structured?.measures ?? []).map((one) => [one.symbol, one]));
    for (const { name, symbol } of flat.parameters)
      this.#texts.set(symbol, names.of(`parameter ${symbol}`, name));
  }

  parameterLines(): readonly string[] {
    return this.#flat.parameters.map(({ symbol, value, display }) => {
      const unit = internalUnitText(display.dimension);
      return `${this.#symbol(symbol)} ${this.text(value)}${unit === "" ? "" : `  # ${unit}`}`;
    });
  }

  /** Observables of the model under their own names; what is no plain count becomes a function. */
  addObserved(): void {
    for (const { name, value } of this.#flat.observables) {
      const node = this.#flat.graph.node(value);
      const symbol = node.kind === "symbol" && !this.#texts.has(node.symbol) ? node.symbol : null;
      const measure = symbol === null ? undefined : this.#measureOf.get(symbol);
      const isCount =
        symbol !== null &&
        (this.#speciesOf.has(symbol) ||
          measure?.measure === "complexes" ||
          this.#automorphisms(measure) === 1);
      if (symbol !== null && isCount) this.#count(symbol, name);
      else this.functions.push(`${this.#names.fresh(name)}() = ${this.text(value)}`);
    }
  }

  text(value: ExpressionId): string {
    return bnglExpression(this.#flat.graph, value, (symbol) => this.#symbol(symbol));
  }

  /** As a rate: an expression of parameters, or the call of a function that is made for it. */
  rate(value: ExpressionId, name: string): string {
    const { graph } = this.#flat;
    const isConstant = [...dependencies(graph, value)].every(
      (symbol) => graph.symbolInfo(symbol).kind === "parameter",
    );
    if (isConstant) return this.text(value);
    const text = this.text(value);
    const callee = this.#names.fresh(`rate_${name}`);
    this.functions.push(`${callee}() = ${text}`);
    return `${callee}()`;
  }

  #symbol(symbol: SymbolId): string {
    const known = this.#texts.get(symbol);
    if (known !== undefined) return known;
    const { name, kind } = this.#flat.graph.symbolInfo(symbol);
    if (kind === "time") return "time()";
    if (this.#speciesOf.has(symbol) || this.#measureOf.has(symbol)) return this.#count(symbol, `n_${name}`);
    throw new NotInBngl(`\`${name}\` in a rate or observable`);
  }

  #automorphisms(measure: PatternMeasure | undefined): number {
    return measure === undefined ? 0 : patternAutomorphisms(measure.pattern);
  }

  /** Declares the observable of a count and gives what stands for it. */
  #count(symbol: SymbolId, wanted: string): string {
    const name = this.#names.fresh(wanted);
    const species = this.#speciesOf.get(symbol);
    const measure = this.#measureOf.get(symbol);
    let text = name;
    if (species !== undefined) {
      this.observables.push(this.#counts.species(name, species));
      const { holds, size } = this.#flat.species[species] ?? {};
      if (holds === "concentration" && size !== undefined && size !== null)
        text = `(${name}/(${this.text(size)}))`;
    } else if (measure !== undefined) {
      const automorphisms = this.#automorphisms(measure);
      this.observables.push(this.#counts.measure(name, measure, automorphisms));
      if (measure.measure === "count" && automorphisms > 1) text = `(${name}/${automorphisms})`;
    }
    this.#texts.set(symbol, text);
    return text;
  }
}
