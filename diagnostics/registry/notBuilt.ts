/** 8xxx: parts of the language that parse but have no meaning yet. */
import { entry } from "../entry.ts";

export const notBuiltDiagnostics = {
  TDL8001: entry<{ what: string }>({
    severity: "error",
    message: ({ what }) => `${what} is part of the language but not built yet.`,
  }),
};
