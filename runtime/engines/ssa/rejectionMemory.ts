/**
 * The memory of the kernel `rejection` (kernels/rejection.ts): where its tables lie, and how the host fills them.
 *
 *   header      addresses, 4 bytes each, in the order in which `setUp` reads them
 *   tables      of the model: they never change but for the constants
 *   dynamic     the generator's words, scalars, numbers, intervals, groups, and the heap of lists to the end
 */
import type { JumpModel } from "../../model.ts";
import {
  exponentialInverses,
  exponentialLogs,
  exponentialPoints,
  exponentialSteps,
} from "../../random/exponential.ts";
import { type KernelMemory, fromBase64, toBase64 } from "../../kernels/instantiate.ts";
import { dependentsOfReactions, readersOfStates } from "./dependencies.ts";
import { readersOfSimple, type SimplePropensities } from "./propensities.ts";

/** What the kernel exports. */
export interface RejectionExports {
  readonly memory: KernelMemory;
  groupBytes(reactions: number): number;
  setUp(header: number): void;
  refresh(time: number): void;
  advance(limit: number, work: number): number;
  save(): void;
  restore(time: number): void;
}

const headerBytes = 128;
const wordBytes = 16;
const scalarBytes = 72;
const pageBytes = 65536;
/** A record of a reaction: see `massAction` in kernels/rejection.ts. */
const recordBytes = 32;
const codedForm = 1;

export class RejectionMemory {
  readonly #kernel: RejectionExports;
  readonly #states: number;
  /** First byte of what a run changes. */
  readonly #dynamic: number;
  readonly #words: number;
  readonly #scalars: number;
  readonly #numbers: number;
  readonly #records: number;
  #end = headerBytes;

  constructor(kernel: RejectionExports, jumps: JumpModel, simple: SimplePropensities, states: number) {
    this.#kernel = kernel;
    this.#states = states;
    const reactions = jumps.rateConstant.length;
    const readers = readersOfSimple(simple, states);
    const coded = dependentsOfReactions(jumps, readersOfStates(jumps, states, simple.isSimple));
    const addresses: number[] = [reactions, states];
    const tables: { readonly at: number; readonly bytes: Uint8Array }[] = [];
    const lay = ({ buffer, byteOffset, byteLength }: Float64Array | Int32Array): void => {
      const at = this.#take(byteLength);
      tables.push({ at, bytes: new Uint8Array(buffer, byteOffset, byteLength) });
      addresses.push(at);
    };
    lay(jumps.changeStart);
    lay(jumps.changeState);
    lay(jumps.changeAmount);
    lay(readers.start);
    lay(readers.reaction);
    lay(coded.start);
    lay(coded.reaction);
    lay(
      Float64Array.of(...exponentialPoints, ...exponentialInverses, ...exponentialLogs, ...exponentialSteps),
    );
    this.#dynamic = this.#end;
    this.#numbers = this.#take(8 * (states + 1));
    const lows = this.#take(8 * (states + 1));
    const highs = this.#take(8 * (states + 1));
    const halves = this.#take(8 * states);
    const accounts = this.#take(8 * states);
    this.#words = this.#take(wordBytes);
    this.#scalars = this.#take(scalarBytes);
    this.#records = this.#take(recordBytes * reactions);
    const groups = this.#take(kernel.groupBytes(reactions));
    addresses.push(
      this.#numbers,
      lows,
      highs,
      halves,
      accounts,
      this.#words,
      this.#scalars,
      this.#records,
      groups,
    );
    addresses.push(this.#end);
    // Lists are at most twice as long as what stands in them, and leave as much behind when they grow.
    this.#reserve(this.#end + 16 * reactions + pageBytes);
    const { buffer } = kernel.memory;
    for (const { at, bytes } of tables) new Uint8Array(buffer).set(bytes, at);
    new Int32Array(buffer, 0, addresses.length).set(addresses);
    new Float64Array(buffer, this.#numbers + 8 * states, 1)[0] = 1;
    for (const at of [lows, highs]) new Float64Array(buffer, at + 8 * states, 1)[0] = 1;
    this.#layForms(simple);
    kernel.setUp(0);
  }

  /** Numbers of molecules; valid until the kernel has run, since its memory may move when it grows. */
  numbers(): Float64Array {
    return new Float64Array(this.#kernel.memory.buffer, this.#numbers, this.#states);
  }

  /** Gives the reactions their constants. */
  setConstants(constant: Float64Array): void {
    const records = new Float64Array(this.#kernel.memory.buffer, this.#records, 4 * constant.length);
    constant.forEach((value, reaction) => {
      records[4 * reaction] = value;
    });
  }

  words(): Int32Array {
    return new Int32Array(this.#kernel.memory.buffer, this.#words, 4);
  }

  /** Counts of reactions, of rejections and of bounds made anew, the sum of the bounds in 1/s, the time in s. */
  scalars(): Readonly<Record<"fired" | "rejected" | "updated" | "total" | "now", number>> {
    this.#kernel.save();
    const values = new Float64Array(this.#kernel.memory.buffer, this.#scalars, scalarBytes / 8);
    return { fired: values[1], rejected: values[2], updated: values[3], total: values[5], now: values[8] };
  }

  /** Everything that a run has changed, as base64. */
  save(): string {
    this.#kernel.save();
    const heapEnd = new Uint32Array(this.#kernel.memory.buffer, this.#scalars + 60, 1)[0];
    return toBase64(new Uint8Array(this.#kernel.memory.buffer, this.#dynamic, heapEnd - this.#dynamic));
  }

  /** @throws TypeError for a text of another length than this model's. */
  restore(saved: string, time: number): void {
    const bytes = fromBase64(saved);
    if (bytes.length < this.#end - this.#dynamic) throw new TypeError("another model");
    this.#reserve(this.#dynamic + bytes.length);
    new Uint8Array(this.#kernel.memory.buffer).set(bytes, this.#dynamic);
    this.#kernel.restore(time);
  }

  /** Writes what a reaction's record says of its form. */
  #layForms({ isSimple, first, second, shift }: SimplePropensities): void {
    const records = new Int32Array(this.#kernel.memory.buffer, this.#records, 8 * isSimple.length);
    for (let reaction = 0; reaction < isSimple.length; reaction++) {
      records[8 * reaction + 2] = first[reaction];
      records[8 * reaction + 3] = second[reaction];
      records[8 * reaction + 4] = isSimple[reaction] === 1 ? shift[reaction] : codedForm;
    }
  }

  #take(bytes: number): number {
    const at = this.#end;
    this.#end = (at + bytes + 7) & ~7;
    return at;
  }

  #reserve(bytes: number): void {
    const missing = Math.ceil((bytes - this.#kernel.memory.buffer.byteLength) / pageBytes);
    if (missing > 0) this.#kernel.memory.grow(missing);
  }
}
