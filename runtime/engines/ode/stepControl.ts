/**
 * How long the next step should be, from the error of the last two: a proportional-integral controller.
 *
 * K. Gustafsson (1991), Control theoretic techniques for stepsize selection in explicit Runge-Kutta methods,
 * ACM Trans. Math. Softw. 17, 533-554, doi:10.1145/210232.210242; constants as in E. Hairer, S. P. Norsett,
 * G. Wanner (1993), Solving ordinary differential equations I, section II.4, doi:10.1007/978-3-540-78862-1.
 */
import { fdPow } from "../../math/pow.ts";

/** Aim below the tolerance, so that few steps fail. */
const controlSafety = 0.9;
/** Weight of the error before the last. */
const controlMemory = 0.04;
/** Errors below this tell nothing about the trend. */
const controlErrorFloor = 1e-4;

export class StepControl {
  readonly #exponent: number;
  readonly #least: number;
  readonly #most: number;
  /** Error of the last good step to the power of `controlMemory`. */
  #memory: number;
  #hasFailed = false;

  /** `order`: of the error estimate, as a power of the step; a step changes by factors in [least, most]. */
  constructor(order: number, least: number, most: number) {
    this.#exponent = 1 / order - 0.75 * controlMemory;
    this.#least = least;
    this.#most = most;
    this.#memory = fdPow(controlErrorFloor, controlMemory);
  }

  start(): void {
    this.#memory = fdPow(controlErrorFloor, controlMemory);
    this.#hasFailed = false;
  }

  /** By what the step should grow after a good step; it does not grow right after a failure. */
  afterSuccess(error: number): number {
    let factor = this.#most;
    if (error > 0) {
      factor = (controlSafety * this.#memory) / fdPow(error, this.#exponent);
      factor = Math.min(this.#most, Math.max(this.#least, factor));
    }
    if (this.#hasFailed) factor = Math.min(1, factor);
    this.#hasFailed = false;
    this.#memory = fdPow(Math.max(error, controlErrorFloor), controlMemory);
    return factor;
  }

  /** By what to shorten a step whose error was too large. */
  afterFailure(error: number): number {
    this.#hasFailed = true;
    return Math.max(this.#least, Math.min(0.9, controlSafety / fdPow(error, this.#exponent)));
  }

  /** A step failed for another reason than its error. */
  noteFailure(): void {
    this.#hasFailed = true;
  }

  save(): number[] {
    return [this.#memory, this.#hasFailed ? 1 : 0];
  }

  restore(saved: readonly number[]): void {
    this.#memory = saved[0];
    this.#hasFailed = saved[1] === 1;
  }
}
