/**
 * The text of one node in JavaScript, given the texts of its operands: minimal parentheses, numbers that read
 * back to the same double, and an order of operations that is that of evaluate.ts, so that both give the same
 * bits.
 */
import type { ExpressionGraph, ExpressionId, OperationNode } from "./graph.ts";
import { isUnaryFunction, unaryFunctions, usesIntegerPower } from "./operations.ts";

/** How tightly the outermost operator of a text binds; the larger the tighter. */
export const bindingStrength = {
  conditional: 1,
  or: 2,
  and: 3,
  equality: 4,
  relation: 5,
  sum: 6,
  product: 7,
  prefix: 8,
  atom: 9,
} as const;

export interface BoundText {
  readonly text: string;
  readonly strength: number;
}

type TextOf = (id: ExpressionId) => BoundText;

function atLeast(strength: number, bound: BoundText): string {
  return bound.strength >= strength ? bound.text : `(${bound.text})`;
}

export function atomText(text: string): BoundText {
  return { text, strength: bindingStrength.atom };
}

export function numberText(value: number): BoundText {
  return value < 0 ? { text: String(value), strength: bindingStrength.prefix } : atomText(String(value));
}

/** Whether the text names the base of a power twice, so that it should be a name. */
export function repeatsBase(graph: ExpressionGraph, node: OperationNode): boolean {
  const exponent = constantExponent(graph, node);
  return exponent !== null && (Math.abs(exponent) === 2 || Math.abs(exponent) === 3);
}

/** The exponent of a power that is computed by repeated multiplication, else null. */
export function constantExponent(graph: ExpressionGraph, node: OperationNode): number | null {
  const [, second] = node.operands;
  if (node.operation !== "power" || second === undefined) return null;
  const exponent = graph.numberValue(second);
  return exponent !== null && usesIntegerPower(exponent) ? exponent : null;
}

/**
 * Which functions the text calls: those of runtime/math, whose bits are the same everywhere, or the engine's own,
 * which are faster (powers fourfold) and differ from engine to engine in the last place.
 */
export type FunctionFamily = "portable" | "native";

/** The text of an operation on operands with the given texts. */
export function operationText(
  graph: ExpressionGraph,
  node: OperationNode,
  textOf: TextOf,
  family: FunctionFamily = "portable",
): BoundText {
  const { operation, operands } = node;
  const [first, second, third] = operands;
  if (first === undefined) throw new RangeError(`${operation} without operands`);
  const other = (id: ExpressionId | undefined): BoundText => {
    if (id === undefined) throw new RangeError(`${operation} lacks an operand`);
    return textOf(id);
  };
  const infix = (operator: string, strength: number): BoundText => ({
    text: `${atLeast(strength + 1, textOf(first))} ${operator} ${atLeast(strength + 1, other(second))}`,
    strength,
  });
  if (isUnaryFunction(operation)) {
    const callee = family === "native" ? `Math.${operation}` : unaryFunctions[operation].callee;
    return atomText(`${callee}(${textOf(first).text})`);
  }
  switch (operation) {
    case "add":
      return sumText(graph, operands, textOf);
    case "multiply": {
      const parts = operands.map((id, i) => atLeast(bindingStrength.product + (i === 0 ? 0 : 1), textOf(id)));
      return { text: parts.join(" * "), strength: bindingStrength.product };
    }
    case "divide": {
      const above = atLeast(bindingStrength.product, textOf(first));
      return {
        text: `${above} / ${atLeast(bindingStrength.product + 1, other(second))}`,
        strength: bindingStrength.product,
      };
    }
    case "power":
      return powerText(textOf(first), constantExponent(graph, node), other(second), family);
    case "negate": {
      const operand = textOf(first);
      // -a * b is (-a) * b, which is -(a * b) exactly.
      if (operand.strength === bindingStrength.product && !operand.text.startsWith("-")) {
        return { text: `-${operand.text}`, strength: bindingStrength.product };
      }
      return { text: `-${atLeast(bindingStrength.atom, operand)}`, strength: bindingStrength.prefix };
    }
    case "minimum":
    case "maximum": {
      const callee = operation === "minimum" ? "Math.min" : "Math.max";
      return atomText(`${callee}(${textOf(first).text}, ${other(second).text})`);
    }
    case "less":
      return infix("<", bindingStrength.relation);
    case "lessEqual":
      return infix("<=", bindingStrength.relation);
    case "equal":
      return infix("===", bindingStrength.equality);
    case "and":
    case "or": {
      const strength = bindingStrength[operation];
      const parts = operands.map((id) => atLeast(strength + 1, textOf(id)));
      return { text: parts.join(operation === "and" ? " && " : " || "), strength };
    }
    case "not":
      return { text: `!${atLeast(bindingStrength.prefix, textOf(first))}`, strength: bindingStrength.prefix };
    case "conditional":
      break;
  }
  const condition = atLeast(bindingStrength.or, textOf(first));
  return {
    text: `${condition} ? ${other(second).text} : ${other(third).text}`,
    strength: bindingStrength.conditional,
  };
}

/** A sum with `- x` for negated terms, for terms with a negative coefficient and for a negative constant. */
function sumText(graph: ExpressionGraph, operands: readonly ExpressionId[], textOf: TextOf): BoundText {
  const parts = operands.map((id, i) => {
    const term = textOf(id);
    if (i === 0) return atLeast(bindingStrength.sum, term);
    // Only a leading minus that covers the whole term: -x, -2 * x and -2, for which a + (-y) is a - y exactly.
    const node = graph.node(id);
    const minus =
      term.text.startsWith("-") &&
      (node.kind === "number" ||
        (node.kind === "operation" && (node.operation === "negate" || node.operation === "multiply")));
    return minus ? `- ${term.text.slice(1)}` : `+ ${atLeast(bindingStrength.sum + 1, term)}`;
  });
  return { text: parts.join(" "), strength: bindingStrength.sum };
}

function powerText(
  base: BoundText,
  exponent: number | null,
  exponentText: BoundText,
  family: FunctionFamily,
): BoundText {
  if (exponent === null) {
    return atomText(`${family === "native" ? "Math.pow" : "fdPow"}(${base.text}, ${exponentText.text})`);
  }
  const size = Math.abs(exponent);
  if (base.strength < bindingStrength.atom || size > 3 || base.text.includes("(")) {
    return atomText(`integerPower(${base.text}, ${exponent})`);
  }
  const product = Array.from({ length: size }, () => base.text).join(" * ");
  return { text: exponent > 0 ? product : `1 / (${product})`, strength: bindingStrength.product };
}
