/**
 * Which panels a plot has and what stands in each.
 *
 * Without sweeps: one panel a unit and order of size, one colour an observable. With sweeps: one panel an observable, the first
 * swept parameter as colour, the second as columns of panels; further ones join the colour's label. Plots against a
 * swept parameter are those of responsePanels.ts.
 */
import { amount, withUnit } from "./figure.ts";
import { type MeasuredPoint, type Measurements, measuredOverTime } from "./measurements.ts";
import type { Panel } from "./panel.ts";
import type { PlotRequest, ResultColumn, Results } from "./results.ts";
import { responsePanels } from "./responsePanels.ts";
import type { Band, Line } from "./series.ts";
import { bandOf, lineOf, sweepPointsOf } from "./series.ts";
import { inReadableTime, roundTicks } from "./timeUnit.ts";

/** What is smaller than another by more than this has an axis of its own. */
const sizeRatio = 100;

/** Rows of panels, top to bottom; several in a row for the values of a second swept parameter. */
export function panelsOf(
  inSeconds: Results,
  plot: PlotRequest,
  measurements: Measurements | null = null,
): readonly (readonly Panel[])[] {
  const { results, unit } = inReadableTime(inSeconds);
  const swept = results.swept.find(({ name }) => name === plot.against);
  const columns = [results.time, ...results.observables];
  const find = (name: string): readonly ResultColumn[] => columns.filter((column) => column.name === name);
  const x = find(plot.against)[0] ?? results.time;
  const values = plot.values.flatMap(find);
  if (swept !== undefined) return responsePanels(inSeconds, swept, ofLikeUnit(values), plot, measurements);
  const measured: MeasuredOf = (y, fixed) =>
    x === results.time ? measuredOverTime(measurements?.get(y.name), fixed, unit.seconds) : [];
  const rows =
    results.swept.length > 0
      ? panelsBySweep(results, x, values, plot, measured)
      : panelsByUnit(results, x, values, plot, measured);
  if (x !== results.time) return rows;
  const xTicks = roundTicks(
    x.values.reduce((most, value) => Math.max(most, value), 0),
    unit,
  );
  return rows.map((row) => row.map((panel) => ({ ...panel, xTicks })));
}

/** What was measured of an observable in the run with these swept values; null: in no single one of them. */
type MeasuredOf = (y: ResultColumn, fixed: ReadonlyMap<string, number> | null) => readonly MeasuredPoint[];

function panelsByUnit(
  results: Results,
  x: ResultColumn,
  values: readonly ResultColumn[],
  plot: PlotRequest,
  measured: MeasuredOf,
): readonly (readonly Panel[])[] {
  const replicates = sweepPointsOf(results)[0]?.replicates ?? [];
  return ofLikeUnit(values).map((shown, i) => {
    const single = shown.length === 1 ? shown[0] : undefined;
    return [
      {
        title: i === 0 ? plot.title : null,
        xTitle: withUnit(x),
        xSpacing: null,
        yTitle: single === undefined ? shown[0].unit : withUnit(single),
        legendTitle: single === undefined ? "" : null,
        series: shown.map((y) => ({
          label: y.name,
          level: null,
          ...drawn(replicates, x, y, results),
          measured: measured(y, new Map()),
        })),
        measured: [],
      },
    ];
  });
}

/** Observables that can be read on one axis. */
function ofLikeUnit(values: readonly ResultColumn[]): readonly (readonly ResultColumn[])[] {
  const units = [...new Set(values.map(({ unit }) => unit))];
  return units.flatMap((unit) => ofLikeSize(values.filter((value) => value.unit === unit)));
}

/** Of one unit; the largest first, in each group in their own order. */
function ofLikeSize(values: readonly ResultColumn[]): readonly (readonly ResultColumn[])[] {
  const sizes = new Map(
    values.map((column) => [
      column,
      column.values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0),
    ]),
  );
  const size = (column: ResultColumn): number => sizes.get(column) ?? 0;
  const groups: ResultColumn[][] = [];
  for (const column of values.toSorted((a, b) => size(b) - size(a))) {
    const last = groups.at(-1);
    if (last !== undefined && (size(column) === 0 || size(last[0]) <= sizeRatio * size(column)))
      last.push(column);
    else groups.push([column]);
  }
  return groups.map((group) => group.toSorted((a, b) => values.indexOf(a) - values.indexOf(b)));
}

function panelsBySweep(
  results: Results,
  x: ResultColumn,
  values: readonly ResultColumn[],
  plot: PlotRequest,
  measured: MeasuredOf,
): readonly (readonly Panel[])[] {
  const points = sweepPointsOf(results);
  const [colour, across, ...others] = results.swept;
  const acrossLevels =
    across === undefined ? [null] : [...new Set(points.map((point) => point.values[1] ?? null))];
  return values.map((y, i) =>
    acrossLevels.map((level, j) => {
      const shown = points.filter((point) => level === null || point.values[1] === level);
      const where =
        across === undefined || level === null ? null : `${across.name} = ${amount(level, across.unit)}`;
      const title = i === 0 && j === 0 && plot.title !== null ? [plot.title, where] : [where];
      return {
        title: title.filter((part) => part !== null).join(": ") || null,
        xTitle: withUnit(x),
        xSpacing: null,
        yTitle: withUnit(y),
        legendTitle: colour === undefined ? null : withUnit(colour),
        series: shown.map((point) => ({
          label: [
            amount(point.values[0] ?? Number.NaN, ""),
            ...others.map(
              ({ name, unit }, k) => `${name} = ${amount(point.values[k + 2] ?? Number.NaN, unit)}`,
            ),
          ].join(", "),
          level: others.length === 0 ? (point.values[0] ?? null) : null,
          ...drawn(point.replicates, x, y, results),
          measured: measured(y, new Map(results.swept.map(({ name }, k) => [name, point.values[k]]))),
        })),
        measured: measured(y, null),
      };
    }),
  );
}

function drawn(
  replicates: readonly (readonly number[])[],
  x: ResultColumn,
  y: ResultColumn,
  results: Results,
): { readonly lines: readonly Line[]; readonly band: Band | null } {
  const lines = replicates.map((rows) => lineOf(rows, x, y));
  const band = replicates.length > 1 && x === results.time ? bandOf(replicates, x, y) : null;
  return { lines, band };
}
