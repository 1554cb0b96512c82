/**
 * Values that must be known when a run starts: parameters, initial values, what an experiment sets.
 *
 * They may use constants and parameters, never time, state or what is computed from them.
 */
import type { Expression } from "../../grammar/syntax/expression.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { BoundProgram, Scope, ValueSymbol } from "../bind/scope.ts";
import { constantValue } from "./constantValue.ts";
import type { TypeChecker } from "./typeChecker.ts";

export interface ChangeQuery {
  readonly program: BoundProgram;
  /** Whether sizes of compartments and inputs, which may change or not, count as changing. */
  readonly unsure: boolean;
  /** Whether parameters count: they are known before a run, but not while compiling. */
  readonly parameters?: boolean;
}

/** Reports unless the value is known before the run and a finite number. `what` begins the sentence. */
export function checkKnownValue(value: Expression, scope: Scope, checker: TypeChecker, what: string): void {
  const { program, sink } = checker;
  const location = { file: scope.file, span: value.span };
  const uses = whatChanges(value, scope, { program, unsure: false });
  if (uses !== null) sink.report("TDL4014", location, { what, uses: `\`${uses}\`` });
  const number = constantValue(program, scope, value);
  if (number !== null && !Number.isFinite(number))
    sink.report("TDL4015", location, { value: String(number) });
}

/** The first thing in the expression that changes in a run, as it is written; null when nothing does. */
export function whatChanges(
  expression: Expression,
  scope: Scope,
  query: ChangeQuery,
  locals: ReadonlySet<string> = new Set(),
  visited: ReadonlySet<ValueSymbol> = new Set(),
): string | null {
  const first = (parts: readonly Expression[]): string | null => {
    for (const part of parts) {
      const found = whatChanges(part, scope, query, locals, visited);
      if (found !== null) return found;
    }
    return null;
  };
  switch (expression.kind) {
    case "quantity":
      return null;
    case "time":
      return "time";
    case "concentration":
    case "measure":
      return scope.file.text.slice(expression.span.start, expression.span.end);
    case "unary":
    case "escape":
      return first([expression.operand]);
    case "binary":
      return first([expression.left, expression.right]);
    case "conditional":
      return first([expression.condition, expression.consequent, expression.alternate]);
    case "index": {
      const table = resolvePath(query.program, scope, expression.table);
      if (table.kind !== "symbol" || table.symbol.kind !== "table") return null;
      const { symbol } = table;
      const cells = symbol.node.rows.flatMap((row) => row.cells);
      return cells.map((cell) => inside(symbol, cell)).find((found) => found !== null) ?? null;
    }
    case "call": {
      const own = first(expression.arguments);
      if (own !== null) return own;
      const callee = resolvePath(query.program, scope, expression.callee);
      if (callee.kind !== "symbol" || callee.symbol.kind !== "function") return null;
      const { node } = callee.symbol;
      return inside(callee.symbol, node.value, new Set(node.parameters.map(({ name }) => name.text)));
    }
    case "reference": {
      const [name] = expression.path.parts;
      if (name !== undefined && expression.path.parts.length === 1 && locals.has(name.text)) return null;
      const resolution = resolvePath(query.program, scope, expression.path);
      const text = expression.path.parts.map((part) => part.text).join(".");
      if (resolution.kind === "size") return query.unsure ? text : null;
      if (resolution.kind !== "symbol") return null;
      const { symbol } = resolution;
      switch (symbol.kind) {
        case "variable":
          return text;
        case "param":
          return query.parameters === true ? text : null;
        case "input":
          return query.unsure || query.parameters === true ? text : null;
        case "const":
        case "define":
        case "output":
        case "observe":
          return inside(symbol, symbol.node.value) === null ? null : text;
        default:
          return null;
      }
    }
  }

  /** What changes in the body of a declaration; circles are reported elsewhere. */
  function inside(
    symbol: ValueSymbol,
    body: Expression,
    parameters: ReadonlySet<string> = new Set(),
  ): string | null {
    if (visited.has(symbol)) return null;
    return whatChanges(body, symbol.scope, query, parameters, new Set([...visited, symbol]));
  }
}
