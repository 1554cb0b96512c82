/**
 * Exact stochastic simulation by bounds (RSSA: Thanh, Priami and Zunino 2014, doi:10.1063/1.4896985) with composition
 * and rejection for the choice (groups.ts): a state has an interval, a reaction the bound that its propensity has at the
 * upper ends. A proposed reaction is accepted by its true propensity; bounds change only when a state leaves its
 * interval. Intervals of width zero make bounds exact, so that the direct method is a case of this one.
 *
 * The height at which composition proposes a reaction decides at once: above the bound it is no proposal and is drawn
 * again, above the propensity it is rejected and time goes on, below it the reaction happens.
 *
 * Reactions of other forms than c n[first] (n[second] + shift) are asked from the host, `evaluate`, and have exact
 * bounds.
 */
import {
  bound,
  countOf,
  heightOf,
  memberOf,
  pickGroup,
  placeGroups,
  rebuildSums,
  recordOf,
  restoreGroups,
  saveGroups,
  setBound,
  settleSums,
  total,
} from "./groups";
export { groupBytes } from "./groups";
import { loadWords, nextExponential, nextUniform, setExponentialTables, storeWords } from "./randomWords";

@external("host", "evaluate")
declare function evaluate(reaction: i32): f64;

let reactions: i32 = 0;
let states: i32 = 0;
let changeStarts: usize = 0;
let changeStates: usize = 0;
let changeAmounts: usize = 0;
/** Simple reactions that read a state; reactions of other forms to ask anew after a reaction. */
let readerStarts: usize = 0;
let readers: usize = 0;
let codedStarts: usize = 0;
let coded: usize = 0;
/** By state: its number, its interval, half the width that suits it, and the account that says so. */
let numbers: usize = 0;
let lows: usize = 0;
let highs: usize = 0;
let halves: usize = 0;
let accounts: usize = 0;
/** Scalars of a run: see `save`. */
let scalars: usize = 0;
let words: usize = 0;

let next: f64 = Infinity;
let now: f64 = 0;
let rejectedInRow: i32 = 0;
let fired: f64 = 0;
let rejected: f64 = 0;
/** Bounds that were made anew because a state left its interval. */
let updated: f64 = 0;

/** After so many rejections in a row the bounds are made exact: perhaps nothing can happen any more. */
const rejectedTooOften: i32 = 64;
/** Half the width of the first intervals, as a part of the number; the largest ever. */
const firstWidth: f64 = 0.1;
const largestWidth: f64 = 0.5;
/** A rejection costs as much as making so many bounds anew. */
const rejectionCost: f64 = 16;
/** The flag of a reaction that the host computes, where others have what is added to the second number. */
const isCoded: i32 = 1;

/** `header`: the addresses of the tables, 4 bytes each, in the order of runtime/engines/ssa/rejectionMemory.ts. */
export function setUp(header: usize): void {
  reactions = load<i32>(header, 0);
  states = load<i32>(header, 4);
  changeStarts = load<u32>(header, 8);
  changeStates = load<u32>(header, 12);
  changeAmounts = load<u32>(header, 16);
  readerStarts = load<u32>(header, 20);
  readers = load<u32>(header, 24);
  codedStarts = load<u32>(header, 28);
  coded = load<u32>(header, 32);
  setExponentialTables(load<u32>(header, 36));
  numbers = load<u32>(header, 40);
  lows = load<u32>(header, 44);
  highs = load<u32>(header, 48);
  halves = load<u32>(header, 52);
  accounts = load<u32>(header, 56);
  words = load<u32>(header, 60);
  scalars = load<u32>(header, 64);
  placeGroups(load<u32>(header, 68), load<u32>(header, 72), load<u32>(header, 76), reactions);
}

/** Computes intervals and bounds from the numbers and draws the time of the next reaction. */
export function refresh(time: f64): void {
  loadWords(words);
  now = time;
  for (let state = 0; state < states; state++) {
    const at = <usize>state << 3;
    const n = load<f64>(numbers + at);
    store<f64>(halves + at, n < 2 ? 0 : Math.ceil(firstWidth * n));
    store<f64>(accounts + at, 0);
    centre(state);
  }
  boundAll();
  draw();
  storeWords(words);
}

/** Bounds of all reactions, exact ones where the host computes them. */
function boundAll(): void {
  for (let reaction = 0; reaction < reactions; reaction++) {
    const isOther = load<i32>(recordOf(reaction), 16) == isCoded;
    setBound(reaction, isOther ? evaluate(reaction) : massAction(reaction, highs));
  }
  rebuildSums();
}

@inline
function draw(): void {
  settleSums();
  next = total > 0 ? now + nextExponential() / total : Infinity;
}

/**
 * The record of a reaction: its constant at 0, the numbers of its reactants at 8 and 12 (one that is not there is the
 * number after the last, which is 1), at 16 what is added to the second: -1 for two of the same.
 */
@inline
function massAction(reaction: i32, n: usize): f64 {
  const record = recordOf(reaction);
  const first = load<f64>(n + (<usize>load<u32>(record, 8) << 3));
  const second = load<f64>(n + (<usize>load<u32>(record, 12) << 3));
  return load<f64>(record) * first * (second + <f64>load<i32>(record, 16));
}

/** Lays the interval of a state around its number. */
function centre(state: i32): void {
  const at = <usize>state << 3;
  const n = load<f64>(numbers + at);
  const half = min(load<f64>(halves + at), max(1, Math.ceil(largestWidth * n)));
  store<f64>(lows + at, n - half);
  store<f64>(highs + at, n + half);
}

/** Simple reactions that read a state. */
@inline
function degreeOf(state: i32): f64 {
  const at = readerStarts + (<usize>state << 2);
  return <f64>(load<i32>(at, 4) - load<i32>(at));
}

/** Lets reactions happen up to `limit`, at most `work` trials: true when the limit was reached. */
export function advance(limit: f64, work: i32): bool {
  loadWords(words);
  while (next <= limit) {
    if (work-- <= 0) {
      storeWords(words);
      return false;
    }
    now = next;
    const group = pickGroup(nextUniform() * total);
    if (group < 0) {
      // Rounding errors pretended that something stood there.
      rebuildSums();
    } else tryGroup(group);
    draw();
  }
  storeWords(words);
  return true;
}

function tryGroup(group: i32): void {
  const count = <f64>countOf(group);
  const height = heightOf(group);
  for (;;) {
    const reaction = memberOf(group, <i32>(nextUniform() * count));
    const at = nextUniform() * height;
    if (at >= bound(reaction)) continue;
    if (load<i32>(recordOf(reaction), 16) == isCoded || at < massAction(reaction, numbers)) fire(reaction);
    else reject(reaction);
    return;
  }
}

function reject(reaction: i32): void {
  rejected++;
  if (++rejectedInRow < rejectedTooOften) {
    const record = recordOf(reaction);
    charge(load<u32>(record, 8));
    charge(load<u32>(record, 12));
    return;
  }
  rejectedInRow = 0;
  memory.copy(lows, numbers, <usize>states << 3);
  memory.copy(highs, numbers, <usize>states << 3);
  boundAll();
}

/**
 * Keeps the account of a state: rejections ask for a narrower interval, bounds to be made anew for a wider one. What
 * costs more than the other by some times the price of a new interval gets its way, so that both come to cost about
 * the same. Accounts depend on counts alone, so that a run is the same everywhere.
 */
@inline
function charge(state: u32): void {
  const at = <usize>state << 3;
  if (<i32>state >= states || load<f64>(highs + at) == load<f64>(lows + at)) return;
  const account = load<f64>(accounts + at) - rejectionCost;
  store<f64>(accounts + at, account);
  if (account > -limitOf(<i32>state)) return;
  store<f64>(accounts + at, 0);
  store<f64>(halves + at, Math.floor(0.5 * min(load<f64>(halves + at), load<f64>(highs + at) - load<f64>(lows + at))));
  renew(<i32>state);
}

@inline
function limitOf(state: i32): f64 {
  return 3.0 * degreeOf(state) + rejectionCost;
}

function fire(reaction: i32): void {
  fired++;
  rejectedInRow = 0;
  const entry = <usize>reaction << 2;
  const start = load<i32>(changeStarts + entry);
  const end = load<i32>(changeStarts + entry, 4);
  let hasLeft = false;
  for (let i = start; i < end; i++) {
    const at = <usize>load<i32>(changeStates + (<usize>i << 2)) << 3;
    const n = load<f64>(numbers + at) + load<f64>(changeAmounts + (<usize>i << 3));
    store<f64>(numbers + at, n);
    if (n > load<f64>(highs + at) || n < load<f64>(lows + at)) hasLeft = true;
  }
  if (hasLeft) {
    for (let i = start; i < end; i++) leave(load<i32>(changeStates + (<usize>i << 2)));
  }
  const codedEnd = load<i32>(codedStarts + entry, 4);
  for (let i = load<i32>(codedStarts + entry); i < codedEnd; i++) {
    const other = load<i32>(coded + (<usize>i << 2));
    setBound(other, evaluate(other));
  }
}

/** Gives a state that is outside its interval a new one, a wider one if that happens too often. */
function leave(state: i32): void {
  const at = <usize>state << 3;
  const n = load<f64>(numbers + at);
  if (n <= load<f64>(highs + at) && n >= load<f64>(lows + at)) return;
  const account = load<f64>(accounts + at) + degreeOf(state);
  if (account < limitOf(state)) store<f64>(accounts + at, account);
  else {
    store<f64>(accounts + at, 0);
    store<f64>(halves + at, max(1, 2 * load<f64>(halves + at)));
  }
  renew(state);
}

/** Gives a state a new interval, and its reactions new bounds. */
function renew(state: i32): void {
  centre(state);
  const start = load<i32>(readerStarts + (<usize>state << 2));
  const end = load<i32>(readerStarts + (<usize>state << 2), 4);
  updated += <f64>(end - start);
  for (let i = start; i < end; i++) {
    const reaction = load<i32>(readers + (<usize>i << 2));
    setBound(reaction, massAction(reaction, highs));
  }
}

/** What stands in no table, for `restore` and for the host (`scalars` of rejectionMemory.ts). */
export function save(): void {
  store<f64>(scalars, next);
  store<f64>(scalars, fired, 8);
  store<f64>(scalars, rejected, 16);
  store<f64>(scalars, updated, 24);
  store<i32>(scalars, rejectedInRow, 32);
  saveGroups(scalars + 40);
  store<f64>(scalars, now, 64);
}

export function restore(time: f64): void {
  now = time;
  next = load<f64>(scalars);
  fired = load<f64>(scalars, 8);
  rejected = load<f64>(scalars, 16);
  updated = load<f64>(scalars, 24);
  rejectedInRow = load<i32>(scalars, 32);
  restoreGroups(scalars + 40);
}
