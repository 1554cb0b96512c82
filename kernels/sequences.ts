/**
 * Numbers for sequences of whole numbers: the same sequence always gets the same number, counted from 0 in the
 * order in which they are seen. Sequences stand one behind the other in one array; a hash table with open
 * addressing finds them (Knuth 1998, The Art of Computer Programming 3, section 6.4).
 */
import { longer, mixed, read, take, write } from "./arrays";

export class SequenceTable {
  count: i32 = 0;
  /** Sequence i is data[starts[i]] .. data[starts[i + 1] - 1]. */
  data: usize = take(4096);
  dataLength: i32 = 4096;
  starts: usize = take(256);
  hashes: usize = take(256);
  length: i32 = 256;
  /** Number + 1 by slot; 0 for an empty one. */
  slots: usize = take(512);
  mask: i32 = 511;

  constructor() {
    memory.fill(this.slots, 0, 512 << 2);
    write(this.starts, 0, 0);
  }

  /** The number of sequence[0] .. sequence[length - 1]: `count` as it was before for one that is new. */
  intern(sequence: usize, length: i32): i32 {
    const hash = hashOf(sequence, length);
    const slot = this.slotOf(sequence, length, hash);
    const known = read(this.slots, slot);
    if (known > 0) return known - 1;
    const number = this.count++;
    if (number + 2 > this.length) {
      this.starts = longer(this.starts, this.length, 2 * this.length);
      this.hashes = longer(this.hashes, this.length, 2 * this.length);
      this.length *= 2;
    }
    const first = read(this.starts, number);
    if (first + length > this.dataLength) {
      const room = max(2 * this.dataLength, first + length);
      this.data = longer(this.data, first, room);
      this.dataLength = room;
    }
    memory.copy(this.data + (<usize>first << 2), sequence, <usize>length << 2);
    write(this.starts, number + 1, first + length);
    write(this.hashes, number, hash);
    write(this.slots, slot, number + 1);
    if (2 * this.count > this.mask) this.spread();
    return number;
  }

  /** Where a sequence stands, or the empty slot where it would. */
  private slotOf(sequence: usize, length: i32, hash: i32): i32 {
    let slot = hash & this.mask;
    while (!this.stops(slot, sequence, length, hash)) slot = (slot + 1) & this.mask;
    return slot;
  }

  /** Whether a slot is empty or holds a sequence. */
  private stops(slot: i32, sequence: usize, length: i32, hash: i32): bool {
    const number = read(this.slots, slot) - 1;
    if (number < 0) return true;
    if (read(this.hashes, number) != hash) return false;
    const first = read(this.starts, number);
    if (read(this.starts, number + 1) - first != length) return false;
    for (let i = 0; i < length; i++) if (read(this.data, first + i) != read(sequence, i)) return false;
    return true;
  }

  private spread(): void {
    const length = 2 * (this.mask + 1);
    const slots = take(length);
    memory.fill(slots, 0, <usize>length << 2);
    for (let number = 0; number < this.count; number++) {
      let slot = read(this.hashes, number) & (length - 1);
      while (read(slots, slot) > 0) slot = (slot + 1) & (length - 1);
      write(slots, slot, number + 1);
    }
    this.slots = slots;
    this.mask = length - 1;
  }
}

function hashOf(sequence: usize, length: i32): i32 {
  let hash = length;
  for (let i = 0; i < length; i++) hash = mixed(hash, read(sequence, i));
  hash ^= hash >>> 16;
  hash *= 0x85ebca6b;
  hash ^= hash >>> 13;
  hash *= 0xc2b2ae35;
  return hash ^ (hash >>> 16);
}
