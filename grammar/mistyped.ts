/** What is commonly mistyped, and what is meant by it: marks of other languages, marks of word processors, times. */

/** How times are often written, with the unit that is meant. */
export const timeWords: ReadonlyMap<string, string> = new Map([
  ["sec", "s"],
  ["secs", "s"],
  ["second", "s"],
  ["seconds", "s"],
  ["msec", "ms"],
  ["mins", "min"],
  ["minute", "min"],
  ["minutes", "min"],
  ["hr", "h"],
  ["hrs", "h"],
  ["hour", "h"],
  ["hours", "h"],
  ["days", "day"],
]);

/** What was meant by a mark, and how to report it. */
interface Repair {
  readonly meant: string;
  readonly code: "TDL1102" | "TDL1103" | "TDL1108";
}

/** Marks of other languages. */
export const foreignMark = /<={1,2}>|<-{2,3}>|={1,2}>(?!=)|-->|:=|\*\*|&&?|\|\|?|↔|⇌|⇄|⟷|→|⟶|⇒/y;

/** Of a mark that `foreignMark` has found. */
export function repairOf(mark: string): Repair {
  switch (mark) {
    case ":=":
      return { meant: "=", code: "TDL1103" };
    case "**":
      return { meant: "^", code: "TDL1108" };
    case "&":
    case "&&":
      return { meant: "and", code: "TDL1108" };
    case "|":
    case "||":
      return { meant: "or", code: "TDL1108" };
    default:
      return { meant: /^<|[↔⇌⇄⟷]/.test(mark) ? "<->" : "->", code: "TDL1102" };
  }
}

/** Characters that word processors put in place of plain ones. */
export const typography: ReadonlyMap<string, { readonly name: string; readonly plain: string }> = new Map([
  ["\u2212", { name: "a typographic minus sign", plain: "-" }],
  ["\u2010", { name: "a typographic hyphen", plain: "-" }],
  ["\u2011", { name: "a typographic hyphen", plain: "-" }],
  ["\u2013", { name: "a dash", plain: "-" }],
  ["\u2014", { name: "a dash", plain: "-" }],
  ["\u00d7", { name: "a multiplication sign", plain: "*" }],
  ["\u00b7", { name: "a multiplication dot", plain: "*" }],
  ["\u22c5", { name: "a multiplication dot", plain: "*" }],
  ["\u00f7", { name: "a division sign", plain: "/" }],
  ["\u2264", { name: "a typographic comparison", plain: "<=" }],
  ["\u2265", { name: "a typographic comparison", plain: ">=" }],
  ["\u2260", { name: "a typographic comparison", plain: "!=" }],
  ["\u2018", { name: "a curly quote", plain: "'" }],
  ["\u2019", { name: "a curly quote", plain: "'" }],
  ["\u2032", { name: "a typographic prime", plain: "'" }],
  ["\u2205", { name: "an empty-set sign", plain: "nothing" }],
  ["\uff0c", { name: "a wide comma", plain: "," }],
  ["\uff1a", { name: "a wide colon", plain: ":" }],
  ["\uff08", { name: "a wide bracket", plain: "(" }],
  ["\uff09", { name: "a wide bracket", plain: ")" }],
  ["\uff0b", { name: "a wide plus sign", plain: "+" }],
  ["\uff1d", { name: "a wide equals sign", plain: "=" }],
]);

/** A temperature in degrees Celsius, as it is written here. */
export function inKelvin(celsius: string): string {
  return `${Number((Number(celsius) + 273.15).toFixed(6))} K`;
}
