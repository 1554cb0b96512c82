/**
 * Types of expressions: every operation's dimensions are checked, and every mismatch shows both sides.
 *
 * `typeOf` gives the type of an expression in a scope and reports what is wrong in it; `typeOfSymbol` the
 * type of a declared value, computed once. Functions are checked at each call with the types of the
 * arguments, so that `function hill(x, K, n) = …` works for every unit.
 */
import type { DiagnosticSink, Location } from "../../diagnostics/diagnostic.ts";
import { nearestName } from "../../diagnostics/nearest.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { UnitText } from "../../grammar/syntax/common.ts";
import type { CallExpression, Expression } from "../../grammar/syntax/expression.ts";
import { type Dimension, dimensionless, timeDimension } from "../../runtime/units/dimension.ts";
import { parseUnit } from "../../runtime/units/parseUnit.ts";
import { unitSymbols } from "../../runtime/units/unitTable.ts";
import type { BoundProgram, Scope, SymbolOfKind, ValueSymbol } from "../bind/scope.ts";
import { typeOfCall } from "./callTypes.ts";
import { DefinitionDepth } from "./definitionDepth.ts";
import { FunctionCalls } from "./functionCalls.ts";
import { typeOfConcentration, typeOfMeasure } from "./measureTypes.ts";
import { type Locals, noLocals } from "./locals.ts";
import { MoleculeTypes } from "./moleculeTypes.ts";
import { booleanOperand, commonType, numericOperand, typeOfBinary } from "./operatorTypes.ts";
import { typeOfReference } from "./referenceTypes.ts";
import { typeOfIndex } from "./tableTypes.ts";
import { checkKnownValue, whatChanges } from "./knownValue.ts";
import { AttributeUse } from "./spatial/attributeUse.ts";
import { typeOfAggregate } from "./spatial/aggregates.ts";
import { SpatialTypes } from "./spatial/spatialTypes.ts";
import { describeQuantity } from "./describeQuantity.ts";
import type { OpenCall, Typing } from "./typing.ts";
import {
  booleanType,
  describeType,
  fits,
  numberType,
  quantityType,
  settledType,
  unknownType,
  type ValueType,
  zeroType,
} from "./valueType.ts";

export class TypeChecker implements Typing {
  readonly program: BoundProgram;
  readonly sink: DiagnosticSink;
  readonly molecules: MoleculeTypes;
  readonly spatial: SpatialTypes;
  readonly attributeUse = new AttributeUse();
  readonly #functionCalls = new FunctionCalls(this);
  readonly depth: DefinitionDepth;
  readonly #types = new Map<ValueSymbol, ValueType>();
  /** Steps below each declared value. */
  readonly #depths = new Map<ValueSymbol, number>();
  readonly #inProgress: ValueSymbol[] = [];
  readonly #variableExponents = new Map<Scope, Set<string>>();

  constructor(program: BoundProgram, sink: DiagnosticSink) {
    this.program = program;
    this.sink = sink;
    this.depth = new DefinitionDepth(sink);
    this.molecules = new MoleculeTypes(program);
    this.spatial = new SpatialTypes(program, this.molecules);
  }

  get outermostCall(): OpenCall | null {
    return this.#functionCalls.outermost;
  }

  expect(
    expression: Expression,
    scope: Scope,
    dimension: Dimension,
    what: string,
    locals: Locals = noLocals,
  ): void {
    const found = this.typeOf(expression, scope, locals);
    if (fits(found, dimension)) return;
    this.sink.report(
      "TDL4003",
      { file: scope.file, span: expression.span },
      { what, expected: describeQuantity(dimension), found: describeType(found) },
    );
  }

  expectCondition(expression: Expression, scope: Scope, what: string, locals: Locals = noLocals): void {
    const found = this.typeOf(expression, scope, locals);
    if (found.kind !== "quantity") return;
    this.sink.report(
      "TDL4003",
      { file: scope.file, span: expression.span },
      { what, expected: "a condition such as `time >= 1 s`", found: describeType(found) },
    );
  }

  typeOf(expression: Expression, scope: Scope, locals: Locals): ValueType {
    const type = (): ValueType => this.#typeOfExpression(expression, scope, locals);
    return this.depth.step(this.#placeOf(expression.span, scope), type, unknownType);
  }

  /** Where depth is told of: the declared value that is being looked at, or else the place itself. */
  #placeOf(span: Span, scope: Scope): Location {
    const symbol = this.#inProgress.at(-1);
    return symbol === undefined ? { file: scope.file, span } : { file: symbol.scope.file, span: symbol.span };
  }

  #typeOfExpression(expression: Expression, scope: Scope, locals: Locals): ValueType {
    switch (expression.kind) {
      case "quantity": {
        if (expression.unit !== null) return this.unitType(expression.unit, scope);
        return expression.value === 0 ? zeroType : numberType;
      }
      case "time":
        return quantityType(timeDimension);
      case "reference":
        return typeOfReference(this, expression, scope, locals);
      case "unary": {
        const operand = this.typeOf(expression.operand, scope, locals);
        if (expression.operator !== "not" && operand.kind === "vector") return operand;
        if (expression.operator !== "not")
          return numericOperand(this, operand, expression.operand.span, scope, expression.operator);
        booleanOperand(this, operand, expression.operand.span, scope, "not");
        return booleanType;
      }
      case "binary":
        return typeOfBinary(this, expression, scope, locals);
      case "conditional": {
        const condition = this.typeOf(expression.condition, scope, locals);
        booleanOperand(this, condition, expression.condition.span, scope, "if");
        const consequent = this.typeOf(expression.consequent, scope, locals);
        const alternate = this.typeOf(expression.alternate, scope, locals);
        return commonType(this, "if", consequent, alternate, expression.span, scope, [
          expression.consequent.span,
          expression.alternate.span,
        ]);
      }
      case "call":
        return typeOfCall(this, expression, scope, locals);
      case "index":
        return typeOfIndex(this, expression, scope, locals);
      case "concentration":
        return typeOfConcentration(this, expression, scope);
      case "measure":
        return typeOfMeasure(this, expression, scope, locals);
      case "aggregate":
        return typeOfAggregate(this, expression, scope);
      case "escape": {
        const operand = this.typeOf(expression.operand, scope, locals);
        const unit = this.unitDimension(expression.unit, scope);
        if (unit === null) return unknownType;
        const needed = expression.escape === "unitless" ? unit : dimensionless;
        if (!fits(operand, needed)) {
          this.sink.report(
            "TDL4003",
            { file: scope.file, span: expression.operand.span },
            {
              what: `What stands before \`${expression.escape}\``,
              expected: describeQuantity(needed),
              found: describeType(operand),
            },
          );
        }
        return expression.escape === "unitless" ? numberType : quantityType(unit);
      }
    }
  }

  unitDimension(unit: UnitText, scope: Scope): Dimension | null {
    const parsed = parseUnit(unit.text);
    if (parsed.ok) return parsed.dimension;
    const start = unit.span.start + parsed.offset;
    const span = { start, end: Math.max(start + 1, start + parsed.symbol.length) };
    const nearest = nearestName(parsed.symbol, unitSymbols());
    this.sink.report("TDL4001", { file: scope.file, span }, { unit: parsed.symbol, nearest });
    return null;
  }

  unitType(unit: UnitText, scope: Scope): ValueType {
    const dimension = this.unitDimension(unit, scope);
    return dimension === null ? unknownType : quantityType(dimension);
  }

  typeOfSymbol(symbol: ValueSymbol): ValueType {
    const known = this.#types.get(symbol);
    if (known !== undefined) {
      const location = this.#placeOf(symbol.span, symbol.scope);
      return this.depth.reaches(this.#depths.get(symbol) ?? 0, location) ? known : unknownType;
    }
    const start = this.#inProgress.indexOf(symbol);
    if (start >= 0) {
      const cycle = [...this.#inProgress.slice(start), symbol].map(({ name }) => name).join(" -> ");
      this.sink.report("TDL3006", { file: symbol.scope.file, span: symbol.span }, { cycle });
      return unknownType;
    }
    this.#inProgress.push(symbol);
    const { result, depth } = this.depth.measured(() => this.#computeTypeOfSymbol(symbol));
    this.#inProgress.pop();
    this.#types.set(symbol, result);
    this.#depths.set(symbol, depth);
    return result;
  }

  typeOfFunction(
    symbol: SymbolOfKind<"function">,
    call: CallExpression,
    types: readonly ValueType[],
    scope: Scope,
  ): ValueType {
    return this.#functionCalls.typeOf(symbol, call, types, scope);
  }

  #computeTypeOfSymbol(symbol: ValueSymbol): ValueType {
    switch (symbol.kind) {
      case "const":
      case "param":
      case "variable":
      case "define":
      case "output":
      case "observe":
      case "input": {
        const { node, scope } = symbol;
        const found = node.value === null ? null : this.#oneNumber(node.value, scope, symbol.name);
        if (node.kind === "param") checkKnownValue(node.value, scope, this, `The value of ${symbol.name}`);
        else if (node.kind === "const") this.#checkConstant(node.value, scope, symbol.name);
        if (node.unit === null) return found === null ? numberType : settledType(found);
        const declared = this.unitDimension(node.unit, scope);
        if (declared === null) return unknownType;
        if (found !== null && node.value !== null && !fits(found, declared)) {
          this.sink.report(
            "TDL4003",
            { file: scope.file, span: node.value.span },
            {
              what: `The value of ${symbol.name}`,
              expected: describeQuantity(declared),
              found: describeType(found),
            },
            { related: [{ file: scope.file, span: node.unit.span, message: "its declared unit" }] },
          );
        }
        return quantityType(declared);
      }
      default:
        return unknownType;
    }
  }

  /** The type of what a declaration holds, which is no vector (reported). */
  #oneNumber(value: Expression, scope: Scope, name: string): ValueType {
    const type = this.typeOf(value, scope, noLocals);
    if (type.kind !== "vector") return type;
    const values = { what: `The value of ${name}`, found: describeType(type) };
    this.sink.report("TDL5211", { file: scope.file, span: value.span }, values);
    return unknownType;
  }

  /** A constant may use constants only. */
  #checkConstant(value: Expression, scope: Scope, name: string): void {
    const { program } = this;
    checkKnownValue(value, scope, this, `The constant ${name}`);
    if (this.depth.isTooDeep || whatChanges(value, scope, program, "state") !== null) return;
    const uses = whatChanges(value, scope, program, "parameters");
    if (uses === null) return;
    const location = { file: scope.file, span: value.span };
    this.sink.report("TDL4017", location, { name, uses });
  }

  isNewExponent(scope: Scope, written: string): boolean {
    const known = this.#variableExponents.get(scope) ?? new Set();
    this.#variableExponents.set(scope, known);
    if (known.has(written)) return false;
    known.add(written);
    return true;
  }
}
