/**
 * A grid of equal cells over a rectangle or box, and diffusion on it by cell-centred finite volumes. The steps along the
 * axes commute, so that their product is the exact solution for any length of step: positive, and without a limit of
 * stability. Amounts move by differences between cells that are equal and opposite at both ends, so that their sum is
 * kept to rounding errors.
 */
import { SimulationError } from "../../../simulationError.ts";
import { largestFieldGrid } from "./gridLimit.ts";
import { latticeKernel } from "./latticeKernel.ts";

export type FieldEdge = "periodic" | "reflecting" | "absorbing";

export class FieldGrid {
  readonly dimension: number;
  readonly edge: FieldEdge;
  /** Cells along each axis. */
  readonly counts: readonly number[];
  readonly widths: readonly number[];
  readonly low: readonly number[];
  /** Number of all cells. */
  readonly size: number;
  /** Of a cell in um^3. */
  readonly volume: number;
  /** Distance between cells that are neighbours along each axis. */
  readonly strides: readonly number[];
  #line = new Float64Array(0);

  /** `numbers` as GraphModel.field gives them. @throws SimulationError for an impossible grid. */
  constructor(name: string, numbers: Float64Array, dimension: number, edge: FieldEdge) {
    const low = Array.from(numbers.subarray(0, dimension));
    const high = Array.from(numbers.subarray(dimension, 2 * dimension));
    const mesh = numbers[2 * dimension];
    const depth = numbers[2 * dimension + 2];
    const lengths = low.map((start, axis) => high[axis] - start);
    if (!(mesh > 0) || !lengths.every((length) => length > 0 && Number.isFinite(length)))
      throw new SimulationError("badInput", `The region or the mesh of the field ${name} has no size.`, 0);
    const counts = lengths.map((length) => Math.max(1, Math.round(length / mesh)));
    const size = counts.reduce((product, count) => product * count, 1);
    if (!(size <= largestFieldGrid)) {
      throw new SimulationError(
        "badInput",
        `The grid of the field ${name} has ${size} cells; at most ${largestFieldGrid} are kept.`,
        0,
      );
    }
    this.dimension = dimension;
    this.edge = edge;
    this.counts = counts;
    this.widths = lengths.map((length, axis) => length / counts[axis]);
    this.low = low;
    this.size = size;
    this.volume = this.widths.reduce((product, width) => product * width, dimension === 2 ? depth : 1);
    this.strides = counts.map((_, axis) =>
      counts.slice(0, axis).reduce((product, count) => product * count, 1),
    );
  }

  /** The cell of a place, whose coordinates stand in x from `at` on; of places outside the nearest. */
  cellAt(x: Float64Array, at: number): number {
    let cell = 0;
    for (let axis = 0; axis < this.dimension; axis++) {
      const count = this.counts[axis];
      const index = Math.floor((x[at + axis] - this.low[axis]) / this.widths[axis]);
      cell += this.strides[axis] * this.#inside(index, count);
    }
    return cell;
  }

  /** Centre of a cell. */
  centre(cell: number, out: Float64Array): void {
    for (let axis = 0; axis < this.dimension; axis++) {
      const index = Math.floor(cell / this.strides[axis]) % this.counts[axis];
      out[axis] = this.low[axis] + (index + 0.5) * this.widths[axis];
    }
  }

  /** Cells whose distance from a cell along the axis farthest off is `radius` cells, each once, in a fixed order. */
  ring(cell: number, radius: number): readonly number[] {
    if (radius === 0) return [cell];
    const found = new Set<number>();
    const origin = this.counts.map((count, axis) => Math.floor(cell / this.strides[axis]) % count);
    const offset = this.counts.map(() => -radius);
    for (;;) {
      if (offset.some((one) => Math.abs(one) === radius)) {
        const at = this.#cellOf(origin, offset);
        if (at >= 0) found.add(at);
      }
      let axis = 0;
      while (axis < offset.length && offset[axis] === radius) offset[axis++] = -radius;
      if (axis === offset.length) return [...found];
      offset[axis]++;
    }
  }

  /** Beyond this radius a ring is empty. */
  get reach(): number {
    return Math.max(...this.counts);
  }

  /** Lets amounts u spread for `time` s at diffusion constant D in um^2/s. */
  diffuse(u: Float64Array, diffusion: number, time: number): void {
    if (!(diffusion * time > 0)) return;
    for (let axis = 0; axis < this.dimension; axis++) {
      const count = this.counts[axis];
      const q = (diffusion * time) / (this.widths[axis] * this.widths[axis]);
      // Mirrored at both ends, a line of cells repeats after twice its length.
      const period = this.edge === "periodic" ? count : 2 * count;
      if (period > 1) this.#alongAxis(u, axis, latticeKernel(q, period));
    }
  }

  #alongAxis(u: Float64Array, axis: number, kernel: Float64Array): void {
    const count = this.counts[axis];
    const stride = this.strides[axis];
    const reach = kernel.length - 1;
    if (this.#line.length < count + 2 * reach) this.#line = new Float64Array(count + 2 * reach);
    const line = this.#line;
    const mirror = this.edge === "absorbing" ? -1 : 1;
    const block = stride * count;
    for (let start = 0; start < this.size; start += block) {
      for (let first = start; first < start + stride; first++) {
        for (let i = 0; i < count; i++) line[reach + i] = u[first + i * stride];
        for (let i = 1; i <= reach; i++) {
          line[reach - i] = this.#beyond(line, reach, -i, count, mirror);
          line[reach + count - 1 + i] = this.#beyond(line, reach, count - 1 + i, count, mirror);
        }
        for (let i = 0; i < count; i++) {
          const at = reach + i;
          const own = line[at];
          let change = 0;
          for (let m = reach; m > 0; m--) change += kernel[m] * (line[at - m] - own + (line[at + m] - own));
          u[first + i * stride] = Math.max(0, own + change);
        }
      }
    }
  }

  /** What continues a line of cells beyond its ends: itself, or its mirror image. */
  #beyond(line: Float64Array, offset: number, index: number, count: number, mirror: number): number {
    if (this.edge === "periodic") return line[offset + (((index % count) + count) % count)];
    const period = 2 * count;
    const folded = ((index % period) + period) % period;
    return folded < count ? line[offset + folded] : mirror * line[offset + period - 1 - folded];
  }

  #inside(index: number, count: number): number {
    if (this.edge === "periodic") return ((index % count) + count) % count;
    return Math.min(count - 1, Math.max(0, index));
  }

  /** -1 outside. */
  #cellOf(origin: readonly number[], offset: readonly number[]): number {
    let cell = 0;
    for (let axis = 0; axis < this.dimension; axis++) {
      const index = origin[axis] + offset[axis];
      const count = this.counts[axis];
      const isOutside = index < 0 || index >= count;
      if (isOutside && (this.edge !== "periodic" || Math.abs(offset[axis]) > count / 2)) return -1;
      cell += this.strides[axis] * this.#inside(index, count);
    }
    return cell;
  }
}
