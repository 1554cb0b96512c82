/** 7xxx: surrogates: the directive, the cut, and what a trained one must be before it runs. */
import { didYouMean, entry } from "../entry.ts";
import type { NearName } from "../nearest.ts";

export const surrogateDiagnostics = {
  TDL7001: entry<{ name: string; lacks: string; example: string }>({
    severity: "error",
    message: ({ name, lacks }) => `The surrogate ${name} does not say ${lacks}.`,
    suggestion: ({ example }) => `Add a line such as \`${example}\`.`,
  }),
  TDL7002: entry<{ name: string; kinds: string; nearest: string | null }>({
    severity: "error",
    message: ({ name, kinds }) => `There is no kind of surrogate called \`${name}\`; the kinds are ${kinds}.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
  }),
  TDL7003: entry<{ name: string; module: string; expected: string; nearest: string | null }>({
    severity: "error",
    message: ({ name, module, expected }) => `\`${name}\` is not ${expected} of ${module}.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
  }),
  TDL7004: entry<{ name: string; reason: string }>({
    severity: "error",
    message: ({ name, reason }) => `The domain of ${name} can not be used: ${reason}.`,
  }),
  TDL7005: entry<{ what: string; expected: string; nearest: string | null }>({
    severity: "error",
    message: ({ what, expected }) => `${what} must be ${expected}.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
  }),
  TDL7006: entry<{ species: string; surrogate: string; lacks: string; example: string }>({
    severity: "error",
    message: ({ species, surrogate, lacks }) =>
      `The module ${lacks} the shared species ${species}, which the surrogate ${surrogate} leaves out.`,
    suggestion: ({ example }) => `Write ${example}.`,
  }),
  TDL7007: entry<{ module: string; reason: string }>({
    severity: "error",
    message: ({ module, reason }) => `A surrogate can not stand for ${module}: ${reason}.`,
  }),
  TDL7008: entry<{ kind: string }>({
    severity: "error",
    message: ({ kind }) => `Surrogates of the kind \`${kind}\` are part of the language but not built yet.`,
    suggestion: () => "Use `moments`, or `steady_state` for a module that follows its inputs at once.",
  }),
  /** `others`: so many more rules of a part of the model use the module's molecules too. */
  TDL7010: entry<{
    rule: string;
    molecule: string;
    surrogate: string;
    others: { more: number; part: string } | null;
  }>({
    severity: "error",
    message: ({ rule, molecule, surrogate, others }) =>
      `The rule ${rule}${others === null ? "" : ` (and ${others.more} more of ${others.part})`} uses ${molecule}, which belongs to the module that the surrogate ${surrogate} stands for.`,
    suggestion: () =>
      "Move the rule into the module, or let it depend on an output of the module; only shared species, inputs and outputs cross the cut.",
  }),
  TDL7011: entry<{ name: string; reason: string; nearest: NearName | null }>({
    severity: "error",
    message: ({ name, reason }) => `\`use ${name}\` can not be followed: ${reason}.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
    correction: ({ nearest }) => nearest,
  }),
  TDL7012: entry<{ part: string; surrogate: string; what: string }>({
    severity: "error",
    message: ({ part, surrogate, what }) =>
      `${part} is not the module that the surrogate ${surrogate} was made for: ${what}.`,
    suggestion: () => "Make them equal, or leave the part exact.",
  }),
  TDL7013: entry<{ name: string; surrogate: string }>({
    severity: "error",
    message: ({ name, surrogate }) =>
      `The model needs ${name}, which the surrogate ${surrogate} does not follow.`,
    suggestion: () => "Retain it, or make it an output of the surrogate.",
  }),
  TDL7014: entry<{ names: string; surrogate: string }>({
    severity: "warning",
    message: ({ names, surrogate }) =>
      `The surrogate ${surrogate} does not follow ${names}, so that the results are without.`,
    suggestion: () => "Retain what is to be seen.",
  }),
  TDL7015: entry<{ surrogate: string; reason: string; file: string }>({
    severity: "error",
    message: ({ surrogate, reason }) => `The surrogate ${surrogate} can not be used: it ${reason}.`,
    suggestion: ({ file, surrogate }) => `Train it with \`tendril train ${file} --surrogate ${surrogate}\`.`,
  }),
  TDL7016: entry<{ surrogate: string; reason: string; file: string; part: string }>({
    severity: "warning",
    message: ({ surrogate, reason, part }) =>
      `${part} runs exactly, since the surrogate ${surrogate} ${reason}.`,
    suggestion: ({ file, surrogate }) => `Train it with \`tendril train ${file} --surrogate ${surrogate}\`.`,
  }),
  TDL7017: entry<{ method: string }>({
    severity: "error",
    message: ({ method }) =>
      `The method ${method} knows single events only: it runs neither surrogates nor parts by differential equations.`,
    suggestion: () => "Use `method ode`, `ssa`, `tau`, `hybrid` or `graph`, or remove the `use`.",
  }),
};
