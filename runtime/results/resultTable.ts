/** A table of numbers that grows by rows and is kept by columns. */
export class ResultTable {
  readonly columns: readonly string[];
  #rows = 0;
  #capacity = 256;
  #data: Float64Array[];

  constructor(columns: readonly string[]) {
    this.columns = columns;
    this.#data = columns.map(() => new Float64Array(this.#capacity));
  }

  get rows(): number {
    return this.#rows;
  }

  /** Appends a row; `values` has one number a column. */
  append(values: ArrayLike<number>): void {
    if (this.#rows === this.#capacity) this.#grow();
    for (let i = 0; i < this.#data.length; i++) this.#data[i][this.#rows] = values[i];
    this.#rows++;
  }

  value(row: number, column: number): number {
    return this.#data[column][row];
  }

  /** One column, as a view that is valid until the next `append`. */
  column(index: number): Float64Array {
    return this.#data[index].subarray(0, this.#rows);
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#data = this.#data.map((old) => {
      const column = new Float64Array(this.#capacity);
      column.set(old);
      return column;
    });
  }
}
