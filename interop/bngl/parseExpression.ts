/**
 * BNGL expressions. Operators bind as BioNetGen binds them: logic (`||` and `&&` alike), comparisons, sums,
 * products, powers, signs, each from the left, so that `-a^2` is the square of -a, and `2^3^2` is 64.
 */
import type { Cursor } from "./cursor.ts";
import type { BnglExpression, BnglOperator } from "./syntax.ts";

/** Deeper nesting is refused, so that no file can exhaust the stack. */
const depthLimit = 1000;

const otherOperators: ReadonlyMap<string, BnglOperator> = new Map([
  ["~=", "!="],
  ["**", "^"],
]);

/** How tightly an operator binds, and what it is. */
const operators: ReadonlyMap<string, { readonly level: number; readonly operator: BnglOperator }> = new Map(
  [
    ["||", "&&"],
    ["==", "!=", "~=", "<=", ">=", "<", ">"],
    ["+", "-"],
    ["*", "/"],
    ["^", "**"],
  ].flatMap((words, level) =>
    words.map((word) => [word, { level, operator: (otherOperators.get(word) ?? word) as BnglOperator }]),
  ),
);
/** Not the arrow of a rule. */
const operatorPattern = /\|\||&&|==|!=|~=|<=|>=|<(?!->)|>|[+-](?!>)|\*\*|\*|\/|\^/;

export function parseExpression(cursor: Cursor, depth = 0): BnglExpression {
  if (depth > depthLimit) cursor.fail("fewer nested brackets");
  return binary(cursor, 0, depth);
}

/** Operators that bind at least as tightly as `level`; by climbing, so that nesting costs little stack. */
function binary(cursor: Cursor, level: number, depth: number): BnglExpression {
  const start = cursor.start;
  let left = signed(cursor, depth);
  for (;;) {
    const found = operators.get(cursor.peek(operatorPattern) ?? "");
    if (found === undefined || found.level < level) return left;
    cursor.take(operatorPattern);
    const right = binary(cursor, found.level + 1, depth);
    left = { kind: "binary", operator: found.operator, left, right, span: cursor.spanFrom(start) };
  }
}

function signed(cursor: Cursor, depth: number): BnglExpression {
  const start = cursor.start;
  const sign = cursor.take(/[-+]|!(?!=)|~(?!=)/);
  if (sign === null) return primary(cursor, depth);
  if (depth > depthLimit) cursor.fail("fewer signs");
  const operand = signed(cursor, depth + 1);
  return {
    kind: "unary",
    operator: sign === "~" ? "!" : (sign as "-" | "+" | "!"),
    operand,
    span: cursor.spanFrom(start),
  };
}

function primary(cursor: Cursor, depth: number): BnglExpression {
  const start = cursor.start;
  if (cursor.accept("(")) {
    const inner = parseExpression(cursor, depth + 1);
    cursor.expect(")");
    return { ...inner, span: cursor.spanFrom(start) };
  }
  const number = cursor.take(/(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?(?![A-Za-z_])/);
  if (number !== null) return { kind: "number", text: number, span: cursor.spanFrom(start) };
  if (cursor.peek(/[A-Za-z_]/) === null) cursor.fail("a number, a name or `(`");
  const name = cursor.name("a name");
  if (!cursor.accept("(")) return { kind: "name", name, span: cursor.spanFrom(start) };
  if (name.text === "FunctionProduct") return functionProduct(cursor, start, depth);
  const list: BnglExpression[] = [];
  while (!cursor.accept(")")) {
    // `tfun([0,1],[2,3],time,method=>"step")`: lists, file names and options stay texts.
    const text = cursor.take(/"[^"]*"|'[^']*'|\[[^\]]*\]|\w+\s*=>\s*("[^"]*"|'[^']*')/);
    if (text !== null) {
      const span = { start: cursor.at - text.length, end: cursor.at };
      list.push({ kind: "name", name: { text, span }, span });
    } else list.push(parseExpression(cursor, depth + 1));
    if (cursor.accept(",")) continue;
    cursor.expect(")");
    break;
  }
  return { kind: "call", name, arguments: list, span: cursor.spanFrom(start) };
}

/** `FunctionProduct("f(x)", "g(y)")`: functions of two reactants, each in quotes, multiplied. */
function functionProduct(cursor: Cursor, start: number, depth: number): BnglExpression {
  const quoted = (): BnglExpression => {
    if (cursor.take(/["']/) === null) cursor.fail("a function in quotes");
    const inner = parseExpression(cursor, depth + 1);
    if (cursor.take(/["']/) === null) cursor.fail("the end of the quotes");
    return inner;
  };
  const left = quoted();
  cursor.expect(",");
  const right = quoted();
  cursor.expect(")");
  return { kind: "binary", operator: "*", left, right, span: cursor.spanFrom(start) };
}
