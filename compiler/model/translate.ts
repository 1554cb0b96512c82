/**
 * Expressions of the syntax tree -> expressions of the graph, in the context of an instance.
 *
 * Everything was checked before: names resolve and units fit. Functions are expanded, tables indexed,
 * definitions shared (one graph node however often they are used).
 */
import type { Expression, MeasureExpression } from "../../grammar/syntax/expression.ts";
import type { Pattern } from "../../grammar/syntax/pattern.ts";
import type { FunctionDeclaration, Table } from "../../grammar/syntax/declaration.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import { parseUnit } from "../../runtime/units/parseUnit.ts";
import type { ExpressionGraph, ExpressionId } from "../expression/graph.ts";
import type { UnaryFunction } from "../expression/operations.ts";
import { thermalEnergy } from "../check/temperature.ts";
import { indexLabel, isMoleculePattern } from "../check/typeChecker.ts";
import type { SymbolOfKind } from "../bind/scope.ts";
import type { Found, Instance, InstanceTree } from "./instance.ts";
import { concentration, type MeasureKind } from "./measureValue.ts";

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
}

export type LocalValues = ReadonlyMap<string, ExpressionId>;
const noLocalValues: LocalValues = new Map();

/** What names stand for in the rates of one rule on molecules. */
export interface RuleContext {
  /** State variables. */
  readonly states: ReadonlyMap<string, string>;
  /** A measure in the complex of a labelled molecule. */
  local(measure: MeasureExpression): ExpressionId;
}

export class Translator {
  readonly #tree: InstanceTree;
  readonly #symbols: ModelSymbols;
  readonly #graph: ExpressionGraph;
  /** Calls by function and arguments: functions that call each other twice would expand without end. */
  readonly #expanded = new Map<FunctionDeclaration, Map<string, ExpressionId>>();

  constructor(tree: InstanceTree, symbols: ModelSymbols) {
    this.#tree = tree;
    this.#symbols = symbols;
    this.#graph = symbols.graph;
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
        if (first !== undefined && rest.length === 0) {
          const local = locals.get(first.text);
          if (local !== undefined) return local;
          if (first.text === "pi") return graph.number(Math.PI);
          const isThermal = first.text === thermalEnergy && instance.scope.lookup(first.text) === null;
          if (isThermal) return this.#symbols.kT(instance, expression.span);
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
            return graph.power(left, right);
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
        const values = expression.arguments.map(inner);
        const [first] = values;
        if (first === undefined) return this.#expand(name, expression.callee, values, instance);
        const declared = instanceDeclares(instance, name);
        if (declared) return this.#expand(name, expression.callee, values, instance);
        if (name === "min") return values.reduce((a, b) => graph.minimum(a, b));
        if (name === "max") return values.reduce((a, b) => graph.maximum(a, b));
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
        throw new Error("a sum over matches, which the check phase refused");
      case "escape": {
        const operand = inner(expression.operand);
        const factor = graph.number(factorOf(expression.unit.text));
        return expression.escape === "assume"
          ? graph.multiply([operand, factor])
          : graph.divide(operand, factor);
      }
    }
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
    values: readonly ExpressionId[],
    instance: Instance,
  ): ExpressionId {
    const found = this.#tree.find(instance, callee);
    if (found.symbol.kind !== "function") throw new Error(`${name} is no function`);
    const { node }: SymbolOfKind<"function"> = found.symbol;
    const known = this.#expanded.get(node) ?? new Map<string, ExpressionId>();
    this.#expanded.set(node, known);
    const key = `${found.instance.prefix}(${values.join(",")})`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const locals = new Map<string, ExpressionId>();
    for (const [i, parameter] of node.parameters.entries()) {
      const value = values[i];
      if (value !== undefined) locals.set(parameter.name.text, value);
    }
    const value = this.translate(node.value, found.instance, locals);
    known.set(key, value);
    return value;
  }
}

function instanceDeclares(instance: Instance, name: string): boolean {
  return instance.scope.lookup(name) !== null;
}

function cellOf(table: Table, labels: readonly (string | null)[]): Expression {
  const row = table.rows.find(({ label }) => label.text === labels[0]);
  const column = table.columns === null ? 0 : table.columns.findIndex(({ text }) => text === labels[1]);
  const cell = row?.cells[column];
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
