/**
 * Agents as records in one array (agentRecord.ts), which doubles when it is full. Places of removed agents are used
 * again for agents of the same type, the last freed first.
 */
import type { AgentType } from "../../agentModel.ts";
import { type AgentRecords, siteCountOf } from "./agentRecord.ts";

const firstCapacity = 64;
/** In bytes. */
const cacheLine = 64;
/** What stands before the numbers in a large array's memory, as the usual allocators lay it out. */
const allocationHead = 16;

export interface SavedAgents {
  readonly used: number;
  /** By agent, -1 where there is none. */
  readonly type: number[];
  /** Of the agents that exist. */
  readonly compartment: number[];
  /** Of all their sites. */
  readonly state: number[];
  readonly partner: number[];
  /** By type. */
  readonly free: number[][];
}

export class AgentStore {
  readonly records: AgentRecords;
  /** Site k of an agent is the word (agent << shift) + k. */
  readonly shift: number;
  readonly siteCount: Int32Array;
  /** By agent; -1 for a place that is free, and within a record. */
  type: Int16Array;
  compartment: Int16Array;
  /** All words of all records. */
  record: Int32Array<ArrayBuffer>;
  /** The same by what a site's own word holds: the site it is bound to, -1 when free. */
  partner: Int32Array;
  /** The same from the first state on, so that it is read by site; only sites with states have one. */
  state: Int32Array;
  /** Records from here on have never been used. */
  used: number;
  /** Agents that exist. */
  size = 0;
  readonly #first: number;
  readonly #free: number[][];

  constructor(types: readonly AgentType[], records: AgentRecords) {
    this.records = records;
    this.shift = records.shift;
    this.siteCount = Int32Array.from(types, siteCountOf);
    this.#free = types.map(() => []);
    // The first record begins with a cache line.
    this.#first = (cacheLine - allocationHead) >> (2 + records.shift);
    this.used = this.#first;
    this.type = new Int16Array(firstCapacity).fill(-1);
    this.compartment = new Int16Array(firstCapacity);
    this.record = new Int32Array(firstCapacity << records.shift).fill(-1);
    this.partner = this.record;
    this.state = this.record.subarray(records.stateOffset);
  }

  /** An agent with all sites free and without states. */
  add(type: number, compartment: number): number {
    const agent = this.#free[type].pop() ?? this.#unused(type);
    this.type[agent] = type;
    this.compartment[agent] = compartment;
    this.size++;
    return agent;
  }

  /** One a site, -1 for a site without states. */
  setStates(agent: number, states: readonly number[]): void {
    const base = agent << this.shift;
    // A site without states has no word for one.
    for (let k = 0; k < states.length; k++) if (states[k] >= 0) this.state[base + k] = states[k];
  }

  /** Its sites must be free. */
  remove(agent: number): void {
    const type = this.type[agent];
    this.type[agent] = -1;
    this.record.fill(-1, agent << this.shift, (agent + this.records.units[type]) << this.shift);
    this.#free[type].push(agent);
    this.size--;
  }

  clear(): void {
    this.type.fill(-1);
    this.record.fill(-1);
    this.used = this.#first;
    this.size = 0;
    for (const free of this.#free) free.length = 0;
  }

  /** Makes room for so many more units. */
  reserve(units: number): void {
    if (this.used + units > this.type.length) this.#resize(this.used + units);
  }

  /** The state of a site of an agent, -1 for a site without states. */
  stateOf(site: number): number {
    const agent = site >> this.shift;
    const { hasStates } = this.records;
    return hasStates[((this.type[agent] - agent) << this.shift) + site] === 1 ? this.state[site] : -1;
  }

  save(): SavedAgents {
    const type = Array.from(this.type.subarray(0, this.used));
    const agents = this.#agents();
    const sites = this.#sitesOf(agents);
    return {
      used: this.used,
      type,
      compartment: agents.map((agent) => this.compartment[agent]),
      state: sites.map((site) => this.stateOf(site)),
      partner: sites.map((site) => this.partner[site]),
      free: this.#free.map((free) => [...free]),
    };
  }

  restore(saved: SavedAgents): void {
    this.clear();
    this.reserve(saved.used - this.used);
    this.used = saved.used;
    this.type.set(saved.type);
    const agents = this.#agents();
    this.size = agents.length;
    agents.forEach((agent, i) => {
      this.compartment[agent] = saved.compartment[i];
    });
    this.#sitesOf(agents).forEach((site, i) => {
      this.partner[site] = saved.partner[i];
      if (saved.state[i] >= 0) this.state[site] = saved.state[i];
    });
    saved.free.forEach((free, type) => {
      this.#free[type].length = 0;
      this.#free[type].push(...free);
    });
  }

  #agents(): number[] {
    const agents: number[] = [];
    for (let agent = 0; agent < this.used; agent++) if (this.type[agent] >= 0) agents.push(agent);
    return agents;
  }

  #sitesOf(agents: readonly number[]): number[] {
    return agents.flatMap((agent) =>
      Array.from({ length: this.siteCount[this.type[agent]] }, (_, k) => (agent << this.shift) + k),
    );
  }

  #unused(type: number): number {
    const agent = this.used;
    const end = agent + this.records.units[type];
    if (end > this.type.length) this.#resize(Math.max(end, 2 * this.type.length));
    this.used = end;
    return agent;
  }

  #resize(capacity: number): void {
    if (capacity * 2 ** this.shift > 2 ** 31 - 1) throw new RangeError("too many molecules");
    const type = new Int16Array(capacity).fill(-1, this.used);
    type.set(this.type.subarray(0, this.used));
    this.type = type;
    const compartment = new Int16Array(capacity);
    compartment.set(this.compartment.subarray(0, this.used));
    this.compartment = compartment;
    this.record = grownInt32(this.record, capacity << this.shift, -1);
    this.partner = this.record;
    this.state = this.record.subarray(this.records.stateOffset);
  }
}

/** A longer copy, filled up with a value. */
export function grownInt32(array: Int32Array, length: number, fill: number): Int32Array<ArrayBuffer> {
  const result = new Int32Array(length);
  result.set(array);
  if (fill !== 0) result.fill(fill, array.length);
  return result;
}
