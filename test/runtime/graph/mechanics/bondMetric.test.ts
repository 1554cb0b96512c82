/** The force of BondMetric against differences of kT/2 log det M. */
import { describe, expect, it } from "vitest";
import { BondMetric } from "../../../../runtime/engines/graph/mechanics/bondMetric.ts";
import { StiffBonds } from "../../../../runtime/engines/graph/mechanics/stiffBonds.ts";

const kT = 4;
/** A chain of five beads with an arm of two at the third; one bond runs against the others. */
const tree = [
  [0, 1],
  [1, 2],
  [3, 2],
  [3, 4],
  [2, 5],
  [5, 6],
];
/** Two of its pairs of beads have a second bond, the other way. */
const doubled = [...tree, [2, 1], [4, 3]];
type Ends = typeof tree;
const shift = Float64Array.from([1, 2, 1.5, 1, 0.5, 1, 3]);
const stiffness = [30, 1e4, 50, 20, 1e3, 40, 500, 60];

function bondsAt(ends: Ends, x: Float64Array, width: number): StiffBonds {
  const bonds = new StiffBonds(width);
  ends.forEach(([a, b], bond) => {
    bonds.reserve();
    let square = 0;
    for (let i = 0; i < width; i++) {
      const gap = x[b * width + i] - x[a * width + i];
      bonds.direction[bond * width + i] = gap;
      square += gap * gap;
    }
    for (let i = 0; i < width; i++) bonds.direction[bond * width + i] /= Math.sqrt(square);
    bonds.add(a, b, Math.sqrt(square), 0, stiffness[bond]);
  });
  return bonds;
}

/** By elimination of the whole matrix. */
function potential(ends: Ends, x: Float64Array, width: number): number {
  const { count, direction } = bondsAt(ends, x, width);
  const sides = ends.map(([a, b]) => [
    { row: a, sign: -1 },
    { row: b, sign: 1 },
  ]);
  const m = Array.from({ length: count }, (_, e) =>
    Array.from({ length: count }, (_, f) => {
      let sum = e === f ? 1 / stiffness[e] : 0;
      for (const one of sides[e])
        for (const other of sides[f]) {
          if (one.row !== other.row) continue;
          let cosine = 0;
          for (let i = 0; i < width; i++) cosine += direction[e * width + i] * direction[f * width + i];
          sum += (one.sign * other.sign * cosine) / shift[one.row];
        }
      return sum;
    }),
  );
  let log = 0;
  for (let k = 0; k < count; k++) {
    log += Math.log(m[k][k]);
    for (let i = k + 1; i < count; i++) {
      const factor = m[i][k] / m[k][k];
      for (let j = k; j < count; j++) m[i][j] -= factor * m[k][j];
    }
  }
  return 0.5 * kT * log;
}

describe("the force that makes up for held lengths", () => {
  const cases = [2, 3].flatMap((width) => [
    { name: "a tree", ends: tree, width },
    { name: "a tree with bonds side by side", ends: doubled, width },
  ]);
  it.each(cases)("is the gradient of its potential in $name, in $width D", ({ ends, width }) => {
    const x = Float64Array.from(
      { length: 7 * width },
      (_, i) => Math.floor(i / width) + Math.sin(3 * i * i + 1),
    );
    const force = new Float64Array(x.length);
    new BondMetric().addForces(bondsAt(ends, x, width), 7, shift, kT, force);
    for (let i = 0; i < x.length; i++) {
      const [low, high] = [x.slice(), x.slice()];
      low[i] -= 1e-5;
      high[i] += 1e-5;
      const expected = (potential(ends, low, width) - potential(ends, high, width)) / 2e-5;
      expect(force[i]).toBeCloseTo(expected, 6);
    }
  });
});
