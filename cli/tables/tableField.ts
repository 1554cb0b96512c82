/** The columns of a result table as columnar files describe them. */
import type { RunRecord } from "../../runtime/results/runRecord.ts";

/** What a columnar file says of a column. */
export interface TableField {
  readonly name: string;
  /** "" for a plain number. */
  readonly unit: string;
  readonly doc: string | null;
  /** Numbers of replicates are whole; all others are of double precision. */
  readonly isWhole: boolean;
}

/** In the order of the table. */
export function tableFields({ columns, sweeps, observables }: RunRecord): readonly TableField[] {
  const head = columns.length - observables.length;
  return columns.map((name, i): TableField => {
    if (i >= head) return { ...observables[i - head], isWhole: false };
    if (i === head - 1) return { name, unit: "s", doc: null, isWhole: false };
    const sweep = sweeps.at(i);
    return { name, unit: sweep?.unit ?? "", doc: null, isWhole: sweep === undefined };
  });
}
