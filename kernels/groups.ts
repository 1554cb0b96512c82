/**
 * Composition and rejection (Slepoy, Thompson and Plimpton 2008, doi:10.1063/1.2919546): reactions stand in groups by
 * the power of two above their bound. A group is drawn by its share of the sum, a reaction in it by rejection below the
 * group's power of two, which at least half of all trials pass. Changing a bound costs the same for any number of
 * reactions.
 *
 * Lists of groups grow and shrink by powers of two in a heap; what they leave is kept in a list by size. A group's sum
 * changes by differences and so gathers rounding errors: `rebuildSums` makes it anew.
 */

/**
 * A record of 32 bytes a reaction, so that a trial touches one line of memory: what the method keeps of it, then the
 * group (-1: none) at 20, and the bound at 24.
 */
export let records: usize = 0;
/** By reaction: its place in the group's list. */
let placeOf: usize = 0;
/** By group: the sum of its bounds, how many reactions, how long its list may grow, where the list begins. */
let sums: usize = 0;
let counts: usize = 0;
let capacities: usize = 0;
let lists: usize = 0;
/** One bit a group that has reactions. */
let occupied: usize = 0;
/** By the power of two of a size: the first free list of that size; each begins with the next one's address. */
let freeLists: usize = 0;
let heapEnd: usize = 0;
let reactions: i32 = 0;

export let total: f64 = 0;
let peak: f64 = 0;
let changes: i32 = 0;

const groupCount: i32 = 2048;
/** The total may fall to this part of its largest value before the sums are made anew. */
const sumDecay: f64 = 1.0 / 64.0;
const smallestList: i32 = 4;

/** Bytes that groups of so many reactions take before any of them is filled. */
export function groupBytes(count: i32): usize {
  return (<usize>count << 2) + 8 + (<usize>groupCount * 20) + 256 + 128;
}

/** Lays the tables out from an address that is a multiple of eight; lists grow beyond `heap`. All bounds become 0. */
export function placeGroups(recordsAt: usize, at: usize, heap: usize, count: i32): void {
  reactions = count;
  records = recordsAt;
  sums = at;
  occupied = sums + (<usize>groupCount << 3);
  freeLists = occupied + 256;
  counts = freeLists + 128;
  capacities = counts + (<usize>groupCount << 2);
  lists = capacities + (<usize>groupCount << 2);
  placeOf = lists + (<usize>groupCount << 2);
  memory.fill(at, 0, placeOf - at);
  for (let reaction = 0; reaction < count; reaction++) {
    store<i32>(recordOf(reaction), -1, 20);
    store<f64>(recordOf(reaction), 0, 24);
  }
  heapEnd = heap;
  total = 0;
  peak = 0;
  changes = 0;
}

@inline
export function recordOf(reaction: i32): usize {
  return records + (<usize>reaction << 5);
}

@inline
export function bound(reaction: i32): f64 {
  return load<f64>(recordOf(reaction), 24);
}

/** Gives a reaction another bound, which is not negative. */
export function setBound(reaction: i32, value: f64): void {
  const record = recordOf(reaction);
  const old = load<f64>(record, 24);
  if (value == old) return;
  store<f64>(record, value, 24);
  const before = load<i32>(record, 20);
  const after = value > 0 ? <i32>((reinterpret<u64>(value) >> 52) & 2047) : -1;
  changes++;
  if (before == after) {
    const sum = sums + (<usize>after << 3);
    store<f64>(sum, load<f64>(sum) + (value - old));
    total += value - old;
    return;
  }
  if (before >= 0) remove(reaction, before, old);
  if (after >= 0) add(reaction, after, value);
}

function add(reaction: i32, group: i32, value: f64): void {
  const count = load<i32>(counts + (<usize>group << 2));
  if (count == load<i32>(capacities + (<usize>group << 2))) enlarge(group, count);
  store<i32>(load<usize>(lists + (<usize>group << 2)) + (<usize>count << 2), reaction);
  store<i32>(recordOf(reaction), group, 20);
  store<i32>(placeOf + (<usize>reaction << 2), count);
  store<i32>(counts + (<usize>group << 2), count + 1);
  const sum = sums + (<usize>group << 3);
  if (count == 0) {
    const word = occupied + (<usize>(group >> 6) << 3);
    store<u64>(word, load<u64>(word) | (<u64>1 << (group & 63)));
    store<f64>(sum, value);
  } else store<f64>(sum, load<f64>(sum) + value);
  total += value;
}

function remove(reaction: i32, group: i32, value: f64): void {
  const list = load<usize>(lists + (<usize>group << 2));
  const last = load<i32>(counts + (<usize>group << 2)) - 1;
  const place = load<i32>(placeOf + (<usize>reaction << 2));
  const moved = load<i32>(list + (<usize>last << 2));
  store<i32>(list + (<usize>place << 2), moved);
  store<i32>(placeOf + (<usize>moved << 2), place);
  store<i32>(recordOf(reaction), -1, 20);
  store<i32>(counts + (<usize>group << 2), last);
  const sum = sums + (<usize>group << 3);
  if (last == 0) {
    const word = occupied + (<usize>(group >> 6) << 3);
    store<u64>(word, load<u64>(word) & ~(<u64>1 << (group & 63)));
    store<f64>(sum, 0);
    if (!isAnyOccupied()) {
      total = 0;
      return;
    }
  } else store<f64>(sum, load<f64>(sum) - value);
  total -= value;
}

function isAnyOccupied(): bool {
  for (let word: usize = 0; word < 256; word += 8) if (load<u64>(occupied + word) != 0) return true;
  return false;
}

/** Moves a group's list to one of twice the length. */
function enlarge(group: i32, count: i32): void {
  const capacity = max(smallestList, count << 1);
  const old = load<usize>(lists + (<usize>group << 2));
  const list = allocate(capacity);
  memory.copy(list, old, <usize>count << 2);
  if (count > 0) {
    const free = freeLists + (<usize>ctz(count) << 2);
    store<usize>(old, load<usize>(free));
    store<usize>(free, old);
  }
  store<usize>(lists + (<usize>group << 2), list);
  store<i32>(capacities + (<usize>group << 2), capacity);
}

function allocate(capacity: i32): usize {
  const free = freeLists + (<usize>ctz(capacity) << 2);
  const first = load<usize>(free);
  if (first != 0) {
    store<usize>(free, load<usize>(first));
    return first;
  }
  const list = heapEnd;
  heapEnd += <usize>capacity << 2;
  const missing = <i32>((heapEnd + 65535) >> 16) - memory.size();
  // More than the host reserved: lists of many groups that were long at different times.
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
  return list;
}

/** Makes all sums anew when they may have gathered errors. */
export function settleSums(): void {
  if (total > peak) peak = total;
  if (changes > 65536 + (reactions << 2) || total < peak * sumDecay) rebuildSums();
}

export function rebuildSums(): void {
  let all: f64 = 0;
  for (let group = groupCount - 1; group >= 0; group--) {
    const count = load<i32>(counts + (<usize>group << 2));
    const list = load<usize>(lists + (<usize>group << 2));
    let sum: f64 = 0;
    for (let i = 0; i < count; i++) sum += bound(load<i32>(list + (<usize>i << 2)));
    store<f64>(sums + (<usize>group << 3), sum);
    all += sum;
  }
  total = all;
  peak = all;
  changes = 0;
}

/** The group at `target` on the line of sums, from the largest power of two down; -1 beyond the last. */
export function pickGroup(target: f64): i32 {
  let rest = target;
  for (let word: i32 = 31; word >= 0; word--) {
    let bits = load<u64>(occupied + (<usize>word << 3));
    while (bits != 0) {
      const bit = 63 - <i32>clz(bits);
      const group = (word << 6) + bit;
      const sum = load<f64>(sums + (<usize>group << 3));
      if (rest < sum) return group;
      rest -= sum;
      bits &= ~(<u64>1 << bit);
    }
  }
  return -1;
}

@inline
export function countOf(group: i32): i32 {
  return load<i32>(counts + (<usize>group << 2));
}

@inline
export function memberOf(group: i32, place: i32): i32 {
  return load<i32>(load<usize>(lists + (<usize>group << 2)) + (<usize>place << 2));
}

/** The power of two above all bounds of a group. */
@inline
export function heightOf(group: i32): f64 {
  return reinterpret<f64>(<u64>(group + 1) << 52);
}

/** The numbers that stand in no table. */
export function saveGroups(at: usize): void {
  store<f64>(at, total);
  store<f64>(at, peak, 8);
  store<i32>(at, changes, 16);
  store<u32>(at, <u32>heapEnd, 20);
}

export function restoreGroups(at: usize): void {
  total = load<f64>(at);
  peak = load<f64>(at, 8);
  changes = load<i32>(at, 16);
  heapEnd = load<u32>(at, 20);
}
