/** TDL515x: values of single matches, energies of complexes, rates in detailed balance. */
import { entry } from "../entry.ts";

export const energyDiagnostics = {
  TDL5150: entry<{ label: string }>({
    severity: "error",
    message: ({ label }) =>
      `\`of ${label}\` means the complex of a molecule that the rule finds, and none is labelled ${label} here.`,
    suggestion: ({ label }) =>
      `Label a molecule on the left side of the rule, as in \`${label}: A(…)\`, and use its complex in the rate.`,
  }),
  TDL5151: entry<{ value: string; where: string }>({
    severity: "error",
    message: ({ value, where }) => `\`${value}\` differs from match to match, and can not stand in ${where}.`,
    suggestion: () => "Use it in a rate constant, after `@`.",
  }),
  TDL5153: entry<{ energy: string; found: string }>({
    severity: "error",
    message: ({ energy, found }) =>
      `The energy ${energy} must be an energy, an energy per amount or a plain number of kT, but it is ${found}.`,
    suggestion: () => "Write for example `-20 kJ/mol`, `-8 kcal/mol` or `-5`.",
  }),
  TDL5154: entry<{ what: string }>({
    severity: "error",
    message: ({ what }) => `${what} needs a temperature, and the model does not say which.`,
    suggestion: () => "Add a statement such as `temperature 310 K`.",
  }),
  TDL5155: entry<{ rule: string; forward: string; back: string }>({
    severity: "error",
    message: ({ rule, forward, back }) =>
      `The ways of the balanced rule ${rule} have constants of different kinds, ${forward} and ${back}, and nothing says at which concentration they compare.`,
    suggestion: () =>
      "Add `, back k`: the constant of the way back at no change of energy. Only in volumes it is taken for 1 M.",
  }),
  TDL5156: entry<Record<string, never>>({
    severity: "error",
    message: () => "The temperature is given twice.",
    suggestion: () => "Keep one of them.",
  }),
  TDL5157: entry<{ energy: string }>({
    severity: "error",
    message: ({ energy }) => `The energy ${energy} is one of several complexes, which share no match.`,
    suggestion: () => "Write one complex, its molecules joined by commas.",
  }),
};
