/** 9xxx: models read from other formats. */
import { didYouMean, entry } from "../entry.ts";

export const interopDiagnostics = {
  TDL9001: entry<{ block: string; expected: string }>({
    severity: "error",
    message: ({ block, expected }) => `This line of ${block} can not be read: here ${expected} is expected.`,
  }),
  TDL9002: entry<{ what: string; hint: string | null }>({
    severity: "error",
    message: ({ what }) => `${what} can not be imported yet.`,
    suggestion: ({ hint }) => hint,
  }),
  TDL9003: entry<{ what: string; why: string }>({
    severity: "notice",
    message: ({ what, why }) => `${what} is left out: ${why}.`,
  }),
  TDL9004: entry<{ kind: string; name: string; nearest: string | null; isUnit?: boolean }>({
    severity: "error",
    message: ({ kind, name }) => `The file declares no ${kind} \`${name}\`.`,
    suggestion: ({ nearest, name, isUnit }) =>
      isUnit === true
        ? `If \`${name}\` is a unit: BNGL has none, so write the number alone.`
        : didYouMean(nearest),
  }),
  TDL9005: entry<{ found: string; name: string }>({
    severity: "notice",
    message: ({ found, name }) => `The block \`${found}\` is read as \`${name}\`.`,
  }),
  TDL9006: entry<{ kind: string; name: string; other: string; renamed: string }>({
    severity: "notice",
    message: ({ kind, name, other, renamed }) =>
      `The ${kind} ${name} is called ${renamed} in the result, since ${other} has that name.`,
  }),
  TDL9007: entry<{ block: string }>({
    severity: "error",
    message: ({ block }) => `The block \`${block}\` is not closed.`,
    suggestion: ({ block }) => `Write \`end ${block}\` after its last line.`,
  }),
  TDL9008: entry<{ kind: string; name: string }>({
    severity: "warning",
    message: ({ kind, name }) => `The ${kind} ${name} is defined twice; the last definition counts.`,
    suggestion: () => "Remove one of them.",
  }),
  TDL9009: entry<{ name: string; nearest: string | null }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is no block of BNGL.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
  }),
  TDL9010: entry<{ message: string }>({
    severity: "error",
    message: ({ message }) => `The file was read, but not all that it says can be done: ${message}`,
  }),
  TDL9011: entry<{ label: string; ends: number }>({
    severity: "error",
    message: ({ label, ends }) => `The bond ${label} has ${ends === 1 ? "only one end" : `${ends} ends`}.`,
    suggestion: () => "A bond label stands at exactly two sites of one pattern; `!+` is a bond to anything.",
  }),
  TDL9012: entry<{ rule: string; reason: string }>({
    severity: "error",
    message: ({ rule, reason }) => `In the rule ${rule} ${reason}.`,
  }),
  TDL9013: entry<{ name: string }>({
    severity: "notice",
    message: ({ name }) => `The value of ${name} is left to be fitted; it is set to 1.`,
    suggestion: () => "Give it a value of your own.",
  }),
  TDL9015: entry<{ name: string }>({
    severity: "warning",
    message: ({ name }) => `The parameter ${name} has no value; it is set to 1.`,
    suggestion: ({ name }) => `Write \`${name} 1\`, or the value that is meant.`,
  }),
  TDL9014: entry<{ name: string; states: string }>({
    severity: "error",
    message: ({ name }) => `The molecule ${name} of the initial species is not fully known.`,
    suggestion: ({ states }) => `Name a state for ${states}.`,
  }),
  TDL9101: entry<{ molecule: string; site: string }>({
    severity: "warning",
    message: ({ molecule, site }) =>
      `\`${site}~?\` matches nothing: the site ${site} of ${molecule} has no states. What depends on it is left out.`,
    suggestion: ({ site }) =>
      `Write \`${site}\`, \`${site}!?\` or \`${site}!+\`, whichever is meant of its bond.`,
  }),
  TDL9110: entry<{ what: string }>({
    severity: "error",
    message: ({ what }) => `${what} can not be said in the language of BioNetGen.`,
    suggestion: () => "Nothing is written, rather than a model that means something else.",
  }),
  TDL9120: entry<{ expected: string; hint: string | null }>({
    severity: "error",
    message: ({ expected }) => `This can not be read as Kappa: here ${expected} is expected.`,
    suggestion: ({ hint }) => hint,
  }),
  TDL9121: entry<{ label: number; ends: number }>({
    severity: "error",
    message: ({ label, ends }) => `The bond ${label} has ${ends === 1 ? "only one end" : `${ends} ends`}.`,
    suggestion: () => "A bond label stands at exactly two sites of one pattern; `[_]` is a bond to anything.",
  }),
  TDL9122: entry<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => `This is no rule or pattern of Kappa: ${reason}.`,
  }),
  TDL9123: entry<{ name: string; renamed: string }>({
    severity: "notice",
    message: ({ name, renamed }) =>
      `\`${name}\` is called ${renamed} in the result: names are made of letters, digits and \`_\`.`,
  }),
  TDL9100: entry<{ path: string; reason: string }>({
    severity: "error",
    message: ({ path, reason }) => `The table file ${path} can not be read: ${reason}.`,
    suggestion: () => "A table file lies beside the model and has two columns under a line of names.",
  }),
};
