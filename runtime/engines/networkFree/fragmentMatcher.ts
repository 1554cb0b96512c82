/** One fragment with its generated matcher, and the last embedding that was found. */
import type { AgentFragment, AgentType, MatchFragment } from "../../agentModel.ts";
import type { AgentStore } from "./agentStore.ts";

export class FragmentMatcher {
  readonly anchorType: number;
  /** No identical sites: at most one embedding an anchor. */
  readonly isSimple: boolean;
  readonly agentCount: number;
  /** First pattern site of each agent, numbered through. */
  readonly siteStart: readonly number[];
  /** The agents of the last embedding found. */
  readonly agents: Int32Array;
  /** Its sites, indices into the store. */
  readonly sites: Int32Array;
  readonly #store: AgentStore;
  readonly #match: MatchFragment;

  constructor(
    { agents }: AgentFragment,
    types: readonly AgentType[],
    store: AgentStore,
    match: MatchFragment,
  ) {
    this.#store = store;
    this.#match = match;
    this.agentCount = agents.length;
    this.anchorType = agents[0].type;
    const siteStart = [0];
    for (const { sites } of agents) siteStart.push((siteStart.at(-1) ?? 0) + sites.length);
    this.siteStart = siteStart;
    this.agents = new Int32Array(agents.length);
    this.sites = new Int32Array(siteStart[agents.length]);
    this.isSimple = agents.every(({ type, sites }) =>
      sites.every(({ siteClass }) => types[type].sites[siteClass].multiplicity === 1),
    );
  }

  /** Embeddings with this agent as anchor; the agent must be of the anchor's type. */
  count(anchor: number): number {
    return this.#match(this.#store, anchor, -1, this.agents, this.sites);
  }

  /** Puts embedding number `index` of those that `count` counted into `agents` and `sites`. */
  find(anchor: number, index: number): void {
    this.#match(this.#store, anchor, index, this.agents, this.sites);
  }
}
