/**
 * Expressions to JavaScript statements.
 *
 * Subexpressions that are used more than once become `const` temporaries in dependency order, as do those that
 * would make a line too long or too deep. What is used once stays where it is used; inside the branch of a
 * conditional it is then evaluated only when the branch is taken. A shared or very long subexpression is computed
 * before the conditional even when only branches use it: expressions have no side effects and do not throw, so
 * that costs time at most. Sums over pulses become loops, from which everything is hoisted that does not depend
 * on the pulse. The walk is a loop: neither depth nor length of an expression matters.
 */
import { reachable } from "./dependencies.ts";
import {
  atomText,
  type BoundText,
  bindingStrength,
  constantExponent,
  type FunctionFamily,
  numberText,
  operationText,
  repeatsBase,
} from "./expressionText.ts";
import { isRuntimeFunction } from "./severalNumbers.ts";
import type {
  CallNode,
  ExpressionGraph,
  ExpressionId,
  ExpressionNode,
  OperationNode,
  PulseSumNode,
  SymbolId,
} from "./graph.ts";
import { isUnaryFunction, unaryFunctions } from "./operations.ts";

export interface EmissionRoot {
  /** What stands before ` = `: `const k1`, `dy[3]`, `out`. */
  readonly target: string;
  readonly id: ExpressionId;
}

export interface EmissionOptions {
  /** Temporaries are called `t1`, `t2`, … by default. */
  readonly temporaryPrefix?: string;
  /** Names for subexpressions that the model names; such a one always becomes a `const`. */
  readonly hints?: ReadonlyMap<ExpressionId, string>;
  /** Whether a name is used by the code around. */
  readonly isTaken?: (name: string) => boolean;
  /** `portable` by default: bits are then those of evaluate.ts. */
  readonly functions?: FunctionFamily;
  /** Starts every line. */
  readonly indent?: string;
}

type SymbolNames = (symbol: SymbolId) => string;

/** Beyond these, a subexpression gets a line of its own. */
const longestText = 160;
const deepestNesting = 24;
/** Longer sums and products are accumulated over several lines, in the same order. */
const longestLine = 40;

/** Statements that assign every root to its target, a line each, with the temporaries they need before them. */
export function emitAssignments(
  graph: ExpressionGraph,
  roots: readonly EmissionRoot[],
  names: SymbolNames,
  options: EmissionOptions = {},
): string {
  const emitter = new StatementEmitter(graph, roots, names, options);
  return emitter.emit();
}

/** One expression without statements; shared parts are repeated. Throws for a sum over pulses. */
export function emitInline(graph: ExpressionGraph, root: ExpressionId, names: SymbolNames): string {
  const texts = new Map<ExpressionId, BoundText>();
  const textOf = (id: ExpressionId): BoundText => texts.get(id) ?? atomText("NaN");
  for (const id of reachable(graph, [root])) {
    const node = graph.node(id);
    if (node.kind === "sumOverPulses") throw new TypeError("a sum over pulses needs statements");
    if (node.kind === "call") texts.set(id, callText(node, textOf));
    else
      texts.set(id, node.kind === "operation" ? operationText(graph, node, textOf) : leafText(node, names));
  }
  return textOf(root).text;
}

/** The functions of runtime/math that the emitted roots may call, sorted. */
export function runtimeFunctions(
  graph: ExpressionGraph,
  roots: readonly ExpressionId[],
  functions: FunctionFamily = "portable",
): readonly string[] {
  const callees = new Set<string>();
  for (const id of reachable(graph, roots)) {
    const node = graph.node(id);
    if (node.kind === "call" && isRuntimeFunction(node.callee)) callees.add(node.callee);
    if (node.kind !== "operation") continue;
    if (node.operation === "power")
      callees.add(constantExponent(graph, node) === null ? "fdPow" : "integerPower");
    else if (isUnaryFunction(node.operation)) callees.add(unaryFunctions[node.operation].callee);
  }
  return [...callees]
    .filter((callee) =>
      functions === "native"
        ? !callee.startsWith("fd") && !callee.startsWith("Math.")
        : !callee.startsWith("Math."),
    )
    .toSorted();
}

function leafText(
  node: Exclude<ExpressionNode, OperationNode | PulseSumNode | CallNode>,
  names: SymbolNames,
): BoundText {
  if (node.kind === "symbol") return atomText(names(node.symbol));
  return node.kind === "number" ? numberText(node.value) : atomText(String(node.value));
}

/** The function stands under its own name, and takes the index of its value first. */
function callText(node: CallNode, textOf: (id: ExpressionId) => BoundText): BoundText {
  return atomText(
    `${node.callee}(${[node.index, ...node.operands.map((id) => textOf(id).text)].join(", ")})`,
  );
}

interface EmittedText extends BoundText {
  readonly depth: number;
}

class StatementEmitter {
  readonly #graph: ExpressionGraph;
  readonly #roots: readonly EmissionRoot[];
  readonly #names: SymbolNames;
  readonly #options: EmissionOptions;
  readonly #lines: string[] = [];
  readonly #texts = new Map<ExpressionId, EmittedText>();
  readonly #usedNames = new Set<string>();
  /** Nodes that must be temporaries. */
  readonly #named = new Set<ExpressionId>();
  /** The local times of pulses that a node needs to be bound; absent when none. */
  readonly #locals = new Map<ExpressionId, ReadonlySet<SymbolId>>();
  #indent: string;
  #temporaries = 0;

  constructor(
    graph: ExpressionGraph,
    roots: readonly EmissionRoot[],
    names: SymbolNames,
    options: EmissionOptions,
  ) {
    this.#graph = graph;
    this.#roots = roots;
    this.#names = names;
    this.#options = options;
    this.#indent = options.indent ?? "";
  }

  emit(): string {
    const ids = reachable(
      this.#graph,
      this.#roots.map((root) => root.id),
    );
    this.#findLocals(ids);
    this.#findNamed(ids);
    this.#emitBlock(ids, new Set());
    for (const { target, id } of this.#roots) this.#line(`${target} = ${this.#textOf(id).text};`);
    return this.#lines.length === 0 ? "" : `${this.#lines.join("\n")}\n`;
  }

  #findLocals(ids: readonly ExpressionId[]): void {
    const bound = new Set<SymbolId>();
    for (const id of ids) {
      const node = this.#graph.node(id);
      if (node.kind === "sumOverPulses") bound.add(node.localTime);
    }
    if (bound.size === 0) return;
    for (const id of ids) {
      const node = this.#graph.node(id);
      const locals = new Set<SymbolId>();
      if (node.kind === "symbol" && bound.has(node.symbol)) locals.add(node.symbol);
      this.#graph.operands(id).forEach((operand, i) => {
        for (const local of this.#locals.get(operand) ?? []) {
          if (!(node.kind === "sumOverPulses" && i === 0 && local === node.localTime)) locals.add(local);
        }
      });
      if (locals.size > 0) this.#locals.set(id, locals);
    }
  }

  #findNamed(ids: readonly ExpressionId[]): void {
    const uses = new Map<ExpressionId, number>();
    const use = (id: ExpressionId): void => void uses.set(id, (uses.get(id) ?? 0) + 1);
    for (const root of this.#roots) use(root.id);
    for (const id of ids) {
      const node = this.#graph.node(id);
      if (!("operands" in node)) continue;
      node.operands.forEach((operand, i) => {
        use(operand);
        const isBody = node.kind === "sumOverPulses" && i === 0;
        // An operand that needs fewer bound locals belongs outside the loop of its user.
        const outside = (this.#locals.get(operand)?.size ?? 0) < (this.#locals.get(id)?.size ?? 0);
        if (outside || (node.kind === "sumOverPulses" && (!isBody || !this.#locals.has(operand)))) {
          this.#named.add(operand);
        }
      });
      const base: ExpressionId | undefined = node.operands[0];
      if (node.kind === "operation" && base !== undefined && repeatsBase(this.#graph, node))
        this.#named.add(base);
    }
    for (const [id, count] of uses) {
      if (count <= 1) continue;
      const node = this.#graph.node(id);
      const [operand] = this.#graph.operands(id);
      // A sign needs no name, what it stands before does.
      const negation = node.kind === "operation" && node.operation === "negate";
      this.#named.add(negation && operand !== undefined ? operand : id);
    }
    for (const id of this.#options.hints?.keys() ?? []) this.#named.add(id);
  }

  /** Emits the nodes, ascending, that need no other locals than those bound; forgets none of them. */
  #emitBlock(ids: readonly ExpressionId[], bound: ReadonlySet<SymbolId>): readonly ExpressionId[] {
    const emitted: ExpressionId[] = [];
    for (const id of ids) {
      if (this.#texts.has(id)) continue;
      const locals = this.#locals.get(id);
      if (locals !== undefined && [...locals].some((local) => !bound.has(local))) continue;
      const node = this.#graph.node(id);
      this.#texts.set(id, this.#emitNode(id, node, bound));
      emitted.push(id);
    }
    return emitted;
  }

  #emitNode(id: ExpressionId, node: ExpressionNode, bound: ReadonlySet<SymbolId>): EmittedText {
    if (node.kind === "sumOverPulses") return this.#emitPulses(id, node, bound);
    if (node.kind !== "operation" && node.kind !== "call")
      return { ...leafText(node, this.#names), depth: 0 };
    const text =
      node.kind === "call" ? callText(node, (operand) => this.#textOf(operand)) : this.#operation(node);
    const depth =
      1 + node.operands.reduce((deepest, operand) => Math.max(deepest, this.#textOf(operand).depth), 0);
    if (!this.#named.has(id) && depth < deepestNesting && text.text.length <= longestText)
      return { ...text, depth };
    const name = this.#nameFor(id);
    this.#line(`const ${name} = ${text.text};`);
    return { ...atomText(name), depth: 0 };
  }

  /** The text of an operation; a long sum or product is accumulated in temporaries, from left to right. */
  #operation(node: OperationNode): BoundText {
    const textOf = (id: ExpressionId): BoundText => this.#textOf(id);
    const { operation, operands } = node;
    const long = operation === "add" || operation === "multiply" || operation === "and" || operation === "or";
    const family = this.#options.functions;
    if (!long || operands.length <= longestLine) return operationText(this.#graph, node, textOf, family);
    let accumulated: BoundText | null = null;
    for (let start = 0; ; start += longestLine) {
      const chunk = operands.slice(start, start + longestLine);
      const before = operands[start - 1];
      // What is accumulated stands in for the operand before the chunk.
      const part = before === undefined ? chunk : [before, ...chunk];
      const head: BoundText | null = accumulated;
      let position = 0;
      const text = operationText(this.#graph, { ...node, operands: part }, (id) =>
        position++ === 0 && head !== null ? head : textOf(id),
      );
      if (start + longestLine >= operands.length) return text;
      const name = this.#freshName();
      this.#line(`const ${name} = ${text.text};`);
      accumulated = atomText(name);
    }
  }

  #emitPulses(id: ExpressionId, node: PulseSumNode, bound: ReadonlySet<SymbolId>): EmittedText {
    const [body, start, period, count, time] = node.operands;
    const text = (operand: ExpressionId): string => {
      const operandText = this.#textOf(operand);
      return operandText.strength === bindingStrength.atom ? operandText.text : `(${operandText.text})`;
    };
    const name = this.#nameFor(id);
    const index = this.#reserve(`${name}_pulse`);
    const local = this.#names(node.localTime);
    const knownPeriod = this.#graph.numberValue(period);
    const single = `Math.min(1, ${text(count)})`;
    let pulses = `${text(period)} > 0 ? ${text(count)} : ${single}`;
    if (knownPeriod !== null) pulses = knownPeriod > 0 ? text(count) : single;
    const limit = this.#reserve(`${name}_pulses`);
    this.#line(`let ${name} = 0;`);
    this.#line(`for (let ${index} = 0, ${limit} = ${pulses}; ${index} < ${limit}; ${index}++) {`);
    const outer = this.#indent;
    this.#indent = `${outer}  `;
    this.#line(`const ${local} = ${text(time)} - (${text(start)} + ${index} * ${text(period)});`);
    this.#line(`if (!(${local} >= 0)) break;`);
    const inside = this.#emitBlock(reachable(this.#graph, [body]), new Set([...bound, node.localTime]));
    this.#line(`${name} += ${this.#textOf(body).text};`);
    for (const inner of inside) this.#texts.delete(inner);
    this.#indent = outer;
    this.#line("}");
    return { ...atomText(name), depth: 0 };
  }

  #textOf(id: ExpressionId): EmittedText {
    const text = this.#texts.get(id);
    if (text === undefined) throw new Error(`expression ${id} is used where its local time is not bound`);
    return text;
  }

  #nameFor(id: ExpressionId): string {
    const hint = this.#options.hints?.get(id);
    return hint === undefined ? this.#freshName() : this.#reserve(hint);
  }

  #freshName(): string {
    let name: string;
    do name = `${this.#options.temporaryPrefix ?? "t"}${++this.#temporaries}`;
    while (!this.#isFree(name));
    this.#usedNames.add(name);
    return name;
  }

  /** The wanted name, or it with a number behind where it is in use. */
  #reserve(wanted: string): string {
    let name = wanted;
    for (let i = 2; !this.#isFree(name); i++) name = `${wanted}_${i}`;
    this.#usedNames.add(name);
    return name;
  }

  #isFree(name: string): boolean {
    return !this.#usedNames.has(name) && this.#options.isTaken?.(name) !== true;
  }

  #line(text: string): void {
    this.#lines.push(this.#indent + text);
  }
}
