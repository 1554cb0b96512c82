/**
 * The molecules with all matches of all fragments. Every change notes the matches that it may touch; `settle`
 * counts these again, so that the cost of a reaction depends on its surroundings and not on the number of
 * molecules (the idea of Danos et al. 2007, doi:10.1007/978-3-540-76637-7_10).
 */
import type { AgentModel } from "../../agentModel.ts";
import { SimulationError } from "../../simulationError.ts";
import { agentRecords } from "./agentRecord.ts";
import { AgentStore, grownInt32, type SavedAgents } from "./agentStore.ts";
import { ComplexIndex, type SavedComplexes } from "./complexIndex.ts";
import { connectedWithin } from "./complexPart.ts";
import { Connectivity } from "./connectivity.ts";
import { FragmentMatcher } from "./fragmentMatcher.ts";
import { isFragmentTotal } from "./measureComplexes.ts";
import { MatchList, type SavedMatches } from "./matchList.ts";
import { TrialApplication } from "./trialApplication.ts";
import { type ProbeSet, ProbeTable, probeStepWidth } from "./probes.ts";

/** Molecules that a run may begin with. */
const agentLimit = 100_000_000;

export interface SavedMixture {
  readonly agents: SavedAgents;
  readonly matches: readonly SavedMatches[];
  readonly complexes: SavedComplexes | null;
}

export class AgentMixture {
  readonly tables: AgentModel;
  readonly store: AgentStore;
  readonly connectivity: Connectivity;
  readonly matchers: readonly FragmentMatcher[];
  readonly lists: readonly MatchList[];
  readonly trial: TrialApplication;
  /** Molecules that changed, since whoever set this emptied it: some twice, some gone by now. Null: nobody asks. */
  journal: number[] | null = null;
  /** Null when no rule needs it. */
  readonly complexes: ComplexIndex | null;
  /** Fragments whose number of matches changed since they were last taken: the first `changedCount`. */
  readonly changed: Int32Array;
  changedCount = 0;
  readonly #isChanged: Uint8Array;
  readonly #probes: ProbeTable;
  readonly #isTracked: Uint8Array;
  /** Pairs of fragment and anchor to count again. */
  #dirty = new Int32Array(256);
  #dirtyCount = 0;

  /** `groups`: fragments that some rule places in one complex. */
  constructor(tables: AgentModel, groups: readonly (readonly number[])[]) {
    this.tables = tables;
    const { types, fragments } = tables;
    this.store = new AgentStore(types, agentRecords(types, fragments));
    this.connectivity = new Connectivity(this.store);
    this.matchers = fragments.map(
      (fragment, i) => new FragmentMatcher(fragment, types, this.store, tables.match[i]),
    );
    this.trial = new TrialApplication(this.store, this.connectivity);
    const listed = listedFragments(tables);
    this.lists = this.matchers.map(
      ({ anchorType, isSimple }, i) =>
        new MatchList(this.store, anchorType, this.store.records.placeWord[i], isSimple, listed.has(i)),
    );
    this.complexes = tables.keepsComplexes
      ? new ComplexIndex(this.store, this.connectivity, this.lists, groups)
      : null;
    this.changed = new Int32Array(fragments.length);
    this.#isChanged = new Uint8Array(fragments.length);
    this.#isTracked = new Uint8Array(fragments.length);
    for (const fragment of groups.flat()) this.#isTracked[fragment] = 1;
    this.#probes = new ProbeTable(types, fragments, this.store.shift);
  }

  /** Makes so many of each seed, and nothing else. @throws SimulationError for an impossible number. */
  fill(amounts: Float64Array): void {
    const { store } = this;
    const { seeds } = this.tables;
    let total = 0;
    let units = 0;
    seeds.forEach(({ name, agents }, i) => {
      if (!(amounts[i] >= 0 && Number.isInteger(amounts[i]))) {
        throw new SimulationError(
          "badInput",
          `The initial number of ${name} is ${amounts[i]}, but it must be a whole number from 0.`,
          0,
        );
      }
      total += agents.length * amounts[i];
      for (const { type } of agents) units += amounts[i] * store.records.units[type];
    });
    if (total > agentLimit) {
      throw new SimulationError(
        "badInput",
        `The run would begin with ${total} molecules, more than the ${agentLimit} that are possible.`,
        0,
      );
    }
    store.clear();
    store.reserve(units);
    seeds.forEach(({ agents, bonds }, i) => {
      for (let copy = 0; copy < amounts[i]; copy++) {
        const made = agents.map(({ type, compartment, states }) => {
          const agent = store.add(type, compartment);
          store.setStates(agent, states);
          return agent;
        });
        for (const { a, b } of bonds) {
          const siteA = (made[a.agent] << store.shift) + a.site;
          const siteB = (made[b.agent] << store.shift) + b.site;
          store.partner[siteA] = siteB;
          store.partner[siteB] = siteA;
        }
      }
    });
    for (const list of this.lists) list.clear();
    this.#countAll();
    this.complexes?.rebuild();
    this.#forgetChanges();
  }

  // --- What generated rules call

  recount(fragment: number, anchor: number): void {
    const difference = this.lists[fragment].set(anchor, this.matchers[fragment].count(anchor));
    if (difference !== 0 && this.#isTracked[fragment] === 1)
      this.complexes?.changeCount(fragment, anchor, difference);
  }

  link(a: number, b: number): void {
    const { partner, shift } = this.store;
    this.complexes?.bind(a >> shift, b >> shift);
    partner[a] = b;
    partner[b] = a;
  }

  cut(a: number, b: number): void {
    const { partner, shift } = this.store;
    partner[a] = -1;
    partner[b] = -1;
    this.complexes?.unbind(a >> shift, b >> shift);
  }

  add(type: number, compartment: number): number {
    const agent = this.store.add(type, compartment);
    this.complexes?.addAgent(agent);
    return agent;
  }

  isTogether(a: number, b: number): boolean {
    const { complexes } = this;
    return complexes === null
      ? this.connectivity.areConnected(a, b)
      : complexes.label[a] === complexes.label[b];
  }

  // --- What rules from tables call; the matches that changes touch are noted, and counted by `settle`

  /** A new molecule with all sites free. */
  create(type: number, compartment: number, states: readonly number[]): number {
    const agent = this.add(type, compartment);
    this.journal?.push(agent);
    this.store.setStates(agent, states);
    const anchored = this.#probes.anchored[type];
    for (let i = 0; i < anchored.length; i++) this.#note(anchored[i], agent);
    return agent;
  }

  /** One more of a seed. */
  addSeed(seed: number): void {
    const { agents, bonds } = this.tables.seeds[seed];
    const { shift } = this.store;
    const made = agents.map(({ type, compartment, states }) => this.create(type, compartment, states));
    for (const { a, b } of bonds)
      this.bind((made[a.agent] << shift) + a.site, (made[b.agent] << shift) + b.site);
  }

  setState(site: number, to: number): void {
    const { store } = this;
    const before = store.state[site];
    if (before === to) return;
    store.state[site] = to;
    const agent = site >> store.shift;
    this.journal?.push(agent);
    const probes = this.#probes.states[this.#classOf(site, agent)];
    if (before >= 0) this.#followAll(probes[before], agent);
    this.#followAll(probes[to], agent);
  }

  move(agent: number, compartment: number): void {
    if (this.store.compartment[agent] === compartment) return;
    this.store.compartment[agent] = compartment;
    this.journal?.push(agent);
    this.#followAll(this.#probes.moves[this.store.type[agent]], agent);
  }

  /** A molecule moves with what hangs together with it within its compartment, except `named` ones. */
  moveComplex(agent: number, compartment: number, named: Int32Array): void {
    for (const member of connectedWithin(agent, named, this.store)) this.move(member, compartment);
  }

  bind(a: number, b: number): void {
    this.link(a, b);
    this.#noteBond(a, b);
  }

  /** Frees a site and its partner, if it has one. */
  unbind(site: number): void {
    const other = this.store.partner[site];
    if (other < 0) return;
    this.cut(site, other);
    this.#noteBond(site, other);
  }

  /** Removes a molecule; its partners are freed. */
  remove(agent: number): void {
    const { store } = this;
    const base = agent << store.shift;
    const end = base + store.siteCount[store.type[agent]];
    for (let site = base; site < end; site++) this.unbind(site);
    this.#dropMatches(agent);
    this.journal?.push(agent);
    this.complexes?.removeAgent(agent);
    store.remove(agent);
  }

  removeComplex(agent: number): void {
    const { store, connectivity } = this;
    connectivity.complexOf(agent);
    const members = connectivity.found.slice(0, connectivity.foundCount);
    const complex = this.complexes?.label[agent] ?? -1;
    for (const member of members) {
      const base = member << store.shift;
      store.partner.fill(-1, base, base + store.siteCount[store.type[member]]);
      this.#dropMatches(member);
      this.journal?.push(member);
      store.remove(member);
    }
    this.complexes?.removeComplex(complex);
  }

  /** Counts again what may have changed. */
  settle(): void {
    const { type } = this.store;
    const dirty = this.#dirty;
    for (let i = 0; i < this.#dirtyCount; i += 2) {
      const fragment = dirty[i];
      const anchor = dirty[i + 1];
      const matcher = this.matchers[fragment];
      // The molecule may be gone, and its place taken by one of another type.
      if (type[anchor] !== matcher.anchorType) continue;
      const difference = this.lists[fragment].set(anchor, matcher.count(anchor));
      if (difference !== 0) this.#countChanged(fragment, anchor, difference);
    }
    this.#dirtyCount = 0;
    this.complexes?.settle();
  }

  /** Call after the changed fragments have been read. */
  takeChanges(): void {
    for (let i = 0; i < this.changedCount; i++) this.#isChanged[this.changed[i]] = 0;
    this.changedCount = 0;
  }

  save(): SavedMixture {
    return {
      agents: this.store.save(),
      matches: this.lists.map((list) => list.save()),
      complexes: this.complexes?.save() ?? null,
    };
  }

  restore(saved: SavedMixture): void {
    this.store.restore(saved.agents);
    this.lists.forEach((list, fragment) => {
      const { anchors, most } = saved.matches[fragment];
      list.clear();
      for (const anchor of anchors) list.set(anchor, this.matchers[fragment].count(anchor));
      list.most = most;
    });
    // What is listed is counted by now, and keeps its order.
    this.#countAll();
    if (saved.complexes !== null) this.complexes?.restore(saved.complexes);
    this.#forgetChanges();
  }

  #countAll(): void {
    const { type, used } = this.store;
    for (let agent = 0; agent < used; agent++) {
      if (type[agent] < 0) continue;
      for (const fragment of this.#probes.anchored[type[agent]])
        this.lists[fragment].set(agent, this.matchers[fragment].count(agent));
    }
  }

  #forgetChanges(): void {
    this.#dirtyCount = 0;
    this.takeChanges();
  }

  #dropMatches(agent: number): void {
    const anchored = this.#probes.anchored[this.store.type[agent]];
    for (let i = 0; i < anchored.length; i++) {
      const difference = this.lists[anchored[i]].set(agent, 0);
      if (difference !== 0) this.#countChanged(anchored[i], agent, difference);
    }
  }

  #countChanged(fragment: number, anchor: number, difference: number): void {
    if (this.#isTracked[fragment] === 1) this.complexes?.changeCount(fragment, anchor, difference);
    if (this.#isChanged[fragment] === 1) return;
    this.#isChanged[fragment] = 1;
    this.changed[this.changedCount++] = fragment;
  }

  #classOf(site: number, agent: number): number {
    const { shift, type } = this.store;
    return this.#probes.classOfSite[(type[agent] << shift) + site - (agent << shift)];
  }

  #noteBond(a: number, b: number): void {
    const { shift } = this.store;
    this.journal?.push(a >> shift, b >> shift);
    const { bonds, classCount } = this.#probes;
    const agentA = a >> shift;
    const agentB = b >> shift;
    const classA = this.#classOf(a, agentA);
    const classB = this.#classOf(b, agentB);
    this.#followAll(bonds[classA * classCount + classB], agentA);
    this.#followAll(bonds[classB * classCount + classA], agentB);
  }

  #followAll({ here, ways }: ProbeSet, agent: number): void {
    for (let i = 0; i < here.length; i++) this.#note(here[i], agent);
    for (let i = 0; i < ways.length; i++) this.#follow(ways[i].fragment, ways[i].path, 0, agent);
  }

  #follow(fragment: number, path: Int32Array, at: number, agent: number): void {
    if (at === path.length) {
      this.#note(fragment, agent);
      return;
    }
    const { partner, type, shift } = this.store;
    const base = agent << shift;
    const end = base + path[at + 1];
    for (let site = base + path[at]; site < end; site++) {
      const bound = partner[site];
      if (bound < 0) continue;
      const next = bound >> shift;
      const k = bound - (next << shift);
      if (type[next] !== path[at + 2] || k < path[at + 3] || k >= path[at + 4]) continue;
      this.#follow(fragment, path, at + probeStepWidth, next);
    }
  }

  #note(fragment: number, anchor: number): void {
    if (this.#dirtyCount === this.#dirty.length)
      this.#dirty = grownInt32(this.#dirty, 2 * this.#dirtyCount, 0);
    this.#dirty[this.#dirtyCount++] = fragment;
    this.#dirty[this.#dirtyCount++] = anchor;
  }
}

/** Fragments whose matches are drawn or gone through; of others, as most observables are, the number is enough. */
export function listedFragments({
  channels,
  measures,
  seeds,
}: Pick<AgentModel, "channels" | "measures" | "seeds">): ReadonlySet<number> {
  return new Set([
    ...channels.flatMap(({ places }) => places),
    ...measures.flatMap((measure) => (isFragmentTotal(measure) ? [] : measure.fragments)),
    ...seeds.flatMap(({ whole }) => whole?.fragment ?? []),
  ]);
}
