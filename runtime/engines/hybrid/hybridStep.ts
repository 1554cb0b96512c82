/**
 * The continuous part of a hybrid run: continuous reactions as a flow of the species that they change, beside the
 * model's own flows, and the hazards of the discrete reactions that depend on them (Alfonsi et al. 2005,
 * doi:10.1051/proc:2005001; Haseltine and Rawlings 2002, doi:10.1063/1.1505860).
 *
 * Beside the species runs the extent of every continuous reaction, the number of firings that the flow stands for: a
 * reaction that becomes discrete again has its extent made whole, which keeps every conserved sum.
 */
import type { CompiledModel, JumpModel } from "../../model.ts";
import type { HazardIntegrator, MovingModel } from "../ssa/hazardIntegrator.ts";
import { HazardStep, type SavedHazardStep } from "../ssa/hazardStep.ts";
import type { PropensityTable } from "../ssa/propensities.ts";

/** The flow is integrated at least this well. */
const largestHybridTolerance = 1e-6;

export interface SavedHybridStep {
  readonly step: SavedHazardStep;
  readonly extents: readonly number[];
}

export class HybridStep implements HazardIntegrator {
  readonly #inner: HazardStep;
  readonly #states: number;
  readonly #continuous: Int32Array;
  /** The states, then the extent of every reaction of `#reactions`. */
  readonly #extended: Float64Array;

  /**
   * `moving`: what changes between discrete reactions; its continuous states include the species that `reactions`
   * change.
   */
  constructor(
    model: CompiledModel,
    jumps: JumpModel,
    moving: Omit<MovingModel, "drift">,
    reactions: readonly number[],
    c: Float64Array,
    propensities: PropensityTable,
    tolerances: { readonly relativeTolerance: number; readonly absoluteTolerance: number },
  ) {
    const states = model.states.length;
    this.#states = states;
    this.#continuous = moving.continuous;
    this.#extended = new Float64Array(states + reactions.length);
    const velocity = continuousVelocity(jumps, c, propensities);
    const drift: JumpModel["drift"] = (t, y, constants, dy) => {
      dy.fill(0);
      jumps.drift(t, y, constants, dy);
      for (let i = 0; i < reactions.length; i++) {
        const reaction = reactions[i];
        const value = velocity(reaction, t, y);
        dy[states + i] = value;
        for (let entry = jumps.changeStart[reaction]; entry < jumps.changeStart[reaction + 1]; entry++)
          dy[jumps.changeState[entry]] += jumps.changeAmount[entry] * value;
      }
    };
    const extents = reactions.map((_, i) => states + i);
    const extentInfo = {
      name: "extent",
      kind: "species",
      unit: "count",
      factor: 1,
      discrete: false,
    } as const;
    this.#inner = new HazardStep(
      { ...model, states: [...model.states, ...reactions.map(() => extentInfo)] },
      { ...moving, continuous: Int32Array.from([...moving.continuous, ...extents]), drift },
      c,
      propensities,
      { ...tolerances, relativeTolerance: Math.min(largestHybridTolerance, tolerances.relativeTolerance) },
    );
  }

  get end(): number {
    return this.#inner.end;
  }

  get accepted(): number {
    return this.#inner.accepted;
  }

  get rejected(): number {
    return this.#inner.rejected;
  }

  get rates(): Float64Array {
    return this.#inner.rates;
  }

  /** Firings that the flow stands for, by continuous reaction, since the partition was made; as last located. */
  get extents(): Float64Array {
    return this.#extended.subarray(this.#states);
  }

  forget(): void {
    this.#inner.forget();
  }

  take(t: number, y: Float64Array, limit: number): void {
    this.#extended.set(y);
    this.#inner.take(t, this.#extended, limit);
  }

  locate(t: number, y: Float64Array): void {
    this.#inner.locate(t, this.#extended);
    for (const state of this.#continuous) y[state] = this.#extended[state];
  }

  hazardAt(t: number): number {
    return this.#inner.hazardAt(t);
  }

  hazardSlope(t: number): number {
    return this.#inner.hazardSlope(t);
  }

  varyingTotal(t: number, y: Float64Array): number {
    return this.#inner.varyingTotal(t, y);
  }

  save(): SavedHybridStep {
    return { step: this.#inner.save(), extents: Array.from(this.extents) };
  }

  restore(data: unknown): void {
    const saved = data as SavedHybridStep;
    this.#inner.restore(saved.step);
    this.#extended.set(saved.extents, this.#states);
  }
}

/** Velocities as in deterministic runs: powers of mass action, where single firings have falling factorials. */
function continuousVelocity(
  jumps: JumpModel,
  c: Float64Array,
  propensities: PropensityTable,
): (reaction: number, t: number, y: Float64Array) => number {
  const { rateConstant, reactantStart, reactantState, reactantMultiplicity } = jumps;
  return (reaction, t, y) => {
    if (rateConstant[reaction] < 0) return propensities.evaluate(reaction, t, y);
    let value = c[rateConstant[reaction]];
    for (let entry = reactantStart[reaction]; entry < reactantStart[reaction + 1]; entry++) {
      const n = y[reactantState[entry]];
      for (let k = 0; k < reactantMultiplicity[entry]; k++) value *= n;
    }
    return value;
  };
}
