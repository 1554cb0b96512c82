/** 4xxx: units and types of expressions. */
import { didYouMean, entry } from "../entry.ts";

export const unitDiagnostics = {
  TDL4001: entry<{ unit: string; nearest: string | null }>({
    severity: "error",
    message: ({ unit }) => `\`${unit}\` is not a unit.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
  }),
  TDL4002: entry<{ operator: string; left: string; right: string }>({
    severity: "error",
    message: ({ operator, left, right }) =>
      `\`${operator}\` needs two quantities of the same kind, but the left side is ${left} and the right side is ${right}.`,
  }),
  TDL4003: entry<{ what: string; expected: string; found: string }>({
    severity: "error",
    message: ({ what, expected, found }) => `${what} must be ${expected}, but this is ${found}.`,
  }),
  TDL4004: entry<{ name: string; expected: string; given: number }>({
    severity: "error",
    message: ({ name, expected, given }) => `\`${name}\` takes ${expected}, but ${given} ${given === 1 ? "is" : "are"} given.`,
  }),
  TDL4005: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `A bare species name has no value: say which quantity of \`${name}\` is meant.`,
    suggestion: ({ name }) => `Write \`[${name}]\` for its concentration, \`count ${name}\` for its number or \`amount ${name}\`.`,
  }),
  TDL4006: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is in no compartment, so it has a number but no concentration.`,
    suggestion: ({ name }) => `Use \`count ${name}\`, or declare a compartment and put the species \`in\` it.`,
  }),
  TDL4007: entry<{ base: string }>({
    severity: "error",
    message: ({ base }) => `Only a constant may be the exponent of ${base}, so that the unit of the result is known.`,
    suggestion: () => "Divide by a reference quantity first, as in `([Ca] / K)^n`.",
  }),
  TDL4008: entry<{ name: string; kind: string }>({
    severity: "error",
    message: ({ name, kind }) => `\`${name}\` is ${kind}, which has no value.`,
  }),
  TDL4009: entry<{ name: string; nearest: string | null }>({
    severity: "error",
    message: ({ name }) => `There is no function named \`${name}\`.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
  }),
  TDL4010: entry<{ label: string; table: string; labels: string }>({
    severity: "error",
    message: ({ label, table, labels }) => `The table ${table} has no entry \`${label}\`; it has ${labels}.`,
  }),
  TDL4011: entry<{ table: string; row: string; expected: number; found: number }>({
    severity: "error",
    message: ({ table, row, expected, found }) =>
      `The row \`${row}\` of the table ${table} has ${found} ${found === 1 ? "cell" : "cells"} but needs ${expected}.`,
  }),
  TDL4012: entry<{ table: string; missing: string }>({
    severity: "error",
    message: ({ table, missing }) => `The table ${table} has no row for ${missing}.`,
  }),
  TDL4013: entry<{ table: string; label: string }>({
    severity: "error",
    message: ({ table, label }) => `The table ${table} has a row or column \`${label}\` that its key does not have.`,
  }),
  TDL4014: entry<{ what: string; uses: string }>({
    severity: "error",
    message: ({ what, uses }) => `${what} must be known before the run, but it uses ${uses}.`,
  }),
  TDL4015: entry<{ value: string }>({
    severity: "error",
    message: ({ value }) => `This evaluates to ${value}, which is not a usable number.`,
  }),
  TDL4016: entry<{ name: string; value: string; range: string }>({
    severity: "warning",
    message: ({ name, value, range }) => `\`${name}\` is ${value}, outside the range ${range} that its declaration gives.`,
  }),
};
