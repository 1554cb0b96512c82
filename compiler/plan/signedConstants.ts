/** Rate constants of mass action that may become negative in a run, by what their expressions are made of. */
import type { ExpressionGraph, ExpressionId, SymbolId } from "../expression/graph.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type { SignedConstant } from "./plan.ts";
import type { StateSpace } from "./stateSpace.ts";

/** One for each expression; a rule stands for the reactions that have it in common. */
export function signedConstants(flat: FlatModel, space: StateSpace): readonly SignedConstant[] {
  const { graph } = flat;
  const signs = new Signs(flat);
  const found = new Map<ExpressionId, SignedConstant>();
  for (const { name, rate } of flat.reactions) {
    if (rate.kind !== "massAction" || found.has(rate.constant)) continue;
    if (!signs.mayBeNegative(rate.constant)) continue;
    const rule = name.replace(/\[.*\]/, "");
    found.set(rate.constant, { rule, value: space.inStates(rate.constant) });
  }
  return [...found.values()].filter(({ value }) => (graph.numberValue(value) ?? -1) < 0);
}

class Signs {
  readonly #graph: ExpressionGraph;
  readonly #known = new Map<ExpressionId, boolean>();
  /** Symbols whose values may be negative, as any parameter's that is set from outside may; amounts, sizes and time are not. */
  readonly #signed: ReadonlySet<SymbolId>;

  constructor({ graph, parameters, variables }: FlatModel) {
    this.#graph = graph;
    this.#signed = new Set([
      ...variables.flatMap(({ kind, symbol }) => (kind === "variable" ? [symbol] : [])),
      ...parameters.map(({ symbol }) => symbol),
    ]);
  }

  mayBeNegative(id: ExpressionId): boolean {
    const before = this.#known.get(id);
    if (before !== undefined) return before;
    const result = this.#look(id);
    this.#known.set(id, result);
    return result;
  }

  #look(id: ExpressionId): boolean {
    const node = this.#graph.node(id);
    if (node.kind === "number") return node.value < 0;
    if (node.kind === "boolean") return false;
    if (node.kind === "symbol") return this.#signed.has(node.symbol);
    if (node.kind !== "operation") return true;
    const { operands } = node;
    switch (node.operation) {
      case "abs":
      case "exp":
      case "sqrt":
      case "cosh":
        return false;
      case "maximum":
        return operands.every((one) => this.mayBeNegative(one));
      case "conditional":
        return operands.slice(1).some((one) => this.mayBeNegative(one));
      case "power":
        return !this.#isEven(operands[1]) && this.mayBeNegative(operands[0]);
      case "add":
      case "multiply":
      case "divide":
      case "minimum":
      case "sinh":
      case "tanh":
      case "atan":
      case "ceil":
      case "round":
        return operands.some((one) => this.mayBeNegative(one));
      default:
        return true;
    }
  }

  #isEven(exponent: ExpressionId): boolean {
    const value = this.#graph.numberValue(exponent);
    return value !== null && value % 2 === 0;
  }
}
