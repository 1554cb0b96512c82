/**
 * Events while nodes move under forces and noise, one step of motion after another.
 *
 * The length of a step is chosen before its noise is drawn. Within it attributes, moving states and the weights of
 * places run linearly from its start to its end, so that the cumulative hazard is a parabola and the time of the next
 * event is known in closed form; any number of events happen within a step, each at the interpolated state. Nodes
 * that an event makes stay where they are put until the step ends. Plain states that flows move take steps of their own
 * within it (stateFlow.ts), with the graph as it is at its begin. This is exact as steps become short, of order one
 * in the weak sense; the error is kept small by the choice of the step. Triggers are looked at after every event, and
 * located on the line between the ends; the step ends where one fires. Steps also end where the driver asks for the
 * state, so that a run depends on when it is looked at (in its noise, not in its distribution).
 */
import { SimulationError } from "../../simulationError.ts";
import type { EngineOptions } from "../engine.ts";
import { FlowField } from "./flowField.ts";
import type { GraphNetwork } from "./graphNetwork.ts";
import { LoadedRules } from "./loadedRules.ts";
import { defaultMotionTolerance } from "./mechanics/motionLimits.ts";
import type { Mechanics, SavedMechanics } from "./mechanics/mechanics.ts";
import type { SavedWeights } from "./ruleWeights.ts";
import { StateFlow } from "./stateFlow.ts";
import type { SavedWindow } from "./stepWindow.ts";

/**
 * The hazard of what varies may change by this share of the whole in a step: from the line that is used an exponential
 * differs by an eighth of its square then, 1 %.
 */
const hazardChangeShare = 0.3;
/** What time alone does to hazards, such as a pulse, may be missed by this share of the events in a step: the same 1 %. */
const timedHazardShare = 0.01;
/** Flows are followed at least this well relative to the values, beside motion that is far less exact. */
const flowToleranceBesideMotion = 1e-4;
/** Length of the first step in s at the most. */
const firstMotionStep = 1e-3;
/**
 * A run gives up after so many steps in a row that are shorter than this share of the time to the next output, of which
 * it would need 1e8. An overlap at the start lets go of itself before; chosen to leave it time.
 */
const mostTinySteps = 2000;
const tinyStep = 1e-8;
/** Triggers are located within this share of a step. */
const triggerAccuracy = 1e-9;
/** In s; keeps the ends of steps finite. */
const longestMotionStep = 1e6;

export interface SavedMotion {
  readonly pending: number;
  readonly limit: number;
  readonly hazardLimit: number;
  readonly position: number;
  readonly steps: number;
  readonly forcedSteps: number;
  /** Null between steps. */
  readonly window: SavedWindow | null;
  readonly weights: readonly SavedWeights[];
  readonly mechanics: SavedMechanics;
  readonly stateFlow: readonly number[];
}

export class MotionClock {
  readonly #network: GraphNetwork;
  readonly #mechanics: Mechanics;
  readonly #flows: FlowField;
  readonly #tolerance: number;
  readonly #absolute: number;
  /** Hazards of the varying channels at the ends of the step. */
  readonly #a0: Float64Array;
  readonly #a1: Float64Array;
  #sum0 = 0;
  #sum1 = 0;
  #scheduled = Number.POSITIVE_INFINITY;
  /** Hazard still to be gathered before the next event. */
  #pending = 0;
  #hasStep = false;
  /** Fraction of the step up to which all is done, and at which it goes on. */
  #position = 0;
  #next = 1;
  #isEvent = false;
  /** The step goes on where a trigger changes. */
  #isTrigger = false;
  /** Some trigger may change between events. */
  readonly #hasTriggers: boolean;
  readonly #loaded: LoadedRules;
  /** Flows and hazards allow a step of so many s. */
  #flowLimit = firstMotionStep;
  #hazardLimit = firstMotionStep;
  #steps = 0;
  /** Those as long as the motion allows. */
  #forcedSteps = 0;
  #tinySteps = 0;
  /** Moves plain states; null when no flow does. */
  readonly #states: StateFlow | null;
  /** Length of the step before, in s. */
  #lastStep = firstMotionStep;
  /** The attributes at the start of the step while the store shows others. */
  #hidden: Float64Array | null = null;
  #view: Float64Array = new Float64Array(0);
  #rates0 = new Float64Array(0);
  #rates1 = new Float64Array(0);

  /** Events are left to another clock: motion alone, with hazards as they are. */
  readonly #isQuiet: boolean;

  constructor(network: GraphNetwork, mechanics: Mechanics, options: EngineOptions, isQuiet = false) {
    this.#network = network;
    this.#isQuiet = isQuiet;
    this.#mechanics = mechanics;
    this.#flows = new FlowField(network.mixture, network.state);
    this.#tolerance = Math.max(flowToleranceBesideMotion, options.relativeTolerance);
    this.#absolute = options.absoluteTolerance;
    this.#a0 = new Float64Array(network.varying.length);
    this.#a1 = new Float64Array(network.varying.length);
    this.#hasTriggers = network.model.events.some((event) => event.isTimed !== true);
    this.#loaded = new LoadedRules(network, options.motionTolerance ?? defaultMotionTolerance);
    const { continuous = noStates } = network.jumps ?? {};
    this.#states = continuous.length > 0 ? new StateFlow(network.model, network.state, options) : null;
  }

  start(): void {
    const { events, random, state } = this.#network;
    this.#mechanics.start();
    this.#mechanics.topologyChanged(Number.POSITIVE_INFINITY);
    this.#hasStep = false;
    this.#flowLimit = firstMotionStep;
    this.#hazardLimit = firstMotionStep;
    this.#lastStep = firstMotionStep;
    this.#states?.forget();
    this.#scheduled = events.nextScheduled(state.t);
    this.#pending = this.#isQuiet ? Number.POSITIVE_INFINITY : random.exponential();
  }

  advance(until: number, maxWork: number): boolean {
    const { state, window } = this.#network;
    this.#hide();
    for (let work = 0; ; work++) {
      if (!this.#hasStep) {
        if (state.t >= until) return true;
        if (work >= maxWork) return false;
        this.#begin(until);
      }
      const stop = this.#timeAt(this.#next);
      // A step that was interrupted on the way to a later time.
      if (until < stop) {
        state.t = until;
        window.locateStates(this.#fractionAt(until));
        return true;
      }
      if (work >= maxWork) return false;
      if (this.#isTrigger) this.#meetTrigger();
      else if (this.#isEvent) this.#happen();
      else this.#endStep();
    }
  }

  /** Shows the present attributes in the store until the run goes on. */
  present(): void {
    const { state, mixture, window } = this.#network;
    if (!this.#hasStep || this.#hidden !== null) return;
    const s = this.#fractionAt(state.t);
    const { x } = mixture.store;
    const { x1 } = window;
    if (this.#view.length !== x.length) this.#view = new Float64Array(x.length);
    for (let i = 0; i < x.length; i++) this.#view[i] = x[i] + s * (x1[i] - x[i]);
    this.#hidden = x;
    mixture.store.x = this.#view;
  }

  /** Gives the step up where it is: the driver has changed the state. */
  abandon(): void {
    if (!this.#hasStep) return;
    this.present();
    this.#network.fields?.stopAt(this.#fractionAt(this.#network.state.t));
    // The view becomes the state; the next one needs a place of its own.
    this.#view = this.#hidden ?? new Float64Array(0);
    this.#hidden = null;
    this.#hasStep = false;
    this.#network.window.close();
  }

  /** How long steps are and why, for the user of a slow run; null when it is not the motion that makes them short. */
  pace(): string | null {
    const { t } = this.#network.state;
    if (this.#steps === 0 || this.#forcedSteps < 0.5 * this.#steps) return null;
    const limit = this.#mechanics.limit();
    if (limit === null) return null;
    const step = `${Number(((1e6 * t) / this.#steps).toPrecision(2))} us`;
    return `Steps of the motion are ${step} long, for ${limit}; the largest force is that of ${this.#mechanics.steepest(t)}. What makes them longer: longer bonds (\`bead 10\` in a filament, a wider \`mesh\`), more drag, a larger \`motion_tolerance\`.`;
  }

  statistics(): Readonly<Record<string, number>> {
    const own: Readonly<Record<string, number>> =
      this.#states === null ? {} : { stateSteps: this.#states.steps };
    return { steps: this.#steps, ...own, ...this.#mechanics.statistics() };
  }

  save(): SavedMotion {
    this.#hide();
    return {
      pending: this.#isQuiet ? 0 : this.#pending,
      limit: this.#flowLimit,
      hazardLimit: this.#hazardLimit,
      position: this.#position,
      steps: this.#steps,
      forcedSteps: this.#forcedSteps,
      window: this.#hasStep ? this.#network.window.save() : null,
      weights: this.#hasStep ? this.#network.varyingWeights.map((weights) => weights.save()) : [],
      mechanics: this.#mechanics.save(),
      stateFlow: [this.#lastStep, ...(this.#states?.save() ?? [])],
    };
  }

  restore(saved: SavedMotion): void {
    const { events, state, window } = this.#network;
    this.#mechanics.start();
    this.#mechanics.restore(saved.mechanics);
    const [lastStep, ...ofStates] = saved.stateFlow;
    this.#lastStep = lastStep;
    this.#states?.restore(ofStates);
    // JSON knows no infinity.
    this.#pending = this.#isQuiet ? Number.POSITIVE_INFINITY : saved.pending;
    this.#flowLimit = saved.limit;
    this.#hazardLimit = saved.hazardLimit;
    this.#steps = saved.steps;
    this.#forcedSteps = saved.forcedSteps;
    this.#hasStep = saved.window !== null;
    this.#position = saved.position;
    if (saved.window !== null) {
      window.restore(saved.window);
      this.#scheduled = events.nextScheduled(window.startTime);
      this.#network.varyingWeights.forEach((weights, i) => {
        weights.restore(saved.weights[i]);
      });
      this.#network.fields?.locate(this.#network.mixture.store.x, window.x1);
      if (!this.#isQuiet) this.#assess(this.#fractionAt(state.t));
      this.#findNext();
    } else this.#scheduled = events.nextScheduled(state.t);
  }

  #hide(): void {
    if (this.#hidden === null) return;
    const { state, mixture, window } = this.#network;
    mixture.store.x = this.#hidden;
    this.#hidden = null;
    window.locateStates(this.#fractionAt(state.t));
  }

  #timeAt(s: number): number {
    const { startTime, endTime } = this.#network.window;
    return s === 1 ? endTime : startTime + s * (endTime - startTime);
  }

  #fractionAt(t: number): number {
    const { startTime, endTime } = this.#network.window;
    return Math.min(1, Math.max(0, (t - startTime) / (endTime - startTime)));
  }

  /**
   * Takes a step from the present state, to `until` at the most: what is looked at must be the end of a step, for
   * between the ends of a long one fluctuations are too small.
   */
  #begin(until: number): void {
    const network = this.#network;
    const { state, mixture, window } = network;
    const { store } = mixture;
    const mechanics = this.#mechanics;
    const { t } = state;
    const { fields } = network;
    network.updatePairs(store.x, store.x);
    // Flows read concentrations before the end of the step is known.
    if (network.graph.flows.length > 0) fields?.locate(store.x, store.x);
    mechanics.refresh(t);
    window.prepare();
    const stop = Math.min(this.#scheduled, until);
    const spread = fields?.longestStep() ?? Number.POSITIVE_INFINITY;
    const steady = this.#isQuiet ? Number.POSITIVE_INFINITY : this.#hazardLimit;
    const wanted = Math.min(steady, this.#prepareFlows(t), stop - t, spread);
    const allowed = this.#isQuiet ? wanted : this.#timedLimit(t, wanted);
    const reached = this.#followStates(t, allowed, stop);
    const h = mechanics.propose(Math.min(allowed, reached - t), t);
    const end = h >= stop - t ? stop : h >= reached - t ? reached : t + h;
    if (!(end > t)) {
      throw new SimulationError(
        "stepTooSmall",
        `At ${t} s no step of the motion is long enough to go on: ${mechanics.steepest(t)} changes too steeply.`,
        t,
      );
    }
    const isForced = h < Math.min(allowed, reached - t);
    if (isForced) this.#forcedSteps++;
    this.#tinySteps = isForced && end - t < tinyStep * (until - t) ? this.#tinySteps + 1 : 0;
    if (this.#tinySteps >= mostTinySteps) throw this.#noEnd(t, end - t, until);
    const { displacement } = mechanics;
    const { x1 } = window;
    const used = Math.min(displacement.length, store.used * store.attributeStride);
    for (let i = 0; i < used; i++) x1[i] += displacement[i];
    if (end < reached) this.#states?.follow(t, end, window.y1, () => false);
    this.#lastStep = end - t;
    this.#flow(t, end);
    mechanics.contain(store.x, x1, end);
    window.open(t, end);
    if (fields !== null) {
      fields.advance(end - t, end === stop);
      fields.amounts(window.y0, window.y1);
      fields.locate(store.x, x1);
    }
    network.updatePairs(store.x, x1);
    network.measureEnd();
    this.#hasStep = true;
    this.#position = 0;
    this.#steps++;
    if (this.#isQuiet) {
      this.#findNext();
      return;
    }
    this.#refreshWeights();
    this.#assess(0);
    const all = network.selector.total() + Math.max(this.#sum0, this.#sum1);
    const change = all > 0 ? Math.abs(this.#sum1 - this.#sum0) / all : 0;
    // Only what is likely to happen in the step can happen at a wrong time.
    const weight = Math.min(1, all * (end - t) * 10);
    const factor = change * weight > 0 ? hazardChangeShare / (change * weight) : 2;
    const grown = Math.max(0.25, Math.min(2, factor)) * Math.max(h, 1e-12);
    this.#hazardLimit = Math.min(longestMotionStep, grown, this.#loaded.longestStep(this.#a0, this.#a1));
    this.#findNext();
  }

  #noEnd(t: number, step: number, until: number): SimulationError {
    const short = (value: number): string => String(Number(value.toPrecision(3)));
    return new SimulationError(
      "stepTooSmall",
      `At ${short(t)} s steps of the motion are ${short(step)} s long, for ${this.#mechanics.steepest(t)} changes too steeply: the next output, at ${short(until)} s, would take ${short((until - t) / step)} of them.`,
      t,
    );
  }

  /**
   * The step of at most `wanted` s in which hazards that change with time, such as those of stimuli, are nearly
   * straight: the trapezium that is used and Simpson's rule give the same number of events. It is found before the
   * noise of the step is drawn, from what is known now, so that no step is taken back for what happened in it.
   */
  #timedLimit(t: number, wanted: number): number {
    const network = this.#network;
    if (network.varying.length === 0) return wanted;
    const atStart = network.timedHazards(t);
    let atEnd = network.timedHazards(t + wanted);
    for (let h = wanted; ; h *= 0.5) {
      const between = network.timedHazards(t + 0.5 * h);
      const events = (h / 6) * (atStart + 4 * between + atEnd);
      const missed = (h / 3) * Math.abs(atStart - 2 * between + atEnd);
      if (!(missed > timedHazardShare * Math.max(1, events)) || t + 0.5 * h === t) return h;
      atEnd = between;
    }
  }

  /** Rates at the start; gives the step that they allow in s, positions left as they are. */
  #prepareFlows(t: number): number {
    const { mixture } = this.#network;
    const flows = this.#flows;
    const { x } = mixture.store;
    flows.collect();
    if (this.#rates0.length < x.length) {
      this.#rates0 = new Float64Array(x.length);
      this.#rates1 = new Float64Array(x.length);
    }
    if (flows.count === 0) return Number.POSITIVE_INFINITY;
    flows.rates(t, x, this.#rates0);
    const { x1 } = this.#network.window;
    for (let h = this.#flowLimit; ; h *= 0.5) {
      if (!(h > 1e-15)) {
        throw new SimulationError(
          "stepTooSmall",
          `At ${t} s the flows change so abruptly that no step is small enough.`,
          t,
        );
      }
      for (let i = 0; i < flows.count; i++)
        x1[flows.moved[i]] = x[flows.moved[i]] + h * this.#rates0[flows.moved[i]];
      flows.rates(t + h, x1, this.#rates1);
      let worst = 0;
      for (let i = 0; i < flows.count; i++) {
        const at = flows.moved[i];
        const error = 0.5 * h * Math.abs(this.#rates1[at] - this.#rates0[at]);
        worst = Math.max(worst, error / (this.#absolute + this.#tolerance * Math.abs(x1[at])));
      }
      for (let i = 0; i < flows.count; i++) x1[flows.moved[i]] = x[flows.moved[i]];
      if (worst <= 1) {
        this.#flowLimit = Math.min(
          longestMotionStep,
          h * Math.min(2, worst > 0 ? 0.9 / Math.sqrt(worst) : 2),
        );
        return h;
      }
    }
  }

  /**
   * Takes moving states as far as a step may go, not much beyond what the motion took last time; the time that they
   * reach. They stop where the truth of a trigger changes.
   */
  #followStates(t: number, allowed: number, stop: number): number {
    if (this.#states === null) return Number.POSITIVE_INFINITY;
    const { events, window } = this.#network;
    const wanted = Math.min(allowed, 2 * this.#lastStep);
    const end = wanted >= stop - t ? stop : t + wanted;
    return this.#states.follow(
      t,
      end,
      window.y1,
      (time, y) => !events.isEmpty && events.wouldChange(time, y),
    );
  }

  /** Attributes that flows move over the step, by Heun's method with positions and states at its end. */
  #flow(t: number, end: number): void {
    const { mixture, window } = this.#network;
    const flows = this.#flows;
    if (flows.count === 0) return;
    const h = end - t;
    const { x } = mixture.store;
    const { x1 } = window;
    for (let i = 0; i < flows.count; i++) x1[flows.moved[i]] += h * this.#rates0[flows.moved[i]];
    window.locateStates(1);
    flows.rates(end, x1, this.#rates1);
    window.locateStates(0);
    for (let i = 0; i < flows.count; i++) {
      const at = flows.moved[i];
      x1[at] = x[at] + this.#mechanics.displacement[at] + 0.5 * h * (this.#rates0[at] + this.#rates1[at]);
    }
  }

  #refreshWeights(): void {
    const { varyingWeights } = this.#network;
    for (let i = 0; i < varyingWeights.length; i++) {
      varyingWeights[i].refreshStart();
      varyingWeights[i].refreshEnd();
    }
  }

  /** Hazards of all that varies at both ends; states are then at the fraction s. */
  #assess(s: number): void {
    const network = this.#network;
    const { window } = network;
    window.locateStates(0);
    this.#sum0 = network.varyingHazards(window.startTime, "start", this.#a0);
    window.locateStates(1);
    this.#sum1 = network.varyingHazards(window.endTime, "end", this.#a1);
    window.locateStates(s);
  }

  /** Hazards that a plain reaction at the fraction s has changed. */
  #reassess(channel: number, s: number): void {
    const network = this.#network;
    const { window } = network;
    window.locateStates(0);
    this.#sum0 = Math.max(0, this.#sum0 + network.reassess(channel, window.startTime, "start", this.#a0));
    window.locateStates(1);
    this.#sum1 = Math.max(0, this.#sum1 + network.reassess(channel, window.endTime, "end", this.#a1));
    window.locateStates(s);
  }

  /** Where the step goes on: at the next event, where a trigger changes, or at its end. */
  #findNext(): void {
    const reached = this.#isQuiet ? 1 : this.#nextEvent();
    this.#isEvent = reached < 1;
    this.#next = Math.min(1, reached);
    this.#isTrigger = this.#hasTriggers && this.#locateTrigger();
  }

  /** The fraction at which the cumulative hazard reaches its draw. */
  #nextEvent(): number {
    const { selector, window } = this.#network;
    const h = window.endTime - window.startTime;
    const from = this.#position;
    const slope = this.#sum1 - this.#sum0;
    const rate = selector.total() + this.#sum0 + from * slope;
    const wanted = this.#pending / h;
    const square = rate * rate + 2 * slope * wanted;
    return from + (square >= 0 ? (2 * wanted) / (rate + Math.sqrt(square)) : Number.POSITIVE_INFINITY);
  }

  /** Looks for a trigger that changes before the place where the step would go on, which it then becomes. */
  #locateTrigger(): boolean {
    const { events, window } = this.#network;
    const changesAt = (s: number): boolean => {
      window.locateStates(s);
      return events.wouldChange(this.#timeAt(s), this.#network.state.y);
    };
    let before = this.#position;
    let after = this.#next;
    const changes = changesAt(after);
    while (changes && after - before > triggerAccuracy) {
      const middle = 0.5 * (before + after);
      if (changesAt(middle)) after = middle;
      else before = middle;
    }
    window.locateStates(this.#position);
    // At the end of the step it is looked at anyway.
    if (!changes || after === 1) return false;
    this.#next = after;
    return true;
  }

  /** A trigger changes within the step; it ends here if that fires an event. */
  #meetTrigger(): void {
    const { state, window } = this.#network;
    const s = this.#next;
    this.#gather(s);
    this.#position = s;
    state.t = this.#timeAt(s);
    window.locateStates(s);
    this.#settleOrGoOn(s);
  }

  /** Takes the hazard up to the fraction s from what is to be gathered before the next event. */
  #gather(s: number): void {
    if (this.#isQuiet) return;
    const { selector, window } = this.#network;
    const h = (s - this.#position) * (window.endTime - window.startTime);
    const varying = this.#sum0 + 0.5 * (this.#position + s) * (this.#sum1 - this.#sum0);
    this.#pending = Math.max(0, this.#pending - h * (selector.total() + varying));
  }

  /** An event at the present place of the step. */
  #happen(): void {
    const network = this.#network;
    const { state, selector, random, window } = network;
    const s = this.#next;
    this.#position = s;
    state.t = this.#timeAt(s);
    window.locateStates(s);
    this.#pending = random.exponential();
    const constant = selector.total();
    const varying = this.#sum0 + s * (this.#sum1 - this.#sum0);
    const target = random.uniform() * (constant + varying);
    const channel = target < constant ? selector.pick(target) : this.#pickVarying(target - constant, s);
    if (channel >= 0 && network.fire(channel, s)) {
      if (channel < network.channels.length) {
        const { n } = network.channels[channel].rewriter;
        const matched = network.channels[channel].matched;
        const h = window.endTime - window.startTime;
        this.#mechanics.topologyChanged();
        network.refreshComputed(n, matched, this.#mechanics);
        this.#flows.joinStep(n, matched, s, h, state.t, window.x1);
        network.refreshConcentrations(n);
        network.reweigh(n);
        this.#assess(s);
      } else this.#reassess(channel, s);
    }
    this.#settleOrGoOn(s);
  }

  /** The step ends here if events of the model fire. */
  #settleOrGoOn(s: number): void {
    const { state, events } = this.#network;
    if (events.wouldFire(state.t, state.y)) {
      this.#settleWithin(s);
      return;
    }
    events.settle(state.t, state.y);
    this.#findNext();
  }

  /** An event of the model fires within the step, which ends here. */
  #settleWithin(s: number): void {
    const { mixture, window } = this.#network;
    const { store } = mixture;
    const { x1 } = window;
    for (let i = 0; i < store.used * store.attributeStride; i++)
      x1[i] = store.x[i] + s * (x1[i] - store.x[i]);
    this.#network.fields?.stopAt(s);
    // States are at s already.
    for (const state of window.states) window.y1[state] = this.#network.state.y[state];
    this.#finish();
    this.#network.fields?.locate(store.x, store.x);
    this.#network.settle();
  }

  #pickVarying(target: number, s: number): number {
    const { varying } = this.#network;
    let rest = target;
    let last = -1;
    for (let i = 0; i < varying.length; i++) {
      const hazard = this.#a0[i] + s * (this.#a1[i] - this.#a0[i]);
      if (rest < hazard) return varying[i];
      if (hazard > 0) last = varying[i];
      rest -= hazard;
    }
    return last;
  }

  #endStep(): void {
    const network = this.#network;
    const { state, window } = network;
    this.#gather(1);
    state.t = window.endTime;
    network.fields?.finish();
    this.#finish();
    network.measureNow();
    network.settle();
  }

  /** The end of the window becomes the state. */
  #finish(): void {
    const network = this.#network;
    const { state, events } = network;
    network.window.finish();
    this.#hasStep = false;
    // A step that an event ends may end at a scheduled time, too.
    if (state.t >= this.#scheduled) this.#scheduled = events.nextScheduled(state.t);
    this.#mechanics.reflect();
    if (this.#position > 0) this.#mechanics.bringBack(network.mixture.store.x, state.t);
    // Its places at the start.
    network.wallsMoved(network.window.x1);
    const absorbed = this.#mechanics.absorbed();
    if (absorbed.length > 0) {
      network.removeNodes(absorbed);
      this.#mechanics.topologyChanged(absorbed.length);
    }
  }
}

const noStates = new Int32Array(0);
