/** 2xxx: files and imports. */
import { didYouMean, entry } from "../entry.ts";
import type { NearName } from "../nearest.ts";

export const fileDiagnostics = {
  TDL2001: entry<{ path: string; reason: string }>({
    severity: "error",
    message: ({ path, reason }) => `The file ${path} can not be read: ${reason}.`,
  }),
  TDL2002: entry<{ path: string; reason: string }>({
    severity: "error",
    message: ({ path, reason }) => `The import "${path}" is refused: ${reason}.`,
    suggestion: ({ reason }) =>
      reason === "there is no such file"
        ? "Paths are read from the folder of the file that imports."
        : "Imports stay inside the folder of the package, or of the main file.",
  }),
  TDL2003: entry<{ name: string; path: string; nearest: NearName | null }>({
    severity: "error",
    message: ({ name, path }) => `${path} declares nothing named \`${name}\`.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
    correction: ({ nearest }) => nearest,
  }),
  TDL2004: entry<{ limit: number }>({
    severity: "error",
    message: ({ limit }) => `The model draws together more than ${limit} files.`,
  }),
  TDL2005: entry<{ name: string }>({
    severity: "warning",
    message: ({ name }) => `The import \`${name}\` is never used.`,
    suggestion: () => "Remove it from the import.",
  }),
  TDL2006: entry<{ path: string }>({
    severity: "error",
    message: ({ path }) => `${path} has no model to run.`,
    suggestion: () => "Declare one with `model NAME { … }`.",
  }),
  TDL2008: entry<{ circle: readonly string[] }>({
    severity: "warning",
    message: ({ circle }) =>
      circle.length === 2
        ? `${circle[0]} imports itself.`
        : `Files import each other in a circle: ${circle.join(" imports ")}.`,
    suggestion: ({ circle }) =>
      circle.length === 2
        ? "A file knows its own declarations without an import."
        : "Move what they share into a file that imports none of them.",
  }),
  TDL2007: entry<{ names: string }>({
    severity: "error",
    message: ({ names }) => `The file has several models and no experiment says which one runs: ${names}.`,
    suggestion: () => "Add `experiment NAME of MODEL { … }`, or turn the ones that are parts into `module`.",
  }),
};
