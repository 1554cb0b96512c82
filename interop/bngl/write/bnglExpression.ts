/**
 * Expressions as BNGL text. Operations are bracketed, for BioNetGen binds signs before powers and powers from the
 * left, unlike other programs that read the same text.
 */
import { reachable } from "../../../compiler/expression/dependencies.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../../compiler/expression/graph.ts";
import {
  isUnaryFunction,
  type Operation,
  type UnaryFunction,
} from "../../../compiler/expression/operations.ts";

/** BNGL has no such expression; `message` names it. */
export class NotInBngl extends Error {}

const functions: Readonly<Record<UnaryFunction, (x: string) => string>> = {
  abs: (x) => `abs(${x})`,
  exp: (x) => `exp(${x})`,
  expm1: (x) => `(exp(${x})-1)`,
  log: (x) => `ln(${x})`,
  log1p: (x) => `ln(1+(${x}))`,
  log10: (x) => `log10(${x})`,
  sqrt: (x) => `sqrt(${x})`,
  sin: (x) => `sin(${x})`,
  cos: (x) => `cos(${x})`,
  tan: (x) => `tan(${x})`,
  atan: (x) => `atan(${x})`,
  sinh: (x) => `sinh(${x})`,
  cosh: (x) => `cosh(${x})`,
  tanh: (x) => `tanh(${x})`,
  floor: (x) => `floor(${x})`,
  ceil: (x) => `ceil(${x})`,
  round: (x) => `floor((${x})+0.5)`,
};

/** `symbolText`: what stands for a symbol. @throws NotInBngl */
export function bnglExpression(
  graph: ExpressionGraph,
  root: ExpressionId,
  symbolText: (symbol: SymbolId) => string,
): string {
  const texts = new Map<ExpressionId, string>();
  const textOf = (id: ExpressionId): string => {
    const text = texts.get(id);
    if (text === undefined) throw new RangeError("an operand that was not reached");
    return text;
  };
  for (const id of reachable(graph, [root])) {
    const node = graph.node(id);
    switch (node.kind) {
      case "number":
        texts.set(id, numberText(node.value));
        break;
      case "boolean":
        texts.set(id, node.value ? "1" : "0");
        break;
      case "symbol":
        texts.set(id, symbolText(node.symbol));
        break;
      case "sumOverPulses":
        throw new NotInBngl("A train of pulses");
      case "call":
        if (node.callee !== "kummerRatio") throw new NotInBngl("A surrogate");
        texts.set(id, `mratio(${node.operands.map(textOf).map(withoutOuterBrackets).join(",")})`);
        break;
      case "operation":
        texts.set(id, operationText(node.operation, node.operands.map(textOf)));
    }
  }
  return withoutOuterBrackets(textOf(root));
}

function operationText(operation: Operation, operands: readonly string[]): string {
  const [a = "0", b = "0", c = "0"] = operands;
  if (isUnaryFunction(operation)) return functions[operation](withoutOuterBrackets(a));
  switch (operation) {
    case "add":
      return `(${operands.join("+")})`;
    case "multiply":
      return `(${operands.join("*")})`;
    case "divide":
      return `(${a}/${b})`;
    case "power":
      return `(${a}^${b})`;
    case "negate":
      return `(-${a})`;
    case "minimum":
      return `min(${a},${b})`;
    case "maximum":
      return `max(${a},${b})`;
    case "less":
      return `(${a}<${b})`;
    case "lessEqual":
      return `(${a}<=${b})`;
    case "equal":
      return `(${a}==${b})`;
    case "and":
      return `(${operands.join("&&")})`;
    case "or":
      return `(${operands.join("||")})`;
    case "not":
      return `(${a}==0)`;
    case "conditional":
      return `if(${withoutOuterBrackets(a)},${withoutOuterBrackets(b)},${withoutOuterBrackets(c)})`;
  }
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new NotInBngl("A value that is not finite");
  return value < 0 ? `(${value})` : String(value);
}

/** Where one pair of brackets encloses all. */
function withoutOuterBrackets(text: string): string {
  if (!text.startsWith("(")) return text;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0) return i === text.length - 1 ? text.slice(1, -1) : text;
  }
  return text;
}
