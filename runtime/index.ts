/** The library `tendril/runtime`: runs compiled models from a program. */
export type { Engine, EngineOptions, EngineTraits, SimulationState } from "./engines/engine.ts";
export { engines } from "./engines/registry.ts";
export type { RunResult } from "./experiment.ts";
export { runExperiment } from "./experiment.ts";
export type { MethodName } from "./methods.ts";
export type { CompiledModel } from "./model.ts";
export { csvChunks, csvText } from "./results/csv.ts";
export type { ExperimentOptions } from "./plannedExperiment.ts";
export { ResultTable } from "./results/resultTable.ts";
export type { RunRecord } from "./results/runRecord.ts";
export type { SimulationOptions } from "./simulation.ts";
export { Simulation } from "./simulation.ts";
export { SimulationError } from "./simulationError.ts";
