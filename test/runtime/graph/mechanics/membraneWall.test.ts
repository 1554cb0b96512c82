/**
 * A closed curve as a wall. At rest it reflects, so that free diffusion has a uniform density inside for steps of any
 * length; one that moves keeps what it holds.
 */
import { describe, expect, it } from "vitest";
import { MembraneWall } from "../../../../runtime/engines/graph/mechanics/membraneWall.ts";
import type { GraphModel } from "../../../../runtime/graphModel.ts";
import { RandomStream } from "../../../../runtime/random/randomStream.ts";
import { expectChiSquare, expectNear } from "../../../growth/errorBudget.ts";
import { handMadeGraphModel } from "../../../support/handMadeGraphModel.ts";

type Corners = readonly (readonly [number, number])[];

/** Nodes 0 … corners - 1 are the curve, the others are held and begin at `start`. */
class Held {
  readonly wall: MembraneWall;
  readonly corners: number;
  x: Float64Array;
  #next: Float64Array;
  readonly #random = RandomStream.fromSeed("wall", 1, "moves");

  constructor(corners: Corners, held: number, start: readonly [number, number], isClosed = true) {
    this.corners = corners.length;
    const nodes = corners.length + held;
    const type = new Int16Array(nodes).fill(1);
    type.fill(0, 0, corners.length);
    const record = new Int32Array(2 * nodes).fill(-1);
    for (let i = 0; i < corners.length - (isClosed ? 0 : 1); i++) {
      const next = (i + 1) % corners.length;
      record[2 * i + 1] = 2 * next;
      record[2 * next] = 2 * i + 1;
    }
    this.x = Float64Array.from([
      ...corners.flat(),
      ...Array.from({ length: 2 * held }, (_, i) => start[i % 2]),
    ]);
    this.#next = this.x.slice();
    const store = {
      shift: 1,
      siteCount: Int32Array.of(2, 0),
      type,
      record,
      x: this.x,
      used: nodes,
      capacity: nodes,
    };
    this.wall = new MembraneWall(wallModel(), store, 0);
  }

  /** A step of all that is held by normal numbers of that spread, while the curve goes to `corners`. */
  step(spread: number, corners: Corners | null): void {
    const next = this.#next;
    for (let i = 0; i < 2 * this.corners; i++) next[i] = corners?.[i >> 1][i % 2] ?? this.x[i];
    for (let i = 2 * this.corners; i < next.length; i++) next[i] = this.x[i] + spread * this.#random.normal();
    this.wall.contain(this.x, next, 0);
    this.#next = this.x;
    this.x = next;
  }

  /** Places of what is held. */
  *places(): Generator<readonly [number, number]> {
    for (let i = 2 * this.corners; i < this.x.length; i += 2) yield [this.x[i], this.x[i + 1]];
  }
}

function wallModel(): GraphModel {
  const { graph } = handMadeGraphModel({
    dimension: 2,
    types: { Wall: { attributes: { pos: 2 }, sites: { l: [], r: [] } }, P: { attributes: { pos: 2 } } },
  });
  if (graph === null) throw new Error("not a model of growth");
  return { ...graph, boundaries: [{ condition: "membrane", types: [1], shape: "curve", of: 0 }] };
}

/** An independent test: how often the curve winds around the point. */
function isWithin(corners: Corners, [x, y]: readonly [number, number]): boolean {
  let angle = 0;
  corners.forEach(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length];
    const [px, py, qx, qy] = [ax - x, ay - y, bx - x, by - y];
    angle += Math.atan2(px * qy - py * qx, px * qx + py * qy);
  });
  return Math.abs(angle) > Math.PI;
}

describe("a membrane as a wall", () => {
  it("keeps what diffuses over 100,000 steps in which it turns, swells and shrinks", () => {
    const star = (step: number): Corners =>
      Array.from({ length: 10 }, (_, i) => {
        const radius = (i % 2 === 0 ? 1 : 0.5) * (1 + 0.3 * Math.sin(0.02 * step));
        const angle = 0.2 * Math.PI * i + 0.01 * step;
        return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
      });
    const held = new Held(star(0), 3, [0, 0]);
    let outside = 0;
    for (let step = 1; step <= 100_000; step++) {
      const corners = star(step);
      held.step(0.1, corners);
      for (const place of held.places()) if (!isWithin(corners, place)) outside++;
    }
    expect(outside).toBe(0);
  });

  it("leaves the density uniform, also at corners and after steps as long as the shape", () => {
    const corner: Corners = [
      [0, 0],
      [2, 0],
      [2, 1],
      [1, 1],
      [1, 2],
      [0, 2],
    ];
    const molecules = 3000;
    const held = new Held(corner, molecules, [1.9, 0.1]);
    for (let step = 0; step < 150; step++) held.step(0.5, null);
    const counts = new Map<string, number>();
    for (const [x, y] of held.places()) {
      const cell = `${Math.floor(2 * x)} ${Math.floor(2 * y)}`;
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    const expected = molecules / 12;
    expect(counts.size).toBe(12);
    const squares = [...counts.values()].map((count) => (count - expected) ** 2 / expected);
    expectChiSquare(
      squares.reduce((a, b) => a + b),
      11,
    );
  });

  it("leaves the density uniform while it moves slowly beside diffusion", () => {
    const sides = 24;
    const radiusAt = (step: number): number => 1 + 0.2 * Math.sin(0.0025 * step);
    const polygon = (step: number): Corners =>
      Array.from({ length: sides }, (_, i) => {
        const angle = (2 * Math.PI * i) / sides;
        return [radiusAt(step) * Math.cos(angle), radiusAt(step) * Math.sin(angle)] as const;
      });
    const held = new Held(polygon(0), 400, [0, 0]);
    let sum = 0;
    let count = 0;
    // A whole period; places are forgotten after about 60 steps.
    const period = Math.round((2 * Math.PI) / 0.0025);
    for (let step = 1; step <= period + 200; step++) {
      held.step(0.1, polygon(step));
      if (step <= 200 || step % 100 !== 0) continue;
      for (const [x, y] of held.places()) sum += (x * x + y * y) / radiusAt(step) ** 2;
      count += 400;
    }
    // Mean square distance from the middle of a regular polygon; on a disk 1/2, with the variance 1/12.
    const expected = (2 + Math.cos((2 * Math.PI) / sides)) / 6;
    expectNear(sum / count, expected, Math.sqrt(1 / 12 / count));
  });

  it("mirrors what was put outside, and puts inside what is too far off", () => {
    const square: Corners = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ];
    const near = new Held(square, 1, [1.1, 0.5]);
    near.wall.bringBack(near.x, 0);
    const [[x, y]] = [...near.places()];
    expect(x).toBeCloseTo(0.9, 12);
    expect(y).toBeCloseTo(0.5, 12);
    const far = new Held(square, 1, [7, 0.5]);
    far.wall.bringBack(far.x, 0);
    const [[farX]] = [...far.places()];
    expect(farX).toBeLessThan(1);
    expect(farX).toBeGreaterThan(0.99);
  });

  it("must be closed", () => {
    const open: Corners = [
      [0, 0],
      [1, 0],
      [1, 1],
    ];
    const held = new Held(open, 1, [0.9, 0.1], false);
    expect(() => held.step(0.1, null)).toThrow(/not closed/);
  });
});
