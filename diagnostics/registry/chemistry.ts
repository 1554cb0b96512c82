/** 5xxx: rules, species, compartments, events, stimuli. */
import { didYouMean, entry } from "../entry.ts";
import type { NearName } from "../nearest.ts";

export const chemistryDiagnostics = {
  TDL5001: entry<{ rule: string }>({
    severity: "warning",
    message: ({ rule }) => `The rule ${rule} changes nothing: both sides are the same.`,
  }),
  TDL5002: entry<{ rule: string; other: string; reaction: string }>({
    severity: "warning",
    message: ({ rule, other, reaction }) =>
      `The rules ${other} and ${rule} are the same reaction ${reaction}; their rates add up.`,
    suggestion: () => "Remove one of them, or give one rule the sum of the constants.",
  }),
  TDL5003: entry<{ species: string; compartments: string }>({
    severity: "error",
    message: ({ species }) =>
      `The model has several compartments; say which one ${species} ${species.includes(",") ? "are" : "is"} in.`,
    suggestion: ({ compartments }) => `Add \`in NAME\` with one of ${compartments}.`,
  }),
  TDL5004: entry<{ compartment: string }>({
    severity: "error",
    message: ({ compartment }) => `The compartment ${compartment} has no size.`,
    suggestion: ({ compartment }) => `Write \`compartment ${compartment} { volume 0.1 um^3 }\`.`,
  }),
  TDL5005: entry<{ rule: string; compartments: string }>({
    severity: "error",
    message: ({ rule, compartments }) =>
      `The reactants of ${rule} lie in different compartments of equal rank (${compartments}), so a mass-action constant has no volume to refer to.`,
    suggestion: () => "Give the velocity of the whole rule with `total`.",
  }),
  TDL5006: entry<{ rule: string; clause: string }>({
    severity: "error",
    message: ({ rule, clause }) =>
      `\`${clause}\` in the rule ${rule} needs structured molecules: plain species have no complexes.`,
  }),
  TDL5007: entry<{ rule: string; direction: string }>({
    severity: "error",
    message: ({ rule }) => `The reversible rule ${rule} has no rate for its way back.`,
    suggestion: () => "Add `, back k`, or write `->` for a one-way reaction.",
  }),
  TDL5008: entry<{ rule: string }>({
    severity: "error",
    message: ({ rule }) => `The rule ${rule} gives a rate for the way back, but its arrow is \`->\`.`,
    suggestion: () => "Write `<->` for a reversible reaction.",
  }),
  TDL5009: entry<{ rule: string; expected: string; found: string; dimension: string }>({
    severity: "error",
    message: ({ rule, expected, found }) =>
      `The rate constant of ${rule} must be ${expected}, but this is ${found}.`,
    suggestion: ({ dimension }) => dimension,
  }),
  TDL5010: entry<{ rule: string }>({
    severity: "error",
    message: ({ rule }) =>
      `The rule ${rule} has no arrow, and only rules on structured molecules can edit in place.`,
    suggestion: () => "Write the products after `->`.",
  }),
  TDL5011: entry<{ rule: string; species: string }>({
    severity: "warning",
    message: ({ rule, species }) => `The rule ${rule} can never happen: ${species} is never there.`,
    suggestion: ({ species }) => `Give ${species} an initial amount, or a rule that makes it.`,
  }),
  TDL5012: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `${name} has two equations for its change over time.`,
    suggestion: () => "Put all terms into one flow.",
  }),
  TDL5013: entry<{ name: string; kind: string; expected: string }>({
    severity: "error",
    message: ({ name, kind, expected }) => `\`${name}\` is ${kind}, which can not change here; ${expected}.`,
  }),
  TDL5015: entry<{ what: string }>({
    severity: "error",
    message: ({ what }) => `${what} must be above zero.`,
  }),
  TDL5016: entry<{ rule: string; coefficient: string; limit: number }>({
    severity: "error",
    message: ({ rule, coefficient, limit }) =>
      `The coefficient ${coefficient} in the rule ${rule} is not a whole number from 1 to ${limit}.`,
  }),
  TDL5017: entry<{ rule: string }>({
    severity: "error",
    message: ({ rule }) => `Both sides of the rule ${rule} are empty.`,
  }),
  TDL5018: entry<{ name: string; nearest: NearName | null }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is not a module that can be a part.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
    correction: ({ nearest }) => nearest,
  }),
  TDL5019: entry<{ port: string; expected: string; found: string }>({
    severity: "error",
    message: ({ port, expected, found }) =>
      `The port ${port} needs ${expected}, but ${found} is bound to it.`,
  }),
  TDL5021: entry<{ event: string }>({
    severity: "warning",
    message: ({ event }) => `The event ${event} can not fire: its condition never changes.`,
    suggestion: () => "Compare `time`, a concentration or a variable with a threshold.",
  }),
  TDL5022: entry<{ event: string; target: string }>({
    severity: "error",
    message: ({ event, target }) => `The event ${event} gives ${target} two new values.`,
  }),
  TDL5023: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `The model ${name} can not run by itself: its input has no value.`,
    suggestion: () => "Give the input a default, or use the module as a `part` of a model.",
  }),
  TDL5024: entry<{ names: readonly string[] }>({
    severity: "error",
    message: ({ names }) =>
      names.length > 1
        ? `${names.join(" and ")} are plain species, which do not join into one complex.`
        : `${names.join()} is a plain species, which has no sites, bonds or label.`,
    suggestion: ({ names }) =>
      names.length > 1
        ? `Join reactants with \`+\`, as in \`${names.join(" + ")}\`.`
        : `Write \`${names.join()}\` alone.`,
  }),
  TDL5025: entry<{ what: string }>({
    severity: "error",
    message: ({ what }) => `${what} must not be negative.`,
  }),
  TDL5026: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `This would change ${name}, which a stimulus sets all the time.`,
    suggestion: () => "Give the stimulus a window with `from` and `for`, or remove one of the two.",
  }),
  TDL5027: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `A stimulus adds to ${name}, but a fixed species does not change.`,
    suggestion: () => "Declare it without `fixed`, or use `sets`.",
  }),
};
