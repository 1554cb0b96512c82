/** Panels of growth -> a Vega-Lite specification with the data inside, in the colours of the viewer. */
import type { GrowthScene } from "../../viewer/growthScene.ts";
import { categoryColour, cssColour } from "../../viewer/palette.ts";
import type { GrowthPanel, HistogramPanel } from "./growthPanels.ts";
import type { AdvancePanel, KymographPanel } from "./kymograph.ts";
import type { Json, JsonObject } from "./figure.ts";

const blue = cssColour(categoryColour(0));

export function growthSpec(rows: readonly (readonly GrowthPanel[])[], { title }: GrowthScene): JsonObject {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: { text: title, anchor: "start", fontSize: 15, offset: 16 },
    background: "white",
    spacing: 28,
    vconcat: rows.map((panels): Json => {
      const isHistogram = panels.every(({ kind }) => kind === "histogram");
      return {
        hconcat: panels.map(panelSpec),
        // Panels under each other begin at the same place, whatever stands on their axes.
        bounds: "flush",
        spacing: isHistogram ? 60 : 70,
        // Distributions at several times are read against each other.
        resolve: { scale: { y: isHistogram ? "shared" : "independent", color: "independent" } },
      };
    }),
    config: { axis: { grid: false }, view: { stroke: null }, legend: { labelLimit: 300 } },
  };
}

function panelSpec(panel: GrowthPanel): JsonObject {
  switch (panel.kind) {
    case "histogram":
      return histogramSpec(panel);
    case "kymograph":
      return kymographSpec(panel);
    case "advance":
      return advanceSpec(panel);
  }
}

function histogramSpec({ title, xTitle, yTitle, bins, ticks, counts }: HistogramPanel): JsonObject {
  const edge = (bin: number): number => Number((bins.start + bin * bins.width).toPrecision(9));
  return {
    title: panelTitle(title),
    width: 220,
    height: 130,
    data: { values: counts.map((count, bin) => ({ low: edge(bin), high: edge(bin + 1), count })) },
    mark: { type: "rect", color: blue, stroke: "white", strokeWidth: 1 },
    encoding: {
      x: {
        field: "low",
        type: "quantitative",
        title: xTitle,
        scale: { domain: [edge(0), edge(bins.number)], nice: false, zero: false },
        axis: ticks === null ? { tickCount: 6 } : { values: ticks },
      },
      x2: { field: "high" },
      y: {
        field: "count",
        type: "quantitative",
        title: yTitle,
        axis: { tickMinStep: 1, tickCount: 5, format: "d" },
      },
      y2: { datum: 0 },
    },
  };
}

function kymographSpec({
  title,
  xTitle,
  yTitle,
  legendTitle,
  states,
  stretches,
}: KymographPanel): JsonObject {
  const color: JsonObject =
    legendTitle === null
      ? { value: blue }
      : {
          field: "state",
          type: "nominal",
          title: legendTitle,
          scale: { domain: states, range: states.map((_, i) => cssColour(categoryColour(i))) },
          legend: { orient: "bottom", symbolType: "square" },
        };
  return {
    title: panelTitle(title),
    width: 320,
    height: 240,
    data: { values: stretches.map((stretch): Json => ({ ...stretch })) },
    mark: { type: "rect", strokeWidth: 0.3 },
    encoding: {
      x: { field: "from", type: "quantitative", title: xTitle, scale: { nice: false, zero: false } },
      x2: { field: "to" },
      y: { field: "low", type: "quantitative", title: yTitle, scale: { zero: false } },
      y2: { field: "high" },
      color,
      stroke: legendTitle === null ? color : { ...color, legend: null },
    },
  };
}

function advanceSpec({ title, xTitle, yTitle, lines }: AdvancePanel): JsonObject {
  return {
    title: panelTitle(title),
    width: 320,
    height: 240,
    data: {
      values: lines.flatMap(({ x, y }, line) => x.map((time, i): Json => ({ line, x: time, y: y[i] }))),
    },
    mark: { type: "line", color: blue, strokeWidth: 1, opacity: 0.6 },
    encoding: {
      x: { field: "x", type: "quantitative", title: xTitle, scale: { nice: false, zero: false } },
      y: { field: "y", type: "quantitative", title: yTitle },
      detail: { field: "line", type: "nominal" },
    },
  };
}

function panelTitle(text: string): JsonObject {
  return { text, fontWeight: "normal", anchor: "start", frame: "group" };
}
