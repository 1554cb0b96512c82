/** The library `tendril/compiler`: models to diagnostics, to a compiled model, to a standalone simulator. */
export type {
  CheckRequest,
  CheckResult,
  CompileRequest,
  CompileResult,
  NetworkSummary,
} from "./compile.ts";
export { check, compile } from "./compile.ts";
export type { RuleExplanation } from "./explain.ts";
export { explainRule } from "./explain.ts";
export type { ReadResult, SourceHost } from "./host.ts";
export { MemoryHost } from "./host.ts";
export type { PhaseName } from "./phases.ts";
export { compilerVersion } from "./version.ts";
