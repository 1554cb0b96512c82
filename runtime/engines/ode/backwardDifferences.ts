/**
 * Numerical differentiation formulas of orders 1 to 5 (backward differentiation with a smaller error constant)
 * on a step that is kept for as long as it is good. A step costs a few evaluations and solutions; Jacobian
 * and factors serve many steps, which makes this the method for large stiff systems.
 *
 * The history is D[j], the j-th backward difference of the state at spacing h. A new step length means new
 * differences of the same polynomial. The Jacobian is computed anew only when Newton's iteration fails to
 * converge, the factors whenever the step or the order changes.
 *
 * L. F. Shampine, M. W. Reichelt (1997), The MATLAB ODE suite, SIAM J. Sci. Comput. 18, 1-22,
 * doi:10.1137/S1064827594276424; G. D. Byrne, A. C. Hindmarsh (1975), ACM Trans. Math. Softw. 1, 71-96,
 * doi:10.1145/355626.355636 for the change of step.
 */
import { integerPower } from "../../math/integerPower.ts";
import { fdPow } from "../../math/pow.ts";
import { initialStep } from "./initialStep.ts";
import { NewtonMatrix } from "./newtonMatrix.ts";
import {
  justBefore,
  type OdeFailure,
  type OdeStepper,
  type SavedStepper,
  savedNumbers,
  shortestStep,
} from "./odeStepper.ts";
import type { OdeSystem } from "./odeSystem.ts";

/** By order, from 0: coefficient of the formulas' correction term (0 at order 5: plain backward differentiation). */
const ndfKappa = [0, -0.185, -1 / 9, -0.0823, -0.0415, 0];
/** 1 + 1/2 + … + 1/k. */
const ndfGamma = [0, 1, 3 / 2, 11 / 6, 25 / 12, 137 / 60];
const ndfAlpha = ndfKappa.map((kappa, k) => (1 - kappa) * ndfGamma[k]);
const ndfError = ndfKappa.map((kappa, k) => kappa * ndfGamma[k] + 1 / (k + 1));
const ndfOrders = 5;
const newtonIterations = 4;
/** Newton's iteration stops when its error is below this part of the tolerance. */
const newtonTolerance = 0.02;
/** How much of the last rate of convergence is believed at least. */
const rateMemory = 0.9;
/** A step is changed only when it can grow by this factor at least: new factors cost more than long steps save. */
const worthwhileGrowth = 1.2;

export class BackwardDifferences implements OdeStepper {
  t = 0;
  previousT = 0;
  h = 0;
  stiffness = 0;
  failure: OdeFailure = "tooSmall";
  culprit = 0;
  readonly #system: OdeSystem;
  readonly #matrix: NewtonMatrix;
  readonly #differences: readonly Float64Array[];
  readonly #predicted: Float64Array;
  /** The new state, and what Newton's iteration has added to the prediction. */
  readonly #state: Float64Array;
  readonly #correction: Float64Array;
  readonly #history: Float64Array;
  readonly #slope: Float64Array;
  readonly #residual: Float64Array;
  /** Matrices of a change of step, row by row, and one column of differences. */
  readonly #change = new Float64Array(36);
  readonly #column = new Float64Array(6);
  #order = 1;
  /** Steps since step length or order changed. */
  #equalSteps = 0;
  /** Order and growth to be applied before the next step; until then D and h describe the last one. */
  #nextOrder = 1;
  #growth = 1;
  /** Where the Jacobian was computed; NaN: nowhere yet. */
  #jacobianT = Number.NaN;
  readonly #jacobianY: Float64Array;
  /** Shift of the present factors, 0 when there are none. */
  #shift = 0;
  #iterations = 0;
  /** By what Newton's iteration last came nearer in an iteration, with the present factors; NaN: not known. */
  #rate = Number.NaN;

  constructor(system: OdeSystem) {
    const { size } = system;
    this.#system = system;
    this.#matrix = new NewtonMatrix(system);
    this.#differences = Array.from({ length: ndfOrders + 3 }, () => new Float64Array(size));
    this.#predicted = new Float64Array(size);
    this.#state = new Float64Array(size);
    this.#correction = new Float64Array(size);
    this.#history = new Float64Array(size);
    this.#slope = new Float64Array(size);
    this.#residual = new Float64Array(size);
    this.#jacobianY = new Float64Array(size);
  }

  get y(): Float64Array {
    return this.#differences[0];
  }

  start(t: number, y: Float64Array, h: number, limit: number): void {
    const differences = this.#differences;
    this.t = t;
    this.previousT = t;
    this.stiffness = 0;
    for (const difference of differences) difference.fill(0);
    this.y.set(y);
    const slope = differences[1];
    this.#system.derivative(t, this.y, slope);
    const latest = justBefore(limit);
    this.h =
      h > 0 ? h : initialStep(this.#system, 1, t, this.y, slope, latest, this.#predicted, this.#residual);
    for (let i = 0; i < slope.length; i++) slope[i] *= this.h;
    this.#order = 1;
    this.#nextOrder = 1;
    this.#growth = 1;
    this.#equalSteps = 0;
    this.#jacobianT = Number.NaN;
    this.#shift = 0;
    this.#rate = Number.NaN;
    this.#matrix.forgetDirection();
  }

  step(limit: number): boolean {
    const system = this.#system;
    const latest = justBefore(limit);
    const begin = this.t;
    const predicted = this.#predicted;
    const state = this.#state;
    this.#order = this.#nextOrder;
    if (this.#growth !== 1) this.#rescale(this.#growth);
    this.#growth = 1;
    if (this.h > system.maximumStep) this.#rescale(system.maximumStep / this.h);
    let isFresh = false;
    for (;;) {
      let end = begin + this.h;
      if (begin + 1.01 * this.h >= limit) {
        end = limit;
        if (limit - begin !== this.h) this.#rescale((limit - begin) / this.h);
        this.h = limit - begin;
      }
      const at = Math.min(end, latest);
      this.#predict();
      if (Number.isNaN(this.#jacobianT)) {
        this.#evaluateJacobian(at, predicted);
        isFresh = true;
      }
      const shift = ndfAlpha[this.#order] / this.h;
      let isRegular = true;
      if (shift !== this.#shift) {
        this.#shift = shift;
        this.#rate = Number.NaN;
        isRegular = this.#matrix.factorise(shift);
        if (!isRegular) this.#shift = 0;
      }
      let error = Number.NaN;
      const hasConverged = isRegular && this.#solve(at, shift);
      if (hasConverged) {
        error = ndfError[this.#order] * system.norm(this.#correction, this.y, state);
        if (error <= 1) {
          this.#accept(begin, end, error);
          return true;
        }
      }
      system.rejected++;
      if (Number.isFinite(error)) {
        const factor = this.#safety() / fdPow(error, 1 / (this.#order + 1));
        this.#rescale(Math.max(0.2, Math.min(0.9, factor)));
      } else if (isRegular && !isFresh) {
        // The Jacobian is old: that is the likeliest reason.
        this.#evaluateJacobian(at, predicted);
        isFresh = true;
        continue;
      } else this.#rescale(0.25);
      if (this.h < shortestStep(begin)) {
        const undefinedSlope = isRegular ? this.#slope.findIndex((value) => !Number.isFinite(value)) : -1;
        this.failure = undefinedSlope < 0 ? "tooSmall" : "notFinite";
        this.culprit = undefinedSlope < 0 ? system.worst(this.#correction, this.y, state) : undefinedSlope;
        this.#nextOrder = this.#order;
        return false;
      }
    }
  }

  interpolate(t: number, out: Float64Array): void {
    const differences = this.#differences;
    out.set(differences[0]);
    if (t === this.t) return;
    let factor = 1;
    for (let j = 1; j <= this.#order; j++) {
      factor *= (t - this.t + (j - 1) * this.h) / (this.h * j);
      const difference = differences[j];
      for (let i = 0; i < out.length; i++) out[i] += factor * difference[i];
    }
  }

  save(): SavedStepper {
    return {
      t: this.t,
      previousT: this.previousT,
      h: this.h,
      stiffness: this.stiffness,
      order: this.#order,
      nextOrder: this.#nextOrder,
      growth: this.#growth,
      equalSteps: this.#equalSteps,
      hasJacobian: Number.isNaN(this.#jacobianT) ? 0 : 1,
      jacobianT: Number.isNaN(this.#jacobianT) ? 0 : this.#jacobianT,
      jacobianY: [...this.#jacobianY],
      shift: this.#shift,
      rate: Number.isNaN(this.#rate) ? -1 : this.#rate,
      differences: this.#differences.map((difference) => [...difference]),
      direction: this.#matrix.saveDirection(),
    };
  }

  restore(saved: SavedStepper): void {
    const { size } = this.#system;
    this.t = Number(saved.t);
    this.previousT = Number(saved.previousT);
    this.h = Number(saved.h);
    this.stiffness = Number(saved.stiffness);
    this.#order = Number(saved.order);
    this.#nextOrder = Number(saved.nextOrder);
    this.#growth = Number(saved.growth);
    this.#equalSteps = Number(saved.equalSteps);
    const { differences } = saved;
    if (!Array.isArray(differences)) throw new TypeError("no differences");
    this.#differences.forEach((difference, j) => difference.set(savedNumbers(differences[j], size)));
    this.#matrix.restoreDirection(savedNumbers(saved.direction, size));
    this.#jacobianT = Number.NaN;
    this.#shift = Number(saved.shift);
    this.#rate = Number(saved.rate) < 0 ? Number.NaN : Number(saved.rate);
    if (saved.hasJacobian !== 1) return;
    this.#evaluateJacobian(Number(saved.jacobianT), savedNumbers(saved.jacobianY, size));
    this.#shift = Number(saved.shift);
    if (this.#shift > 0) this.#matrix.factorise(this.#shift);
  }

  #evaluateJacobian(t: number, y: Float64Array): void {
    this.#jacobianT = t;
    this.#jacobianY.set(y);
    this.#shift = 0;
    this.#matrix.evaluate(t, y);
  }

  /** Extrapolates the history by one step, and forms what it contributes to the equation of the new state. */
  #predict(): void {
    const predicted = this.#predicted;
    const history = this.#history;
    predicted.set(this.#differences[0]);
    history.fill(0);
    for (let j = 1; j <= this.#order; j++) {
      const difference = this.#differences[j];
      const weight = ndfGamma[j];
      for (let i = 0; i < predicted.length; i++) {
        predicted[i] += difference[i];
        history[i] += weight * difference[i];
      }
    }
    const scale = 1 / this.h;
    for (let i = 0; i < history.length; i++) history[i] *= scale;
  }

  /** Newton's iteration for alpha d / h + history = f(t, predicted + d). */
  #solve(t: number, shift: number): boolean {
    const system = this.#system;
    const state = this.#state;
    const correction = this.#correction;
    const slope = this.#slope;
    const history = this.#history;
    const residual = this.#residual;
    state.set(this.#predicted);
    correction.fill(0);
    let before = 0;
    for (let iteration = 0; iteration < newtonIterations; iteration++) {
      system.derivative(t, state, slope);
      for (let i = 0; i < residual.length; i++) residual[i] = slope[i] - history[i] - shift * correction[i];
      this.#matrix.solve(residual);
      const change = system.norm(residual, this.y, state);
      if (!Number.isFinite(change)) return false;
      if (iteration > 0) {
        const rate = change / before;
        // Hopeless: the remaining iterations would not be enough.
        const left = newtonIterations - iteration;
        if (rate >= 1 || (integerPower(rate, left) / (1 - rate)) * change > newtonTolerance) {
          this.#rate = Number.NaN;
          return false;
        }
        this.#rate = Number.isNaN(this.#rate) ? rate : Math.max(rate, rateMemory * this.#rate);
      }
      for (let i = 0; i < residual.length; i++) {
        state[i] += residual[i];
        correction[i] += residual[i];
      }
      this.#iterations = iteration + 1;
      const known = this.#rate;
      if (change === 0 || (known / (1 - known)) * change < newtonTolerance) return true;
      before = change;
    }
    return false;
  }

  #safety(): number {
    return (0.9 * (2 * newtonIterations + 1)) / (2 * newtonIterations + this.#iterations);
  }

  #accept(begin: number, end: number, error: number): void {
    const system = this.#system;
    const differences = this.#differences;
    const order = this.#order;
    const size = system.size;
    const correction = this.#correction;
    const next = differences[order + 1];
    const second = differences[order + 2];
    for (let i = 0; i < size; i++) {
      second[i] = correction[i] - next[i];
      next[i] = correction[i];
    }
    for (let j = order; j >= 0; j--) {
      const difference = differences[j];
      const higher = differences[j + 1];
      for (let i = 0; i < size; i++) difference[i] += higher[i];
    }
    this.previousT = begin;
    this.t = end;
    this.stiffness = this.h * this.#matrix.spectralRadius(this.y);
    system.steps++;
    this.#equalSteps++;
    this.#nextOrder = order;
    if (this.#equalSteps <= order) return;

    const { y } = this;
    const same = growthFor(error, order + 1);
    let best = same;
    let bestOrder = order;
    if (order > 1) {
      const lower = growthFor(ndfError[order - 1] * system.norm(differences[order], y, y), order);
      if (lower > best) {
        best = lower;
        bestOrder = order - 1;
      }
    }
    if (order < ndfOrders) {
      const higher = growthFor(ndfError[order + 1] * system.norm(differences[order + 2], y, y), order + 2);
      if (higher > best) {
        best = higher;
        bestOrder = order + 1;
      }
    }
    const growth = Math.min(10, this.#safety() * best);
    if (growth < worthwhileGrowth) return;
    this.#nextOrder = bestOrder;
    this.#growth = growth;
  }

  /** Makes the history one of spacing `factor` h. */
  #rescale(factor: number): void {
    const order = this.#order;
    const change = this.#change;
    const column = this.#column;
    const width = order + 1;
    // Entry (i, j) of the matrix for a factor is the product over m = 1 .. i of (m - 1 - factor j) / m; the
    // change is that matrix times the one for the factor 1.
    for (let i = 0; i <= order; i++) {
      for (let j = 0; j <= order; j++) {
        let sum = 0;
        for (let k = 0; k <= order; k++) sum += differenceWeight(i, k, factor) * differenceWeight(k, j, 1);
        change[i * width + j] = sum;
      }
    }
    const differences = this.#differences;
    for (let i = 0; i < this.#system.size; i++) {
      for (let j = 0; j <= order; j++) column[j] = differences[j][i];
      for (let j = 1; j <= order; j++) {
        let sum = 0;
        for (let k = 1; k <= order; k++) sum += change[k * width + j] * column[k];
        differences[j][i] = sum;
      }
    }
    this.h *= factor;
    this.#equalSteps = 0;
  }
}

function differenceWeight(i: number, j: number, factor: number): number {
  let product = 1;
  for (let m = 1; m <= i; m++) product *= (m - 1 - factor * j) / m;
  return product;
}

/** By what a step could grow whose error, of order k, is to become 1. */
function growthFor(error: number, k: number): number {
  return error > 0 ? 1 / fdPow(error, 1 / k) : 100;
}
