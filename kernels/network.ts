/**
 * The inner part of network generation (compiler/plan/network/generateNetwork.ts): finds where patterns match
 * complexes, applies rules to matched complexes, and numbers what results. Complexes are numbered by canonical codes,
 * reactions by what stands on their sides.
 *
 * A rule is one array: how many molecules its left side has, and how many sites it mentions; of each pattern the same;
 * how many molecules it creates, and of each type, compartment, number of sites and their states; how many actions, three
 * numbers each; how many products (-1: not stated), and of each the number of its molecules and which of the rule's they
 * are. Molecules of a rule are numbered through its left side, then its created ones; so are sites.
 */
import { longer, read, take, write } from "./arrays";
import { code, codeLength, encode } from "./canonical";
import {
  addAgent,
  addSite,
  agentCompartment,
  agents,
  clear,
  complexAt,
  complexCount,
  component,
  copyIn,
  open,
  reach,
  setTypes,
  siteAgent,
  sitePartner,
  sites,
  siteStart,
  siteState,
  split,
  starts,
  takeWhole,
  unbind,
} from "./complexes";
import { SequenceTable } from "./sequences";
export { complexAt, complexCount, extract } from "./complexes";
export { counts, firsts, searchAll, setPatterns } from "./patterns";
export { take } from "./arrays";

/** Kinds of actions. */
const setsState: i32 = 0;
const unbinds: i32 = 1;
const binds: i32 = 2;
const moves: i32 = 3;
const movesComplex: i32 = 4;
const removes: i32 = 5;
const removesComplex: i32 = 6;

/** Numbers of products that are deleted. */
const deletedAlone: i32 = -2;
const deletedWhole: i32 = -3;

/** What `identify` gives when a product can not be numbered. */
const tooManyMolecules: i32 = -1;
const tooManySpecies: i32 = -2;
const hasNoCode: i32 = -3;

/** What the host says of an application: complexes, and of each pattern the complex and the embedding's address. */
export let call: usize = 0;
/** Numbers of the complexes that take part, ascending, and of the products. */
let taken: usize = 0;
let takenCount: i32 = 0;
export let made: usize = take(64);
let madeRoom: i32 = 64;
let madeCount: i32 = 0;
/** The product that could not be numbered. */
export let pending: i32 = 0;

/** Working agent of each of the rule's agents, working site of each of their sites. */
let agentOf: usize = 0;
let siteOf: usize = 0;
let agentsOfRule: i32 = 0;
let key: usize = take(64);
let keyRoom: i32 = 64;

const codes = new SequenceTable();
const reactions = new SequenceTable();
/** Complex of each code. */
let numbers: usize = take(256);
let numbersRoom: i32 = 256;
let moleculeLimit: i32 = 0;
let speciesLimit: i32 = 0;

/** `ruleSize`: no rule has more patterns, molecules or sites. */
export function setUp(types: usize, molecules: i32, species: i32, ruleSize: i32): void {
  setTypes(types);
  call = take(3 * ruleSize);
  taken = take(ruleSize);
  agentOf = take(ruleSize);
  siteOf = take(ruleSize);
  moleculeLimit = molecules;
  speciesLimit = species;
}

/** Takes a complex of the start as if a rule had made it. */
export function begin(complex: usize): void {
  clear();
  copyIn(complex);
  takeWhole();
  madeCount = 1;
  makeRoom();
}

/**
 * Applies a rule. Gives the number of products, or -1 when the result is not what its right side demands: `+` means
 * different complexes, a joined product means one; what is to bind must be free.
 */
export function apply(rule: usize, complexes: i32, patterns: i32): i32 {
  clear();
  const matched = read(rule, 0);
  const sizes = rule + 8;
  const placed = call + (<usize>complexes << 2);
  takenCount = complexes;
  for (let c = 0; c < complexes; c++) {
    const complex = read(call, c);
    let at = c;
    for (; at > 0 && read(taken, at - 1) > complex; at--) write(taken, at, read(taken, at - 1));
    write(taken, at, complex);
    const agentOffset = agents;
    const siteOffset = sites;
    copyIn(complexAt(complex));
    let firstAgent = 0;
    let firstSite = 0;
    for (let p = 0; p < patterns; p++) {
      const agentCount = read(sizes, 2 * p);
      const siteCount = read(sizes, 2 * p + 1);
      if (read(placed, 2 * p) == c) {
        const embedding = <usize>read(placed, 2 * p + 1);
        for (let i = 0; i < agentCount; i++) write(agentOf, firstAgent + i, agentOffset + read(embedding, i));
        for (let k = 0; k < siteCount; k++)
          write(siteOf, firstSite + k, siteOffset + read(embedding, agentCount + k));
      }
      firstAgent += agentCount;
      firstSite += siteCount;
    }
  }
  let at = create(sizes + (<usize>(2 * patterns) << 2), matched, read(rule, 1));
  memory.fill(component, 0xff, <usize>agents << 2);
  const actions = read(at, 0);
  at += 4;
  if (!act(at, actions)) return -1;
  madeCount = split();
  if (!fits(at + (<usize>(3 * actions) << 2))) return -1;
  makeRoom();
  return madeCount;
}

/** Adds the rule's new molecules; gives where its actions stand. */
function create(list: usize, matched: i32, firstSite: i32): usize {
  const count = read(list, 0);
  let at = list + 4;
  let site = firstSite;
  agentsOfRule = matched + count;
  for (let i = 0; i < count; i++) {
    write(agentOf, matched + i, addAgent(read(at, 0), read(at, 1)));
    const own = read(at, 2);
    for (let k = 0; k < own; k++) write(siteOf, site++, addSite(read(at, 3 + k)));
    at += <usize>(3 + own) << 2;
  }
  return at;
}

function act(actions: usize, count: i32): bool {
  let deletes = false;
  for (let i = 0; i < count; i++) {
    const kind = read(actions, 3 * i);
    const first = read(actions, 3 * i + 1);
    const second = read(actions, 3 * i + 2);
    if (kind == setsState) write(siteState, read(siteOf, first), second);
    else if (kind == unbinds) unbind(read(siteOf, first));
    else if (kind == binds) {
      const a = read(siteOf, first);
      const b = read(siteOf, second);
      if (read(sitePartner, a) >= 0 || read(sitePartner, b) >= 0) return false;
      write(sitePartner, a, b);
      write(sitePartner, b, a);
    } else if (kind == moves) write(agentCompartment, read(agentOf, first), second);
    else if (kind == movesComplex) moveComplex(read(agentOf, first), second);
    else {
      deletes = true;
      if (kind == removes) write(component, read(agentOf, first), deletedAlone);
      else if (kind == removesComplex) reach(read(agentOf, first), deletedWhole);
    }
  }
  if (!deletes) return true;
  for (let agent = 0; agent < agents; agent++) {
    if (read(component, agent) >= -1) continue;
    for (let site = read(siteStart, agent); site < read(siteStart, agent + 1); site++) unbind(site);
  }
  return true;
}

/** An agent moves with what hangs together with it within its compartment, but for others that the rule names. */
function moveComplex(agent: i32, to: i32): void {
  const from = read(agentCompartment, agent);
  const part = take(agents);
  write(part, 0, agent);
  let count = 1;
  for (let next = 0; next < count; next++) {
    const one = read(part, next);
    for (let site = read(siteStart, one); site < read(siteStart, one + 1); site++) {
      const partner = read(sitePartner, site);
      if (partner < 0) continue;
      const other = read(siteAgent, partner);
      if (read(agentCompartment, other) == from && !isAmong(part, count, other)) write(part, count++, other);
    }
  }
  for (let i = 0; i < count; i++) {
    const one = read(part, i);
    if (one == agent || !isAmong(agentOf, agentsOfRule, one)) write(agentCompartment, one, to);
  }
  heap.free(part);
}

function isAmong(list: usize, count: i32, value: i32): bool {
  for (let i = 0; i < count; i++) if (read(list, i) == value) return true;
  return false;
}

/** Whether the products are those that the rule states, if it states any. */
function fits(products: usize): bool {
  const count = read(products, 0);
  let at = products + 4;
  for (let i = 0; i < count; i++) {
    const size = read(at, 0);
    if (size > 0) {
      const own = productOf(read(at, 1));
      for (let k = 1; k < size; k++) if (productOf(read(at, 1 + k)) != own) return false;
      let earlier = products + 4;
      for (let j = 0; j < i; j++) {
        if (read(earlier, 0) > 0 && productOf(read(earlier, 1)) == own) return false;
        earlier += <usize>(1 + read(earlier, 0)) << 2;
      }
    }
    at += <usize>(1 + size) << 2;
  }
  return true;
}

/** The product that one of the rule's agents is in; less than 0 for one that is deleted. */
export function productOf(agent: i32): i32 {
  return read(component, read(agentOf, agent));
}

function makeRoom(): void {
  if (madeCount <= madeRoom) return;
  madeRoom = 2 * madeCount;
  made = take(madeRoom);
}

/** Numbers products from one on. Gives how many there are when all are numbered, and puts them in order. */
export function identify(from: i32): i32 {
  for (let i = from; i < madeCount; i++) {
    if (read(starts, i + 1) - read(starts, i) > moleculeLimit) return tooManyMolecules;
    if (!encode(i)) {
      pending = i;
      return hasNoCode;
    }
    const known = codes.count;
    const found = codes.intern(code, codeLength);
    if (found < known) {
      write(made, i, read(numbers, found));
      continue;
    }
    if (complexCount >= speciesLimit) return tooManySpecies;
    if (known == numbersRoom) {
      numbers = longer(numbers, known, 2 * known);
      numbersRoom = 2 * known;
    }
    const number = open(i);
    write(numbers, known, number);
    write(made, i, number);
  }
  for (let i = 1; i < madeCount; i++)
    for (let k = i; k > 0 && read(made, k - 1) > read(made, k); k--) {
      const swapped = read(made, k);
      write(made, k, read(made, k - 1));
      write(made, k - 1, swapped);
    }
  return madeCount;
}

/** Numbers the product without a code as the host says; -1: it is a new complex. Gives its number. */
export function settle(known: i32): i32 {
  if (known < 0 && complexCount >= speciesLimit) return tooManySpecies;
  const number = known < 0 ? open(pending) : known;
  write(made, pending, number);
  return number;
}

/** Number of the reaction that was applied last; one that was not there before has the highest. */
export function react(rule: i32, isWithin: i32, values: i32, place: i32): i32 {
  const length = 5 + takenCount + madeCount;
  if (length > keyRoom) {
    keyRoom = 2 * length;
    key = take(keyRoom);
  }
  write(key, 0, rule);
  write(key, 1, isWithin);
  write(key, 2, values);
  write(key, 3, takenCount);
  write(key, 4, place);
  memory.copy(key + 20, taken, <usize>takenCount << 2);
  memory.copy(key + (<usize>(5 + takenCount) << 2), made, <usize>madeCount << 2);
  return reactions.intern(key, length);
}
