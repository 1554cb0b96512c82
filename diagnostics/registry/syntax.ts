/** 1xxx: text and syntax. */
import { didYouMean, entry } from "../entry.ts";
import type { NearName } from "../nearest.ts";

/** How other languages begin such statements. */
const wordsElsewhere: ReadonlyMap<string, string> = new Map([
  ["reaction", "rule"],
  ["parameter", "param"],
  ["parameters", "param"],
  ["constant", "const"],
  ["var", "variable"],
  ["let", "define"],
  ["assignment", "define"],
  ["observable", "observe"],
  ["observables", "observe"],
  ["volume", "compartment"],
  ["ode", "flow"],
  ["include", "import"],
  ["simulate", "experiment"],
  ["simulation", "experiment"],
]);

/** Words of other languages whose statements have the form of ours. */
const sameForm: ReadonlySet<string> = new Set(["parameter", "constant", "observable"]);

export const syntaxDiagnostics = {
  // 10xx: the shape of files, blocks and statements.
  TDL1001: entry<{ text: string }>({
    severity: "error",
    message: ({ text }) => `The character ${text} has no meaning here.`,
  }),
  TDL1002: entry<{ found: string; expected: string }>({
    severity: "error",
    message: ({ found, expected }) => `Found ${found} where ${expected} should stand.`,
  }),
  TDL1003: entry<{ missing: string; after: string }>({
    severity: "error",
    message: ({ missing, after }) => `The statement is not complete: ${missing} is missing after ${after}.`,
  }),
  TDL1004: entry<{ block: string }>({
    severity: "error",
    message: ({ block }) => `The ${block} that opens here is never closed.`,
    suggestion: () => "Add the closing brace `}`.",
  }),
  TDL1005: entry<{ bracket: string; closing: string }>({
    severity: "error",
    message: ({ bracket }) => `The bracket \`${bracket}\` that opens here is never closed.`,
    suggestion: ({ closing }) => `Add the closing \`${closing}\`.`,
  }),
  TDL1006: entry<{ word: string; block: string; nearest: NearName | null }>({
    severity: "error",
    message: ({ word, block }) => `\`${word}\` does not begin a statement of ${block}.`,
    suggestion: ({ word, nearest }) => didYouMean(wordsElsewhere.get(word) ?? nearest),
    correction: ({ word, nearest }) => {
      const name = wordsElsewhere.get(word);
      return name === undefined ? nearest : { name, isCertain: sameForm.has(word) };
    },
  }),
  TDL1007: entry<{ word: string; block: string; home: string }>({
    severity: "error",
    message: ({ word, block }) => `\`${word}\` can not stand in ${block}.`,
    suggestion: ({ word, home }) => `\`${word}\` belongs in ${home}.`,
  }),
  TDL1008: entry<{ found: string; statement: string }>({
    severity: "error",
    message: ({ found, statement }) => `Found ${found} after the end of the \`${statement}\` statement.`,
  }),
  TDL1009: entry<{ bracket: string }>({
    severity: "error",
    message: ({ bracket }) => `This \`${bracket}\` closes nothing.`,
    suggestion: () => "Remove it, or add the bracket that opens.",
  }),
  TDL1010: entry<{ limit: number }>({
    severity: "error",
    message: ({ limit }) => `Brackets and conditions are nested more than ${limit} deep here.`,
    suggestion: () => "Give parts of the expression names with `define`.",
  }),
  TDL1011: entry<{ size: number; limit: number }>({
    severity: "error",
    message: ({ size, limit }) =>
      `The file has ${Math.ceil(size / 2 ** 20)} MiB; files of more than ${limit} MiB are not read.`,
  }),
  TDL1012: entry<{ limit: number }>({
    severity: "error",
    message: ({ limit }) => `The file has more than ${limit} syntax errors; the rest of it was not read.`,
  }),
  TDL1013: entry<Record<string, never>>({
    severity: "error",
    message: () => "The file does not say which version of the language it is written in.",
    suggestion: () => "Make `language 1.0` the first line.",
  }),
  TDL1014: entry<{ version: string }>({
    severity: "error",
    message: ({ version }) => `This program does not read version ${version} of the language.`,
    suggestion: () => "The version that it reads is 1.0.",
  }),
  TDL1015: entry<Record<string, never>>({
    severity: "error",
    message: () => "`language` stands once, as the first statement of the file.",
  }),
  TDL1016: entry<{ limit: number }>({
    severity: "error",
    message: ({ limit }) => `This expression joins more than ${limit} terms.`,
    suggestion: () => "Give parts of it names with `define`.",
  }),
  // 11xx: characters and marks.
  TDL1101: entry<{ character: string; name: string; plain: string }>({
    severity: "error",
    message: ({ character, name }) =>
      character === "" ? `There is ${name} here.` : `\`${character}\` is ${name}.`,
    suggestion: ({ plain }) => (plain.startsWith("a ") ? `Write ${plain}.` : `Write \`${plain}\`.`),
  }),
  TDL1102: entry<{ written: string; meant: string }>({
    severity: "error",
    message: ({ written }) => `\`${written}\` is not an arrow of the language.`,
    suggestion: ({ meant }) =>
      `Write \`${meant}\` for ${meant === "->" ? "a one-way" : "a reversible"} reaction.`,
  }),
  TDL1103: entry<{ written: string; meant: string }>({
    severity: "error",
    message: ({ written }) => `\`${written}\` is not used here.`,
    suggestion: ({ meant }) => `Write \`${meant}\`.`,
  }),
  TDL1104: entry<Record<string, never>>({
    severity: "error",
    message: () => "`==` compares two values; a value is given with `=`.",
    suggestion: () => "Write `=`.",
  }),
  TDL1105: entry<Record<string, never>>({
    severity: "error",
    message: () => "Statements do not end with a semicolon.",
    suggestion: () => "Remove the `;`.",
  }),
  TDL1106: entry<Record<string, never>>({
    severity: "error",
    message: () => "The text that opens here is not closed on its line.",
    suggestion: () => 'Add the closing `"`.',
  }),
  TDL1107: entry<Record<string, never>>({
    severity: "error",
    message: () => "This escape is not known.",
    suggestion: () => 'In a text write `\\"`, `\\\\`, `\\n` or `\\t`.',
  }),
  TDL1108: entry<{ written: string; meant: string }>({
    severity: "error",
    message: ({ written }) => `\`${written}\` is not an operator of the language.`,
    suggestion: ({ meant }) => `Write \`${meant}\`.`,
  }),
  TDL1109: entry<{ mark: string }>({
    severity: "error",
    message: ({ mark }) => `\`${mark}\` does not begin a comment.`,
    suggestion: () => "Write `#` before a comment.",
  }),
  TDL1110: entry<{ number: string }>({
    severity: "error",
    message: ({ number }) => `The number \`${number}.\` has no digit after its decimal point.`,
    suggestion: ({ number }) => `Write \`${number}\`.`,
  }),
  TDL1111: entry<Record<string, never>>({
    severity: "error",
    message: () => "Back-quotes enclose one name of letters, digits and `_`.",
  }),
  // 12xx: what is often mistaken inside a statement.
  TDL1201: entry<{ unit: string; nearest: string | null }>({
    severity: "error",
    message: ({ unit }) => `\`${unit}\` is not a unit.`,
    suggestion: ({ nearest }) => didYouMean(nearest),
  }),
  TDL1202: entry<{ joined: string | null }>({
    severity: "error",
    message: () => "The factors of a unit must touch.",
    suggestion: ({ joined }) => (joined === null ? null : `Write \`${joined}\`.`),
  }),
  TDL1203: entry<{ number: string }>({
    severity: "error",
    message: () => "A number has a decimal point, not a comma.",
    suggestion: ({ number }) => {
      const whole = number.replace(".", "");
      return /\.\d{3}$/.test(number)
        ? `Write \`${number}\`, or \`${whole}\` if the comma parts the thousands.`
        : `Write \`${number}\`.`;
    },
  }),
  TDL1204: entry<Record<string, never>>({
    severity: "error",
    message: () => "The molecules of a complex are joined by commas, not by a dot.",
    suggestion: () => "Write `A(x[1]), B(x[1])`, or `{ A(..), B(..) }` when the bond is not stated.",
  }),
  TDL1205: entry<{ meant: string }>({
    severity: "error",
    message: () => "A bond is written in square brackets.",
    suggestion: ({ meant }) => `Write \`${meant}\`.`,
  }),
  TDL1206: entry<{ meant: string }>({
    severity: "error",
    message: () => "A state is written in braces.",
    suggestion: ({ meant }) => `Write \`${meant}\`.`,
  }),
  TDL1207: entry<{ measure: string }>({
    severity: "error",
    message: ({ measure }) => `\`${measure}\` takes one pattern; the comma would begin another.`,
    suggestion: ({ measure }) =>
      `Put the molecules of one complex in braces: \`${measure} { A(..), B(..) }\`.`,
  }),
  TDL1208: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`=\` is missing after ${name}.`,
  }),
  TDL1209: entry<{ word: string }>({
    severity: "error",
    message: ({ word }) => `\`${word}\` is a reserved word and can not be a name.`,
    suggestion: () => "Use another name, or put this one in back-quotes.",
  }),
  TDL1210: entry<{ statement: string }>({
    severity: "error",
    message: ({ statement }) => `A \`${statement}\` needs a name and a colon.`,
    suggestion: ({ statement }) => `Write \`${statement} NAME: …\`.`,
  }),
  TDL1211: entry<{ statement: string }>({
    severity: "error",
    message: ({ statement }) => `The \`${statement}\` has no rate.`,
    suggestion: () => "Add `@ k` with a rate constant, or `total v` with the whole rate.",
  }),
  TDL1212: entry<Record<string, never>>({
    severity: "error",
    message: () => "A text stands between double quotes.",
    suggestion: () => 'Write `"…"`.',
  }),
  TDL1213: entry<{ site: string }>({
    severity: "error",
    message: ({ site }) => `The site \`${site}\` stands alone, which says nothing about it.`,
    suggestion: ({ site }) =>
      `Leave it out if it does not matter; else write \`${site}[.]\` (free), \`${site}[_]\` (bound) or \`${site}{state}\`.`,
  }),
  TDL1214: entry<{ what: string }>({
    severity: "error",
    message: ({ what }) => `${what} is given twice.`,
  }),
  TDL1215: entry<{ text: string; least: number }>({
    severity: "error",
    message: ({ text, least }) => `The number \`${text}\` is not a whole number of at least ${least}.`,
  }),
  TDL1216: entry<Record<string, never>>({
    severity: "error",
    message: () => "A coefficient stands only before a plain species.",
    suggestion: () => "Write the molecule as often as it takes part: `A(x[.]) + A(x[.])`.",
  }),
  TDL1217: entry<{ text: string }>({
    severity: "error",
    message: ({ text }) => `The label \`${text}\` is neither a name nor a whole number.`,
  }),
  TDL1218: entry<Record<string, never>>({
    severity: "error",
    message: () => "Comparisons can not be chained.",
    suggestion: () => "Write `a < b and b < c`.",
  }),
  TDL1219: entry<{ clause: string; statement: string; allowed: string }>({
    severity: "error",
    message: ({ clause, statement }) => `\`${statement}\` takes no \`${clause}\`.`,
    suggestion: ({ allowed }) => `It takes ${allowed}.`,
  }),
  TDL1220: entry<{ clause: string; statement: string }>({
    severity: "error",
    message: ({ clause, statement }) => `\`${statement}\` needs \`${clause}\`.`,
  }),
  TDL1221: entry<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is a unit after a number and can not be read as a name here.`,
  }),
  TDL1222: entry<Record<string, never>>({
    severity: "error",
    message: () => "A complex in braces is whole; no comma joins another molecule to it.",
    suggestion: () => "Write the molecule inside the braces, or `+` before another complex.",
  }),
  TDL1223: entry<Record<string, never>>({
    severity: "error",
    message: () => "An empty side of a rule is not written as `0`.",
    suggestion: () => "Write `nothing`.",
  }),
  TDL1224: entry<Record<string, never>>({
    severity: "error",
    message: () => "The compartment of a species stands before its initial value.",
    suggestion: () => "Write `species A in cell = 1 uM`.",
  }),
  TDL1225: entry<{ mark: string; name: string }>({
    severity: "error",
    message: ({ mark }) => `A name can not contain \`${mark}\`; it is made of letters, digits and \`_\`.`,
    suggestion: ({ name }) => `Write, for example, \`${name}\`.`,
  }),
  TDL1226: entry<{ text: string }>({
    severity: "error",
    message: () => "A name begins with a letter or `_`, not with a digit.",
    suggestion: ({ text }) => `Write, for example, \`_${text}\`.`,
  }),
  TDL1227: entry<{ value: string }>({
    severity: "error",
    message: () => "A `flow` gives the rate of change of a value, which is marked with `'`.",
    suggestion: ({ value }) => `Write \`${value}' = …\`.`,
  }),
};
