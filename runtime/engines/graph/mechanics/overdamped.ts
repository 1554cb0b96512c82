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
import { MovingRows } from "./movingRows.ts";

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
  #solution = new Float64Array(0);
  /** By row: 1 for nodes that a contact energy acts on. */
  #inContact = new Uint8Array(0);
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
    this.#matrix = new BlockMatrix(Math.max(1, ...model.motions.map(({ components }) => components)));
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
    this.#prepareDisplacement();
    if (rows === 0) return limit;
    let step = Math.min(limit, this.#nextStep, this.#maximumStep);
    for (let attempt = 0; ; attempt++) {
      for (let row = 0; row < rows; row++) this.#shift[row] = this.#drags[this.#rows.motion[row]] / step;
      this.#matrix.factorise(this.#shift);
      this.#drawNoise(step, c, this.#probe);
      // A trial that ends where an energy is singular is one that went too far.
      const isSolved = this.#solve(this.#right, this.#drift);
      const ratio = isSolved ? Math.max(this.#errorRatio(t, y, c), this.#jumpRatio()) : Number.NaN;
      if (ratio <= 1) {
        // A step cut short by `limit` says nothing about longer ones.
        const grown = step * Math.min(2, ratio === 0 ? 2 : 0.9 / Math.sqrt(ratio));
        if (step >= this.#nextStep || grown < this.#nextStep) this.#nextStep = grown;
        break;
      }
      this.rejected++;
      step *= ratio >= 0 ? Math.max(0.1, 0.9 / Math.sqrt(ratio)) : 0.1;
      if (!this.#force.subarray(0, rows * width).every(Number.isFinite)) throw this.#notANumber(t, y, c);
      if (attempt > 60 || !(step > 1e-15))
        throw new SimulationError(
          "stepTooSmall",
          `No step of the motion is small enough at ${t} s: ${this.#steepest(t, y, c)} changes too steeply.`,
        );
      this.#nextStep = step;
    }
    this.steps++;
    this.#drawNoise(step, c, random);
    if (!this.#solve(this.#right, this.#solution)) throw this.#notANumber(t, y, c);
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
    for (const term of this.#energies.terms) {
      const { energy, moved, size, index } = term;
      this.#energies.eachMatch(term, (n) => {
        this.#model.gradient(index, n, x, this.#energies.imageShift, t, y, c, this.#local);
        this.#model.curvature(index, n, x, this.#energies.imageShift, t, y, c, block);
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
    for (const term of this.#energies.terms) {
      const { energy, moved, index } = term;
      this.#energies.eachMatch(term, (n) => {
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

  /** The energy with the largest force on any one molecule. */
  #steepest(t: number, y: Float64Array, c: Float64Array): string {
    const { x } = this.#store;
    let largest = 0;
    let steepest: EnergyTerm | undefined;
    for (const term of this.#energies.terms) {
      const before = largest;
      this.#energies.eachMatch(term, (n) => {
        this.#model.gradient(term.index, n, x, this.#energies.imageShift, t, y, c, this.#local);
        for (let i = 0; i < term.size; i++)
          largest = Math.max(largest, Math.abs(this.#local[i]) / term.energy.divisor);
      });
      if (largest > before) steepest = term;
    }
    return steepest === undefined ? "some energy" : `the energy ${steepest.energy.name}`;
  }

  /** Names an energy whose gradient is no number where the nodes are. */
  #notANumber(t: number, y: Float64Array, c: Float64Array): SimulationError {
    const { x } = this.#store;
    const names: string[] = [];
    for (const term of this.#energies.terms)
      this.#energies.eachMatch(term, (n) => {
        this.#model.gradient(term.index, n, x, this.#energies.imageShift, t, y, c, this.#local);
        this.#model.curvature(term.index, n, x, this.#energies.imageShift, t, y, c, this.#localBlock);
        const isFinite =
          this.#local.subarray(0, term.size).every(Number.isFinite) &&
          this.#localBlock.subarray(0, term.size * term.size).every(Number.isFinite);
        if (!isFinite) names.push(term.energy.name);
      });
    const culprit = `${names[0] === undefined ? "some energy" : `the energy ${names[0]}`} is singular here`;
    return new SimulationError("notFinite", `At ${t} s a force is not a finite number: ${culprit}.`, t);
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
    // F(x + d) - F(x) + K d, where K d = right side - shift d.
    for (let i = 0; i < size; i++)
      this.#right[i] =
        0.5 *
        (this.#trialForce[i] -
          this.#force[i] +
          this.#right[i] -
          this.#shift[(i / width) | 0] * this.#drift[i]);
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

  /** Force plus both noises into `#right`. */
  #drawNoise(step: number, c: Float64Array, random: RandomStream): void {
    const { width } = this.#matrix;
    const { motions } = this.#model;
    const kT = this.#model.kT(c);
    for (let row = 0; row < this.#rows.count; row++) {
      const { thermal, components } = motions[this.#rows.motion[row]];
      const amplitude = Math.sqrt((2 * kT * this.#drags[this.#rows.motion[row]]) / step);
      for (let i = 0; i < width; i++) {
        const noise = thermal && i < components ? amplitude * random.normal() : 0;
        this.#right[row * width + i] = this.#force[row * width + i] + noise;
      }
    }
    if (kT > 0) this.#noise.draw(this.#right, width, kT, random);
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
