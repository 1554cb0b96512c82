/**
 * Tells of rates, flows and observables that divide by zero at the very start, with the values that the model declares, and
 * of those that divide by species which the reactions can use up.
 */
import type { DiagnosticSink, Location } from "../../diagnostics/diagnostic.ts";
import type { Scope } from "../bind/scope.ts";
import { dependencies, reachable } from "../expression/dependencies.ts";
import { evaluate } from "../expression/evaluate.ts";
import { formatExpression } from "../expression/format.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import type { FlatModel } from "../model/flatModel.ts";
import { netChanges } from "../plan/planOde.ts";
import type { RuleIndex } from "./ruleIndex.ts";

export function reportDivisions(flat: FlatModel, scope: Scope, rules: RuleIndex, sink: DiagnosticSink): void {
  const { graph } = flat;
  const start = new StartValues(flat);
  const vanishing = vanishingSpecies(flat);
  const told = new Set<string>();
  const look = (what: string, value: ExpressionId, location: Location): void => {
    const key = `${location.file.path}:${location.span.start}`;
    if (told.has(key)) return;
    const divisor = zeroDivisor(value);
    const species = divisor === null ? vanishingDivisor(value) : null;
    if (divisor === null && species === null) return;
    told.add(key);
    if (divisor !== null)
      sink.report("TDL5181", location, { what, divisor: formatExpression(graph, divisor) });
    else if (species !== null) sink.report("TDL5189", location, { what, species });
  };
  for (const { origin, rate } of [...flat.reactions, ...(flat.structured?.rules ?? [])]) {
    const value = rate.kind === "total" ? rate.velocity : rate.constant;
    look(`The rate of ${rules.name(origin)}`, value, rules.location(origin));
  }
  for (const { origin, rate } of flat.flows) look("This flow", rate, origin);
  for (const { name, value } of flat.observables) {
    const symbol = scope.values.get(name);
    if (symbol?.kind === "observe")
      look(`The observable ${name}`, value, { file: scope.file, span: symbol.span });
  }

  /** A species that can be used up and that the value divides by, unless a condition stands around that. */
  function vanishingDivisor(value: ExpressionId): string | null {
    const node = graph.node(value);
    if (node.kind !== "operation" || node.operation === "conditional") return null;
    const [, divisor] = node.operands;
    const found = node.operation === "divide" && divisor !== undefined ? vanishingFactor(divisor) : null;
    return found ?? firstOf(node.operands, vanishingDivisor);
  }

  /** Of a product. */
  function vanishingFactor(value: ExpressionId): string | null {
    const node = graph.node(value);
    if (node.kind === "symbol") return vanishing.get(node.symbol) ?? null;
    if (node.kind !== "operation") return null;
    if (node.operation === "multiply" || node.operation === "negate")
      return firstOf(node.operands, vanishingFactor);
    const isLed = node.operation === "divide" || node.operation === "power" || node.operation === "sqrt";
    return isLed ? firstOf(node.operands.slice(0, 1), vanishingFactor) : null;
  }

  /** What the value divides by, if that makes it no number. */
  function zeroDivisor(value: ExpressionId): ExpressionId | null {
    const result = start.of(value);
    if (result === null || Number.isFinite(result)) return null;
    for (const id of reachable(graph, [value])) {
      const node = graph.node(id);
      if (node.kind !== "operation") continue;
      const [first, second] = node.operands;
      const isPower = node.operation === "power" && second !== undefined && (start.of(second) ?? 0) < 0;
      const divisor = node.operation === "divide" ? second : isPower ? first : undefined;
      if (divisor !== undefined && start.of(divisor) === 0) return divisor;
    }
    return null;
  }
}

function firstOf<T, R>(list: readonly T[], find: (item: T) => R | null): R | null {
  for (const item of list) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

/** Species that reactions take, by their symbols. */
function vanishingSpecies(flat: FlatModel): ReadonlyMap<SymbolId, string> {
  const held = new Set(
    [...flat.clamps].flatMap(({ target }) => (target.kind === "species" ? [target.index] : [])),
  );
  const found = new Map<SymbolId, string>();
  for (const reaction of flat.reactions) {
    for (const [index, change] of netChanges(reaction)) {
      const species = flat.species[index];
      if (change < 0 && !species.isFixed && !held.has(index)) found.set(species.symbol, species.name);
    }
  }
  return found;
}

/** Values of expressions at the start of a run. */
class StartValues {
  readonly #flat: FlatModel;
  readonly #initial: ReadonlyMap<SymbolId, ExpressionId>;
  readonly #known = new Map<SymbolId, number>();

  constructor(flat: FlatModel) {
    this.#flat = flat;
    this.#initial = new Map([
      ...flat.parameters.map(({ symbol, value }) => [symbol, value] as const),
      ...flat.species.map(({ symbol, initial }) => [symbol, initial] as const),
      ...flat.variables.map(({ symbol, initial }) => [symbol, initial] as const),
    ]);
  }

  /** Null for conditions, and for what molecules decide. */
  of(id: ExpressionId): number | null {
    const { graph, time } = this.#flat;
    for (const symbol of dependencies(graph, id))
      if (symbol !== time && !this.#initial.has(symbol)) return null;
    const value = evaluate(graph, id, (symbol) => (symbol === time ? 0 : this.#symbol(symbol)));
    return typeof value === "number" ? value : null;
  }

  #symbol(symbol: SymbolId): number {
    const known = this.#known.get(symbol);
    if (known !== undefined) return known;
    const initial = this.#initial.get(symbol);
    const value = initial === undefined ? Number.NaN : (this.of(initial) ?? Number.NaN);
    this.#known.set(symbol, value);
    return value;
  }
}
