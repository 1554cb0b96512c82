/** Expressions as TeX, by mathjs: the tree becomes one of its own, with texts of the model as symbols. */
import {
  ConditionalNode,
  ConstantNode,
  FunctionNode,
  type MathNode,
  OperatorNode,
  ParenthesisNode,
  SymbolNode,
} from "mathjs";
import { pathText } from "../../grammar/syntax/common.ts";
import type { BinaryOperator, Expression } from "../../grammar/syntax/expression.ts";
import { type FormulaContext, havingText, texName, unitFactors } from "./formulaText.ts";

const operators: Readonly<Record<BinaryOperator, readonly [operator: string, name: string]>> = {
  "+": ["+", "add"],
  "-": ["-", "subtract"],
  "*": ["*", "multiply"],
  "/": ["/", "divide"],
  "^": ["^", "pow"],
  "==": ["==", "equal"],
  "!=": ["!=", "unequal"],
  "<": ["<", "smaller"],
  "<=": ["<=", "smallerEq"],
  ">": [">", "larger"],
  ">=": [">=", "largerEq"],
  and: ["and", "and"],
  or: ["or", "or"],
};

export function expressionTex(expression: Expression, context: FormulaContext): string {
  /** TeX of symbols by the name that stands for them. */
  const symbols = new Map<string, string>();
  const symbol = (tex: string): MathNode => {
    const placeholder = `x${symbols.size}`;
    symbols.set(placeholder, tex);
    return new SymbolNode(placeholder);
  };
  const upright = (text: string): MathNode => symbol(`\\mathrm{${texName(text)}}`);
  const node = (part: Expression): MathNode => {
    switch (part.kind) {
      case "quantity":
        return part.unit === null && Number.isFinite(part.value)
          ? new ConstantNode(part.value)
          : symbol(`${numberTex(part.text)}${unitTex(part.unit?.text ?? "")}`);
      case "reference":
        return upright(pathText(part.path));
      case "time":
        return symbol("t");
      case "unary": {
        const operand = node(part.operand);
        if (part.operator === "not") return new OperatorNode("not", "not", [operand]);
        return part.operator === "-" ? new OperatorNode("-", "unaryMinus", [operand]) : operand;
      }
      case "binary": {
        const [operator, name] = operators[part.operator];
        return new OperatorNode(operator as "+", name as "add", [node(part.left), node(part.right)]);
      }
      case "conditional":
        return new ConditionalNode(node(part.condition), node(part.consequent), node(part.alternate));
      case "call":
        return new FunctionNode(pathText(part.callee), part.arguments.map(node));
      case "index": {
        const indices = part.indices.map((index) => node(index).toTex({ handler }));
        return symbol(`\\mathrm{${texName(pathText(part.table))}}_{${indices.join(",")}}`);
      }
      case "concentration":
        return symbol(`\\left[\\mathrm{${texName(context.patternText(part.of))}}\\right]`);
      case "measure": {
        const owner = part.owner === null ? "" : ` of ${part.owner.text}`;
        const text = `${part.measure} ${context.patternText(part.of)}${havingText(part)}${owner}`;
        return symbol(`\\mathrm{${texName(text)}}`);
      }
      case "aggregate": {
        const over = texName(context.patternText(part.over));
        const operator = part.aggregate === "sum" ? "\\sum" : "\\operatorname{mean}";
        const value = new ParenthesisNode(node(part.value)).toTex({ handler });
        return symbol(`${operator}_{\\mathrm{${over}}} ${value}`);
      }
      case "escape": {
        const operand = new ParenthesisNode(node(part.operand));
        const unit = symbol(unitTex(part.unit.text));
        const isRead = part.escape === "assume";
        return isRead
          ? new OperatorNode("*", "multiply", [operand, unit])
          : new OperatorNode("/", "divide", [operand, unit]);
      }
    }
  };
  const handler = (one: MathNode): string | undefined => {
    const name = "name" in one && typeof one.name === "string" ? one.name : null;
    return one.type === "SymbolNode" && name !== null ? symbols.get(name) : undefined;
  };
  return node(expression).toTex({ parenthesis: "auto", handler });
}

function numberTex(text: string): string {
  const [mantissa, exponent] = text.toLowerCase().split("e");
  return exponent === undefined ? text : `${mantissa} \\cdot 10^{${Number(exponent)}}`;
}

function unitTex(text: string): string {
  return unitFactors(text)
    .map(({ symbol, exponent }) => `\\,\\mathrm{${texName(symbol)}}${exponent === 1 ? "" : `^{${exponent}}`}`)
    .join("");
}
