/** Calls of the model's own functions, whose bodies are checked with the types of the arguments. */
import type { CallExpression } from "../../grammar/syntax/expression.ts";
import { dimensionKey } from "../../runtime/units/dimension.ts";
import type { Scope, SymbolOfKind } from "../bind/scope.ts";
import { countText } from "./countText.ts";
import { describeQuantity } from "./describeQuantity.ts";
import type { OpenCall, Typing } from "./typing.ts";
import { describeType, fits, quantityType, unknownType, type ValueType } from "./valueType.ts";

export class FunctionCalls {
  readonly #checker: Typing;
  readonly #types = new Map<string, { readonly type: ValueType; readonly depth: number }>();
  readonly #inProgress: SymbolOfKind<"function">[] = [];
  readonly #calls: OpenCall[] = [];

  constructor(checker: Typing) {
    this.#checker = checker;
  }

  /** The call that the model itself makes, of those whose bodies are being checked; null outside of functions. */
  get outermost(): OpenCall | null {
    return this.#calls[0] ?? null;
  }

  typeOf(
    symbol: SymbolOfKind<"function">,
    call: CallExpression,
    types: readonly ValueType[],
    scope: Scope,
  ): ValueType {
    const { parameters, value } = symbol.node;
    if (parameters.length !== types.length) {
      this.#checker.sink.report(
        "TDL4004",
        { file: scope.file, span: call.span },
        { name: symbol.name, expected: countText(parameters.length, "argument"), given: types.length },
        { related: [{ file: symbol.scope.file, span: symbol.span, message: "declared here" }] },
      );
      return unknownType;
    }
    if (this.#inProgress.includes(symbol)) {
      const cycle = [...this.#inProgress, symbol].map(({ name }) => name).join(" -> ");
      const location = { file: symbol.scope.file, span: symbol.span };
      const suggestion = "A function can not use itself; write the steps out, or use a table.";
      this.#checker.sink.report("TDL3006", location, { cycle }, { suggestion });
      return unknownType;
    }
    const locals = new Map<string, ValueType>();
    for (const [i, parameter] of parameters.entries()) {
      const given = types[i] ?? unknownType;
      const declared =
        parameter.unit === null ? null : this.#checker.unitDimension(parameter.unit, symbol.scope);
      if (declared !== null && !fits(given, declared)) {
        this.#checker.sink.report(
          "TDL4003",
          { file: scope.file, span: call.arguments[i]?.span ?? call.span },
          {
            what: `The argument ${parameter.name.text} of ${symbol.name}`,
            expected: describeQuantity(declared),
            found: describeType(given),
          },
        );
      }
      locals.set(parameter.name.text, declared === null ? given : quantityType(declared));
    }
    // A body is checked once for each combination of arguments: calls that double at every step stay few.
    const key = `${symbol.scope.file.path} ${symbol.span.start} ${[...locals.values()].map(typeKey).join(" ")}`;
    const known = this.#types.get(key);
    if (known !== undefined) {
      const location = { file: scope.file, span: call.span };
      return this.#checker.depth.reaches(known.depth, location) ? known.type : unknownType;
    }
    this.#inProgress.push(symbol);
    this.#calls.push({ call, scope });
    const { result: type, depth } = this.#checker.depth.measured(() =>
      this.#checker.typeOf(value, symbol.scope, locals),
    );
    this.#inProgress.pop();
    this.#calls.pop();
    this.#types.set(key, { type, depth });
    return type;
  }
}

function typeKey(type: ValueType): string {
  if (type.kind === "molecule") return `molecule ${type.type.scope.file.path} ${type.type.span.start}`;
  if (type.kind === "vector")
    return `vector ${type.components} ${type.dimension === null ? "zero" : dimensionKey(type.dimension)}`;
  if (type.kind !== "quantity") return type.kind;
  return type.dimension === null ? "zero" : dimensionKey(type.dimension);
}
