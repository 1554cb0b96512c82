/** Names, units and texts as the parser reads them back. */
import { isReservedWord } from "../keywords.ts";
import { sourceText } from "../scan.ts";
import type { Name, Path, StringText, UnitText } from "../syntax/common.ts";

const plainName = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;

/** A name, in back-quotes where it would be read as something else. */
export function formatName(name: Name): string {
  return isReservedWord(name.text) || name.text === "_" || !plainName.test(name.text)
    ? quotedName(name)
    : name.text;
}

export function quotedName(name: Name): string {
  return `\`${name.text}\``;
}

/** A name or a whole number used as one. */
export function formatLabel(name: Name): string {
  return /^\d+$/.test(name.text) ? name.text : formatName(name);
}

/** Labels of cells may also be bonds: `.`, `_`, `CaMKII.cam`. */
export function formatCellLabels(names: readonly Name[]): string {
  return names.map(formatCellLabel).join(", ");
}

export function formatCellLabel(name: Name): string {
  if (name.text === "." || name.text === "_") return name.text;
  return name.text
    .split(".")
    .map((text) => formatLabel({ ...name, text }))
    .join(".");
}

export function formatPath(path: Path): string {
  return path.parts.map(formatName).join(".");
}

export function formatNames(names: readonly Name[]): string {
  return names.map(formatName).join(", ");
}

export function formatLabels(names: readonly Name[]): string {
  return names.map(formatLabel).join(", ");
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

export function formatText(text: StringText): string {
  return `"${text.value.replace(/["\\\n\r\t]/g, (character) => escapes.get(character) ?? character)}"`;
}

/** `doi:10.1000/182` as it is, anything else in quotes. */
export function formatSource(text: StringText): string {
  sourceText.lastIndex = 0;
  return sourceText.exec(text.value)?.[0] === text.value ? text.value : formatText(text);
}

/** `: unit` of a declaration, or nothing. */
export function formatAnnotation(unit: UnitText | null): string {
  return unit === null ? "" : `: ${unit.text}`;
}
