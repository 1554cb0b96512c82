/** The coefficients of an explicit Runge-Kutta method with continuous output, as data. */

export interface ExplicitTableau {
  /** Order of the solution. */
  readonly order: number;
  /** Order of the error estimate as a power of the step. */
  readonly errorOrder: number;
  /** Stage s is evaluated at t + nodes[s] h and y + h * sum of rows[s][j] k_j; rows[0] is empty. */
  readonly nodes: readonly number[];
  /**
   * The last row gives the new state and its stage is the first of the next step. The row before has node 1
   * too, so that the two together measure stiffness.
   */
  readonly rows: readonly (readonly number[])[];
  /** Weights of the stages in the error estimate(s). Two are combined as in DOP853. */
  readonly errors: readonly (readonly number[])[];
  /** h times the spectral radius up to which the method is stable. */
  readonly stability: number;
  /** Further stages that only continuous output needs. */
  readonly extraNodes: readonly number[];
  readonly extraRows: readonly (readonly number[])[];
  /**
   * The state at t + x h is y + h * sum over stages j of k_j * sum over i of dense[i][j] * b_i(x), with
   * b_i = x^(i + 1) ("powers") or x, x (1 - x), x^2 (1 - x), x^2 (1 - x)^2, … ("alternating").
   */
  readonly dense: readonly (readonly number[])[];
  readonly denseBasis: "powers" | "alternating";
}
