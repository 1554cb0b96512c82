/**
 * Expressions of the syntax tree -> expressions of the graph, in the context of an instance.
 *
 * Everything was checked before: names resolve and units fit. Functions are expanded, tables indexed,
 * definitions shared (one graph node however often they are used). A vector becomes its components.
 */
import type { AggregateExpression, Expression, MeasureExpression } from "../../grammar/syntax/expression.ts";
import type { Pattern } from "../../grammar/syntax/pattern.ts";
import type { FunctionDeclaration, Table } from "../../grammar/syntax/declaration.ts";
import { type Name, pathText } from "../../grammar/syntax/common.ts";
import { parseUnit } from "../../runtime/units/parseUnit.ts";
import type { ExpressionGraph, ExpressionId } from "../expression/graph.ts";
import { functionsOfSeveralNumbers } from "../expression/severalNumbers.ts";
import type { UnaryFunction } from "../expression/operations.ts";
import { thermalEnergy } from "../check/temperature.ts";
import { isMoleculePattern } from "../check/moleculePattern.ts";
import { tableCell } from "../check/tableCell.ts";
import { indexLabel } from "../check/tableTypes.ts";
import type { SymbolOfKind } from "../bind/scope.ts";
import { componentNames } from "../check/spatial/attributes.ts";
import { depthName } from "../check/spatial/space.ts";
import { isSpatialFunction } from "../check/spatial/spatialCalls.ts";
import type { Found, Instance, InstanceTree } from "./instance.ts";
import { concentration, type MeasureKind } from "./measureValue.ts";
import type { DrawSource, MoleculeValue, Shape } from "./spatial/moleculeValue.ts";
import { at, type Components, VectorAlgebra } from "./spatial/vectorAlgebra.ts";
import { translateSpatialCall } from "./spatial/vectorCalls.ts";

/** What the translator needs to know of the model under construction. */
export interface ModelSymbols {
  readonly graph: ExpressionGraph;
  readonly time: ExpressionId;
  /** A const, param, variable, define, input, output or observe. */
  value(found: Found): ExpressionId;
  concentration(found: Found): ExpressionId;
  amount(found: Found): ExpressionId;
  size(found: Found): ExpressionId;
  measure(pattern: Pattern, kind: MeasureKind | typeof concentration, instance: Instance): ExpressionId;
  /** Thermal energy where `temperature` is known. */
  kT(instance: Instance, span: Expression["span"]): ExpressionId;
  /** Of space; 0 without one. */
  readonly dimensions: 0 | 2 | 3;
  /** Thickness of a flat space. */
  depth(): ExpressionId;
  /** A sum or mean over the matches of a pattern. */
  aggregate(expression: AggregateExpression, instance: Instance): Components;
  region(name: string, instance: Instance): Shape;
  /** Index of the field that an expression names. */
  field(expression: Expression, instance: Instance): number;
}

/** A number, a vector or a labelled molecule. */
export type LocalValue = ExpressionId | Components | MoleculeValue;
export type LocalValues = ReadonlyMap<string, LocalValue>;
const noLocalValues: LocalValues = new Map();

/** What names stand for in the rates of one rule on molecules. */
export interface RuleContext {
  /** State variables. */
  readonly states: ReadonlyMap<string, string>;
  /** A measure in the complex of a labelled molecule. */
  local(measure: MeasureExpression): ExpressionId;
  /** Where random numbers may be drawn. */
  readonly draws: DrawSource | null;
}

export class Translator {
  readonly #tree: InstanceTree;
  readonly #symbols: ModelSymbols;
  readonly #graph: ExpressionGraph;
  /** Calls by function and arguments: functions that call each other twice would expand without end. */
  readonly #expanded = new Map<FunctionDeclaration, Map<string, Components>>();
  readonly #algebra: VectorAlgebra;

  constructor(tree: InstanceTree, symbols: ModelSymbols) {
    this.#tree = tree;
    this.#symbols = symbols;
    this.#graph = symbols.graph;
    this.#algebra = new VectorAlgebra(symbols.graph);
  }

  translate(
    expression: Expression,
    instance: Instance,
    locals: LocalValues = noLocalValues,
    rule: RuleContext | null = null,
  ): ExpressionId {
    const graph = this.#graph;
    const inner = (part: Expression): ExpressionId => this.translate(part, instance, locals, rule);
    switch (expression.kind) {
      case "quantity":
        return graph.number(
          expression.value * (expression.unit === null ? 1 : factorOf(expression.unit.text)),
        );
      case "time":
        return this.#symbols.time;
      case "reference": {
        const [first, ...rest] = expression.path.parts;
        const local = first === undefined ? undefined : locals.get(first.text);
        if (local !== undefined) return at(componentsOf(local, rest), 0);
        if (first !== undefined && rest.length === 0) {
          if (first.text === "pi") return graph.number(Math.PI);
          const isThermal = first.text === thermalEnergy && instance.scope.lookup(first.text) === null;
          if (isThermal) return this.#symbols.kT(instance, expression.span);
          const isDepth = first.text === depthName && instance.scope.lookup(first.text) === null;
          if (isDepth) return this.#symbols.depth();
        }
        const found = this.#tree.find(instance, expression.path);
        return found.measure === null ? this.#symbols.value(found) : this.#symbols.size(found);
      }
      case "unary": {
        const operand = inner(expression.operand);
        if (expression.operator === "not") return graph.not(operand);
        return expression.operator === "-" ? graph.negate(operand) : operand;
      }
      case "binary": {
        const left = inner(expression.left);
        const right = inner(expression.right);
        switch (expression.operator) {
          case "+":
            return graph.add([left, right]);
          case "-":
            return graph.subtract(left, right);
          case "*":
            return graph.multiply([left, right]);
          case "/":
            return graph.divide(left, right);
          case "^":
            return this.#squareOfLength(expression.left, left, right) ?? graph.power(left, right);
          case "==":
            return graph.equal(left, right);
          case "!=":
            return graph.notEqual(left, right);
          case "<":
            return graph.less(left, right);
          case "<=":
            return graph.lessEqual(left, right);
          case ">":
            return graph.greater(left, right);
          case ">=":
            return graph.greaterEqual(left, right);
          case "and":
            return graph.and([left, right]);
          case "or":
            return graph.or([left, right]);
        }
        break;
      }
      case "conditional":
        return graph.conditional(
          inner(expression.condition),
          inner(expression.consequent),
          inner(expression.alternate),
        );
      case "call": {
        const name = pathText(expression.callee);
        if (instanceDeclares(instance, name) || isSpatialFunction(name))
          return at(this.components(expression, instance, locals, rule), 0);
        const values = expression.arguments.map(inner);
        const [first] = values;
        if (first === undefined) throw new Error(`${name} without arguments`);
        if (name === "min") return values.reduce((a, b) => graph.minimum(a, b));
        if (name === "max") return values.reduce((a, b) => graph.maximum(a, b));
        const several = functionsOfSeveralNumbers.get(name);
        if (several !== undefined) return graph.callOf(several, values);
        return graph.apply(name as UnaryFunction, first);
      }
      case "index": {
        const found = this.#tree.find(instance, expression.table);
        if (found.symbol.kind !== "table") throw new Error(`${found.symbol.name} is no table`);
        const indices = expression.indices.map((index) => {
          const label = indexLabel(index);
          return label === null ? null : (rule?.states.get(label) ?? label);
        });
        const cell = cellOf(found.symbol.node, indices);
        const value = this.translate(cell, found.instance);
        const unit = found.symbol.node.unit;
        // A plain number in a cell is in the table's unit.
        const isBare = unit !== null && isPlainNumber(cell);
        return isBare ? graph.multiply([value, graph.number(factorOf(unit.text))]) : value;
      }
      case "concentration":
        if (isMoleculePattern(expression.of, instance.scope)) {
          return this.#symbols.measure(expression.of, concentration, instance);
        }
        return this.#symbols.concentration(this.species(expression.of, instance));
      case "measure":
        if (expression.owner !== null && rule !== null) return rule.local(expression);
        if (isMoleculePattern(expression.of, instance.scope)) {
          return this.#symbols.measure(expression.of, expression, instance);
        }
        return this.#symbols.amount(this.species(expression.of, instance));
      case "aggregate":
        return at(this.#symbols.aggregate(expression, instance), 0);
      case "escape": {
        const operand = inner(expression.operand);
        const factor = graph.number(factorOf(expression.unit.text));
        return expression.escape === "assume"
          ? graph.multiply([operand, factor])
          : graph.divide(operand, factor);
      }
    }
  }

  /** `norm(v)^2` without the root, whose derivative has no value at 0; null for other powers. */
  #squareOfLength(written: Expression, base: ExpressionId, exponent: ExpressionId): ExpressionId | null {
    const node = this.#graph.node(base);
    const isLength = written.kind === "call" && node.kind === "operation" && node.operation === "sqrt";
    if (!isLength || !isSpatialFunction(pathText(written.callee))) return null;
    return this.#graph.numberValue(exponent) === 2 ? (node.operands[0] ?? null) : null;
  }

  /** The components of a vector; a number alone. */
  components(
    expression: Expression,
    instance: Instance,
    locals: LocalValues = noLocalValues,
    rule: RuleContext | null = null,
  ): Components {
    const algebra = this.#algebra;
    const inner = (part: Expression): Components => this.components(part, instance, locals, rule);
    const number = (): Components => [this.translate(expression, instance, locals, rule)];
    switch (expression.kind) {
      case "reference": {
        const [first, ...rest] = expression.path.parts;
        const local = first === undefined ? undefined : locals.get(first.text);
        return local === undefined ? number() : componentsOf(local, rest);
      }
      case "unary": {
        if (expression.operator === "not") return number();
        const operand = inner(expression.operand);
        return expression.operator === "-" ? operand.map((a) => this.#graph.negate(a)) : operand;
      }
      case "binary": {
        const { operator } = expression;
        if (operator !== "+" && operator !== "-" && operator !== "*" && operator !== "/") return number();
        const left = inner(expression.left);
        const right = inner(expression.right);
        switch (operator) {
          case "+":
            return algebra.add(left, right);
          case "-":
            return algebra.subtract(left, right);
          case "*":
            return left.length > 1 ? algebra.scale(left, at(right, 0)) : algebra.scale(right, at(left, 0));
          case "/":
            return algebra.divide(left, at(right, 0));
        }
        break;
      }
      case "conditional":
        return algebra.conditional(
          this.translate(expression.condition, instance, locals, rule),
          inner(expression.consequent),
          inner(expression.alternate),
        );
      case "call": {
        const name = pathText(expression.callee);
        if (instanceDeclares(instance, name)) {
          const values = expression.arguments.map((one) => this.#value(one, instance, locals, rule));
          return this.#expand(name, expression.callee, values, instance);
        }
        if (!isSpatialFunction(name)) return number();
        const molecule = (one: Expression): MoleculeValue | null => {
          const value = this.#labelled(one, locals);
          return value !== null && typeof value === "object" && "kind" in value ? value : null;
        };
        return translateSpatialCall(
          {
            graph: this.#graph,
            dimensions: this.#symbols.dimensions,
            draws: rule?.draws ?? null,
            components: inner,
            molecule,
            moleculeType: (one) => {
              const path = one.kind === "reference" ? one.path.parts : [];
              const [first, ...rest] = path;
              if (first === undefined || rest.length > 0 || locals.has(first.text)) return null;
              const symbol = instance.scope.lookup(first.text);
              return symbol?.kind === "molecule" ? symbol : null;
            },
            region: (one) =>
              this.#symbols.region(one.kind === "reference" ? pathText(one.path) : "", instance),
            field: (one) => this.#symbols.field(one, instance),
          },
          expression,
        );
      }
      case "aggregate":
        return this.#symbols.aggregate(expression, instance);
      default:
        return number();
    }
  }

  /** The local value that a bare name stands for. */
  #labelled(expression: Expression, locals: LocalValues): LocalValue | null {
    if (expression.kind !== "reference" || expression.path.parts.length !== 1) return null;
    return locals.get(expression.path.parts[0]?.text ?? "") ?? null;
  }

  /** What an argument of a function stands for. */
  #value(
    expression: Expression,
    instance: Instance,
    locals: LocalValues,
    rule: RuleContext | null,
  ): LocalValue {
    return this.#labelled(expression, locals) ?? this.components(expression, instance, locals, rule);
  }

  /** The species that a pattern of plain species names. */
  species(pattern: Extract<Expression, { kind: "measure" }>["of"], instance: Instance): Found {
    const [member] = pattern.members;
    if (member === undefined) throw new Error("empty pattern");
    return this.#tree.find(instance, member.type);
  }

  #expand(
    name: string,
    callee: Parameters<InstanceTree["find"]>[1],
    values: readonly LocalValue[],
    instance: Instance,
  ): Components {
    const found = this.#tree.find(instance, callee);
    if (found.symbol.kind !== "function") throw new Error(`${name} is no function`);
    const { node }: SymbolOfKind<"function"> = found.symbol;
    const known = this.#expanded.get(node) ?? new Map<string, Components>();
    this.#expanded.set(node, known);
    const key = `${found.instance.prefix}(${values.map(valueKey).join(",")})`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const locals = new Map<string, LocalValue>();
    for (const [i, parameter] of node.parameters.entries()) {
      const value = values[i];
      if (value !== undefined) locals.set(parameter.name.text, value);
    }
    const value = this.components(node.value, found.instance, locals);
    known.set(key, value);
    return value;
  }
}

/** A local value, or the attribute of a molecule that the names behind it say. */
function componentsOf(local: LocalValue, [attribute, component]: readonly Name[]): Components {
  if (typeof local === "number") return [local];
  if (!("kind" in local)) {
    if (attribute === undefined) return local;
    return [at(local, (componentNames as readonly string[]).indexOf(attribute.text))];
  }
  if (attribute === undefined) throw new Error("a molecule is no number");
  const components = local.attribute(attribute.text);
  if (component === undefined) return components;
  return [at(components, (componentNames as readonly string[]).indexOf(component.text))];
}

function valueKey(value: LocalValue): string {
  if (typeof value === "number") return String(value);
  return "kind" in value ? value.key : value.join(" ");
}

function instanceDeclares(instance: Instance, name: string): boolean {
  return instance.scope.lookup(name) !== null;
}

function cellOf(table: Table, labels: readonly (string | null)[]): Expression {
  const cell = tableCell(table, labels);
  if (cell === undefined) throw new Error(`the table ${table.name.text} has no such cell`);
  return cell;
}

/** Made of bare numbers only, such as `4` or `2 * 3`. */
function isPlainNumber(cell: Expression): boolean {
  switch (cell.kind) {
    case "quantity":
      return cell.unit === null;
    case "unary":
      return isPlainNumber(cell.operand);
    case "binary":
      return isPlainNumber(cell.left) && isPlainNumber(cell.right);
    default:
      return false;
  }
}

/** @throws Error for an unknown unit: the check phase has refused it before. */
export function factorOf(unit: string): number {
  const parsed = parseUnit(unit);
  if (!parsed.ok) throw new Error(`unknown unit ${unit}`);
  return parsed.factor;
}
