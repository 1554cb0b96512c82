/**
 * Types of molecules, the complexes that were found, and a working graph in which rules are applied.
 *
 * A complex is one array: the numbers of its molecules and of their sites, then by molecule its type, its compartment
 * and its first site (one more than there are molecules), then by site its molecule, its state (-1: it has none) and
 * the site that it is bound to (-1: free). The working graph has the same parts, with room for more.
 */
import { longer, read, take, write } from "./arrays";

/** By type: number of sites, number of classes, first class numbered through, tables `classOf` and `classStart`. */
let types: usize = 0;

@inline
export function classesOf(type: i32): i32 {
  return read(types, 5 * type + 1);
}

@inline
export function firstClassOf(type: i32): i32 {
  return read(types, 5 * type + 2);
}

/** Of a type: the class of each site. */
@inline
export function classTable(type: i32): usize {
  return <usize>read(types, 5 * type + 3);
}

/** Of a type: the first site of each class, then the number of sites. */
@inline
export function classStarts(type: i32): usize {
  return <usize>read(types, 5 * type + 4);
}

export function setTypes(at: usize): void {
  types = at;
}

/** Complexes by number. */
let complexes: usize = 0;
let room: i32 = 0;
export let complexCount: i32 = 0;

export function complexAt(number: i32): usize {
  return <usize>read(complexes, number);
}

function append(complex: usize): i32 {
  if (complexCount == room) {
    const length = max(256, 2 * room);
    complexes = longer(complexes, room, length);
    room = length;
  }
  write(complexes, complexCount, <i32>complex);
  return complexCount++;
}

/** The parts of the working graph. */
export let agentType: usize = 0;
export let agentCompartment: usize = 0;
export let siteStart: usize = 0;
export let siteAgent: usize = 0;
export let siteState: usize = 0;
export let sitePartner: usize = 0;
export let agents: i32 = 0;
export let sites: i32 = 0;
/** By agent: number of its product; -1 before it is known, less for a deleted one. */
export let component: usize = 0;
/** Members of product i: members[starts[i]] .. members[starts[i + 1] - 1], ascending. */
export let members: usize = 0;
export let starts: usize = 0;
export let queue: usize = 0;
let agentRoom: i32 = 0;
let siteRoom: i32 = 0;

export function clear(): void {
  agents = 0;
  sites = 0;
}

/** Makes room for so many more. */
export function reserve(moreAgents: i32, moreSites: i32): void {
  if (agents + moreAgents > agentRoom) {
    const length = 2 * (agents + moreAgents) + 64;
    agentType = longer(agentType, agents, length);
    agentCompartment = longer(agentCompartment, agents, length);
    siteStart = longer(siteStart, agentRoom == 0 ? 0 : agents + 1, length + 1);
    component = take(length);
    members = take(length);
    starts = take(length + 1);
    queue = take(length);
    agentRoom = length;
  }
  if (sites + moreSites > siteRoom) {
    const length = 2 * (sites + moreSites) + 256;
    siteAgent = longer(siteAgent, sites, length);
    siteState = longer(siteState, sites, length);
    sitePartner = longer(sitePartner, sites, length);
    siteRoom = length;
  }
}

/** Copies a complex into the working graph. */
export function copyIn(complex: usize): void {
  const n = read(complex, 0);
  const m = read(complex, 1);
  reserve(n, m);
  const from = complex + 8;
  const own = from + (<usize>(3 * n + 1) << 2);
  memory.copy(agentType + (<usize>agents << 2), from, <usize>n << 2);
  memory.copy(agentCompartment + (<usize>agents << 2), from + (<usize>n << 2), <usize>n << 2);
  memory.copy(siteState + (<usize>sites << 2), own + (<usize>m << 2), <usize>m << 2);
  if (agents == 0) {
    memory.copy(siteStart, from + (<usize>(2 * n) << 2), <usize>n << 2);
    memory.copy(siteAgent, own, <usize>m << 2);
    memory.copy(sitePartner, own + (<usize>(2 * m) << 2), <usize>m << 2);
  } else {
    for (let i = 0; i < n; i++) write(siteStart, agents + i, sites + read(from, 2 * n + i));
    for (let k = 0; k < m; k++) {
      const partner = read(own, 2 * m + k);
      write(siteAgent, sites + k, agents + read(own, k));
      write(sitePartner, sites + k, partner < 0 ? -1 : sites + partner);
    }
  }
  agents += n;
  sites += m;
  write(siteStart, agents, sites);
}

/** A new molecule; its sites follow. */
export function addAgent(type: i32, compartment: i32): i32 {
  reserve(1, 0);
  write(agentType, agents, type);
  write(agentCompartment, agents, compartment);
  write(siteStart, agents, sites);
  write(siteStart, agents + 1, sites);
  return agents++;
}

/** The next site of the molecule that was added last: free. */
export function addSite(state: i32): i32 {
  reserve(0, 1);
  write(siteAgent, sites, agents - 1);
  write(siteState, sites, state);
  write(sitePartner, sites, -1);
  write(siteStart, agents, sites + 1);
  return sites++;
}

export function unbind(site: i32): void {
  const partner = read(sitePartner, site);
  if (partner < 0) return;
  write(sitePartner, site, -1);
  write(sitePartner, partner, -1);
}

/** Gives an agent and all connected ones a number. */
export function reach(from: i32, number: i32): void {
  write(queue, 0, from);
  write(component, from, number);
  let count = 1;
  for (let next = 0; next < count; next++) {
    const agent = read(queue, next);
    const end = read(siteStart, agent + 1);
    for (let site = read(siteStart, agent); site < end; site++) {
      const partner = read(sitePartner, site);
      if (partner < 0) continue;
      const other = read(siteAgent, partner);
      if (read(component, other) == number) continue;
      write(component, other, number);
      write(queue, count++, other);
    }
  }
}

/** Numbers the connected complexes in the order of their first agents; gives how many. */
export function split(): i32 {
  let count = 0;
  for (let agent = 0; agent < agents; agent++)
    if (read(component, agent) == -1) reach(agent, count++);
  let at = 0;
  for (let c = 0; c < count; c++) {
    write(starts, c, at);
    for (let agent = 0; agent < agents; agent++)
      if (read(component, agent) == c) write(members, at++, agent);
  }
  write(starts, count, at);
  return count;
}

/** All of the working graph as one product. */
export function takeWhole(): void {
  for (let agent = 0; agent < agents; agent++) {
    write(component, agent, 0);
    write(members, agent, agent);
  }
  write(starts, 0, 0);
  write(starts, 1, agents);
}

/** A product as a complex of its own; gives its address. */
export function extract(product: i32): usize {
  const from = read(starts, product);
  const n = read(starts, product + 1) - from;
  let m = 0;
  for (let i = 0; i < n; i++) {
    const agent = read(members, from + i);
    // By agent: how far its sites move.
    write(queue, agent, m - read(siteStart, agent));
    m += read(siteStart, agent + 1) - read(siteStart, agent);
  }
  const complex = take(3 + 3 * n + 3 * m);
  write(complex, 0, n);
  write(complex, 1, m);
  const to = complex + 8;
  const own = to + (<usize>(3 * n + 1) << 2);
  for (let i = 0; i < n; i++) {
    const agent = read(members, from + i);
    const shift = read(queue, agent);
    write(to, i, read(agentType, agent));
    write(to, n + i, read(agentCompartment, agent));
    write(to, 2 * n + i, read(siteStart, agent) + shift);
    const end = read(siteStart, agent + 1);
    for (let site = read(siteStart, agent); site < end; site++) {
      const partner = read(sitePartner, site);
      const k = site + shift;
      write(own, k, i);
      write(own, m + k, read(siteState, site));
      write(own, 2 * m + k, partner < 0 ? -1 : partner + read(queue, read(siteAgent, partner)));
    }
  }
  write(to, 3 * n, m);
  return complex;
}

/** Makes a product the next complex; gives its number. */
export function open(product: i32): i32 {
  return append(extract(product));
}
