/** The kinds of pictures of a result table, and which rows of a figure each has. */
import { nearestName } from "../../diagnostics/nearest.ts";
import { UsageError } from "../exitCode.ts";
import { chosenObservables } from "./chosenObservables.ts";
import { distributionRows } from "./distributionRows.ts";
import type { FigureRow } from "./figure.ts";
import { heatRows } from "./heatRows.ts";
import { lineRows } from "./lineRows.ts";
import type { Measurements } from "./measurements.ts";
import type { Panel } from "./panel.ts";
import { panelsOf } from "./panels.ts";
import type { PlotRequest, ResultColumn, Results } from "./results.ts";

export const plotKinds = ["lines", "heat", "distribution", "phase"] as const;
export type PlotKind = (typeof plotKinds)[number];

export interface PlotChoice {
  readonly kind: PlotKind;
  /** Names of observables; null: those of `chosenObservables`. */
  readonly values: readonly string[] | null;
  /** In s; null: the end. Of heat maps and distributions. */
  readonly at: number | null;
  /** Drawn over lines. */
  readonly data: Measurements | null;
}

/** @throws UsageError for a name that is no kind. */
export function plotKindNamed(name: string): PlotKind {
  const found = plotKinds.find((kind) => kind === name);
  if (found !== undefined) return found;
  const nearest = nearestName(name, plotKinds);
  const help = nearest === null ? `the kinds are ${plotKinds.join(", ")}` : `did you mean ${nearest}?`;
  throw new UsageError(`there is no kind of plot ${name}; ${help}`);
}

/** @throws UsageError for results that have no such picture. */
export function plotRows(
  results: Results,
  { kind, values, at, data }: PlotChoice,
  path: string,
): readonly FigureRow[] {
  if (results.observables.length === 0) throw new UsageError(`${path} has no observables to plot`);
  if (data !== null && kind !== "lines")
    throw new UsageError("--data is drawn over lines, not over another --kind of plot");
  const shown = values === null ? null : values.map((name) => observableNamed(results, name, path));
  switch (kind) {
    case "lines":
      if (at !== null)
        throw new UsageError("lines show all times; --at chooses one for --kind heat and distribution");
      return lineRows(measuredLines(results, requestsOf(results, shown, data), data));
    case "heat":
      if (results.swept.length !== 2)
        throw new UsageError(
          `${path}: a heat map needs two swept parameters, and this table has ${results.swept.length}`,
        );
      return heatRows(results, shown ?? chosenObservables(results), at);
    case "distribution":
      if (results.replicate === null)
        throw new UsageError(`${path} has no replicates whose distribution could be shown`);
      return distributionRows(results, shown ?? chosenObservables(results), at);
    case "phase": {
      if (at !== null)
        throw new UsageError("lines show all times; --at chooses one for --kind heat and distribution");
      const [x, ...y] = shown ?? results.observables.slice(0, 2);
      if (y.length === 0) throw new UsageError(`${path}: a phase plot needs two observables: --values X,Y`);
      const request = { values: y.map(({ name }) => name), against: x.name, title: null };
      return lineRows(panelsOf(results, request, null));
    }
  }
}

/** @throws UsageError where nothing that was measured has a place in what is drawn. */
function measuredLines(
  results: Results,
  requests: readonly PlotRequest[],
  data: Measurements | null,
): readonly (readonly Panel[])[] {
  const rows = requests.flatMap((request) => panelsOf(results, request, data));
  const panels = rows.flat();
  const isAny = panels.some(
    ({ measured, series }) => measured.length > 0 || series.some((line) => line.measured.length > 0),
  );
  if (data !== null && !isAny) {
    const axes = [...new Set(panels.map(({ xTitle }) => xTitle))].join(" and ");
    const names = [...new Set(requests.flatMap(({ values }) => values))].join(", ");
    throw new UsageError(
      `nothing in the table of --data belongs into the plots, which show ${names} against ${axes}`,
    );
  }
  return rows;
}

function requestsOf(
  results: Results,
  shown: readonly ResultColumn[] | null,
  data: Measurements | null,
): readonly PlotRequest[] {
  if (shown === null && results.plots.length > 0) return results.plots;
  const chosen = (shown ?? chosenObservables(results)).map(({ name }) => name);
  const measured = shown === null ? [...(data?.keys() ?? [])] : [];
  return [{ values: [...new Set([...chosen, ...measured])], against: "time", title: null }];
}

function observableNamed(results: Results, name: string, path: string): ResultColumn {
  const found = results.observables.find((column) => column.name === name);
  if (found !== undefined) return found;
  const names = results.observables.map((column) => column.name);
  const nearest = nearestName(name, names);
  const help = nearest === null ? `it has ${names.join(", ")}` : `did you mean ${nearest}?`;
  throw new UsageError(`${path} has no observable ${name}; ${help}`);
}
