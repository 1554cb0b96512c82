/** What a directive asks of its training, as numbers. */
import type { PreparedModule } from "../compiler/surrogate/prepareModule.ts";
import { constantValue } from "../compiler/check/constantValue.ts";
import { type AcceptanceCondition, readCondition } from "../compiler/check/checkAcceptance.ts";
import type { BoundProgram } from "../compiler/bind/scope.ts";
import type { TypeChecker } from "../compiler/check/typeChecker.ts";
import type { Expression } from "../grammar/syntax/expression.ts";

export interface TrainingRequest {
  readonly runs: number;
  readonly heldOut: number;
  readonly seed: string;
  /** In s; null: none. */
  readonly budget: number | null;
  readonly conditions: readonly AcceptanceCondition[];
}

const defaultHeldOut = 0.2;

export function trainingRequest(
  { surrogate, fileScope }: PreparedModule,
  program: BoundProgram,
  checker: TypeChecker,
): TrainingRequest {
  const number = (value: Expression | null | undefined): number | null =>
    value === null || value === undefined ? null : constantValue(program, fileScope, value);
  const { train, accept } = surrogate;
  return {
    runs: number(train?.runs) ?? 100,
    heldOut: number(accept?.heldOut) ?? defaultHeldOut,
    seed: train?.seed?.value ?? "1",
    budget: number(train?.budget),
    conditions: (accept?.conditions ?? []).flatMap(
      (condition) => readCondition(condition, surrogate, fileScope, checker) ?? [],
    ),
  };
}
