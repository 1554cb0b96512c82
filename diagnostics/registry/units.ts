/** 4xxx: units and types of expressions. */
import { didYouMean, entry } from "../entry.ts";
import type { NearName } from "../nearest.ts";

export const unitDiagnostics = {
  TDL4001: entry<{ unit: string; nearest: string | null }>({
    severity: "error",
    message: ({ unit }) => `\`${unit}\` is not a unit.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
  }),
  TDL4002: entry<{ operator: string; left: string; right: string }>({
    severity: "error",
    message: ({ operator, left, right }) => {
      if (operator === "if")
        return `Both results of \`if\` must be of one kind, but they are ${left} and ${right}.`;
      if (/^[a-z]/.test(operator))
        return `\`${operator}\` needs quantities of one kind, but they are ${left} and ${right}.`;
      return `\`${operator}\` needs two quantities of one kind, but the left side is ${left} and the right side is ${right}.`;
    },
  }),
  TDL4003: entry<{ what: string; expected: string; found: string }>({
    severity: "error",
    message: ({ what, expected, found }) => `${what} must be ${expected}, but this is ${found}.`,
    suggestion: ({ expected, found }) =>
      expected.startsWith("a temperature") && found.startsWith("a charge")
        ? "`C` is the unit of charge. Temperatures are given in kelvin: `310 K`."
        : null,
  }),
  TDL4004: entry<{ name: string; expected: string; given: number }>({
    severity: "error",
    message: ({ name, expected, given }) =>
      `\`${name}\` takes ${expected}, but ${given} ${given === 1 ? "is" : "are"} given.`,
  }),
  TDL4005: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `A bare species name has no value: say which quantity of \`${name}\` is meant.`,
    suggestion: ({ name }) =>
      `Write \`[${name}]\` for its concentration, \`count ${name}\` for its number or \`amount ${name}\`.`,
  }),
  TDL4006: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is in no compartment, so it has a number but no concentration.`,
    suggestion: ({ name }) =>
      `Use \`count ${name}\`, or declare a compartment and put the species \`in\` it.`,
  }),
  TDL4007: entry<{ base: string }>({
    severity: "error",
    message: ({ base }) =>
      `Only a constant may be the exponent of ${base}, so that the unit of the result is known.`,
    suggestion: () => "Make it a `const`, or divide by a reference quantity first, as in `([Ca] / K)^n`.",
  }),
  TDL4008: entry<{ name: string; kind: string }>({
    severity: "error",
    message: ({ name, kind }) => `\`${name}\` is ${kind}, which has no value.`,
  }),
  TDL4009: entry<{ name: string; nearest: NearName | null }>({
    severity: "error",
    message: ({ name }) => `There is no function named \`${name}\`.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
    correction: ({ nearest }) => nearest,
  }),
  TDL4010: entry<{ label: string; table: string; labels: string; nearest: NearName | null }>({
    severity: "error",
    message: ({ label, table, labels }) => `The table ${table} has no entry \`${label}\`; it has ${labels}.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
    correction: ({ nearest }) => nearest,
  }),
  TDL4011: entry<{ table: string; row: string; expected: number; found: number }>({
    severity: "error",
    message: ({ table, row, expected, found }) =>
      `The row \`${row}\` of the table ${table} has ${found} ${found === 1 ? "cell" : "cells"} but needs ${expected}.`,
  }),
  TDL4012: entry<{ table: string; kind: "row" | "column"; missing: string }>({
    severity: "error",
    message: ({ table, kind, missing }) => `The table ${table} has no ${kind} for ${missing}.`,
  }),
  TDL4013: entry<{ table: string; kind: "row" | "column"; label: string; nearest: NearName | null }>({
    severity: "error",
    message: ({ table, kind, label }) =>
      `The ${kind} \`${label}\` is not among the labels of the table ${table}.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
    correction: ({ nearest }) => nearest,
  }),
  TDL4014: entry<{ what: string; uses: string }>({
    severity: "error",
    message: ({ what, uses }) => `${what} must be known before the run, but it uses ${uses}.`,
    suggestion: () => "Use numbers, constants and parameters; a value that follows others is a `define`.",
  }),
  TDL4015: entry<{ value: string }>({
    severity: "error",
    message: ({ value }) => `This evaluates to ${value}, which is not a usable number.`,
  }),
  TDL4016: entry<{ name: string; value: string; range: string }>({
    severity: "warning",
    message: ({ name, value, range }) =>
      `\`${name}\` is ${value}, outside the range ${range} that its declaration gives.`,
  }),
  TDL4017: entry<{ name: string; uses: string }>({
    severity: "error",
    message: ({ name, uses }) => `The constant ${name} uses \`${uses}\`, which can be set for each run.`,
    suggestion: ({ name }) => `Write \`define ${name} = …\` for a value that follows its parameters.`,
  }),
  TDL4018: entry<{ table: string; keys: number; columns: string }>({
    severity: "error",
    message: ({ table, keys }) =>
      `The table ${table} has ${keys === 2 ? "two" : keys} keys, but no line that names its columns.`,
    suggestion: ({ columns }) => `Begin it with the line \`${columns}\`.`,
  }),
  TDL4019: entry<{ table: string; row: string; expected: number; found: number }>({
    severity: "error",
    message: ({ table, row, expected, found }) =>
      `The row \`${row}\` of the table ${table} begins with ${found} ${found === 1 ? "label" : "labels"} but needs ${expected}.`,
    suggestion: ({ expected }) =>
      expected === 1
        ? "Begin it with one label of the first key; the labels of the last key stand above the cells."
        : "Begin it with a label of every key but the last, such as `u, 0: …`; those of the last stand above the cells.",
  }),
};
