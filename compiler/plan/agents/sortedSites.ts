/**
 * The sites of every pattern in the order of the molecule type, so that patterns that say the same in different orders
 * have equal fragments, and their matches are kept once.
 */
import type {
  MoleculePattern,
  PatternAgent,
  RuleAction,
  SiteReference,
  StructuredModel,
  StructuredRule,
} from "../../model/structured.ts";

export function withSortedSites(model: StructuredModel): StructuredModel {
  const sorted = <T extends { readonly pattern: MoleculePattern }>(owner: T): T => ({
    ...owner,
    pattern: sortedPattern(owner.pattern),
  });
  return {
    ...model,
    rules: model.rules.map(
      (rule): StructuredRule => ({
        ...rule,
        patterns: rule.patterns.map(sortedPattern),
        actions: sortedActions(rule),
        conditions: rule.conditions.map(sorted),
        locals: rule.locals.map(sorted),
      }),
    ),
    measures: model.measures.map(sorted),
    energies: model.energies.map(sorted),
  };
}

function sortedPattern({ agents, ...rest }: MoleculePattern): MoleculePattern {
  const orders = agents.map(siteOrder);
  return {
    ...rest,
    agents: agents.map((agent, index) => ({
      ...agent,
      sites: orders[index].map((site) => {
        const own = agent.sites[site];
        const { bond } = own;
        if (bond.kind !== "link") return own;
        return { ...own, bond: { ...bond, site: orders[bond.agent].indexOf(bond.site) } };
      }),
    })),
  };
}

/** Actions name the sites of matched molecules by their place in the pattern. */
function sortedActions({ patterns, actions }: StructuredRule): readonly RuleAction[] {
  const orders = patterns.flatMap(({ agents }) => agents.map(siteOrder));
  const moved = ({ agent, site }: SiteReference): SiteReference => ({
    agent,
    site: agent < orders.length ? orders[agent].indexOf(site) : site,
  });
  return actions.map((action): RuleAction => {
    switch (action.kind) {
      case "state":
      case "unbind":
        return { ...action, at: moved(action.at) };
      case "bind":
        return { ...action, a: moved(action.a), b: moved(action.b) };
      case "delete":
      case "deleteComplex":
      case "move":
      case "moveComplex":
        return action;
    }
  });
}

/** Identical sites keep their order. */
function siteOrder({ sites }: PatternAgent): readonly number[] {
  return sites.map((_, site) => site).sort((a, b) => sites[a].siteClass - sites[b].siteClass || a - b);
}
