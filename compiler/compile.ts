/**
 * The compiler: a model's text becomes a plan that every engine, the emitter and the editor use.
 *
 *   load     files, imports, hashes; text -> syntax trees (grammar/)
 *   bind     names to declarations
 *   check    types, units, rules, experiments: all diagnostics of a file
 *   model    one flat, unit-free model of the chosen experiment
 *   plan     what the method needs: reactions, right-hand sides, Jacobian, propensities
 *   optimise named passes over the plan
 *   emit     code: for `tendril run` in memory, for `tendril compile` one standalone file
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { CompiledModel, MethodName } from "../runtime/model.ts";
import type { SourceHost } from "./host.ts";

export type PhaseName = "load" | "parse" | "bind" | "check" | "model" | "plan" | "optimise" | "emit";

export interface CompileRequest {
  readonly main: string;
  readonly host: SourceHost;
  /** The experiment to compile for; null: the only one, or none when the file has none. */
  readonly experiment: string | null;
  /** Overrides the experiment's method. */
  readonly method: MethodName | null;
}

export interface CheckResult {
  /** In the order of files and positions. */
  readonly diagnostics: readonly Diagnostic[];
  readonly hasErrors: boolean;
}

export interface CompileResult extends CheckResult {
  /** Null when there are errors. */
  readonly compiled: CompiledModel | null;
  /** Sizes for `tendril network`. */
  readonly network: NetworkSummary | null;
  /** The generated model code (TypeScript), as it stands in the emitted file. */
  emit(): Promise<string>;
  /** Readable text (JSON or code) of what a phase made. */
  dump(phase: PhaseName): string;
}

export interface NetworkSummary {
  readonly species: number;
  /** Reactions with the same reactants and products counted once. */
  readonly reactions: number;
  readonly reactions_unmerged: number;
  /** Independent conservation laws. */
  readonly conserved: number;
  readonly laws: readonly string[];
  readonly speciesNames: readonly string[];
  readonly reactionTexts: readonly string[];
}

export function check(request: Pick<CompileRequest, "main" | "host">): CheckResult {
  void request;
  throw new Error("lead is writing this");
}

export function compile(request: CompileRequest): CompileResult {
  void request;
  throw new Error("lead is writing this");
}
