/**
 * For rules whose matches count as one where they agree in all that the rule changes: of such matches only the
 * first, in an order that depends on nothing but the mixture, is allowed.
 */
import type { DistinctPattern } from "../../agentModel.ts";
import type { AgentMixture } from "./agentMixture.ts";
import type { PlacedRule } from "./placedRule.ts";

/** Whether the rule's present placement of a pattern is the first that changes what it changes. */
export function isFirstPlacement(rule: PlacedRule, mixture: AgentMixture, pattern: DistinctPattern): boolean {
  const { places } = rule.channel;
  const { connectivity, lists, matchers, store } = mixture;
  const image = rule.image.slice();
  const sites = rule.sites.slice();
  const [anchor] = pattern.agents;
  connectivity.complexOf(image[anchor]);
  const members = connectivity.found.slice(0, connectivity.foundCount).sort();
  /** Null: no placement agrees from here on; else whether the first that agrees is the present one. */
  const firstFrom = (index: number): boolean | null => {
    if (index === pattern.places.length) {
      if (!agreesInCentre()) return null;
      return pattern.agents.every((agent) => rule.image[agent] === image[agent]) && hasSameSites();
    }
    const place = pattern.places[index];
    const fragment = places[place];
    for (let i = 0; i < members.length; i++) {
      if (store.type[members[i]] !== matchers[fragment].anchorType) continue;
      const count = lists[fragment].countOf(members[i]);
      for (let match = 0; match < count; match++) {
        matchers[fragment].find(members[i], match);
        rule.place(place);
        if (sharesMolecules(index)) continue;
        const found = firstFrom(index + 1);
        if (found !== null) return found;
      }
    }
    return null;
  };
  const placeOf = (agent: number): number => rule.channel.matched[agent].place;
  const sharesMolecules = (index: number): boolean => {
    const newest = pattern.places[index];
    const earlier = pattern.places.slice(0, index);
    return pattern.agents.some(
      (agent) =>
        placeOf(agent) === newest &&
        pattern.agents.some(
          (other) => earlier.includes(placeOf(other)) && rule.image[other] === rule.image[agent],
        ),
    );
  };
  const agreesInCentre = (): boolean =>
    pattern.centreAgents.every((agent) => rule.image[agent] === image[agent]) &&
    pattern.centreSites.every(({ agent, site }) => {
      const at = rule.siteStart[agent] + site;
      return rule.sites[at] === sites[at];
    });
  const hasSameSites = (): boolean =>
    pattern.agents.every((agent) => {
      for (let at = rule.siteStart[agent]; at < rule.siteStart[agent + 1]; at++)
        if (rule.sites[at] !== sites[at]) return false;
      return true;
    });
  const isFirst = firstFrom(0) ?? true;
  rule.image.set(image);
  rule.sites.set(sites);
  return isFirst;
}
