/**
 * Panels -> a Vega-Lite specification with the data inside (Satyanarayan et al. 2017,
 * doi:10.1109/TVCG.2016.2599030). Names of columns are only ever values of fields x, y, series, so no name can be
 * taken for an expression or a path.
 */
import type { Panel, PanelSeries } from "./panels.ts";
import { thinnedIndices } from "./thinLine.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Points that a line of a picture keeps. */
const pointLimit = 1000;
/** More replicates than this are shown as mean and band only. */
const thinLineLimit = 30;
/** More swept values than this get a continuous scale of colours. */
const levelLimit = 12;

export function vegaLiteSpec(rows: readonly (readonly Panel[])[], title: string | null): JsonObject {
  const isNarrow = rows.some((row) => row.length > 1);
  const size = isNarrow ? { width: 280, height: 200 } : { width: 560, height: rows.length > 2 ? 200 : 300 };
  const drawn = rows.map((row): Json => {
    const zero = showsZero(row);
    const panels = row.map((panel): Json => ({ ...panelSpec(panel, zero), ...size }));
    const shared = { scale: { y: "shared", color: "shared" } };
    return panels.length === 1 ? (panels[0] ?? {}) : { hconcat: panels, resolve: shared };
  });
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    ...(title === null ? {} : { title }),
    background: "white",
    vconcat: drawn,
    resolve: { scale: { color: "independent" } },
    config: {
      axis: { grid: false },
      view: { stroke: null },
      legend: { labelLimit: 300, symbolOpacity: 1, symbolType: "stroke", symbolStrokeWidth: 2 },
    },
  };
}

/** An axis begins at zero unless that would press the lines together: voltages, temperatures. */
function showsZero(row: readonly Panel[]): boolean {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { y } of row.flatMap((panel) => panel.series.flatMap((series) => series.lines))) {
    for (const value of y) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low >= 0 && low <= high / 2;
}

function panelSpec(panel: Panel, zero: boolean): JsonObject {
  const x = { field: "x", type: "quantitative", title: panel.xTitle, scale: { zero: false, nice: false } };
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
  layers.push(lineLayer(bold, { strokeWidth: 2 }, { x, y, color }));
  return { ...(panel.title === null ? {} : { title: panel.title }), layer: layers };
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
  const levels = panel.series.map(({ level }) => level);
  if (levels.every((level) => level !== null)) {
    if (levels.length > levelLimit) {
      return { field: "level", type: "quantitative", title, scale: { scheme: "viridis" } };
    }
    return { field: "series", type: "ordinal", title, sort: labelsOf(panel), scale: { scheme: "viridis" } };
  }
  return { field: "series", type: "nominal", title, sort: labelsOf(panel), scale: { scheme: "tableau10" } };
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

function bandPoints({ label, level, band }: PanelSeries): readonly JsonObject[] {
  if (band === null) return [];
  return thinnedIndices(band.deviation, pointLimit).map((at) => {
    const mean = band.mean[at] ?? Number.NaN;
    const deviation = band.deviation[at] ?? Number.NaN;
    return {
      x: short(band.x[at]),
      low: short(mean - deviation),
      high: short(mean + deviation),
      series: label,
      level,
    };
  });
}

/** Seven digits are finer than a picture; what is not finite leaves a gap. */
function short(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(7));
}
