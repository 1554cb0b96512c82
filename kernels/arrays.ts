/** Arrays of 32-bit numbers in the kernel's memory, by address, and room for more. */

@inline
export function read(array: usize, index: i32): i32 {
  return load<i32>(array + (<usize>index << 2));
}

@inline
export function write(array: usize, index: i32, value: i32): void {
  store<i32>(array + (<usize>index << 2), value);
}

/** Room for so many numbers; it is never given back. */
export function take(count: i32): usize {
  return heap.alloc(<usize>count << 2);
}

/** A longer array with the same numbers at its beginning. */
export function longer(array: usize, count: i32, length: i32): usize {
  const result = take(length);
  memory.copy(result, array, <usize>count << 2);
  return result;
}

/** A 32-bit number from two, mixed as in MurmurHash3 (Appleby 2011, public domain). */
@inline
export function mixed(hash: i32, value: i32): i32 {
  return rotl(hash ^ (rotl(value * 0xcc9e2d51, 15) * 0x1b873593), 13) * 5 + 0xe6546b64;
}
