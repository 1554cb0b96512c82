/**
 * The force that lets chains of stiff bonds bend as springs do. Beads whose bonds are held at their lengths fill the
 * surface of allowed places evenly, beads on stiff springs all directions of bonds; they differ by the root of the
 * determinant of M, which the potential kT/2 log det M makes up for (Fixman 1974, doi:10.1073/pnas.71.8.3050; Hinch 1994,
 * doi:10.1017/S0022112094001746). For bonds e, f that end at one bead
 *
 *   M_ef = (dl_e/dx) . (dl_f/dx) / shift,   M_ee = 1/shift_a + 1/shift_b + 1/k_e,   shift = drag/h,
 *
 * with dl/dx the unit vector along the bond. The last term lets the force fade in steps that follow the springs; it
 * is zero for them, as it must. Its weight is (M^-1)_ef, some n/4 in the middle of n bonds: as if the persistence length
 * were a quarter of the chain's length longer. Without it a filament of the length of its persistence bends by a quarter
 * too much.
 *
 * Entries of M^-1 where M has some follow from its factor by Takahashi's recursion (Erisman and Tinney 1975,
 * doi:10.1145/360680.360704). Bonds are eliminated from the ends of trees inwards, which needs no fill; fill of rings is
 * left out.
 */
import { longerIntegers, longerNumbers } from "./longerArrays.ts";
import type { StiffBonds } from "./stiffBonds.ts";

export class BondMetric {
  /**
   * Pairs of bonds that share a row, or two: bonds, row, whether both end or both begin there (1) or not (-1). Those that
   * share two stand here once.
   */
  #pairs = 0;
  #e = new Int32Array(0);
  #f = new Int32Array(0);
  #row = new Int32Array(0);
  #sign = new Float64Array(0);
  /** Cosine, entry of M and of its factor, entry of its inverse. */
  #cosine = new Float64Array(0);
  #entry = new Float64Array(0);
  #inverse = new Float64Array(0);
  /** By bond: its first pair; by pair and side: the next one; -1: none. */
  #firstPair = new Int32Array(0);
  #nextPair = new Int32Array(0);
  /** By bond: pivot, diagonal of the inverse, place in the order of elimination (-1: not yet). */
  #pivot = new Float64Array(0);
  #diagonal = new Float64Array(0);
  #rank = new Int32Array(0);
  #order = new Int32Array(0);
  /** By row: its first bond end (2 bond + side), bonds that are left; by end: the next one. */
  #firstEnd = new Int32Array(0);
  #left = new Int32Array(0);
  #nextEnd = new Int32Array(0);

  /** Adds the force of all bonds; `shift` is drag over step of each of the rows. */
  addForces(bonds: StiffBonds, rows: number, shift: Float64Array, kT: number, right: Float64Array): void {
    if (bonds.count < 2) return;
    this.#pair(bonds, rows, shift);
    this.#arrange(bonds, rows);
    this.#factorise(bonds.count);
    this.#invert(bonds.count);
    const { width, direction, length } = bonds;
    for (let pair = 0; pair < this.#pairs; pair++) {
      const [e, f] = [this.#e[pair], this.#f[pair]];
      const weight = (kT * this.#inverse[pair] * this.#sign[pair]) / shift[this.#row[pair]];
      const cosine = this.#cosine[pair];
      for (let i = 0; i < width; i++) {
        const [ofE, ofF] = [direction[e * width + i], direction[f * width + i]];
        const onE = (weight * (ofF - cosine * ofE)) / length[e];
        const onF = (weight * (ofE - cosine * ofF)) / length[f];
        right[bonds.a[e] * width + i] += onE;
        right[bonds.b[e] * width + i] -= onE;
        right[bonds.a[f] * width + i] += onF;
        right[bonds.b[f] * width + i] -= onF;
      }
    }
  }

  /** M, as pivots and entries of pairs. */
  #pair(bonds: StiffBonds, rows: number, shift: Float64Array): void {
    const { count, a, b, direction, width } = bonds;
    this.#makeRoom(count, rows);
    this.#firstEnd.fill(-1, 0, rows);
    this.#left.fill(0, 0, rows);
    this.#pairs = 0;
    for (let bond = 0; bond < count; bond++) {
      this.#firstPair[bond] = -1;
      this.#pivot[bond] = 1 / shift[a[bond]] + 1 / shift[b[bond]] + 1 / bonds.stiffness[bond];
      for (let side = 0; side < 2; side++) {
        const row = side === 0 ? a[bond] : b[bond];
        for (let end = this.#firstEnd[row]; end >= 0; end = this.#nextEnd[end]) {
          const other = end >> 1;
          let cosine = 0;
          for (let i = 0; i < width; i++)
            cosine += direction[bond * width + i] * direction[other * width + i];
          const sign = (end & 1) === side ? 1 : -1;
          const entry = (sign * cosine) / shift[row];
          // Bonds side by side share both rows; they can not turn against each other.
          const known = side === 0 ? -1 : this.#pairOf(bond, other);
          if (known >= 0) {
            this.#entry[known] += entry;
            continue;
          }
          const pair = this.#newPair();
          this.#e[pair] = bond;
          this.#f[pair] = other;
          this.#row[pair] = row;
          this.#sign[pair] = sign;
          this.#cosine[pair] = cosine;
          this.#entry[pair] = entry;
          this.#nextPair[2 * pair] = this.#firstPair[bond];
          this.#firstPair[bond] = 2 * pair;
          this.#nextPair[2 * pair + 1] = this.#firstPair[other];
          this.#firstPair[other] = 2 * pair + 1;
        }
        this.#left[row]++;
      }
      // A bond is no pair with itself.
      for (let side = 0; side < 2; side++) {
        const row = side === 0 ? a[bond] : b[bond];
        this.#nextEnd[2 * bond + side] = this.#firstEnd[row];
        this.#firstEnd[row] = 2 * bond + side;
      }
    }
  }

  /** From the ends inwards; rings begin anywhere. */
  #arrange({ count, a, b }: StiffBonds, rows: number): void {
    this.#rank.fill(-1, 0, count);
    let placed = 0;
    const place = (bond: number): void => {
      this.#rank[bond] = placed;
      this.#order[placed++] = bond;
      this.#left[a[bond]]--;
      this.#left[b[bond]]--;
    };
    const peel = (from: number): void => {
      for (let row = from; this.#left[row] === 1; ) {
        let end = this.#firstEnd[row];
        while (this.#rank[end >> 1] >= 0) end = this.#nextEnd[end];
        place(end >> 1);
        row = (end & 1) === 0 ? b[end >> 1] : a[end >> 1];
      }
    };
    for (let row = 0; row < rows; row++) peel(row);
    for (let bond = 0; bond < count; bond++) {
      if (this.#rank[bond] >= 0) continue;
      place(bond);
      peel(a[bond]);
      peel(b[bond]);
    }
  }

  /** M = L D L^T in place: pivots D, and entries of L. */
  #factorise(count: number): void {
    for (let place = 0; place < count; place++) {
      const bond = this.#order[place];
      const pivot = this.#pivot[bond];
      for (let p = this.#laterPair(this.#firstPair[bond], place); p >= 0; ) {
        const following = this.#laterPair(this.#nextPair[p], place);
        const one = this.#otherOf(p);
        const value = this.#entry[p >> 1] / pivot;
        for (let q = following; q >= 0; q = this.#laterPair(this.#nextPair[q], place)) {
          const shared = this.#pairOf(one, this.#otherOf(q));
          if (shared >= 0) this.#entry[shared] -= value * this.#entry[q >> 1];
        }
        // Fill that is left out of rings may cost a pivot.
        const reduced = this.#pivot[one] - value * this.#entry[p >> 1];
        this.#pivot[one] = Math.max(reduced, 1e-3 * this.#pivot[one]);
        this.#entry[p >> 1] = value;
        p = following;
      }
    }
  }

  #invert(count: number): void {
    for (let place = count - 1; place >= 0; place--) {
      const bond = this.#order[place];
      let diagonal = 1 / this.#pivot[bond];
      for (let p = this.#laterPair(this.#firstPair[bond], place); p >= 0; ) {
        const one = this.#otherOf(p);
        let sum = 0;
        for (
          let q = this.#laterPair(this.#firstPair[bond], place);
          q >= 0;
          q = this.#laterPair(this.#nextPair[q], place)
        ) {
          const other = this.#otherOf(q);
          const shared = other === one ? -1 : this.#pairOf(one, other);
          if (other === one) sum += this.#entry[q >> 1] * this.#diagonal[one];
          else if (shared >= 0) sum += this.#entry[q >> 1] * this.#inverse[shared];
        }
        this.#inverse[p >> 1] = -sum;
        diagonal += this.#entry[p >> 1] * sum;
        p = this.#laterPair(this.#nextPair[p], place);
      }
      this.#diagonal[bond] = diagonal;
    }
  }

  /** This pair side, or the first after it whose other bond is eliminated after `place`; -1: none. */
  #laterPair(from: number, place: number): number {
    let p = from;
    while (p >= 0 && this.#rank[this.#otherOf(p)] <= place) p = this.#nextPair[p];
    return p;
  }

  #otherOf(side: number): number {
    return (side & 1) === 0 ? this.#f[side >> 1] : this.#e[side >> 1];
  }

  #pairOf(one: number, other: number): number {
    let p = this.#firstPair[one];
    while (p >= 0 && this.#otherOf(p) !== other) p = this.#nextPair[p];
    return p < 0 ? -1 : p >> 1;
  }

  #newPair(): number {
    const pair = this.#pairs++;
    if (pair < this.#e.length) return pair;
    const capacity = Math.max(64, 2 * pair);
    this.#e = longerIntegers(this.#e, capacity);
    this.#f = longerIntegers(this.#f, capacity);
    this.#row = longerIntegers(this.#row, capacity);
    this.#nextPair = longerIntegers(this.#nextPair, 2 * capacity);
    this.#sign = longerNumbers(this.#sign, capacity);
    this.#cosine = longerNumbers(this.#cosine, capacity);
    this.#entry = longerNumbers(this.#entry, capacity);
    this.#inverse = longerNumbers(this.#inverse, capacity);
    return pair;
  }

  #makeRoom(bonds: number, rows: number): void {
    if (this.#pivot.length < bonds) {
      const capacity = 2 * bonds;
      this.#firstPair = new Int32Array(capacity);
      this.#pivot = new Float64Array(capacity);
      this.#diagonal = new Float64Array(capacity);
      this.#rank = new Int32Array(capacity);
      this.#order = new Int32Array(capacity);
      this.#nextEnd = new Int32Array(2 * capacity);
    }
    if (this.#firstEnd.length < rows) {
      this.#firstEnd = new Int32Array(2 * rows);
      this.#left = new Int32Array(2 * rows);
    }
  }
}
