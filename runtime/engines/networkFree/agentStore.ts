/**
 * Agents as arrays: type, compartment, and for every site its state and its partner. Site k of agent a has the
 * index (a << shift) + k, so that an agent is found from a site without a table. Arrays double when they are
 * full; places of removed agents are used again, the last freed first.
 */
import type { AgentType } from "../../agentModel.ts";

const firstCapacity = 64;

export interface SavedAgents {
  readonly used: number;
  readonly type: number[];
  readonly compartment: number[];
  readonly row: number[];
  readonly state: number[];
  readonly partner: number[];
  readonly free: number[];
  readonly rowsUsed: number[];
  readonly freeRows: number[][];
}

export class AgentStore {
  /** Sites of every type have room for 1 << shift. */
  readonly shift: number;
  readonly siteCount: Int32Array;
  /** By agent; -1 for a place that is free. */
  type: Int16Array;
  compartment: Int16Array;
  /** Number of the agent among those of its type, for tables that exist a type. */
  row: Int32Array;
  /** By site; -1 for a site without states. */
  state: Int16Array;
  /** By site: the site it is bound to, -1 when free. */
  partner: Int32Array;
  /** Agents from here on have never been used. */
  used = 0;
  /** Rows of each type that have been used. */
  readonly rowsUsed: Int32Array;
  readonly #freeRows: number[][];
  #free: number[] = [];

  constructor(types: readonly AgentType[]) {
    const shift = siteShift(types);
    this.shift = shift;
    this.siteCount = Int32Array.from(types, siteCountOf);
    this.type = new Int16Array(firstCapacity).fill(-1);
    this.compartment = new Int16Array(firstCapacity);
    this.row = new Int32Array(firstCapacity);
    this.state = new Int16Array(firstCapacity << shift).fill(-1);
    this.partner = new Int32Array(firstCapacity << shift).fill(-1);
    this.rowsUsed = new Int32Array(types.length);
    this.#freeRows = types.map(() => []);
  }

  /** Agents that exist. */
  get size(): number {
    return this.used - this.#free.length;
  }

  /** An agent with all sites free and without states. */
  add(type: number, compartment: number): number {
    const agent = this.#free.pop() ?? this.used++;
    if (agent >= this.type.length) this.#grow(agent + 1);
    this.type[agent] = type;
    this.compartment[agent] = compartment;
    this.row[agent] = this.#freeRows[type].pop() ?? this.rowsUsed[type]++;
    return agent;
  }

  /** Its sites must be free. */
  remove(agent: number): void {
    this.#freeRows[this.type[agent]].push(this.row[agent]);
    this.type[agent] = -1;
    this.state.fill(-1, agent << this.shift, (agent + 1) << this.shift);
    this.#free.push(agent);
  }

  clear(): void {
    this.type.fill(-1);
    this.state.fill(-1);
    this.partner.fill(-1);
    this.used = 0;
    this.rowsUsed.fill(0);
    this.#free = [];
    for (const rows of this.#freeRows) rows.length = 0;
  }

  save(): SavedAgents {
    const { used, shift } = this;
    return {
      used,
      type: Array.from(this.type.subarray(0, used)),
      compartment: Array.from(this.compartment.subarray(0, used)),
      row: Array.from(this.row.subarray(0, used)),
      state: Array.from(this.state.subarray(0, used << shift)),
      partner: Array.from(this.partner.subarray(0, used << shift)),
      free: [...this.#free],
      rowsUsed: [...this.rowsUsed],
      freeRows: this.#freeRows.map((rows) => [...rows]),
    };
  }

  restore(saved: SavedAgents): void {
    this.clear();
    this.#grow(saved.used);
    this.used = saved.used;
    this.type.set(saved.type);
    this.compartment.set(saved.compartment);
    this.row.set(saved.row);
    this.state.set(saved.state);
    this.partner.set(saved.partner);
    this.#free = [...saved.free];
    this.rowsUsed.set(saved.rowsUsed);
    saved.freeRows.forEach((rows, type) => {
      this.#freeRows[type].length = 0;
      this.#freeRows[type].push(...rows);
    });
  }

  #grow(needed: number): void {
    let capacity = this.type.length;
    if (needed <= capacity) return;
    while (capacity < needed) capacity *= 2;
    if (capacity << this.shift <= 0) throw new RangeError("too many molecules");
    this.type = grownInt16(this.type, capacity, -1);
    this.compartment = grownInt16(this.compartment, capacity, 0);
    this.row = grownInt32(this.row, capacity, 0);
    this.partner = grownInt32(this.partner, capacity << this.shift, -1);
    this.state = grownInt16(this.state, capacity << this.shift, -1);
  }
}

/** Bits that number the sites of one agent. */
export function siteShift(types: readonly AgentType[]): number {
  let shift = 0;
  while (1 << shift < Math.max(1, ...types.map(siteCountOf))) shift++;
  return shift;
}

function siteCountOf({ sites }: AgentType): number {
  return sites.reduce((sum, { multiplicity }) => sum + multiplicity, 0);
}

/** A longer copy, filled up with a value. */
export function grownInt32(array: Int32Array, length: number, fill: number): Int32Array<ArrayBuffer> {
  const result = new Int32Array(length);
  result.set(array);
  if (fill !== 0) result.fill(fill, array.length);
  return result;
}

function grownInt16(array: Int16Array, length: number, fill: number): Int16Array {
  const result = new Int16Array(length);
  result.set(array);
  if (fill !== 0) result.fill(fill, array.length);
  return result;
}
