/**
 * Panels of a plot against a swept parameter: a dose-response curve, the values at the end of each run over the
 * values of the parameter. One swept parameter: a colour an observable. A second one: a panel an observable, and a
 * colour for each of its values; further ones join the colour's label.
 */
import { amount, withUnit } from "./figure.ts";
import { timeText, valuesAt } from "./lastValues.ts";
import { type MeasuredPoint, type Measurements, measuredOverParameter } from "./measurements.ts";
import type { Panel, PanelSeries } from "./panel.ts";
import type { PlotRequest, ResultColumn, Results } from "./results.ts";
import { type Band, meanOf, sampleDeviation } from "./series.ts";

/** `groups`: observables that may share a panel, where the colours are free for them. */
export function responsePanels(
  results: Results,
  x: ResultColumn,
  groups: readonly (readonly ResultColumn[])[],
  { title }: PlotRequest,
  measurements: Measurements | null,
): readonly (readonly Panel[])[] {
  const at = results.swept.indexOf(x);
  const others = results.swept.filter((column) => column !== x);
  const panels = others.length === 0 ? groups : groups.flat().map((y) => [y]);
  const when = timeText(results, null);
  const end = results.time.values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const measured = (name: string, fixed: ReadonlyMap<string, number> | null): readonly MeasuredPoint[] =>
    measuredOverParameter(measurements?.get(name), x.name, fixed, end);
  return panels.map((shown, i) => {
    const [first] = shown;
    const families = shown.flatMap((y) => familiesOf(results, y, at));
    return [
      {
        title: i === 0 && title !== null ? title : when,
        xTitle: withUnit(x),
        xSpacing: isLogarithmic(x.values) ? "log" : "linear",
        yTitle: shown.length === 1 ? withUnit(first) : first.unit,
        legendTitle: others.length > 0 ? withUnit(others[0]) : shown.length > 1 ? "" : null,
        series: families.map(
          ({ name, fixed, line, isSpread }): PanelSeries => ({
            label: others.length === 0 ? name : labelOf(fixed, others),
            level: others.length === 1 ? fixed[0] : null,
            lines: isSpread ? [] : [{ x: line.x, y: line.mean }],
            band: isSpread ? line : null,
            measured: measured(name, new Map(others.map((other, k) => [other.name, fixed[k]]))),
          }),
        ),
        measured: others.length === 0 ? [] : shown.flatMap((y) => measured(y.name, null)),
      },
    ];
  });
}

/** The first of the other parameters stands in the legend's title. */
function labelOf(fixed: readonly number[], others: readonly ResultColumn[]): string {
  const more = others.slice(1).map(({ name, unit }, k) => `${name} = ${amount(fixed[k + 1], unit)}`);
  return [amount(fixed[0], ""), ...more].join(", ");
}

interface Family {
  readonly name: string;
  /** Values of the other swept parameters. */
  readonly fixed: readonly number[];
  readonly line: Band;
  readonly isSpread: boolean;
}

/** One line for each combination of the other parameters, in the order of x. */
function familiesOf(results: Results, y: ResultColumn, at: number): readonly Family[] {
  const families = new Map<string, ReturnType<typeof valuesAt>[number][]>();
  for (const point of valuesAt(results, y, null)) {
    const key = point.point.toSpliced(at, 1).join(" ");
    families.set(key, [...(families.get(key) ?? []), point]);
  }
  return [...families.values()].map((points) => {
    const sorted = points.toSorted((a, b) => a.point[at] - b.point[at]);
    return {
      name: y.name,
      fixed: sorted[0].point.toSpliced(at, 1),
      line: {
        x: sorted.map(({ point }) => point[at]),
        mean: sorted.map(({ values }) => meanOf(values)),
        deviation: sorted.map(({ values }) => sampleDeviation(values)),
        isPositive: sorted.every(({ values }) => values.every((value) => !(value < 0))),
      },
      isSpread: sorted.some(({ values }) => values.length > 1),
    };
  });
}

/** Whether the values are spread more evenly in their logarithms: `log` sweeps, and lists such as 1, 10, 100. */
export function isLogarithmic(values: Iterable<number>): boolean {
  const sorted = [...new Set(values)].toSorted((a, b) => a - b);
  if (sorted.length < 3 || !(sorted[0] > 0)) return false;
  return unevenness(sorted.map(Math.log)) < unevenness(sorted);
}

/** The largest step between neighbours over the smallest. */
function unevenness(sorted: readonly number[]): number {
  const steps = sorted.slice(1).map((value, i) => value - sorted[i]);
  return Math.max(...steps) / Math.min(...steps);
}
