/**
 * The four rules of filaments (growth and loss of subunits at both ends) written by hand over typed arrays, with the
 * direct method: the least that a general engine can be measured against. Subunits are linked both ways, have a place
 * each, and ends stand in lists; a filament of two subunits that loses one dissolves.
 */
import { RandomStream } from "../../runtime/random/randomStream.ts";

export interface PlainFilaments {
  readonly filaments: number;
  /** Subunits of each at the start. */
  readonly length: number;
  readonly monomers: number;
  /** The number of monomers stays as it is; then there is room for so many subunits more. */
  readonly bath: number;
  /** Per monomer and per end, in 1/s: growth at the barbed and the pointed end; then losses. */
  readonly rates: readonly [number, number, number, number];
}

/** Reactions until time `until` in s. */
export function runPlainFilaments(
  { filaments, length, monomers, bath, rates }: PlainFilaments,
  until: number,
  seed: string,
): number {
  const random = RandomStream.fromSeed(seed, 1, "plain");
  const capacity = filaments * length + (bath > 0 ? bath : monomers);
  const taken = bath > 0 ? 0 : 1;
  /** The neighbour towards the barbed end and towards the pointed end; -1 at the end. */
  const barbed = new Int32Array(capacity).fill(-1);
  const pointed = new Int32Array(capacity).fill(-1);
  const x = new Float64Array(capacity);
  const y = new Float64Array(capacity);
  const free = new Int32Array(capacity);
  let freeCount = 0;
  for (let node = capacity - 1; node >= filaments * length; node--) free[freeCount++] = node;
  const barbedEnds = new Int32Array(filaments);
  const pointedEnds = new Int32Array(filaments);
  for (let k = 0; k < filaments; k++) {
    for (let i = 0; i < length; i++) {
      const node = k * length + i;
      if (i > 0) pointed[node] = node - 1;
      if (i < length - 1) barbed[node] = node + 1;
      x[node] = 0.1 * k;
      y[node] = 0.0027 * i;
    }
    pointedEnds[k] = k * length;
    barbedEnds[k] = (k + 1) * length - 1;
  }
  let chains = filaments;
  let pool = monomers;
  let t = 0;
  let reactions = 0;
  for (;;) {
    const a0 = rates[0] * pool * chains;
    const a1 = a0 + rates[1] * pool * chains;
    const a2 = a1 + rates[2] * chains;
    const total = a2 + rates[3] * chains;
    if (total === 0) return reactions;
    t += random.exponential() / total;
    if (t > until) return reactions;
    reactions++;
    const target = random.uniform() * total;
    const chain = random.below(chains);
    if (target < a1) {
      const isBarbed = target < a0;
      const ends = isBarbed ? barbedEnds : pointedEnds;
      const outward = isBarbed ? barbed : pointed;
      const inward = isBarbed ? pointed : barbed;
      const end = ends[chain];
      const before = inward[end];
      const node = free[--freeCount];
      const dx = x[end] - x[before];
      const dy = y[end] - y[before];
      const distance = Math.sqrt(dx * dx + dy * dy);
      x[node] = x[end] + (0.0027 * dx) / distance;
      y[node] = y[end] + (0.0027 * dy) / distance;
      outward[end] = node;
      inward[node] = end;
      ends[chain] = node;
      pool -= taken;
    } else {
      const isBarbed = target < a2;
      const ends = isBarbed ? barbedEnds : pointedEnds;
      const outward = isBarbed ? barbed : pointed;
      const inward = isBarbed ? pointed : barbed;
      const end = ends[chain];
      const before = inward[end];
      inward[end] = -1;
      outward[before] = -1;
      free[freeCount++] = end;
      ends[chain] = before;
      pool += taken;
      if (inward[before] >= 0) continue;
      // One subunit is no filament.
      free[freeCount++] = before;
      pool += taken;
      chains--;
      barbedEnds[chain] = barbedEnds[chains];
      pointedEnds[chain] = pointedEnds[chains];
    }
  }
}
