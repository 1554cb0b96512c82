/** Rows of numbers that stand one after another and can be handed over as one array. */
export class RowBuffer {
  #values = new Float64Array(256);
  #length = 0;

  append(row: readonly number[]): void {
    if (this.#length + row.length > this.#values.length) {
      const larger = new Float64Array(Math.max(2 * this.#values.length, this.#length + row.length));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values.set(row, this.#length);
    this.#length += row.length;
  }

  /** All rows so far, in an array of their own. */
  take(): Float64Array<ArrayBuffer> {
    return this.#values.slice(0, this.#length);
  }
}
