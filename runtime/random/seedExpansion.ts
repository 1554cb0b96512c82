/**
 * Turns a text seed into generator state: the byte stream RC4 with the key schedule and key mixing of the npm
 * package seedrandom (David Bau, https://github.com/davidbau/seedrandom), so that a seed gives the numbers that
 * `seedrandom(text).int32()` gives. Used to expand seeds only; the draws come from xoshiro128.ts.
 */

/** The first `words` values of `seedrandom(text).int32()`. */
export function expandSeed(text: string, words: number): Int32Array {
  const key: number[] = [];
  let smear = 0;
  for (let i = 0; i < text.length; i++) {
    const slot = i & 255;
    smear ^= (key[slot] ?? 0) * 19;
    key[slot] = (smear + text.charCodeAt(i)) & 255;
  }
  if (key.length === 0) key.push(0);

  const permutation = new Uint8Array(256);
  for (let i = 0; i < 256; i++) permutation[i] = i;
  for (let i = 0, j = 0; i < 256; i++) {
    const value = permutation[i] ?? 0;
    j = (j + (key[i % key.length] ?? 0) + value) & 255;
    permutation[i] = permutation[j] ?? 0;
    permutation[j] = value;
  }

  let i = 0;
  let j = 0;
  const nextByte = (): number => {
    i = (i + 1) & 255;
    const value = permutation[i] ?? 0;
    j = (j + value) & 255;
    const other = permutation[j] ?? 0;
    permutation[i] = other;
    permutation[j] = value;
    return permutation[(value + other) & 255] ?? 0;
  };
  // The first bytes of RC4 are weak.
  for (let discarded = 0; discarded < 256; discarded++) nextByte();

  const result = new Int32Array(words);
  for (let word = 0; word < words; word++) {
    result[word] = (nextByte() << 24) | (nextByte() << 16) | (nextByte() << 8) | nextByte();
  }
  return result;
}
