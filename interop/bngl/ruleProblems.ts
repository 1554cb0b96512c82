/** What BNGL forbids in a rule, and what the import can not convey. */
import type { Span } from "../../diagnostics/source.ts";
import { sameComponents } from "./correspondence.ts";
import type { Direction } from "./direction.ts";
import { changedParts, mayMatchTwice } from "./distinctMatches.ts";
import { refuse } from "../refuse.ts";
import type { ImportContext } from "./importContext.ts";
import { movesOf } from "./moves.ts";

/** Whether one direction of a rule is well; reports what is not. */
export function isValidDirection(direction: Direction, name: string, context: ImportContext): boolean {
  const { molecules, followers } = direction;
  let isValid = true;
  const forbid = (span: Span, reason: string): void => {
    isValid = false;
    context.sink.report("TDL9012", { file: context.file, span }, { rule: name, reason });
  };
  const leaveOut = (span: Span, what: string, hint: string | null = null): void => {
    isValid = false;
    refuse(context, span, what, hint);
  };
  for (const { molecule, from } of followers) {
    const before = molecules[from ?? -1];
    if (before === undefined) {
      for (const { bonds, span } of molecule.components) {
        if (bonds.some(({ kind }) => kind !== "label"))
          forbid(span, "a new molecule has a bond that is not fully known");
      }
      continue;
    }
    sameComponents(before.molecule, molecule).forEach((site, k) => {
      const component = molecule.components[k];
      if (component === undefined) return;
      if (site === null) {
        if (component.label !== null)
          leaveOut(component.span, "Taking over the state of a site of another molecule");
        return;
      }
      const hadState = site.states[0] !== undefined && site.states[0].text !== "?";
      const hasState = component.states[0] !== undefined && component.states[0].text !== "?";
      if (hadState && !hasState)
        forbid(component.span, `the new state of ${component.name.text} is not said`);
      const [old] = site.bonds;
      const [now] = component.bonds;
      const isOpen = (bond: typeof old): boolean => bond !== undefined && bond.kind !== "label";
      if ((isOpen(old) || isOpen(now)) && old?.kind !== now?.kind) {
        forbid(
          component.span,
          `the bond of ${component.name.text} changes, but \`!+\` and \`!?\` must stand on both sides`,
        );
      }
    });
  }
  const moves = movesOf(direction, context);
  if (moves.kind === "forbidden") forbid(moves.pattern.span, moves.why);
  else if (moves.kind === "refused") leaveOut(moves.pattern.span, moves.what);
  const changed = changedParts(direction);
  for (const pattern of direction.left) {
    const isChanged = pattern.molecules.some(
      (molecule) => changed.has(molecule) || molecule.components.some((component) => changed.has(component)),
    );
    if (!pattern.matchesOnce || !isChanged) continue;
    if (mayMatchTwice(pattern.molecules, context.table, context.contacts)) {
      const hint = "BioNetGen changes one of the matches, whichever it finds first.";
      leaveOut(pattern.span, "`MatchOnce` where the matches of a complex change different sites", hint);
    }
  }
  return isValid;
}
