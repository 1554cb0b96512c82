/** Patterns of molecules and names of plain species look alike; this tells them apart. */
import type { Pattern } from "../../grammar/syntax/pattern.ts";
import type { Scope } from "../bind/scope.ts";

/** Whether a pattern is of molecules rather than one plain species. */
export function isMoleculePattern(pattern: Pattern, scope: Scope): boolean {
  return (
    pattern.braced ||
    pattern.members.length > 1 ||
    pattern.members.some((member) => {
      if (member.sites !== null || member.label !== null) return true;
      const [first, ...rest] = member.type.parts;
      return rest.length === 0 && first !== undefined && scope.lookup(first.text)?.kind === "molecule";
    })
  );
}
