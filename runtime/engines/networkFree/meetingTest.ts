/**
 * Whether the complexes that a rule has drawn can meet. A complex is where those of its molecules are that have the
 * compartment of lowest dimension, in a membrane if a part of it is; two of one dimension meet only in one place, and
 * what is in no compartment meets everything.
 */
import type { AgentChannel, AgentCompartment } from "../../agentModel.ts";
import type { AgentStore } from "./agentStore.ts";
import type { Connectivity } from "./connectivity.ts";

interface WholePlace {
  readonly rank: number;
  readonly compartments: readonly number[];
}

export class MeetingTest {
  /** A matched agent of each complex. */
  readonly #agents: readonly number[];
  readonly #compartments: readonly AgentCompartment[];

  constructor({ groups, matched }: AgentChannel, compartments: readonly AgentCompartment[]) {
    this.#agents = groups.map(([first]) => matched.findIndex(({ place }) => place === first));
    this.#compartments = compartments;
  }

  areMeeting(image: Int32Array, store: AgentStore, connectivity: Connectivity): boolean {
    const known: WholePlace[] = [];
    for (const agent of this.#agents) {
      const own = this.#placeOf(image[agent], store, connectivity);
      for (const other of known)
        if (
          own.compartments.length > 0 &&
          other.rank === own.rank &&
          !own.compartments.some((place) => other.compartments.includes(place))
        )
          return false;
      known.push(own);
    }
    return true;
  }

  #placeOf(agent: number, { compartment }: AgentStore, connectivity: Connectivity): WholePlace {
    connectivity.complexOf(agent);
    let rank = Number.POSITIVE_INFINITY;
    const compartments: number[] = [];
    for (let i = 0; i < connectivity.foundCount; i++) {
      const place = compartment[connectivity.found[i]];
      const { name, rank: own } = this.#compartments[place];
      if (name === "" || own > rank) continue;
      if (own < rank) compartments.length = 0;
      rank = own;
      if (!compartments.includes(place)) compartments.push(place);
    }
    return { rank, compartments };
  }
}
