/**
 * Exact stochastic simulation when hazards change between reactions, because they depend on time or on states
 * that flows move (Alfonsi et al. 2005, doi:10.1051/proc:2005001): the next reaction happens when the
 * cumulative hazard has grown by an exponential number of mean one.
 *
 * Only what changes is integrated. Reactions with constant propensity stay in the selection structure with
 * total a, so that from time s to t the hazard grows by a (t - s) + V(t) - V(s). A step of the integrator is
 * thrown away after a reaction that could change its right side, and kept after all others. Triggers and
 * conditions that depend on time or on moving states are found by the signs of the model's root functions on
 * the continuous extension of the step.
 */
import type { HazardIntegrator, MovingModel } from "./hazardIntegrator.ts";
import { SimulationError } from "../../simulationError.ts";
import type { CompiledModel } from "../../model.ts";
import type { HazardNetwork } from "./constantHazards.ts";

/** What the method needs besides: what moves between reactions. */
export interface MovingNetwork extends HazardNetwork {
  readonly model: CompiledModel;
  /** Whether a reaction may change the propensity of one that varies between reactions. */
  disturbs(reaction: number): boolean;
}

/** What ends the present stretch. */
type StretchEnd = "step" | "scheduled" | "crossing" | "reaction";

/** Places inside a stretch where the root functions are looked at. */
const rootSamples = 4;
/** So many stretches without progress in time are refused. */
const stalledStretches = 10_000;

export interface SavedVaryingHazards {
  readonly pending: number;
  readonly position: number;
  readonly hasStep: boolean;
  readonly end: number;
  readonly kind: StretchEnd;
  readonly step: unknown;
}

export class VaryingHazards {
  readonly #network: MovingNetwork;
  readonly #moving: Omit<MovingModel, "drift">;
  readonly #step: HazardIntegrator;
  /** 1 for reactions that leave flows, varying propensities and root functions as they are. */
  readonly #isQuiet: Uint8Array;
  readonly #signs: Int8Array;
  readonly #roots: Float64Array;
  #scheduled = Number.POSITIVE_INFINITY;
  /** Hazard still to be gathered before the next reaction. */
  #pending = 0;
  /** Where the present stretch begins; it lies within the step and ends at `#end`. */
  #position = 0;
  #end = 0;
  #kind: StretchEnd = "step";
  #hasStep = false;
  #stalled = 0;

  constructor(network: MovingNetwork, jumps: Omit<MovingModel, "drift">, step: HazardIntegrator) {
    const { model } = network;
    this.#network = network;
    this.#moving = jumps;
    this.#step = step;
    this.#signs = new Int8Array(jumps.varyingRoots.length);
    this.#roots = new Float64Array(model.rootCount);
    this.#isQuiet = new Uint8Array(jumps.reactionNames.length);
    if (jumps.continuous.length > 0 || jumps.varyingRoots.length > 0) return;
    for (let reaction = 0; reaction < this.#isQuiet.length; reaction++)
      this.#isQuiet[reaction] = network.disturbs(reaction) ? 0 : 1;
  }

  start(): void {
    this.#step.forget();
    this.#hasStep = false;
    this.#stalled = 0;
    this.#scheduled = this.#network.events.nextScheduled(this.#network.state.t);
    this.#pending = this.#network.random.exponential();
  }

  advance(until: number, maxWork: number): boolean {
    const { state } = this.#network;
    for (let work = 0; ; work++) {
      if (!this.#hasStep) {
        if (state.t >= until) return true;
        if (work >= maxWork) return false;
        this.#begin();
      }
      if (until < this.#end) {
        this.#step.locate(until, state.y);
        state.t = until;
        return true;
      }
      if (work >= maxWork) {
        this.#step.locate(state.t, state.y);
        return false;
      }
      this.#finish();
    }
  }

  statistics(): Readonly<Record<string, number>> {
    return { steps: this.#step.accepted, rejectedSteps: this.#step.rejected };
  }

  save(): SavedVaryingHazards {
    return {
      pending: this.#pending,
      position: this.#position,
      hasStep: this.#hasStep,
      end: this.#end,
      kind: this.#kind,
      step: this.#step.save(),
    };
  }

  restore(saved: SavedVaryingHazards): void {
    this.#pending = saved.pending;
    this.#position = saved.position;
    this.#hasStep = saved.hasStep;
    this.#end = saved.end;
    this.#kind = saved.kind;
    this.#step.restore(saved.step);
    this.#stalled = 0;
    this.#scheduled = this.#network.events.nextScheduled(this.#network.state.t);
  }

  /** Takes a step from the present state and finds what ends it. */
  #begin(): void {
    const { state } = this.#network;
    this.#readSigns(state.t, this.#signs);
    this.#step.take(state.t, state.y, this.#scheduled);
    this.#position = state.t;
    this.#hasStep = true;
    this.#findEnd();
  }

  /** What ends the stretch from `#position`: a reaction, a root, a scheduled time, or the step's own end. */
  #findEnd(): void {
    const stepEnd = this.#step.end;
    const available = this.#hazardTo(stepEnd);
    if (available >= this.#pending) {
      this.#end = this.#timeOfHazard(this.#pending, stepEnd, available);
      this.#kind = "reaction";
    } else {
      this.#end = stepEnd;
      this.#kind = stepEnd === this.#scheduled ? "scheduled" : "step";
    }
    if (this.#signs.length === 0) return;
    const crossing = this.#firstCrossing(this.#position, this.#end);
    if (crossing <= this.#end) {
      this.#end = crossing;
      this.#kind = "crossing";
    }
  }

  /** Moves to the end of the stretch and does what happens there. */
  #finish(): void {
    const network = this.#network;
    const { state } = network;
    const end = this.#end;
    this.#countProgress(end);
    this.#step.locate(end, state.y);
    state.t = end;
    if (end >= this.#scheduled) this.#scheduled = network.events.nextScheduled(end);
    if (this.#kind === "reaction") {
      const reaction = this.#choose();
      this.#pending = network.random.exponential();
      this.#position = end;
      let isQuiet = true;
      if (reaction < 0) network.selector.rebuild();
      else if (network.fire(reaction)) isQuiet = this.#isQuiet[reaction] === 1;
      if (network.settle(false)) isQuiet = false;
      this.#hasStep = isQuiet && end < this.#step.end;
      if (this.#hasStep) this.#findEnd();
      return;
    }
    this.#pending = Math.max(0, this.#pending - this.#hazardTo(end));
    this.#hasStep = false;
    if (this.#kind !== "step") network.settle(true);
  }

  /** The reaction that happens now, -1 when rounding errors have left none. */
  #choose(): number {
    const { state, selector, random } = this.#network;
    const jumps = this.#moving;
    const constantTotal = selector.total();
    // Of the hazard that was integrated, so much belongs to the varying reactions just now.
    const slope = jumps.varying.length === 0 ? 0 : Math.max(0, this.#step.hazardSlope(state.t));
    const target = random.uniform() * (constantTotal + slope);
    if (target < constantTotal) return selector.pick(target);
    const varyingTotal = this.#step.varyingTotal(state.t, state.y);
    if (!(varyingTotal > 0)) return -1;
    const { rates } = this.#step;
    let rest = ((target - constantTotal) / slope) * varyingTotal;
    let last = -1;
    for (let i = 0; i < rates.length; i++) {
      if (rest < rates[i]) return jumps.varying[i];
      if (rates[i] > 0) last = jumps.varying[i];
      rest -= rates[i];
    }
    return last;
  }

  #hazardTo(t: number): number {
    const constant = this.#network.selector.total() * (t - this.#position);
    return constant + this.#step.hazardAt(t) - this.#step.hazardAt(this.#position);
  }

  /** The time at which the hazard from `#position` is `target`: Newton's method, held in a bracket. */
  #timeOfHazard(target: number, latest: number, available: number): number {
    const step = this.#step;
    const from = this.#position;
    const constant = this.#network.selector.total();
    const before = step.hazardAt(from) + target;
    // The difference can be known no better than the rounding errors of V, and of t times the hazard, allow.
    const inTime = (4e-16 * latest * available) / (latest - from);
    const tolerance = 1e-14 + 4e-16 * (before + available) + inTime;
    let low = from;
    let high = latest;
    let value = -target;
    let t = from;
    for (let round = 0; round < 200; round++) {
      t -= value / (constant + step.hazardSlope(t));
      // Newton's method is fast where it is good; else halving comes to an end.
      if (!(t > low && t < high) || round % 8 === 7) t = low + 0.5 * (high - low);
      if (!(t > low && t < high)) break;
      value = constant * (t - from) + (step.hazardAt(t) - before);
      if (Math.abs(value) <= tolerance) return t;
      if (value > 0) high = t;
      else low = t;
    }
    return high;
  }

  #readSigns(t: number, out: Int8Array): void {
    if (out.length === 0) return;
    const { model, state } = this.#network;
    const jumps = this.#moving;
    model.code.roots(t, state.y, state.c, this.#roots);
    for (let i = 0; i < out.length; i++) out[i] = Math.sign(this.#roots[jumps.varyingRoots[i]]);
  }

  #hasCrossed(t: number): boolean {
    const { model, state } = this.#network;
    const jumps = this.#moving;
    this.#step.locate(t, state.y);
    model.code.roots(t, state.y, state.c, this.#roots);
    return this.#signs.some((sign, i) => Math.sign(this.#roots[jumps.varyingRoots[i]]) !== sign);
  }

  /** The first time in (from, to] at which a root function has another sign than at `from`; else Infinity. */
  #firstCrossing(from: number, to: number): number {
    let low = from;
    for (let sample = 1; sample <= rootSamples; sample++) {
      let high = sample === rootSamples ? to : from + ((to - from) * sample) / rootSamples;
      if (this.#hasCrossed(high)) {
        for (;;) {
          const middle = low + 0.5 * (high - low);
          if (!(middle > low && middle < high)) return high;
          if (this.#hasCrossed(middle)) high = middle;
          else low = middle;
        }
      }
      low = high;
    }
    return Number.POSITIVE_INFINITY;
  }

  #countProgress(end: number): void {
    if (this.#kind === "reaction" || end - this.#position > 1e-14 * Math.abs(end)) {
      this.#stalled = 0;
    } else if (++this.#stalled > stalledStretches) {
      throw new SimulationError(
        "stepTooSmall",
        `At ${end} s the run can not go on: a condition of the model keeps changing back and forth.`,
        end,
      );
    }
  }
}
