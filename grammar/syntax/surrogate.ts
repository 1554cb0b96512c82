/** Surrogate directives: they parse; their meaning is not built yet. */
import type { Span } from "../../diagnostics/source.ts";

export interface Surrogate {
  readonly kind: "surrogate";
  readonly span: Span;
}
