/**
 * Derivatives by reverse accumulation over the graph (Griewank & Walther 2008, Evaluating Derivatives,
 * doi:10.1137/1.9780898717761): a gradient costs a small multiple of the function, whatever the number of symbols.
 *
 * Derivatives are those of the piece at hand: a conditional has the derivative of the branch that it takes (a
 * branch not taken adds nothing, not even a NaN from a singularity of its own), minimum and maximum likewise,
 * floor, ceil, round and conditions have derivative zero, and abs has 1 at zero. The number of pulses of a sum
 * over pulses is taken as constant.
 */
import { reachable } from "./dependencies.ts";
import type { ExpressionGraph, ExpressionId, ExpressionNode, PulseSumNode, SymbolId } from "./graph.ts";

type Gradient = Map<SymbolId, ExpressionId>;

/** The derivatives of `f` by each of the symbols, in their order; the number 0 where f does not depend on one. */
export function differentiate(
  graph: ExpressionGraph,
  f: ExpressionId,
  symbols: readonly SymbolId[],
): readonly ExpressionId[] {
  const derivatives = gradient(graph, f, new Set(symbols));
  return symbols.map((symbol) => derivatives.get(symbol) ?? graph.number(0));
}

/** The derivatives of `f` that are not identically zero, by those of the symbols on which it depends. */
export function gradient(
  graph: ExpressionGraph,
  f: ExpressionId,
  symbols: ReadonlySet<SymbolId>,
): ReadonlyMap<SymbolId, ExpressionId> {
  const nodes = reachable(graph, [f]);
  // Bound local times are differentiated by too: the chain rule through start and period needs them.
  const wanted = new Set(symbols);
  for (const id of nodes) {
    const node = graph.node(id);
    if (node.kind === "sumOverPulses") wanted.add(node.localTime);
  }
  const active = activeNodes(graph, nodes, wanted);
  // Branches and bodies get gradients of their own, lowest first, so that each is there when it is needed.
  const heads = new Set<ExpressionId>([f]);
  for (const id of nodes) for (const part of separateParts(graph.node(id))) heads.add(part);
  const gradients = new Map<ExpressionId, Gradient>();
  for (const head of [...heads].toSorted((a, b) => a - b)) {
    gradients.set(head, active.has(head) ? sweep(graph, head, active, gradients) : new Map());
  }
  const result = gradients.get(f) ?? new Map<SymbolId, ExpressionId>();
  for (const symbol of wanted) if (!symbols.has(symbol)) result.delete(symbol);
  return result;
}

function activeNodes(
  graph: ExpressionGraph,
  nodes: readonly ExpressionId[],
  wanted: ReadonlySet<SymbolId>,
): ReadonlySet<ExpressionId> {
  const active = new Set<ExpressionId>();
  for (const id of nodes) {
    const node = graph.node(id);
    if (
      node.kind === "symbol"
        ? wanted.has(node.symbol)
        : graph.operands(id).some((operand) => active.has(operand))
    ) {
      active.add(id);
    }
  }
  return active;
}

/** The operands that are differentiated on their own. */
function separateParts(node: ExpressionNode): readonly ExpressionId[] {
  if (node.kind === "sumOverPulses") return [node.operands[0]];
  if (node.kind !== "operation") return [];
  if (node.operation === "conditional") return node.operands.slice(1);
  return node.operation === "minimum" || node.operation === "maximum" ? node.operands : [];
}

/** One reverse sweep from `head`, not into branches and bodies, whose gradients are known. */
function sweep(
  graph: ExpressionGraph,
  head: ExpressionId,
  active: ReadonlySet<ExpressionId>,
  gradients: ReadonlyMap<ExpressionId, Gradient>,
): Gradient {
  const contributions = new Map<ExpressionId, ExpressionId[]>([[head, [graph.number(1)]]]);
  const bySymbol = new Map<SymbolId, ExpressionId[]>();
  const contribute = (to: ExpressionId, value: ExpressionId): void => {
    if (!active.has(to)) return;
    const known = contributions.get(to);
    if (known === undefined) contributions.set(to, [value]);
    else known.push(value);
  };
  const contributeBySymbol = (symbol: SymbolId, value: ExpressionId): void => {
    const known = bySymbol.get(symbol);
    if (known === undefined) bySymbol.set(symbol, [value]);
    else known.push(value);
  };
  for (const id of sweepOrder(graph, head, active)) {
    const parts = contributions.get(id);
    if (parts === undefined) continue;
    const adjoint = graph.add(parts);
    const node = graph.node(id);
    if (node.kind === "symbol") {
      contributeBySymbol(node.symbol, adjoint);
    } else if (node.kind === "sumOverPulses") {
      pullBackPulses(graph, node, adjoint, gradients, contribute, contributeBySymbol);
    } else if (node.kind === "call") {
      const { partials, arity } = graph.functionNamed(node.callee);
      if (partials === null) throw new Error(`${node.callee} has no derivative`);
      node.operands.forEach((operand, j) => {
        const partial = graph.call(partials, node.index * arity + j, node.operands);
        contribute(operand, graph.multiply([adjoint, partial]));
      });
    } else if (node.kind === "operation") {
      if (separateParts(node).length > 0) {
        for (const [symbol, value] of branchwise(graph, node.operation, node.operands, gradients)) {
          contributeBySymbol(symbol, graph.multiply([adjoint, value]));
        }
      } else {
        pullBack(graph, id, node.operation, node.operands, adjoint, contribute);
      }
    }
  }
  const result: Gradient = new Map();
  for (const [symbol, parts] of bySymbol) {
    const sum = graph.add(parts);
    if (graph.numberValue(sum) !== 0) result.set(symbol, sum);
  }
  return result;
}

/** The active nodes of a sweep, users before their operands. */
function sweepOrder(
  graph: ExpressionGraph,
  head: ExpressionId,
  active: ReadonlySet<ExpressionId>,
): readonly ExpressionId[] {
  const seen = new Set<ExpressionId>([head]);
  const open = [head];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = graph.node(id);
    const separate = separateParts(node);
    for (const operand of graph.operands(id)) {
      if (!seen.has(operand) && active.has(operand) && !separate.includes(operand)) {
        seen.add(operand);
        open.push(operand);
      }
    }
  }
  return [...seen].toSorted((a, b) => b - a);
}

/** The gradient of a conditional, minimum or maximum, as conditionals between the gradients of its branches. */
function branchwise(
  graph: ExpressionGraph,
  operation: string,
  operands: readonly ExpressionId[],
  gradients: ReadonlyMap<ExpressionId, Gradient>,
): Gradient {
  const [first, second, third] = operands;
  if (first === undefined || second === undefined) throw new RangeError(`${operation} lacks operands`);
  let condition = first;
  let consequent = second;
  let alternate = third ?? second;
  if (operation !== "conditional") {
    condition = operation === "minimum" ? graph.lessEqual(first, second) : graph.lessEqual(second, first);
    consequent = first;
    alternate = second;
  }
  const ofConsequent: Gradient = gradients.get(consequent) ?? new Map();
  const ofAlternate: Gradient = gradients.get(alternate) ?? new Map();
  const zero = graph.number(0);
  const result: Gradient = new Map();
  for (const symbol of new Set([...ofConsequent.keys(), ...ofAlternate.keys()])) {
    const value = graph.conditional(
      condition,
      ofConsequent.get(symbol) ?? zero,
      ofAlternate.get(symbol) ?? zero,
    );
    result.set(symbol, value);
  }
  return result;
}

/**
 * With u = time - start - i period, d/dx of the sum is the sum of the body's derivative by x, plus its
 * derivative by u times du/dx. The index, which d/dperiod needs, is i = (time - start - u) / period.
 */
function pullBackPulses(
  graph: ExpressionGraph,
  node: PulseSumNode,
  adjoint: ExpressionId,
  gradients: ReadonlyMap<ExpressionId, Gradient>,
  contribute: (to: ExpressionId, value: ExpressionId) => void,
  contributeBySymbol: (symbol: SymbolId, value: ExpressionId) => void,
): void {
  const [body, start, period, count, time] = node.operands;
  const sumOf = (part: ExpressionId): ExpressionId =>
    graph.sumOverPulses({ body: part, start, period, count, time, localTime: node.localTime });
  for (const [symbol, value] of gradients.get(body) ?? []) {
    if (symbol !== node.localTime) {
      contributeBySymbol(symbol, graph.multiply([adjoint, sumOf(value)]));
      continue;
    }
    const byTime = graph.multiply([adjoint, sumOf(value)]);
    contribute(time, byTime);
    contribute(start, graph.negate(byTime));
    const begun = graph.add([time, graph.negate(start), graph.negate(graph.symbol(node.localTime))]);
    const index = graph.conditional(
      graph.less(graph.number(0), period),
      graph.divide(begun, period),
      graph.number(0),
    );
    contribute(period, graph.negate(graph.multiply([adjoint, sumOf(graph.multiply([value, index]))])));
  }
}

/** Adds to each operand of a smooth operation the adjoint times the partial derivative. */
function pullBack(
  graph: ExpressionGraph,
  id: ExpressionId,
  operation: string,
  operands: readonly ExpressionId[],
  adjoint: ExpressionId,
  contribute: (to: ExpressionId, value: ExpressionId) => void,
): void {
  const [x, y] = operands;
  if (x === undefined) return;
  const one = graph.number(1);
  const times = (...factors: readonly ExpressionId[]): ExpressionId => graph.multiply([adjoint, ...factors]);
  const square = (a: ExpressionId): ExpressionId => graph.power(a, graph.number(2));
  switch (operation) {
    case "add":
      for (const operand of operands) contribute(operand, adjoint);
      return;
    case "multiply":
      pullBackProduct(graph, operands, adjoint, contribute);
      return;
    case "divide":
      if (y === undefined) return;
      contribute(x, graph.divide(adjoint, y));
      contribute(y, graph.negate(graph.divide(times(id), y)));
      return;
    case "power":
      if (y === undefined) return;
      contribute(x, times(y, graph.power(x, graph.subtract(y, one))));
      if (graph.numberValue(y) !== null) return;
      // The limit of x^y log x at x = 0, for positive y.
      contribute(
        y,
        graph.conditional(graph.less(graph.number(0), x), times(id, graph.apply("log", x)), graph.number(0)),
      );
      return;
    case "negate":
      contribute(x, graph.negate(adjoint));
      return;
    case "abs": {
      const sign = graph.conditional(graph.less(x, graph.number(0)), graph.number(-1), one);
      contribute(x, times(sign));
      return;
    }
    case "exp":
      contribute(x, times(id));
      return;
    case "expm1":
      contribute(x, times(graph.add([id, one])));
      return;
    case "log":
      contribute(x, graph.divide(adjoint, x));
      return;
    case "log1p":
      contribute(x, graph.divide(adjoint, graph.add([one, x])));
      return;
    case "log10":
      contribute(x, graph.divide(adjoint, graph.multiply([graph.number(Math.LN10), x])));
      return;
    case "sqrt":
      contribute(x, graph.divide(adjoint, graph.multiply([graph.number(2), id])));
      return;
    case "sin":
      contribute(x, times(graph.apply("cos", x)));
      return;
    case "cos":
      contribute(x, graph.negate(times(graph.apply("sin", x))));
      return;
    case "tan":
      contribute(x, times(graph.add([one, square(id)])));
      return;
    case "atan":
      contribute(x, graph.divide(adjoint, graph.add([one, square(x)])));
      return;
    case "sinh":
      contribute(x, times(graph.apply("cosh", x)));
      return;
    case "cosh":
      contribute(x, times(graph.apply("sinh", x)));
      return;
    case "tanh":
      contribute(x, times(graph.subtract(one, square(id))));
      return;
    case "floor":
    case "ceil":
    case "round":
    case "less":
    case "lessEqual":
    case "equal":
    case "and":
    case "or":
    case "not":
      return;
    default:
      throw new TypeError(`no derivative of ${operation}`);
  }
}

/** Beyond this many factors the products of all others are built from prefixes and suffixes. */
const shortProduct = 8;

function pullBackProduct(
  graph: ExpressionGraph,
  factors: readonly ExpressionId[],
  adjoint: ExpressionId,
  contribute: (to: ExpressionId, value: ExpressionId) => void,
): void {
  if (factors.length <= shortProduct) {
    factors.forEach((factor, i) => {
      contribute(factor, graph.multiply([adjoint, ...factors.filter((_, j) => j !== i)]));
    });
    return;
  }
  const suffixes: ExpressionId[] = [graph.number(1)];
  for (const factor of factors.slice(1).toReversed()) {
    suffixes.push(graph.multiply([factor, suffixes.at(-1) ?? graph.number(1)]));
  }
  let prefix = adjoint;
  for (const factor of factors) {
    contribute(factor, graph.multiply([prefix, suffixes.pop() ?? graph.number(1)]));
    prefix = graph.multiply([prefix, factor]);
  }
}
