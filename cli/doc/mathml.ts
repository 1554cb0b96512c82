/**
 * Formulas as MathML, which browsers draw without any library, with their TeX as annotation for those who copy them.
 * (MathML Core, https://www.w3.org/TR/mathml-core/.)
 */
import { pathText } from "../../grammar/syntax/common.ts";
import type { BinaryOperator, Expression } from "../../grammar/syntax/expression.ts";
import { escaped } from "./markup.ts";
import { type FormulaContext, havingText, texName, unitFactors } from "./formulaText.ts";
import { expressionTex } from "./tex.ts";

/** How tightly an expression binds, loosest first. */
const strength = {
  conditional: 0,
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  sum: 5,
  product: 6,
  sign: 7,
  power: 8,
  atom: 9,
};

/** A formula of its own, `left` (plain text) = the expression. */
export function formula(left: string | null, expression: Expression, context: FormulaContext): string {
  const head = left === null ? "" : `${name(left)}<mo>=</mo>`;
  const tex = expressionTex(expression, context);
  const annotation = left === null ? tex : `\\mathrm{${texName(left)}} = ${tex}`;
  return semantics(`${head}${markup(expression, context)}`, annotation);
}

/** MathML with TeX beside it. */
export function semantics(markupText: string, tex: string): string {
  return `<math displaystyle="true"><semantics><mrow>${markupText}</mrow><annotation encoding="application/x-tex">${escaped(tex)}</annotation></semantics></math>`;
}

export function name(text: string): string {
  return `<mi mathvariant="normal">${escaped(text)}</mi>`;
}

export function markup(
  expression: Expression,
  context: FormulaContext,
  least = strength.conditional,
): string {
  const text = bare(expression, context);
  return strengthOf(expression) < least ? `<mo>(</mo>${text}<mo>)</mo>` : text;
}

function strengthOf(expression: Expression): number {
  switch (expression.kind) {
    case "conditional":
      return strength.conditional;
    case "unary":
      return expression.operator === "not" ? strength.not : strength.sign;
    case "binary":
      return strengthOfOperator(expression.operator);
    case "escape":
      return strength.product;
    case "quantity":
      return expression.unit === null ? strength.atom : strength.product;
    case "reference":
    case "time":
    case "call":
    case "index":
    case "concentration":
    case "measure":
    case "aggregate":
      return strength.atom;
  }
}

function strengthOfOperator(operator: BinaryOperator): number {
  switch (operator) {
    case "or":
    case "and":
      return strength[operator];
    case "+":
    case "-":
      return strength.sum;
    case "*":
      return strength.product;
    // A fraction has its own bar as brackets.
    case "/":
      return strength.power;
    case "^":
      return strength.power;
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return strength.comparison;
  }
}

const signs: Readonly<Record<BinaryOperator, string>> = {
  "+": "+",
  "-": "−",
  "*": "·",
  "/": "/",
  "^": "^",
  "==": "=",
  "!=": "≠",
  "<": "&lt;",
  "<=": "≤",
  ">": "&gt;",
  ">=": "≥",
  and: "and",
  or: "or",
};

function bare(expression: Expression, context: FormulaContext): string {
  const inner = (part: Expression, least: number): string => markup(part, context, least);
  const row = (part: Expression): string => `<mrow>${markup(part, context)}</mrow>`;
  const list = (parts: readonly Expression[]): string =>
    parts.map((part) => inner(part, 0)).join("<mo>,</mo>");
  switch (expression.kind) {
    case "quantity":
      return number(expression.text) + (expression.unit === null ? "" : unit(expression.unit.text));
    case "reference":
      return name(pathText(expression.path));
    case "time":
      return name("time");
    case "unary":
      return expression.operator === "not"
        ? `<mo>not</mo>${inner(expression.operand, strength.not)}`
        : `<mo>${expression.operator === "-" ? "−" : "+"}</mo>${inner(expression.operand, strength.sign)}`;
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "/") return `<mfrac>${row(left)}${row(right)}</mfrac>`;
      if (operator === "^") return `<msup><mrow>${inner(left, strength.atom)}</mrow>${row(right)}</msup>`;
      const own = strengthOfOperator(operator);
      return `${inner(left, own)}<mo>${signs[operator]}</mo>${inner(right, own + 1)}`;
    }
    case "conditional": {
      const cases = [
        [inner(expression.consequent, 0), `<mtext>if </mtext>${inner(expression.condition, 0)}`],
        [inner(expression.alternate, 0), "<mtext>else</mtext>"],
      ].map(([value, when]) => `<mtr><mtd>${value}</mtd><mtd>${when}</mtd></mtr>`);
      return `<mrow><mo stretchy="true">{</mo><mtable>${cases.join("")}</mtable></mrow>`;
    }
    case "call": {
      const [only] = expression.arguments;
      const callee = pathText(expression.callee);
      if (callee === "sqrt" && only !== undefined) return `<msqrt>${row(only)}</msqrt>`;
      return `${name(callee)}<mo>(</mo>${list(expression.arguments)}<mo>)</mo>`;
    }
    case "index":
      return `<msub>${name(pathText(expression.table))}<mrow>${list(expression.indices)}</mrow></msub>`;
    case "concentration":
      return `<mo>[</mo>${name(context.patternText(expression.of))}<mo>]</mo>`;
    case "measure": {
      const owner = expression.owner === null ? "" : ` of ${expression.owner.text}`;
      return name(
        `${expression.measure} ${context.patternText(expression.of)}${havingText(expression)}${owner}`,
      );
    }
    case "aggregate": {
      const over = name(context.patternText(expression.over));
      if (expression.aggregate === "sum")
        return `<munder><mo>∑</mo><mrow>${over}</mrow></munder>${inner(expression.value, strength.product)}`;
      return `<munder>${name("mean")}<mrow>${over}</mrow></munder><mo>(</mo>${inner(expression.value, 0)}<mo>)</mo>`;
    }
    case "escape": {
      const operand = inner(expression.operand, strength.power);
      const factor = unit(expression.unit.text);
      return expression.escape === "assume"
        ? operand + factor
        : `<mfrac><mrow>${operand}</mrow><mrow>${factor}</mrow></mfrac>`;
    }
  }
}

/** `6.02e23` as 6.02 · 10^23. */
export function number(text: string): string {
  const [mantissa = text, exponent] = text.toLowerCase().split("e");
  if (exponent === undefined) return `<mn>${escaped(text)}</mn>`;
  const power = `<msup><mn>10</mn><mn>${escaped(exponent.replace("+", "").replace("-", "−"))}</mn></msup>`;
  return Number(mantissa) === 1 ? power : `<mn>${escaped(mantissa)}</mn><mo>·</mo>${power}`;
}

/** `/uM/s` as µM^-1 s^-1. */
export function unit(text: string): string {
  return unitFactors(text)
    .map(({ symbol, exponent }) => {
      const written = `<mi mathvariant="normal">${escaped(symbol)}</mi>`;
      const power =
        exponent === 1 ? written : `<msup>${written}<mn>${String(exponent).replace("-", "−")}</mn></msup>`;
      return `<mspace width="0.2em"/>${power}`;
    })
    .join("");
}
