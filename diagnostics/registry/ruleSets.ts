/** 517x: what the rules of a whole model say together. */
import { didYouMean, entry } from "../entry.ts";

export const ruleSetDiagnostics = {
  TDL5170: entry<{ rule: string; missing: string }>({
    severity: "warning",
    message: ({ rule, missing }) => `The rule ${rule} can never happen: ${missing}.`,
    suggestion: () => "Let an `init` or another rule make it, or look for a slip in the pattern.",
  }),
  TDL5171: entry<{ molecule: string; site: string; state: string }>({
    severity: "warning",
    message: ({ molecule, site, state }) =>
      `No ${molecule} ever has ${site}{${state}}: no \`init\` has this state and no rule makes it.`,
    suggestion: () => "Remove the state, or add the rule that makes it.",
  }),
  TDL5172: entry<{ molecule: string; site: string }>({
    severity: "warning",
    message: ({ molecule, site }) =>
      `The site ${site} of ${molecule} is never used: no rule and no observable mentions it.`,
    suggestion: () => "Remove the site, or add the rules that use it.",
  }),
  TDL5173: entry<{ rule: string }>({
    severity: "warning",
    message: ({ rule }) =>
      `The rule ${rule} can join ever more molecules, so the list of complexes has no end.`,
    suggestion: () =>
      "Use `method network_free`, which lists no complexes, or let the rule bind only what is small.",
  }),
  TDL5174: entry<{ rule: string }>({
    severity: "warning",
    message: ({ rule }) => `The rule ${rule} can never happen: it excludes what its own left side demands.`,
    suggestion: () => "Say more in the excluded pattern, or leave it out.",
  }),
  TDL5175: entry<{ rules: readonly string[]; off: readonly string[] }>({
    severity: "warning",
    message: ({ rules, off }) =>
      `The rate constants of ${listText(rules)} do not fit those of the other reversible rules: forward over back is ${listText(off)}.`,
    suggestion: () =>
      "At equilibrium the ratios around a circle of reactions multiply to 1; look for a slip, or use `->` if energy drives it.",
  }),
  TDL5176: entry<{ rules: readonly string[]; factor: string }>({
    severity: "warning",
    message: ({ rules, factor }) =>
      `The rate constants of ${listText(rules)} do not close a circle of reversible reactions: it is off by a factor of ${factor}.`,
    suggestion: () =>
      "At equilibrium forward over back, multiplied around a circle, is 1; one of them has a slip, or energy drives the circle.",
  }),
  TDL5177: entry<{ rule: string }>({
    severity: "warning",
    message: ({ rule }) =>
      `The rule ${rule} has no way back, so the model is not in detailed balance as \`check detailed_balance\` asks.`,
    suggestion: () => "Write `<->` with `back`, or leave out the check for a model that energy drives.",
  }),
  TDL5178: entry<{ name: string; nearest: string | null }>({
    severity: "error",
    message: ({ name }) => `There is no check \`${name}\`.`,
    suggestion: ({ nearest }) => didYouMean(nearest) ?? "The check of a model is `check detailed_balance`.",
  }),
  TDL5179: entry<{ rule: string }>({
    severity: "warning",
    message: ({ rule }) => `The rule ${rule} never happens: its rate is always 0.`,
    suggestion: () => "Give it a rate, or remove the rule.",
  }),
  TDL5181: entry<{ what: string; divisor: string }>({
    severity: "warning",
    message: ({ what, divisor }) => `${what} divides by zero at the start: \`${divisor}\` is 0.`,
    suggestion: () => "Add a constant to the divisor, or write `if … > 0 then … else 0`.",
  }),
  TDL5183: entry<{ rule: string; species: string }>({
    severity: "warning",
    message: ({ rule, species }) =>
      `The rate of ${rule} is multiplied by ${species}, which the rule takes and which counts already.`,
    suggestion: ({ species }) =>
      `A constant after \`@\` is multiplied by all reactants: leave ${species} out of it, or write the whole velocity after \`total\`.`,
  }),
  TDL5185: entry<{ rule: string; place: string }>({
    severity: "warning",
    message: ({ rule, place }) =>
      `The constant of ${rule} is one per volume, but all of its molecules may be in ${place}, where it is divided by an area.`,
    suggestion: ({ place }) =>
      `Write where they are, such as \`in ${place}\`; then the constant has the unit that belongs there.`,
  }),
  TDL5186: entry<{ species: string }>({
    severity: "warning",
    message: ({ species }) =>
      `The species ${species} never changes: no rule, flow, event or stimulus makes or takes it.`,
    suggestion: ({ species }) =>
      `If that is meant, declare it \`fixed species ${species}\` or as a parameter; else a rule is missing.`,
  }),
  TDL5187: entry<{ event: string }>({
    severity: "warning",
    message: ({ event }) => `The event ${event} has no effect: it sets values to what they are already.`,
    suggestion: () => "Write the new value after `=`, or remove the event.",
  }),
  TDL5188: entry<{ rule: string; one: string; other: string }>({
    severity: "warning",
    message: ({ rule, one, other }) =>
      `The rule ${rule} is the same for the states ${one} and ${other}, but its constants for them differ: such a pair reacts at their sum.`,
    suggestion: () =>
      "Give both cells the same value, which then counts once, or put 0 into one of them and the whole constant into the other.",
  }),
  TDL5189: entry<{ what: string; species: string }>({
    severity: "warning",
    message: ({ what, species }) => `${what} divides by ${species}, which the rules can use up.`,
    suggestion: ({ species }) =>
      `Without ${species} it is no number: add a constant to the divisor, or write \`if [${species}] > … then … else 0\`.`,
  }),
};

/** "a, b and c" */
function listText(items: readonly string[]): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
