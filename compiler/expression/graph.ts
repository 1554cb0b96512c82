/**
 * Hash-consed expressions: equal expressions are one node (expressionStore.ts), so a graph of them has no common
 * subexpression twice.
 *
 * Values are plain numbers in internal units (dimensions are checked before); conditions are booleans. Ids, and with
 * them the order of sums and products, depend only on the order of the calls: the same model gives the same code.
 *
 * The constructors fold constants and apply identities that hold for every finite value of the symbols, up to
 * rounding: sums and products are flattened (nested ones of at most 16 operands, which bounds the work), sorted
 * and like operands collected. Products with zero vanish only when the other factors are sums and products of
 * symbols and numbers, which are finite; `0 * exp(x)` and `x / x` stay, since they may be NaN. The sign of zero
 * is not preserved.
 */
import { ExpressionStore } from "./expressionStore.ts";
import type { ExpressionId, OperationNode, PulseSum } from "./expressionNode.ts";
import {
  type Comparison,
  compare,
  constantPower,
  isUnaryFunction,
  type UnaryFunction,
  unaryFunctions,
} from "./operations.ts";

export type {
  CallNode,
  ExpressionId,
  ExpressionNode,
  OperationNode,
  PulseSum,
  PulseSumNode,
  SymbolId,
  SymbolInfo,
  SymbolKind,
  TabledFunction,
} from "./expressionNode.ts";

/** Longer sums and products are not merged into the one around them. */
const longestMerged = 16;

export class ExpressionGraph extends ExpressionStore {
  add(terms: readonly ExpressionId[]): ExpressionId {
    let constant = 0;
    const coefficients = new Map<ExpressionId, number>();
    const take = (term: ExpressionId, nested: boolean): void => {
      const node = this.node(term);
      if (node.kind === "number") {
        constant += node.value;
      } else if (
        node.kind === "operation" &&
        node.operation === "add" &&
        !nested &&
        node.operands.length <= longestMerged
      ) {
        for (const operand of node.operands) take(operand, true);
      } else {
        const [coefficient, base] = this.#splitCoefficient(term);
        coefficients.set(base, (coefficients.get(base) ?? 0) + coefficient);
      }
    };
    for (const term of terms) take(this.asNumber(term), false);
    const operands: ExpressionId[] = [];
    for (const base of [...coefficients.keys()].toSorted(byId)) {
      const coefficient = coefficients.get(base) ?? 0;
      const term = coefficient === 1 ? base : this.multiply([this.number(coefficient), base]);
      const value = this.numberValue(term);
      if (value === null) operands.push(term);
      else constant += value;
    }
    if (constant !== 0 || operands.length === 0) operands.push(this.number(constant));
    const [only] = operands;
    return operands.length === 1 && only !== undefined ? only : this.operation("add", operands);
  }

  subtract(a: ExpressionId, b: ExpressionId): ExpressionId {
    return this.add([a, this.negate(b)]);
  }

  multiply(factors: readonly ExpressionId[]): ExpressionId {
    let constant = 1;
    const exponents = new Map<ExpressionId, number>();
    const divisors: ExpressionId[] = [];
    const take = (factor: ExpressionId, nested: boolean): void => {
      const node = this.node(factor);
      if (node.kind === "number") {
        constant *= node.value;
        return;
      }
      if (node.kind === "operation") {
        const [first, second] = node.operands;
        if (node.operation === "multiply" && !nested && node.operands.length <= longestMerged) {
          for (const operand of node.operands) take(operand, true);
          return;
        }
        if (node.operation === "negate" && first !== undefined) {
          constant = -constant;
          take(first, nested);
          return;
        }
        if (node.operation === "divide" && first !== undefined && second !== undefined) {
          if (this.numberValue(first) === 1) {
            divisors.push(second);
            return;
          }
        }
        if (node.operation === "power" && first !== undefined && second !== undefined) {
          const exponent = this.numberValue(second);
          if (exponent !== null && exponent > 0 && Number.isInteger(exponent)) {
            exponents.set(first, (exponents.get(first) ?? 0) + exponent);
            return;
          }
        }
      }
      exponents.set(factor, (exponents.get(factor) ?? 0) + 1);
    };
    for (const factor of factors) take(this.asNumber(factor), false);
    if (divisors.length > 0) {
      const rest = [...exponents].map(([base, exponent]) => this.power(base, this.number(exponent)));
      return this.divide(this.multiply([this.number(constant), ...rest]), this.multiply(divisors));
    }
    const bases = [...exponents.keys()].toSorted(byId);
    if (constant === 0 && bases.every((base) => this.isPolynomial(base))) return this.number(0);
    const operands = bases.map((base) => this.power(base, this.number(exponents.get(base) ?? 1)));
    const negative = constant === -1 && operands.length > 0;
    if ((constant !== 1 && !negative) || operands.length === 0) operands.unshift(this.number(constant));
    const [only] = operands;
    const product = operands.length === 1 && only !== undefined ? only : this.operation("multiply", operands);
    return negative ? this.#negation(product) : product;
  }

  divide(a: ExpressionId, b: ExpressionId): ExpressionId {
    const above = this.numberValue(this.asNumber(a));
    const below = this.numberValue(this.asNumber(b));
    if (below === 1) return a;
    if (below === -1) return this.negate(a);
    if (below !== null && above !== null) return this.number(above / below);
    const positive = this.#negated(a);
    if (positive !== null) return this.negate(this.divide(positive, b));
    const positiveBelow = this.#negated(b);
    if (positiveBelow !== null) return this.negate(this.divide(a, positiveBelow));
    return this.operation("divide", [a, b]);
  }

  power(a: ExpressionId, b: ExpressionId): ExpressionId {
    const base = this.numberValue(this.asNumber(a));
    const exponent = this.numberValue(this.asNumber(b));
    if (exponent === null) return this.operation("power", [a, b]);
    if (exponent === 0) return this.number(1);
    if (exponent === 1) return a;
    if (base !== null) return this.number(constantPower(base, exponent));
    if (exponent === 0.5) return this.apply("sqrt", a);
    if (exponent === -1) return this.divide(this.number(1), a);
    return this.operation("power", [a, b]);
  }

  negate(a: ExpressionId): ExpressionId {
    const value = this.numberValue(this.asNumber(a));
    if (value !== null) return this.number(-value);
    const positive = this.#negated(a);
    if (positive !== null) return positive;
    const node = this.node(a);
    if (node.kind === "operation" && node.operation === "multiply") {
      return this.multiply([this.number(-1), ...node.operands]);
    }
    return this.#negation(a);
  }

  apply(name: UnaryFunction, a: ExpressionId): ExpressionId {
    const value = this.numberValue(this.asNumber(a));
    if (value !== null) return this.number(unaryFunctions[name].value(value));
    if (name === "abs") {
      const positive = this.#negated(a);
      if (positive !== null) return this.apply("abs", positive);
    }
    return this.operation(name, [a]);
  }

  minimum(a: ExpressionId, b: ExpressionId): ExpressionId {
    return this.#extreme("minimum", a, b);
  }

  maximum(a: ExpressionId, b: ExpressionId): ExpressionId {
    return this.#extreme("maximum", a, b);
  }

  #extreme(operation: "minimum" | "maximum", a: ExpressionId, b: ExpressionId): ExpressionId {
    const x = this.numberValue(this.asNumber(a));
    const y = this.numberValue(this.asNumber(b));
    if (a === b) return a;
    if (x !== null && y !== null)
      return this.number(operation === "minimum" ? Math.min(x, y) : Math.max(x, y));
    return this.operation(operation, a < b ? [a, b] : [b, a]);
  }

  less(a: ExpressionId, b: ExpressionId): ExpressionId {
    return this.#compare("less", a, b);
  }

  lessEqual(a: ExpressionId, b: ExpressionId): ExpressionId {
    return this.#compare("lessEqual", a, b);
  }

  greater(a: ExpressionId, b: ExpressionId): ExpressionId {
    return this.#compare("less", b, a);
  }

  greaterEqual(a: ExpressionId, b: ExpressionId): ExpressionId {
    return this.#compare("lessEqual", b, a);
  }

  equal(a: ExpressionId, b: ExpressionId): ExpressionId {
    return a < b ? this.#compare("equal", a, b) : this.#compare("equal", b, a);
  }

  notEqual(a: ExpressionId, b: ExpressionId): ExpressionId {
    return this.not(this.equal(a, b));
  }

  #compare(comparison: Comparison, a: ExpressionId, b: ExpressionId): ExpressionId {
    const x = this.numberValue(this.asNumber(a));
    const y = this.numberValue(this.asNumber(b));
    if (x !== null && y !== null) return this.boolean(compare(comparison, x, y));
    return this.operation(comparison, [a, b]);
  }

  and(conditions: readonly ExpressionId[]): ExpressionId {
    return this.#connect("and", conditions);
  }

  or(conditions: readonly ExpressionId[]): ExpressionId {
    return this.#connect("or", conditions);
  }

  #connect(operation: "and" | "or", conditions: readonly ExpressionId[]): ExpressionId {
    const decisive = operation === "or";
    const parts = new Set<ExpressionId>();
    for (const condition of conditions) {
      const node = this.node(this.asBoolean(condition));
      if (node.kind === "boolean") {
        if (node.value === decisive) return condition;
      } else if (
        node.kind === "operation" &&
        node.operation === operation &&
        node.operands.length <= longestMerged
      ) {
        for (const operand of node.operands) parts.add(operand);
      } else {
        parts.add(condition);
      }
    }
    const operands = [...parts].toSorted(byId);
    const [only] = operands;
    if (only === undefined) return this.boolean(!decisive);
    return operands.length === 1 ? only : this.operation(operation, operands);
  }

  not(condition: ExpressionId): ExpressionId {
    const node = this.node(this.asBoolean(condition));
    if (node.kind === "boolean") return this.boolean(!node.value);
    const [inner] = this.operands(condition);
    if (node.kind === "operation" && node.operation === "not" && inner !== undefined) return inner;
    return this.operation("not", [condition]);
  }

  conditional(condition: ExpressionId, consequent: ExpressionId, alternate: ExpressionId): ExpressionId {
    const node = this.node(this.asBoolean(condition));
    if (this.isBoolean(consequent) !== this.isBoolean(alternate)) {
      throw new TypeError("the branches of a conditional are a number and a condition");
    }
    if (node.kind === "boolean") return node.value ? consequent : alternate;
    if (consequent === alternate) return consequent;
    const [inner] = this.operands(condition);
    if (node.kind === "operation" && node.operation === "not" && inner !== undefined) {
      return this.conditional(inner, alternate, consequent);
    }
    const id = this.operation("conditional", [condition, consequent, alternate]);
    if (this.isBoolean(consequent)) this.noteCondition(id);
    return id;
  }

  sumOverPulses(sum: PulseSum): ExpressionId {
    const operands = [sum.body, sum.start, sum.period, sum.count, sum.time] as const;
    for (const operand of operands) this.asNumber(operand);
    if (this.numberValue(sum.body) === 0) return this.number(0);
    const node = { kind: "sumOverPulses", operands, localTime: sum.localTime } as const;
    return this.intern(`pulses${sum.localTime}:${operands.join()}`, node, 0);
  }

  /** The operation with other operands, through its constructor; for rewriting. */
  rebuild(node: OperationNode, operands: readonly ExpressionId[]): ExpressionId {
    const [a, b, c] = operands;
    if (a === undefined) throw new RangeError("an operation without operands");
    if (isUnaryFunction(node.operation)) return this.apply(node.operation, a);
    switch (node.operation) {
      case "add":
        return this.add(operands);
      case "multiply":
        return this.multiply(operands);
      case "and":
      case "or":
        return this.#connect(node.operation, operands);
      case "negate":
        return this.negate(a);
      case "not":
        return this.not(a);
      case "divide":
      case "power":
      case "minimum":
      case "maximum":
      case "less":
      case "lessEqual":
      case "equal":
        if (b === undefined) throw new RangeError(`${node.operation} of one operand`);
        return this[node.operation](a, b);
      case "conditional":
        break;
    }
    if (b === undefined || c === undefined) throw new RangeError("a conditional needs three operands");
    return this.conditional(a, b, c);
  }

  /** The operand of a negation, else null. */
  #negated(id: ExpressionId): ExpressionId | null {
    const node = this.node(id);
    return node.kind === "operation" && node.operation === "negate" ? (node.operands[0] ?? null) : null;
  }

  #negation(id: ExpressionId): ExpressionId {
    return this.operation("negate", [id]);
  }

  /** A term as a number times a rest: -x is -1 times x. */
  #splitCoefficient(term: ExpressionId): readonly [number, ExpressionId] {
    const positive = this.#negated(term);
    if (positive !== null) return [-1, positive];
    const node = this.node(term);
    if (node.kind !== "operation" || node.operation !== "multiply") return [1, term];
    const [first, second, ...rest] = node.operands;
    const value = first === undefined ? null : this.numberValue(first);
    if (value === null || second === undefined) return [1, term];
    return [value, rest.length === 0 ? second : this.operation("multiply", [second, ...rest])];
  }
}

function byId(a: ExpressionId, b: ExpressionId): number {
  return a - b;
}
