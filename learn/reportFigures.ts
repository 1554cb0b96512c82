/** The pictures of a report, as Vega-Lite specifications: rollouts, errors beyond the domain, errors of single steps. */
import type { SurrogateCard } from "../compiler/surrogate/card.ts";
import { type InputUnit, internalUnit } from "./inputUnits.ts";
import type { Measurement, StepPoint } from "./validate/measure.ts";

type Json = string | number | boolean | null | readonly Json[] | Figure;

export interface Figure {
  readonly [key: string]: Json;
}

export interface ReportFigures {
  readonly rollouts: readonly Figure[];
  readonly errors: Figure;
  readonly steps: readonly Figure[];
}

/** Steps in one picture, at most. */
const mostPoints = 400;
/** Errors below this, in %, are drawn as this: the axis is logarithmic. */
const smallestShown = 1e-6;

/** `units`: in which the domain of each input was written. */
export function reportFigures(
  card: SurrogateCard,
  { traces, steps, inside }: Measurement,
  units: readonly InputUnit[],
): ReportFigures {
  return {
    rollouts: traces.map(rolloutFigure),
    errors: errorsFigure(card, inside),
    steps: card.inputs.map((input, i) => stepsFigure(input, units[i] ?? internalUnit, i, steps)),
  };
}

function rolloutFigure({ name, times, exact, surrogate }: Measurement["traces"][number]): Figure {
  const values = times.flatMap((time, i) => [
    { time, value: exact[i] ?? 0, which: "exact" },
    { time, value: surrogate[i] ?? 0, which: "surrogate" },
  ]);
  return {
    width: 560,
    height: 160,
    data: { values },
    mark: "line",
    encoding: {
      x: { field: "time", type: "quantitative", title: "time (s)" },
      y: { field: "value", type: "quantitative", title: name },
      color: { field: "which", type: "nominal", title: null },
      strokeDash: { field: "which", type: "nominal", title: null },
    },
  };
}

/** Of all values together, inside and on each shell, of runs and of steps. */
function errorsFigure({ metrics }: SurrogateCard, inside: Measurement["inside"]): Figure {
  const shown = metrics.oneStep.length > 0 ? (["rollout", "oneStep"] as const) : (["rollout"] as const);
  const values = [{ stretch: 1, ...inside }, ...metrics.shells].flatMap((shell) =>
    shown.flatMap((of) =>
      (["median", "p99"] as const).map((key) => ({
        stretch: shell.stretch,
        of: of === "rollout" ? "whole runs" : "single steps",
        what: key === "p99" ? "99th percentile" : "median",
        error: Math.max(100 * shell[of][key], smallestShown),
      })),
    ),
  );
  return {
    width: 400,
    height: 220,
    data: { values },
    mark: "line",
    encoding: {
      x: {
        field: "stretch",
        type: "quantitative",
        title: "inputs up to so many times beyond the domain (1: inside)",
        scale: { domain: [1, 1.5] },
      },
      y: { field: "error", type: "quantitative", title: "error, % of range", scale: { type: "log" } },
      color: { field: "of", type: "nominal", title: null },
      strokeDash: { field: "what", type: "nominal", title: null, sort: ["median", "99th percentile"] },
    },
  };
}

function stepsFigure(
  { name, isLog, low, high }: SurrogateCard["inputs"][number],
  { unit, factor }: InputUnit,
  i: number,
  steps: readonly StepPoint[],
): Figure {
  const stride = Math.max(1, Math.ceil(steps.length / mostPoints));
  const values = steps
    .filter((_, n) => n % stride === 0)
    .map(({ inputs, error, stretch }) => ({
      input: (inputs[i] ?? 0) / factor,
      error: Math.max(100 * error, smallestShown),
      where: stretch === 1 ? "held out" : "beyond the domain",
    }));
  return {
    width: 560,
    height: 200,
    layer: [
      {
        data: { values: [{ low: low / factor, high: high / factor }] },
        mark: { type: "rect", opacity: 0.1, color: "grey" },
        encoding: {
          x: { field: "low", type: "quantitative" },
          x2: { field: "high" },
        },
      },
      {
        data: { values },
        mark: { type: "circle", size: 12, opacity: 0.6 },
        encoding: {
          x: {
            field: "input",
            type: "quantitative",
            title: `${name}${unit === "" ? "" : ` (${unit})`}, grey: the domain`,
            scale: isLog ? { type: "log", nice: false } : { type: "linear", zero: false, nice: false },
          },
          y: {
            field: "error",
            type: "quantitative",
            title: "error of a step, % of range",
            scale: { type: "log" },
          },
          color: {
            field: "where",
            type: "nominal",
            title: null,
            scale: { domain: ["held out", "beyond the domain"], range: ["#4c78a8", "#f58518"] },
          },
        },
      },
    ],
  };
}
