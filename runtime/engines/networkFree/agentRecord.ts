/**
 * Where everything about a molecule stands in memory: one record of 32-bit words a molecule, so that a reaction, which
 * takes molecules at random, reads few cache lines. A record holds
 *
 * - at word k: the partner of site k,
 * - at word stateOffset + k: the state of site k, where site k has states,
 * - at words between and behind: for each fragment anchored at the type, the molecule's place in the list of matches
 *   and, where there can be several matches at a molecule, their number.
 *
 * Records begin at multiples of 1 << shift words; an agent is the number of such units before its record, so that
 * (agent << shift) + k is both site k and the word that holds its partner. Records of different types have different
 * lengths.
 */
import type { AgentFragment, AgentType } from "../../agentModel.ts";

export interface AgentRecords {
  readonly shift: number;
  readonly stateOffset: number;
  /** By type * 2^shift + site: 1 for a site with states. */
  readonly hasStates: Uint8Array;
  /** Length of a record in units, by type. */
  readonly units: Int32Array;
  /** By fragment: the word of the place in its list; the number of matches stands behind it. */
  readonly placeWord: Int32Array;
}

/** Units of at least 16 bytes: tables by agent have one entry a unit. */
const leastShift = 2;

export function agentRecords(types: readonly AgentType[], fragments: readonly AgentFragment[]): AgentRecords {
  const shift = siteShift(types);
  const stateOffset = Math.max(0, ...types.map(siteCountOf));
  const hasStates = new Uint8Array(types.length << shift);
  const placeWord = new Int32Array(fragments.length);
  const units = Int32Array.from(types, (agentType, type) => {
    const taken = new Set<number>();
    let site = 0;
    for (const { multiplicity, states } of agentType.sites) {
      for (let i = 0; i < multiplicity; i++, site++) {
        taken.add(site);
        if (states.length === 0) continue;
        taken.add(stateOffset + site);
        hasStates[(type << shift) + site] = 1;
      }
    }
    let next = 0;
    fragments.forEach((fragment, index) => {
      if (fragment.agents[0].type !== type) return;
      const width = hasSeveralMatches(fragment, types) ? 2 : 1;
      while (taken.has(next) || (width === 2 && taken.has(next + 1))) next++;
      placeWord[index] = next;
      for (let i = 0; i < width; i++) taken.add(next + i);
    });
    return Math.ceil((1 + Math.max(0, ...taken)) / (1 << shift));
  });
  return { shift, stateOffset, hasStates, units, placeWord };
}

/** Bits that number the sites of one agent. */
export function siteShift(types: readonly AgentType[]): number {
  let shift = leastShift;
  while (1 << shift < Math.max(1, ...types.map(siteCountOf))) shift++;
  return shift;
}

export function siteCountOf({ sites }: AgentType): number {
  return sites.reduce((sum, { multiplicity }) => sum + multiplicity, 0);
}

/** A fragment mentions identical sites, so that it can match several times at one anchor. */
export function hasSeveralMatches({ agents }: AgentFragment, types: readonly AgentType[]): boolean {
  return agents.some(({ type, sites }) =>
    sites.some(({ siteClass }) => types[type].sites[siteClass].multiplicity > 1),
  );
}
