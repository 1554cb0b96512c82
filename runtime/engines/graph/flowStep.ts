/**
 * One adaptive step of all that flows move on a graph, attributes and plain states, together with the cumulative
 * hazard V of what varies between events: the pair of orders 3 and 2 of Bogacki and Shampine (1989,
 * doi:10.1016/0893-9659(89)90079-7), with the cubic through both ends and their slopes between them.
 *
 * Steps follow the error alone, never the times of output, so that a run does not depend on them.
 */
import { SimulationError } from "../../simulationError.ts";
import type { EngineOptions } from "../engine.ts";
import type { HazardIntegrator } from "../ssa/hazardIntegrator.ts";
import { FlowField } from "./flowField.ts";
import type { GraphNetwork } from "./graphNetwork.ts";

/** Integrates at least this well in the cumulative hazard, whose unit is one expected event. */
const largestFlowHazardError = 1e-7;
/** Length of the first step in s when nothing moves. */
const idleFlowStep = 1e-3;
/** In s; keeps the ends of steps finite. */
const longestFlowStep = 1e15;

export interface SavedFlowStep {
  readonly start: number;
  readonly end: number;
  readonly next: number;
  readonly moved: readonly number[];
  readonly vectors: readonly (readonly number[])[];
}

export class FlowStep implements HazardIntegrator {
  readonly rates: Float64Array;
  accepted = 0;
  rejected = 0;
  readonly #network: GraphNetwork;
  readonly #flows: FlowField;
  readonly #relative: number;
  readonly #absolute: number;
  readonly #hazard: number;
  readonly #continuous: Int32Array;
  readonly #stateTolerance: Float64Array;
  /** By type and slot. */
  readonly #factors: readonly ReadonlyMap<number, number>[];
  readonly #drift: Float64Array;
  #slopes = new Float64Array(0);
  /** Moved attributes, states, V: at the start, at the end, in between; then the four slopes. */
  #u0 = new Float64Array(0);
  #u1 = new Float64Array(0);
  #trial = new Float64Array(0);
  #k: Float64Array[] = [];
  #moved = new Int32Array(0);
  #size = 0;
  #start = 0;
  #end = 0;
  /** Length to try next; 0: not yet known. */
  #next = 0;
  #failure: SimulationError | null = null;

  constructor(network: GraphNetwork, options: EngineOptions) {
    const { jumps, model, mixture, state, graph } = network;
    this.#network = network;
    this.#flows = new FlowField(mixture, state);
    this.#relative = options.relativeTolerance;
    this.#absolute = options.absoluteTolerance;
    this.#hazard = Math.min(largestFlowHazardError, options.relativeTolerance);
    this.#continuous = jumps?.continuous ?? new Int32Array(0);
    this.#stateTolerance = Float64Array.from(this.#continuous, (own) => {
      const { kind, factor } = model.states[own];
      return kind === "species" ? options.absoluteTolerance : options.absoluteTolerance * factor;
    });
    this.#factors = graph.types.map(
      ({ attributes }) =>
        new Map(
          attributes.flatMap(({ slot, components, factor }) =>
            Array.from({ length: components }, (_, k): [number, number] => [slot + k, factor]),
          ),
        ),
    );
    this.#drift = new Float64Array(state.y.length);
    this.rates = new Float64Array(network.varying.length);
  }

  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  forget(): void {
    this.#next = 0;
  }

  take(t: number, y: Float64Array, limit: number): void {
    this.#collect();
    const { x } = this.#network.mixture.store;
    const count = this.#moved.length;
    const u0 = this.#u0;
    for (let i = 0; i < count; i++) u0[i] = x[this.#moved[i]];
    for (let i = 0; i < this.#continuous.length; i++) u0[count + i] = y[this.#continuous[i]];
    u0[this.#size - 1] = 0;
    if (!this.#rightSide(t, u0, this.#k[0])) throw this.#tooAbrupt(t);
    if (this.#next === 0) this.#next = this.#firstLength();
    for (;;) {
      const isCut = t + this.#next * (1 + 1e-6) >= limit;
      const end = isCut ? limit : t + this.#next;
      const h = end - t;
      if (!(h > 0)) throw this.#tooAbrupt(t);
      const error = this.#attempt(t, h, limit);
      const factor = error > 0 ? 0.85 / Math.cbrt(error) : 5;
      if (error <= 1) {
        const grown = Math.min(longestFlowStep, h * Math.min(5, factor));
        this.#next = isCut ? Math.max(this.#next, grown) : grown;
        this.#start = t;
        this.#end = end;
        this.accepted++;
        return;
      }
      this.#next = h * Math.max(0.1, factor);
      this.rejected++;
    }
  }

  locate(t: number): void {
    const theta = (t - this.#start) / (this.#end - this.#start);
    for (let i = 0; i < this.#size - 1; i++) this.#trial[i] = this.#valueAt(i, theta);
    this.#write(this.#trial);
    this.#follow(t);
  }

  hazardAt(t: number): number {
    return this.#valueAt(this.#size - 1, (t - this.#start) / (this.#end - this.#start));
  }

  hazardSlope(t: number): number {
    const i = this.#size - 1;
    const h = this.#end - this.#start;
    const theta = (t - this.#start) / h;
    const rise = (this.#u1[i] - this.#u0[i]) / h;
    const [first, , , last] = this.#k;
    const left = 1 - theta;
    return 6 * theta * left * rise + left * (1 - 3 * theta) * first[i] + theta * (3 * theta - 2) * last[i];
  }

  varyingTotal(t: number): number {
    return this.#network.varyingNow(t, this.rates);
  }

  save(): SavedFlowStep {
    const vectors = [this.#u0, this.#u1, ...this.#k].map((vector) =>
      Array.from(vector.subarray(0, this.#size)),
    );
    return { start: this.#start, end: this.#end, next: this.#next, moved: Array.from(this.#moved), vectors };
  }

  restore(data: unknown): void {
    const saved = data as SavedFlowStep;
    this.#resize(Int32Array.from(saved.moved));
    [this.#u0, this.#u1, ...this.#k].forEach((vector, i) => {
      vector.set(saved.vectors[i] ?? []);
    });
    this.#start = saved.start;
    this.#end = saved.end;
    this.#next = saved.next;
  }

  /** What moves now. */
  #collect(): void {
    this.#flows.collect();
    this.#resize(this.#flows.moved.slice(0, this.#flows.count));
  }

  #resize(moved: Int32Array<ArrayBuffer>): void {
    this.#moved = moved;
    this.#size = moved.length + this.#continuous.length + 1;
    if (this.#u0.length >= this.#size && this.#k.length > 0) return;
    const length = 2 * this.#size;
    this.#u0 = new Float64Array(length);
    this.#u1 = new Float64Array(length);
    this.#trial = new Float64Array(length);
    this.#k = Array.from({ length: 4 }, () => new Float64Array(length));
  }

  /** Fills u1 and the slopes; the largest error over its tolerance, Infinity when the model has no value. */
  #attempt(t: number, h: number, limit: number): number {
    const [k1, k2, k3, k4] = this.#k;
    const trial = this.#trial;
    const u0 = this.#u0;
    const u1 = this.#u1;
    const size = this.#size;
    // Just before the limit the model still follows the branch that holds during the step.
    const lastInside = limit * (1 - 2.3e-16);
    for (let i = 0; i < size; i++) trial[i] = u0[i] + 0.5 * h * k1[i];
    if (!this.#rightSide(t + 0.5 * h, trial, k2)) return Number.POSITIVE_INFINITY;
    for (let i = 0; i < size; i++) trial[i] = u0[i] + 0.75 * h * k2[i];
    if (!this.#rightSide(t + 0.75 * h, trial, k3)) return Number.POSITIVE_INFINITY;
    for (let i = 0; i < size; i++) u1[i] = u0[i] + (h / 9) * (2 * k1[i] + 3 * k2[i] + 4 * k3[i]);
    if (!this.#rightSide(Math.min(t + h, lastInside), u1, k4)) return Number.POSITIVE_INFINITY;
    const { store } = this.#network.mixture;
    const count = this.#moved.length;
    let largest = 0;
    for (let i = 0; i < size; i++) {
      const error = Math.abs(h * ((-5 / 72) * k1[i] + (1 / 12) * k2[i] + (1 / 9) * k3[i] - (1 / 8) * k4[i]));
      let tolerance: number;
      if (i === size - 1) tolerance = this.#hazard * Math.max(1, u1[i]);
      else {
        let absolute: number;
        if (i < count) {
          const node = Math.floor(this.#moved[i] / store.attributeStride);
          const slot = this.#moved[i] - node * store.attributeStride;
          absolute = this.#absolute * (this.#factors[store.type[node]].get(slot) ?? 1);
        } else absolute = this.#stateTolerance[i - count];
        tolerance = absolute + this.#relative * Math.max(Math.abs(u0[i]), Math.abs(u1[i]));
      }
      const ratio = error / tolerance;
      if (Number.isNaN(ratio)) return Number.POSITIVE_INFINITY;
      if (ratio > largest) largest = ratio;
    }
    return largest;
  }

  /** False when the model gives no usable value there. */
  #rightSide(t: number, u: Float64Array, out: Float64Array): boolean {
    const network = this.#network;
    const { x } = network.mixture.store;
    const { y, c } = network.state;
    const count = this.#moved.length;
    this.#write(u);
    try {
      this.#follow(t);
      if (this.#slopes.length < x.length) this.#slopes = new Float64Array(x.length);
      this.#flows.rates(t, x, this.#slopes);
      for (let i = 0; i < count; i++) out[i] = this.#slopes[this.#moved[i]];
      network.jumps?.drift(t, y, c, this.#drift);
      for (let i = 0; i < this.#continuous.length; i++) out[count + i] = this.#drift[this.#continuous[i]];
      out[this.#size - 1] = network.varyingNow(t, this.rates);
    } catch (error) {
      if (!(error instanceof SimulationError)) throw error;
      this.#failure = error;
      return false;
    }
    for (let i = 0; i < this.#size; i++) if (!Number.isFinite(out[i])) return false;
    return true;
  }

  #write(u: Float64Array): void {
    const { x } = this.#network.mixture.store;
    const { y } = this.#network.state;
    const count = this.#moved.length;
    for (let i = 0; i < count; i++) x[this.#moved[i]] = u[i];
    for (let i = 0; i < this.#continuous.length; i++) y[this.#continuous[i]] = u[count + i];
  }

  /** What must be right for attributes and states that were just written. */
  #follow(t: number): void {
    const network = this.#network;
    const { x } = network.mixture.store;
    network.updatePairs(x, x);
    const before = network.state.t;
    network.state.t = t;
    network.measureNow();
    network.state.t = before;
  }

  #valueAt(i: number, theta: number): number {
    if (theta === 1) return this.#u1[i];
    const h = this.#end - this.#start;
    const left = 1 - theta;
    const [first, , , last] = this.#k;
    const difference = this.#u1[i] - this.#u0[i];
    const bend = (1 - 2 * theta) * difference + (theta - 1) * h * first[i] + theta * h * last[i];
    return left * this.#u0[i] + theta * this.#u1[i] - theta * left * bend;
  }

  #firstLength(): number {
    const slopes = this.#k[0];
    let length = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#size; i++) {
      const scale = i === this.#size - 1 ? 1 : Math.max(Math.abs(this.#u0[i]), this.#absolute);
      if (slopes[i] !== 0) length = Math.min(length, (0.01 * scale) / Math.abs(slopes[i]));
    }
    return length < Number.POSITIVE_INFINITY ? length : idleFlowStep;
  }

  #tooAbrupt(t: number): SimulationError {
    return (
      this.#failure ??
      new SimulationError(
        "stepTooSmall",
        `At ${t} s the flows and rates change so abruptly that no time step is small enough.`,
        t,
      )
    );
  }
}
