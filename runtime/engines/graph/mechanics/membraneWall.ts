/**
 * A closed curve of bonded nodes as a wall: what moves stays inside while the curve moves as well.
 *
 * In a step the curve goes first, and takes along what it would leave outside, mirrored at its nearest edge. Then every
 * node goes its way, and where that meets an edge the rest is mirrored (specular reflection). For a curve at rest this
 * keeps volumes and directions in phase space, so that free diffusion has a uniform density inside for steps of any
 * length; for one that moves the density is right as steps become short. The curve does not feel the nodes.
 */
import type { GraphModel } from "../../../graphModel.ts";
import { SimulationError } from "../../../simulationError.ts";
import { ClosedCurve } from "./closedCurve.ts";
import type { MovingNodes } from "./movingGraph.ts";

/** Reflections of one step, after which the rest of the way is given up: it would be many times round. */
const mostReflections = 1000;
/** Nodes that can not be mirrored are put inside by this share of the nearest edge's length. */
const inwardShare = 1e-6;

export class MembraneWall {
  readonly #model: GraphModel;
  readonly #store: MovingNodes;
  /** The type whose nodes make the curve. */
  readonly #type: number;
  /** By type: held inside. */
  readonly #isHeld: readonly boolean[];
  readonly #curve = new ClosedCurve();
  #ends = new Float64Array(0);
  /** Where the node that is looked at goes. */
  #x = 0;
  #y = 0;

  constructor(model: GraphModel, store: MovingNodes, boundary: number) {
    const { of, types } = model.boundaries[boundary];
    this.#model = model;
    this.#store = store;
    this.#type = of;
    this.#isHeld = model.types.map((_, type) => types.includes(type));
  }

  /**
   * Bends the ways of a step, which begin at the attributes `from`, so that none ends outside of where the curve is at
   * its end, `to`.
   * @throws SimulationError when the molecules of the curve make none.
   */
  contain(from: Float64Array, to: Float64Array, t: number): void {
    if (!this.#collect(to, t)) return;
    this.#eachHeld((at) => {
      const dx = to[at] - from[at];
      const dy = to[at + 1] - from[at + 1];
      this.#x = from[at];
      this.#y = from[at + 1];
      if (!this.#curve.contains(this.#x, this.#y)) this.#bringInside();
      this.#go(dx, dy);
      to[at] = this.#x;
      to[at + 1] = this.#y;
    });
  }

  /** Brings back what is outside, wherever it came from. */
  bringBack(x: Float64Array, t: number): void {
    if (!this.#collect(x, t)) return;
    this.#eachHeld((at) => {
      if (this.#curve.contains(x[at], x[at + 1])) return;
      this.#x = x[at];
      this.#y = x[at + 1];
      this.#bringInside();
      x[at] = this.#x;
      x[at + 1] = this.#y;
    });
  }

  #eachHeld(visit: (at: number) => void): void {
    const { type, used } = this.#store;
    const { attributeStride, types } = this.#model;
    for (let node = 0; node < used; node++)
      if (type[node] >= 0 && this.#isHeld[type[node]])
        visit(node * attributeStride + types[type[node]].position);
  }

  /** From (#x, #y), which is inside, along (dx, dy). */
  #go(dx: number, dy: number): void {
    const curve = this.#curve;
    const startX = this.#x;
    const startY = this.#y;
    let x = startX;
    let y = startY;
    let last = -1;
    for (let i = 0; i < mostReflections; i++) {
      last = curve.firstCrossing(x, y, dx, dy, last);
      if (last < 0) break;
      const { share } = curve;
      x += share * dx;
      y += share * dy;
      const ex = curve.edgeX(last);
      const ey = curve.edgeY(last);
      const along = (2 * (1 - share) * (dx * ex + dy * ey)) / (ex * ex + ey * ey);
      dx = along * ex - (1 - share) * dx;
      dy = along * ey - (1 - share) * dy;
    }
    if (last < 0) {
      x += dx;
      y += dy;
    }
    // A way through a corner, by rounding: it is not gone, which leaves the density as it is.
    const isInside = curve.contains(x, y);
    this.#x = isInside ? x : startX;
    this.#y = isInside ? y : startY;
  }

  /** Mirrors (#x, #y) at the nearest edge; where that is outside as well, right inside the edge. */
  #bringInside(): void {
    const curve = this.#curve;
    const edge = curve.nearest(this.#x, this.#y);
    const { nearestX, nearestY } = curve;
    this.#x = 2 * nearestX - this.#x;
    this.#y = 2 * nearestY - this.#y;
    if (curve.contains(this.#x, this.#y)) return;
    for (const side of [inwardShare, -inwardShare]) {
      this.#x = nearestX - side * curve.edgeY(edge);
      this.#y = nearestY + side * curve.edgeX(edge);
      if (curve.contains(this.#x, this.#y)) return;
    }
  }

  /** False when there is no molecule of the curve: then nothing is held. */
  #collect(x: Float64Array, t: number): boolean {
    const { type, record, shift, siteCount, used } = this.#store;
    const { attributeStride, types } = this.#model;
    const own = this.#type;
    const { position, name } = types[own];
    let count = 0;
    for (let node = 0; node < used; node++) {
      if (type[node] !== own) continue;
      let bonds = 0;
      for (let site = node << shift; site < (node << shift) + siteCount[own]; site++) {
        const other = record[site] < 0 ? -1 : record[site] >> shift;
        if (other < 0 || type[other] !== own) continue;
        bonds++;
        // Of the two ends of a bond the one with the lower site writes it.
        if (record[site] < site) continue;
        if (this.#ends.length < 4 * (count + 1)) this.#grow();
        for (let i = 0; i < 2; i++) {
          this.#ends[4 * count + i] = x[node * attributeStride + position + i];
          this.#ends[4 * count + 2 + i] = x[other * attributeStride + position + i];
        }
        count++;
      }
      if (bonds !== 2)
        throw new SimulationError(
          "badInput",
          `At ${t} s the boundary ${name} is not closed: one of its molecules is bound to ${bonds} others of its kind, not to two.`,
          t,
        );
    }
    if (count > 0) this.#curve.set(this.#ends, count);
    return count > 0;
  }

  #grow(): void {
    const grown = new Float64Array(2 * this.#ends.length + 64);
    grown.set(this.#ends);
    this.#ends = grown;
  }
}
