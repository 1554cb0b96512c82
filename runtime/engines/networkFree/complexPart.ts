/**
 * What moves with a molecule: all that hangs together with it by bonds within its compartment, except others that the
 * rule names, which go only where it says.
 */
import type { AgentStore } from "./agentStore.ts";

export function connectedWithin(agent: number, named: Int32Array, store: AgentStore): number[] {
  const { compartment, partner, shift, siteCount, type } = store;
  const place = compartment[agent];
  const seen = new Set([agent]);
  // A set is gone through in the order of adding, with what is added meanwhile.
  for (const one of seen) {
    const first = one << shift;
    const end = first + siteCount[type[one]];
    for (let site = first; site < end; site++) {
      const other = partner[site] >> shift;
      if (partner[site] >= 0 && compartment[other] === place) seen.add(other);
    }
  }
  return [...seen].filter((one) => one === agent || !named.includes(one));
}
