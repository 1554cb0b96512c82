/**
 * Events and motion in turns, with hazards frozen: an approximation that is asked for by name, for runs in which most of
 * the work is to keep hazards up to date while molecules move.
 *
 * A step of length h moves everything for h/2 without events, lets events happen for h with every molecule at rest and
 * time standing still in between, and moves everything for h/2 (Strang 1968, doi:10.1137/0705041): the error falls as
 * h^2. Hazards still follow the events themselves. Motion takes as many steps of its own as its error control asks for.
 */
import type { GraphNetwork } from "./graphNetwork.ts";
import type { Mechanics } from "./mechanics/mechanics.ts";
import type { MotionClock, SavedMotion } from "./motionClock.ts";

export interface SavedSplit {
  readonly phase: number;
  readonly start: number;
  readonly end: number;
  readonly left: number;
  readonly pending: number;
  readonly motion: SavedMotion;
}

/** Phases of a step. */
const phaseNone = 0;
const phaseBefore = 1;
const phaseEvents = 2;
const phaseAfter = 3;

export class SplitClock {
  readonly #network: GraphNetwork;
  readonly #mechanics: Mechanics;
  /** Moves, and lets nothing happen. */
  readonly #motion: MotionClock;
  readonly #length: number;
  /** Hazards of the varying channels. */
  readonly #hazards: Float64Array;
  #sum = 0;
  #phase = phaseNone;
  #start = 0;
  #end = 0;
  /** Time in s for which events of this step are still to happen. */
  #left = 0;
  /** Hazard still to be gathered before the next event. */
  #pending = 0;
  #splitSteps = 0;

  /** `length` of a step in s. */
  constructor(network: GraphNetwork, mechanics: Mechanics, motion: MotionClock, length: number) {
    this.#network = network;
    this.#mechanics = mechanics;
    this.#motion = motion;
    this.#length = length;
    this.#hazards = new Float64Array(network.varying.length);
  }

  start(): void {
    this.#motion.start();
    this.#phase = phaseNone;
    this.#pending = this.#network.random.exponential();
  }

  advance(until: number, maxWork: number): boolean {
    const { state, events } = this.#network;
    for (let work = 0; ; work++) {
      if (this.#phase === phaseNone) {
        if (state.t >= until) return true;
        if (work >= maxWork) return false;
        this.#start = state.t;
        const end = state.t + this.#length;
        this.#end = Math.min(end, until, events.nextScheduled(state.t));
        this.#phase = phaseBefore;
        this.#splitSteps++;
      }
      const middle = 0.5 * (this.#start + this.#end);
      if (this.#phase === phaseBefore) {
        if (!this.#motion.advance(middle, maxWork)) return false;
        this.#left = this.#end - this.#start;
        this.#rest();
        this.#phase = phaseEvents;
      }
      if (this.#phase === phaseEvents) {
        if (!this.#happen(maxWork)) return false;
        this.#goOn();
        this.#mechanics.bringBack(this.#network.mixture.store.x, state.t);
        this.#phase = phaseAfter;
      }
      if (!this.#motion.advance(this.#end, maxWork)) return false;
      this.#phase = phaseNone;
    }
  }

  present(): void {
    if (this.#phase !== phaseEvents) this.#motion.present();
  }

  abandon(): void {
    if (this.#phase === phaseEvents) this.#goOn();
    else this.#motion.abandon();
    this.#phase = phaseNone;
  }

  pace(): string | null {
    return this.#motion.pace();
  }

  statistics(): Readonly<Record<string, number | string>> {
    return {
      coupling: `split in steps of ${this.#length} s`,
      splitSteps: this.#splitSteps,
      ...this.#motion.statistics(),
    };
  }

  save(): SavedSplit {
    return {
      phase: this.#phase,
      start: this.#start,
      end: this.#end,
      left: this.#left,
      pending: this.#pending,
      motion: this.#motion.save(),
    };
  }

  restore(saved: SavedSplit): void {
    this.#phase = saved.phase;
    this.#start = saved.start;
    this.#end = saved.end;
    this.#left = saved.left;
    this.#pending = saved.pending;
    this.#motion.restore(saved.motion);
    if (this.#phase === phaseEvents) this.#rest();
  }

  /** A step of no length, at both ends of which everything is as it is now. */
  #rest(): void {
    const network = this.#network;
    const { mixture, state, window, fields } = network;
    const { x } = mixture.store;
    network.updatePairs(x, x);
    this.#mechanics.refresh(state.t);
    fields?.locate(x, x);
    window.prepare();
    window.open(state.t, state.t);
    network.measureEnd();
    for (const weights of network.varyingWeights) {
      weights.refreshStart();
      weights.refreshEnd();
    }
    this.#assess();
  }

  /** Both ends of the step of no length are the same. */
  #goOn(): void {
    this.#network.window.locateStates(1);
    this.#network.window.close();
  }

  #assess(): void {
    const network = this.#network;
    network.window.locateStates(0);
    this.#sum = network.varyingHazards(network.state.t, "start", this.#hazards);
  }

  /** Lets events happen for what is left of the step; false when there was too much work. */
  #happen(maxWork: number): boolean {
    const network = this.#network;
    const { selector, random } = network;
    for (let work = 0; ; work++) {
      const rate = selector.total() + this.#sum;
      if (!(this.#pending < rate * this.#left)) {
        this.#pending -= rate * this.#left;
        this.#left = 0;
        return true;
      }
      if (work >= maxWork) return false;
      this.#left -= this.#pending / rate;
      this.#pending = random.exponential();
      const target = random.uniform() * rate;
      const constant = selector.total();
      const channel = target < constant ? selector.pick(target) : this.#pickVarying(target - constant);
      if (channel >= 0 && network.fire(channel, 0)) this.#follow(channel);
      if (network.wouldSettle() && network.settle()) {
        // An event of the model has changed what it likes.
        network.window.close();
        this.#rest();
      }
    }
  }

  #follow(channel: number): void {
    const network = this.#network;
    if (channel < network.channels.length) {
      const { rewriter, matched } = network.channels[channel];
      this.#mechanics.topologyChanged();
      network.refreshComputed(rewriter.n, matched, this.#mechanics);
      network.refreshConcentrations(rewriter.n);
      network.reweigh(rewriter.n);
      this.#assess();
      return;
    }
    network.window.locateStates(0);
    const change = network.reassess(channel, network.state.t, "start", this.#hazards);
    this.#sum = Math.max(0, this.#sum + change);
  }

  #pickVarying(target: number): number {
    const { varying } = this.#network;
    let rest = target;
    let last = -1;
    for (let i = 0; i < varying.length; i++) {
      const hazard = this.#hazards[i];
      if (rest < hazard) return varying[i];
      if (hazard > 0) last = varying[i];
      rest -= hazard;
    }
    return last;
  }
}
