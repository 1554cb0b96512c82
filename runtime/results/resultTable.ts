/** A result table as it is read: rows in order, part by part, since all of them may not fit in memory. */
export interface ResultRows {
  readonly columns: readonly string[];
  /** Of all parts. */
  readonly rows: number;
  parts(): Iterable<ResultTable>;
}

/** A table of numbers that grows by rows and is kept by columns. */
export class ResultTable implements ResultRows {
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

  parts(): Iterable<ResultTable> {
    return [this];
  }

  /** Appends a row; `values` has one number a column. */
  append(values: ArrayLike<number>): void {
    this.appendRows(values, 1);
  }

  /** Appends rows that stand one after another. */
  appendRows(values: ArrayLike<number>, count: number): void {
    const width = this.#data.length;
    while (this.#rows + count > this.#capacity) this.#grow();
    for (let row = 0; row < count; row++) {
      for (let i = 0; i < width; i++) this.#data[i][this.#rows + row] = values[row * width + i];
    }
    this.#rows += count;
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

/** The table in one piece, in memory. */
export function wholeTable(rows: ResultRows): ResultTable {
  if (rows instanceof ResultTable) return rows;
  const whole = new ResultTable(rows.columns);
  const row = new Float64Array(rows.columns.length);
  for (const part of rows.parts()) {
    const columns = rows.columns.map((_, i) => part.column(i));
    for (let k = 0; k < part.rows; k++) {
      for (let i = 0; i < row.length; i++) row[i] = columns[i][k];
      whole.append(row);
    }
  }
  return whole;
}
