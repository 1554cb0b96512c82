/**
 * Overdamped motion under energies and thermal forces, linearly implicit:
 *
 *   (drag/h + K) d = F + sqrt(2 kT drag / h) xi + sqrt(kT K) eta
 *
 * with F the force, K the convex part of its derivative (compiler/plan/graph/curvature.ts), d the displacement in a
 * step h. Without noise this is the linearly implicit Euler method, stable at any step. With the first noise alone
 * stiff modes would fluctuate too little: of a mode z = K h / drag the stationary variance of implicit Euler is
 * kT/K / (1 + z/2). The second noise, whose covariance is kT K and which vanishes as h does, makes the stationary
 * variance kT/K at every step: x' = (x + noise)/(1 + z), so v ((1 + z)^2 - 1) = (h/drag)^2 (2 kT drag/h + kT K), whose
 * solution is v = kT/K. It is drawn term by term, since K is a sum of small semidefinite blocks. So energies that
 * are quadratic are equipartitioned exactly whatever the step; the order of the trajectories is one in the weak
 * sense (a W-method). Where K depends on the place, it is taken in the middle of the step, which gives the mean displacement
 * that Boltzmann's equilibrium needs (`moveThroughMiddle` in stepSystem.ts). Stiff bonds are solved for at the end of the step (stiffBonds.ts).
 *
 * The step is chosen before its noise is drawn, with a probe: a displacement d with noise of the same distribution
 * from a stream of its own. h is accepted when half of (drag/h + K)^-1 (F(x + d) - F(x) + K d), which is zero where
 * forces are linear, is below a share of the length of the bonds at every node (of nodes without bonds or contacts:
 * below a share of the probe itself), when the probe's displacements stay below shares of the reach of contacts,
 * so that nothing jumps over anything, and when bonds turn so little that their lengths are found. Without heat
 * the error is what the second order adds (`missed` in stepSystem.ts).
 */
import type { GraphModel } from "../../../graphModel.ts";
import { RandomStream } from "../../../random/randomStream.ts";
import { SimulationError } from "../../../simulationError.ts";
import type { EnergyTerms } from "./energyTerms.ts";
import { defaultMotionTolerance, reachShare } from "./motionLimits.ts";
import type { MovingNodes } from "./movingGraph.ts";
import { notANumber, steepest } from "./steepEnergies.ts";
import { StepSystem } from "./stepSystem.ts";

/**
 * Of nodes without bonds and contacts: the error (root mean square) may be this share of the tolerance times the
 * probe's displacement. Errors add up while noise cancels.
 */
const freeShare = 0.1;
/** Where no heat moves anything, no noise hides errors, which add up. */
const heatlessShare = 0.1;

export interface MotionLimits {
  /** No step is longer than so many s. */
  readonly maximumStep?: number;
  /** Error that a step may make, as a share of the length of bonds. */
  readonly motionTolerance?: number;
}

export interface SavedOverdamped {
  readonly nextStep: number;
  readonly steps: number;
  readonly rejected: number;
  readonly probe: readonly number[];
  /** Rows in the order of elimination, and how much has changed since. */
  readonly order: readonly number[];
  readonly changes: number;
}

/** Largest displacement of the probe of nodes in contact, as a share of the shortest reach of contacts. */
const contactShare = 0.5;
/** The ratio of a probe in which bonds turn so far that their lengths are not found: half the step comes next. */
const turnedTooFar = 2.56;
/** In which they may be found. */
const mostProbeRounds = 8;

export class OverdampedMotion {
  /** Indexed like the store's attributes; zero where nothing moves. */
  displacement = new Float64Array(0);
  steps = 0;
  rejected = 0;
  readonly #model: GraphModel;
  readonly #store: MovingNodes;
  readonly #energies: EnergyTerms;
  readonly #system: StepSystem;
  /** The same for every run: what it gives must not depend on the noise of the run. */
  readonly #probe = RandomStream.fromSeed("probe", 1, "motion");
  readonly #reaches: Float64Array;
  /** Shortest reach of contacts and of rules that need nearness, in um. */
  #shortestReach = Number.POSITIVE_INFINITY;
  /** By row: the probe's displacement, its error, and the solution. */
  #drift = new Float64Array(0);
  #error = new Float64Array(0);
  #solution = new Float64Array(0);
  #nextStep: number;
  /** What the last probe came nearest to, and the rows of its largest error and widest displacement. */
  #limiting: "error" | "reach" | "turn" = "error";
  #errorRow = 0;
  #farRow = 0;
  readonly #maximumStep: number;
  readonly #tolerance: number;

  constructor(
    model: GraphModel,
    store: MovingNodes,
    energies: EnergyTerms,
    { maximumStep = Number.POSITIVE_INFINITY, motionTolerance = defaultMotionTolerance }: MotionLimits = {},
  ) {
    this.#model = model;
    this.#store = store;
    this.#energies = energies;
    this.#system = new StepSystem(model, store, energies);
    this.#maximumStep = maximumStep;
    this.#nextStep = maximumStep;
    this.#tolerance = motionTolerance;
    this.#reaches = new Float64Array(model.reachCount);
  }

  /** Reads drags and reaches. @throws SimulationError for a drag that is not positive. */
  start(c: Float64Array): void {
    this.#system.start(c);
    this.#model.reaches(c, this.#reaches);
    // Of rules too: their hazards are only looked at at the ends of a step.
    this.#shortestReach = Number.POSITIVE_INFINITY;
    for (const { proximity } of [...this.#model.energies, ...this.#model.rules])
      if (proximity !== null)
        this.#shortestReach = Math.min(this.#shortestReach, this.#reaches[proximity.reach]);
  }

  /** Tells that bonds were made or broken. */
  topologyChanged(count = 1): void {
    this.#system.topologyChanged(count);
  }

  /** Forces and curvatures where the nodes are now. */
  refresh(t: number, y: Float64Array, c: Float64Array): void {
    this.#system.refresh(t, y, c);
  }

  /**
   * Chooses a step of at most `limit` s and fills `displacement`. `refresh` was called for the present state.
   * @throws SimulationError when no step is small enough, or a force is not a number.
   */
  propose(limit: number, t: number, y: Float64Array, c: Float64Array, random: RandomStream): number {
    const system = this.#system;
    const { rows, width } = system;
    const { x } = this.#store;
    this.#prepareDisplacement();
    if (rows.count === 0) return limit;
    let step = Math.min(limit, this.#nextStep, this.#maximumStep);
    for (let attempt = 0; ; attempt++) {
      const ratio = this.#probeRatio(step, t, y, c);
      if (ratio <= 1) {
        // A step cut short by `limit` says nothing about longer ones.
        const grown = step * (ratio < 0.1 ? 2 : Math.min(1.2, 0.8 / Math.sqrt(ratio)));
        if (step >= this.#nextStep || grown < this.#nextStep) this.#nextStep = grown;
        break;
      }
      this.rejected++;
      step *= ratio >= 0 ? Math.max(0.1, 0.8 / Math.sqrt(ratio)) : 0.1;
      if (system.isSingular()) throw notANumber(this.#model, this.#energies, x, t, y, c);
      if (attempt > 60 || !(step > 1e-15)) {
        throw new SimulationError(
          "stepTooSmall",
          `No step of the motion is small enough at ${t} s: ${this.steepest(t, y, c)} changes too steeply.`,
          t,
        );
      }
      this.#nextStep = step;
    }
    this.steps++;
    if (system.hasHeat()) this.#moveWithNoise(step, t, y, c, random);
    else this.#moveByMeanForces();
    const { displacement } = this;
    const stride = this.#model.attributeStride;
    for (let row = 0; row < rows.count; row++) {
      const { slot, components } = this.#model.motions[rows.motion[row]];
      const at = rows.node[row] * stride + slot;
      for (let i = 0; i < components; i++) displacement[at + i] = this.#solution[row * width + i];
    }
    return step;
  }

  #moveWithNoise(step: number, t: number, y: Float64Array, c: Float64Array, random: RandomStream): void {
    const system = this.#system;
    if (!system.moveThroughMiddle(step, t, y, c, random, this.#solution))
      throw notANumber(this.#model, this.#energies, this.#store.x, t, y, c);
    // Where noise has turned a bond too far, the next step takes its lengthening back.
    if (system.keepLengths(this.#solution, c) === Number.POSITIVE_INFINITY) system.moveAgain(this.#solution);
  }

  /** Without noise the probe is the step, and its error is known in the second order. */
  #moveByMeanForces(): void {
    const { rows, width } = this.#system;
    for (let i = 0; i < rows.count * width; i++) this.#solution[i] = this.#drift[i] - this.#error[i];
  }

  /** The energy with the largest force, in words. */
  steepest(t: number, y: Float64Array, c: Float64Array): string {
    return steepest(this.#model, this.#energies, this.#store.x, t, y, c);
  }

  /** Everything that later steps depend on besides the graph. */
  save(): SavedOverdamped {
    return {
      nextStep: this.#nextStep,
      steps: this.steps,
      rejected: this.rejected,
      probe: this.#probe.save(),
      ...this.#system.save(),
    };
  }

  restore(saved: SavedOverdamped): void {
    this.#probe.restore(saved.probe);
    this.#nextStep = saved.nextStep;
    this.steps = saved.steps;
    this.rejected = saved.rejected;
    this.#system.restore(saved.order, saved.changes);
  }

  get iterations(): number {
    return this.#system.iterations;
  }

  /**
   * The estimated error of the probe's step, or how far it goes, over what is allowed. Not a number where a trial ends at
   * a singular energy: it went too far.
   */
  #probeRatio(step: number, t: number, y: Float64Array, c: Float64Array): number {
    const system = this.#system;
    if (!system.prepare(step, c) || !system.move(step, c, this.#probe, this.#drift)) return Number.NaN;
    const rounds = system.keepLengths(this.#drift, c);
    this.#limiting = "turn";
    if (rounds === Number.POSITIVE_INFINITY) return turnedTooFar;
    if (!system.missed(this.#drift, t, y, c, this.#error)) return Number.NaN;
    const [turn, error, jump] = [rounds / mostProbeRounds, this.#errorRatio(), this.#jumpRatio()];
    if (error >= turn || jump >= turn) this.#limiting = error >= jump ? "error" : "reach";
    return Math.max(error, jump, turn);
  }

  /**
   * What limited the last probe, in words that go on a sentence about steps; null where nothing moved. Nodes of the
   * probe may be gone by now; rows tell their motion, and so their type.
   */
  limit(): string | null {
    const { rows } = this.#system;
    const row = this.#limiting === "reach" ? this.#farRow : this.#errorRow;
    if (row >= rows.count) return null;
    const name = this.#model.types[this.#model.motions[rows.motion[row]].type].name;
    const nanometres = (length: number): string => `${Number((1000 * length).toPrecision(2))} nm`;
    if (this.#limiting === "reach")
      return `a longer one would carry ${name} through the shortest reach of an energy or rule, ${nanometres(this.#shortestReach)}`;
    const length = Math.min(rows.bondLength[row], this.#shortestReach);
    const bonds = length < Number.POSITIVE_INFINITY ? `, whose bonds are ${nanometres(length)} long` : "";
    return this.#limiting === "turn"
      ? `in a longer one heat would turn bonds too far, first those of ${name}${bonds}`
      : `in a longer one forces would change too much, first on ${name}${bonds}`;
  }

  #errorRatio(): number {
    const { rows, width } = this.#system;
    let worst = 0;
    this.#errorRow = 0;
    let freeError = 0;
    let freeMove = 0;
    const reach = this.#shortestReach;
    const share = this.#system.hasHeat() ? 1 : heatlessShare;
    for (let row = 0; row < rows.count; row++) {
      let square = 0;
      for (let i = 0; i < width; i++) square += this.#error[row * width + i] ** 2;
      if (!(square >= 0)) return Number.NaN;
      const length = Math.min(rows.bondLength[row], reach);
      if (length < Number.POSITIVE_INFINITY) {
        const ratio = Math.sqrt(square) / (share * this.#tolerance * length);
        if (ratio > worst) {
          worst = ratio;
          this.#errorRow = row;
        }
        continue;
      }
      freeError += square;
      for (let i = 0; i < width; i++) freeMove += this.#drift[row * width + i] ** 2;
    }
    if (freeMove === 0) return worst;
    return Math.max(worst, Math.sqrt(freeError / freeMove) / (freeShare * this.#tolerance));
  }

  /** The probe's displacements over what contacts allow. */
  #jumpRatio(): number {
    const reach = this.#shortestReach;
    if (reach === Number.POSITIVE_INFINITY) return 0;
    const { rows, width, inContact } = this.#system;
    let worst = 0;
    for (let row = 0; row < rows.count; row++) {
      let square = 0;
      for (let i = 0; i < width; i++) square += this.#drift[row * width + i] ** 2;
      const share = inContact[row] === 1 ? contactShare : reachShare;
      const ratio = square / (share * share);
      if (ratio > worst) {
        worst = ratio;
        this.#farRow = row;
      }
    }
    return Math.sqrt(worst) / reach;
  }

  #prepareDisplacement(): void {
    const { x } = this.#store;
    if (this.displacement.length < x.length) this.displacement = new Float64Array(x.length);
    else this.displacement.fill(0);
    const { rows, width } = this.#system;
    if (this.#drift.length >= rows.capacity * width) return;
    this.#drift = new Float64Array(rows.capacity * width);
    this.#error = new Float64Array(rows.capacity * width);
    this.#solution = new Float64Array(rows.capacity * width);
  }
}
