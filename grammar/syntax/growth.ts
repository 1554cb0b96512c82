/** Space, energies, motion, filaments and growth forms: they parse; their meaning is not built yet. */
import type { Span } from "../../diagnostics/source.ts";

export type GrowthStatement = { readonly kind: "filament"; readonly span: Span };
