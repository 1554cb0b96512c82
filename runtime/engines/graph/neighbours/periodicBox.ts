/** A box whose opposite sides are one: places that differ by its lengths are the same. */
export class PeriodicBox {
  /** Length along each dimension. */
  readonly lengths: Float64Array;
  readonly low: Float64Array;

  /** `corners`: the low ones, then the high ones. */
  constructor(corners: ArrayLike<number>, dimension: number) {
    this.low = Float64Array.from({ length: dimension }, (_, k) => corners[k]);
    this.lengths = Float64Array.from({ length: dimension }, (_, k) => corners[dimension + k] - corners[k]);
  }

  /** What to add along dimension k to a difference of places, so that it becomes the shortest. */
  nearest(difference: number, k: number): number {
    const length = this.lengths[k];
    return -length * Math.round(difference / length);
  }
}
