/**
 * How replicates spread at one time: a histogram without sweeps; with them the single values over the first swept
 * parameter, with median and quartiles, and a panel for each value of the second.
 */
import { amount, type FigureRow, type JsonObject, short, withUnit } from "./figure.ts";
import { binsOf, countIn } from "./histogram.ts";
import { type PointValues, timeText, valuesAt } from "./lastValues.ts";
import type { ResultColumn, Results } from "./results.ts";
import { meanOf } from "./series.ts";

const blue = "#1f5fa8";

export function distributionRows(
  results: Results,
  shown: readonly ResultColumn[],
  at: number | null,
): readonly FigureRow[] {
  const [, across] = results.swept;
  return shown.map((observable) => {
    if (results.swept.length === 0) return { panels: [histogram(results, observable, at)], shared: {} };
    const points = valuesAt(results, observable, at);
    const levels = across === undefined ? [null] : [...new Set(points.map(({ point }) => point[1]))];
    const panels = levels.map((level) => {
      const where = level === null ? "" : `, ${across.name} = ${amount(level, across.unit)}`;
      const own = points.filter(({ point }) => level === null || point[1] === level);
      return spread(own, results, observable, `${observable.name} ${timeText(results, at)}${where}`);
    });
    return { panels, shared: { y: "shared" } };
  });
}

function histogram(results: Results, observable: ResultColumn, at: number | null): JsonObject {
  const values = valuesAt(results, observable, at).flatMap((point) => point.values);
  const isWhole = values.every((value) => Number.isInteger(value));
  const bins = binsOf(values, isWhole ? 1 : 0);
  // Whole numbers stand in the middle of their bin.
  const shift = isWhole && bins.width === 1 ? 0.5 : 0;
  const edge = (bin: number): number => Number((bins.start + bin * bins.width - shift).toPrecision(9));
  const average = meanOf(values);
  return {
    title: `${observable.name} ${timeText(results, at)}: mean ${amount(average, observable.unit)}, ${values.length} replicates`,
    width: 420,
    height: 200,
    layer: [
      {
        data: {
          values: countIn(bins, values).map((count, bin) => ({ low: edge(bin), high: edge(bin + 1), count })),
        },
        mark: { type: "rect", color: blue, stroke: "white", strokeWidth: 1 },
        encoding: {
          x: {
            field: "low",
            type: "quantitative",
            title: withUnit(observable),
            scale: { nice: false, zero: false },
          },
          x2: { field: "high" },
          y: {
            field: "count",
            type: "quantitative",
            title: "replicates",
            axis: { tickMinStep: 1, format: "d" },
          },
          y2: { datum: 0 },
        },
      },
      {
        data: { values: [{ average: short(average) }] },
        mark: { type: "rule", color: "#222222", strokeDash: [4, 3] },
        encoding: { x: { field: "average", type: "quantitative" } },
      },
    ],
  };
}

function spread(
  points: readonly PointValues[],
  { swept }: Results,
  observable: ResultColumn,
  title: string,
): JsonObject {
  const [first, , ...others] = swept;
  const label = (point: readonly number[]): string =>
    [
      amount(point[0], ""),
      ...others.map(({ name, unit }, i) => `${name} = ${amount(point[i + 2], unit)}`),
    ].join(", ");
  const values = points.flatMap(({ point, values: own }) =>
    own.map((value): JsonObject => ({ x: label(point), y: short(value) })),
  );
  const x = {
    field: "x",
    type: "ordinal",
    sort: points.map(({ point }) => label(point)),
    title: withUnit(first),
    axis: { labelAngle: others.length === 0 ? 0 : -45, labelOverlap: "greedy" },
  };
  const y = { field: "y", type: "quantitative", title: withUnit(observable), scale: { zero: false } };
  return {
    title,
    width: Math.max(200, Math.min(420, 45 * points.length)),
    height: 220,
    data: { values },
    layer: [
      {
        mark: {
          type: "boxplot",
          extent: "min-max",
          color: blue,
          opacity: 0.35,
          size: 18,
          median: { color: "#222222" },
        },
        encoding: { x, y },
      },
      {
        mark: { type: "tick", thickness: 1, size: 12, color: "#222222", opacity: 0.5 },
        encoding: { x, y },
      },
    ],
  };
}
