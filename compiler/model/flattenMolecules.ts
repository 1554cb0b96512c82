/** Molecules in the flat model: types, initial complexes, rules, energies and pattern measures become indices. */
import type { Initial, Rule } from "../../grammar/syntax/declaration.ts";
import type { Energy } from "../../grammar/syntax/growth.ts";
import type { Pattern } from "../../grammar/syntax/pattern.ts";
import { concentrationDimension, dimensionless } from "../../runtime/units/dimension.ts";
import { constantValue } from "../check/constantValue.ts";
import { PatternAnalyser } from "../check/patternAnalysis.ts";
import { noLocals } from "../check/locals.ts";
import { fits } from "../check/valueType.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import { wholePattern } from "../plan/agents/fragments.ts";
import { substitute } from "../expression/substitute.ts";
import type { Flattening } from "./flattening.ts";
import { initialComplex, repeated } from "./initialComplexes.ts";
import type { Instance } from "./instance.ts";
import { type concentration, type MeasureKind, measureValue } from "./measureValue.ts";
import { RuleFlattener } from "./moleculeRules.ts";
import { MoleculeTables, noAssignment } from "./moleculeTables.ts";
import type {
  EnergyTerm,
  MatchRange,
  MoleculePattern,
  PatternMeasure,
  StructuredModel,
  StructuredRule,
  StructuredSeed,
} from "./structured.ts";

export class MoleculeFlattener {
  readonly #flattener: Flattening;
  readonly #tables: MoleculeTables;
  readonly #rules: RuleFlattener;
  readonly #seeds: StructuredSeed[] = [];
  readonly #measures: PatternMeasure[] = [];
  readonly #measureIndex = new Map<string, ExpressionId>();
  readonly #energies: EnergyTerm[] = [];
  /** Stands for the change of free energy, in kT, until all its terms are known. */
  readonly #energyChange: SymbolId;

  constructor(flattener: Flattening) {
    const { graph } = flattener;
    this.#flattener = flattener;
    this.#tables = new MoleculeTables(flattener);
    this.#energyChange = graph.declareSymbol("change of energy", "definition");
    this.#rules = new RuleFlattener(flattener, this.#tables, graph.symbol(this.#energyChange));
  }

  /** Null when the model has no molecules. */
  result(): StructuredModel | null {
    const { rules } = this.#rules;
    if (rules.length === 0 && this.#seeds.length === 0 && this.#measures.length === 0) return null;
    return {
      types: this.#tables.types,
      compartments: this.#tables.compartments,
      rules: rules.map((rule) => this.#withEnergies(rule)),
      seeds: this.#seeds,
      measures: this.#measures,
      energies: this.#energies,
    };
  }

  // --- Rules and energies

  addRule(rule: Rule, instance: Instance): void {
    this.#rules.add(rule, instance);
  }

  addEnergy(energy: Energy, instance: Instance): void {
    const { graph, request } = this.#flattener;
    const name = instance.prefix + energy.name.text;
    const [pattern] = energy.pattern;
    const agents =
      pattern === undefined ? null : new PatternAnalyser(request.checker, instance.scope).molecules(pattern);
    if (agents === null) return;
    const written = this.#flattener.values.initial(energy.value, instance, `The energy ${name}`);
    const type = request.checker.typeOf(energy.value, instance.scope, noLocals);
    let value = written;
    // What lacks a temperature by itself has been told of.
    if (!fits(type, dimensionless) && !Number.isNaN(graph.numberValue(written))) {
      const kT = this.#flattener.kT(instance);
      if (kT === null) this.#flattener.reportNoTemperature(`The energy ${name}`, instance, energy.value.span);
      else value = graph.divide(written, kT);
    }
    this.#energies.push({
      name,
      pattern: this.#tables.pattern(agents, instance, noAssignment),
      value,
      change: graph.declareSymbol(`change of ${name}`, "definition"),
    });
  }

  /** Puts the terms into the rates of a balanced rule. */
  #withEnergies(rule: StructuredRule): StructuredRule {
    if (!rule.isBalanced || rule.rate.kind === "total") return rule;
    const { graph } = this.#flattener;
    const change = graph.add(
      this.#energies.map((term) => graph.multiply([term.value, graph.symbol(term.change)])),
    );
    const put = (id: ExpressionId): ExpressionId =>
      substitute(graph, id, new Map([[this.#energyChange, change]]));
    const { constant, within } = rule.rate;
    return {
      ...rule,
      rate: { ...rule.rate, constant: put(constant), within: within === null ? null : put(within) },
    };
  }

  // --- Measures

  /** `count P`, `complexes P` and what is made of them, as an expression. */
  measure(
    pattern: Pattern,
    { measure, having }: MeasureKind | typeof concentration,
    instance: Instance,
  ): ExpressionId {
    const { graph, request } = this.#flattener;
    const agents = new PatternAnalyser(request.checker, instance.scope).molecules(pattern);
    if (agents === null) throw new Error("a pattern that the check phase refused");
    const text = instance.scope.file.text.slice(pattern.span.start, pattern.span.end).replace(/\s+/g, " ");
    const counted = measure === "concentration" ? "count" : measure;
    const value = measureValue(
      graph,
      agents,
      { measure: counted, having },
      text,
      (members, kind, range, name) =>
        this.#measured(this.#tables.pattern(members, instance, noAssignment), kind, range, name),
    );
    if (measure !== "concentration") return value;
    const path = agents[0]?.compartment ?? null;
    const index =
      path === null ? this.#tables.defaultCompartment(instance) : this.#tables.compartment(path, instance);
    const size = this.#tables.compartments[index]?.size ?? graph.number(1);
    return graph.divide(value, size);
  }

  #measured(
    pattern: MoleculePattern,
    measure: "count" | "complexes",
    having: MatchRange | null,
    name: string,
  ): ExpressionId {
    const key = `${measure} ${JSON.stringify({ pattern, having })}`;
    const known = this.#measureIndex.get(key);
    if (known !== undefined) return known;
    const { graph } = this.#flattener;
    const symbol = graph.declareSymbol(`${measure} ${name}`, "definition");
    this.#measures.push({ symbol, pattern, measure, having, name: `${measure} ${name}` });
    const value = graph.symbol(symbol);
    this.#measureIndex.set(key, value);
    return value;
  }

  // --- Initial complexes

  addInitial(initial: Initial, instance: Instance): void {
    const { graph, request, translator } = this.#flattener;
    const agents = new PatternAnalyser(request.checker, instance.scope).molecules(initial.pattern);
    if (agents === null) return;
    const named =
      initial.compartment === null ? null : this.#tables.compartment(initial.compartment, instance);
    const one = initialComplex(this.#tables, agents, instance, named);
    const { template } = initial;
    const copies =
      template === null ? 1 : (constantValue(request.program, instance.scope, template.count) ?? 1);
    const complex = template === null ? one : repeated(this.#tables, one, template, copies);
    const value = translator.translate(initial.value, instance);
    const type = request.checker.typeOf(initial.value, instance.scope, noLocals);
    const isConcentration =
      type.kind === "quantity" && type.dimension !== null && fits(type, concentrationDimension);
    const size = this.#tables.compartments[complex.agents[0]?.compartment ?? 0]?.size ?? graph.number(1);
    this.#seeds.push({
      complex,
      initial: isConcentration ? graph.multiply([value, this.#flattener.species.sizeAtStart(size)]) : value,
      isFixed: initial.fixed,
      counted: null,
    });
  }

  /**
   * The complex whose number an event sets, as an index into the seeds, of which it becomes one; and the size of the
   * compartment that its first molecule is in.
   */
  setByEvent(pattern: Pattern, instance: Instance): { readonly index: number; readonly size: ExpressionId } {
    const { graph, request } = this.#flattener;
    const agents = new PatternAnalyser(request.checker, instance.scope).molecules(pattern);
    if (agents === null) throw new Error("a pattern that the check phase refused");
    const complex = initialComplex(this.#tables, agents, instance, null);
    const text = instance.scope.file.text.slice(pattern.span.start, pattern.span.end).replace(/\s+/g, " ");
    const whole = wholePattern(complex, this.#tables.types);
    const counted = graph.node(this.#measured(whole, "count", null, text));
    if (counted.kind !== "symbol") throw new Error("a measure without a symbol");
    const size = this.#tables.compartments[complex.agents[0]?.compartment ?? 0]?.size ?? graph.number(1);
    const known = this.#seeds.findIndex((seed) => seed.counted === counted.symbol);
    if (known >= 0) return { index: known, size };
    const initial = graph.number(0);
    return {
      index: this.#seeds.push({ complex, initial, isFixed: false, counted: counted.symbol }) - 1,
      size,
    };
  }
}
