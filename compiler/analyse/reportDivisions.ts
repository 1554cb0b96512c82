/** Tells of rates, flows and observables that divide by zero at the very start, with the values that the model declares. */
import type { DiagnosticSink, Location } from "../../diagnostics/diagnostic.ts";
import type { Scope } from "../bind/scope.ts";
import { dependencies, reachable } from "../expression/dependencies.ts";
import { evaluate } from "../expression/evaluate.ts";
import { formatExpression } from "../expression/format.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type { RuleIndex } from "./ruleIndex.ts";

export function reportDivisions(flat: FlatModel, scope: Scope, rules: RuleIndex, sink: DiagnosticSink): void {
  const { graph } = flat;
  const start = new StartValues(flat);
  const told = new Set<string>();
  const look = (what: string, value: ExpressionId, location: Location): void => {
    const divisor = zeroDivisor(value);
    const key = `${location.file.path}:${location.span.start}`;
    if (divisor === null || told.has(key)) return;
    told.add(key);
    sink.report("TDL5181", location, { what, divisor: formatExpression(graph, divisor) });
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
