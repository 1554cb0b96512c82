/** Compiles a model file as it is shipped, and runs it. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { NodeFileHost } from "../../cli/fileHost.ts";
import { compile } from "../../compiler/compile.ts";
import type { EngineTraits } from "../../runtime/engines/engine.ts";
import { engines } from "../../runtime/engines/registry.ts";
import { type RunResult, runExperiment } from "../../runtime/experiment.ts";
import type { ExperimentOptions } from "../../runtime/plannedExperiment.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import { Simulation, type SimulationOptions } from "../../runtime/simulation.ts";

export const root = join(import.meta.dirname, "..", "..");

/** `models/NAME/FILE.tdl` of every package, in the order of the alphabet. */
export function shippedFiles(names: readonly string[]): readonly string[] {
  return names.flatMap((name) =>
    readdirSync(join(root, "models", name))
      .filter((file) => file.endsWith(".tdl"))
      .toSorted()
      .map((file) => `models/${name}/${file}`),
  );
}

export interface ShippedModel {
  readonly compiled: CompiledModel;
  readonly traits: EngineTraits;
}

/** `file` from the repository's root; throws what the compiler says if it says anything at all. */
export function openModel(file: string, experiment: string): ShippedModel {
  const host = new NodeFileHost(file, root);
  const { compiled, diagnostics } = compile({ main: file, host, experiment, method: null });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const traits = engines.find(({ name }) => name === compiled?.manifest.method);
  if (compiled === null || traits === undefined) throw new Error(`${file} can not be run`);
  return { compiled, traits };
}

/** A run of a shipped experiment that a test drives. */
export function simulate(file: string, experiment: string, options: SimulationOptions = {}): Simulation {
  const { compiled, traits } = openModel(file, experiment);
  return new Simulation(compiled, traits, options);
}

/** A shipped experiment as `tendril run` runs it, with its table by columns. */
export async function runShipped(
  file: string,
  experiment: string,
  options: ExperimentOptions = {},
): Promise<{ readonly result: RunResult; readonly column: (name: string) => Float64Array }> {
  const { compiled, traits } = openModel(file, experiment);
  const result = await runExperiment(compiled, traits, options);
  if (result.error !== null) throw result.error;
  const column = (name: string): Float64Array => {
    const index = result.table.columns.indexOf(name);
    if (index < 0) throw new Error(`there is no column ${name}`);
    return result.table.column(index);
  };
  return { result, column };
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Of a sample. */
export function variance(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - centre) ** 2;
  return sum / (values.length - 1);
}
