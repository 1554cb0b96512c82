/** 2xxx: files and imports. */
import { entry } from "../entry.ts";

export const fileDiagnostics = {
  TDL2001: entry<{ path: string; reason: string }>({
    severity: "error",
    message: ({ path, reason }) => `The file ${path} can not be read: ${reason}.`,
  }),
};
