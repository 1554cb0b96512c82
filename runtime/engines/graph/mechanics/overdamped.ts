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
 * sense (a W-method).
 *
 * The step is chosen before its noise is drawn, with a probe: a displacement d with noise of the same distribution
 * from a stream of its own. h is accepted when half of (drag/h + K)^-1 (F(x + d) - F(x) + K d), which is zero where
 * forces are linear, is below a share of the length of the bonds at every node (of nodes without bonds or contacts:
 * below a share of the probe itself), and when the probe's displacements stay below shares of the reach of contacts,
 * so that nothing jumps over anything.
 */
import type { GraphModel } from "../../../graphModel.ts";
import { RandomStream } from "../../../random/randomStream.ts";
import { SimulationError } from "../../../simulationError.ts";
import { BlockMatrix } from "./blockMatrix.ts";
import { ConjugateGradients } from "./conjugateGradients.ts";
import { CurvatureNoise } from "./curvatureNoise.ts";
import type { EnergyTerm, EnergyTerms } from "./energyTerms.ts";
import type { MovingNodes } from "./movingGraph.ts";
import { BondMetric } from "./bondMetric.ts";
import { MovingRows } from "./movingRows.ts";
import { notANumber, steepest } from "./steepEnergies.ts";
import { StiffBonds, stiffness } from "./stiffBonds.ts";

/** Residual of the linear system relative to its right side. */
const solverTolerance = 1e-8;
/**
 * Of nodes without bonds and contacts: the error (root mean square) may be this share of the tolerance times the
 * probe's displacement. Errors add up while noise cancels.
 */
const freeShare = 0.1;

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

/** Largest estimated error of a step, as a share of the length of a node's bonds. */
const defaultMotionTolerance = 0.05;
/** Largest displacement of the probe as a share of the shortest reach of contacts: of nodes in contact, and of all. */
const contactShare = 0.5;
const reachShare = 2;
/** Topology changes after which rows are ordered anew, as a share of the rows. */
const reorderShare = 0.1;
/** Of Newton's method for the lengths of stiff bonds. */
const mostRounds = 12;

export class OverdampedMotion {
  /** Indexed like the store's attributes; zero where nothing moves. */
  displacement = new Float64Array(0);
  steps = 0;
  rejected = 0;
  readonly #model: GraphModel;
  readonly #store: MovingNodes;
  readonly #energies: EnergyTerms;
  readonly #rows: MovingRows;
  readonly #noise: CurvatureNoise;
  readonly #matrix: BlockMatrix;
  readonly #bonds: StiffBonds;
  readonly #metric = new BondMetric();
  readonly #solver = new ConjugateGradients();
  /** The same for every run: what it gives must not depend on the noise of the run. */
  readonly #probe = RandomStream.fromSeed("probe", 1, "motion");
  readonly #drags: Float64Array;
  readonly #reaches: Float64Array;
  /** Shortest reach of contacts and of rules that need nearness, in um. */
  #shortestReach = Number.POSITIVE_INFINITY;
  #force = new Float64Array(0);
  #trialForce = new Float64Array(0);
  #shift = new Float64Array(0);
  #right = new Float64Array(0);
  #drift = new Float64Array(0);
  /** Of a step without noise, where there are stiff bonds. */
  #settled = new Float64Array(0);
  /** Right side without noise. */
  #mean = new Float64Array(0);
  #relief = new Float64Array(0);
  #linear = new Float64Array(0);
  #solution = new Float64Array(0);
  /** By row: 1 for nodes that a contact energy acts on. */
  #inContact = new Uint8Array(0);
  /** By match of a spring, in the order of the terms: whether it is among the stiff bonds. */
  #isStiff = new Uint8Array(0);
  readonly #local: Float64Array;
  readonly #localBlock: Float64Array;
  #savedX = new Float64Array(0);
  #nextStep: number;
  #changes = Number.POSITIVE_INFINITY;
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
    this.#rows = new MovingRows(model, store);
    this.#noise = new CurvatureNoise(energies.terms, energies.mostCoordinates);
    this.#maximumStep = maximumStep;
    this.#nextStep = maximumStep;
    this.#tolerance = motionTolerance;
    const width = Math.max(1, ...model.motions.map(({ components }) => components));
    this.#matrix = new BlockMatrix(width);
    this.#bonds = new StiffBonds(width);
    this.#drags = new Float64Array(model.motions.length);
    this.#reaches = new Float64Array(model.reachCount);
    const size = energies.mostCoordinates;
    this.#local = new Float64Array(size);
    this.#localBlock = new Float64Array(size * size);
  }

  /** Reads drags and reaches. @throws SimulationError for a drag that is not positive. */
  start(c: Float64Array): void {
    this.#model.drags(c, this.#drags);
    this.#model.reaches(c, this.#reaches);
    // Of rules too: their hazards are only looked at at the ends of a step.
    this.#shortestReach = Number.POSITIVE_INFINITY;
    for (const { proximity } of [...this.#model.energies, ...this.#model.rules])
      if (proximity !== null)
        this.#shortestReach = Math.min(this.#shortestReach, this.#reaches[proximity.reach]);
    this.#drags.forEach((drag, i) => {
      if (drag > 0 && drag < Number.POSITIVE_INFINITY) return;
      const { type } = this.#model.motions[i];
      throw new SimulationError(
        "badInput",
        `The drag of ${this.#model.types[type].name} must be above zero; it is ${drag}.`,
      );
    });
    this.#changes = Number.POSITIVE_INFINITY;
  }

  /** Tells that bonds were made or broken. */
  topologyChanged(count = 1): void {
    this.#changes += count;
  }

  /** Forces and curvatures where the nodes are now. */
  refresh(t: number, y: Float64Array, c: Float64Array): void {
    this.#rows.renumber();
    this.#makeRoom();
    this.#assemble(t, y, c);
    if (this.#changes > reorderShare * this.#rows.count) {
      this.#changes = 0;
      this.#matrix.reorder();
      this.#assemble(t, y, c);
    }
  }

  /**
   * Chooses a step of at most `limit` s and fills `displacement`. `refresh` was called for the present state.
   * @throws SimulationError when no step is small enough, or a force is not a number.
   */
  propose(limit: number, t: number, y: Float64Array, c: Float64Array, random: RandomStream): number {
    const rows = this.#rows.count;
    const width = this.#matrix.width;
    const { x } = this.#store;
    this.#prepareDisplacement();
    if (rows === 0) return limit;
    let step = Math.min(limit, this.#nextStep, this.#maximumStep);
    for (let attempt = 0; ; attempt++) {
      for (let row = 0; row < rows; row++) this.#shift[row] = this.#drags[this.#rows.motion[row]] / step;
      this.#matrix.factorise(this.#shift);
      this.#findMean(c);
      // A trial that ends where an energy is singular is one that went too far.
      let isSolved = this.#bonds.count === 0 || this.#solve(this.#mean, this.#settled);
      this.#addNoise(step, c, this.#probe);
      isSolved &&= this.#solve(this.#right, this.#drift) && this.#keepLengths(this.#drift, c);
      const ratio = isSolved ? Math.max(this.#errorRatio(t, y, c), this.#jumpRatio()) : Number.NaN;
      if (ratio <= 1) {
        // A step cut short by `limit` says nothing about longer ones.
        const grown = step * Math.min(2, ratio === 0 ? 2 : 0.9 / Math.sqrt(ratio));
        if (step >= this.#nextStep || grown < this.#nextStep) this.#nextStep = grown;
        break;
      }
      this.rejected++;
      step *= ratio >= 0 ? Math.max(0.1, 0.9 / Math.sqrt(ratio)) : 0.1;
      if (!this.#force.subarray(0, rows * width).every(Number.isFinite))
        throw notANumber(this.#model, this.#energies, x, t, y, c);
      if (attempt > 60 || !(step > 1e-15))
        throw new SimulationError(
          "stepTooSmall",
          `No step of the motion is small enough at ${t} s: ${steepest(this.#model, this.#energies, x, t, y, c)} changes too steeply.`,
        );
      this.#nextStep = step;
    }
    this.steps++;
    this.#addNoise(step, c, random);
    if (!this.#solve(this.#right, this.#solution)) throw notANumber(this.#model, this.#energies, x, t, y, c);
    // Where noise has turned a bond too far, the next step takes its lengthening back.
    if (!this.#keepLengths(this.#solution, c)) this.#solve(this.#right, this.#solution);
    const { displacement } = this;
    const stride = this.#model.attributeStride;
    for (let row = 0; row < rows; row++) {
      const { slot, components } = this.#model.motions[this.#rows.motion[row]];
      const at = this.#rows.node[row] * stride + slot;
      for (let i = 0; i < components; i++) displacement[at + i] = this.#solution[row * width + i];
    }
    return step;
  }

  /** Everything that later steps depend on besides the graph. */
  save(): SavedOverdamped {
    return {
      nextStep: this.#nextStep,
      steps: this.steps,
      rejected: this.rejected,
      probe: this.#probe.save(),
      order: this.#matrix.order(),
      changes: this.#changes,
    };
  }

  restore(saved: SavedOverdamped): void {
    this.#probe.restore(saved.probe);
    this.#nextStep = saved.nextStep;
    this.steps = saved.steps;
    this.rejected = saved.rejected;
    this.#matrix.restoreOrder(saved.order);
    this.#changes = saved.changes;
  }

  get iterations(): number {
    return this.#solver.iterations;
  }

  #makeRoom(): void {
    const { capacity } = this.#rows;
    if (this.#shift.length >= capacity) return;
    this.#shift = new Float64Array(capacity);
    this.#inContact = new Uint8Array(capacity);
    const size = capacity * this.#matrix.width;
    this.#force = new Float64Array(size);
    this.#trialForce = new Float64Array(size);
    this.#right = new Float64Array(size);
    this.#drift = new Float64Array(size);
    this.#settled = new Float64Array(size);
    this.#mean = new Float64Array(size);
    this.#relief = new Float64Array(size);
    this.#linear = new Float64Array(size);
    this.#solution = new Float64Array(size);
  }

  #assemble(t: number, y: Float64Array, c: Float64Array): void {
    const { x } = this.#store;
    const width = this.#matrix.width;
    this.#matrix.begin(this.#rows.count);
    this.#force.fill(0, 0, this.#rows.count * width);
    this.#inContact.fill(0, 0, this.#rows.count);
    const block = this.#localBlock;
    this.#noise.clear();
    this.#bonds.clear();
    const kT = this.#model.kT(c);
    let match = 0;
    for (const term of this.#energies.terms) {
      const { energy, moved, size, index } = term;
      const maybeStiff = energy.isSpring && term.isThermal && kT > 0;
      this.#energies.eachMatch(term, (n) => {
        this.#model.gradient(index, n, x, this.#energies.imageShift, t, y, c, this.#local);
        this.#model.curvature(index, n, x, this.#energies.imageShift, t, y, c, block);
        if (maybeStiff && this.#takesStiffBond(term, n, kT, match++)) return;
        let curvature = 0;
        for (let i = 0; i < size * size; i++) {
          block[i] /= energy.divisor;
          curvature += Math.abs(block[i]);
        }
        for (const { agent, motion, components, offset } of moved) {
          const row = this.#rows.of(n[agent], motion);
          if (row < 0) continue;
          let force = 0;
          for (let i = 0; i < components; i++) {
            this.#force[row * width + i] -= this.#local[offset + i] / energy.divisor;
            force += Math.abs(this.#local[offset + i]);
          }
          if (term.contacts !== null && force > 0) this.#inContact[row] = 1;
        }
        if (curvature === 0) return;
        this.#addBlock(term, n, block);
        if (term.isThermal) this.#noise.add(term, n, this.#rows, block);
      });
    }
    this.#bonds.stiffen(this.#matrix);
  }

  /** Takes a spring out of the energies when it is stiff: its gradient and curvature were computed. */
  #takesStiffBond(term: EnergyTerm, n: Int32Array, kT: number, match: number): boolean {
    if (match >= this.#isStiff.length) {
      const flags = new Uint8Array(Math.max(64, 2 * match));
      flags.set(this.#isStiff);
      this.#isStiff = flags;
    }
    const isStiff = this.#addStiffBond(term, n, kT);
    this.#isStiff[match] = isStiff ? 1 : 0;
    return isStiff;
  }

  #addStiffBond({ moved, size }: EnergyTerm, n: Int32Array, kT: number): boolean {
    const { x } = this.#store;
    const bonds = this.#bonds;
    const stride = this.#model.attributeStride;
    const [from, to] = moved;
    const { components, offset } = to;
    bonds.reserve();
    const at = bonds.count * bonds.width;
    let square = 0;
    for (let i = 0; i < bonds.width; i++) {
      const gap =
        i < components
          ? x[n[to.agent] * stride + to.slot + i] - x[n[from.agent] * stride + from.slot + i]
          : 0;
      bonds.direction[at + i] = gap;
      square += gap * gap;
    }
    const length = Math.sqrt(square);
    if (!(length > 0)) return false;
    let tension = 0;
    let bend = 0;
    for (let i = 0; i < bonds.width; i++) bonds.direction[at + i] /= length;
    for (let i = 0; i < components; i++) {
      tension += this.#local[offset + i] * bonds.direction[at + i];
      for (let j = 0; j < components; j++)
        bend +=
          this.#localBlock[(offset + i) * size + offset + j] *
          bonds.direction[at + i] *
          bonds.direction[at + j];
    }
    if (!(bend * square > stiffness * kT)) return false;
    bonds.add(
      this.#rows.of(n[from.agent], from.motion),
      this.#rows.of(n[to.agent], to.motion),
      length,
      tension,
      bend,
    );
    return true;
  }

  #addBlock({ moved, size }: EnergyTerm, n: Int32Array, block: Float64Array): void {
    const { width } = this.#matrix;
    for (let a = 0; a < moved.length; a++) {
      const rowA = this.#rows.of(n[moved[a].agent], moved[a].motion);
      if (rowA < 0) continue;
      for (let b = 0; b <= a; b++) {
        const rowB = this.#rows.of(n[moved[b].agent], moved[b].motion);
        if (rowB < 0) continue;
        const offset = moved[a].offset * size + moved[b].offset;
        if (moved[a].components === width && moved[b].components === width) {
          if (rowA === rowB) this.#matrix.addDiagonal(rowA, block, offset, size);
          else this.#matrix.add(rowA, rowB, block, offset, size);
        } else {
          const padded = paddedBlock(block, offset, size, moved[a].components, moved[b].components, width);
          if (rowA === rowB) this.#matrix.addDiagonal(rowA, padded, 0, width);
          else this.#matrix.add(rowA, rowB, padded, 0, width);
        }
      }
    }
  }

  /** The force alone, into `out`. */
  #forces(t: number, y: Float64Array, c: Float64Array, out: Float64Array): void {
    const { x } = this.#store;
    const { width } = this.#matrix;
    out.fill(0, 0, this.#rows.count * width);
    let match = 0;
    for (const term of this.#energies.terms) {
      const { energy, moved, index } = term;
      const maybeStiff = energy.isSpring && term.isThermal && this.#bonds.count > 0;
      this.#energies.eachMatch(term, (n) => {
        if (maybeStiff && this.#isStiff[match++] === 1) return;
        this.#model.gradient(index, n, x, this.#energies.imageShift, t, y, c, this.#local);
        for (const { agent, motion, components, offset } of moved) {
          const row = this.#rows.of(n[agent], motion);
          if (row < 0) continue;
          for (let i = 0; i < components; i++)
            out[row * width + i] -= this.#local[offset + i] / energy.divisor;
        }
      });
    }
  }

  /** False when the solution was not found: numbers that are none, or a matrix too far from definite. */
  #solve(right: Float64Array, out: Float64Array): boolean {
    return this.#solver.solve(this.#matrix, this.#shift, right, out, solverTolerance);
  }

  /** The estimated error of the probe's step over what is allowed. */
  #errorRatio(t: number, y: Float64Array, c: Float64Array): number {
    const store = this.#store;
    const { width } = this.#matrix;
    const size = this.#rows.count * width;
    const stride = this.#model.attributeStride;
    const length = store.used * stride;
    if (this.#savedX.length < length) this.#savedX = new Float64Array(2 * length);
    this.#savedX.set(store.x.subarray(0, length));
    for (let row = 0; row < this.#rows.count; row++) {
      const { slot, components } = this.#model.motions[this.#rows.motion[row]];
      const at = this.#rows.node[row] * stride + slot;
      for (let i = 0; i < components; i++) store.x[at + i] += this.#drift[row * width + i];
    }
    this.#forces(t, y, c, this.#trialForce);
    store.x.set(this.#savedX.subarray(0, length));
    // F(x + d) - F(x) + K d, where K d = right side - shift d; stiff bonds count by the tension that turns with them.
    const relief = this.#relief;
    relief.fill(0, 0, size);
    this.#bonds.addLengthening(this.#drift, relief);
    this.#bonds.addTurning(this.#drift, this.#settled, relief);
    for (let i = 0; i < size; i++)
      this.#right[i] =
        0.5 *
        (this.#trialForce[i] -
          this.#force[i] +
          this.#right[i] -
          this.#shift[(i / width) | 0] * this.#drift[i] +
          relief[i]);
    if (!this.#solve(this.#right, this.#solution)) return Number.NaN;
    let worst = 0;
    let freeError = 0;
    let freeMove = 0;
    const reach = this.#shortestReach;
    for (let row = 0; row < this.#rows.count; row++) {
      let square = 0;
      for (let i = 0; i < width; i++) square += this.#solution[row * width + i] ** 2;
      if (!(square >= 0)) return Number.NaN;
      const length = Math.min(this.#rows.bondLength[row], reach);
      if (length < Number.POSITIVE_INFINITY) {
        worst = Math.max(worst, Math.sqrt(square) / (this.#tolerance * length));
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
    const { width } = this.#matrix;
    let worst = 0;
    for (let row = 0; row < this.#rows.count; row++) {
      let square = 0;
      for (let i = 0; i < width; i++) square += this.#drift[row * width + i] ** 2;
      const share = this.#inContact[row] === 1 ? contactShare : reachShare;
      worst = Math.max(worst, square / (share * share));
    }
    return Math.sqrt(worst) / reach;
  }

  /** Forces at the start of the step into `#mean`. */
  #findMean(c: Float64Array): void {
    const size = this.#rows.count * this.#matrix.width;
    this.#mean.set(this.#force.subarray(0, size));
    if (this.#bonds.count === 0) return;
    this.#bonds.addTension(this.#mean);
    this.#metric.addForces(this.#bonds, this.#rows.count, this.#shift, this.#model.kT(c), this.#mean);
  }

  /** `#mean` plus all noise into `#right`. */
  #addNoise(step: number, c: Float64Array, random: RandomStream): void {
    const { width } = this.#matrix;
    const { motions } = this.#model;
    const kT = this.#model.kT(c);
    for (let row = 0; row < this.#rows.count; row++) {
      const { thermal, components } = motions[this.#rows.motion[row]];
      const amplitude = Math.sqrt((2 * kT * this.#drags[this.#rows.motion[row]]) / step);
      for (let i = 0; i < width; i++) {
        const noise = thermal && i < components ? amplitude * random.normal() : 0;
        this.#right[row * width + i] = this.#mean[row * width + i] + noise;
      }
    }
    if (kT === 0) return;
    this.#noise.draw(this.#right, width, kT, random);
    this.#bonds.addNoise(this.#right, kT, random);
  }

  /**
   * Adds to a solution for `#right` what stiff bonds want at its end (stiffBonds.ts); false when that is not found.
   */
  #keepLengths(solution: Float64Array, c: Float64Array): boolean {
    const bonds = this.#bonds;
    if (bonds.count === 0) return true;
    const size = this.#rows.count * this.#matrix.width;
    const kT = this.#model.kT(c);
    const linear = this.#linear;
    linear.set(solution.subarray(0, size));
    bonds.restart();
    for (let round = 0; round < mostRounds; round++) {
      this.#relief.fill(0, 0, size);
      const change = bonds.relieve(solution, kT, this.#relief);
      if (change <= 1) return true;
      if (!(change < Number.POSITIVE_INFINITY) || !this.#solve(this.#relief, solution)) return false;
      for (let i = 0; i < size; i++) solution[i] += linear[i];
    }
    return false;
  }

  #prepareDisplacement(): void {
    const { x } = this.#store;
    if (this.displacement.length < x.length) this.displacement = new Float64Array(x.length);
    else this.displacement.fill(0);
  }
}

function paddedBlock(
  block: Float64Array,
  offset: number,
  stride: number,
  rows: number,
  columns: number,
  width: number,
): Float64Array {
  const padded = new Float64Array(width * width);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) padded[r * width + c] = block[offset + r * stride + c];
  return padded;
}
