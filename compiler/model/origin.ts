/** Where something of a flat model comes from in the text, and how its value is shown. */
import type { SourceFile, Span } from "../../diagnostics/source.ts";
import type { Dimension } from "../../runtime/units/dimension.ts";

export interface Origin {
  readonly file: SourceFile;
  readonly span: Span;
}

/** How a value is shown: `factor` internal units are one `unit`. */
export interface DisplayUnit {
  readonly unit: string;
  readonly factor: number;
  readonly dimension: Dimension;
}
