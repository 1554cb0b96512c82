/** Heat maps: an observable at one time over two swept parameters; over replicates its mean. */
import { amount, type FigureRow, type JsonObject, short, withUnit } from "./figure.ts";
import { timeText, valuesAt } from "./lastValues.ts";
import type { ResultColumn, Results } from "./results.ts";
import { meanOf } from "./series.ts";

/** One map an observable; further swept parameters are averaged over as replicates are, so there are two. */
export function heatRows(
  results: Results,
  shown: readonly ResultColumn[],
  at: number | null,
): readonly FigureRow[] {
  const [x, y] = results.swept;
  return shown.map((observable) => {
    const values = valuesAt(results, observable, at).map(({ point, values: own }): JsonObject => {
      const value = short(meanOf(own));
      return { x: amount(point[0], ""), y: amount(point[1], ""), value };
    });
    const labels = (column: ResultColumn): readonly string[] =>
      [...new Set(column.values)].toSorted((a, b) => a - b).map((value) => amount(value, ""));
    const axis = { labelAngle: 0, labelOverlap: "greedy", ticks: false, domain: false };
    const panel: JsonObject = {
      title: `${observable.name} ${timeText(results, at)}`,
      width: 380,
      height: 300,
      data: { values },
      mark: { type: "rect", stroke: "white", strokeWidth: 0.5 },
      encoding: {
        x: { field: "x", type: "ordinal", sort: labels(x), title: withUnit(x), axis },
        y: { field: "y", type: "ordinal", sort: labels(y).toReversed(), title: withUnit(y), axis },
        color: {
          field: "value",
          type: "quantitative",
          title: withUnit(observable),
          scale: { scheme: "viridis", zero: false },
        },
      },
    };
    return { panels: [panel], shared: {} };
  });
}
