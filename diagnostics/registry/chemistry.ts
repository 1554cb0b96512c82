/** 5xxx: rules, species, compartments. */
import { entry } from "../entry.ts";

export const chemistryDiagnostics = {
  TDL5001: entry<{ rule: string }>({
    severity: "warning",
    message: ({ rule }) => `The rule ${rule} changes nothing: both sides are the same.`,
  }),
};
