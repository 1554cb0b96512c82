/**
 * One step of overdamped motion as a linear system: forces and curvatures where the nodes are, both noises
 * (overdamped.ts), the lengths of stiff bonds (stiffBonds.ts), and by how much a displacement leaves what is linear.
 */
import type { GraphModel } from "../../../graphModel.ts";
import type { RandomStream } from "../../../random/randomStream.ts";
import { SimulationError } from "../../../simulationError.ts";
import { BlockMatrix } from "./blockMatrix.ts";
import { BondMetric } from "./bondMetric.ts";
import { ConjugateGradients } from "./conjugateGradients.ts";
import { CurvatureNoise } from "./curvatureNoise.ts";
import type { EnergyTerm, EnergyTerms } from "./energyTerms.ts";
import type { MovingNodes } from "./movingGraph.ts";
import { MovingRows } from "./movingRows.ts";
import { StiffBonds, stiffness } from "./stiffBonds.ts";

/** Residual of the linear system relative to its right side: far below what a step may miss (motionLimits.ts). */
const solverTolerance = 1e-8;
/** Topology changes after which rows are ordered anew, as a share of the rows. Any order is right; old ones take longer. */
const reorderShare = 0.1;
/** Of Newton's method for the lengths of stiff bonds: some more than a probe may take (overdamped.ts). */
const mostRounds = 12;
/** In pN um: what stiff springs are told by where a model has no temperature. */
const roomTemperature = 0.0041;
/** What curvatures of the middle may change in a displacement, as a share of the shortest bond: a few times what a step may miss. */
const largestCorrection = 0.2;

export class StepSystem {
  readonly rows: MovingRows;
  /** Numbers a row. */
  readonly width: number;
  /** By row: 1 for nodes that a contact energy acts on. */
  inContact = new Uint8Array(0);
  readonly #model: GraphModel;
  readonly #store: MovingNodes;
  readonly #energies: EnergyTerms;
  readonly #noise: CurvatureNoise;
  readonly #matrix: BlockMatrix;
  readonly #bonds: StiffBonds;
  readonly #metric = new BondMetric();
  readonly #solver = new ConjugateGradients();
  readonly #drags: Float64Array;
  #hasHeat = false;
  /** By row: drag over step. */
  #shift = new Float64Array(0);
  #force = new Float64Array(0);
  #trialForce = new Float64Array(0);
  /** Right side without noise, and with it. */
  #mean = new Float64Array(0);
  #right = new Float64Array(0);
  /** Of a step without noise, where there are stiff bonds. */
  #settled = new Float64Array(0);
  #relief = new Float64Array(0);
  #turned = new Float64Array(0);
  #linear = new Float64Array(0);
  /** By match of a spring, in the order of the terms: whether it is among the stiff bonds. */
  #isStiff = new Uint8Array(0);
  readonly #local: Float64Array;
  readonly #localBlock: Float64Array;
  #savedX = new Float64Array(0);
  #changes = Number.POSITIVE_INFINITY;

  constructor(model: GraphModel, store: MovingNodes, energies: EnergyTerms) {
    this.#model = model;
    this.#store = store;
    this.#energies = energies;
    this.rows = new MovingRows(model, store);
    this.width = Math.max(1, ...model.motions.map(({ components }) => components));
    this.#noise = new CurvatureNoise(energies.terms, energies.mostCoordinates);
    this.#matrix = new BlockMatrix(this.width);
    this.#bonds = new StiffBonds(this.width);
    this.#drags = new Float64Array(model.motions.length);
    const size = energies.mostCoordinates;
    this.#local = new Float64Array(size);
    this.#localBlock = new Float64Array(size * size);
  }

  /** Reads drags. @throws SimulationError for a drag that is not positive. */
  start(c: Float64Array): void {
    this.#model.drags(c, this.#drags);
    this.#drags.forEach((drag, i) => {
      if (drag > 0 && drag < Number.POSITIVE_INFINITY) return;
      const { type } = this.#model.motions[i];
      throw new SimulationError(
        "badInput",
        `The drag of ${this.#model.types[type].name} must be above zero; it is ${drag}.`,
      );
    });
    this.#hasHeat = this.#model.kT(c) > 0 && this.#model.motions.some(({ thermal }) => thermal);
    this.#changes = Number.POSITIVE_INFINITY;
  }

  /** Tells that bonds were made or broken. */
  topologyChanged(count: number): void {
    this.#changes += count;
  }

  /** Whether heat moves anything. */
  hasHeat(): boolean {
    return this.#hasHeat;
  }

  get iterations(): number {
    return this.#solver.iterations;
  }

  /** Forces and curvatures where the nodes are now. */
  refresh(t: number, y: Float64Array, c: Float64Array): void {
    this.rows.renumber();
    this.#makeRoom();
    this.#assemble(t, y, c);
    if (this.#changes > reorderShare * this.rows.count) {
      this.#changes = 0;
      this.#matrix.reorder();
      this.#assemble(t, y, c);
    }
  }

  /** Prepares a step of so many s; false when its solution without noise is not found. */
  prepare(step: number, c: Float64Array): boolean {
    const { rows } = this;
    for (let row = 0; row < rows.count; row++) this.#shift[row] = this.#drags[rows.motion[row]] / step;
    this.#matrix.factorise(this.#shift);
    this.#findMean(c);
    return this.#bonds.count === 0 || this.#solve(this.#mean, this.#settled);
  }

  /** Draws noise and solves for the displacement; false when it is not found. */
  move(step: number, c: Float64Array, random: RandomStream, out: Float64Array): boolean {
    this.#right.set(this.#mean.subarray(0, this.rows.count * this.width));
    this.#addNoise(step, c, random);
    return this.#solve(this.#right, out);
  }

  /**
   * Adds to a solution that `move` gave what stiff bonds want at its end (stiffBonds.ts). Gives in how many rounds that
   * was found, Infinity: it was not.
   */
  keepLengths(solution: Float64Array, c: Float64Array): number {
    const bonds = this.#bonds;
    if (bonds.count === 0) return 0;
    const size = this.rows.count * this.width;
    const kT = this.#model.kT(c);
    const linear = this.#linear;
    linear.set(solution.subarray(0, size));
    bonds.restart();
    for (let round = 0; round < mostRounds; round++) {
      this.#relief.fill(0, 0, size);
      const change = bonds.relieve(solution, kT, this.#relief);
      if (change <= 1) return round;
      if (!(change < Number.POSITIVE_INFINITY) || !this.#solve(this.#relief, solution)) break;
      for (let i = 0; i < size; i++) solution[i] += linear[i];
    }
    return Number.POSITIVE_INFINITY;
  }

  /**
   * The same with the curvatures in the middle of the way that `move` would take, so that noise and mobility may depend on
   * the place (Fixman 1978, doi:10.1063/1.436725, takes mobilities there). The mean displacement of a step should hold
   * kT div A^-1, A = drag/h + K, else the equilibrium is off in the first order of the step, and by all that a stiff energy's
   * changing curvature does where steps are not short beside drag/K, which the tolerance does not make them. Half of a
   * displacement d changes A by its share of K', which adds -A^-1 <(K' by d/2) d>, and at equilibrium <d d> is 2 kT A^-1
   * whatever the step: just that. A contact that begins in the middle of a step holds from there on.
   * False when it is not found.
   */
  moveThroughMiddle(
    step: number,
    t: number,
    y: Float64Array,
    c: Float64Array,
    random: RandomStream,
    out: Float64Array,
  ): boolean {
    if (!this.move(step, c, random, out)) return false;
    const size = this.rows.count * this.width;
    const predicted = this.#linear;
    predicted.set(out.subarray(0, size));
    this.#displaced(out, 0.5, () => this.#stiffen(t, y, c));
    this.#matrix.factorise(this.#shift);
    if (this.#solve(this.#right, out)) {
      this.#keepNear(predicted, out);
      return true;
    }
    // The middle is singular; the start is not.
    this.#stiffen(t, y, c);
    this.#matrix.factorise(this.#shift);
    return this.#solve(this.#right, out);
  }

  /**
   * Takes displacements back towards what was predicted where they differ by more than a share of a bond: forces of stiff
   * energies act along directions that they no longer have in the middle.
   */
  #keepNear(predicted: Float64Array, out: Float64Array): void {
    const { width, rows } = this;
    let worst = 0;
    for (let row = 0; row < rows.count; row++) {
      let square = 0;
      for (let at = row * width; at < (row + 1) * width; at++) square += (out[at] - predicted[at]) ** 2;
      worst = Math.max(worst, square / rows.bondLength[row] ** 2);
    }
    const share = Math.min(1, largestCorrection / Math.sqrt(worst));
    if (share === 1) return;
    for (let at = 0; at < rows.count * width; at++)
      out[at] = predicted[at] + share * (out[at] - predicted[at]);
  }

  /** Writes the matrix anew where the nodes are now; stiff bonds stay as they are. */
  #stiffen(t: number, y: Float64Array, c: Float64Array): void {
    const { x } = this.#store;
    const block = this.#localBlock;
    this.#matrix.begin(this.rows.count);
    let match = 0;
    for (const term of this.#energies.terms) {
      const maybeStiff = this.#maybeStiff(term);
      this.#energies.eachMatch(term, (n) => {
        if (maybeStiff && this.#isStiff[match++] === 1) return;
        this.#model.curvature(term.index, n, x, this.#energies.imageShift, t, y, c, block);
        if (divide(block, term) !== 0) this.#addBlock(term, n, block);
      });
    }
    this.#bonds.stiffen(this.#matrix);
  }

  /** Whether matches of the term were asked whether they are stiff. */
  #maybeStiff({ energy, isThermal }: EnergyTerm): boolean {
    return energy.isSpring && (isThermal || !this.hasHeat()) && this.#bonds.count > 0;
  }

  /** Does something while the nodes are displaced. */
  #displaced(way: Float64Array, factor: number, visit: () => void): void {
    const store = this.#store;
    const { width, rows } = this;
    const stride = this.#model.attributeStride;
    const length = store.used * stride;
    if (this.#savedX.length < length) this.#savedX = new Float64Array(2 * length);
    this.#savedX.set(store.x.subarray(0, length));
    for (let row = 0; row < rows.count; row++) {
      const { slot, components } = this.#model.motions[rows.motion[row]];
      const at = rows.node[row] * stride + slot;
      for (let i = 0; i < components; i++) store.x[at + i] += factor * way[row * width + i];
    }
    visit();
    store.x.set(this.#savedX.subarray(0, length));
  }

  /** The solution for the noise that was drawn last, once more. */
  moveAgain(out: Float64Array): void {
    this.#solve(this.#right, out);
  }

  /** Whether a force is no number. */
  isSingular(): boolean {
    return !this.#mean.subarray(0, this.rows.count * this.width).every(Number.isFinite);
  }

  /**
   * What a step that `move` gave may be wrong by, into `out`; false when it is not found. With heat half of what the system leaves
   * out, (drag/h + K)^-1 (F(x + d) - F(x) + K d), for stiff bonds the tension that turns with them: zero where forces are
   * linear, whose fluctuations the noise makes right at any step. Without heat
   *
   *   -(drag/h + K)^-1 (drag/h) (drag/h + K)^-1 ((F(x + d) - F(x)) / 2 + K d)
   *
   * less which the step is of the second order in time, whatever K is (a W-method: Steihaug and Wolfbrandt 1979,
   * doi:10.1090/S0025-5718-1979-0521273-8). The factors before it take out what is much faster than the step, and so at rest at its
   * end anyhow (Hairer and Wanner, Solving Ordinary Differential Equations II, IV.8).
   */
  missed(
    displacement: Float64Array,
    t: number,
    y: Float64Array,
    c: Float64Array,
    out: Float64Array,
  ): boolean {
    const { width, rows } = this;
    this.#displaced(displacement, 1, () => this.#forces(t, y, c, this.#trialForce));
    const size = rows.count * width;
    this.#turned.fill(0, 0, size);
    this.#bonds.addTurning(displacement, this.#settled, this.#turned);
    const relief = this.#relief;
    relief.fill(0, 0, size);
    this.#bonds.addLengthening(displacement, relief);
    const hasHeat = this.hasHeat();
    for (let i = 0; i < size; i++) {
      const change = this.#trialForce[i] - this.#force[i] + this.#turned[i];
      // K d = right side - shift d; what bonds added to both is taken out.
      const foreseen = this.#right[i] - this.#shift[(i / width) | 0] * displacement[i] + relief[i];
      this.#right[i] = hasHeat ? 0.5 * (change + foreseen) : -0.5 * change - foreseen;
    }
    if (!this.#solve(this.#right, out)) return false;
    if (hasHeat) return true;
    for (let i = 0; i < size; i++) this.#right[i] = this.#shift[(i / width) | 0] * out[i];
    return this.#solve(this.#right, out);
  }

  /** Rows in the order of elimination, and how much has changed since. */
  save(): { readonly order: readonly number[]; readonly changes: number } {
    return { order: this.#matrix.order(), changes: this.#changes };
  }

  restore(order: readonly number[], changes: number): void {
    this.#matrix.restoreOrder(order);
    this.#changes = changes;
  }

  #makeRoom(): void {
    const { capacity } = this.rows;
    if (this.#shift.length >= capacity) return;
    this.#shift = new Float64Array(capacity);
    this.inContact = new Uint8Array(capacity);
    const size = capacity * this.width;
    this.#force = new Float64Array(size);
    this.#trialForce = new Float64Array(size);
    this.#mean = new Float64Array(size);
    this.#right = new Float64Array(size);
    this.#settled = new Float64Array(size);
    this.#relief = new Float64Array(size);
    this.#turned = new Float64Array(size);
    this.#linear = new Float64Array(size);
  }

  #assemble(t: number, y: Float64Array, c: Float64Array): void {
    const { x } = this.#store;
    const { width } = this;
    this.#matrix.begin(this.rows.count);
    this.#force.fill(0, 0, this.rows.count * width);
    this.inContact.fill(0, 0, this.rows.count);
    const block = this.#localBlock;
    this.#noise.clear();
    this.#bonds.clear();
    const kT = this.#model.kT(c);
    const hasHeat = this.hasHeat();
    let match = 0;
    for (const term of this.#energies.terms) {
      const { energy, moved, index } = term;
      const maybeStiff = energy.isSpring && (term.isThermal || !hasHeat);
      this.#energies.eachMatch(term, (n) => {
        this.#model.gradient(index, n, x, this.#energies.imageShift, t, y, c, this.#local);
        this.#model.curvature(index, n, x, this.#energies.imageShift, t, y, c, block);
        if (maybeStiff && this.#takesStiffBond(term, n, kT > 0 ? kT : roomTemperature, match++)) return;
        const curvature = divide(block, term);
        for (const { agent, motion, components, offset } of moved) {
          const row = this.rows.of(n[agent], motion);
          if (row < 0) continue;
          let force = 0;
          for (let i = 0; i < components; i++) {
            this.#force[row * width + i] -= this.#local[offset + i] / energy.divisor;
            force += Math.abs(this.#local[offset + i]);
          }
          if (term.contacts !== null && force > 0) this.inContact[row] = 1;
        }
        if (curvature === 0) return;
        this.#addBlock(term, n, block);
        if (term.isThermal) this.#noise.add(term, n, this.rows, block);
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
      this.rows.of(n[from.agent], from.motion),
      this.rows.of(n[to.agent], to.motion),
      length,
      tension,
      bend,
    );
    return true;
  }

  #addBlock({ moved, size }: EnergyTerm, n: Int32Array, block: Float64Array): void {
    const { width } = this;
    for (let a = 0; a < moved.length; a++) {
      const rowA = this.rows.of(n[moved[a].agent], moved[a].motion);
      if (rowA < 0) continue;
      for (let b = 0; b <= a; b++) {
        const rowB = this.rows.of(n[moved[b].agent], moved[b].motion);
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
    const { width } = this;
    out.fill(0, 0, this.rows.count * width);
    let match = 0;
    for (const term of this.#energies.terms) {
      const { energy, moved, index } = term;
      const maybeStiff = this.#maybeStiff(term);
      this.#energies.eachMatch(term, (n) => {
        if (maybeStiff && this.#isStiff[match++] === 1) return;
        this.#model.gradient(index, n, x, this.#energies.imageShift, t, y, c, this.#local);
        for (const { agent, motion, components, offset } of moved) {
          const row = this.rows.of(n[agent], motion);
          if (row < 0) continue;
          for (let i = 0; i < components; i++)
            out[row * width + i] -= this.#local[offset + i] / energy.divisor;
        }
      });
    }
  }

  /** Forces at the start of the step into `#mean`. */
  #findMean(c: Float64Array): void {
    const size = this.rows.count * this.width;
    this.#mean.set(this.#force.subarray(0, size));
    if (this.#bonds.count === 0) return;
    this.#bonds.addTension(this.#mean);
    if (!this.hasHeat()) return;
    this.#metric.addForces(this.#bonds, this.rows.count, this.#shift, this.#model.kT(c), this.#mean);
  }

  /** Adds to `#right` noise of the covariance kT (2 drag/h + K). */
  #addNoise(step: number, c: Float64Array, random: RandomStream): void {
    const { width } = this;
    const { motions } = this.#model;
    const kT = this.#model.kT(c);
    for (let row = 0; row < this.rows.count; row++) {
      const { thermal, components } = motions[this.rows.motion[row]];
      if (!thermal) continue;
      const amplitude = Math.sqrt((2 * kT * this.#drags[this.rows.motion[row]]) / step);
      for (let i = 0; i < components; i++) this.#right[row * width + i] += amplitude * random.normal();
    }
    if (!this.hasHeat()) return;
    this.#noise.draw(this.#right, width, kT, random);
    this.#bonds.addNoise(this.#right, kT, random);
  }

  /** False when the solution was not found: numbers that are none, or a matrix too far from definite. */
  #solve(right: Float64Array, out: Float64Array): boolean {
    return this.#solver.solve(this.#matrix, this.#shift, right, out, solverTolerance);
  }
}

/** Of an energy that stands for several: its share. Gives the sum of what the entries are beside zero. */
function divide(block: Float64Array, { energy, size }: EnergyTerm): number {
  let sum = 0;
  for (let i = 0; i < size * size; i++) {
    block[i] /= energy.divisor;
    sum += Math.abs(block[i]);
  }
  return sum;
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
