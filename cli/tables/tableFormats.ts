/** The formats that result tables are written in, by the endings of their files. */
import { extname } from "node:path";
import type { FileContent } from "../../runtime/outputFiles.ts";
import { csvChunks } from "../../runtime/results/csv.ts";
import type { ResultRows } from "../../runtime/results/resultTable.ts";
import type { RunRecord } from "../../runtime/results/runRecord.ts";

export const tableEndings = [".csv", ".arrow", ".parquet"] as const;

export async function tableContent(path: string, rows: ResultRows, record: RunRecord): Promise<FileContent> {
  switch (extname(path).toLowerCase()) {
    case ".arrow":
      return (await import("./arrowTable.ts")).arrowContent(rows, tableFields(record));
    case ".parquet":
      return (await import("./parquetTable.ts")).parquetContent(rows, tableFields(record));
    default:
      return csvChunks(rows);
  }
}

/** What a columnar file says of a column. */
export interface TableField {
  readonly name: string;
  /** "" for a plain number. */
  readonly unit: string;
  readonly doc: string | null;
  /** Numbers of replicates are whole; all others are of double precision. */
  readonly isWhole: boolean;
}

function tableFields({ columns, sweeps, observables }: RunRecord): readonly TableField[] {
  const head = columns.length - observables.length;
  return columns.map((name, i): TableField => {
    if (i >= head) return { ...observables[i - head], isWhole: false };
    if (i === head - 1) return { name, unit: "s", doc: null, isWhole: false };
    const sweep = sweeps.at(i);
    return { name, unit: sweep?.unit ?? "", doc: null, isWhole: sweep === undefined };
  });
}
