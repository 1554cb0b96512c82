/** The coefficients of a Rosenbrock method with continuous output, as data. */

/**
 * With W = I / (gamma h) - J, the stages u_i solve
 *
 *   W u_i = f(t + nodes[i] h, y + sum of a[i][j] u_j) + sum of c[i][j] u_j / h + h d[i] df/dt
 *
 * and the new state is the argument of f in the last stage plus the last u, which is the error estimate. The
 * rows of `a` are lower triangular; stage i has i entries in a[i] and c[i].
 */
export interface RosenbrockTableau {
  readonly order: number;
  /** Order of the error estimate as a power of the step. */
  readonly errorOrder: number;
  readonly gamma: number;
  readonly nodes: readonly number[];
  readonly a: readonly (readonly number[])[];
  readonly c: readonly (readonly number[])[];
  readonly d: readonly number[];
  /**
   * The state at t + x h is (1 - x) y + x (y_new + (1 - x) (p_0 + x (p_1 + …))) with p_i = sum of
   * dense[i][j] u_j.
   */
  readonly dense: readonly (readonly number[])[];
}
