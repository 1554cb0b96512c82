/** The formats that result tables are written in, by the endings of their files. */
import { extname } from "node:path";
import type { FileContent } from "../../runtime/outputFiles.ts";
import { csvChunks } from "../../runtime/results/csv.ts";
import type { ResultRows } from "../../runtime/results/resultTable.ts";
import type { RunRecord } from "../../runtime/results/runRecord.ts";
import { tableFields } from "./tableField.ts";

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
