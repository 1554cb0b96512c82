/**
 * How near two patterns must be, found in a condition: one of the terms that `and` joins is `distance(a, b) < r`,
 * `norm(a.pos - b.pos) < r` or `segment_distance(p, a, b) < r` between a molecule of the one and molecules of the other,
 * with a bound of parameters. It lets neighbours be searched on a grid instead of among all pairs.
 */
import { pathText } from "../../../grammar/syntax/common.ts";
import type { Expression } from "../../../grammar/syntax/expression.ts";
import type { BoundProgram, Scope } from "../../bind/scope.ts";
import { whatChanges } from "../knownValue.ts";
import { positionName } from "./attributes.ts";
import { firstLabel } from "./labels.ts";

export interface LabelledAgent {
  readonly label: string | null;
  /** Which of the two patterns it belongs to. */
  readonly pattern: number;
}

/** Molecules by their indices among the agents. */
export interface FoundProximity {
  readonly a: number;
  readonly b: number;
  /** The segment goes from `b` to it; null: only `b` is near. */
  readonly end: number | null;
  readonly below: Expression;
  /** Also at exactly this distance. */
  readonly isClosed: boolean;
  /** What else the condition says; null: nothing. */
  readonly rest: Expression | null;
}

export function findProximity(
  condition: Expression | null,
  agents: readonly LabelledAgent[],
  program: BoundProgram,
  scope: Scope,
): FoundProximity | null {
  if (condition === null) return null;
  for (const term of conjuncts(condition)) {
    const bound = upperBound(term);
    if (bound === null || scopeDeclares(scope, bound.call)) continue;
    const found = meeting(bound.call, agents);
    if (found === null) continue;
    const labels = new Set(agents.flatMap(({ label }) => label ?? []));
    const { below, isClosed } = bound;
    if (firstLabel(below, labels) !== null || whatChanges(below, scope, program, "state") !== null) continue;
    return { ...found, below, isClosed, rest: without(condition, term) };
  }
  return null;
}

function conjuncts(expression: Expression): readonly Expression[] {
  return expression.kind === "binary" && expression.operator === "and"
    ? [...conjuncts(expression.left), ...conjuncts(expression.right)]
    : [expression];
}

/** A conjunction without one of its terms; null: it had no other. */
function without(expression: Expression, term: Expression): Expression | null {
  if (expression === term) return null;
  if (expression.kind !== "binary" || expression.operator !== "and") return expression;
  const left = without(expression.left, term);
  const right = without(expression.right, term);
  return left === null ? right : right === null ? left : { ...expression, left, right };
}

type Call = Extract<Expression, { readonly kind: "call" }>;

/** `call < below`, in either order. */
function upperBound(
  term: Expression,
): { readonly call: Call; readonly below: Expression; readonly isClosed: boolean } | null {
  if (term.kind !== "binary") return null;
  const { operator, left, right } = term;
  const isClosed = operator === "<=" || operator === ">=";
  if ((operator === "<" || operator === "<=") && left.kind === "call")
    return { call: left, below: right, isClosed };
  if ((operator === ">" || operator === ">=") && right.kind === "call")
    return { call: right, below: left, isClosed };
  return null;
}

function scopeDeclares(scope: Scope, call: Call): boolean {
  return scope.lookup(pathText(call.callee)) !== null;
}

function meeting(
  call: Call,
  agents: readonly LabelledAgent[],
): Pick<FoundProximity, "a" | "b" | "end"> | null {
  const name = pathText(call.callee);
  const [first] = call.arguments;
  const places =
    name === "norm" && first?.kind === "binary" && first.operator === "-"
      ? [first.left, first.right]
      : name === "distance" || name === "segment_distance"
        ? call.arguments
        : [];
  const [a, b, end] = places.map((place) => agentAt(place, agents));
  if (a == null || b == null || end === null) return null;
  const patternOf = (agent: number): number => agents[agent]?.pattern ?? 0;
  if (patternOf(a) === patternOf(b) || (end !== undefined && patternOf(end) !== patternOf(b))) return null;
  return { a, b, end: end ?? null };
}

/** The molecule whose place an expression is: `a` or `a.pos`. */
function agentAt(place: Expression, agents: readonly LabelledAgent[]): number | null {
  if (place.kind !== "reference") return null;
  const [label, attribute, ...rest] = place.path.parts;
  if (rest.length > 0 || (attribute !== undefined && attribute.text !== positionName)) return null;
  const index = agents.findIndex((agent) => agent.label !== null && agent.label === label?.text);
  return index < 0 ? null : index;
}
