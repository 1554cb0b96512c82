/**
 * The direct method (Gillespie 1977, doi:10.1021/j100540a008) for a few reactions between which nothing changes, as
 * code of their own: numbers and propensities are variables, and a reaction changes exactly the propensities that read
 * what it changes. It chooses as runtime/engines/ssa/linearSelector.ts does, draw by draw, and several times faster.
 */
import type { JumpPlan, Plan } from "../plan/plan.ts";
import { commentText } from "./identifiers.ts";

/** Beyond, the kernel costs less than going through all propensities. */
const unrolledLimit = 5;

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
  const states = [
    ...new Set([...reads.flat(), ...reactions.flatMap(({ changes }) => changes.map(({ state }) => state))]),
  ];
  states.sort((a, b) => a - b);
  const propensity = (j: number): string => forms[j] ?? `run.propensity(${j})`;
  const fired = (j: number): string[] => {
    const { changes } = reactions[j] ?? { changes: [] };
    const changed = new Set(changes.map(({ state }) => state));
    const dependents = reads.flatMap((read, k) => (read.some((state) => changed.has(state)) ? [k] : []));
    return [
      ...changes.map(({ state, amount }) => `n${state} ${amount < 0 ? "-=" : "+="} ${Math.abs(amount)};`),
      ...(isCoded ? changes.map(({ state }) => `y[${state}] = n${state};`) : []),
      ...dependents.map((k) => `a${k} = ${propensity(k)};`),
    ];
  };
  const total = `total = ${reactions.map((_, j) => `a${j}`).join(" + ")};`;
  const choice = reactions.flatMap(({ name }, j) => [
    `${j === 0 ? "if (rest < a0)" : `} else if ((rest -= a${j - 1}) < a${j})`} { // ${commentText(name)}`,
    ...fired(j),
  ]);
  return [
    ...states.map(
      (state) => `let n${state} = y[${state}]; // ${commentText(plan.states[state]?.name ?? "")}`,
    ),
    ...forms.flatMap((form, j) => (form === null ? [] : [`const k${j} = c[${constantOf(j)}];`])),
    ...reactions.map((_, j) => `let a${j} = ${propensity(j)};`),
    `let ${total}`,
    "const { words } = run;",
    "let { now, next, fired } = run;",
    "if (Number.isNaN(next)) next = total > 0 ? now + nextExponential(words) / total : Number.POSITIVE_INFINITY;",
    "while (next <= limit && work-- > 0) {",
    "now = next;",
    // The time that an error of a rate tells.
    ...(isCoded ? ["run.now = now;"] : []),
    "let rest = nextUniform(words) * total;",
    ...choice,
    // Rounding errors pretended that something stands at the end: the choice is made again.
    "} else continue;",
    "fired++;",
    total,
    "next = total > 0 ? now + nextExponential(words) / total : Number.POSITIVE_INFINITY;",
    "}",
    ...states.map((state) => `y[${state}] = n${state};`),
    "run.now = now;",
    "run.next = next;",
    "run.fired = fired;",
    "return next > limit;",
  ].join("\n");
}
