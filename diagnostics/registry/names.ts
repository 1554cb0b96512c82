/** 3xxx: names. */
import { didYouMean, entry } from "../entry.ts";

export const nameDiagnostics = {
  TDL3001: entry<{ name: string; nearest: string | null }>({
    severity: "error",
    message: ({ name }) => `Nothing named \`${name}\` is declared here.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
  }),
};
