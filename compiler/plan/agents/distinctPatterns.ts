/**
 * Of a `distinct` rule the patterns that may match in several ways while the rule changes the same: only for them
 * must network-free simulation look.
 */
import type { AgentChannel, DistinctPattern } from "../../../runtime/agentModel.ts";
import type { MoleculePattern, StructuredModel, StructuredRule } from "../../model/structured.ts";
import { type PatternCentre, reactionCentre } from "../network/reactionCentre.ts";
import type { ContactMap } from "./contactMap.ts";

export function distinctPatterns(
  rule: StructuredRule,
  model: StructuredModel,
  contacts: ContactMap,
  matched: AgentChannel["matched"],
): readonly DistinctPattern[] {
  let start = 0;
  return reactionCentre(rule).flatMap((centre, p): DistinctPattern[] => {
    const pattern = rule.patterns[p];
    const first = start;
    start += pattern.agents.length;
    if (isDetermined(pattern, centre, model, contacts)) return [];
    const agents = pattern.agents.map((_, i) => first + i);
    return [
      {
        places: [...new Set(agents.map((agent) => matched[agent].place))],
        agents,
        centreAgents: centre.agents.map((agent) => first + agent),
        centreSites: centre.sites.map(({ agent, site }) => ({ agent: first + agent, site })),
      },
    ];
  });
}

/** Whether what the rule changes leaves one way to match the rest. */
function isDetermined(
  { agents }: MoleculePattern,
  centre: PatternCentre,
  { types }: StructuredModel,
  contacts: ContactMap,
): boolean {
  const isSingle = (agent: number, site: number): boolean =>
    types[agents[agent].type].sites[agents[agent].sites[site].siteClass].multiplicity === 1;
  const isOfCentre = (agent: number, site: number): boolean =>
    centre.sites.some((one) => one.agent === agent && one.site === site);
  const known = new Set([...centre.agents, ...centre.sites.map(({ agent }) => agent)]);
  const [lone] = agents;
  if (known.size === 0 && agents.length === 1) {
    const open = contacts.exitsOf(lone.type, [], []);
    if (!contacts.mayConnect([open], [open])) known.add(0);
  }
  for (const agent of known) {
    agents[agent].sites.forEach(({ bond }, site) => {
      if (bond.kind === "link" && (isSingle(agent, site) || isOfCentre(agent, site))) known.add(bond.agent);
    });
  }
  return agents.every(
    ({ sites }, agent) =>
      known.has(agent) && sites.every((_, site) => isSingle(agent, site) || isOfCentre(agent, site)),
  );
}
