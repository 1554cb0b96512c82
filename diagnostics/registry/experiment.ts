/** 6xxx: experiments, methods and engines. */
import { entry } from "../entry.ts";

export const experimentDiagnostics = {
  TDL6001: entry<{ model: string; names: string }>({
    severity: "error",
    message: ({ model, names }) => `${model} has several experiments and none was named: ${names}.`,
    suggestion: () => "Name one with --experiment NAME.",
  }),
};
