/**
 * Kappa's algebraic and boolean expressions. From loose to tight: `[?] [:]`, `||`, `&&`, comparisons, sums,
 * products, `[mod]`, powers (from the right), and what stands before one small term: a sign, a function.
 */
import { parsePattern } from "./parsePattern.ts";
import type { KappaReader } from "./reader.ts";
import type { KappaExpression, KappaOperator } from "./syntax.ts";

/** Deeper nesting is refused, so that no file can exhaust the stack. */
const depthLimit = 500;

const levels: readonly (readonly KappaOperator[])[] = [
  ["||"],
  ["&&"],
  ["<", ">", "=", "<>"],
  ["+", "-"],
  ["*", "/"],
  ["mod"],
];

/** Functions with the number of terms after them. */
const functions: ReadonlyMap<string, number> = new Map([
  ...["log", "exp", "sin", "cos", "tan", "sqrt", "int", "not"].map((name): [string, number] => [name, 1]),
  ["max", 2],
  ["min", 2],
]);
const clocks = new Set(["T", "E", "E-", "Tsim", "Emax", "Tmax"]);

export function parseExpression(reader: KappaReader, depth = 0): KappaExpression {
  if (depth > depthLimit) reader.fail("fewer nested brackets");
  const { start } = reader.peek().span;
  const condition = binary(reader, 0, depth);
  if (!reader.isWord("primitive", "?")) return condition;
  reader.next();
  const consequence = parseExpression(reader, depth + 1);
  if (!reader.isWord("primitive", ":")) reader.fail("`[:]`");
  reader.next();
  const otherwise = parseTerm(reader, depth + 1);
  return { kind: "choice", condition, consequence, otherwise, span: reader.spanFrom(start) };
}

/** A number, name, count or function, or anything in brackets. */
export function parseTerm(reader: KappaReader, depth = 0): KappaExpression {
  if (depth > depthLimit) reader.fail("fewer nested brackets");
  const word = reader.peek();
  const { start } = word.span;
  if (reader.accept("(")) {
    const inner = parseExpression(reader, depth + 1);
    reader.expect(")");
    return { ...inner, span: reader.spanFrom(start) };
  }
  if (reader.accept("-")) {
    const operand = parseTerm(reader, depth + 1);
    return { kind: "call", function: "-", arguments: [operand], span: reader.spanFrom(start) };
  }
  if (reader.accept("|")) {
    if (reader.peek().kind === "name" && reader.is("|", 1)) {
      const name = reader.name("a token");
      reader.expect("|");
      return { kind: "token", name, span: reader.spanFrom(start) };
    }
    const pattern = parsePattern(reader);
    reader.expect("|");
    return { kind: "pattern", pattern, span: reader.spanFrom(start) };
  }
  if (word.kind === "number") {
    reader.next();
    return { kind: "number", text: word.text, span: word.span };
  }
  if (word.kind === "primitive") return primitive(reader, depth);
  if (word.kind === "label" || (word.kind === "name" && !/^(do|repeat|alarm)$/.test(word.text))) {
    reader.next();
    if (/^(inf|INF)$/.test(word.text) && word.kind === "name")
      return { kind: "clock", name: "inf", span: word.span };
    return { kind: "variable", name: { text: word.text, span: word.span }, span: word.span };
  }
  return reader.fail("a number, a name, `|` or `(`");
}

function primitive(reader: KappaReader, depth: number): KappaExpression {
  const { text, span } = reader.peek();
  if (text === "?" || text === ":") reader.fail("a number, a name, `|` or `(`");
  const arity = functions.get(text);
  // KaSim's own digits of pi.
  const constant: KappaExpression | null =
    text === "pi"
      ? { kind: "number", text: "3.14159265", span }
      : text === "true" || text === "false"
        ? { kind: "boolean", value: text === "true", span }
        : clocks.has(text)
          ? { kind: "clock", name: text, span }
          : null;
  if (constant === null && arity === undefined) reader.fail("a function or value that Kappa knows");
  reader.next();
  if (constant !== null) return constant;
  const list = Array.from({ length: arity ?? 0 }, () => parseTerm(reader, depth + 1));
  return { kind: "call", function: text, arguments: list, span: reader.spanFrom(span.start) };
}

function binary(reader: KappaReader, level: number, depth: number): KappaExpression {
  const operators = levels[level];
  if (operators === undefined) return power(reader, depth);
  const { start } = reader.peek().span;
  let left = binary(reader, level + 1, depth);
  for (;;) {
    const { kind, text } = reader.peek();
    const operator = operators.find((one) => one === text);
    const isHere = operator === "mod" ? kind === "primitive" : kind === "symbol";
    if (operator === undefined || !isHere) return left;
    reader.next();
    const right = binary(reader, level + 1, depth);
    left = { kind: "binary", operator, left, right, span: reader.spanFrom(start) };
  }
}

function power(reader: KappaReader, depth: number): KappaExpression {
  const { start } = reader.peek().span;
  const left = parseTerm(reader, depth);
  if (!reader.accept("^")) return left;
  if (depth > depthLimit) reader.fail("fewer powers");
  const right = power(reader, depth + 1);
  return { kind: "binary", operator: "^", left, right, span: reader.spanFrom(start) };
}
