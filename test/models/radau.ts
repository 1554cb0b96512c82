/**
 * An implicit integrator that shares nothing with the program's own: the three-stage Radau IIA method of order 5
 * with steps that grow with time, and a plain Newton iteration with Gaussian elimination. For small stiff systems
 * whose solution slows down as time goes on.
 *
 * E. Hairer, G. Wanner, Solving Ordinary Differential Equations II, section IV.8,
 * doi:10.1007/978-3-642-05221-7
 */
type Vector = readonly number[];

const r = Math.sqrt(6);
const tableau: readonly Vector[] = [
  [(88 - 7 * r) / 360, (296 - 169 * r) / 1800, (-2 + 3 * r) / 225],
  [(296 + 169 * r) / 1800, (88 + 7 * r) / 360, (-2 - 3 * r) / 225],
  [(16 - r) / 36, (16 + r) / 36, 1 / 9],
];

/**
 * The solution at each of `times` (ascending, the first well above `first`): one step to `first`, then steps
 * that each multiply the time by about exp(1 / stepsPerUnit).
 */
export function radau(
  slope: (y: Vector) => Vector,
  jacobian: (y: Vector) => readonly Vector[],
  start: Vector,
  times: Vector,
  { first = 1e-8, stepsPerUnit = 30 } = {},
): readonly Vector[] {
  let y = step(slope, jacobian, start, first);
  let t = first;
  return times.map((target) => {
    const count = Math.ceil(Math.log(target / t) * stepsPerUnit);
    const ratio = (target / t) ** (1 / count);
    for (let i = 0; i < count; i++) {
      const next = i === count - 1 ? target : t * ratio;
      y = step(slope, jacobian, y, next - t);
      t = next;
    }
    return y;
  });
}

function step(
  slope: (y: Vector) => Vector,
  jacobian: (y: Vector) => readonly Vector[],
  y: Vector,
  h: number,
): Vector {
  const n = y.length;
  let stages: readonly Vector[] = [y, y, y];
  for (let iteration = 0; iteration < 20; iteration++) {
    const slopes = stages.map(slope);
    const jacobians = stages.map(jacobian);
    const matrix: number[][] = [];
    const right: number[] = [];
    for (let i = 0; i < 3; i++) {
      for (let c = 0; c < n; c++) {
        const row: number[] = [];
        for (let j = 0; j < 3; j++) {
          for (let d = 0; d < n; d++) {
            row.push((i === j && c === d ? 1 : 0) - h * tableau[i][j] * jacobians[j][c][d]);
          }
        }
        matrix.push(row);
        right.push(y[c] - stages[i][c] + h * slopes.reduce((sum, s, j) => sum + tableau[i][j] * s[c], 0));
      }
    }
    const change = solve(matrix, right);
    const moved = stages.map((stage, i) => stage.map((value, c) => value + change[i * n + c]));
    const isDone = moved.every((stage, i) =>
      stage.every((value, c) => Math.abs(value - stages[i][c]) <= 1e-14 * Math.abs(value)),
    );
    stages = moved;
    if (isDone) break;
  }
  return stages[2];
}

/** Gaussian elimination with row pivoting; destroys its arguments. */
function solve(a: number[][], b: number[]): Vector {
  const n = b.length;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) pivot = i;
    [a[k], a[pivot]] = [a[pivot], a[k]];
    [b[k], b[pivot]] = [b[pivot], b[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = a[i][k] / a[k][k];
      for (let j = k; j < n; j++) a[i][j] -= factor * a[k][j];
      b[i] -= factor * b[k];
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    for (let j = k + 1; j < n; j++) b[k] -= a[k][j] * b[j];
    b[k] /= a[k][k];
  }
  return b;
}
