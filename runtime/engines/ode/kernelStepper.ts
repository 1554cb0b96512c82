/**
 * Implicit steps in the kernel `implicit` (kernels/implicit.ts): backward differences, or a Rosenbrock method by its
 * tableau. Equations, Jacobian, Newton's iteration, linear systems and the control of the error are the kernel's; rate
 * laws that stand in no table are computed by the model's code, one call for all of an evaluation.
 */
import { implicitKernel } from "../../kernels/implicitKernel.ts";
import { instantiateKernel } from "../../kernels/instantiate.ts";
import { type ImplicitExports, ImplicitMemory } from "./implicitMemory.ts";
import { type OdeFailure, type OdeStepper, type SavedStepper, savedNumbers } from "./odeStepper.ts";
import { checkFactors } from "./sparseLu.ts";
import type { OdeSystem } from "./odeSystem.ts";
import type { RosenbrockTableau } from "./rosenbrockTableau.ts";

export class KernelStepper implements OdeStepper {
  readonly stiffness = Number.POSITIVE_INFINITY;
  readonly y: Float64Array;
  readonly #system: OdeSystem;
  readonly #kernel: ImplicitExports;
  readonly #memory: ImplicitMemory;
  /** Views of vectors that the kernel has asked the host about, by address. */
  readonly #views = new Map<number, Float64Array>();

  /**
   * `tableau`: null for backward differences.
   * @throws SimulationError badInput for factors that are too many.
   */
  constructor(system: OdeSystem, tableau: RosenbrockTableau | null, linear: "factors" | "krylov") {
    const { ode, c } = system;
    const { tabled } = ode;
    const values = ode.pattern.row.length;
    const host = {
      derivative: (t: number, y: number, dy: number): void => {
        if (tabled === undefined) ode.derivative(t, this.#view(y), c, this.#view(dy));
        else tabled.addDerivative?.(t, this.#view(y), c, this.#view(dy));
      },
      jacobian: (t: number, y: number, at: number): void => {
        const out = this.#memory.vector(at, values);
        if (tabled === undefined) ode.jacobian(t, this.#view(y), c, out);
        else tabled.addJacobian?.(t, this.#view(y), c, out);
      },
      timeDerivative: (t: number, y: number, out: number): void =>
        ode.timeDerivative(t, this.#view(y), c, this.#view(out)),
    };
    if (linear === "factors") checkFactors(ode.factorisation);
    this.#system = system;
    this.#kernel = instantiateKernel(implicitKernel, { host }) as ImplicitExports;
    this.#memory = new ImplicitMemory(this.#kernel, system, tableau, linear);
    this.y = this.#memory.state;
  }

  get t(): number {
    return this.#memory.times[0];
  }

  get previousT(): number {
    return this.#memory.times[1];
  }

  get h(): number {
    return this.#memory.times[2];
  }

  get failure(): OdeFailure {
    return this.#memory.counts[0] === 1 ? "notFinite" : "tooSmall";
  }

  get culprit(): number {
    return this.#memory.counts[1];
  }

  start(t: number, y: Float64Array, h: number, limit: number): void {
    this.#memory.setConstants(this.#system.c);
    this.y.set(y);
    this.#kernel.start(t, h, limit);
    this.#count();
  }

  step(limit: number): boolean {
    return this.advance(Number.NEGATIVE_INFINITY, limit, 1);
  }

  advance(until: number, limit: number, most: number): boolean {
    const isGood = this.#kernel.advance(until, limit, most) !== 0;
    this.#count();
    return isGood;
  }

  interpolate(t: number, out: Float64Array): void {
    this.#kernel.interpolate(t, this.#memory.outAddress);
    out.set(this.#memory.out);
  }

  save(): SavedStepper {
    return { kept: [...this.#memory.kept()] };
  }

  restore(saved: SavedStepper): void {
    const kept = this.#memory.kept();
    kept.set(savedNumbers(saved.kept, kept.length));
    this.#memory.setConstants(this.#system.c);
    this.#kernel.restore();
  }

  #view(address: number): Float64Array {
    let view = this.#views.get(address);
    if (view === undefined) {
      view = this.#memory.vector(address);
      this.#views.set(address, view);
    }
    return view;
  }

  #count(): void {
    const [, , steps, rejected, rhs, jacobians, factorisations, iterations] = this.#memory.counts;
    const system = this.#system;
    system.steps += steps;
    system.rejected += rejected;
    system.rhs += rhs;
    system.jacobians += jacobians;
    system.factorisations += factorisations;
    system.iterations += iterations;
  }
}
