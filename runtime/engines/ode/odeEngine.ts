/**
 * Deterministic simulation: integrates the model's differential equations and stops where its events and
 * conditions change them.
 *
 * Steps are as long as the tolerance allows, whatever times the caller asks for; states in between come from
 * the continuous output of the solver. So the trajectory depends neither on the output times nor on how the
 * work is divided. A step never goes beyond a scheduled time; where a root function changes sign inside a step
 * and a trigger or the right-hand side changes with it, the step is cut there and the solver starts afresh.
 *
 * The solver is chosen by stiffness, at the start and during the run (stiffness.ts): explicit as long as
 * stability does not bound the step, else Rosenbrock. Large systems take backward differences in the kernel all the time,
 * with Krylov's method where the factors of the Jacobian would fill up; with surrogates a Rosenbrock method in the kernel,
 * all the time. The choice stands in the statistics.
 */
import { EventQueue } from "../../events.ts";
import type { CompiledModel, OdeModel } from "../../model.ts";
import { SimulationError } from "../../simulationError.ts";
import type { Engine, EngineOptions, EngineTraits, SimulationState } from "../engine.ts";
import { ChatterGuard, type SavedChatter } from "./chatterGuard.ts";
import { type OdeMethodTraits, odeMethodNamed } from "./odeMethods.ts";
import type { OdeStepper, SavedStepper } from "./odeStepper.ts";
import { OdeSystem } from "./odeSystem.ts";
import { RootFinder, type SavedRoots } from "./rootFinder.ts";
import { isStiffAtStart, StiffnessMonitor } from "./stiffness.ts";
import { NegativeConstants } from "./negativeConstants.ts";
import { Undershoots } from "./undershoots.ts";

/** What is at the end of the present segment of a step. */
type SegmentEnd = "step" | "check" | "root" | "scheduled";

/** Systems with more non-zeros in L and U than this are large; they stay in the kernel from the start. */
const largeSystem = 3000;
/**
 * Factors with more non-zeros than so many times the Jacobian's cost more than Krylov's method. CPU time of `ndf_krylov`
 * over that of `ndf_kernel`, by this ratio: 1.0 (a chain) 1.4, 1.8 (rings) 1.0-1.1, 3.9 and 4.3 (random reactions, seven
 * sites) 0.8 and 1.0, 4.4-4.5 (receptors) 0.5-0.7, 8-11 (larger ones) 0.2-0.4.
 */
const worthwhileFill = 3;
/** A change of the right-hand side smaller than this part of the tolerance is none. */
const jumpTolerance = 1e-3;
/** States between these, in absolute tolerances, may be set to zero when the equations need that. */
const undershootLimit = -100;
const remnantLimit = 1e-6;
/** When Newton's iteration finds no solution, because the right-hand side jumps, so many steps do without. */
const rescueSteps = 50;
const rescueMethod = odeMethodNamed("rodas5p");

interface SavedOde {
  readonly engine: "ode";
  readonly history: readonly { readonly name: string; readonly time: number }[];
  readonly counters: readonly number[];
  readonly events: { truth: number[]; fired: number };
  readonly monitor: readonly number[];
  readonly rescue: number;
  /** Absent when nothing has happened since the last change from outside. */
  readonly run?: {
    readonly stepper: SavedStepper;
    readonly hasStep: boolean;
    readonly position: number;
    readonly segmentEnd: number;
    readonly kind: SegmentEnd;
    readonly isMuted: boolean;
    readonly roots: SavedRoots;
    readonly chatter: SavedChatter;
  };
}

class OdeEngine implements Engine {
  readonly #model: CompiledModel;
  readonly #state: SimulationState;
  readonly #system: OdeSystem;
  readonly #events: EventQueue;
  readonly #roots: RootFinder;
  readonly #chatter: ChatterGuard;
  readonly #undershoots: Undershoots;
  readonly #negative: NegativeConstants;
  readonly #monitor = new StiffnessMonitor();
  readonly #explicit: OdeMethodTraits;
  readonly #wanted: string | undefined;
  #implicit: OdeMethodTraits;
  /** By wish of the caller, or since the system is large: no other solver while this one makes its way. */
  #isFixed = false;
  /** Whole factors of the Jacobian are not too many. */
  #hasFactors = true;
  /** By wish of the caller: no other solver whatever happens. */
  readonly #isForced: boolean;
  /** By equations and name. */
  readonly #steppers = new Map<OdeModel, Map<string, OdeStepper>>();
  readonly #point: Float64Array;
  readonly #slopeBefore: Float64Array;
  readonly #slopeAfter: Float64Array;
  #method: OdeMethodTraits;
  #stepper: OdeStepper;
  #history: { name: string; time: number }[] = [];
  #hasStarted = false;
  #hasStep = false;
  #isMuted = false;
  /** How far the trajectory is settled: events up to here have fired. */
  #position = 0;
  #segmentEnd = 0;
  #kind: SegmentEnd = "step";
  #limit = Number.POSITIVE_INFINITY;
  /** Steps left before the usual implicit solver takes over again. */
  #rescue = 0;
  /** Where a step could not be made, and the solvers tried there. */
  #stuckAt = Number.NaN;
  readonly #tried = new Set<string>();
  /** Where states were last set to zero. */
  #liftedAt = Number.NaN;

  constructor(model: CompiledModel, state: SimulationState, options: EngineOptions) {
    const { relativeTolerance: relative, absoluteTolerance: absolute, odeMethod } = options;
    const size = model.states.length;
    this.#model = model;
    this.#state = state;
    const maximumStep = options.maximumStep ?? Number.MAX_VALUE;
    this.#system = new OdeSystem(model, state.c, { relative, absolute }, maximumStep);
    this.#events = new EventQueue(model, state.c, false);
    this.#roots = new RootFinder(model.code, model.rootCount, size, state.c);
    this.#chatter = new ChatterGuard(model.rootCount);
    this.#negative = new NegativeConstants(model.ode?.signed);
    this.#undershoots = new Undershoots(model.states, this.#system.absolute);
    this.#point = new Float64Array(size);
    this.#slopeBefore = new Float64Array(size);
    this.#slopeAfter = new Float64Array(size);
    this.#wanted = odeMethod;
    this.#isForced = odeMethod !== undefined;
    this.#explicit = odeMethodNamed(odeMethod ?? "tsitouras5");
    this.#system.choose(state.y);
    this.#implicit = this.#chooseImplicit();
    this.#method = this.#isFixed ? this.#implicit : this.#explicit;
    this.#stepper = this.#stepperOf(this.#method);
  }

  /** The implicit solver for the equations in use. */
  #chooseImplicit(): OdeMethodTraits {
    const { factorisation, pattern } = this.#system.ode;
    const entries = factorisation.lowerIndex.length + factorisation.upperIndex.length;
    this.#hasFactors = factorisation.isOrderOnly !== true;
    const isLarge = entries > largeSystem || !this.#hasFactors;
    // What a surrogate stands for is fast.
    const isStiff = this.#model.surrogates?.some(({ runs }) => runs !== "exact") === true;
    this.#isFixed = this.#isForced || isLarge || isStiff;
    const isFilled = !this.#hasFactors || entries > worthwhileFill * pattern.row.length;
    const largeMethod = isFilled ? "ndf_krylov" : "ndf_kernel";
    const smallMethod = isStiff ? "rodas5p_kernel" : "rodas5p";
    return odeMethodNamed(this.#wanted ?? (isLarge ? largeMethod : smallMethod));
  }

  /** Where other equations hold from y on, which are stiff by experience, goes on with an implicit solver of theirs. */
  #chooseEquations(y: Float64Array): boolean {
    if (!this.#system.choose(y)) return false;
    this.#implicit = this.#chooseImplicit();
    this.#rescue = 0;
    this.#method = this.#implicit;
    this.#stepper = this.#stepperOf(this.#method);
    return true;
  }

  advance(until: number, maxWork: number): boolean {
    if (!this.#hasStarted) this.#start();
    for (let work = 0; ; ) {
      if (!this.#hasStep) {
        if (this.#position >= until || work >= maxWork) {
          this.#state.t = this.#position;
          this.#state.y.set(this.#stepper.y);
          this.#lookAt(this.#state.t);
          return this.#position >= until;
        }
        const before = this.#system.steps;
        this.#takeStep(until, maxWork - work);
        work += this.#system.steps - before;
      }
      if (until < this.#segmentEnd) {
        this.#stepper.interpolate(until, this.#state.y);
        this.#state.t = until;
        this.#lookAt(until);
        return true;
      }
      this.#finishSegment();
    }
  }

  reset(): void {
    this.#hasStarted = false;
  }

  notices(): readonly string[] {
    return [...this.#undershoots.notices(), ...this.#negative.notices()];
  }

  /** At output times, for what is told at the end. */
  #lookAt(t: number): void {
    this.#undershoots.look(t, this.#state.y);
    this.#negative.look(t, this.#state.y, this.#state.c);
  }

  statistics(): Readonly<Record<string, number | string>> {
    const { steps, rejected, rhs, jacobians, factorisations, iterations } = this.#system;
    const counts = { steps, rejected, rhs, jacobians, factorisations };
    const ofKrylov = iterations === 0 ? {} : { iterations };
    return { method: this.#story(), ...counts, ...ofKrylov, events: this.#events.fired };
  }

  save(): SavedOde {
    const common: SavedOde = {
      engine: "ode",
      history: this.#history,
      counters: this.#system.counters(),
      events: this.#events.save(),
      monitor: this.#monitor.save(),
      rescue: this.#rescue,
    };
    if (!this.#hasStarted) return common;
    const run = {
      stepper: this.#stepper.save(),
      hasStep: this.#hasStep,
      position: this.#position,
      segmentEnd: this.#segmentEnd,
      kind: this.#kind,
      isMuted: this.#isMuted,
      roots: this.#roots.save(),
      chatter: this.#chatter.save(),
    };
    return { ...common, run };
  }

  restore(saved: unknown): void {
    const data = saved as SavedOde;
    try {
      if (data.engine !== "ode") throw new TypeError("another engine");
      this.#chooseEquations(this.#state.y);
      this.#history = data.history.map(({ name, time }) => ({ name, time }));
      const last = this.#history.at(-1);
      if (last !== undefined) this.#method = odeMethodNamed(last.name);
      this.#stepper = this.#stepperOf(this.#method);
      this.#monitor.restore(data.monitor);
      this.#rescue = data.rescue;
      this.#events.reset(this.#state.t, this.#state.y);
      this.#events.restore(data.events);
      this.#hasStarted = data.run !== undefined;
      if (data.run !== undefined) {
        this.#stepper.restore(data.run.stepper);
        this.#hasStep = data.run.hasStep;
        this.#position = data.run.position;
        this.#segmentEnd = data.run.segmentEnd;
        this.#kind = data.run.kind;
        this.#isMuted = data.run.isMuted;
        this.#roots.restore(data.run.roots);
        this.#chatter.restore(data.run.chatter);
        this.#limit = this.#events.nextScheduled(
          data.run.hasStep ? this.#stepper.previousT : data.run.position,
        );
      }
      this.#system.setCounters(data.counters);
    } catch (error) {
      if (error instanceof SimulationError) throw error;
      throw new SimulationError("badCheckpoint", "The checkpoint does not hold the state of this engine.");
    }
  }

  #stepperOf(method: OdeMethodTraits): OdeStepper {
    const ofEquations = this.#steppers.get(this.#system.ode) ?? new Map<string, OdeStepper>();
    this.#steppers.set(this.#system.ode, ofEquations);
    const known = ofEquations.get(method.name);
    if (known !== undefined) return known;
    const stepper = method.create(this.#system);
    ofEquations.set(method.name, stepper);
    return stepper;
  }

  /** Begins at the state as it is, with what solver came last. */
  #start(): void {
    const { t, y } = this.#state;
    this.#events.reset(t, y);
    this.#chatter.reset();
    this.#liftedAt = Number.NaN;
    this.#stuckAt = Number.NaN;
    this.#chooseEquations(y);
    if (this.#history.length === 0) {
      if (!this.#isFixed && this.#isHopeless()) this.#method = this.#implicit;
      this.#stepper = this.#stepperOf(this.#method);
      this.#history.push({ name: this.#method.name, time: t });
    }
    this.#restart(t, y);
    this.#hasStarted = true;
  }

  #isHopeless(): boolean {
    const { until } = this.#model.experiment;
    const { t, y } = this.#state;
    if (until === null || !(until > t)) return false;
    return isStiffAtStart(this.#system, t, y, until - t, this.#explicit.stability);
  }

  /** The solver forgets what was before t. */
  #restart(t: number, y: Float64Array): void {
    this.#position = t;
    this.#hasStep = false;
    this.#limit = this.#events.nextScheduled(t);
    const before = this.#method.name;
    if (this.#chooseEquations(y) && before !== this.#method.name)
      this.#history.push({ name: this.#method.name, time: t });
    this.#stepper.start(t, y, 0, this.#limit);
    this.#roots.look(t, y);
  }

  /** A step, or as many as the solver makes in one go up to `until` where nothing else needs a look at each. */
  #takeStep(until: number, most: number): void {
    const isWatched = this.#model.rootCount > 0 || !this.#isFixed || this.#rescue > 0;
    for (;;) {
      const stepper = this.#stepper;
      const isGood =
        isWatched || stepper.advance === undefined
          ? stepper.step(this.#limit)
          : stepper.advance(until, this.#limit, most);
      if (isGood) break;
      this.#recover();
    }
    this.#hasStep = true;
    this.#isMuted = this.#roots.countStep();
    this.#findSegmentEnd(this.#stepper.previousT);
  }

  #findSegmentEnd(from: number): void {
    const { t } = this.#stepper;
    const root =
      this.#model.rootCount === 0 ? Number.POSITIVE_INFINITY : this.#roots.next(this.#stepper, from);
    this.#segmentEnd = Math.min(root, t);
    if (this.#segmentEnd === this.#limit) this.#kind = "scheduled";
    else if (root <= t) this.#kind = "root";
    else this.#kind = this.#isMuted ? "check" : "step";
  }

  #finishSegment(): void {
    const t = this.#segmentEnd;
    this.#position = t;
    if (this.#kind === "step") {
      this.#finishStep();
      return;
    }
    const y = this.#point;
    this.#stepper.interpolate(t, y);
    const isScheduled = this.#kind === "scheduled";
    const mayFire = isScheduled || this.#events.wouldChange(t, y);
    const hasFired = mayFire && this.#events.settle(t, y);
    const isRoot = this.#kind === "root";
    if (isRoot && (hasFired || this.#jumps(t))) {
      this.#noteCrossing(t);
      this.#restart(t, y);
    } else if (hasFired || isScheduled) this.#restart(t, y);
    else if (t === this.#stepper.t) this.#finishStep();
    else this.#findSegmentEnd(t);
  }

  #finishStep(): void {
    this.#hasStep = false;
    if (this.#isForced) return;
    const stepper = this.#stepper;
    if (this.#rescue > 0) {
      this.#rescue--;
      if (this.#rescue === 0) this.#changeTo(this.#implicit);
      return;
    }
    if (this.#isFixed && this.#method === this.#implicit) return;
    if (!this.#method.implicit) {
      if (!this.#monitor.isStiff(stepper.stiffness, this.#method.stability)) return;
      this.#changeTo(this.#implicit);
    } else if (this.#monitor.isSmooth(stepper.stiffness)) this.#changeTo(this.#explicit);
  }

  #changeTo(method: OdeMethodTraits): void {
    const { t, y, h } = this.#stepper;
    this.#method = method;
    this.#stepper = this.#stepperOf(method);
    this.#stepper.start(t, y, method.hasFixedOrder ? h : 0, this.#limit);
    this.#history.push({ name: method.name, time: t });
  }

  /** Whether the right-hand side changes at the crossing that has just been found. */
  #jumps(t: number): boolean {
    const stepper = this.#stepper;
    const before = this.#slopeBefore;
    const after = this.#slopeAfter;
    this.#system.derivative(t, this.#point, after);
    const moment = this.#roots.before;
    // The caller's state is filled in before `advance` returns; until then it is free.
    const { y } = this.#state;
    stepper.interpolate(moment, y);
    this.#system.derivative(moment, y, before);
    const change = this.#system.distance(after, before, y, this.#point);
    return !(change * (stepper.t - stepper.previousT) <= jumpTolerance);
  }

  #noteCrossing(t: number): void {
    const { changed, before } = this.#roots;
    for (let i = 0; i < changed.length; i++) {
      if (changed[i] === 0) continue;
      const rest = this.#chatter.note(i, t, t - before);
      if (rest > 0) this.#roots.mute(i, rest);
    }
  }

  /**
   * Makes another attempt possible after a step that could not be made: with another solver (the Jacobian may
   * not exist where the equations do, a jump of the right-hand side may leave Newton's iteration without
   * solution), then with what has undershot zero set to zero.
   */
  #recover(): void {
    const { t, failure, culprit } = this.#stepper;
    if (this.#stuckAt !== t) this.#tried.clear();
    this.#stuckAt = t;
    this.#tried.add(this.#method.name);
    if (!this.#isForced) {
      for (const method of [this.#implicit, rescueMethod, this.#explicit]) {
        if (this.#tried.has(method.name) || (method === rescueMethod && !this.#hasFactors)) continue;
        this.#rescue = method === rescueMethod && this.#implicit !== rescueMethod ? rescueSteps : 0;
        this.#changeTo(method);
        return;
      }
    }
    if (failure === "notFinite" && this.#liftedAt !== t && this.#lift()) {
      this.#liftedAt = t;
      this.#restart(t, this.#point);
      return;
    }
    const time = Number(t.toPrecision(6));
    // An infinite rate makes the first step too short for any solver to see what it leads to.
    this.#system.derivative(t, this.#stepper.y, this.#slopeAfter);
    const infinite = this.#slopeAfter.findIndex((slope) => !Number.isFinite(slope));
    if (failure === "notFinite" || infinite >= 0) {
      const { name } = this.#model.states[infinite >= 0 ? infinite : culprit];
      throw new SimulationError(
        "notFinite",
        `From ${time} s on the rate of change of ${name} is not a finite number.`,
        t,
      );
    }
    const { name } = this.#model.states[culprit];
    throw new SimulationError(
      "stepTooSmall",
      `At ${time} s ${name} changes too fast to be followed: it may grow without bound there.`,
      t,
    );
  }

  /**
   * Sets amounts that have undershot zero within tolerance, and what is left of them just before, to zero, in
   * `#point`. A rate law may not exist below zero.
   */
  #lift(): boolean {
    const { states } = this.#model;
    const { absolute } = this.#system;
    let isAny = false;
    this.#point.set(this.#stepper.y);
    for (let i = 0; i < states.length; i++) {
      const value = this.#point[i];
      const isTiny = value > undershootLimit * absolute[i] && value < remnantLimit * absolute[i];
      if (states[i].kind === "variable" || value === 0 || !isTiny) continue;
      this.#point[i] = 0;
      isAny = true;
    }
    return isAny;
  }

  #story(): string {
    const parts = this.#history.map(({ name, time }, i) =>
      i === 0 ? name : `${name} at ${Number(time.toPrecision(3))} s`,
    );
    if (parts.length === 0) return this.#method.name;
    if (parts.length <= 6) return parts.join(" -> ");
    return `${parts.slice(0, 5).join(" -> ")} -> ${parts.length - 6} more changes -> ${parts.at(-1)}`;
  }
}

export const odeEngine: EngineTraits = {
  name: "ode",
  title: "deterministic integration",
  stochastic: false,
  references: [
    "Tsitouras 2011, doi:10.1016/j.camwa.2011.06.002",
    "Steinebach 2023, doi:10.1007/s10543-023-00967-x",
    "Shampine and Reichelt 1997, doi:10.1137/S1064827594276424",
  ],
  checkNames: ({ odeMethod }) => {
    if (odeMethod !== undefined) odeMethodNamed(odeMethod);
  },
  create: (model, state, options) => new OdeEngine(model, state, options),
};
