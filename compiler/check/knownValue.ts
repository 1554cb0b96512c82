/**
 * Values that must be known when a run starts: parameters, initial values, what an experiment sets.
 *
 * They may use constants and parameters, never time, state or what is computed from them.
 */
import type { Expression } from "../../grammar/syntax/expression.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { BoundProgram, Scope, ValueSymbol } from "../bind/scope.ts";
import { constantValue } from "./constantValue.ts";
import type { Typing } from "./typing.ts";

/**
 * What counts as changing. state: time, state and what is computed from them; parameters: these and
 * parameters, which are known before a run but not while compiling; unsure: state and what may change or not,
 * sizes of compartments and inputs.
 */
export type ChangeKind = "state" | "parameters" | "unsure";

/** Reports unless the value is known before the run and a finite number. `what` begins the sentence. */
export function checkKnownValue(value: Expression, scope: Scope, checker: Typing, what: string): void {
  if (checker.depth.isTooDeep) return;
  const { program, sink } = checker;
  const location = { file: scope.file, span: value.span };
  const uses = whatChanges(value, scope, program, "state");
  if (uses !== null) sink.report("TDL4014", location, { what, uses: `\`${uses}\`` });
  const number = constantValue(program, scope, value);
  if (number !== null && !Number.isFinite(number))
    sink.report("TDL4015", location, { value: String(number) });
}

/** What changes in each declaration: null for nothing, and while it is being found, which ends circles. */
type Known = Map<ValueSymbol, string | null>;
const knownOf = new WeakMap<BoundProgram, Record<ChangeKind, Known>>();

/** The first thing in the expression that changes in a run, as it is written; null when nothing does. */
export function whatChanges(
  expression: Expression,
  scope: Scope,
  program: BoundProgram,
  kind: ChangeKind,
): string | null {
  let known = knownOf.get(program);
  if (known === undefined) {
    known = { state: new Map(), parameters: new Map(), unsure: new Map() };
    knownOf.set(program, known);
  }
  return new Search(program, kind, known[kind]).first([expression], scope, new Set());
}

class Search {
  readonly #program: BoundProgram;
  readonly #kind: ChangeKind;
  readonly #known: Known;

  constructor(program: BoundProgram, kind: ChangeKind, known: Known) {
    this.#program = program;
    this.#kind = kind;
    this.#known = known;
  }

  first(expressions: readonly Expression[], scope: Scope, locals: ReadonlySet<string>): string | null {
    for (const expression of expressions) {
      const found = this.#in(expression, scope, locals);
      if (found !== null) return found;
    }
    return null;
  }

  #in(expression: Expression, scope: Scope, locals: ReadonlySet<string>): string | null {
    switch (expression.kind) {
      case "quantity":
        return null;
      case "time":
        return "time";
      case "concentration":
      case "measure":
      case "aggregate":
        return scope.file.text.slice(expression.span.start, expression.span.end);
      case "unary":
      case "escape":
        return this.#in(expression.operand, scope, locals);
      case "binary":
        return this.#in(expression.left, scope, locals) ?? this.#in(expression.right, scope, locals);
      case "conditional":
        return this.first([expression.condition, expression.consequent, expression.alternate], scope, locals);
      case "index":
        return this.#inDeclaration(expression.table, scope);
      case "call":
        return (
          this.first(expression.arguments, scope, locals) ?? this.#inDeclaration(expression.callee, scope)
        );
      case "reference": {
        const [name, ...rest] = expression.path.parts;
        if (name !== undefined && rest.length === 0 && locals.has(name.text)) return null;
        return this.#inDeclaration(expression.path, scope);
      }
    }
  }

  #inDeclaration(path: Parameters<typeof resolvePath>[2], scope: Scope): string | null {
    const resolution = resolvePath(this.#program, scope, path);
    const text = path.parts.map((part) => part.text).join(".");
    if (resolution.kind === "size") return this.#kind === "unsure" ? text : null;
    if (resolution.kind !== "symbol") return null;
    const { symbol } = resolution;
    switch (symbol.kind) {
      case "variable":
        return text;
      case "param":
        return this.#kind === "parameters" ? text : null;
      case "input":
        return this.#kind === "state" ? null : text;
      case "const":
      case "define":
      case "output":
      case "observe":
        return this.#inBody(symbol, [symbol.node.value], new Set()) === null ? null : text;
      case "function": {
        const parameters = new Set(symbol.node.parameters.map(({ name }) => name.text));
        return this.#inBody(symbol, [symbol.node.value], parameters) === null ? null : text;
      }
      case "table": {
        const cells = symbol.node.rows.flatMap((row) => row.cells);
        return this.#inBody(symbol, cells, new Set()) === null ? null : text;
      }
      default:
        return null;
    }
  }

  #inBody(symbol: ValueSymbol, body: readonly Expression[], parameters: ReadonlySet<string>): string | null {
    const known = this.#known.get(symbol);
    if (known !== undefined) return known;
    this.#known.set(symbol, null);
    const found = this.first(body, symbol.scope, parameters);
    this.#known.set(symbol, found);
    return found;
  }
}
