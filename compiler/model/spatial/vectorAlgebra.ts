/**
 * Vectors as lists of component expressions.
 *
 * The angle between u and v is taken from x = u.v and y = |u x v| by half angles, 2 atan(y / (|u||v| + x)) and its
 * mirror image for x < 0 (Kahan 2006, "How futile are mindless assessments of roundoff", section 12): it and its
 * derivatives are accurate for every angle, where acos is not near 0 and pi.
 */
import type { ExpressionGraph, ExpressionId } from "../../expression/graph.ts";

export type Components = readonly ExpressionId[];

export class VectorAlgebra {
  readonly #graph: ExpressionGraph;

  constructor(graph: ExpressionGraph) {
    this.#graph = graph;
  }

  add(u: Components, v: Components): Components {
    return u.map((a, i) => this.#graph.add([a, at(v, i)]));
  }

  subtract(u: Components, v: Components): Components {
    return u.map((a, i) => this.#graph.subtract(a, at(v, i)));
  }

  scale(u: Components, factor: ExpressionId): Components {
    return u.map((a) => this.#graph.multiply([a, factor]));
  }

  divide(u: Components, divisor: ExpressionId): Components {
    return u.map((a) => this.#graph.divide(a, divisor));
  }

  dot(u: Components, v: Components): ExpressionId {
    return this.#graph.add(u.map((a, i) => this.#graph.multiply([a, at(v, i)])));
  }

  norm(u: Components): ExpressionId {
    return this.#graph.apply("sqrt", this.dot(u, u));
  }

  unit(u: Components): Components {
    return this.divide(u, this.norm(u));
  }

  /** One component in the plane. */
  cross(u: Components, v: Components): Components {
    const minor = (i: number, j: number): ExpressionId =>
      this.#graph.subtract(
        this.#graph.multiply([at(u, i), at(v, j)]),
        this.#graph.multiply([at(u, j), at(v, i)]),
      );
    return u.length === 2 ? [minor(0, 1)] : [minor(1, 2), minor(2, 0), minor(0, 1)];
  }

  angle(u: Components, v: Components): ExpressionId {
    const graph = this.#graph;
    const zero = graph.number(0);
    const x = this.dot(u, v);
    const y = this.#crossLength(this.cross(u, v));
    const length = graph.apply("sqrt", graph.multiply([this.dot(u, u), this.dot(v, v)]));
    const half = (denominator: ExpressionId): ExpressionId =>
      graph.multiply([graph.number(2), graph.apply("atan", graph.divide(y, denominator))]);
    return graph.conditional(
      graph.greater(x, zero),
      half(graph.add([length, x])),
      graph.subtract(graph.number(Math.PI), half(graph.subtract(length, x))),
    );
  }

  /** Parallel vectors in space: the length is 0 and so is what is taken for its derivative. */
  #crossLength(cross: Components): ExpressionId {
    const graph = this.#graph;
    const [only] = cross;
    if (cross.length === 1 && only !== undefined) return graph.apply("abs", only);
    const square = this.dot(cross, cross);
    const zero = graph.number(0);
    return graph.conditional(graph.greater(square, zero), graph.apply("sqrt", square), zero);
  }

  /** In the plane by an angle; in space about an axis (Rodrigues' formula). */
  rotate(u: Components, axis: Components | null, angle: ExpressionId): Components {
    const graph = this.#graph;
    const cosine = graph.apply("cos", angle);
    const sine = graph.apply("sin", angle);
    if (axis === null) return this.add(this.scale(u, cosine), this.scale(this.perpendicular(u), sine));
    const k = this.unit(axis);
    const along = graph.multiply([this.dot(k, u), graph.subtract(graph.number(1), cosine)]);
    return this.add(
      this.add(this.scale(u, cosine), this.scale(this.cross(k, u), sine)),
      this.scale(k, along),
    );
  }

  /** A quarter turn to the left; in space some unit vector at a right angle, away from the larger component. */
  perpendicular(u: Components): Components {
    const graph = this.#graph;
    const zero = graph.number(0);
    const [x, y, z] = u;
    if (x === undefined || y === undefined) throw new Error("a vector has two components at least");
    if (z === undefined) return [graph.negate(y), x];
    const square = (a: ExpressionId): ExpressionId => graph.multiply([a, a]);
    const isSteep = graph.less(square(x), graph.add([square(y), square(z)]));
    const pick = (a: ExpressionId, b: ExpressionId): ExpressionId => graph.conditional(isSteep, a, b);
    return this.unit([pick(zero, graph.negate(z)), pick(z, zero), pick(graph.negate(y), x)]);
  }

  distance(p: Components, q: Components): ExpressionId {
    return this.norm(this.subtract(p, q));
  }

  /** From a point to the segment from a to b. */
  segmentDistance(p: Components, a: Components, b: Components): ExpressionId {
    const graph = this.#graph;
    const [zero, one] = [graph.number(0), graph.number(1)];
    const ab = this.subtract(b, a);
    const ap = this.subtract(p, a);
    const square = this.dot(ab, ab);
    const share = graph.divide(this.dot(ap, ab), square);
    const inside = graph.minimum(graph.maximum(share, zero), one);
    const along = graph.conditional(graph.greater(square, zero), inside, zero);
    return this.norm(this.subtract(ap, this.scale(ab, along)));
  }

  conditional(condition: ExpressionId, u: Components, v: Components): Components {
    return u.map((a, i) => this.#graph.conditional(condition, a, at(v, i)));
  }
}

export function at(components: Components, index: number): ExpressionId {
  const component = components[index];
  if (component === undefined) throw new Error(`a vector has no component ${index}`);
  return component;
}
