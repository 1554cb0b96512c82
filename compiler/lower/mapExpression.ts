/** An expression with its parts replaced, one level down. */
import type { Expression } from "../../grammar/syntax/expression.ts";

export function mapParts(node: Expression, map: (part: Expression) => Expression): Expression {
  switch (node.kind) {
    case "unary":
    case "escape":
      return { ...node, operand: map(node.operand) };
    case "binary":
      return { ...node, left: map(node.left), right: map(node.right) };
    case "conditional":
      return {
        ...node,
        condition: map(node.condition),
        consequent: map(node.consequent),
        alternate: map(node.alternate),
      };
    case "call":
      return { ...node, arguments: node.arguments.map(map) };
    case "index":
      return { ...node, indices: node.indices.map(map) };
    case "aggregate":
      return { ...node, value: map(node.value) };
    case "quantity":
    case "reference":
    case "time":
    case "concentration":
    case "measure":
      return node;
  }
}
