/**
 * Random networks of plain species in which molecules are made of one, two or three pieces and no piece is lost, so that
 * the states that can be reached are few enough for their master equation.
 */

interface NetworkReaction {
  /** Species, one an entry; at most two. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** In 1/s, with two reactants for each pair of molecules. */
  readonly constant: number;
}

export interface RandomNetwork {
  readonly start: readonly number[];
  readonly reactions: readonly NetworkReaction[];
}

/** Numbers from 0 to below 1. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Of three to eight species and of five to fourteen reactions; of at most eight where the seed is even. */
export function randomNetwork(seed: number): RandomNetwork {
  const draw = uniform(seed * 7919 + 17);
  for (let i = 0; i < 20; i++) draw();
  const below = (n: number): number => Math.floor(draw() * n);
  const isSmall = seed % 2 === 0;
  const species = isSmall ? 3 + below(2) : 4 + below(5);
  const count = isSmall ? 5 + below(4) : 9 + below(6);
  const pieces = Array.from({ length: species }, (_, i) => (i < 2 ? 1 : 1 + below(3)));
  /** One or two species of so many pieces in all. */
  const sideOf = (size: number): readonly number[] => {
    for (;;) {
      const side = draw() < 0.5 ? [below(species)] : [below(species), below(species)];
      if (side.reduce((sum, i) => sum + pieces[i], 0) === size) return side;
    }
  };
  const reactions: NetworkReaction[] = [];
  while (reactions.length < count) {
    const from = draw() < 0.4 ? [below(species)] : [below(species), below(species)];
    const size = from.reduce((sum, i) => sum + pieces[i], 0);
    if (size > 4 || (size > 3 && from.length === 1)) continue;
    const to = sideOf(size);
    if (sorted(from) === sorted(to)) continue;
    reactions.push({ from, to, constant: (from.length === 1 ? 0.3 : 0.1) * (0.3 + 2 * draw()) });
  }
  const start = pieces.map((size, i) => (i < 2 ? 4 : size === 1 ? below(2) : 0));
  return { start, reactions };
}

function sorted(side: readonly number[]): string {
  return side.toSorted((a, b) => a - b).join();
}

export function networkText({ start, reactions }: RandomNetwork): string {
  const side = (list: readonly number[]): string => {
    const [a, b] = list;
    return list.length === 2 && a === b ? `2 S${a}` : list.map((i) => `S${i}`).join(" + ");
  };
  return `model Random {
${start.map((n, i) => `  species S${i} = ${n} count\n  observe s${i} = count S${i}`).join("\n")}
${reactions
  .map(
    ({ from, to, constant }, i) =>
      `  rule r${i}: ${side(from)} -> ${side(to)} @ ${constant} ${from.length === 1 ? "/s" : "/count/s"}`,
  )
  .join("\n")}
}`;
}

/** How often each number of each species occurs at a time: the master equation by uniformisation. */
export function numbersAt({ start, reactions }: RandomNetwork, time: number): readonly Float64Array[] {
  const states: number[][] = [[...start]];
  const indexOf = new Map([[start.join(), 0]]);
  const jumps: { readonly from: number; readonly to: number; readonly rate: number }[] = [];
  for (let at = 0; at < states.length; at++) {
    const state = states[at];
    for (const { from, to, constant } of reactions) {
      const [a, b] = from;
      const pairs = a === b ? (state[a] * (state[a] - 1)) / 2 : state[a] * (b === undefined ? 1 : state[b]);
      if (pairs === 0) continue;
      const next = [...state];
      for (const i of from) next[i]--;
      for (const i of to) next[i]++;
      const key = next.join();
      const known = indexOf.get(key);
      const target = known ?? states.push(next) - 1;
      if (known === undefined) indexOf.set(key, target);
      jumps.push({ from: at, to: target, rate: constant * pairs });
    }
  }
  const out = new Float64Array(states.length);
  for (const { from, rate } of jumps) out[from] += rate;
  const fastest = Math.max(...out) * 1.01;
  let p = new Float64Array(states.length);
  p[0] = 1;
  const sum = new Float64Array(states.length);
  let weight = Math.exp(-fastest * time);
  let total = 0;
  for (let k = 0; total < 1 - 1e-12; k++) {
    p.forEach((value, i) => {
      sum[i] += weight * value;
    });
    total += weight;
    weight *= (fastest * time) / (k + 1);
    const next = p.map((value, i) => value * (1 - out[i] / fastest));
    for (const { from, to, rate } of jumps) next[to] += (p[from] * rate) / fastest;
    p = next;
    if (k > 5000) throw new Error("uniformisation does not end");
  }
  const largest = Math.max(...states.flat());
  return start.map((_, species) => {
    const numbers = new Float64Array(largest + 1);
    states.forEach((state, i) => {
      numbers[state[species]] += sum[i];
    });
    return numbers;
  });
}
