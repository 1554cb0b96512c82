/**
 * Canonical codes of complexes: sequences of whole numbers, equal for two complexes exactly when they are the same
 * up to the order of their molecules and of identical sites.
 *
 * A walk along the bonds from a root writes down every molecule with the states of its sites; the code is the
 * smallest over the roots of one smallest class of molecules that look alike. Sites with names of their own are
 * walked in the order of their declaration. Identical sites are ordered by what stands behind them: in a tree each
 * branch has a code by itself, and branches are sorted (Aho, Hopcroft and Ullman 1974, The Design and Analysis of
 * Computer Algorithms, section 3.2). In a complex with rings identical sites that can not be told apart at once
 * have no code here: see compiler/plan/network/canonicalLabel.ts.
 */
import { mixed, read, take, write } from "./arrays";
import {
  agentCompartment,
  agents,
  agentType,
  classesOf,
  classStarts,
  classTable,
  firstClassOf,
  members,
  siteAgent,
  sitePartner,
  sites,
  siteStart,
  siteState,
  starts,
} from "./complexes";

/** Rounds in which molecules are told apart by their neighbours. */
const roundLimit: i32 = 4;

/** The code that was made last: the first `codeLength` numbers. */
export let code: usize = 0;
export let codeLength: i32 = 0;
/** A code to compare with. */
let other: usize = 0;
/** Room for a branch that moves, and for the lengths of branches. */
let spare: usize = 0;
let sizes: usize = 0;
let sizesUsed: i32 = 0;
let codeRoom: i32 = 0;
let colour: usize = 0;
let next: usize = 0;
let position: usize = 0;
let colourRoom: i32 = 0;
let isTree: bool = true;
let visited: i32 = 0;

/** Puts the code of a product of the working graph into `code`; false when there is none. */
export function encode(product: i32): bool {
  const from = read(starts, product);
  const to = read(starts, product + 1);
  const count = to - from;
  if (agents > colourRoom) {
    colourRoom = 2 * agents + 64;
    colour = take(colourRoom);
    next = take(colourRoom);
    position = take(colourRoom);
  }
  // A molecule writes four numbers at most, and a site three.
  const length = 4 * agents + 3 * sites;
  if (length > codeRoom) {
    codeRoom = 2 * length + 256;
    code = take(codeRoom);
    other = take(codeRoom);
    spare = take(codeRoom);
    sizes = take(codeRoom);
  }
  codeLength = 0;
  sizesUsed = 0;
  isTree = bondEnds(from, to) == 2 * (count - 1);
  visited = 0;
  if (count == 1) {
    write(position, read(members, from), -1);
    return walk(read(members, from), -1);
  }
  const root = smallestClass(from, to);
  let best = -1;
  for (let i = from; i < to; i++) {
    const member = read(members, i);
    if (read(colour, member) != root) continue;
    if (best >= 0) swapCodes();
    codeLength = 0;
    visited = 0;
    for (let k = from; k < to; k++) write(position, read(members, k), -1);
    if (!walk(member, -1)) return false;
    if (best >= 0 && isNotAbove(other, best, code, codeLength)) {
      swapCodes();
      codeLength = best;
    }
    best = codeLength;
  }
  return true;
}

function swapCodes(): void {
  const kept = other;
  other = code;
  code = kept;
}

/** Shorter ones first, then number by number. */
function isNotAbove(a: usize, aLength: i32, b: usize, bLength: i32): bool {
  if (aLength != bLength) return aLength < bLength;
  for (let i = 0; i < aLength; i++) if (read(a, i) != read(b, i)) return read(a, i) < read(b, i);
  return true;
}

function bondEnds(from: i32, to: i32): i32 {
  let ends = 0;
  for (let i = from; i < to; i++) {
    const member = read(members, i);
    const end = read(siteStart, member + 1);
    for (let site = read(siteStart, member); site < end; site++) if (read(sitePartner, site) >= 0) ends++;
  }
  return ends;
}

let rarestColour: i32 = 0;

/** A colour that as few molecules as possible have. Colours do not depend on any order. */
function smallestClass(from: i32, to: i32): i32 {
  for (let i = from; i < to; i++) {
    const agent = read(members, i);
    write(colour, agent, mixed(read(agentType, agent), read(agentCompartment, agent)));
  }
  if (rarest(from, to) == 1) return rarestColour;
  ownColours(from, to);
  let best = rarest(from, to);
  for (let round = 0; round < roundLimit && best > 1; round++) {
    refine(from, to);
    const refined = rarest(from, to);
    if (refined == best && round > 0) return rarestColour;
    best = refined;
  }
  return rarestColour;
}

/** Adds states and kinds of partners to the colours. */
function ownColours(from: i32, to: i32): void {
  for (let i = from; i < to; i++) {
    const agent = read(members, i);
    const classOf = classTable(read(agentType, agent));
    const start = read(siteStart, agent);
    const end = read(siteStart, agent + 1);
    let own = read(colour, agent);
    for (let site = start; site < end; site++) {
      const partner = read(sitePartner, site);
      let behind = 0;
      if (partner >= 0) {
        const far = read(siteAgent, partner);
        const farType = read(agentType, far);
        behind = 1 + firstClassOf(farType) + read(classTable(farType), partner - read(siteStart, far));
      }
      // A sum does not depend on the order of identical sites.
      own += mixed((read(classOf, site - start) << 16) + read(siteState, site), behind);
    }
    write(colour, agent, own);
  }
}

/** Colours with those of the partners. */
function refine(from: i32, to: i32): void {
  for (let i = from; i < to; i++) {
    const agent = read(members, i);
    const classOf = classTable(read(agentType, agent));
    const start = read(siteStart, agent);
    const end = read(siteStart, agent + 1);
    let own = mixed(11, read(colour, agent));
    for (let site = start; site < end; site++) {
      const partner = read(sitePartner, site);
      if (partner < 0) continue;
      own += mixed(mixed(13, read(classOf, site - start)), read(colour, read(siteAgent, partner)));
    }
    write(next, agent, own);
  }
  const before = colour;
  colour = next;
  next = before;
}

/** Puts the colour that the fewest molecules have into `rarestColour`; gives how many they are. */
function rarest(from: i32, to: i32): i32 {
  let size = to - from + 1;
  for (let i = from; i < to; i++) {
    const own = read(colour, read(members, i));
    if (size <= to - from && own == rarestColour) continue;
    let alike = 0;
    for (let k = from; k < to; k++) if (read(colour, read(members, k)) == own) alike++;
    if (alike < size || (alike == size && own < rarestColour)) {
      size = alike;
      rarestColour = own;
    }
  }
  return size;
}

/** Writes an agent that is entered by a site (-1: the root), and all behind it. */
function walk(agent: i32, entry: i32): bool {
  const type = read(agentType, agent);
  const start = read(siteStart, agent);
  write(position, agent, visited++);
  push(type);
  push(read(agentCompartment, agent));
  if (entry >= 0) {
    push(read(classTable(type), entry - start));
    push(read(siteState, entry));
  }
  const classes = classesOf(type);
  const classStart = classStarts(type);
  for (let siteClass = 0; siteClass < classes; siteClass++) {
    const first = start + read(classStart, siteClass);
    const last = start + read(classStart, siteClass + 1);
    if (last - first > 1) {
      if (!walkIdentical(first, last, entry)) return false;
    } else if (first != entry) {
      const partner = read(sitePartner, first);
      push(2 * read(siteState, first) + (partner < 0 ? 0 : 1));
      if (partner >= 0 && !follow(partner)) return false;
    }
  }
  return true;
}

/** What stands at the far end of a bond. */
function follow(partner: i32): bool {
  const agent = read(siteAgent, partner);
  if (read(position, agent) < 0) return walk(agent, partner);
  // A ring closes: the molecule by its place in the walk, and its site.
  const type = read(agentType, agent);
  const index = partner - read(siteStart, agent);
  const siteClass = read(classTable(type), index);
  if (read(classStarts(type), siteClass + 1) - read(classStarts(type), siteClass) > 1) return false;
  push(-2 - read(position, agent));
  push(index);
  return true;
}

/** Identical sites: sorted by state, free ones first, bound ones by what stands behind them. */
function walkIdentical(first: i32, last: i32, entry: i32): bool {
  let bound = 0;
  const firstFree = codeLength;
  for (let site = first; site < last; site++) {
    if (site == entry) continue;
    if (read(sitePartner, site) >= 0) bound++;
    else insert(firstFree, 2 * read(siteState, site));
  }
  // Where each branch stands in a ring would depend on the order of the branches.
  if (bound > 1 && !isTree) return false;
  const start = codeLength;
  const firstSize = sizesUsed;
  for (let site = first; site < last; site++) {
    const partner = read(sitePartner, site);
    if (site == entry || partner < 0) continue;
    const from = codeLength;
    push(2 * read(siteState, site) + 1);
    if (!follow(partner)) return false;
    if (bound > 1) sortBranch(start, from, firstSize);
  }
  sizesUsed = firstSize;
  return true;
}

/** Puts a number among those that were written from a place on, so that they ascend. */
function insert(from: i32, value: i32): void {
  push(value);
  for (let i = codeLength - 1; i > from && read(code, i - 1) > read(code, i); i--) {
    write(code, i, read(code, i - 1));
    write(code, i - 1, value);
  }
}

/**
 * Puts the branch that was written last, from `from` on, in its place among the sorted ones from `start` on, whose
 * lengths stand in `sizes` from `firstSize` on.
 */
function sortBranch(start: i32, from: i32, firstSize: i32): void {
  const own = codeLength - from;
  let at = start;
  let i = firstSize;
  for (; i < sizesUsed; i++) {
    const size = read(sizes, i);
    if (size > own || (size == own && isPartAbove(at, from, own))) break;
    at += size;
  }
  for (let k = sizesUsed++; k > i; k--) write(sizes, k, read(sizes, k - 1));
  write(sizes, i, own);
  if (at == from) return;
  memory.copy(spare, code + (<usize>from << 2), <usize>own << 2);
  memory.copy(code + (<usize>(at + own) << 2), code + (<usize>at << 2), <usize>(from - at) << 2);
  memory.copy(code + (<usize>at << 2), spare, <usize>own << 2);
}

/** Whether a stretch of the code stands after another one of the same length. */
function isPartAbove(a: i32, b: i32, length: i32): bool {
  for (let i = 0; i < length; i++)
    if (read(code, a + i) != read(code, b + i)) return read(code, a + i) > read(code, b + i);
  return false;
}

@inline
function push(value: i32): void {
  write(code, codeLength++, value);
}
