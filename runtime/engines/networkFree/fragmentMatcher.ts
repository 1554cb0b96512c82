/**
 * Matches one fragment at an anchor agent: a list of steps, each for one site of the pattern, walks along the
 * links. Where molecules have no identical sites a step has at most one way to go and the match is a loop; else
 * the ways are tried in order, depth first, and an embedding is known by its number.
 */
import type { AgentFragment, AgentType } from "../../agentModel.ts";
import type { AgentStore } from "./agentStore.ts";

const wantsAny = 0;
const wantsFree = 1;
const wantsBound = 2;
const wantsPartner = 3;
/** To an agent that is placed by this step. */
const follows = 4;
/** To an agent that is placed already. */
const closes = 5;

/** Sites of a class are first <= k < last. */
interface MatchStep {
  readonly kind: number;
  /** Agent of the fragment. */
  readonly agent: number;
  /** Pattern site, numbered through all agents. */
  readonly site: number;
  readonly first: number;
  readonly last: number;
  readonly state: number;
  /** Pattern sites of the same agent and class that earlier steps have placed. */
  readonly rivals: readonly number[];
  readonly farAgent: number;
  readonly farSite: number;
  readonly farType: number;
  readonly farCompartment: number;
  readonly farFirst: number;
  readonly farLast: number;
  readonly farState: number;
  readonly farRivals: readonly number[];
}

const stepWidth = 11;

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
  /** Of a simple fragment of one agent: the site instance of each pattern site. */
  readonly offsets: Int32Array;
  readonly #store: AgentStore;
  readonly #anchorCompartment: number;
  readonly #steps: readonly MatchStep[];
  /** The steps of a simple fragment, `stepWidth` numbers each. */
  readonly #table: Int32Array;
  /** For each agent the earlier agents of the same type. */
  readonly #doubles: readonly (readonly number[])[];
  #wanted = 0;
  #seen = 0;

  constructor(fragment: AgentFragment, types: readonly AgentType[], store: AgentStore) {
    this.#store = store;
    const { agents } = fragment;
    this.agentCount = agents.length;
    this.anchorType = agents[0].type;
    this.#anchorCompartment = agents[0].compartment;
    const siteStart = [0];
    for (const { sites } of agents) siteStart.push((siteStart.at(-1) ?? 0) + sites.length);
    this.siteStart = siteStart;
    this.agents = new Int32Array(agents.length);
    this.sites = new Int32Array(siteStart[agents.length]);
    this.#steps = matchSteps(fragment, types, siteStart);
    this.isSimple = agents.every(({ type, sites }) =>
      sites.every(({ siteClass }) => types[type].sites[siteClass].multiplicity === 1),
    );
    this.#doubles = agents.map(({ type }, i) =>
      agents.flatMap((other, j) => (j < i && other.type === type ? [j] : [])),
    );
    this.offsets = new Int32Array(this.sites.length);
    for (const { agent, site, first } of this.#steps) if (agent === 0) this.offsets[site] = first;
    this.#table = Int32Array.from(
      this.#steps.flatMap(
        ({
          kind,
          agent,
          site,
          first,
          state,
          farAgent,
          farSite,
          farType,
          farCompartment,
          farFirst,
          farState,
        }) => [
          kind,
          agent,
          first,
          state,
          farAgent,
          farType,
          farCompartment,
          farFirst,
          farState,
          site,
          farSite,
        ],
      ),
    );
  }

  /** Embeddings with this agent as anchor; the agent must be of the anchor's type. */
  count(anchor: number): number {
    if (this.isSimple) return this.#matchSimple(anchor) ? 1 : 0;
    this.#wanted = -1;
    return this.#matchAll(anchor);
  }

  /** Puts embedding number `index` of those that `count` counted into `agents` and `sites`. */
  find(anchor: number, index: number): void {
    if (this.isSimple) {
      this.#matchSimple(anchor);
      this.#fillSites();
      return;
    }
    this.#wanted = index;
    this.#matchAll(anchor);
  }

  #matchSimple(anchor: number): boolean {
    const { state, partner, type, compartment, shift } = this.#store;
    if (this.#anchorCompartment >= 0 && compartment[anchor] !== this.#anchorCompartment) return false;
    const { agents } = this;
    const table = this.#table;
    agents[0] = anchor;
    for (let at = 0; at < table.length; at += stepWidth) {
      const site = (agents[table[at + 1]] << shift) + table[at + 2];
      const wantedState = table[at + 3];
      if (wantedState >= 0 && state[site] !== wantedState) return false;
      const kind = table[at];
      if (kind === wantsAny) continue;
      const bound = partner[site];
      if (kind === wantsFree) {
        if (bound >= 0) return false;
        continue;
      }
      if (bound < 0) return false;
      if (kind === wantsBound) continue;
      const far = bound >> shift;
      if (bound - (far << shift) !== table[at + 7] || type[far] !== table[at + 5]) return false;
      if (kind === wantsPartner) continue;
      const farState = table[at + 8];
      if (farState >= 0 && state[bound] !== farState) return false;
      const farAgent = table[at + 4];
      if (kind === closes) {
        if (agents[farAgent] !== far) return false;
        continue;
      }
      const wantedCompartment = table[at + 6];
      if (wantedCompartment >= 0 && compartment[far] !== wantedCompartment) return false;
      const doubles = this.#doubles[farAgent];
      for (let i = 0; i < doubles.length; i++) if (agents[doubles[i]] === far) return false;
      agents[farAgent] = far;
    }
    return true;
  }

  #fillSites(): void {
    const { shift } = this.#store;
    const table = this.#table;
    for (let at = 0; at < table.length; at += stepWidth) {
      this.sites[table[at + 9]] = (this.agents[table[at + 1]] << shift) + table[at + 2];
      if (table[at] >= follows)
        this.sites[table[at + 10]] = (this.agents[table[at + 4]] << shift) + table[at + 7];
    }
  }

  #matchAll(anchor: number): number {
    this.#seen = 0;
    if (this.#anchorCompartment < 0 || this.#store.compartment[anchor] === this.#anchorCompartment) {
      this.agents[0] = anchor;
      this.#tryStep(0);
    }
    return this.#seen;
  }

  /** True when the wanted embedding is found. */
  #tryStep(index: number): boolean {
    if (index === this.#steps.length) return this.#seen++ === this.#wanted;
    const step = this.#steps[index];
    const { state, partner, shift } = this.#store;
    const base = this.agents[step.agent] << shift;
    for (let k = step.first; k < step.last; k++) {
      const site = base + k;
      if (step.state >= 0 && state[site] !== step.state) continue;
      if (this.#isUsed(step.rivals, site)) continue;
      const bound = partner[site];
      if (step.kind === wantsFree ? bound >= 0 : step.kind !== wantsAny && bound < 0) continue;
      this.sites[step.site] = site;
      if (step.kind >= wantsPartner && !this.#reaches(step, bound)) continue;
      if (this.#tryStep(index + 1)) return true;
    }
    return false;
  }

  /** Whether the far end of a bond fits; places it. */
  #reaches(step: MatchStep, bound: number): boolean {
    const { state, type, compartment, shift } = this.#store;
    const far = bound >> shift;
    const k = bound - (far << shift);
    if (type[far] !== step.farType || k < step.farFirst || k >= step.farLast) return false;
    if (step.kind === wantsPartner) return true;
    if (step.farState >= 0 && state[bound] !== step.farState) return false;
    if (step.kind === closes) {
      if (this.agents[step.farAgent] !== far) return false;
    } else {
      if (step.farCompartment >= 0 && compartment[far] !== step.farCompartment) return false;
      for (const double of this.#doubles[step.farAgent]) if (this.agents[double] === far) return false;
      this.agents[step.farAgent] = far;
    }
    if (this.#isUsed(step.farRivals, bound)) return false;
    this.sites[step.farSite] = bound;
    return true;
  }

  #isUsed(rivals: readonly number[], site: number): boolean {
    for (let i = 0; i < rivals.length; i++) if (this.sites[rivals[i]] === site) return true;
    return false;
  }
}

function matchSteps(
  { agents }: AgentFragment,
  types: readonly AgentType[],
  siteStart: readonly number[],
): readonly MatchStep[] {
  const steps: MatchStep[] = [];
  const placedAgents = new Set([0]);
  const placedSites = new Set<number>();
  const rangeOf = (type: number, siteClass: number): [number, number] => {
    const before = types[type].sites
      .slice(0, siteClass)
      .reduce((sum, { multiplicity }) => sum + multiplicity, 0);
    return [before, before + types[type].sites[siteClass].multiplicity];
  };
  const rivalsOf = (agent: number, siteClass: number): number[] =>
    agents[agent].sites.flatMap((other, i) =>
      other.siteClass === siteClass && placedSites.has(siteStart[agent] + i) ? [siteStart[agent] + i] : [],
    );
  const order = [0];
  for (const agent of order) {
    const { type, sites } = agents[agent];
    // What can be told from the agent itself first.
    const local = sites
      .map((_, i) => i)
      .sort((a, b) => cost(sites[a].bond.kind) - cost(sites[b].bond.kind) || a - b);
    for (const i of local) {
      const site = siteStart[agent] + i;
      if (placedSites.has(site)) continue;
      const { siteClass, state, bond } = sites[i];
      const [first, last] = rangeOf(type, siteClass);
      const rivals = rivalsOf(agent, siteClass);
      placedSites.add(site);
      const near = { agent, site, first, last, state, rivals };
      const none = {
        farAgent: -1,
        farSite: -1,
        farType: -1,
        farCompartment: -1,
        farFirst: 0,
        farLast: 0,
        farState: -1,
        farRivals: [],
      };
      if (bond.kind === "link") {
        const far = agents[bond.agent];
        const farSite = siteStart[bond.agent] + bond.site;
        const { siteClass: farClass, state: farState } = far.sites[bond.site];
        const [farFirst, farLast] = rangeOf(far.type, farClass);
        const farRivals = rivalsOf(bond.agent, farClass);
        placedSites.add(farSite);
        const isNew = !placedAgents.has(bond.agent);
        steps.push({
          ...near,
          kind: isNew ? follows : closes,
          farAgent: bond.agent,
          farSite,
          farType: far.type,
          farCompartment: far.compartment,
          farFirst,
          farLast,
          farState,
          farRivals,
        });
        if (isNew) {
          placedAgents.add(bond.agent);
          order.push(bond.agent);
        }
      } else if (bond.kind === "partner") {
        const [farFirst, farLast] = rangeOf(bond.type, bond.siteClass);
        steps.push({ ...near, ...none, kind: wantsPartner, farType: bond.type, farFirst, farLast });
      } else {
        const kind = bond.kind === "free" ? wantsFree : bond.kind === "bound" ? wantsBound : wantsAny;
        steps.push({ ...near, ...none, kind });
      }
    }
  }
  return steps;
}

function cost(kind: "any" | "free" | "bound" | "partner" | "link"): number {
  return kind === "link" ? 2 : kind === "partner" ? 1 : 0;
}
