/**
 * Work against precision of the implicit methods on the stiff problems of E. Hairer and G. Wanner (1996,
 * doi:10.1007/978-3-642-05221-7) with the solutions of the test set for initial value problems (F. Mazzia and C.
 * Magherini 2008): the largest relative error at the end, and the CPU time of a run in a warm process.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderSvg } from "../../cli/plot/renderSvg.ts";
import { odeMethods } from "../../runtime/engines/ode/odeMethods.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import { handMadeModel } from "../../test/support/handMadeModel.ts";
import { type OdeRunOptions, relativeError, runOde } from "../../test/support/odeRun.ts";
import { stiffProblems } from "../../test/support/testProblems.ts";
import type { BenchSettings, TableBenchmark } from "../benchmark.ts";
import { figures } from "../statistics.ts";

interface Point {
  readonly problem: string;
  readonly method: string;
  readonly tolerance: number;
  /** Largest relative error. */
  readonly error: number;
  /** In ms of CPU time. */
  readonly time: number;
}

const tolerances = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9];

export const workPrecision: TableBenchmark = {
  name: "ode/work_precision",
  about: "error against CPU time of each implicit method on stiff problems",
  table: async (settings) => {
    const points = measure(settings);
    if (settings.figures !== null)
      writeFileSync(join(settings.figures, "work_precision.svg"), await renderSvg(figureOf(points)));
    return tableText(points);
  },
};

function measure({ quick }: BenchSettings): Point[] {
  const methods = odeMethods.filter(({ implicit }) => implicit).map(({ name }) => name);
  return stiffProblems.flatMap(({ name, equations, until, solution, absolutePart }) => {
    const model = handMadeModel(equations);
    return methods.flatMap((method) =>
      tolerances.map((tolerance): Point => {
        const options = { relative: tolerance, absolute: tolerance * absolutePart, method };
        const error = relativeError(runOde(model, until, options), solution);
        return {
          problem: name,
          method,
          tolerance,
          error,
          time: timeOf(model, until, options, quick ? 0.02 : 0.1),
        };
      }),
    );
  });
}

/** The mean over as many runs as take some time, in ms. */
function timeOf(model: CompiledModel, until: number, options: OdeRunOptions, atLeast: number): number {
  runOde(model, until, options);
  const before = process.cpuUsage();
  for (let runs = 1; ; runs++) {
    runOde(model, until, options);
    const { user, system } = process.cpuUsage(before);
    if (user + system >= 1e6 * atLeast) return (user + system) / 1e3 / runs;
  }
}

function tableText(points: readonly Point[]): string {
  const groups = Map.groupBy(points, ({ problem, method }) => `${problem}, ${method}`);
  return [...groups]
    .map(([name, group]) => {
      const cells = group.map(({ error, time }) => `${error.toExponential(1)} in ${figures(time)} ms`);
      return `  ${name}: ${cells.join("; ")}`;
    })
    .join("\n");
}

function figureOf(points: readonly Point[]) {
  const log = (field: string, title: string) => ({
    field,
    type: "quantitative",
    title,
    scale: { type: "log" },
    axis: { format: ".0e", tickCount: 5 },
  });
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    data: { values: points.map((point) => ({ ...point })) },
    facet: { field: "problem", type: "nominal", title: null },
    columns: 2,
    spec: {
      width: 320,
      height: 240,
      mark: { type: "line", point: true },
      encoding: {
        x: log("error", "largest relative error"),
        y: log("time", "CPU time of a run (ms)"),
        color: { field: "method", type: "nominal", title: null },
        order: { field: "tolerance", type: "quantitative" },
      },
    },
    resolve: { scale: { x: "independent", y: "independent" } },
  };
}
