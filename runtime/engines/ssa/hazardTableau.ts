/**
 * Explicit Runge-Kutta 5(4) of Dormand and Prince (1980, doi:10.1016/0771-050X(80)90013-3) with Shampine's
 * continuous extension of order four, as in Hairer, Norsett and Wanner, Solving Ordinary Differential
 * Equations I, 2nd edition, II.5-II.6 (doi:10.1007/978-3-540-78862-1).
 */
export const hazardNodes: readonly number[] = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1];

/** The last row is the solution of order five, so that stage seven stands at the end of the step. */
export const hazardTableau: readonly (readonly number[])[] = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];

/** Order five minus order four. */
export const hazardErrorWeights: readonly number[] = [
  71 / 57600,
  0,
  -71 / 16695,
  71 / 1920,
  -17253 / 339200,
  22 / 525,
  -1 / 40,
];

export const hazardDenseWeights: readonly number[] = [
  -12715105075 / 11282082432,
  0,
  87487479700 / 32700410799,
  -10690763975 / 1880347072,
  701980252875 / 199316789632,
  -1453857185 / 822651844,
  69997945 / 29380423,
];
