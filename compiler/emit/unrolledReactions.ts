/**
 * The direct method (Gillespie 1977, doi:10.1021/j100540a008) for a few reactions between which nothing changes, as
 * code of their own. It chooses as runtime/engines/ssa/linearSelector.ts does, and several times faster.
 *
 * A processor can not foresee which reaction is next, and a wrong guess costs more than all arithmetic here. So nothing
 * branches on the choice: the sums of the propensities up to each reaction are compared with the target all together,
 * the number of sums that are passed is the reaction, its row of a table changes all numbers, and all propensities
 * are computed anew. The generator (xoshiro128.ts) and the exponential draw (exponential.ts) are written out, with their
 * words in variables.
 */
import type { JumpPlan, Plan } from "../plan/plan.ts";
import { commentText } from "./identifiers.ts";

/** Beyond, the kernel costs less than going through all propensities: measured on cycles, rings and sites. */
const unrolledLimit = 8;
/** The same, where propensities have other forms than those of mass action. */
const unrolledCodedLimit = 5;
/** In 1/s: below, the next reaction is later than any time; products with such a number are exact enough. */
const leastTotal = "1e-290";
/** Sums are made in pieces of so many, which do not wait for each other. */
const sumPiece = 4;

/** What the body calls of the runtime. */
export const unrolledFunctions: readonly string[] = [
  "nextExponential",
  "exponentialPoints",
  "exponentialInverses",
  "exponentialLogs",
  "exponentialSteps",
];

/**
 * The body of `JumpModel.unrolled`; null for a model that it does not suit. `constantOf`: where the constant of a
 * reaction of mass action stands in c.
 */
export function unrolledReactions(
  plan: Plan,
  jumps: JumpPlan,
  constantOf: (reaction: number) => number,
): string | null {
  const { reactions, reads } = jumps;
  const varies = jumps.varying.length > 0 || jumps.continuous.length > 0 || jumps.varyingRoots.length > 0;
  if (varies || plan.method !== "ssa" || reactions.length === 0 || reactions.length > unrolledLimit)
    return null;

  const forms = reactions.map(({ constant, reactants }, j) => {
    const order = reactants.reduce((sum, { multiplicity }) => sum + multiplicity, 0);
    if (constant === null || order > 2) return null;
    const [first, second = first] = reactants.map(({ state }) => `n${state}`);
    const factors = [`k${j}`, ...(first === undefined ? [] : [first])];
    if (order === 2) factors.push(reactants.length === 1 ? `(${second} - 1)` : (second ?? ""));
    return factors.join(" * ");
  });
  const isCoded = forms.includes(null);
  if (isCoded && reactions.length > unrolledCodedLimit) return null;
  const changed = ascending(reactions.flatMap(({ changes }) => changes.map(({ state }) => state)));
  const states = ascending([...reads.flat(), ...changed]);
  const last = reactions.length - 1;
  const propensities = reactions.map(
    ({ name }, j) => `a${j} = ${forms[j] ?? `run.propensity(${j})`}; // ${commentText(name)}`,
  );
  const sums = sumsOf(reactions.length);
  const passed = last === 0 ? ["0"] : sums.slice(0, last).map((_, j) => `Number(target >= s${j})`);
  const row = plan.states.length;
  return [
    ...states.map(
      (state) => `let n${state} = y[${state}]; // ${commentText(plan.states[state]?.name ?? "")}`,
    ),
    ...forms.flatMap((form, j) => (form === null ? [] : [`const k${j} = c[${constantOf(j)}];`])),
    ...propensities.map((line) => `let ${line}`),
    ...sums.map((line) => `let ${line}`),
    "const { words, changes } = run;",
    "let { now, next, fired } = run;",
    `if (Number.isNaN(next)) next = s${last} > ${leastTotal} ? now + nextExponential(words) / s${last} : Number.POSITIVE_INFINITY;`,
    ...loadedWords.map((line) => `let ${line}`),
    "let word = 0;",
    "let shifted = 0;",
    "while (next <= limit && work-- > 0) {",
    "now = next;",
    ...nextWord,
    "const high = word >>> 5;",
    ...nextWord,
    `const target = (high * 67108864 + (word >>> 6)) * 1.1102230246251565e-16 * s${last};`,
    // The target is below the last sum, however the product was rounded.
    `const reaction = ${passed.join(" + ")};`,
    "fired++;",
    `const row = ${row} * reaction;`,
    ...changed.map((state) => `n${state} += changes[row${state === 0 ? "" : ` + ${state}`}];`),
    ...(isCoded ? [...changed.map((state) => `y[${state}] = n${state};`), "run.now = now;"] : []),
    ...propensities,
    ...sums,
    `if (!(s${last} > ${leastTotal})) {`,
    "next = Number.POSITIVE_INFINITY;",
    "continue;",
    "}",
    ...nextWord,
    // Once in four thousand million draws. A loop here, as in exponential.ts, would slow all others down by half.
    "if (word === 0) {",
    ...storedWords,
    `next = now + (22.18070977791825 + nextExponential(words)) / s${last};`,
    ...loadedWords,
    "continue;",
    "}",
    "const zeros = Math.clz32(word);",
    "const upper = (word << (zeros + 1)) >>> 12;",
    "const cell = upper >>> 12;",
    ...nextWord,
    "const fraction = upper * 9.5367431640625e-7 + ((word >>> 0) + 0.5) * exponentialSteps[zeros];",
    "const r = (fraction - exponentialPoints[cell]) * exponentialInverses[cell];",
    "const log1p = r - r * r * (0.5 - r * (0.3333333333333333 - r * (0.25 - r * 0.2)));",
    `next = now + (zeros * Math.LN2 + (exponentialLogs[cell] - log1p)) / s${last};`,
    "}",
    ...storedWords,
    ...states.map((state) => `y[${state}] = n${state};`),
    "run.now = now;",
    "run.next = next;",
    "run.fired = fired;",
    "return next > limit;",
  ].join("\n");
}

/** A step of xoshiro128**: the next 32 bits, as a number with a sign. */
const nextWord: readonly string[] = [
  "word = Math.imul(w1, 5);",
  "word = Math.imul((word << 7) | (word >>> 25), 9);",
  "shifted = w1 << 9;",
  "w2 ^= w0;",
  "w3 ^= w1;",
  "w1 ^= w2;",
  "w0 ^= w3;",
  "w2 ^= shifted;",
  "w3 = (w3 << 11) | (w3 >>> 21);",
];

const generatorWords = [0, 1, 2, 3];
const loadedWords: readonly string[] = generatorWords.map((i) => `w${i} = words[${i}];`);
const storedWords: readonly string[] = generatorWords.map((i) => `words[${i}] = w${i};`);

/** The sums of propensities up to each reaction: equal for two where the second is impossible. */
function sumsOf(reactions: number): string[] {
  const lines: string[] = [];
  for (let j = 0; j < reactions; j++) {
    const piece = j - (j % sumPiece);
    const inPiece = Array.from({ length: j - piece + 1 }, (_, i) => `a${piece + i}`).join(" + ");
    lines.push(`s${j} = ${piece === 0 ? inPiece : `s${piece - 1} + (${inPiece})`};`);
  }
  return lines;
}

function ascending(states: readonly number[]): number[] {
  return [...new Set(states)].sort((a, b) => a - b);
}
