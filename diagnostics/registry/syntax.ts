/** 1xxx: text and syntax. */
import { entry } from "../entry.ts";

export const syntaxDiagnostics = {
  TDL1001: entry<{ text: string }>({
    severity: "error",
    message: ({ text }) => `The character ${text} has no meaning here.`,
  }),
  TDL1002: entry<{ found: string; expected: string }>({
    severity: "error",
    message: ({ found, expected }) => `Found ${found} where ${expected} should stand.`,
  }),
};
