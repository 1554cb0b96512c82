/** The Jacobian of one run and the factorised matrix shift I - J of implicit methods. */
import type { OdeSystem } from "./odeSystem.ts";
import { SparseLu } from "./sparseLu.ts";

export class NewtonMatrix {
  readonly #system: OdeSystem;
  readonly #lu: SparseLu;
  readonly #values: Float64Array;
  /** Direction in which the Jacobian was last seen to stretch most. */
  readonly #direction: Float64Array;
  readonly #image: Float64Array;

  constructor(system: OdeSystem) {
    const { pattern, factorisation } = system.ode;
    this.#system = system;
    this.#lu = new SparseLu(pattern, factorisation);
    this.#values = new Float64Array(pattern.row.length);
    this.#direction = new Float64Array(system.size);
    this.#image = new Float64Array(system.size);
    this.forgetDirection();
  }

  /** Computes J at (t, y). */
  evaluate(t: number, y: Float64Array): void {
    this.#system.jacobians++;
    this.#system.ode.jacobian(t, y, this.#system.c, this.#values);
  }

  /** Factorises shift I - J. False when that can not be done. */
  factorise(shift: number): boolean {
    this.#system.factorisations++;
    return this.#lu.factorise(this.#values, shift);
  }

  /** b becomes (shift I - J)^-1 b. */
  solve(b: Float64Array): void {
    this.#lu.solve(b, b);
  }

  /**
   * One step of power iteration, weighted by the tolerances at y: about the spectral radius of J once it has
   * been called for some steps of a slowly changing J.
   */
  spectralRadius(y: Float64Array): number {
    const { columnStart, row } = this.#system.ode.pattern;
    const v = this.#direction;
    const image = this.#image;
    const values = this.#values;
    const before = this.#system.norm(v, y, y);
    image.fill(0);
    for (let column = 0; column < v.length; column++) {
      const factor = v[column];
      if (factor === 0) continue;
      for (let p = columnStart[column]; p < columnStart[column + 1]; p++) image[row[p]] += values[p] * factor;
    }
    const after = this.#system.norm(image, y, y);
    if (!(after > 0) || !Number.isFinite(after)) {
      this.forgetDirection();
      return 0;
    }
    for (let i = 0; i < v.length; i++) v[i] = image[i] / after;
    return after / before;
  }

  /** Starts power iteration with a direction that has no symmetry to get caught in. */
  forgetDirection(): void {
    let sequence = 0.5;
    for (let i = 0; i < this.#direction.length; i++) {
      sequence = (sequence + 0.6180339887498949) % 1;
      this.#direction[i] = sequence - 0.5 + (sequence < 0.5 ? -0.25 : 0.25);
    }
  }

  saveDirection(): number[] {
    return [...this.#direction];
  }

  restoreDirection(saved: Float64Array): void {
    this.#direction.set(saved);
  }
}
