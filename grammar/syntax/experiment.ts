/** Experiments. */
import type { Span } from "../../diagnostics/source.ts";
import type { Name, Path, StringText } from "./common.ts";
import type { EventDeclaration, Fields, Observable, Parameter, Stimulus } from "./declaration.ts";
import type { Assignment, Expression } from "./expression.ts";

/** `experiment ltp of CaMKII { … }`. */
export interface Experiment {
  readonly kind: "experiment";
  readonly name: Name;
  readonly of: Path;
  readonly title: StringText | null;
  readonly body: readonly ExperimentStatement[];
  readonly span: Span;
}

export type ExperimentStatement =
  | ExperimentSetting
  | Parameter
  | SetParameter
  | EventDeclaration
  | Stimulus
  | Observable
  | Sweep
  | Plot
  | Sensitivity
  | Treatment
  | UseSurrogate;

/**
 * `method ssa`, `until 100 s`, `every 0.1 s`, `replicates 20`, `seed "chang"`, `tolerance 1e-8`,
 * `absolute 1e-6 uM`. Which settings exist is checked later, so that a mistyped one is named.
 */
export interface ExperimentSetting {
  readonly kind: "setting";
  readonly name: Name;
  readonly value: Expression | StringText;
  readonly span: Span;
}

/** `set kon = 4 /uM/s`, `set camkii.total = 3 uM`: a parameter's value in this experiment. */
export interface SetParameter {
  readonly kind: "set";
  readonly assignments: readonly Assignment[];
  readonly span: Span;
}

/** `sweep frequency in 0.1 Hz .. 10 Hz log 7`, `sweep k in 1 /s, 2 /s, 5 /s`. */
export interface Sweep {
  readonly kind: "sweep";
  readonly parameter: Path;
  readonly values:
    | {
        readonly kind: "range";
        readonly low: Expression;
        readonly high: Expression;
        readonly spacing: "linear" | "log";
        readonly points: Expression;
      }
    | { readonly kind: "list"; readonly values: readonly Expression[] };
  readonly span: Span;
}

/** `plot active, bound against time`. */
export interface Plot {
  readonly kind: "plot";
  readonly values: readonly Expression[];
  readonly against: Expression | null;
  readonly fields: Fields | null;
  readonly span: Span;
}

/**
 * `sensitivity of left, [A] to k, V`: derivatives of each by each as columns of their own; with `relative` at the end
 * those of the logarithms.
 */
export interface Sensitivity {
  readonly kind: "sensitivity";
  readonly values: readonly Expression[];
  readonly parameters: readonly Path[];
  readonly isRelative: boolean;
  readonly span: Span;
}

/** `treat mRNA, gene discrete`, `treat protein continuous`: how hybrid runs follow these species. */
export interface Treatment {
  readonly kind: "treat";
  readonly species: readonly Path[];
  readonly as: "continuous" | "discrete";
  readonly span: Span;
}

/** `use fast for camkii`. */
export interface UseSurrogate {
  readonly kind: "use";
  readonly surrogate: Path;
  readonly instance: Path;
  readonly span: Span;
}
