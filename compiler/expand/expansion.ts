/** What the expanders of statements share: the tree of parts, and how what it declares is named in one flat model. */
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import type { ExperimentStatement } from "../../grammar/syntax/experiment.ts";
import type { BoundProgram } from "../bind/scope.ts";
import type { TypeChecker } from "../check/typeChecker.ts";
import type { Found, Instance, InstanceTree } from "../model/instance.ts";
import type { FlatNames } from "./flatNames.ts";

export interface Expansion {
  readonly program: BoundProgram;
  readonly checker: TypeChecker;
  readonly tree: InstanceTree;
  readonly names: FlatNames;
  /** Whether places need not be said, since there is one at the most. */
  readonly hasOneCompartment: boolean;

  /** The flat name; a type, function or constant that is named comes into the model by that. */
  nameOf(found: Found): string;
  /** Whether an experiment gives the value of that (flat) name. */
  isSet(name: string): boolean;
  /** Whether the rule of that (flat) name makes anything for these states of its variables. */
  happens(name: string, states: readonly string[]): boolean;
  /** The statements of an instance, expanded. */
  body(instance: Instance): readonly (Statement | ExperimentStatement)[];
}
