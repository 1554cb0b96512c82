/** Expressions as text, with no more brackets than their tree needs. */
import type { Assignment, BinaryExpression, Expression, Having } from "../syntax/expression.ts";
import { group, indent, join, type Layout, line, separated, softLine } from "./layout.ts";
import { formatName, formatPath, quotedName } from "./names.ts";
import { formatPattern } from "./patterns.ts";

/** How tightly an expression binds: the levels of the grammar, loosest first. */
const level = {
  conditional: 0,
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  sum: 5,
  product: 6,
  sign: 7,
  power: 8,
  escape: 9,
  primary: 10,
} as const;

function levelOf(expression: Expression): number {
  switch (expression.kind) {
    case "conditional":
      return level.conditional;
    case "binary":
      return levelOfOperator(expression);
    case "unary":
      return expression.operator === "not" ? level.not : level.sign;
    case "escape":
      return level.escape;
    case "quantity":
    case "reference":
    case "time":
    case "call":
    case "index":
    case "concentration":
    case "measure":
    case "aggregate":
      return level.primary;
  }
}

function levelOfOperator({ operator }: BinaryExpression): number {
  switch (operator) {
    case "or":
      return level.or;
    case "and":
      return level.and;
    case "+":
    case "-":
      return level.sum;
    case "*":
    case "/":
      return level.product;
    case "^":
      return level.power;
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return level.comparison;
  }
}

/** The expression, in brackets if it binds less tightly than `least`. */
export function formatExpression(expression: Expression, least: number = level.conditional): Layout {
  const text = formatBare(expression);
  return levelOf(expression) < least ? group("(", indent(softLine, text), softLine, ")") : text;
}

function formatBare(expression: Expression): Layout {
  switch (expression.kind) {
    case "quantity":
      return expression.unit === null ? expression.text : `${expression.text} ${expression.unit.text}`;
    case "reference": {
      const [only, ...more] = expression.path.parts;
      if (only?.text === "time" && more.length === 0) return quotedName(only);
      return formatPath(expression.path);
    }
    case "time":
      return "time";
    case "unary":
      return formatUnary(expression.operator, expression.operand);
    case "binary":
      return formatBinary(expression);
    case "conditional":
      return group(
        indent(
          join("if ", formatExpression(expression.condition)),
          join(line, "then ", formatExpression(expression.consequent)),
          join(line, "else ", formatExpression(expression.alternate)),
        ),
      );
    case "call":
      return list(formatPath(expression.callee), "(", expression.arguments, ")");
    case "index":
      return list(formatPath(expression.table), "[", expression.indices, "]");
    case "concentration":
      return join("[", formatPattern(expression.of), "]");
    case "measure":
      return join(
        expression.measure,
        " ",
        formatPattern(expression.of),
        formatHaving(expression.having),
        expression.owner === null ? "" : ` of ${formatName(expression.owner)}`,
      );
    case "aggregate":
      return group(
        `${expression.aggregate}(`,
        indent(softLine, formatExpression(expression.value), line, "over ", formatPattern(expression.over)),
        softLine,
        ")",
      );
    case "escape":
      return join(
        formatExpression(expression.operand, level.escape),
        ` ${expression.escape} ${expression.unit.text}`,
      );
  }
}

function formatUnary(operator: "-" | "+" | "not", operand: Expression): Layout {
  if (operator === "not") return join("not ", formatExpression(operand, level.not));
  const blank = operand.kind === "unary" && operand.operator !== "not" ? " " : "";
  return join(operator, blank, formatExpression(operand, level.sign));
}

function formatBinary(expression: BinaryExpression): Layout {
  const own = levelOfOperator(expression);
  if (expression.operator === "^") return formatPower(expression);
  if (own === level.comparison) {
    const { left, operator, right } = expression;
    return group(
      formatExpression(left, own + 1),
      indent(line, operator, " ", formatExpression(right, own + 1)),
    );
  }
  // The left spine of a long sum is walked, not recursed into.
  const rest: Layout[] = [];
  let first: Expression = expression;
  while (first.kind === "binary" && levelOfOperator(first) === own) {
    rest.push(join(line, first.operator, " ", formatExpression(first.right, own + 1)));
    first = first.left;
  }
  return group(formatExpression(first, own), indent(...rest.reverse()));
}

function formatPower({ left, right }: BinaryExpression): Layout {
  // `2 m^2` is a unit of area: the quantity needs brackets.
  const bare = left.kind === "quantity" && left.unit !== null;
  const base = bare ? join("(", formatExpression(left), ")") : formatExpression(left, level.primary);
  const exponentLevel = levelOf(right);
  const tight = exponentLevel === level.sign || exponentLevel === level.power;
  return join(base, "^", formatExpression(right, tight ? 0 : level.primary));
}

function list(head: string, open: string, items: readonly Expression[], close: string): Layout {
  if (items.length === 0) return `${head}${open}${close}`;
  const inner = separated(
    items.map((item) => formatExpression(item)),
    join(",", line),
  );
  return group(head, open, indent(softLine, inner), softLine, close);
}

export function formatExpressions(items: readonly Expression[]): Layout {
  return separated(
    items.map((item) => formatExpression(item)),
    join(",", line),
  );
}

/** The left side of an assignment. `time` may be set: it is no value there. */
export function formatTarget(target: Assignment["target"]): Layout {
  return target.kind === "reference" ? formatPath(target.path) : formatExpression(target);
}

export function formatAssignments(assignments: readonly Assignment[], mark = ""): Layout {
  return separated(
    assignments.map(({ target, value }) => join(formatTarget(target), mark, " = ", formatExpression(value))),
    join(",", line),
  );
}

function formatHaving(having: Having | null): string {
  if (having === null) return "";
  const { relation, number } = having;
  return relation === "==" ? ` having ${number}` : ` having ${relation} ${number}`;
}

/** Whether `in` after the expression would be read into a pattern that ends it. */
export function endsInPattern(expression: Expression): boolean {
  switch (expression.kind) {
    case "measure":
      if (expression.owner !== null || expression.having !== null) return false;
      return !expression.of.braced && expression.of.members.at(-1)?.compartment === null;
    case "binary":
      return endsInPattern(expression.right);
    case "unary":
      return endsInPattern(expression.operand);
    case "conditional":
      return endsInPattern(expression.alternate);
    case "quantity":
    case "reference":
    case "time":
    case "call":
    case "index":
    case "concentration":
    case "aggregate":
    case "escape":
      return false;
  }
}
