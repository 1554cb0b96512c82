/**
 * A rule applied to the bare arrays of molecules, to look at what it would lead to, and taken back. The lists of
 * matches and the index of complexes know nothing of it: only searches along bonds and fresh matching see it.
 */
import type { AgentStore } from "./agentStore.ts";
import { connectedWithin } from "./complexPart.ts";
import type { Connectivity } from "./connectivity.ts";
import type { PlacedRule } from "./placedRule.ts";

const ofState = 0;
const ofPartner = 1;
const ofCompartment = 2;
const ofType = 3;
const entryWidth = 3;

export class TrialApplication {
  readonly #store: AgentStore;
  readonly #connectivity: Connectivity;
  /** What was there before: which array, index, value. */
  readonly #undo: number[] = [];
  readonly #created: number[] = [];
  /** Molecules that the rule changes, makes or sets free. Some may stand here twice. */
  readonly touched: number[] = [];

  constructor(store: AgentStore, connectivity: Connectivity) {
    this.#store = store;
    this.#connectivity = connectivity;
  }

  /** Does what the rule does where it is placed; false when a site that is to bind is bound. Call `undo` either way. */
  apply(rule: PlacedRule): boolean {
    const { matched, created, actions } = rule.channel;
    const { store, touched } = { store: this.#store, touched: this.touched };
    touched.length = 0;
    for (let i = 0; i < created.length; i++) {
      const { type, compartment, states } = created[i];
      const agent = store.add(type, compartment);
      store.setStates(agent, states);
      this.#created.push(agent);
      rule.image[matched.length + i] = agent;
      touched.push(agent);
    }
    let isPossible = true;
    for (const action of actions) {
      switch (action.kind) {
        case "state":
          this.#set(ofState, rule.siteOf(action.at.agent, action.at.site), action.to);
          touched.push(rule.image[action.at.agent]);
          break;
        case "unbind":
          this.#free(rule.siteOf(action.at.agent, action.at.site));
          break;
        case "bind": {
          const a = rule.siteOf(action.a.agent, action.a.site);
          const b = rule.siteOf(action.b.agent, action.b.site);
          if (store.partner[a] >= 0 || store.partner[b] >= 0) isPossible = false;
          else {
            this.#set(ofPartner, a, b);
            this.#set(ofPartner, b, a);
            touched.push(a >> store.shift, b >> store.shift);
          }
          break;
        }
        case "move":
          this.#set(ofCompartment, rule.image[action.agent], action.compartment);
          touched.push(rule.image[action.agent]);
          break;
        case "moveComplex":
          for (const agent of connectedWithin(rule.image[action.agent], rule.image, store)) {
            this.#set(ofCompartment, agent, action.compartment);
            touched.push(agent);
          }
          break;
        case "delete":
          this.#remove(rule.image[action.agent]);
          break;
        case "deleteComplex": {
          this.#connectivity.complexOf(rule.image[action.agent]);
          const { found, foundCount } = this.#connectivity;
          for (const agent of found.slice(0, foundCount)) this.#remove(agent);
          break;
        }
      }
    }
    return isPossible;
  }

  undo(): void {
    const { state, partner, compartment, type } = this.#store;
    const undo = this.#undo;
    const arrays = [state, partner, compartment, type];
    for (let at = undo.length - entryWidth; at >= 0; at -= entryWidth)
      arrays[undo[at]][undo[at + 1]] = undo[at + 2];
    undo.length = 0;
    // The last one made is the first place to be used again, as if nothing had been.
    for (let i = this.#created.length - 1; i >= 0; i--) this.#store.remove(this.#created[i]);
    this.#created.length = 0;
  }

  #set(array: number, index: number, value: number): void {
    const { state, partner, compartment, type } = this.#store;
    const target = [state, partner, compartment, type][array];
    this.#undo.push(array, index, target[index]);
    target[index] = value;
  }

  #free(site: number): void {
    const { partner, shift } = this.#store;
    const other = partner[site];
    this.touched.push(site >> shift);
    if (other < 0) return;
    this.touched.push(other >> shift);
    this.#set(ofPartner, site, -1);
    this.#set(ofPartner, other, -1);
  }

  /** The place stays taken; nothing is bound to it and nothing matches there. */
  #remove(agent: number): void {
    const { shift, siteCount, type } = this.#store;
    if (type[agent] < 0) return;
    const base = agent << shift;
    const end = base + siteCount[type[agent]];
    for (let site = base; site < end; site++) if (this.#store.partner[site] >= 0) this.#free(site);
    this.touched.push(agent);
    this.#set(ofType, agent, -1);
  }
}
