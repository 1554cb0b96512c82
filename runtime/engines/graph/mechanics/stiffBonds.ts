/**
 * Bonds so stiff that only their thermal length matters: springs with a rest length l whose fluctuations sqrt(kT/k) are
 * small beside it. Their tension fluctuates by sqrt(kT k), tens of pN in a filament, and relaxes in drag/k, nanoseconds.
 * A step that takes the tension at its start for the whole step would let this noise buckle the chain, and must be
 * shorter than drag l / sqrt(kT k). So their tension is taken at the end of the step, along the bond at its start u:
 *
 *   shift d = (other forces) - G^T (k (|b'| - l) + sqrt(kT k) eta),   b' = b + d_b - d_a,   G d = u . (d_b - d_a)
 *
 * As k grows this is motion under length constraints with the multiplier along the old bond (Ciccotti, Lelievre and
 * Vanden-Eijnden 2008, doi:10.1002/cpa.20210; the inextensible filaments of Nedelec and Foethke 2007,
 * doi:10.1088/1367-2630/9/11/427, keep the linear part of it), as h falls the plain step. The lengths keep kT/2 each.
 * It is solved by Newton's method with the matrix of the step, which needs no new factor: with the excess
 * e = |b'| - |b| - G d of the length over its linear part, d = A^-1 (right side - G^T k e), again and again.
 * Where nothing moves by heat there is no noise, but the same need: what a turn lengthens in a step would hold back the next.
 */
import type { RandomStream } from "../../../random/randomStream.ts";
import type { BlockMatrix } from "./blockMatrix.ts";
import { longerIntegers, longerNumbers } from "./longerArrays.ts";

/** A spring is stiff when k l^2 is so many kT: its length fluctuates by 3 %. */
export const stiffness = 1000;
/** The excess is found to this share of the length, or of its fluctuation. */
const lengthShare = 1e-4;
const fluctuationShare = 0.3;

export class StiffBonds {
  count = 0;
  /** By bond: rows of its ends, from a to b. */
  a = new Int32Array(0);
  b = new Int32Array(0);
  /** By bond: length in um and stiffness in pN/um. */
  length = new Float64Array(0);
  stiffness = new Float64Array(0);
  /** By bond and component: unit vector from a to b. */
  direction = new Float64Array(0);
  readonly width: number;
  /** By bond, in pN. */
  #tension = new Float64Array(0);
  /** By bond, in um: what was found last of the excess. */
  #excess = new Float64Array(0);
  /** By bond and component, from a to b. */
  readonly #vector: Float64Array;
  readonly #block: Float64Array;

  /** `width`: numbers a row. */
  constructor(width: number) {
    this.width = width;
    this.#vector = new Float64Array(width);
    this.#block = new Float64Array(width * width);
  }

  clear(): void {
    this.count = 0;
  }

  /** The next bond: its ends, its tension in pN and its stiffness in pN/um; the direction is written before. */
  add(a: number, b: number, length: number, tension: number, stiffness: number): void {
    const bond = this.count++;
    this.a[bond] = a;
    this.b[bond] = b;
    this.length[bond] = length;
    this.#tension[bond] = tension;
    this.stiffness[bond] = stiffness;
  }

  /** Makes room for one more. */
  reserve(): void {
    if (this.count < this.a.length) return;
    const capacity = Math.max(64, 2 * this.count);
    this.a = longerIntegers(this.a, capacity);
    this.b = longerIntegers(this.b, capacity);
    this.length = longerNumbers(this.length, capacity);
    this.stiffness = longerNumbers(this.stiffness, capacity);
    this.direction = longerNumbers(this.direction, capacity * this.width);
    this.#tension = longerNumbers(this.#tension, capacity);
    this.#excess = longerNumbers(this.#excess, capacity);
  }

  /** Adds k u u^T of every bond. */
  stiffen(matrix: BlockMatrix): void {
    const { width, direction } = this;
    const block = this.#block;
    for (let bond = 0; bond < this.count; bond++) {
      const at = bond * width;
      for (let r = 0; r < width; r++)
        for (let c = 0; c < width; c++)
          block[r * width + c] = this.stiffness[bond] * direction[at + r] * direction[at + c];
      matrix.addDiagonal(this.a[bond], block, 0, width);
      matrix.addDiagonal(this.b[bond], block, 0, width);
      for (let i = 0; i < width * width; i++) block[i] = -block[i];
      matrix.add(this.a[bond], this.b[bond], block, 0, width);
    }
  }

  /** Adds the tension at the start of the step. */
  addTension(right: Float64Array): void {
    for (let bond = 0; bond < this.count; bond++) this.#pull(right, bond, this.#tension[bond]);
  }

  /** Adds the noise that lengths owe to their stiffness. */
  addNoise(right: Float64Array, kT: number, random: RandomStream): void {
    for (let bond = 0; bond < this.count; bond++)
      this.#pull(right, bond, Math.sqrt(kT * this.stiffness[bond]) * random.normal());
  }

  /** Forgets the excess of the displacement before. */
  restart(): void {
    this.#excess.fill(0, 0, this.count);
  }

  /**
   * Adds - G^T k e for a displacement; gives the most that the e of a bond has changed by since the last call, over what
   * may be missed. Not a number where a length is none.
   */
  relieve(displacement: Float64Array, kT: number, right: Float64Array): number {
    const { length } = this;
    let worst = 0;
    for (let bond = 0; bond < this.count; bond++) {
      const along = this.#moved(bond, displacement);
      const excess = this.#movedLength() - length[bond] - along;
      const allowed = Math.max(
        lengthShare * length[bond],
        fluctuationShare * Math.sqrt(kT / this.stiffness[bond]),
      );
      worst = Math.max(worst, Math.abs(excess - this.#excess[bond]) / allowed);
      this.#excess[bond] = excess;
      this.#pull(right, bond, this.stiffness[bond] * excess);
    }
    return worst;
  }

  /** Adds - G^T k (|b'| - |b|). */
  addLengthening(displacement: Float64Array, right: Float64Array): void {
    for (let bond = 0; bond < this.count; bond++) {
      this.#moved(bond, displacement);
      this.#pull(right, bond, this.stiffness[bond] * (this.#movedLength() - this.length[bond]));
    }
  }

  /**
   * Adds the force that turns with the bonds in a displacement: that of the tension which they have after `settled`,
   * a step without noise.
   */
  addTurning(displacement: Float64Array, settled: Float64Array, right: Float64Array): void {
    const { width, direction } = this;
    for (let bond = 0; bond < this.count; bond++) {
      const tension = this.#tension[bond] + this.stiffness[bond] * this.#moved(bond, settled);
      this.#moved(bond, displacement);
      const length = this.#movedLength();
      for (let i = 0; i < width; i++) {
        const force = tension * (this.#vector[i] / length - direction[bond * width + i]);
        right[this.a[bond] * width + i] += force;
        right[this.b[bond] * width + i] -= force;
      }
    }
  }

  /** Leaves b' in `#vector`; gives G d. */
  #moved(bond: number, displacement: Float64Array): number {
    const { width, direction } = this;
    const from = this.a[bond] * width;
    const to = this.b[bond] * width;
    let along = 0;
    for (let i = 0; i < width; i++) {
      const change = displacement[to + i] - displacement[from + i];
      const unit = direction[bond * width + i];
      along += change * unit;
      this.#vector[i] = this.length[bond] * unit + change;
    }
    return along;
  }

  #movedLength(): number {
    let square = 0;
    for (let i = 0; i < this.width; i++) square += this.#vector[i] * this.#vector[i];
    return Math.sqrt(square);
  }

  /** A tension along the bond, where it is at the start of the step. */
  #pull(right: Float64Array, bond: number, tension: number): void {
    const { width, direction } = this;
    const from = this.a[bond] * width;
    const to = this.b[bond] * width;
    for (let i = 0; i < width; i++) {
      const force = tension * direction[bond * width + i];
      right[from + i] += force;
      right[to + i] -= force;
    }
  }
}
