/**
 * Panels of lines -> rows of a figure with the data inside. Names of columns are only ever values of fields x, y, series, so no name can be
 * taken for an expression or a path.
 */
import { type FigureRow, type JsonObject, short } from "./figure.ts";
import type { Panel, PanelSeries } from "./panel.ts";
import { thinnedIndices } from "./thinLine.ts";

/** Points that a line of a picture keeps. */
const pointLimit = 1000;
/** More replicates than this are shown as mean and band only. */
const thinLineLimit = 30;
/** More swept values than this get a continuous scale of colours. */
const levelLimit = 12;

/** One row of the figure for each row of panels. */
export function lineRows(rows: readonly (readonly Panel[])[]): readonly FigureRow[] {
  const isNarrow = rows.some((row) => row.length > 1);
  const size = isNarrow ? { width: 280, height: 200 } : { width: 560, height: rows.length > 2 ? 200 : 300 };
  return rows.map((row) => {
    const zero = showsZero(row);
    const panels = row.map((panel): JsonObject => ({ ...panelSpec(panel, zero), ...size }));
    return { panels, shared: { y: "shared", color: "shared" } };
  });
}

/** An axis begins at zero unless that would press the lines together: voltages, temperatures. */
function showsZero(row: readonly Panel[]): boolean {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const series = row.flatMap((panel) => panel.series);
  for (const y of series.flatMap(({ lines, band }) => [...lines.map((line) => line.y), band?.mean ?? []])) {
    for (const value of y) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low >= 0 && low <= high / 2;
}

function panelSpec(panel: Panel, zero: boolean): JsonObject {
  const scale = { ...(panel.xSpacing === "log" ? { type: "log" } : { zero: false }), nice: false };
  const axis = panel.xTicks == null ? {} : { axis: { values: panel.xTicks } };
  const x = { field: "x", type: "quantitative", title: panel.xTitle, scale, ...axis };
  const y = { field: "y", type: "quantitative", title: panel.yTitle, scale: { zero } };
  const color = colourOf(panel);
  const layers: JsonObject[] = [];
  const banded = panel.series.filter((series) => series.band !== null);
  const bands = banded.flatMap(bandPoints);
  if (bands.length > 0) {
    const edges = { y: { ...y, field: "low" }, y2: { field: "high" } };
    layers.push({
      data: { values: bands },
      mark: { type: "area", opacity: 0.25 },
      encoding: { x, ...edges, color },
    });
  }
  const faint = banded.filter(({ lines }) => lines.length <= thinLineLimit).flatMap(linePoints);
  if (faint.length > 0) {
    layers.push(lineLayer(faint, { strokeWidth: 0.5, opacity: 0.4 }, { x, y, color }));
  }
  const bold = panel.series.flatMap((series) =>
    series.band === null ? linePoints(series) : meanPoints(series),
  );
  const marks = panel.xSpacing === null ? {} : { point: { filled: true, size: 30 } };
  layers.push(lineLayer(bold, { strokeWidth: 2, ...marks }, { x, y, color }));
  const measured = panel.series.flatMap((series) => measuredPoints(series));
  if (measured.length > 0) layers.push(...measuredLayers(measured, { x, y, color }));
  // Belongs to no one of the lines, and has the colour of none.
  const apart = measuredPoints({ label: "", level: null, measured: panel.measured });
  if (apart.length > 0) layers.push(...measuredLayers(apart, { x, y, color: { value: "#222222" } }));
  const legend = measuredLegend([...measured, ...apart]);
  const title = titleOf(panel.title, legend);
  return { ...title, layer: layers };
}

/** Lines run in the order of the rows, not of x: a phase plot turns back. */
function lineLayer(values: readonly JsonObject[], style: JsonObject, encoding: JsonObject): JsonObject {
  return {
    data: { values },
    mark: { type: "line", interpolate: "linear", ...style },
    encoding: {
      ...encoding,
      detail: { field: "line", type: "nominal" },
      order: { field: "at", type: "quantitative" },
    },
  };
}

function colourOf(panel: Panel): JsonObject {
  if (panel.legendTitle === null) return { value: "#1f5fa8" };
  const title = panel.legendTitle === "" ? null : panel.legendTitle;
  const legend = { symbolType: "stroke" };
  const levels = panel.series.map(({ level }) => level);
  if (levels.every((level) => level !== null)) {
    if (levels.length > levelLimit) {
      return { field: "level", type: "quantitative", title, scale: { scheme: "viridis" } };
    }
    return {
      field: "series",
      type: "ordinal",
      title,
      sort: labelsOf(panel),
      scale: { scheme: "viridis" },
      legend,
    };
  }
  return {
    field: "series",
    type: "nominal",
    title,
    sort: labelsOf(panel),
    scale: { scheme: "tableau10" },
    legend,
  };
}

function labelsOf(panel: Panel): readonly string[] {
  return panel.series.map(({ label }) => label);
}

function linePoints({ label, level, lines }: PanelSeries): readonly JsonObject[] {
  return lines.flatMap(({ x, y }, line) =>
    thinnedIndices(y, pointLimit).map((at) => ({
      x: short(x[at]),
      y: short(y[at]),
      series: label,
      level,
      line,
      at,
    })),
  );
}

function meanPoints({ label, level, band }: PanelSeries): readonly JsonObject[] {
  if (band === null) return [];
  return thinnedIndices(band.mean, pointLimit).map((at) => ({
    x: short(band.x[at]),
    y: short(band.mean[at]),
    series: label,
    level,
    line: 0,
    at,
  }));
}

function measuredPoints({
  label,
  level,
  measured,
}: Pick<PanelSeries, "label" | "level" | "measured">): readonly JsonObject[] {
  return measured.map(({ at, value, deviation }) => ({
    x: short(at),
    y: short(value),
    low: short(value - (deviation ?? 0)),
    high: short(value + (deviation ?? 0)),
    series: label,
    level,
  }));
}

function titleOf(title: string | null, legend: string | null): JsonObject {
  if (legend === null) return title === null ? {} : { title };
  const quiet = { fontSize: 11, fontWeight: "normal", anchor: "end" };
  return {
    title:
      title === null ? { text: legend, ...quiet } : { text: title, subtitle: legend, subtitleFontSize: 11 },
  };
}

/** What the marks of measured values mean; null where there are none. */
function measuredLegend(points: readonly JsonObject[]): string | null {
  if (points.length === 0) return null;
  const hasBars = points.some(({ low, high }) => low !== high);
  return `circles: measured${hasBars ? ", with one standard deviation" : ""}; lines: computed`;
}

/** What was measured: open circles, with bars of one standard deviation. */
function measuredLayers(values: readonly JsonObject[], { x, y, color }: JsonObject): readonly JsonObject[] {
  const shared = { x, color };
  return [
    {
      data: { values },
      mark: { type: "rule" },
      encoding: { ...shared, y: { ...(y as JsonObject), field: "low" }, y2: { field: "high" } },
    },
    {
      data: { values },
      mark: { type: "point", filled: true, fill: "white", size: 45, strokeWidth: 1.5 },
      encoding: { x, y, stroke: color },
    },
  ];
}

function bandPoints({ label, level, band }: PanelSeries): readonly JsonObject[] {
  if (band === null) return [];
  return thinnedIndices(band.deviation, pointLimit).map((at) => {
    const mean = band.mean[at] ?? Number.NaN;
    const deviation = band.deviation[at] ?? Number.NaN;
    return {
      x: short(band.x[at]),
      low: short(band.isPositive ? Math.max(0, mean - deviation) : mean - deviation),
      high: short(mean + deviation),
      series: label,
      level,
    };
  });
}
