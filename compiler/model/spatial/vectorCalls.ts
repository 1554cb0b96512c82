/** Calls of the functions on vectors and molecules as component expressions. */
import { pathText } from "../../../grammar/syntax/common.ts";
import type { CallExpression, Expression } from "../../../grammar/syntax/expression.ts";
import { positionName } from "../../check/spatial/attributes.ts";
import type { MoleculeSymbol } from "../../check/moleculeTypes.ts";
import type { ExpressionGraph, ExpressionId } from "../../expression/graph.ts";
import type { DrawSource, MoleculeValue, Shape } from "./moleculeValue.ts";
import { at, type Components, VectorAlgebra } from "./vectorAlgebra.ts";

/** What arguments of a call stand for. */
export interface CallContext {
  readonly graph: ExpressionGraph;
  /** 0 without space. */
  readonly dimensions: 0 | 2 | 3;
  readonly draws: DrawSource | null;
  components(expression: Expression): Components;
  /** Null for anything but a label. */
  molecule(expression: Expression): MoleculeValue | null;
  /** Null for anything but the name of a molecule type. */
  moleculeType(expression: Expression): MoleculeSymbol | null;
  region(expression: Expression): Shape;
  /** Index of the field that a species is; 0 after reporting that it is none. */
  field(expression: Expression): number;
}

export function translateSpatialCall(context: CallContext, call: CallExpression): Components {
  const { graph } = context;
  const algebra = new VectorAlgebra(graph);
  const name = pathText(call.callee);
  const argument = (i: number): Expression => {
    const found = call.arguments[i];
    if (found === undefined) throw new Error(`${name} lacks an argument, which the check phase refused`);
    return found;
  };
  const vector = (i: number): Components => context.components(argument(i));
  const number = (i: number): ExpressionId => at(vector(i), 0);
  const place = (i: number): Components =>
    context.molecule(argument(i))?.attribute(positionName) ?? vector(i);
  const molecule = (i: number): MoleculeValue => {
    const found = context.molecule(argument(i));
    if (found === null) throw new Error(`${name} needs a molecule, which the check phase refused`);
    return found;
  };
  const draws = (): DrawSource => {
    if (context.draws === null) throw new Error(`${name} outside of set, which the check phase refused`);
    return context.draws;
  };
  const uniform = (low: number, high: number): ExpressionId =>
    draws().draw({ kind: "uniform", low: graph.number(low), high: graph.number(high) });
  switch (name) {
    case "vec":
      return call.arguments.map((_, i) => number(i));
    case "norm":
      return [algebra.norm(vector(0))];
    case "dot":
      return [algebra.dot(vector(0), vector(1))];
    case "cross":
      return algebra.cross(vector(0), vector(1));
    case "unit":
      return algebra.unit(vector(0));
    case "angle":
      return [algebra.angle(vector(0), vector(1))];
    case "rotate":
      return call.arguments.length === 2
        ? algebra.rotate(vector(0), null, number(1))
        : algebra.rotate(vector(0), vector(1), number(2));
    case "perpendicular":
      return algebra.perpendicular(vector(0));
    case "distance": {
      const type = context.moleculeType(argument(1));
      return [type === null ? algebra.distance(place(0), place(1)) : molecule(0).distanceTo(type)];
    }
    case "segment_distance":
      return [algebra.segmentDistance(place(0), place(1), place(2))];
    case "contact_force":
      return molecule(0).contactForce();
    case "concentration_at":
      return [molecule(1).concentrationOf(context.field(argument(0)))];
    case "inside":
      return [isInside(graph, algebra, place(0), context.region(argument(1)))];
    case "uniform":
      return [draws().draw({ kind: "uniform", low: number(0), high: number(1) })];
    case "normal":
      return [draws().draw({ kind: "normal", mean: number(0), sd: number(1) })];
    case "random_direction":
      return randomDirection(graph, context.dimensions, uniform);
    case "random_point":
      return randomPoint(graph, algebra, context.region(argument(0)), context.dimensions, draws());
    case "draw": {
      const which = argument(0);
      return [draws().ofCopy(which.kind === "quantity" ? which.value : 1)];
    }
    default:
      throw new Error(`${name} is no function of vectors`);
  }
}

function isInside(
  graph: ExpressionGraph,
  algebra: VectorAlgebra,
  p: Components,
  { kind, from, to }: Shape,
): ExpressionId {
  if (kind === "ball") {
    const offset = algebra.subtract(p, from);
    const radius = at(to, 0);
    return graph.lessEqual(algebra.dot(offset, offset), graph.multiply([radius, radius]));
  }
  return graph.and(p.flatMap((x, i) => [graph.lessEqual(at(from, i), x), graph.lessEqual(x, at(to, i))]));
}

/** Uniform on the circle; on the sphere by the height and the longitude (Archimedes). */
function randomDirection(
  graph: ExpressionGraph,
  dimensions: 0 | 2 | 3,
  uniform: (low: number, high: number) => ExpressionId,
): Components {
  const height = dimensions === 3 ? uniform(-1, 1) : null;
  const turn = uniform(0, 2 * Math.PI);
  const circle = [graph.apply("cos", turn), graph.apply("sin", turn)];
  if (height === null) return circle;
  const radius = graph.apply("sqrt", graph.subtract(graph.number(1), graph.multiply([height, height])));
  return [...circle.map((x) => graph.multiply([radius, x])), height];
}

function randomPoint(
  graph: ExpressionGraph,
  algebra: VectorAlgebra,
  { kind, from, to }: Shape,
  dimensions: 0 | 2 | 3,
  draws: DrawSource,
): Components {
  if (kind === "box") return from.map((low, i) => draws.draw({ kind: "uniform", low, high: at(to, i) }));
  const uniform = (low: number, high: number): ExpressionId =>
    draws.draw({ kind: "uniform", low: graph.number(low), high: graph.number(high) });
  const share = graph.power(uniform(0, 1), graph.number(1 / from.length));
  const direction = randomDirection(graph, dimensions, uniform);
  return algebra.add(from, algebra.scale(direction, graph.multiply([at(to, 0), share])));
}
