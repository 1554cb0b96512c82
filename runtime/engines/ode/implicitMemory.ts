/**
 * The memory of the kernel `implicit` (kernels/implicit.ts): where its tables lie, and how the host fills them.
 *
 *   header      addresses and counts, 4 bytes each, in the order in which the kernel's `setUp…` functions read them
 *   tables      of the model, with the constants of the run
 *   work        numbers of the Jacobian and of its factors, vectors of the method
 */
import type { KernelMemory } from "../../kernels/instantiate.ts";
import type { OdeModel } from "../../model.ts";
import { consecutiveFrom, entriesByRow, equalRows } from "./eliminationLayout.ts";
import type { MassActionTables } from "./massAction.ts";
import type { OdeSystem } from "./odeSystem.ts";
import type { RosenbrockTableau } from "./rosenbrockTableau.ts";

/** What the kernel exports. */
export interface ImplicitExports {
  readonly memory: KernelMemory;
  heapStart(): number;
  setUp(header: number, relative: number, maximumStep: number): void;
  basisBytes(states: number): number;
  methodBytes(): number;
  savedBytes(): number;
  place(address: number): number;
  start(time: number, length: number, limit: number): void;
  advance(until: number, limit: number, most: number): number;
  interpolate(time: number, out: number): void;
  save(): number;
  restore(): void;
}

const implicitHeaderBytes = 256;
const summaryBytes = 64;
const implicitPageBytes = 65536;
/** What the host is asked for besides the tables. */
const asksDerivative = 1;
const asksJacobian = 2;
const asksTime = 4;
/** Changes name their place and one of so many amounts in a word. */
const amountCount = 256;
const placeCount = 2 ** 24;
/**
 * Room in each incomplete factor, in non-zeros of the Jacobian. With 2, 4 and 8 the runs of bench/ode have the same
 * steps and iterations: what is left out keeps the factors below twice the Jacobian. The rest is for models unlike them.
 */
const incompleteFill = 4;

export class ImplicitMemory {
  readonly buffer: ArrayBuffer;
  readonly state: Float64Array;
  readonly out: Float64Array;
  readonly outAddress: number;
  /** Times and length of the step, in s; then from byte 24 on the reason of a failure, the culprit, and counts. */
  readonly times: Float64Array;
  readonly counts: Int32Array;
  readonly #kernel: ImplicitExports;
  readonly #size: number;
  readonly #constants: { readonly records: number; readonly index: Int32Array } | null;
  readonly #tables: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  #end: number;

  constructor(
    kernel: ImplicitExports,
    system: OdeSystem,
    tableau: RosenbrockTableau | null,
    linear: "factors" | "krylov",
  ) {
    const { ode, size } = system;
    this.#kernel = kernel;
    this.#size = size;
    this.#end = kernel.heapStart();
    const header = this.#take(implicitHeaderBytes);
    const summary = this.#take(summaryBytes);
    const out = this.#take(8 * size + 8);
    const tolerances = this.#lay(system.absolute);
    const tableauAt = tableau === null ? 0 : this.#lay(tableauNumbers(tableau));
    const reactions = simplestFirst(ode.tabled?.tables ?? null);
    const equations = this.#equations(ode, reactions, size);
    const factors = linear === "krylov" ? this.#krylov(ode) : this.#factors(ode);
    this.#constants =
      reactions === null
        ? null
        : { records: equations[2], index: reactions.order.map((j) => reactions.tables.constant[j]) };
    this.#grow(this.#end);
    const numbers = [size, tolerances, summary, tableauAt, ...equations, ...factors];
    new Int32Array(kernel.memory.buffer, header, numbers.length).set(numbers);
    for (const { at, bytes } of this.#tables) new Uint8Array(kernel.memory.buffer).set(bytes, at);
    kernel.setUp(header, system.relative, system.maximumStep);
    const method = this.#take(kernel.methodBytes());
    this.#grow(this.#end);
    const state = kernel.place(method);
    // From here on the memory does not grow, so that views stay valid.
    const { buffer } = kernel.memory;
    this.buffer = buffer;
    this.outAddress = out;
    this.state = new Float64Array(buffer, state, size);
    this.out = new Float64Array(buffer, out, size);
    this.times = new Float64Array(buffer, summary, 3);
    this.counts = new Int32Array(buffer, summary + 24, 8);
  }

  /** Gives the reactions the constants of the run. */
  setConstants(c: Float64Array): void {
    if (this.#constants === null) return;
    const { records, index } = this.#constants;
    const table = new Float64Array(this.buffer, records, 2 * index.length);
    for (let j = 0; j < index.length; j++) table[2 * j] = c[index[j]];
  }

  /** A vector of the kernel. */
  vector(address: number, length: number = this.#size): Float64Array {
    return new Float64Array(this.buffer, address, length);
  }

  /** What a run keeps. */
  kept(): Float64Array {
    return new Float64Array(this.buffer, this.#kernel.save(), this.#kernel.savedBytes() / 8);
  }

  #equations(ode: OdeModel, reactions: OrderedReactions | null, size: number): number[] {
    const nonZeros = ode.pattern.row.length;
    const asks =
      (reactions === null || ode.tabled?.addDerivative !== undefined ? asksDerivative : 0) +
      (reactions === null || ode.tabled?.addJacobian !== undefined ? asksJacobian : 0) +
      (ode.isAutonomous === true ? 0 : asksTime);
    const tables =
      reactions === null ? Array.from({ length: 11 }, () => 0) : this.#reactions(reactions, size);
    return [...tables, asks, this.#take(8 * nonZeros), nonZeros];
  }

  #reactions({ tables, order, simple }: OrderedReactions, size: number): number[] {
    const { gate, reactantStart, reactant, changeStart, changeState, changeAmount } = tables;
    const amounts = new AmountTable();
    const records = new Int32Array(4 * order.length);
    const reactants = new EntryLists();
    const changes = new EntryLists();
    const partials = new EntryLists();
    order.forEach((j, at) => {
      const [begin, end] = [reactantStart[j], reactantStart[j + 1]];
      if (at < simple) {
        records[4 * at + 2] = begin < end ? reactant[begin] : size;
        records[4 * at + 3] = begin + 1 < end ? reactant[begin + 1] : size;
      } else reactants.add(reactant.subarray(begin, end));
      const [first, last] = [changeStart[j], changeStart[j + 1]];
      changes.add(amounts.entries(changeState.subarray(first, last), changeAmount.subarray(first, last)));
      const lists = at < simple ? begin + 2 : end;
      for (let e = begin; e < lists; e++) {
        const from = e < end ? tables.jacobianStart[e] : 0;
        const to = e < end ? tables.jacobianStart[e + 1] : 0;
        const { jacobianIndex, jacobianAmount } = tables;
        partials.add(amounts.entries(jacobianIndex.subarray(from, to), jacobianAmount.subarray(from, to)));
      }
    });
    const hasGates = gate.some((state) => state >= 0);
    return [
      order.length,
      simple,
      this.#lay(records),
      hasGates ? this.#lay(order.map((j) => gate[j])) : 0,
      this.#lay(reactants.starts()),
      this.#lay(reactants.entries()),
      this.#lay(changes.starts()),
      this.#lay(changes.entries()),
      this.#lay(partials.starts()),
      this.#lay(partials.entries()),
      this.#lay(amounts.numbers()),
    ];
  }

  #factors({ pattern, factorisation: plan }: OdeModel): number[] {
    const { start, column, source } = entriesByRow(pattern, plan.order);
    return [
      this.#lay(plan.order),
      this.#lay(plan.lowerStart),
      this.#lay(plan.lowerIndex),
      this.#lay(plan.upperStart),
      this.#lay(plan.upperIndex),
      this.#lay(consecutiveFrom(plan.lowerStart, plan.lowerIndex)),
      this.#lay(consecutiveFrom(plan.upperStart, plan.upperIndex)),
      this.#lay(equalRows(plan, pattern.size)),
      this.#lay(start),
      this.#lay(column),
      this.#lay(source),
      this.#take(8 * plan.lowerIndex.length),
      this.#take(8 * plan.upperIndex.length),
      this.#take(8 * pattern.size),
      this.#take(8 * pattern.size),
      0,
    ];
  }

  /** No factors; order and sources, scales and basis, then rows, room for incomplete factors, and work. */
  #krylov({ pattern, factorisation: { order } }: OdeModel): number[] {
    const { size } = pattern;
    const { start, column, source } = entriesByRow(pattern, order);
    const room = incompleteFill * pattern.row.length + 4 * size;
    const none = Array.from({ length: 16 }, () => 0);
    return [
      ...none,
      this.#lay(order),
      this.#lay(source),
      this.#take(8 * size),
      this.#take(this.#kernel.basisBytes(size)),
      this.#lay(start),
      this.#lay(column),
      this.#take(8 * source.length),
      room,
      this.#take(4 * (size + 1)),
      this.#take(4 * room),
      this.#take(8 * room),
      this.#take(4 * (size + 1)),
      this.#take(4 * room),
      this.#take(8 * room),
      this.#take(8 * size),
      this.#take(8 * size),
      this.#take(size + 16),
    ];
  }

  #lay({ buffer, byteOffset, byteLength }: Float64Array | Int32Array | Uint8Array): number {
    const at = this.#take(byteLength);
    this.#tables.push({ at, bytes: new Uint8Array(buffer, byteOffset, byteLength) });
    return at;
  }

  #take(bytes: number): number {
    const at = this.#end;
    this.#end = (at + bytes + 15) & ~15;
    return at;
  }

  #grow(bytes: number): void {
    const missing = Math.ceil((bytes - this.#kernel.memory.buffer.byteLength) / implicitPageBytes);
    if (missing > 0) this.#kernel.memory.grow(missing);
  }
}

/** Reactions with at most two reactants first. */
interface OrderedReactions {
  readonly tables: MassActionTables;
  readonly order: Int32Array;
  readonly simple: number;
}

function simplestFirst(tables: MassActionTables | null): OrderedReactions | null {
  if (tables === null) return null;
  const { constant, reactantStart } = tables;
  const all = [...constant.keys()];
  const isSimple = (j: number): boolean => reactantStart[j + 1] - reactantStart[j] <= 2;
  const simple = all.filter(isSimple);
  const order = Int32Array.from([...simple, ...all.filter((j) => !isSimple(j))]);
  return { tables, order, simple: simple.length };
}

/** Different amounts, and entries of 256 times a place and the number of an amount. */
class AmountTable {
  readonly #numbers: number[] = [];

  entries(places: Int32Array, amounts: Float64Array): Int32Array {
    return places.map((place, i) => {
      let number = this.#numbers.indexOf(amounts[i]);
      if (number < 0) number = this.#numbers.push(amounts[i]) - 1;
      if (number >= amountCount || place >= placeCount)
        throw new Error("changes that do not fit in the kernel");
      return place * amountCount + number;
    });
  }

  numbers(): Float64Array {
    return Float64Array.from(this.#numbers);
  }
}

/** Lists one after the other, with their starts. */
class EntryLists {
  readonly #starts: number[] = [0];
  readonly #entries: number[] = [];

  add(list: Int32Array): void {
    for (const entry of list) this.#entries.push(entry);
    this.#starts.push(this.#entries.length);
  }

  starts(): Int32Array {
    return Int32Array.from(this.#starts);
  }

  entries(): Int32Array {
    return Int32Array.from(this.#entries);
  }
}

/** As `setUpRosenbrock` in kernels/rosenbrock.ts reads it. */
function tableauNumbers({
  order,
  errorOrder,
  gamma,
  nodes,
  a,
  c,
  d,
  dense,
}: RosenbrockTableau): Float64Array {
  const row = (list: readonly number[]): number[] => nodes.map((_, stage) => list[stage] ?? 0);
  const head = [nodes.length, dense.length, order, errorOrder, gamma];
  return Float64Array.from([
    ...head,
    ...nodes,
    ...row(d),
    ...a.flatMap(row),
    ...c.flatMap(row),
    ...dense.flatMap(row),
  ]);
}
