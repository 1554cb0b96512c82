/**
 * dy/dt and its Jacobian. Mass-action reactions run from tables; what other rate laws add is asked from the host, once
 * an evaluation. A reaction with at most two reactants has a record of 16 bytes: its constant at 0, its reactants at 8
 * and 12 (one that is not there is the state after the last, which is 1). The others come after them, with lists.
 *
 * An entry of a list of changes is 256 times the place where something is added, and the number of an amount.
 */
import { size } from "./vectors";

@external("host", "derivative")
declare function hostDerivative(t: f64, y: usize, dy: usize): void;
@external("host", "jacobian")
declare function hostJacobian(t: f64, y: usize, values: usize): void;
@external("host", "timeDerivative")
declare function hostTimeDerivative(t: f64, y: usize, out: usize): void;

/** What the host is asked for: one bit each. */
const asksDerivative: i32 = 1;
const asksJacobian: i32 = 2;
const asksTime: i32 = 4;

let reactions: i32 = 0;
let simple: i32 = 0;
let records: usize = 0;
/** By reaction: the state that is 0 while it does not run, -1: none; 0 for the whole table: no reaction has one. */
let gates: usize = 0;
/** Reactants of reactions with more than two, from the first such reaction on. */
let reactantStarts: usize = 0;
let reactants: usize = 0;
let changeStarts: usize = 0;
let changes: usize = 0;
/** Two lists a simple reaction, one a reactant for the others. */
let partialStarts: usize = 0;
let partials: usize = 0;
let amounts: usize = 0;
let asked: i32 = 0;
/** Numbers of the Jacobian's non-zeros, by columns, and how many there are. */
export let values: usize = 0;
let nonZeros: i32 = 0;

export let evaluations: i32 = 0;
export let jacobians: i32 = 0;

/** The header's 14 words, in the order in which they are read here. */
export function setUpEquations(header: usize): void {
  reactions = load<i32>(header, 0);
  simple = load<i32>(header, 4);
  records = load<u32>(header, 8);
  gates = load<u32>(header, 12);
  reactantStarts = load<u32>(header, 16);
  reactants = load<u32>(header, 20);
  changeStarts = load<u32>(header, 24);
  changes = load<u32>(header, 28);
  partialStarts = load<u32>(header, 32);
  partials = load<u32>(header, 36);
  amounts = load<u32>(header, 40);
  asked = load<i32>(header, 44);
  values = load<u32>(header, 48);
  nonZeros = load<i32>(header, 52);
}

export function clearCounts(): void {
  evaluations = 0;
  jacobians = 0;
}

@inline
function isShut(reaction: i32, y: usize): bool {
  if (gates == 0) return false;
  const gate = load<i32>(gates + (<usize>reaction << 2));
  return gate >= 0 && load<f64>(y + (<usize>gate << 3)) == 0;
}

/** Adds `amount of the entry` * factor at the places of a list. */
@inline
function spread(starts: usize, entries: usize, list: i32, factor: f64, out: usize): void {
  const end = entries + (<usize>load<u32>(starts + (<usize>(list + 1) << 2)) << 2);
  for (let at = entries + (<usize>load<u32>(starts + (<usize>list << 2)) << 2); at < end; at += 4) {
    const entry = load<u32>(at);
    const place = out + (<usize>(entry >> 8) << 3);
    store<f64>(place, load<f64>(place) + load<f64>(amounts + (<usize>(entry & 255) << 3)) * factor);
  }
}

/** The state is read with one entry more, which is set to 1 here. */
export function derivative(t: f64, y: usize, dy: usize): void {
  evaluations++;
  if (reactions > 0) {
    store<f64>(y + (<usize>size << 3), 1);
    memory.fill(dy, 0, <usize>size << 3);
    for (let j = 0; j < simple; j++) {
      if (isShut(j, y)) continue;
      const record = records + (<usize>j << 4);
      const velocity =
        load<f64>(record) *
        load<f64>(y + (<usize>load<u32>(record, 8) << 3)) *
        load<f64>(y + (<usize>load<u32>(record, 12) << 3));
      spread(changeStarts, changes, j, velocity, dy);
    }
    for (let j = simple; j < reactions; j++) if (!isShut(j, y)) spread(changeStarts, changes, j, product(j, y, -1), dy);
  }
  if ((asked & asksDerivative) != 0) hostDerivative(t, y, dy);
}

/** Constant times reactants of one of the other reactions, without the reactant at `left`. */
function product(reaction: i32, y: usize, left: i32): f64 {
  const start = reactantStarts + (<usize>(reaction - simple) << 2);
  let result = load<f64>(records + (<usize>reaction << 4));
  for (let e = load<i32>(start); e < load<i32>(start, 4); e++)
    if (e != left) result *= load<f64>(y + (<usize>load<u32>(reactants + (<usize>e << 2)) << 3));
  return result;
}

/** Evaluates J = df/dy into `values`. The state is read with one entry more, as in `derivative`. */
export function jacobian(t: f64, y: usize): void {
  jacobians++;
  if (reactions > 0) {
    store<f64>(y + (<usize>size << 3), 1);
    memory.fill(values, 0, <usize>nonZeros << 3);
    for (let j = 0; j < simple; j++) {
      if (isShut(j, y)) continue;
      const record = records + (<usize>j << 4);
      const constant = load<f64>(record);
      const first = load<f64>(y + (<usize>load<u32>(record, 8) << 3));
      const second = load<f64>(y + (<usize>load<u32>(record, 12) << 3));
      spread(partialStarts, partials, j << 1, constant * second, values);
      spread(partialStarts, partials, (j << 1) + 1, constant * first, values);
    }
    // The product rule: each reactant in turn is left out, so that y^3 gives three times y^2.
    for (let j = simple; j < reactions; j++) {
      if (isShut(j, y)) continue;
      const start = reactantStarts + (<usize>(j - simple) << 2);
      for (let e = load<i32>(start); e < load<i32>(start, 4); e++)
        spread(partialStarts, partials, (simple << 1) + e, product(j, y, e), values);
    }
  }
  if ((asked & asksJacobian) != 0) hostJacobian(t, y, values);
}

/** df/dt at a constant state. */
export function timeDerivative(t: f64, y: usize, out: usize): void {
  if ((asked & asksTime) != 0) hostTimeDerivative(t, y, out);
  else memory.fill(out, 0, <usize>size << 3);
}
