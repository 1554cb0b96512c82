/**
 * `area(plasma)`, `perimeter(plasma)` and `volume(plasma)` anywhere in a model or in its experiments, and in 3D the
 * distance from a sphere, as the sums over the membrane that they are.
 */
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { GrowthModel } from "./growthForm.ts";
import { membraneMeasure } from "./membrane.ts";
import { expression, piece, type Template, written } from "./template.ts";

const measures: ReadonlySet<string> = new Set(["area", "perimeter", "volume"]);

/** The same tree with these calls replaced. */
export function withoutMembraneCalls<T>(tree: T, model: GrowthModel): T {
  if (model.membranes.size === 0) return tree;
  // Expressions stand in many places of many statements, and are replaced by expressions wherever they are.
  return replaced(tree, model) as T;
}

function replaced(value: unknown, model: GrowthModel): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => replaced(item, model));
  if (typeof value !== "object" || value === null) return value;
  const node = value as Readonly<Record<string, unknown>>;
  const instead = node["kind"] === "call" ? call(value as CallNode, model) : null;
  if (instead !== null) return instead;
  return Object.fromEntries(Object.entries(node).map(([key, part]) => [key, replaced(part, model)]));
}

type CallNode = Extract<Expression, { kind: "call" }>;

function call(node: CallNode, model: GrowthModel): Expression | null {
  const [callee, ...rest] = node.callee.parts;
  // A membrane has no value, so that a call with one means the measure whatever else has its name.
  if (callee === undefined || rest.length > 0) return null;
  const last = node.arguments.at(-1);
  const name =
    last?.kind === "reference" && last.path.parts.length === 1 ? last.path.parts[0]?.text : undefined;
  const membrane = name === undefined ? undefined : model.membranes.get(name);
  if (membrane === undefined || name === undefined) return null;
  if (measures.has(callee.text) && node.arguments.length === 1) {
    const measure = membraneMeasure(callee.text, name, model);
    if (measure !== null) return expression(measure, node.span);
    model.report("TDL5274", node.span, { measure: callee.text, membrane: name });
    return { kind: "quantity", value: 0, text: "0", unit: null, span: node.span };
  }
  const [from] = node.arguments;
  if (
    callee.text === "distance" &&
    model.dimension === 3 &&
    node.arguments.length === 2 &&
    from !== undefined
  ) {
    const centre = membrane.centre === null ? piece`vec(0 um, 0 um, 0 um)` : piece`${membrane.centre}`;
    return expression(
      piece`sum(m.radius over m: ${written(name)}()) - norm(${placeOf(from)} - ${centre})`,
      node.span,
    );
  }
  return null;
}

/** A label stands for its place. */
function placeOf(from: Expression): Template {
  if (from.kind !== "reference" || from.path.parts.length !== 1) return piece`${from}`;
  return piece`${written(from.path.parts[0]?.text ?? "")}.pos`;
}
