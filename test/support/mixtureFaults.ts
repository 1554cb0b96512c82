/** Slow checks of a network-free run against its definition. */
import type { AgentNetwork } from "../../runtime/engines/networkFree/agentNetwork.ts";
import { forEachPlacement } from "../../runtime/engines/networkFree/placements.ts";

/** What is wrong with the lists of matches, the complexes and the measures, compared with counting anew. */
export function mixtureFaults(network: AgentNetwork): string[] {
  const { mixture, agents, state } = network;
  const { store, lists, matchers, complexes, connectivity } = mixture;
  const faults: string[] = [];
  for (let agent = 0; agent < store.used; agent++) {
    const type = store.type[agent];
    const base = agent << store.shift;
    for (let site = base; type >= 0 && site < base + store.siteCount[type]; site++) {
      const other = store.partner[site];
      if (other < 0) continue;
      if (store.partner[other] !== site) faults.push(`the bond of site ${site} has one end`);
      if (store.type[other >> store.shift] < 0) faults.push(`site ${site} is bound to a removed one`);
    }
  }
  lists.forEach((list, fragment) => {
    let total = 0;
    for (let agent = 0; agent < store.used; agent++) {
      if (store.type[agent] !== list.anchorType) continue;
      const count = matchers[fragment].count(agent);
      total += count;
      if (list.countOf(agent) !== count) {
        faults.push(
          `fragment ${fragment} has ${count} matches at agent ${agent}, not ${list.countOf(agent)}`,
        );
      }
    }
    if (list.total !== total) faults.push(`fragment ${fragment} has ${total} matches, not ${list.total}`);
    const listed = Array.from(list.anchors.subarray(0, list.size));
    if (new Set(listed).size !== listed.length || listed.some((anchor) => list.countOf(anchor) === 0)) {
      faults.push(`the list of fragment ${fragment} is damaged`);
    }
  });
  if (complexes !== null) {
    const seen = new Set<number>();
    for (let agent = 0; agent < store.used; agent++) {
      if (store.type[agent] < 0) continue;
      connectivity.complexOf(agent);
      const members = Array.from(connectivity.found.subarray(0, connectivity.foundCount));
      const label = complexes.label[agent];
      if (members.some((member) => complexes.label[member] !== label))
        faults.push(`a complex of agent ${agent} has two labels`);
      if (members[0] === Math.min(...members)) {
        if (seen.has(label)) faults.push(`two complexes have the label ${label}`);
        seen.add(label);
      }
      if (complexes.label[complexes.member[label]] !== label)
        faults.push(`complex ${label} has a foreign member`);
    }
  }
  for (let channel = 0; channel < network.channels.length; channel++) {
    if (network.jumps?.varying.includes(channel) === true) continue;
    const listed = network.selector.propensity[channel];
    const anew = network.propensity(channel);
    if (Math.abs(listed - anew) > 1e-9 * anew)
      faults.push(`channel ${channel} has the propensity ${anew}, not ${listed}`);
  }
  for (const varying of network.varying.ofChannel) faults.push(...(varying?.faults() ?? []));
  const before = state.y.slice();
  network.readMeasures();
  for (const { state: index, isLive } of agents.measures) {
    if (isLive && before[index] !== state.y[index]) {
      faults.push(`the measure ${index} is ${state.y[index]}, not ${before[index]}`);
    }
  }
  state.y.set(before);
  return faults;
}

/** By rule: the sum of propensities in the present state without null events, placement by placement. */
export function exactPropensities(network: AgentNetwork): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  network.channels.forEach((rule, index) => {
    const { name, isTotal, groups } = rule.channel;
    const bound = network.propensity(index);
    const varying = network.varying.ofChannel[index];
    const ways = groups.length === 0 ? 1 : (varying?.weight() ?? rule.ways());
    let share = 0;
    if (groups.length === 0) share = 1;
    else {
      forEachPlacement(rule, network.mixture, (restore) => {
        if (!rule.isAllowed()) return;
        if (varying === null) share += rule.shareBySize();
        else {
          const ofSize = rule.shareBySize();
          share += ofSize * varying.rateHere();
          // Looking at what the rule would do has used the matchers.
          restore();
        }
      });
    }
    const value = isTotal ? (share > 0 ? bound : 0) : ways === 0 ? 0 : (bound * share) / ways;
    sums.set(name, (sums.get(name) ?? 0) + value);
  });
  return sums;
}
