/** What the growth statements of a model and its parts do to each filament, in a line each. */
import { growthVerbs } from "../../grammar/keywords.ts";
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import type { GrowthEvent, Supply } from "../../grammar/syntax/growth.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { Instance } from "../model/instance.ts";

const verbs: ReadonlySet<string> = new Set(growthVerbs);

/** By the full name of the filament; `shrink Actin(nucleotide{ADP}) at pointed to GADP`. */
export function growthLines(instances: readonly Instance[]): ReadonlyMap<string, readonly string[]> {
  const lines = new Map<string, string[]>();
  for (const { prefix, scope } of instances) {
    const body: readonly Statement[] = scope.module?.written ?? [];
    for (const statement of body) {
      if (!isGrowthEvent(statement)) continue;
      const filament = prefix + pathText(statement.subject.type);
      const line = lineOf(statement, scope.file.text);
      const known = lines.get(filament) ?? [];
      if (!known.includes(line)) lines.set(filament, [...known, line]);
    }
  }
  return lines;
}

function isGrowthEvent(statement: Statement): statement is GrowthEvent {
  return verbs.has(statement.kind);
}

function lineOf({ kind, subject, at, from, to, with: partner }: GrowthEvent, file: string): string {
  const pool = (word: string, supply: Supply | null): string[] =>
    supply === null
      ? []
      : [`${word} ${supply.coefficient === 1 ? "" : `${supply.coefficient} `}${pathText(supply.path)}`];
  return [
    kind,
    file.slice(subject.span.start, subject.span.end).replace(/\s+/g, " "),
    ...(at.length === 0 ? [] : [`at ${at.map(({ text }) => text).join(", ")}`]),
    ...pool("from", from),
    ...(to === null ? [] : [`to ${pathText(to)}`]),
    ...pool("with", partner),
  ].join(" ");
}
