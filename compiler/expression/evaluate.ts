/**
 * Interprets an expression: the oracle for emitted code, which gives the same bits, and the compiler's way to
 * compute initial values. A loop over the nodes, so depth does not matter.
 */
import { integerPower } from "../../runtime/math/integerPower.ts";
import { fdPow } from "../../runtime/math/pow.ts";
import { reachable } from "./dependencies.ts";
import type { ExpressionGraph, ExpressionId, OperationNode, PulseSumNode, SymbolId } from "./graph.ts";
import { compare, isUnaryFunction, unaryFunctions, usesIntegerPower } from "./operations.ts";

type Value = number | boolean;
type SymbolValues = (symbol: SymbolId) => number;

/** The value at the given values of the symbols: a boolean for a condition, else a number. */
export function evaluate(graph: ExpressionGraph, root: ExpressionId, valueOf: SymbolValues): Value {
  return evaluateAll(graph, [root], valueOf)[0] ?? Number.NaN;
}

/** The values of the roots, each shared node computed once. */
export function evaluateAll(
  graph: ExpressionGraph,
  roots: readonly ExpressionId[],
  valueOf: SymbolValues,
): readonly Value[] {
  const values = new Map<ExpressionId, Value>();
  const numberOf = (id: ExpressionId | undefined): number => {
    const value = id === undefined ? undefined : values.get(id);
    if (typeof value !== "number") throw new TypeError("a number was expected");
    return value;
  };
  for (const id of outsidePulses(graph, roots)) {
    const node = graph.node(id);
    switch (node.kind) {
      case "number":
      case "boolean":
        values.set(id, node.value);
        break;
      case "symbol":
        values.set(id, valueOf(node.symbol));
        break;
      case "operation":
        values.set(id, applyOperation(graph, node, numberOf, values));
        break;
      case "call":
        values.set(id, graph.functionNamed(node.callee).value(node.index, ...node.operands.map(numberOf)));
        break;
      case "sumOverPulses":
        values.set(id, sumPulses(graph, node, numberOf, valueOf));
        break;
    }
  }
  return roots.map((root) => values.get(root) ?? Number.NaN);
}

/** The nodes that the roots use outside the bodies of pulses, operands first. */
function outsidePulses(graph: ExpressionGraph, roots: readonly ExpressionId[]): readonly ExpressionId[] {
  const all = reachable(graph, roots);
  if (!all.some((id) => graph.node(id).kind === "sumOverPulses")) return all;
  const seen = new Set<ExpressionId>(roots);
  const open = [...seen];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = graph.node(id);
    const operands = node.kind === "sumOverPulses" ? node.operands.slice(1) : graph.operands(id);
    for (const operand of operands) {
      if (!seen.has(operand)) {
        seen.add(operand);
        open.push(operand);
      }
    }
  }
  return [...seen].toSorted((a, b) => a - b);
}

function sumPulses(
  graph: ExpressionGraph,
  node: PulseSumNode,
  numberOf: (id: ExpressionId) => number,
  valueOf: SymbolValues,
): number {
  const [body, startId, periodId, countId, timeId] = node.operands;
  const start = numberOf(startId);
  const period = numberOf(periodId);
  const count = period > 0 ? numberOf(countId) : Math.min(1, numberOf(countId));
  const time = numberOf(timeId);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const localTime = time - (start + i * period);
    if (!(localTime >= 0)) break;
    const value = evaluate(graph, body, (symbol) =>
      symbol === node.localTime ? localTime : valueOf(symbol),
    );
    sum += typeof value === "number" ? value : Number.NaN;
  }
  return sum;
}

function applyOperation(
  graph: ExpressionGraph,
  node: OperationNode,
  numberOf: (id: ExpressionId | undefined) => number,
  values: ReadonlyMap<ExpressionId, Value>,
): Value {
  const { operation, operands } = node;
  const [a, b, c] = operands;
  if (isUnaryFunction(operation)) return unaryFunctions[operation].value(numberOf(a));
  switch (operation) {
    case "add": {
      let sum = numberOf(a);
      for (let i = 1; i < operands.length; i++) sum += numberOf(operands[i]);
      return sum;
    }
    case "multiply": {
      let product = numberOf(a);
      for (let i = 1; i < operands.length; i++) product *= numberOf(operands[i]);
      return product;
    }
    case "divide":
      return numberOf(a) / numberOf(b);
    case "power": {
      const exponent = b === undefined ? null : graph.numberValue(b);
      return exponent !== null && usesIntegerPower(exponent)
        ? integerPower(numberOf(a), exponent)
        : fdPow(numberOf(a), numberOf(b));
    }
    case "negate":
      return -numberOf(a);
    case "minimum":
      return Math.min(numberOf(a), numberOf(b));
    case "maximum":
      return Math.max(numberOf(a), numberOf(b));
    case "less":
    case "lessEqual":
    case "equal":
      return compare(operation, numberOf(a), numberOf(b));
    case "and":
      return operands.every((operand) => values.get(operand) === true);
    case "or":
      return operands.some((operand) => values.get(operand) === true);
    case "not":
      return a !== undefined && values.get(a) === false;
    case "conditional":
      break;
  }
  const chosen = a !== undefined && values.get(a) === true ? b : c;
  const value = chosen === undefined ? undefined : values.get(chosen);
  if (value === undefined) throw new TypeError("a conditional without branches");
  return value;
}
