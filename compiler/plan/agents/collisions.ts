/** Rules that may not be able to do what they say where they are placed. */
import type { MoleculePattern, StructuredRule } from "../../model/structured.ts";

/** A rule may bind a site of which its left side does not say that it is free. */
export function mayCollide(rule: StructuredRule): boolean {
  const agents = rule.patterns.flatMap((pattern: MoleculePattern) => pattern.agents);
  const freed = new Set(
    rule.actions.flatMap((action) =>
      action.kind === "unbind" ? [`${action.at.agent}/${action.at.site}`] : [],
    ),
  );
  return rule.actions.some(
    (action) =>
      action.kind === "bind" &&
      [action.a, action.b].some(({ agent, site }) => {
        if (agent >= agents.length || freed.has(`${agent}/${site}`)) return false;
        return agents[agent].sites[site].bond.kind !== "free";
      }),
  );
}
