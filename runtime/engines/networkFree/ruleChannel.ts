/**
 * One rule as it is applied: draws a placement of its fragments, tests what only a search can tell, and changes
 * the mixture.
 *
 * Placements are drawn from all combinations of matches. Those that use a molecule twice, stand in the wrong
 * complexes or lead to the wrong products are refused: a null event, which leaves everything as it is, so that
 * each allowed placement happens at its exact rate (Yang et al. 2008, doi:10.1103/PhysRevE.78.031910).
 */
import type { AgentAction, AgentChannel, AgentPair, AgentSite, RandomDraws } from "../../agentModel.ts";
import type { AgentMixture } from "./agentMixture.ts";
import { ComplexConditions } from "./complexConditions.ts";
import { isFirstPlacement } from "./distinctPlacement.ts";
import { MeetingTest } from "./meetingTest.ts";
import type { PlacedRule } from "./placedRule.ts";

const setsState = 0;
const unbinds = 1;
const binds = 2;
const moves = 3;
const removes = 4;
const removesComplex = 5;
const movesComplex = 6;
const actionWidth = 5;

export class RuleChannel implements PlacedRule {
  readonly channel: AgentChannel;
  /** By group: its index in the mixture's complexes, -1 for a group of one fragment. */
  readonly groups: Int32Array;
  /** Divides a placement's rate by the size to a power, relative to the largest possible: by compartment. */
  readonly acceptance: Float64Array;
  fallbackAcceptance = 1;
  readonly #mixture: AgentMixture;
  readonly image: Int32Array;
  readonly sites: Int32Array;
  readonly siteStart: Int32Array;
  /** By place and agent of its fragment: the rule's agent. */
  readonly #agentOf: readonly Int32Array[];
  /** Agents that could be the same molecule. */
  readonly #overlaps: readonly AgentPair[];
  readonly #hasTrial: boolean;
  readonly #conditions: ComplexConditions | null;
  readonly #meeting: MeetingTest | null;
  /** By matched agent. */
  readonly #groupOf: Int32Array;
  readonly #steps: Int32Array;
  /** Bonds as they were before a trial: site, partner. */
  readonly #undo: number[] = [];

  constructor(channel: AgentChannel, mixture: AgentMixture, groups: Int32Array) {
    this.channel = channel;
    this.groups = groups;
    this.#mixture = mixture;
    const { matched, places, created } = channel;
    const { tables } = mixture;
    this.acceptance = new Float64Array(tables.compartments.length).fill(1);
    this.image = new Int32Array(matched.length + created.length);
    this.#agentOf = places.map((fragment) => new Int32Array(tables.fragments[fragment].agents.length));
    this.siteStart = new Int32Array(matched.length + 1);
    matched.forEach(({ place, agent }, i) => {
      this.#agentOf[place][agent] = i;
      this.siteStart[i + 1] = this.siteStart[i] + tables.fragments[places[place]].agents[agent].sites.length;
    });
    this.sites = new Int32Array(this.siteStart[matched.length]);
    const typeOf = ({ place, agent }: { place: number; agent: number }): number =>
      tables.fragments[places[place]].agents[agent].type;
    this.#overlaps = matched.flatMap((a, i) =>
      matched.flatMap((b, j): AgentPair[] =>
        i < j && a.place !== b.place && typeOf(a) === typeOf(b) ? [[i, j]] : [],
      ),
    );
    this.#conditions = channel.conditions.length === 0 ? null : new ComplexConditions(channel, mixture);
    this.#meeting = channel.mayBeApart ? new MeetingTest(channel, tables.compartments) : null;
    this.#groupOf = Int32Array.from(matched, ({ place }) =>
      channel.groups.findIndex((members) => members.includes(place)),
    );
    this.#steps = actionSteps(channel, this.siteStart);
    this.#hasTrial = channel.mayCollide || channel.joined.length > 0 || channel.parted.length > 0;
  }

  /** Placements, those that would be refused included. */
  ways(): number {
    let product = 1;
    for (let g = 0; g < this.channel.groups.length; g++) product *= this.waysOf(g);
    return product;
  }

  /** Ways to place one group. */
  waysOf(group: number): number {
    const { places, groups } = this.channel;
    const { lists, complexes } = this.#mixture;
    const tracked = this.groups[group];
    return tracked < 0 || complexes === null
      ? lists[places[groups[group][0]]].total
      : complexes.weight(tracked);
  }

  /** Draws a placement into `image`; `ways` must not be 0. */
  draw(random: RandomDraws): void {
    for (let g = 0; g < this.channel.groups.length; g++) this.drawGroup(g, random);
  }

  /** Draws the places of one group. */
  drawGroup(group: number, random: RandomDraws): void {
    const members = this.channel.groups[group];
    const tracked = this.groups[group];
    if (tracked >= 0) this.#drawInComplex(members, tracked, random);
    else this.#drawAnywhere(members[0], this.channel.places[members[0]], random);
  }

  /** Whether the placement in `image` is one that the rule means, drawing on account of sizes. */
  accepts(random: RandomDraws): boolean {
    if (!this.isAllowed()) return false;
    if (this.channel.sizePower === 0) return true;
    const share = this.shareBySize();
    return share >= 1 || random.uniform() < share;
  }

  isAllowed(): boolean {
    const { image } = this;
    const { apart } = this.channel;
    for (let i = 0; i < this.#overlaps.length; i++) {
      const pair = this.#overlaps[i];
      if (image[pair[0]] === image[pair[1]]) return false;
    }
    for (let i = 0; i < apart.length; i++)
      if (this.#mixture.isTogether(image[apart[i][0]], image[apart[i][1]])) return false;
    const { store, connectivity } = this.#mixture;
    if (this.#meeting !== null && !this.#meeting.areMeeting(image, store, connectivity)) return false;
    if (this.#hasTrial && !this.#trial()) return false;
    const { distinct } = this.channel;
    for (let i = 0; i < distinct.length; i++)
      if (!isFirstPlacement(this, this.#mixture, distinct[i])) return false;
    return this.#conditions === null || this.#conditions.areMet(this);
  }

  /** The placement's rate relative to the largest that sizes allow. */
  shareBySize(): number {
    const { matched, groups, sizePower } = this.channel;
    if (sizePower === 0) return 1;
    const { compartments } = this.#mixture.tables;
    const { compartment } = this.#mixture.store;
    let best = -1;
    for (let g = 0; g < groups.length; g++) {
      let lowest = -1;
      for (let i = 0; i < matched.length; i++) {
        if (this.#groupOf[i] !== g) continue;
        const own = compartment[this.image[i]];
        if (compartments[own].name === "") continue;
        if (lowest < 0 || compartments[own].rank < compartments[lowest].rank) lowest = own;
      }
      if (lowest >= 0 && (best < 0 || compartments[lowest].rank > compartments[best].rank)) best = lowest;
    }
    return best < 0 ? this.fallbackAcceptance : this.acceptance[best];
  }

  /** Changes the mixture as the rule says. */
  apply(): void {
    const mixture = this.#mixture;
    const { matched, created } = this.channel;
    for (let i = 0; i < created.length; i++) {
      const { type, compartment, states } = created[i];
      this.image[matched.length + i] = mixture.create(type, compartment, states);
    }
    const steps = this.#steps;
    for (let at = 0; at < steps.length; at += actionWidth) {
      switch (steps[at]) {
        case setsState:
          mixture.setState(this.#siteAt(steps[at + 1], steps[at + 2]), steps[at + 3]);
          break;
        case unbinds:
          mixture.unbind(this.#siteAt(steps[at + 1], steps[at + 2]));
          break;
        case binds:
          mixture.bind(
            this.#siteAt(steps[at + 1], steps[at + 2]),
            this.#siteAt(steps[at + 3], steps[at + 4]),
          );
          break;
        case moves:
          mixture.move(this.image[steps[at + 1]], steps[at + 3]);
          break;
        case movesComplex:
          mixture.moveComplex(this.image[steps[at + 1]], steps[at + 3], this.image);
          break;
        default:
          this.#remove(this.image[steps[at + 1]], steps[at] === removesComplex);
      }
    }
    mixture.settle();
  }

  place(place: number): void {
    const matcher = this.#mixture.matchers[this.channel.places[place]];
    const agentOf = this.#agentOf[place];
    const { agents, sites, siteStart } = matcher;
    for (let i = 0; i < agentOf.length; i++) {
      const agent = agentOf[i];
      this.image[agent] = agents[i];
      const to = this.siteStart[agent];
      const from = siteStart[i];
      const count = siteStart[i + 1] - from;
      for (let k = 0; k < count; k++) this.sites[to + k] = sites[from + k];
    }
  }

  #drawAnywhere(place: number, fragment: number, random: RandomDraws): void {
    const list = this.#mixture.lists[fragment];
    const matcher = this.#mixture.matchers[fragment];
    if (matcher.isSimple) matcher.find(list.draw(random), 0);
    else {
      while (!this.#tries(fragment, -1, random)) {
        // Until a number is drawn that belongs to a match.
      }
    }
    this.place(place);
  }

  /**
   * Draws one of the numbers of all anchors: each anchor has `most`, of which it uses as many as it has matches.
   * False for a number without a match, or with one in another complex than the wanted one (-1: any).
   */
  #tries(fragment: number, complex: number, random: RandomDraws): boolean {
    const { complexes, lists, matchers } = this.#mixture;
    const list = lists[fragment];
    const drawn = random.below(list.size * list.most);
    const index = Math.floor(drawn / list.most);
    const anchor = list.anchors[index];
    const match = drawn - index * list.most;
    if (match >= list.countOf(anchor) || (complex >= 0 && complexes?.label[anchor] !== complex)) return false;
    matchers[fragment].find(anchor, match);
    return true;
  }

  /** All places of a group in one complex: by trial where that is cheaper than going through the complex. */
  #drawInComplex(members: readonly number[], group: number, random: RandomDraws): void {
    const { complexes, connectivity, lists } = this.#mixture;
    if (complexes === null) return;
    const complex = complexes.pick(group, random.uniform() * complexes.weight(group));
    let isFound = false;
    for (let m = 0; m < members.length; m++) {
      const fragment = this.channel.places[members[m]];
      const { size, most } = lists[fragment];
      const count = complexes.countIn(group, m, complex);
      if (size * most < count * complexes.sizeOf(complex)) {
        while (!this.#tries(fragment, complex, random)) {
          // Until a match of the complex is drawn.
        }
      } else {
        if (!isFound) connectivity.complexOf(complexes.member[complex]);
        isFound = true;
        this.#findInComplex(fragment, random.below(count));
      }
      this.place(members[m]);
    }
  }

  /** Match number `index` among those of the complex that was searched last. */
  #findInComplex(fragment: number, index: number): void {
    const { connectivity, lists, matchers, store } = this.#mixture;
    const { found, foundCount } = connectivity;
    let rest = index;
    for (let i = 0; i < foundCount; i++) {
      if (store.type[found[i]] !== matchers[fragment].anchorType) continue;
      const count = lists[fragment].countOf(found[i]);
      if (rest < count) {
        matchers[fragment].find(found[i], rest);
        return;
      }
      rest -= count;
    }
  }

  /** Makes the rule's bonds, looks, and takes them back. */
  #trial(): boolean {
    const { partner, shift, siteCount, type } = this.#mixture.store;
    const { actions, matched, joined, parted } = this.channel;
    const undo = this.#undo;
    undo.length = 0;
    const set = (site: number, to: number): void => {
      undo.push(site, partner[site]);
      partner[site] = to;
    };
    const free = (site: number): void => {
      const other = partner[site];
      if (other < 0) return;
      set(site, -1);
      set(other, -1);
    };
    let isAllowed = true;
    for (const action of actions) {
      if (action.kind === "unbind") free(this.siteOf(action.at.agent, action.at.site));
      else if (action.kind === "bind") {
        // Created molecules are free, and bound to nothing that the tests follow.
        if (action.a.agent >= matched.length || action.b.agent >= matched.length) {
          const old = action.a.agent < matched.length ? action.a : action.b;
          if (old.agent < matched.length && partner[this.siteOf(old.agent, old.site)] >= 0) isAllowed = false;
          continue;
        }
        const a = this.siteOf(action.a.agent, action.a.site);
        const b = this.siteOf(action.b.agent, action.b.site);
        if (partner[a] >= 0 || partner[b] >= 0) isAllowed = false;
        else {
          set(a, b);
          set(b, a);
        }
      } else if (action.kind === "delete") {
        const base = this.image[action.agent] << shift;
        const end = base + siteCount[type[this.image[action.agent]]];
        for (let site = base; site < end; site++) free(site);
      }
    }
    const areConnected = ([a, b]: AgentPair): boolean => {
      // A created molecule stands where the matched one stands that it binds to.
      const [left, right] = [this.#standIn(a), this.#standIn(b)];
      return (
        left >= 0 &&
        right >= 0 &&
        this.#mixture.connectivity.areConnected(this.image[left], this.image[right])
      );
    };
    isAllowed &&= joined.every(areConnected) && !parted.some(areConnected);
    for (let i = undo.length - 2; i >= 0; i -= 2) partner[undo[i]] = undo[i + 1];
    return isAllowed;
  }

  siteOf(agent: number, site: number): number {
    const { matched } = this.channel;
    return agent < matched.length
      ? this.sites[this.siteStart[agent] + site]
      : (this.image[agent] << this.#mixture.store.shift) + site;
  }

  /** A matched agent that bonds of the rule connect with a created one; -1 for none. */
  #standIn(agent: number): number {
    const { matched, actions } = this.channel;
    const seen = [agent];
    for (const member of seen) {
      if (member < matched.length) return member;
      for (const action of actions) {
        if (action.kind !== "bind") continue;
        const ends = [action.a.agent, action.b.agent];
        if (!ends.includes(member)) continue;
        for (const end of ends) if (!seen.includes(end)) seen.push(end);
      }
    }
    return -1;
  }

  /** A site of a matched molecule by its place in `sites`; of a created one by its number. */
  #siteAt(agent: number, site: number): number {
    return agent < this.siteStart.length - 1
      ? this.sites[site]
      : (this.image[agent] << this.#mixture.store.shift) + site;
  }

  #remove(agent: number, isWhole: boolean): void {
    // A rule may name a molecule twice, or two molecules of one complex.
    if (this.#mixture.store.type[agent] < 0) return;
    if (isWhole) this.#mixture.removeComplex(agent);
    else this.#mixture.remove(agent);
  }
}

/** Actions as numbers: kind, agent, site, then a state, a compartment, or another agent and site. */
function actionSteps(channel: AgentChannel, siteStart: Int32Array): Int32Array {
  const isMatched = (agent: number): boolean => agent < channel.matched.length;
  const siteOf = ({ agent, site }: AgentSite): [number, number] => [
    agent,
    isMatched(agent) ? siteStart[agent] + site : site,
  ];
  const step = (action: AgentAction): number[] => {
    if (action.kind === "state") return [setsState, ...siteOf(action.at), action.to, 0];
    if (action.kind === "unbind") return [unbinds, ...siteOf(action.at), 0, 0];
    if (action.kind === "bind") return [binds, ...siteOf(action.a), ...siteOf(action.b)];
    if (action.kind === "moveComplex") return [movesComplex, action.agent, 0, action.compartment, 0];
    if (action.kind === "move") return [moves, action.agent, 0, action.compartment, 0];
    return [action.kind === "delete" ? removes : removesComplex, action.agent, 0, 0, 0];
  };
  return Int32Array.from(channel.actions.flatMap(step));
}
