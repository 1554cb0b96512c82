/**
 * The nodes of expressions, each once: equal nodes have one id (hash consing; Ershov 1958, doi:10.1145/368892.368907).
 *
 * A node is made after its operands, so ascending ids are a dependency order and every walk can be a loop. Ids depend
 * only on the order of the calls. What is simplified before it becomes a node stands in graph.ts.
 */
import type {
  ExpressionId,
  ExpressionNode,
  SymbolId,
  SymbolInfo,
  SymbolKind,
  TabledFunction,
} from "./expressionNode.ts";
import { isCondition, type Operation } from "./operations.ts";

const noOperands: readonly ExpressionId[] = [];

export class ExpressionStore {
  readonly #nodes: ExpressionNode[] = [];
  readonly #ids = new Map<string, ExpressionId>();
  readonly #symbols: SymbolInfo[] = [];
  /** Conditionals whose branches are conditions. */
  readonly #booleans = new Set<ExpressionId>();
  readonly #functions = new Map<string, TabledFunction>();
  /** By id: 1 where the node is a sum or product of symbols and numbers only. */
  readonly #polynomial: (0 | 1)[] = [];

  /** The number of nodes; ids are 0 … size - 1. */
  get size(): number {
    return this.#nodes.length;
  }

  get symbolCount(): number {
    return this.#symbols.length;
  }

  /** A new symbol, whatever its name: names need not be unique. */
  declareSymbol(name: string, kind: SymbolKind): SymbolId {
    const id = this.#symbols.length as SymbolId;
    this.#symbols.push({ id, name, kind });
    return id;
  }

  symbolInfo(id: SymbolId): SymbolInfo {
    const info = this.#symbols[id];
    if (info === undefined) throw new RangeError(`no symbol ${id}`);
    return info;
  }

  node(id: ExpressionId): ExpressionNode {
    const node = this.#nodes[id];
    if (node === undefined) throw new RangeError(`no expression ${id}`);
    return node;
  }

  /** The operands of any node; empty for leaves. */
  operands(id: ExpressionId): readonly ExpressionId[] {
    const node = this.node(id);
    return "operands" in node ? node.operands : noOperands;
  }

  /** The value of a number node, else null. */
  numberValue(id: ExpressionId): number | null {
    const node = this.node(id);
    return node.kind === "number" ? node.value : null;
  }

  /** Whether the value is a condition, not a number. */
  isBoolean(id: ExpressionId): boolean {
    const node = this.node(id);
    if (node.kind === "boolean") return true;
    if (node.kind !== "operation") return false;
    return isCondition(node.operation) || this.#booleans.has(id);
  }

  number(value: number): ExpressionId {
    return this.intern(
      `n${Object.is(value, -0) ? 0 : value}`,
      { kind: "number", value: value === 0 ? 0 : value },
      1,
    );
  }

  boolean(value: boolean): ExpressionId {
    return this.intern(value ? "true" : "false", { kind: "boolean", value }, 0);
  }

  symbol(symbol: SymbolId): ExpressionId {
    this.symbolInfo(symbol);
    return this.intern(`s${symbol}`, { kind: "symbol", symbol }, 1);
  }

  // --- Functions that work from tables

  /** @throws Error for a second function of the same name. */
  defineFunction(definition: TabledFunction): void {
    if (this.#functions.has(definition.name)) throw new Error(`${definition.name} is defined twice`);
    this.#functions.set(definition.name, definition);
  }

  /** The name, with a number behind it where a function has it already. */
  freeFunctionName(wanted: string): string {
    let name = wanted;
    for (let i = 2; this.#functions.has(name); i++) name = `${wanted}_${i}`;
    return name;
  }

  /** @throws RangeError for a name that was not defined. */
  functionNamed(name: string): TabledFunction {
    const definition = this.#functions.get(name);
    if (definition === undefined) throw new RangeError(`no function ${name}`);
    return definition;
  }

  /** A call of the first of some functions, all of which become known with it. */
  callOf(definitions: readonly TabledFunction[], operands: readonly ExpressionId[]): ExpressionId {
    const [first] = definitions;
    if (first === undefined) throw new RangeError("no function to call");
    for (const one of definitions) if (!this.#functions.has(one.name)) this.defineFunction(one);
    return this.call(first.name, 0, operands);
  }

  /** One value of a function that works from tables; it is not computed here, even of numbers. */
  call(callee: string, index: number, operands: readonly ExpressionId[]): ExpressionId {
    const { arity } = this.functionNamed(callee);
    if (operands.length !== arity) throw new RangeError(`${callee} takes ${arity} numbers`);
    for (const operand of operands) this.asNumber(operand);
    return this.intern(
      `call ${callee} ${index}:${operands.join()}`,
      { kind: "call", callee, index, operands },
      0,
    );
  }

  // --- For the constructors of operations

  /** @throws TypeError for a condition. */
  protected asNumber(id: ExpressionId): ExpressionId {
    if (this.isBoolean(id)) throw new TypeError("a condition where a number is needed");
    return id;
  }

  /** @throws TypeError for a number. */
  protected asBoolean(id: ExpressionId): ExpressionId {
    if (!this.isBoolean(id)) throw new TypeError("a number where a condition is needed");
    return id;
  }

  protected operation(operation: Operation, operands: readonly ExpressionId[]): ExpressionId {
    const polynomial =
      (operation === "add" || operation === "multiply" || operation === "negate") &&
      operands.every((operand) => this.isPolynomial(operand));
    return this.intern(
      `${operation}:${operands.join()}`,
      { kind: "operation", operation, operands },
      polynomial ? 1 : 0,
    );
  }

  /** Whether the node is a sum or product of symbols and numbers only, which is finite. */
  protected isPolynomial(id: ExpressionId): boolean {
    return this.#polynomial[id] === 1;
  }

  /** The value of a conditional is a condition. */
  protected noteCondition(id: ExpressionId): void {
    this.#booleans.add(id);
  }

  protected intern(key: string, node: ExpressionNode, polynomial: 0 | 1): ExpressionId {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#nodes.length as ExpressionId;
    this.#nodes.push(node);
    this.#ids.set(key, id);
    this.#polynomial.push(polynomial);
    return id;
  }
}
