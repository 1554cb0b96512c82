/**
 * Embeddings of a pattern into a complex: injective maps of its agents and sites that respect types, compartments,
 * states and bonds.
 *
 * A pattern is one array: how many agents and how many sites it has, how many steps the search takes, then the steps,
 * each an agent in an order in which it follows a bond from an earlier one where it can:
 *
 *   agent, type, compartment (-1: any), the pattern site whose partner it is (-1: any agent of the complex),
 *   number of sites, and of each: its index, first and last instance of its class in a molecule, state (-1: any),
 *   kind of bond, two numbers that say more of it, the pattern site at the other end of a link.
 */
import { classTable, complexAt } from "./complexes";
import { longer, read, take, write } from "./arrays";

const siteWords: i32 = 8;
const stepHead: i32 = 5;

const anyBond: i32 = 0;
const freeSite: i32 = 1;
const boundSite: i32 = 2;
const boundToClass: i32 = 3;

/** Embeddings one behind the other: agents, then sites, in the pattern's own order. */
let pool: usize = take(16384);
let poolRoom: i32 = 16384;
let poolUsed: i32 = 0;
/** The first embedding of the present search. */
let found: usize = 0;
let foundCount: i32 = 0;
/** Patterns, and of each how many embeddings the last search found, and where they stand. */
let patterns: usize = 0;
let patternCount: i32 = 0;
export let counts: usize = 0;
export let firsts: usize = 0;

/** The complex that is searched. */
let agentCount: i32 = 0;
let types: usize = 0;
let compartments: usize = 0;
let starts: usize = 0;
let siteAgents: usize = 0;
let states: usize = 0;
let partners: usize = 0;

/** The images that the search has chosen, -1 for none. */
let images: usize = take(64);
let imageRoom: i32 = 64;
let siteImages: usize = 0;
let patternAgents: i32 = 0;
let patternSites: i32 = 0;
let steps: i32 = 0;

/** `list`: the addresses of all patterns. */
export function setPatterns(list: usize, count: i32): void {
  patterns = list;
  patternCount = count;
  counts = take(count);
  firsts = take(count);
}

/** Finds all embeddings of all patterns in a complex. */
export function searchAll(complex: i32): void {
  const at = complexAt(complex);
  agentCount = read(at, 0);
  const m = read(at, 1);
  types = at + 8;
  compartments = types + (<usize>agentCount << 2);
  starts = compartments + (<usize>agentCount << 2);
  siteAgents = starts + (<usize>(agentCount + 1) << 2);
  states = siteAgents + (<usize>m << 2);
  partners = states + (<usize>m << 2);
  for (let i = 0; i < patternCount; i++) {
    search(<usize>read(patterns, i));
    write(counts, i, foundCount);
    write(firsts, i, <i32>found);
  }
}

function search(pattern: usize): void {
  patternAgents = read(pattern, 0);
  patternSites = read(pattern, 1);
  steps = read(pattern, 2);
  const width = patternAgents + patternSites;
  if (width > imageRoom) {
    images = take(2 * width);
    imageRoom = 2 * width;
  }
  siteImages = images + (<usize>patternAgents << 2);
  memory.fill(images, 0xff, <usize>width << 2);
  found = pool + (<usize>poolUsed << 2);
  foundCount = 0;
  matchAgent(0, pattern + 12);
}

function keep(): void {
  const width = patternAgents + patternSites;
  if (poolUsed + width > poolRoom) {
    // Those of one search stand together.
    const kept = foundCount * width;
    const room = max(16384, 2 * (kept + width));
    pool = longer(found, kept, room);
    poolRoom = room;
    poolUsed = kept;
    found = pool;
  }
  memory.copy(pool + (<usize>poolUsed << 2), images, <usize>width << 2);
  poolUsed += width;
  foundCount++;
}

function matchAgent(index: i32, step: usize): void {
  if (index == steps) {
    keep();
    return;
  }
  const from = read(step, 3);
  if (from < 0) {
    const type = read(step, 1);
    for (let candidate = 0; candidate < agentCount; candidate++)
      if (read(types, candidate) == type) place(index, step, candidate);
    return;
  }
  const partner = read(partners, read(siteImages, from));
  if (partner >= 0) place(index, step, read(siteAgents, partner));
}

function place(index: i32, step: usize, candidate: i32): void {
  if (read(types, candidate) != read(step, 1)) return;
  const compartment = read(step, 2);
  if (compartment >= 0 && read(compartments, candidate) != compartment) return;
  for (let i = 0; i < patternAgents; i++) if (read(images, i) == candidate) return;
  const agent = read(step, 0);
  write(images, agent, candidate);
  matchSite(index, step, candidate, 0);
  write(images, agent, -1);
}

function matchSite(index: i32, step: usize, candidate: i32, k: i32): void {
  const count = read(step, 4);
  if (k == count) {
    matchAgent(index + 1, step + (<usize>(stepHead + siteWords * count) << 2));
    return;
  }
  const wanted = step + (<usize>(stepHead + siteWords * k) << 2);
  const start = read(starts, candidate);
  const first = read(wanted, 1);
  const last = read(wanted, 2);
  const state = read(wanted, 3);
  for (let instance = start + first; instance < start + last; instance++) {
    if (state >= 0 && read(states, instance) != state) continue;
    if (last - first > 1 && isTaken(step, k, instance)) continue;
    if (!acceptsBond(wanted, instance)) continue;
    write(siteImages, read(wanted, 0), instance);
    matchSite(index, step, candidate, k + 1);
    write(siteImages, read(wanted, 0), -1);
  }
}

function isTaken(step: usize, before: i32, instance: i32): bool {
  for (let i = 0; i < before; i++)
    if (read(siteImages, read(step, stepHead + siteWords * i)) == instance) return true;
  return false;
}

function acceptsBond(wanted: usize, instance: i32): bool {
  const kind = read(wanted, 4);
  if (kind == anyBond) return true;
  const partner = read(partners, instance);
  if (kind == freeSite) return partner < 0;
  if (partner < 0) return false;
  if (kind == boundSite) return true;
  const agent = read(siteAgents, partner);
  if (kind == boundToClass) {
    const type = read(types, agent);
    return (
      type == read(wanted, 5) && read(classTable(type), partner - read(starts, agent)) == read(wanted, 6)
    );
  }
  const other = read(images, read(wanted, 5));
  // The other end is checked from its own side when it is placed later.
  if (other < 0) return true;
  const far = read(siteImages, read(wanted, 7));
  return far < 0 ? agent == other : far == partner;
}
