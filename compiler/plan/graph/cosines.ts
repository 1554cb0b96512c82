/**
 * Scalar products of two unit vectors in an energy, as `dot(unit(u), unit(v))` is translated: cosines. Their second
 * derivatives by the single components have no part that is convex and does not resist turning both vectors, so that
 * they are seen as a whole: C (1 - w.v) is C/2 |w - v|^2, and C (1 + w.v) is C/2 |w + v|^2 (curvature.ts).
 */
import type { ExpressionGraph, ExpressionId } from "../../expression/graph.ts";

/** Components of two unit vectors. */
export interface Cosine {
  readonly w: readonly ExpressionId[];
  readonly v: readonly ExpressionId[];
}

/** One term of a sum that may belong to a cosine: its factors apart from (a / n) (b / m), n and m square roots. */
interface Term {
  readonly id: ExpressionId;
  readonly coefficient: readonly ExpressionId[];
  readonly isNegative: boolean;
  readonly a: ExpressionId;
  readonly n: ExpressionId;
  readonly b: ExpressionId;
  readonly m: ExpressionId;
}

export interface CosineTerms {
  readonly cosine: Cosine;
  /** Factors of the whole, which none of the terms lacks. */
  readonly coefficient: readonly ExpressionId[];
  readonly terms: readonly ExpressionId[];
}

/** The cosines among the terms of a sum. */
export function cosinesOf(graph: ExpressionGraph, sum: readonly ExpressionId[]): readonly CosineTerms[] {
  const groups = new Map<string, Term[]>();
  for (const id of sum) {
    const term = termOf(graph, id);
    if (term === null) continue;
    const key = JSON.stringify([term.n, term.m, term.coefficient]);
    groups.set(key, [...(groups.get(key) ?? []), term]);
  }
  return [...groups.values()].flatMap((terms) => {
    const [first] = terms;
    if (first === undefined) return [];
    const isWhole =
      isLength(
        graph,
        first.n,
        terms.map(({ a }) => a),
      ) &&
      isLength(
        graph,
        first.m,
        terms.map(({ b }) => b),
      );
    if (!isWhole) return [];
    const cosine = {
      w: terms.map(({ a, n, isNegative }) => {
        const component = graph.divide(a, n);
        return isNegative ? graph.negate(component) : component;
      }),
      v: terms.map(({ b, m }) => graph.divide(b, m)),
    };
    return [{ cosine, coefficient: first.coefficient, terms: terms.map(({ id }) => id) }];
  });
}

function termOf(graph: ExpressionGraph, id: ExpressionId): Term | null {
  const node = graph.node(id);
  if (node.kind !== "operation") return null;
  if (node.operation === "negate") {
    const inner = termOf(graph, node.operands[0]);
    return inner === null ? null : { ...inner, id, isNegative: !inner.isNegative };
  }
  if (node.operation !== "multiply") return null;
  const shares: { readonly above: ExpressionId; readonly below: ExpressionId }[] = [];
  const coefficient: ExpressionId[] = [];
  for (const operand of node.operands) {
    const factor = graph.node(operand);
    const below = factor.kind === "operation" && factor.operation === "divide" ? factor.operands[1] : null;
    if (factor.kind === "operation" && below !== null && isRoot(graph, below))
      shares.push({ above: factor.operands[0], below });
    else coefficient.push(operand);
  }
  if (shares.length !== 2) return null;
  const [one, other] = shares[0].below < shares[1].below ? shares : [shares[1], shares[0]];
  return {
    id,
    coefficient,
    isNegative: false,
    a: one.above,
    n: one.below,
    b: other.above,
    m: other.below,
  };
}

function isRoot(graph: ExpressionGraph, id: ExpressionId): boolean {
  const node = graph.node(id);
  return node.kind === "operation" && node.operation === "sqrt";
}

/** Whether a square root is the length of the vector with these components, up to their signs. */
function isLength(graph: ExpressionGraph, root: ExpressionId, components: readonly ExpressionId[]): boolean {
  const two = graph.number(2);
  const squares = graph.apply("sqrt", graph.add(components.map((one) => graph.power(one, two))));
  return squares === root;
}
