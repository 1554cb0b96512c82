/** Well-known initial value problems with reference solutions. */
import type { HandMadeEquations } from "./handMadeModel.ts";

export interface TestProblem {
  readonly name: string;
  readonly equations: HandMadeEquations;
  readonly until: number;
  readonly solution: readonly number[];
  /** Absolute tolerance as a part of the relative one. */
  readonly absolutePart: number;
}

/** y' = -y: exp(-1). */
const decay: TestProblem = {
  name: "decay",
  equations: {
    initial: [1],
    derivative: (_, y, dy) => {
      dy[0] = -y[0];
    },
    jacobian: (_, __, set) => set(0, 0, -1),
  },
  until: 1,
  solution: [Math.exp(-1)],
  absolutePart: 1,
};

/** y' = -y + sin t + cos t, y(0) = 1: y = exp(-t) + sin t. The right-hand side depends on time. */
const forced: TestProblem = {
  name: "forced",
  equations: {
    initial: [1],
    derivative: (t, y, dy) => {
      dy[0] = -y[0] + Math.sin(t) + Math.cos(t);
    },
    jacobian: (_, __, set) => set(0, 0, -1),
    timeDerivative: (t, _, out) => {
      out[0] = Math.cos(t) - Math.sin(t);
    },
  },
  until: 2,
  solution: [Math.exp(-2) + Math.sin(2)],
  absolutePart: 1,
};

/** x' = v cos t, v' = -x cos t: x = cos(sin t), v = -sin(sin t). Time enters the Jacobian. */
const modulated: TestProblem = {
  name: "modulated",
  equations: {
    initial: [1, 0],
    derivative: (t, y, dy) => {
      dy[0] = y[1] * Math.cos(t);
      dy[1] = -y[0] * Math.cos(t);
    },
    jacobian: (t, _, set) => {
      set(0, 1, Math.cos(t));
      set(1, 0, -Math.cos(t));
    },
    timeDerivative: (t, y, out) => {
      out[0] = -y[1] * Math.sin(t);
      out[1] = y[0] * Math.sin(t);
    },
  },
  until: 2,
  solution: [Math.cos(Math.sin(2)), -Math.sin(Math.sin(2))],
  absolutePart: 1,
};

/** A + A -> B from 1: y = 1 / (1 + t / 2). */
const dimerisation: TestProblem = {
  name: "dimerisation",
  equations: {
    initial: [1, 0],
    derivative: (_, y, dy) => {
      dy[0] = -0.5 * y[0] * y[0];
      dy[1] = 0.25 * y[0] * y[0];
    },
    jacobian: (_, y, set) => {
      set(0, 0, -y[0]);
      set(1, 0, 0.5 * y[0]);
    },
  },
  until: 2,
  solution: [1 / 2, 1 / 4],
  absolutePart: 1,
};

/** Smooth problems with solutions in closed form. */
export const smoothProblems: readonly TestProblem[] = [decay, forced, modulated, dimerisation];

/** H. H. Robertson (1966), The solution of a set of reaction rate equations. */
export const robertson: HandMadeEquations = {
  initial: [1, 0, 0],
  derivative: (_, y, dy) => {
    const first = 0.04 * y[0];
    const second = 1e4 * y[1] * y[2];
    const third = 3e7 * y[1] * y[1];
    dy[0] = -first + second;
    dy[1] = first - second - third;
    dy[2] = third;
  },
  jacobian: (_, y, set) => {
    set(0, 0, -0.04);
    set(1, 0, 0.04);
    set(0, 1, 1e4 * y[2]);
    set(1, 1, -1e4 * y[2] - 6e7 * y[1]);
    set(2, 1, 6e7 * y[1]);
    set(0, 2, 1e4 * y[1]);
    set(1, 2, -1e4 * y[1]);
  },
};

const mu = 1000;

/** Van der Pol's oscillator in its original scaling, over a quarter of its period of relaxation and more. */
const vanDerPol: HandMadeEquations = {
  initial: [2, 0],
  derivative: (_, y, dy) => {
    dy[0] = y[1];
    dy[1] = mu * (1 - y[0] * y[0]) * y[1] - y[0];
  },
  jacobian: (_, y, set) => {
    set(0, 1, 1);
    set(1, 0, -2 * mu * y[0] * y[1] - 1);
    set(1, 1, mu * (1 - y[0] * y[0]));
  },
};

/** E. Schaefer (1975): high irradiance responses of photomorphogenesis. */
const hires: HandMadeEquations = {
  initial: [1, 0, 0, 0, 0, 0, 0, 0.0057],
  derivative: (_, y, dy) => {
    dy[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
    dy[1] = 1.71 * y[0] - 8.75 * y[1];
    dy[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
    dy[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
    dy[4] = -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6];
    dy[5] = -280 * y[5] * y[7] + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6];
    dy[6] = 280 * y[5] * y[7] - 1.81 * y[6];
    dy[7] = -dy[6];
  },
  jacobian: (_, y, set) => {
    set(0, 0, -1.71);
    set(0, 1, 0.43);
    set(0, 2, 8.32);
    set(1, 0, 1.71);
    set(1, 1, -8.75);
    set(2, 2, -10.03);
    set(2, 3, 0.43);
    set(2, 4, 0.035);
    set(3, 1, 8.32);
    set(3, 2, 1.71);
    set(3, 3, -1.12);
    set(4, 4, -1.745);
    set(4, 5, 0.43);
    set(4, 6, 0.43);
    set(5, 3, 0.69);
    set(5, 4, 1.71);
    set(5, 5, -280 * y[7] - 0.43);
    set(5, 6, 0.69);
    set(5, 7, -280 * y[5]);
    set(6, 5, 280 * y[7]);
    set(6, 6, -1.81);
    set(6, 7, 280 * y[5]);
    set(7, 5, -280 * y[7]);
    set(7, 6, 1.81);
    set(7, 7, -280 * y[5]);
  },
};

/** R. J. Field, R. M. Noyes (1974): the Oregonator. */
const oregonator: HandMadeEquations = {
  initial: [1, 2, 3],
  derivative: (_, y, dy) => {
    dy[0] = 77.27 * (y[1] + y[0] * (1 - 8.375e-6 * y[0] - y[1]));
    dy[1] = (y[2] - (1 + y[0]) * y[1]) / 77.27;
    dy[2] = 0.161 * (y[0] - y[2]);
  },
  jacobian: (_, y, set) => {
    set(0, 0, 77.27 * (1 - 2 * 8.375e-6 * y[0] - y[1]));
    set(0, 1, 77.27 * (1 - y[0]));
    set(1, 0, -y[1] / 77.27);
    set(1, 1, -(1 + y[0]) / 77.27);
    set(1, 2, 1 / 77.27);
    set(2, 0, 0.161);
    set(2, 2, -0.161);
  },
};

/**
 * Stiff problems; solutions of the Test Set for IVP Solvers (F. Mazzia, C. Magherini, University of Bari,
 * release 2.4, 2008), computed there with RADAU in higher precision. Van der Pol's is stated there for the
 * time unit mu: at 2 mu, with y2 as derivative in that unit.
 */
export const stiffProblems: readonly TestProblem[] = [
  {
    name: "Robertson",
    equations: robertson,
    until: 1e11,
    solution: [0.2083340149701255e-7, 0.8333360770334713e-13, 0.999999979166505],
    absolutePart: 1e-8,
  },
  {
    name: "van der Pol",
    equations: vanDerPol,
    until: 2 * mu,
    solution: [1.706167732170483, -0.8928097010247975 / mu],
    absolutePart: 1e-3,
  },
  {
    name: "HIRES",
    equations: hires,
    until: 321.8122,
    solution: [
      0.7371312573325668e-3, 0.1442485726316185e-3, 0.5888729740967575e-4, 0.1175651343283149e-2,
      0.2386356198831331e-2, 0.6238968252742796e-2, 0.2849998395185769e-2, 0.2850001604814231e-2,
    ],
    absolutePart: 1e-4,
  },
  {
    name: "Oregonator",
    equations: oregonator,
    until: 360,
    solution: [1.000814870318523, 1228.178521549917, 132.0554942846706],
    absolutePart: 1e-2,
  },
];
