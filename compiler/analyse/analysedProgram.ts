/** What the front end hands to the analyses of whole models. */
import type { BoundProgram } from "../bind/scope.ts";
import type { TypeChecker } from "../check/typeChecker.ts";
import type { SourceSet } from "../load/load.ts";

export interface AnalysedProgram {
  readonly sources: SourceSet;
  readonly program: BoundProgram;
  readonly checker: TypeChecker;
}
