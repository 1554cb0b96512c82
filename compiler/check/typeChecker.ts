/**
 * Types of expressions: every operation's dimensions are checked, and every mismatch shows both sides.
 *
 * `typeOf` gives the type of an expression in a scope and reports what is wrong in it; `typeOfSymbol` the
 * type of a declared value, computed once. Functions are checked at each call with the types of the
 * arguments, so that `function hill(x, K, n) = …` works for every unit.
 */
import { correctingFix, type DiagnosticSink, type Location } from "../../diagnostics/diagnostic.ts";
import { looksTheSame, nearestName, nearestOf } from "../../diagnostics/nearest.ts";
import type { Span } from "../../diagnostics/source.ts";
import { pathText, type UnitText } from "../../grammar/syntax/common.ts";
import type {
  BinaryExpression,
  CallExpression,
  Expression,
  IndexExpression,
  Reference,
} from "../../grammar/syntax/expression.ts";
import type { TableKey } from "../../grammar/syntax/declaration.ts";
import {
  amountDimension,
  concentrationDimension,
  type Dimension,
  dimensionKey,
  dimensionless,
  divideDimensions,
  energyDimension,
  equalDimensions,
  isDimensionless,
  lengthDimension,
  multiplyDimensions,
  powerOfDimension,
  powerOfDimensionByNumber,
  timeDimension,
} from "../../runtime/units/dimension.ts";
import { parseUnit } from "../../runtime/units/parseUnit.ts";
import { isUnitSymbol, unitSymbols } from "../../runtime/units/unitTable.ts";
import { describeKind } from "../bind/bind.ts";
import { type Resolution, resolvePath } from "../bind/resolve.ts";
import type { BoundProgram, Scope, SymbolOfKind, ValueSymbol } from "../bind/scope.ts";
import { builtinFunctions } from "./builtins.ts";
import { constantValue } from "./constantValue.ts";
import { reportBareSpecies, typeOfConcentration, typeOfMeasure } from "./measureTypes.ts";
import { MoleculeTypes } from "./moleculeTypes.ts";
import { checkKnownValue, whatChanges } from "./knownValue.ts";
import { AttributeUse, componentNames, typeOfMember } from "./spatial/attributes.ts";
import { typeOfAggregate } from "./spatial/aggregates.ts";
import { depthName, mayHaveDepth } from "./spatial/space.ts";
import { isSpatialFunction, spatialFunctionNames, typeOfSpatialCall } from "./spatial/spatialCalls.ts";
import { SpatialTypes } from "./spatial/spatialTypes.ts";
import { commonVector, vectorOperation } from "./spatial/vectorTypes.ts";
import { sizeDimension } from "./species.ts";
import { mayHaveTemperature, thermalEnergy } from "./temperature.ts";
import { describeQuantity } from "./describeQuantity.ts";
import {
  booleanType,
  describeType,
  fits,
  numberType,
  quantityType,
  unknownType,
  type ValueType,
  zeroType,
} from "./valueType.ts";

/** Names that only exist here: arguments of a function, `t` of a stimulus. */
export type Locals = ReadonlyMap<string, ValueType>;
export const noLocals: Locals = new Map();

/**
 * How deep definitions may stand on each other, in steps of an expression: what later phases follow without
 * running out of stack. One definition that uses another counts as `stepsOfDefinition` more.
 */
const depthLimit = 2200;
const stepsOfDefinition = 4;

export class TypeChecker {
  readonly program: BoundProgram;
  readonly sink: DiagnosticSink;
  readonly molecules: MoleculeTypes;
  readonly spatial: SpatialTypes;
  readonly attributeUse = new AttributeUse();
  readonly #types = new Map<ValueSymbol, ValueType>();
  /** Steps below each declared value. */
  readonly #depths = new Map<ValueSymbol, number>();
  #depth = 0;
  #deepest = 0;
  #isTooDeep = false;
  readonly #callTypes = new Map<string, { readonly type: ValueType; readonly depth: number }>();
  readonly #inProgress: ValueSymbol[] = [];
  readonly #variableExponents: { readonly scope: Scope; readonly exponent: string }[] = [];
  readonly #calls: SymbolOfKind<"function">[] = [];

  constructor(program: BoundProgram, sink: DiagnosticSink) {
    this.program = program;
    this.sink = sink;
    this.molecules = new MoleculeTypes(program);
    this.spatial = new SpatialTypes(program, this.molecules);
  }

  /** Reports unless `expression` has the dimension. `what` begins the sentence: "The initial value of Ca". */
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
    this.#depth++;
    const isFollowed = this.#reaches(this.#depth, { file: scope.file, span: expression.span });
    const type = isFollowed ? this.#typeOfExpression(expression, scope, locals) : unknownType;
    this.#depth--;
    return type;
  }

  /** The type that a definition or a function body has, and how many steps deep it goes. */
  #measured(compute: () => ValueType): { readonly type: ValueType; readonly depth: number } {
    const start = this.#depth;
    const outer = this.#deepest;
    this.#depth += stepsOfDefinition;
    this.#deepest = this.#depth;
    const type = compute();
    const depth = this.#deepest - start;
    this.#depth = start;
    this.#deepest = Math.max(outer, this.#deepest);
    return { type, depth };
  }

  /** Whether definitions stand on each other deeper than may be followed (reported). */
  get isTooDeep(): boolean {
    return this.#isTooDeep;
  }

  /** Notes a depth; false (reported once) when it is more than later phases follow. */
  #reaches(depth: number, location: Location): boolean {
    this.#deepest = Math.max(this.#deepest, depth);
    if (depth <= depthLimit) return true;
    const symbol = this.#inProgress.at(-1);
    const place = symbol === undefined ? location : { file: symbol.scope.file, span: symbol.span };
    if (!this.#isTooDeep) this.sink.report("TDL3013", place, {});
    this.#isTooDeep = true;
    return false;
  }

  #typeOfExpression(expression: Expression, scope: Scope, locals: Locals): ValueType {
    switch (expression.kind) {
      case "quantity": {
        if (expression.unit !== null) return this.#unitType(expression.unit, scope);
        return expression.value === 0 ? zeroType : numberType;
      }
      case "time":
        return quantityType(timeDimension);
      case "reference":
        return this.#typeOfReference(expression, scope, locals);
      case "unary": {
        const operand = this.typeOf(expression.operand, scope, locals);
        if (expression.operator !== "not" && operand.kind === "vector") return operand;
        if (expression.operator !== "not")
          return this.#numeric(operand, expression.operand.span, scope, expression.operator);
        this.#boolean(operand, expression.operand.span, scope, "not");
        return booleanType;
      }
      case "binary":
        return this.#typeOfBinary(expression, scope, locals);
      case "conditional": {
        const condition = this.typeOf(expression.condition, scope, locals);
        this.#boolean(condition, expression.condition.span, scope, "if");
        const consequent = this.typeOf(expression.consequent, scope, locals);
        const alternate = this.typeOf(expression.alternate, scope, locals);
        return this.#same("if", consequent, alternate, expression.span, scope, [
          expression.consequent.span,
          expression.alternate.span,
        ]);
      }
      case "call":
        return this.#typeOfCall(expression, scope, locals);
      case "index":
        return this.#typeOfIndex(expression, scope, locals);
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

  /** The dimension of a written unit; null (reported) when it is none. */
  unitDimension(unit: UnitText, scope: Scope): Dimension | null {
    const parsed = parseUnit(unit.text);
    if (parsed.ok) return parsed.dimension;
    const start = unit.span.start + parsed.offset;
    const span = { start, end: Math.max(start + 1, start + parsed.symbol.length) };
    const nearest = nearestName(parsed.symbol, unitSymbols());
    this.sink.report("TDL4001", { file: scope.file, span }, { unit: parsed.symbol, nearest });
    return null;
  }

  #unitType(unit: UnitText, scope: Scope): ValueType {
    const dimension = this.unitDimension(unit, scope);
    return dimension === null ? unknownType : quantityType(dimension);
  }

  /** The type of a declared value; circles are reported by the checker and give unknown here. */
  typeOfSymbol(symbol: ValueSymbol): ValueType {
    const known = this.#types.get(symbol);
    if (known !== undefined) {
      const depth = this.#depth + (this.#depths.get(symbol) ?? 0);
      return this.#reaches(depth, { file: symbol.scope.file, span: symbol.span }) ? known : unknownType;
    }
    const start = this.#inProgress.indexOf(symbol);
    if (start >= 0) {
      const cycle = [...this.#inProgress.slice(start), symbol].map(({ name }) => name).join(" -> ");
      this.sink.report("TDL3006", { file: symbol.scope.file, span: symbol.span }, { cycle });
      return unknownType;
    }
    this.#inProgress.push(symbol);
    const { type, depth } = this.#measured(() => this.#computeTypeOfSymbol(symbol));
    this.#inProgress.pop();
    this.#types.set(symbol, type);
    this.#depths.set(symbol, depth);
    return type;
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
        if (node.unit === null) return found === null ? numberType : this.#settled(found);
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
    if (this.#isTooDeep || whatChanges(value, scope, program, "state") !== null) return;
    const uses = whatChanges(value, scope, program, "parameters");
    if (uses === null) return;
    const location = { file: scope.file, span: value.span };
    this.sink.report("TDL4017", location, { name, uses });
  }

  /** A value declared as a bare `0` is a plain number. */
  #settled(type: ValueType): ValueType {
    return type.kind === "quantity" && type.dimension === null ? numberType : type;
  }

  #typeOfReference(expression: Reference, scope: Scope, locals: Locals): ValueType {
    const [first, ...rest] = expression.path.parts;
    const labelled = first === undefined ? undefined : locals.get(first.text);
    if (labelled?.kind === "molecule") return typeOfMember(this, labelled.type, rest, scope);
    if (labelled?.kind === "unknown") return unknownType;
    if (labelled?.kind === "vector" && rest.length === 1) {
      const component = (componentNames as readonly string[]).indexOf(rest[0]?.text ?? "");
      if (component >= 0 && component < (labelled.components ?? 3))
        return { kind: "quantity", dimension: labelled.dimension };
    }
    if (first !== undefined && rest.length === 0) {
      const local = locals.get(first.text);
      if (local !== undefined) return local;
      if (first.text === "pi") return numberType;
      if (first.text === thermalEnergy && scope.lookup(thermalEnergy) === null) {
        if (!mayHaveTemperature(scope))
          this.sink.report("TDL5154", { file: scope.file, span: expression.span }, { what: "`kT`" });
        return quantityType(energyDimension);
      }
      const isDepth = first.text === depthName && scope.lookup(depthName) === null;
      if (isDepth && mayHaveDepth(scope)) return quantityType(lengthDimension);
    }
    const attribute = this.#unlabelledAttribute(expression, scope);
    if (attribute !== null) return attribute;
    const resolution = resolvePath(this.program, scope, expression.path);
    if (resolution.kind === "size") return quantityType(sizeDimension(resolution.compartment));
    const symbol = this.symbolOf(resolution, scope);
    if (symbol === null) return unknownType;
    const location = { file: scope.file, span: expression.span };
    switch (symbol.kind) {
      case "const":
      case "param":
      case "variable":
      case "define":
      case "output":
      case "observe":
      case "input":
        return this.typeOfSymbol(symbol);
      case "species":
        reportBareSpecies(this, symbol, pathText(expression.path), location);
        return unknownType;
      case "compartment":
        this.sink.report(
          "TDL4008",
          location,
          { name: symbol.name, kind: describeKind(symbol) },
          {
            suggestion: `Write \`${symbol.name}.${symbol.node.size?.measure ?? "volume"}\` for its size.`,
          },
        );
        return unknownType;
      case "molecule":
        this.sink.report(
          "TDL4008",
          location,
          { name: symbol.name, kind: describeKind(symbol) },
          { suggestion: `Write \`count ${symbol.name}\` for the number of all ${symbol.name}.` },
        );
        return unknownType;
      default:
        this.sink.report("TDL4008", location, { name: symbol.name, kind: describeKind(symbol) });
        return unknownType;
    }
  }

  /** `Bead.age`: told of by its own message; null for anything else. */
  #unlabelledAttribute({ path, span }: Reference, scope: Scope): ValueType | null {
    const [first, name] = path.parts;
    const symbol = first === undefined || name === undefined ? null : scope.lookup(first.text);
    if (symbol?.kind !== "molecule" || name === undefined) return null;
    symbol.uses++;
    const molecule = symbol.name;
    this.sink.report("TDL5230", { file: scope.file, span }, { molecule, attribute: name.text });
    return unknownType;
  }

  /** The symbol of a resolution, or null after reporting that there is none. */
  symbolOf(resolution: Resolution, scope: Scope): ValueSymbol | null {
    switch (resolution.kind) {
      case "symbol":
        return resolution.symbol;
      case "missing": {
        const location = { file: scope.file, span: resolution.span };
        const { name, owner, nearest } = resolution;
        const process = owner === null ? scope.process(name) : null;
        if (owner !== null) this.sink.report("TDL3011", location, { name, owner, nearest });
        else if (process !== null) {
          const kind = `${process.kind === "event" ? "an" : "a"} ${process.kind}`;
          this.sink.report("TDL4008", location, { name, kind });
        } else {
          const followsNumberAndSlash = /\d\s*\/\s*$/.test(
            scope.file.text.slice(0, resolution.span.start).slice(-20),
          );
          const suggestion = missingNameHint(name, nearest?.name ?? null, followsNumberAndSlash);
          const fixes = nearest === null ? [] : [correctingFix(nearest, location.span)];
          this.sink.report(
            "TDL3001",
            location,
            { name, nearest },
            suggestion === null ? {} : { suggestion, fixes },
          );
        }
        return null;
      }
      case "size":
        return resolution.compartment;
      case "broken":
        return null;
    }
  }

  #typeOfBinary(expression: BinaryExpression, scope: Scope, locals: Locals): ValueType {
    const { operator, span } = expression;
    const left = this.typeOf(expression.left, scope, locals);
    const right = this.typeOf(expression.right, scope, locals);
    const spans: [Span, Span] = [expression.left.span, expression.right.span];
    if (left.kind === "vector" || right.kind === "vector") {
      const type = vectorOperation(operator, left, right);
      if (type !== null) return type;
      const values = { operator, left: describeType(left), right: describeType(right) };
      this.sink.report("TDL5205", { file: scope.file, span }, values);
      return unknownType;
    }
    switch (operator) {
      case "and":
      case "or":
        this.#boolean(left, spans[0], scope, operator);
        this.#boolean(right, spans[1], scope, operator);
        return booleanType;
      case "+":
      case "-":
        this.#numeric(left, spans[0], scope, operator);
        this.#numeric(right, spans[1], scope, operator);
        return left.kind === "boolean" || right.kind === "boolean"
          ? unknownType
          : this.#same(operator, left, right, span, scope, spans);
      case "<":
      case "<=":
      case ">":
      case ">=":
      case "==":
      case "!=":
        this.#numeric(left, spans[0], scope, operator);
        this.#numeric(right, spans[1], scope, operator);
        if (left.kind !== "boolean" && right.kind !== "boolean")
          this.#same(operator, left, right, span, scope, spans);
        return booleanType;
      case "*":
      case "/": {
        const a = this.#numeric(left, spans[0], scope, operator);
        const b = this.#numeric(right, spans[1], scope, operator);
        if (a.kind !== "quantity" || b.kind !== "quantity") return unknownType;
        if (a.dimension === null) return zeroType;
        if (b.dimension === null) return operator === "*" ? zeroType : unknownType;
        const combine = operator === "*" ? multiplyDimensions : divideDimensions;
        return quantityType(combine(a.dimension, b.dimension));
      }
      case "^":
        return this.#typeOfPower(expression, left, right, scope);
    }
  }

  #typeOfPower(expression: BinaryExpression, left: ValueType, right: ValueType, scope: Scope): ValueType {
    const base = this.#numeric(left, expression.left.span, scope, "^");
    const exponent = this.#numeric(right, expression.right.span, scope, "^");
    if (!fits(exponent, dimensionless)) {
      this.sink.report(
        "TDL4003",
        { file: scope.file, span: expression.right.span },
        { what: "An exponent", expected: "a plain number", found: describeType(exponent) },
      );
      return unknownType;
    }
    if (base.kind !== "quantity") return unknownType;
    if (base.dimension === null) return zeroType;
    if (isDimensionless(base.dimension)) return numberType;
    const power = constantValue(this.program, scope, expression.right);
    const dimension = power === null ? null : powerOfDimensionByNumber(base.dimension, power);
    if (dimension !== null) return quantityType(dimension);
    const { file } = scope;
    const { span } = expression.right;
    const written = file.text.slice(span.start, span.end);
    // Told once for all powers of this exponent, as in a Hill function.
    const isNew = !this.#variableExponents.some(
      (known) => known.scope === scope && known.exponent === written,
    );
    if (isNew) this.sink.report("TDL4007", { file, span }, { base: describeType(base) });
    this.#variableExponents.push({ scope, exponent: written });
    return unknownType;
  }

  #typeOfCall(expression: CallExpression, scope: Scope, locals: Locals): ValueType {
    const name = pathText(expression.callee);
    if (isSpatialFunction(name) && scope.lookup(name) === null && !scope.isBroken(name))
      return typeOfSpatialCall(this, expression, scope, locals);
    const types = expression.arguments.map((argument) => this.typeOf(argument, scope, locals));
    const location = { file: scope.file, span: expression.callee.span };
    const builtin = builtinFunctions.get(name);
    const declared = expression.callee.parts.length === 1 ? scope.lookup(name) : null;
    if (declared === null && scope.isBroken(name)) return unknownType;
    if (declared !== null) {
      declared.uses++;
      if (declared.kind === "function") return this.#typeOfFunctionCall(declared, expression, types, scope);
      this.sink.report("TDL3004", location, { name, found: describeKind(declared), expected: "a function" });
      return unknownType;
    }
    if (builtin === undefined) {
      const functions = [...scope.names()].filter(
        (candidate) => scope.lookup(candidate)?.kind === "function",
      );
      const meant = functionElsewhere.get(name);
      const nearest =
        meant !== undefined
          ? { name: meant, isCertain: true }
          : nearestOf(name, [...builtinFunctions.keys(), ...spatialFunctionNames, ...functions]);
      this.sink.report("TDL4009", location, { name, nearest });
      return unknownType;
    }
    const { arity, rule } = builtin;
    if (arity === "several" ? types.length === 0 : types.length !== arity) {
      const expected = arity === "several" ? "at least one argument" : countText(arity, "argument");
      this.sink.report(
        "TDL4004",
        { file: scope.file, span: expression.span },
        { name, expected, given: types.length },
      );
      return unknownType;
    }
    const numeric = types.map((type, i) =>
      this.#numeric(type, expression.arguments[i]?.span ?? expression.span, scope, name),
    );
    switch (rule) {
      case "number":
        for (const [i, argument] of expression.arguments.entries()) {
          const type = numeric[i] ?? unknownType;
          if (fits(type, dimensionless)) continue;
          this.sink.report(
            "TDL4003",
            { file: scope.file, span: argument.span },
            { what: `The argument of ${name}`, expected: "a plain number", found: describeType(type) },
            { suggestion: "Divide by a reference quantity, as in `exp(-time / tau)`." },
          );
        }
        return numberType;
      case "same":
        return numeric.reduce((all, type, i) =>
          this.#same(name, all, type, expression.span, scope, [
            expression.arguments[0]?.span ?? expression.span,
            expression.arguments[i]?.span ?? expression.span,
          ]),
        );
      case "root": {
        const [type = unknownType] = numeric;
        if (type.kind !== "quantity" || type.dimension === null) return type;
        const dimension = powerOfDimension(type.dimension, 1, 2);
        return dimension === null ? unknownType : quantityType(dimension);
      }
    }
  }

  #typeOfFunctionCall(
    symbol: SymbolOfKind<"function">,
    call: CallExpression,
    types: readonly ValueType[],
    scope: Scope,
  ): ValueType {
    const { parameters, value } = symbol.node;
    if (parameters.length !== types.length) {
      this.sink.report(
        "TDL4004",
        { file: scope.file, span: call.span },
        { name: symbol.name, expected: countText(parameters.length, "argument"), given: types.length },
        { related: [{ file: symbol.scope.file, span: symbol.span, message: "declared here" }] },
      );
      return unknownType;
    }
    if (this.#calls.includes(symbol)) {
      const cycle = [...this.#calls, symbol].map(({ name }) => name).join(" -> ");
      const location = { file: symbol.scope.file, span: symbol.span };
      const suggestion = "A function can not use itself; write the steps out, or use a table.";
      this.sink.report("TDL3006", location, { cycle }, { suggestion });
      return unknownType;
    }
    const locals = new Map<string, ValueType>();
    for (const [i, parameter] of parameters.entries()) {
      const given = types[i] ?? unknownType;
      const declared = parameter.unit === null ? null : this.unitDimension(parameter.unit, symbol.scope);
      if (declared !== null && !fits(given, declared)) {
        this.sink.report(
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
    const known = this.#callTypes.get(key);
    if (known !== undefined) {
      const location = { file: scope.file, span: call.span };
      return this.#reaches(this.#depth + known.depth, location) ? known.type : unknownType;
    }
    this.#calls.push(symbol);
    const { type, depth } = this.#measured(() => this.typeOf(value, symbol.scope, locals));
    this.#calls.pop();
    this.#callTypes.set(key, { type, depth });
    return type;
  }

  #typeOfIndex(expression: IndexExpression, scope: Scope, locals: Locals): ValueType {
    const symbol = this.symbolOf(resolvePath(this.program, scope, expression.table), scope);
    if (symbol === null) return unknownType;
    if (symbol.kind !== "table") {
      this.sink.report(
        "TDL3004",
        { file: scope.file, span: expression.table.span },
        { name: symbol.name, found: describeKind(symbol), expected: "a table" },
      );
      return unknownType;
    }
    const { keys, unit } = symbol.node;
    if (keys.length !== expression.indices.length) {
      this.sink.report(
        "TDL4004",
        { file: scope.file, span: expression.span },
        {
          name: symbol.name,
          expected: countText(keys.length, "index", "indices"),
          given: expression.indices.length,
        },
      );
    }
    for (const [i, index] of expression.indices.entries()) {
      const key = keys[i];
      if (key === undefined) continue;
      const labels = tableLabels(this, key, symbol.scope);
      if (labels === null) continue;
      const label = indexLabel(index);
      const local = label === null ? undefined : locals.get(label);
      if (local?.kind === "label") {
        const missing = local.labels.find((state) => !labels.includes(state));
        if (missing === undefined) continue;
        const location = { file: scope.file, span: index.span };
        this.sink.report(
          "TDL4010",
          location,
          {
            label: missing,
            table: symbol.name,
            labels: labels.join(", "),
            nearest: null,
          },
          {
            suggestion: `\`?${label}\` stands for ${local.labels.join(", ")}: give the table a row or column for each.`,
          },
        );
        continue;
      }
      if (label !== null && labels.includes(label)) continue;
      if (label === null) this.typeOf(index, scope, locals);
      this.sink.report(
        "TDL4010",
        { file: scope.file, span: index.span },
        {
          label: label ?? scope.file.text.slice(index.span.start, index.span.end),
          table: symbol.name,
          labels: labels.join(", "),
          nearest: label === null ? null : nearestOf(label, labels),
        },
      );
    }
    if (unit !== null) return this.#unitType(unit, symbol.scope);
    const cell = symbol.node.rows[0]?.cells[0];
    return cell === undefined ? unknownType : this.#settled(this.typeOf(cell, symbol.scope, noLocals));
  }

  /** `count Ca > 5 count` and `count Ca > 5 uM`: `count` is a plain number. */
  #countHint(one: ValueType, other: ValueType, sides: readonly [Span, Span], scope: Scope): string | null {
    const text = scope.file.text.slice(sides[0].start, sides[0].end);
    const [, name = ""] = /^count\s+([\p{L}\p{N}_.]+)$/u.exec(text) ?? [];
    if (name === "" || !fits(one, dimensionless) || other.kind !== "quantity") return null;
    if (fits(other, amountDimension))
      return `\`count ${name}\` is a plain number: leave out the unit \`count\`, or write \`amount ${name}\`.`;
    return fits(other, concentrationDimension) ? `Write \`[${name}]\` for the concentration.` : null;
  }

  #numeric(type: ValueType, span: Span, scope: Scope, operator: string): ValueType {
    if (type.kind === "quantity" || type.kind === "unknown") return type;
    this.sink.report(
      "TDL4003",
      { file: scope.file, span },
      { what: `What \`${operator}\` works on`, expected: "a quantity", found: describeType(type) },
    );
    return unknownType;
  }

  #boolean(type: ValueType, span: Span, scope: Scope, operator: string): void {
    if (type.kind === "boolean" || type.kind === "unknown") return;
    this.sink.report(
      "TDL4003",
      { file: scope.file, span },
      { what: `What \`${operator}\` works on`, expected: "a condition", found: describeType(type) },
    );
  }

  /** The common type of two sides; reports when they differ. */
  #same(
    operator: string,
    left: ValueType,
    right: ValueType,
    span: Span,
    scope: Scope,
    sides: readonly [Span, Span],
  ): ValueType {
    if (left.kind === "unknown") return right;
    if (right.kind === "unknown") return left;
    if (left.kind === "boolean" && right.kind === "boolean") return booleanType;
    const vector = left.kind === "vector" && right.kind === "vector" ? commonVector(left, right) : null;
    if (vector !== null) return vector;
    if (left.kind === "quantity" && right.kind === "quantity") {
      if (left.dimension === null) return right;
      if (right.dimension === null || equalDimensions(left.dimension, right.dimension)) return left;
    }
    const file = scope.file;
    const suggestion =
      this.#countHint(left, right, sides, scope) ?? this.#countHint(right, left, [sides[1], sides[0]], scope);
    this.sink.report(
      "TDL4002",
      { file, span },
      { operator, left: describeType(left), right: describeType(right) },
      {
        suggestion,
        related: [
          { file, span: sides[0], message: describeType(left) },
          { file, span: sides[1], message: describeType(right) },
        ],
      },
    );
    return unknownType;
  }
}

/** Labels of a table's key; null (reported where the table is declared) when it names no site. */
export function tableLabels(checker: TypeChecker, key: TableKey, scope: Scope): readonly string[] | null {
  if (key.kind === "labels") return key.labels.map(({ text }) => text);
  const [owner, site, ...rest] = key.path.parts;
  const symbol = owner === undefined || rest.length > 0 ? null : scope.lookup(owner.text);
  if (symbol?.kind !== "molecule") return null;
  const declaration = checker.molecules.sitesOf(symbol).find(({ name }) => name.text === site?.text);
  return declaration?.states?.map(({ text }) => text) ?? null;
}

function typeKey(type: ValueType): string {
  if (type.kind === "molecule") return `molecule ${type.type.scope.file.path} ${type.type.span.start}`;
  if (type.kind === "vector")
    return `vector ${type.components} ${type.dimension === null ? "zero" : dimensionKey(type.dimension)}`;
  if (type.kind !== "quantity") return type.kind;
  return type.dimension === null ? "zero" : dimensionKey(type.dimension);
}

/** How other languages call functions of this one. */
const functionElsewhere: ReadonlyMap<string, string> = new Map([
  ["ln", "log"],
  ["arctan", "atan"],
  ["ceiling", "ceil"],
  ["fabs", "abs"],
]);

/** A better hint than the nearest name, or null. */
function missingNameHint(
  name: string,
  nearest: string | null,
  followsNumberAndSlash: boolean,
): string | null {
  if (nearest !== null) {
    return looksTheSame(name, nearest)
      ? `\`${nearest}\` looks the same, but is written with letters of another alphabet.`
      : null;
  }
  if (name === "t") return "The time of the run is `time`; `t` is only known in the shape of a stimulus.";
  if (isUnitSymbol(name) && followsNumberAndSlash)
    return `\`${name}\` is a unit when a space stands before the slash and none after it: \`2 /${name}\`.`;
  if (isUnitSymbol(name))
    return `\`${name}\` is a unit; units are only read after a number, as in \`2 ${name}\` or \`2 /${name}\`.`;
  return null;
}

/** The label that an index names: `first`, `0`; null for anything else. */
export function indexLabel(index: Expression): string | null {
  if (index.kind === "quantity" && index.unit === null) return index.text;
  if (index.kind === "reference" && index.path.parts.length === 1) return index.path.parts[0]?.text ?? null;
  return null;
}

function countText(count: number, singular: string, plural = `${singular}s`): string {
  return `${count === 1 ? "one" : count} ${count === 1 ? singular : plural}`;
}
