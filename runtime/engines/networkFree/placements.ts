/** All placements of a rule, one by one: for total velocities that are hard to draw for, and for checks. */
import type { AgentMixture } from "./agentMixture.ts";
import type { RuleChannel } from "./ruleChannel.ts";

/** Calls `visit` with every combination of matches in the rule's image; those in other complexes than the groups say are left out. */
export function forEachPlacement(
  rule: RuleChannel,
  mixture: AgentMixture,
  visit: (restore: () => void) => void,
): void {
  const { places, groups } = rule.channel;
  const order = groups.flat();
  const groupOf = order.map((place) => groups.findIndex((members) => members.includes(place)));
  const chosen: { anchor: number; match: number }[] = [];
  const put = (index: number): void => {
    const { anchor, match } = chosen[index];
    mixture.matchers[places[order[index]]].find(anchor, match);
    rule.place(order[index]);
  };
  const visitFrom = (index: number): void => {
    if (index === order.length) {
      const placement = [...chosen];
      visit(() => {
        chosen.splice(0, chosen.length, ...placement);
        for (let i = 0; i < placement.length; i++) put(i);
      });
      return;
    }
    const list = mixture.lists[places[order[index]]];
    const first = groupOf.indexOf(groupOf[index]);
    for (let i = 0; i < list.size; i++) {
      const anchor = list.anchors[i];
      if (first < index && !mixture.connectivity.areConnected(chosen[first].anchor, anchor)) continue;
      for (let match = 0; match < list.countOf(anchor); match++) {
        chosen[index] = { anchor, match };
        put(index);
        visitFrom(index + 1);
        chosen.length = index;
      }
    }
  };
  visitFrom(0);
}

/** The placements that the rule means; each brings itself into the rule's image. */
export function allowedPlacements(rule: RuleChannel, mixture: AgentMixture): (() => void)[] {
  const allowed: (() => void)[] = [];
  forEachPlacement(rule, mixture, (restore) => {
    if (rule.isAllowed()) allowed.push(restore);
  });
  return allowed;
}
