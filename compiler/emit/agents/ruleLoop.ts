/**
 * The direct method (Gillespie 1977, doi:10.1021/j100540a008) over a few rules on molecules as code of its own
 * (`AgentModel.unrolled`): propensities are variables, each rule is called by name, and what it touches is computed
 * anew and nothing else. It chooses as runtime/engines/ssa/linearSelector.ts does, draw by draw.
 */
import type { AgentTables } from "../../../runtime/agentModel.ts";
import { commentText } from "../identifiers.ts";
import type { RuleText } from "./ruleCode.ts";

/** Beyond, blocks of rules or a tree cost less than going through all propensities. */
const unrolledRules = 24;

/** The body of `unrolled(run, limit, work)`; null for a model that it does not suit. */
export function ruleLoop(
  { channels, measures }: AgentTables,
  rules: readonly (RuleText | null)[],
): string | null {
  if (channels.length === 0 || channels.length > unrolledRules) return null;
  if (measures.some(({ isLive }) => isLive)) return null;
  const isPlain = channels.every(
    ({ reactants, changes, reads, groups }) =>
      reactants.length + changes.length + reads.length === 0 && groups.every(({ length }) => length === 1),
  );
  if (!isPlain) return null;
  const texts = rules.flatMap((rule) => rule ?? []);
  if (texts.length < rules.length) return null;

  const propensity = (j: number): string => {
    const totals = channels[j].places.map((fragment) => `l${fragment}.total`);
    const isLong = totals.length > 2;
    return [`k${j}`, ...(isLong ? [`(${totals.join(" * ")})`] : totals)].join(" * ");
  };
  const lists = [...new Set(channels.flatMap(({ places }) => places))].sort((a, b) => a - b);
  const total = `total = ${channels.map((_, j) => `a${j}`).join(" + ")};`;
  const choice = channels.flatMap(({ name }, j) => {
    const touched = new Set(texts[j].touched);
    const dependents = channels.flatMap(({ places }, k) =>
      places.some((fragment) => touched.has(fragment)) ? [k] : [],
    );
    return [
      `${j === 0 ? "if (rest < a0)" : `} else if ((rest -= a${j - 1}) < a${j})`} { // ${commentText(name)}`,
      `if (c${j}.fire(mixture, r${j}, random)) {`,
      "fired++;",
      ...dependents.map((k) => `a${k} = ${propensity(k)};`),
      "} else refused++;",
    ];
  });
  return [
    "const { mixture, random, propensity } = run;",
    ...lists.map((fragment) => `const l${fragment} = mixture.lists[${fragment}];`),
    ...channels.flatMap((_, j) => [
      `const [c${j}, r${j}, k${j}] = [run.code[${j}], run.rules[${j}], run.coefficients[${j}]];`,
      `let a${j} = propensity[${j}];`,
    ]),
    `let ${total}`,
    "let { now, next, fired, refused } = run;",
    "while (next <= limit && work-- > 0) {",
    "now = next;",
    "let rest = random.uniform() * total;",
    ...choice,
    // Rounding errors pretended that something stands at the end: the choice is made again.
    "} else continue;",
    total,
    "next = total > 0 ? now + random.exponential() / total : Number.POSITIVE_INFINITY;",
    "}",
    ...channels.map((_, j) => `propensity[${j}] = a${j};`),
    "run.now = now;",
    "run.next = next;",
    "run.fired = fired;",
    "run.refused = refused;",
    "return next > limit;",
  ].join("\n");
}
