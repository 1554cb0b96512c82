/** The results of an experiment as plots and reports see them. */
import type { RunRecord } from "../../runtime/results/runRecord.ts";
import type { ColumnTable } from "./readCsv.ts";

export interface ResultColumn {
  readonly name: string;
  /** "" for a plain number, and where no record tells. */
  readonly unit: string;
  readonly values: Float64Array;
}

export interface Results {
  readonly title: string | null;
  readonly rows: number;
  readonly swept: readonly ResultColumn[];
  /** Number of the replicate in each row; null when there is only one. */
  readonly replicate: Float64Array | null;
  readonly time: ResultColumn;
  readonly observables: readonly ResultColumn[];
  /** What the experiment asks to draw; empty where no record tells. */
  readonly plots: readonly PlotRequest[];
}

export interface PlotRequest {
  readonly values: readonly string[];
  readonly against: string;
  readonly title: string | null;
}

/** What is known of a run, as far as pictures need it. */
export type ResultsRecord = Pick<
  RunRecord,
  "experimentTitle" | "title" | "model" | "sweeps" | "observables" | "plots"
>;

/** Null for a table without the column time. `units` are the table's own, where it tells them. */
export function resultsOf(
  { names, columns }: ColumnTable,
  record: ResultsRecord | null,
  own: ReadonlyMap<string, string> = new Map(),
): Results | null {
  const timeAt = names.indexOf("time");
  const units = new Map<string, string>([
    ["time", "s"],
    ...(record?.sweeps ?? []).map(({ parameter, unit }) => [parameter, unit] as const),
    ...(record?.observables ?? []).map(({ name, unit }) => [name, unit] as const),
    ...own,
  ]);
  const all = names.map(
    (name, i): ResultColumn => ({ name, unit: units.get(name) ?? "", values: columns[i] }),
  );
  if (timeAt < 0) return null;
  const head = all.slice(0, timeAt);
  const time = all[timeAt];
  return {
    title: record?.experimentTitle ?? record?.title ?? record?.model ?? null,
    rows: time.values.length,
    swept: head.filter(({ name }) => name !== "replicate"),
    replicate: head.find(({ name }) => name === "replicate")?.values ?? null,
    time,
    observables: all.slice(timeAt + 1),
    plots: record?.plots ?? [],
  };
}
