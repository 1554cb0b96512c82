/** 3xxx: names. */
import { didYouMean, entry } from "../entry.ts";
import type { NearName } from "../nearest.ts";

export const nameDiagnostics = {
  TDL3001: entry<{ name: string; nearest: NearName | null }>({
    severity: "error",
    message: ({ name }) => `Nothing named \`${name}\` is declared here.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
    correction: ({ nearest }) => nearest,
  }),
  TDL3002: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is declared twice.`,
    suggestion: () => "Remove or rename one of them.",
  }),
  TDL3003: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` has a meaning of its own and can not be declared.`,
    suggestion: ({ name }) => `Choose another name, such as \`my_${name}\`.`,
  }),
  TDL3004: entry<{ name: string; found: string; expected: string }>({
    severity: "error",
    message: ({ name, found, expected }) => `\`${name}\` is ${found}, but ${expected} is needed here.`,
  }),
  TDL3005: entry<{ name: string; outer: string }>({
    severity: "error",
    message: ({ name, outer }) => `\`${name}\` hides ${outer} of the same name.`,
    suggestion: () => "Rename one of them, so that every name means one thing.",
  }),
  TDL3006: entry<{ cycle: string }>({
    severity: "error",
    message: ({ cycle }) => `These definitions depend on each other in a circle: ${cycle}.`,
    suggestion: () => "If a value depends on its own past, make it a `variable` with a `flow`.",
  }),
  TDL3007: entry<{ kind: string; name: string }>({
    severity: "warning",
    message: ({ kind, name }) => `The ${kind} \`${name}\` is never used.`,
  }),
  TDL3008: entry<{
    part: string;
    module: string;
    name: string;
    /** What a part can set. */
    settable: readonly string[];
    /** Whether the module has a variable of this name. */
    isVariable: boolean;
    nearest: NearName | null;
  }>({
    severity: "error",
    message: ({ module, name, isVariable }) =>
      isVariable
        ? `\`${name}\` is a variable of ${module}, which a part can not set.`
        : `${module} has no port and no parameter named \`${name}\`.`,
    suggestion: ({ name, nearest, settable, isVariable }) => {
      if (isVariable)
        return `To set where it begins, give it a parameter as initial value in the module (\`param ${name}_0 = …\`, \`variable ${name} = ${name}_0\`) and write \`${name}_0 = …\` here.`;
      const rule = "A part sets what its module declares with `share`, `input` or `param`";
      return didYouMean(nearest) ?? (settable.length === 0 ? `${rule}.` : `${rule}: ${settable.join(", ")}.`);
    },
    correction: ({ nearest }) => nearest,
  }),
  TDL3009: entry<{ part: string; module: string; port: string }>({
    severity: "error",
    message: ({ part, module, port }) => `The part ${part} does not say what \`${port}\` of ${module} is.`,
    suggestion: ({ port }) => `Add \`${port} = …\` between the parentheses.`,
  }),
  TDL3010: entry<{ cycle: string }>({
    severity: "error",
    message: ({ cycle }) => `A module can not contain itself: ${cycle}.`,
  }),
  TDL3011: entry<{ name: string; owner: string; nearest: NearName | null }>({
    severity: "error",
    message: ({ name, owner }) => `${owner} has nothing named \`${name}\`.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
    correction: ({ nearest }) => nearest,
  }),
  TDL3012: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `The name \`${name}\` is given twice here.`,
  }),
  TDL3013: entry<Record<string, never>>({
    severity: "error",
    message: () => "Too many definitions stand on each other here to be followed.",
    suggestion: () => "Write the value out in fewer steps.",
  }),
};
