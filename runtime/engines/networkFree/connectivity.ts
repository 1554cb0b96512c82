/**
 * Searches along bonds: whether two agents are connected, and all agents of a complex. The two-sided search takes
 * turns, so that it costs about twice the smaller complex when they are not connected.
 */
import { grownInt32 } from "./agentStore.ts";

/** Agents, or nodes of a graph, with the bonds of their sites. */
export interface BondedAgents {
  /** Site k of agent a has the index (a << shift) + k. */
  readonly shift: number;
  /** By type. */
  readonly siteCount: Int32Array;
  /** By agent. */
  readonly type: Int16Array;
  /** By site: the site it is bound to, -1 when free. */
  readonly partner: Int32Array;
}

export class Connectivity {
  readonly #store: BondedAgents;
  /** By agent: the search that last saw it; the two sides of a search have numbers of their own. */
  #mark: Int32Array;
  #left = new Int32Array(64);
  #right = new Int32Array(64);
  #epoch = 0;
  /** Agents that the last search of a complex found, or the side that was exhausted. */
  found: Int32Array = this.#left;
  foundCount = 0;
  /** Agents looked at, for the statistics. */
  visited = 0;

  constructor(store: BondedAgents) {
    this.#store = store;
    this.#mark = new Int32Array(store.type.length);
  }

  /** All agents connected with one, itself first, in `found`. */
  complexOf(start: number): void {
    this.#begin();
    const mark = this.#mark;
    const epoch = this.#epoch;
    mark[start] = epoch;
    this.#left[0] = start;
    let count = 1;
    for (let next = 0; next < count; next++) count = this.#expand(this.#left[next], count, true, epoch);
    this.found = this.#left;
    this.foundCount = count;
    this.visited += count;
  }

  /**
   * Whether bonds connect two agents. When not, `found` holds the complex that was exhausted first (its first
   * agent is a or b).
   */
  areConnected(a: number, b: number): boolean {
    if (a === b) return true;
    this.#begin();
    const mark = this.#mark;
    const epoch = this.#epoch;
    mark[a] = epoch;
    mark[b] = -epoch;
    this.#left[0] = a;
    this.#right[0] = b;
    let leftCount = 1;
    let rightCount = 1;
    let leftNext = 0;
    let rightNext = 0;
    let isConnected = false;
    for (;;) {
      if (leftNext === leftCount) {
        this.found = this.#left;
        this.foundCount = leftCount;
        break;
      }
      leftCount = this.#expand(this.#left[leftNext++], leftCount, true, epoch);
      if (leftCount < 0) {
        isConnected = true;
        break;
      }
      if (rightNext === rightCount) {
        this.found = this.#right;
        this.foundCount = rightCount;
        break;
      }
      rightCount = this.#expand(this.#right[rightNext++], rightCount, false, -epoch);
      if (rightCount < 0) {
        isConnected = true;
        break;
      }
    }
    this.visited += leftNext + rightNext;
    return isConnected;
  }

  /** Adds the neighbours of an agent to a side; -1 when one is of the other side. */
  #expand(agent: number, before: number, isLeft: boolean, own: number): number {
    const { partner, shift, siteCount, type } = this.#store;
    const mark = this.#mark;
    let queue = isLeft ? this.#left : this.#right;
    let count = before;
    const first = agent << shift;
    const end = first + siteCount[type[agent]];
    for (let site = first; site < end; site++) {
      const bound = partner[site];
      if (bound < 0) continue;
      const other = bound >> shift;
      const seen = mark[other];
      if (seen === own) continue;
      if (seen === -own) return -1;
      mark[other] = own;
      if (count === queue.length) {
        queue = grownInt32(queue, 2 * count, 0);
        if (isLeft) this.#left = queue;
        else this.#right = queue;
      }
      queue[count++] = other;
    }
    return count;
  }

  #begin(): void {
    if (this.#mark.length < this.#store.type.length) this.#mark = new Int32Array(this.#store.type.length);
    if (this.#epoch >= 2_000_000_000) {
      this.#mark.fill(0);
      this.#epoch = 0;
    }
    this.#epoch++;
  }
}
