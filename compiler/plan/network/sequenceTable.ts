/**
 * Numbers for sequences of whole numbers: the same sequence always gets the same number, counted from 0 in the
 * order in which they are seen. Sequences stand one behind the other in one array; a hash table with open
 * addressing finds them (Knuth 1998, The Art of Computer Programming 3, section 6.4).
 */
export class SequenceTable {
  /** Sequence i is data[start[i]] .. data[start[i + 1] - 1]. */
  #data = new Int32Array(1024);
  #start = new Int32Array(256);
  #hash = new Int32Array(256);
  #count = 0;
  /** Number + 1 by slot; 0 for an empty one. */
  #slots = new Int32Array(512);

  get size(): number {
    return this.#count;
  }

  /** The number of sequence[0] .. sequence[length - 1], or -1. */
  find(sequence: Int32Array, length: number): number {
    return this.#slots[this.#slotOf(sequence, length, sequenceHash(sequence, length))] - 1;
  }

  /** As `find`, and a new number for one that was not seen before. */
  intern(sequence: Int32Array, length: number): number {
    const hash = sequenceHash(sequence, length);
    const slot = this.#slotOf(sequence, length, hash);
    if (this.#slots[slot] > 0) return this.#slots[slot] - 1;
    const number = this.#count++;
    if (number + 2 > this.#start.length) {
      this.#start = longer(this.#start, 2 * this.#start.length);
      this.#hash = longer(this.#hash, this.#start.length);
    }
    const first = this.#start[number];
    if (first + length > this.#data.length)
      this.#data = longer(this.#data, Math.max(2 * this.#data.length, first + length));
    for (let i = 0; i < length; i++) this.#data[first + i] = sequence[i];
    this.#start[number + 1] = first + length;
    this.#hash[number] = hash;
    this.#slots[slot] = number + 1;
    if (2 * this.#count > this.#slots.length) this.#spread();
    return number;
  }

  /** Where a sequence stands, or the empty slot where it would. */
  #slotOf(sequence: Int32Array, length: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot] - 1;
      if (number < 0) return slot;
      if (this.#hash[number] !== hash) continue;
      const first = this.#start[number];
      if (this.#start[number + 1] - first !== length) continue;
      let i = 0;
      while (i < length && this.#data[first + i] === sequence[i]) i++;
      if (i === length) return slot;
    }
  }

  #spread(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#count; number++) {
      let slot = this.#hash[number] & mask;
      while (slots[slot] > 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

/** Mixed as in MurmurHash3 (Appleby 2011, public domain). */
function sequenceHash(sequence: Int32Array, length: number): number {
  let hash = length;
  for (let i = 0; i < length; i++) hash = mixed(hash, sequence[i]);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** A 32-bit number from two. */
export function mixed(hash: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = hash ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

export function longer(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const result = new Int32Array(length);
  result.set(array);
  return result;
}
