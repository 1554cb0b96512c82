/** Models of growth as text, compiled for the method `graph` and run by tests. */
import { compile } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import { graphEngine } from "../../runtime/engines/graph/graphEngine.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import { Simulation, type SimulationOptions } from "../../runtime/simulation.ts";

/** @throws Error with all that the compiler says against the statements. */
export function growthModel(statements: string): CompiledModel {
  const host = new MemoryHost(new Map([["m.tdl", `language 1.0\nmodel M {\n${statements}\n}\n`]]));
  const { compiled, diagnostics } = compile({ main: "m.tdl", host, experiment: null, method: "graph" });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (compiled === null || errors.length > 0)
    throw new Error(errors.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  return compiled;
}

export function startGrowth(model: CompiledModel, options: SimulationOptions = {}): Simulation {
  return new Simulation(model, graphEngine, { seed: "growth", ...options });
}

/** One observable, or several, at times that are `every` s apart: `count` of them, the first at `from`. */
export function series<Name extends string>(
  simulation: Simulation,
  names: readonly Name[],
  { from, every, count }: { readonly from: number; readonly every: number; readonly count: number },
): Readonly<Record<Name, Float64Array>> {
  const columns = Object.fromEntries(names.map((name) => [name, new Float64Array(count)]));
  for (let i = 0; i < count; i++) {
    simulation.advanceTo(from + i * every);
    const observed = simulation.observe();
    for (const name of names) columns[name][i] = observed[name];
  }
  return columns as Record<Name, Float64Array>;
}

/** Lists i = 0 … count - 1 through a template, for patterns that repeat. */
export function repeat(count: number, piece: (i: number) => string, separator = "\n"): string {
  return Array.from({ length: count }, (_, i) => piece(i)).join(separator);
}
