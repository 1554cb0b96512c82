/** Surrogate directives. */
import type { Span } from "../../diagnostics/source.ts";
import type { Name, Path, StringText } from "./common.ts";
import type { Expression, Quantity } from "./expression.ts";

/** `surrogate fast of CaMKII { inputs … outputs … kind … train … accept … keep … outside … }`. */
export interface Surrogate {
  readonly kind: "surrogate";
  readonly name: Name;
  /** The module that it stands for. */
  readonly of: Path;
  readonly inputs: readonly SurrogateInput[];
  readonly outputs: readonly SurrogateOutput[];
  readonly method: SurrogateMethod | null;
  readonly train: SurrogateTraining | null;
  readonly accept: SurrogateAcceptance | null;
  /** What must hold exactly: `total(CaMKII), nonnegative`. */
  readonly keep: readonly Expression[];
  readonly outside: SurrogateOutside | null;
  readonly span: Span;
}

/** `Ca in 0.05 uM .. 20 uM log`: an input and its training domain. */
export interface SurrogateInput {
  readonly path: Path;
  readonly low: Expression;
  readonly high: Expression;
  /** `linear` when nothing is written. */
  readonly spacing: "linear" | "log";
  readonly span: Span;
}

/** `active`, or `flux(Ca)`: the net flux into a shared species. */
export interface SurrogateOutput {
  readonly quantity: "value" | "flux";
  readonly path: Path;
  readonly span: Span;
}

/** `kind moments retain active, bound`, `kind propagator 1 ms`. */
export interface SurrogateMethod {
  readonly name: Name;
  readonly argument: Quantity | null;
  readonly retain: readonly Path[];
  readonly span: Span;
}

/** `train from experiment ltp runs 400 sampling sobol seed "2026" budget 10 min`. */
export interface SurrogateTraining {
  readonly experiments: readonly Path[];
  readonly runs: Expression | null;
  readonly sampling: Name | null;
  readonly seed: StringText | null;
  readonly budget: Expression | null;
  readonly span: Span;
}

/** `accept nrmse(active) <= 2 % held_out 20 %`. */
export interface SurrogateAcceptance {
  readonly conditions: readonly Expression[];
  readonly heldOut: Expression | null;
  readonly span: Span;
}

/** `outside fallback exact`, `outside clamp`, `outside error`: what happens beyond the domain. */
export interface SurrogateOutside {
  readonly action: "fallback exact" | "clamp" | "error";
  readonly span: Span;
}
