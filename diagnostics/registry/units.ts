/** 4xxx: units and types of expressions. */
import { didYouMean, entry } from "../entry.ts";

export const unitDiagnostics = {
  TDL4001: entry<{ unit: string; nearest: string | null }>({
    severity: "error",
    message: ({ unit }) => `\`${unit}\` is not a unit.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
  }),
};
