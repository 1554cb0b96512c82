/**
 * Good programs that look odd: every one compiles without a word, runs with every engine that can and gives
 * numbers.
 *
 * The folder `grammar` holds programs for the parser and the formatter alone.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compile, type CompileResult } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import { engines } from "../../runtime/engines/registry.ts";
import { Simulation } from "../../runtime/simulation.ts";
import type { EngineTraits } from "../../runtime/engines/engine.ts";

const corpus = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".tdl") && !path.startsWith("grammar"))
  .sort();
const texts = new Map(corpus.map((path) => [path, readFileSync(join(import.meta.dirname, path), "utf8")]));
const programs = corpus.filter((path) => !path.includes("lib"));

function compileFor(engine: EngineTraits, main: string): CompileResult {
  return compile({ main, host: new MemoryHost(texts), experiment: null, method: engine.name });
}

describe.each(engines.map((engine) => [engine.name, engine] as const))("%s", (_, engine) => {
  it.each(programs)("%s", (main) => {
    const { compiled, diagnostics } = compileFor(engine, main);
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
    if (compiled === null) throw new Error("nothing was compiled");
    const simulation = new Simulation(compiled, engine, { seed: "good" });
    simulation.advanceTo(0.5);
    const observed = Object.entries(simulation.observe());
    expect(observed.map(([name]) => name)).toEqual(compiled.observables.map(({ name }) => name));
    expect(observed.filter(([, value]) => !Number.isFinite(value))).toEqual([]);
  });
});
