/**
 * Tau-leaping: many firings at once, as long as they change no propensity by more than a share epsilon, which is
 * the experiment's `tolerance` (Gillespie 2001, doi:10.1063/1.1378322; the choice of the leap after Cao, Gillespie
 * and Petzold 2006, doi:10.1063/1.2159468, with implicit leaps over fast reversible pairs after their 2007 paper;
 * each leap in the two stages of Anderson and Koyama 2012, doi:10.1137/110849699).
 * Where a leap would save little, or near exhaustion, the run goes on exactly, one firing at a time.
 *
 * Leaps end at scheduled times, where a condition of the model changes, and at the times at which the run is
 * looked at; triggers on numbers of molecules are seen at the ends of leaps.
 */
import type { CompiledModel, JumpModel } from "../../model.ts";
import { SimulationError } from "../../simulationError.ts";
import type { Engine, EngineOptions, EngineTraits, SimulationState } from "../engine.ts";
import { ConstantHazards, type SavedConstantHazards } from "../ssa/constantHazards.ts";
import { HazardStep } from "../ssa/hazardStep.ts";
import { JumpNetwork, type SavedNetwork } from "../ssa/jumpNetwork.ts";
import { selectorForModel } from "../ssa/selectors.ts";
import { type SavedVaryingHazards, VaryingHazards } from "../ssa/varyingHazards.ts";
import { LeapCondition } from "./leapCondition.ts";
import { LeapMotion } from "./leapMotion.ts";
import { PartialEquilibrium } from "./partialEquilibrium.ts";

/** A leap of fewer expected firings than this saves nothing over exact ones. */
const leapWorthwhile = 10;
/** So many exact firings follow when a leap is not worth it. */
const exactStretch = 100;
/** An implicit leap must be so much longer than an explicit one. */
const implicitGain = 20;

interface SavedTau {
  readonly network: SavedNetwork;
  readonly hasStarted: boolean;
  /** Firings and rejections at which the exact stretch ends; null while leaping. */
  readonly exactEnd: number | null;
  readonly exact: SavedConstantHazards | SavedVaryingHazards | null;
  readonly motion: unknown;
  readonly counts: readonly [leaps: number, implicit: number, exact: number, shortened: number];
}

class TauEngine implements Engine {
  readonly #jumps: JumpModel;
  readonly #state: SimulationState;
  readonly #random: EngineOptions["random"];
  readonly #epsilon: number;
  readonly #network: JumpNetwork;
  readonly #exact: ConstantHazards | VaryingHazards;
  readonly #condition: LeapCondition;
  readonly #equilibrium: PartialEquilibrium;
  readonly #motion: LeapMotion | null;
  readonly #rates: Float64Array;
  /** Rates at the start of a leap but over its second half, and those that the first half has led to. */
  readonly #laterRates: Float64Array;
  readonly #nowRates: Float64Array;
  readonly #firings: Float64Array;
  readonly #before: Float64Array;
  readonly #noneLeftOut: Uint8Array;
  #hasStarted = false;
  #scheduled = Number.POSITIVE_INFINITY;
  #exactEnd: number | null = null;
  /** Firings of the leap at hand. */
  #fired = 0;
  #leaps = 0;
  #implicitLeaps = 0;
  #exactFirings = 0;
  #shortened = 0;

  constructor(model: CompiledModel, state: SimulationState, options: EngineOptions) {
    const { jumps } = model;
    if (jumps === null) throw new Error("the model was not compiled for stochastic simulation");
    this.#jumps = jumps;
    this.#state = state;
    this.#random = options.random;
    this.#epsilon = options.relativeTolerance;
    this.#network = new JumpNetwork(
      model,
      jumps,
      state,
      options.random,
      selectorForModel(jumps, state.y.length),
    );
    const { propensities } = this.#network;
    const isConstant = jumps.varying.length + jumps.continuous.length + jumps.varyingRoots.length === 0;
    this.#exact = isConstant
      ? new ConstantHazards(this.#network)
      : new VaryingHazards(
          this.#network,
          jumps,
          new HazardStep(model, jumps, state.c, propensities, {
            ...options,
            relativeTolerance: Math.min(1e-6, options.relativeTolerance),
          }),
        );
    this.#motion = isConstant ? null : new LeapMotion(model, jumps, state, propensities, options);
    this.#condition = new LeapCondition(model, jumps, propensities);
    this.#equilibrium = new PartialEquilibrium(jumps, propensities);
    const count = jumps.rateConstant.length;
    this.#rates = new Float64Array(count);
    this.#laterRates = new Float64Array(count);
    this.#nowRates = new Float64Array(count);
    this.#firings = new Float64Array(count);
    this.#noneLeftOut = new Uint8Array(count);
    this.#before = new Float64Array(state.y.length);
  }

  advance(until: number, maxWork: number): boolean {
    const { events } = this.#network;
    if (!this.#hasStarted) {
      this.#network.start();
      this.#motion?.forget();
      this.#exactEnd = null;
      this.#scheduled = events.nextScheduled(this.#state.t);
      this.#hasStarted = true;
    }
    for (let work = maxWork; ; work--) {
      if (this.#exactEnd !== null) {
        const before = this.#drawn();
        const isThere = this.#advanceExactly(until, work, this.#exactEnd);
        work -= this.#drawn() - before;
        if (isThere) return true;
      }
      if (this.#state.t >= until) return true;
      if (work <= 0) return false;
      if (this.#exactEnd === null && !this.#leap(Math.min(until, this.#scheduled))) this.#beginExactly();
    }
  }

  reset(): void {
    this.#hasStarted = false;
  }

  statistics(): Readonly<Record<string, number | string>> {
    return {
      reactions: this.#network.reactions,
      exactReactions: this.#exactFirings,
      leaps: this.#leaps,
      implicitLeaps: this.#implicitLeaps,
      shortenedLeaps: this.#shortened,
      events: this.#network.events.fired,
    };
  }

  save(): SavedTau {
    return {
      network: this.#network.save(),
      hasStarted: this.#hasStarted,
      exactEnd: this.#exactEnd,
      exact: this.#exactEnd === null ? null : this.#exact.save(),
      motion: this.#motion?.save() ?? null,
      counts: [this.#leaps, this.#implicitLeaps, this.#exactFirings, this.#shortened],
    };
  }

  restore(saved: unknown): void {
    const data = saved as SavedTau;
    try {
      this.#network.restore(data.network);
      this.#hasStarted = data.hasStarted;
      this.#exactEnd = data.exactEnd;
      [this.#leaps, this.#implicitLeaps, this.#exactFirings, this.#shortened] = data.counts;
      this.#motion?.restore(data.motion);
      this.#scheduled = this.#network.events.nextScheduled(this.#state.t);
      if (data.exact === null) return;
      if (this.#exact instanceof ConstantHazards) this.#exact.restore(data.exact as SavedConstantHazards);
      else this.#exact.restore(data.exact as SavedVaryingHazards);
    } catch (error) {
      if (error instanceof SimulationError) throw error;
      throw new SimulationError("badCheckpoint", "The checkpoint does not hold the state of this engine.");
    }
  }

  #drawn(): number {
    return this.#network.reactions + this.#network.rejected;
  }

  #beginExactly(): void {
    this.#network.refresh();
    this.#exact.start();
    this.#exactEnd = this.#drawn() + exactStretch;
  }

  /** True when `until` is reached; the stretch may have come to its end before. */
  #advanceExactly(until: number, maxWork: number, end: number): boolean {
    const before = this.#network.reactions;
    let isThere = false;
    if (this.#exact instanceof ConstantHazards) {
      isThere = this.#exact.advance(until, Math.min(Math.max(1, maxWork), end - this.#drawn()));
    } else {
      // One stretch of the integrator at a time, so that the exact firings end after the same one however the
      // work is divided.
      for (let work = maxWork; work > 0 && !isThere && this.#drawn() < end; work--) {
        isThere = this.#exact.advance(until, 1);
      }
    }
    this.#exactFirings += this.#network.reactions - before;
    if (!isThere && this.#drawn() >= end) {
      this.#exactEnd = null;
      this.#scheduled = this.#network.events.nextScheduled(this.#state.t);
      this.#motion?.forget();
    }
    return isThere;
  }

  /** Leaps, not beyond `limit`; false when that is not worth it: then nothing has changed. */
  #leap(limit: number): boolean {
    const state = this.#state;
    const { t, y } = state;
    const rates = this.#rates;
    const motion = this.#motion;
    let total = this.#readRates();
    let criticalTotal = this.#condition.markCritical(y, rates);
    let { length, isImplicit } = this.#chooseLength(limit - t, total, true);
    if (!(length * total >= leapWorthwhile)) return false;
    if (motion !== null) {
      length = motion.begin(length);
      for (;;) {
        const isSmooth = motion.meanRates(0, length, this.#epsilon, rates);
        motion.back();
        total = sumOf(rates);
        if (!(length * total >= leapWorthwhile)) return false;
        criticalTotal = this.#condition.markCritical(y, rates);
        const choice = this.#chooseLength(length, total, false);
        ({ isImplicit } = choice);
        if (isSmooth && choice.length >= 0.75 * length) break;
        length = isSmooth ? Math.max(choice.length, 0.25 * length) : 0.5 * length;
      }
    }
    const wait = criticalTotal > 0 ? this.#random.exponential() / criticalTotal : Number.POSITIVE_INFINITY;
    let hasCritical = wait < length;
    if (hasCritical) length = wait;
    const critical = hasCritical ? this.#pickCritical(criticalTotal) : 0;
    this.#before.set(y);
    while (!this.#cross(length, isImplicit) || (hasCritical && !this.#fire(critical, 1))) {
      motion?.back();
      y.set(this.#before);
      this.#shortened++;
      hasCritical = false;
      length *= 0.5;
      if (!(length * total >= leapWorthwhile)) return false;
    }
    this.#network.reactions += this.#fired + (hasCritical ? 1 : 0);
    this.#leaps++;
    if (isImplicit) this.#implicitLeaps++;
    const end = t + length;
    state.t = end >= limit * (1 - 4e-16) ? limit : end;
    const { events } = this.#network;
    if (state.t >= this.#scheduled) this.#scheduled = events.nextScheduled(state.t);
    if (!events.isEmpty && this.#network.settle()) motion?.forget();
    return true;
  }

  /**
   * Moves the state over a leap by two stages of half its length: Poisson numbers of firings with the rates at the
   * start, then with twice the rates now minus those of the start (Anderson and Koyama 2012,
   * doi:10.1137/110849699), which makes mean and variance right to second order. False when a number would be
   * negative; the state is then undefined.
   */
  #cross(length: number, isImplicit: boolean): boolean {
    const { t, y } = this.#state;
    const half = 0.5 * length;
    const motion = this.#motion;
    const { propensities } = this.#network;
    const rates = this.#rates;
    const later = this.#laterRates;
    motion?.meanRates(0, half, this.#epsilon, rates);
    later.set(rates);
    motion?.meanRates(half, length, this.#epsilon, later);
    this.#drawFirings(half, rates);
    this.#fired = sumOf(this.#firings);
    motion?.move(half);
    if (!this.#apply(t + half, half, isImplicit, rates)) return false;
    motion?.keepJumps(half);
    const now = this.#nowRates;
    for (let reaction = 0; reaction < now.length; reaction++) {
      now[reaction] = propensities.evaluateChecked(reaction, t + half, y);
    }
    motion?.meanRates(half, length, this.#epsilon, now);
    const { isBalanced } = this.#equilibrium;
    for (let reaction = 0; reaction < now.length; reaction++) {
      const isSolved = isImplicit && isBalanced[reaction] === 1;
      later[reaction] = isSolved ? now[reaction] : Math.max(0, 2 * now[reaction] - later[reaction]);
    }
    this.#drawFirings(half, later);
    this.#fired += sumOf(this.#firings);
    motion?.move(length);
    return this.#apply(t + length, half, isImplicit, now);
  }

  #readRates(): number {
    const { t, y } = this.#state;
    const { propensities } = this.#network;
    const rates = this.#rates;
    let total = 0;
    for (let reaction = 0; reaction < rates.length; reaction++) {
      rates[reaction] = propensities.evaluateChecked(reaction, t, y);
      total += rates[reaction];
    }
    return total;
  }

  /**
   * In s, not above `most`. Implicit leaps are taken where fast pairs alone make explicit ones short; before a limit
   * they leave time for the fluctuations of the pairs to come back.
   */
  #chooseLength(
    most: number,
    total: number,
    isLimit: boolean,
  ): { readonly length: number; readonly isImplicit: boolean } {
    const { t, y } = this.#state;
    const rates = this.#rates;
    const explicit = this.#condition.longest(t, y, rates, this.#epsilon, this.#noneLeftOut);
    if (explicit < most && this.#equilibrium.find(t, y, rates, this.#condition.isCritical)) {
      const { isBalanced, recovery } = this.#equilibrium;
      const implicit = this.#condition.longest(t, y, rates, this.#epsilon, isBalanced);
      const length = Math.min(isLimit ? most - recovery : most, implicit);
      const isStiff = length > implicitGain * Math.max(explicit, leapWorthwhile / total);
      if (isStiff) return { length, isImplicit: true };
    }
    return { length: Math.min(most, explicit), isImplicit: false };
  }

  #drawFirings(length: number, rates: Float64Array): void {
    const firings = this.#firings;
    for (let reaction = 0; reaction < rates.length; reaction++) {
      const isLeapt = rates[reaction] > 0 && this.#condition.isCritical[reaction] === 0;
      firings[reaction] = isLeapt ? this.#random.poisson(rates[reaction] * length) : 0;
    }
  }

  #pickCritical(criticalTotal: number): number {
    const rates = this.#rates;
    let rest = this.#random.uniform() * criticalTotal;
    let last = 0;
    for (let reaction = 0; reaction < rates.length; reaction++) {
      if (this.#condition.isCritical[reaction] === 0 || rates[reaction] === 0) continue;
      last = reaction;
      rest -= rates[reaction];
      if (rest < 0) return reaction;
    }
    return last;
  }

  /**
   * Applies the firings of a stage that ends at t, after `rates` at its start; false when a number would be
   * negative.
   */
  #apply(t: number, length: number, isImplicit: boolean, rates: Float64Array): boolean {
    const { y } = this.#state;
    const firings = this.#firings;
    const { isBalanced } = this.#equilibrium;
    for (let reaction = 0; reaction < firings.length; reaction++) {
      const fired = firings[reaction];
      if (fired === 0 || (isImplicit && isBalanced[reaction] === 1)) continue;
      this.#fire(reaction, fired);
    }
    if (isImplicit && !this.#equilibrium.solve(t, y, length, rates, firings)) return false;
    for (const state of this.#jumps.changeState) if (!(y[state] >= 0)) return false;
    return true;
  }

  /** False when a number becomes negative. */
  #fire(reaction: number, times: number): boolean {
    const { y } = this.#state;
    const { changeStart, changeState, changeAmount } = this.#jumps;
    let isPossible = true;
    for (let entry = changeStart[reaction]; entry < changeStart[reaction + 1]; entry++) {
      const state = changeState[entry];
      y[state] += changeAmount[entry] * times;
      if (!(y[state] >= 0)) isPossible = false;
    }
    return isPossible;
  }
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

export const tauEngine: EngineTraits = {
  name: "tau",
  title: "tau-leaping",
  stochastic: true,
  references: [
    "Cao, Gillespie and Petzold 2005, doi:10.1063/1.1992473",
    "Cao, Gillespie and Petzold 2006, doi:10.1063/1.2159468",
    "Cao, Gillespie and Petzold 2007, doi:10.1063/1.2745299",
    "Anderson and Koyama 2012, doi:10.1137/110849699",
  ],
  create: (model, state, options) => new TauEngine(model, state, options),
};
