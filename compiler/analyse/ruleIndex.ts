/** The rules of a program by the place of their text, which is what flat rules remember of them. */
import type { Location } from "../../diagnostics/diagnostic.ts";
import type { Rule } from "../../grammar/syntax/declaration.ts";
import type { BoundProgram, Scope } from "../bind/scope.ts";
import type { Origin } from "../model/origin.ts";

export interface WrittenRule {
  readonly rule: Rule;
  readonly scope: Scope;
}

export class RuleIndex {
  readonly #rules = new Map<string, WrittenRule>();

  constructor(program: BoundProgram) {
    for (const scope of program.scopes.values()) {
      for (const rule of scope.module?.body ?? []) {
        if (rule.kind === "rule")
          this.#rules.set(keyOf({ file: scope.file, span: rule.span }), { rule, scope });
      }
    }
  }

  /** Null for what no rule wrote, such as the influx of a stimulus. */
  at(origin: Origin): WrittenRule | null {
    return this.#rules.get(keyOf(origin)) ?? null;
  }

  name(origin: Origin): string {
    return this.at(origin)?.rule.name.text ?? "?";
  }

  /** Where the rule's name stands. */
  location(origin: Origin): Location {
    const written = this.at(origin);
    return written === null ? origin : { file: written.scope.file, span: written.rule.name.span };
  }
}

export function keyOf({ file, span }: Origin): string {
  return `${file.path}:${span.start}`;
}
