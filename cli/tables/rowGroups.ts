/** Rows in pieces large enough for columnar files. */
import { type ResultRows, ResultTable } from "../../runtime/results/resultTable.ts";

/** Rows that a piece has at least, but for the last. */
const groupRows = 65_536;

export function* rowGroups(rows: ResultRows): Generator<ResultTable> {
  let group: ResultTable | null = null;
  for (const part of rows.parts()) {
    if (group === null && part.rows >= groupRows) {
      yield part;
      continue;
    }
    group ??= new ResultTable(rows.columns);
    const columns = rows.columns.map((_, i) => part.column(i));
    for (let row = 0; row < part.rows; row++) group.append(columns.map((column) => column[row]));
    if (group.rows < groupRows) continue;
    yield group;
    group = null;
  }
  if (group !== null) yield group;
}
