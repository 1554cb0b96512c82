import { describe, expect, test } from "vitest";
import { BlockMatrix } from "../../../../runtime/engines/graph/mechanics/blockMatrix.ts";
import { ConjugateGradients } from "../../../../runtime/engines/graph/mechanics/conjugateGradients.ts";
import { RandomStream } from "../../../../runtime/random/randomStream.ts";

/** Adds `stiffness` times (sum of weight * v[row])^2 / 2 to the matrix, in every direction. */
function addSpring(
  matrix: BlockMatrix,
  rows: readonly number[],
  weights: readonly number[],
  stiffness: number,
): void {
  const { width } = matrix;
  const block = new Float64Array(width * width);
  rows.forEach((a, i) =>
    rows.slice(0, i + 1).forEach((b, k) => {
      block.fill(0);
      for (let d = 0; d < width; d++) block[d * width + d] = stiffness * weights[i] * weights[k];
      if (a === b) matrix.addDiagonal(a, block, 0, width);
      else matrix.add(a, b, block, 0, width);
    }),
  );
}

/** A chain with stretching and bending; closed: a ring. */
function chain(rows: number, width: number, closed: boolean): BlockMatrix {
  const matrix = new BlockMatrix(width);
  const fill = (): void => {
    matrix.begin(rows);
    const at = (i: number): number => (7 * i) % rows;
    for (let i = 0; i < (closed ? rows : rows - 1); i++)
      addSpring(matrix, [at(i), at((i + 1) % rows)], [1, -1], 1000);
    for (let i = 0; i < (closed ? rows : rows - 2); i++)
      addSpring(matrix, [at(i), at((i + 1) % rows), at((i + 2) % rows)], [1, -2, 1], 300);
  };
  fill();
  matrix.reorder();
  fill();
  return matrix;
}

function randomVector(size: number): Float64Array {
  const random = RandomStream.fromSeed("vector", 1, "test");
  return Float64Array.from({ length: size }, () => random.normal());
}

describe.each([
  ["open chain", false, 2],
  ["open chain in 3D", false, 3],
  ["ring", true, 2],
] as const)("%s", (_, closed, width) => {
  const rows = 40;
  const matrix = chain(rows, width, closed);
  const shift = new Float64Array(rows).fill(0.5);

  test("the product is symmetric", () => {
    const u = randomVector(rows * width);
    const v = Float64Array.from(u, (value, i) => value * ((i % 5) - 2));
    const au = new Float64Array(u.length);
    const av = new Float64Array(u.length);
    matrix.multiply(u, au);
    matrix.multiply(v, av);
    const uAv = u.reduce((sum, value, i) => sum + value * av[i], 0);
    const vAu = v.reduce((sum, value, i) => sum + value * au[i], 0);
    expect(uAv / vAu).toBeCloseTo(1, 12);
  });

  test("solves to the tolerance", () => {
    const b = randomVector(rows * width);
    const x = new Float64Array(b.length);
    matrix.factorise(shift);
    const solver = new ConjugateGradients();
    expect(solver.solve(matrix, shift, b, x, 1e-10)).toBe(true);
    const image = new Float64Array(b.length);
    matrix.multiply(x, image);
    image.forEach((value, i) => expect(value + 0.5 * x[i]).toBeCloseTo(b[i], 8));
  });

  test("needs one iteration, for chains and rings alike", () => {
    const b = randomVector(rows * width);
    matrix.factorise(shift);
    const solver = new ConjugateGradients();
    solver.solve(matrix, shift, b, new Float64Array(b.length), 1e-8);
    expect(solver.iterations).toBeLessThanOrEqual(2);
  });
});

test("solves after rows went and came", () => {
  const matrix = chain(40, 2, false);
  for (const rows of [31, 45]) {
    matrix.begin(rows);
    for (let i = 0; i + 1 < rows; i++) addSpring(matrix, [i, i + 1], [1, -1], 1000);
    const shift = new Float64Array(rows).fill(0.5);
    matrix.factorise(shift);
    const b = randomVector(2 * rows);
    const x = new Float64Array(b.length);
    expect(new ConjugateGradients().solve(matrix, shift, b, x, 1e-10)).toBe(true);
    const image = new Float64Array(b.length);
    matrix.multiply(x, image);
    image.forEach((value, i) => expect(value + 0.5 * x[i]).toBeCloseTo(b[i], 8));
  }
});
