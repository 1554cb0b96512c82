/**
 * The direct method (Gillespie 1977, doi:10.1021/j100540a008) as one loop for a model of growth in which nothing
 * changes between events: arrays and hazards are variables, a rule is chosen by the sum of the hazards of all its
 * places and then one of its places, and what it changes is written out. It chooses as the engine does from tables,
 * draw by draw, and several times faster. Rules that need more (weights, lists of pairs, near pairs with boundaries or of
 * complexes that are not surely apart) happen outside.
 */
import type { GraphTables } from "../../../runtime/graphModel.ts";
import { keepsNoSums } from "../../../runtime/engines/graph/graphSelection.ts";
import { ruleTraits } from "../../../runtime/engines/graph/ruleTraits.ts";
import { commentText } from "../identifiers.ts";
import { wordText } from "./graphAccess.ts";
import type { StateChange } from "./graphFollowCode.ts";

/**
 * Events for which room is made at once. What is rare is done behind them, by a call that is always made: code that runs
 * for the first time would have the whole loop compiled again.
 */
const stretch = 64;
/** Characters of a loop: beyond, the just-in-time compiler may give up. */
const longestLoop = 40_000;

/** A rule or a plain reaction within the loop. */
export interface LoopChannel {
  readonly channel: number;
  readonly name: string;
  /** Statements; null: it happens outside. */
  readonly body: string | null;
}

/** The body of GraphCode.loop (runtime/graphModel.ts); null for a model that it does not suit. */
export function graphLoopText(channels: readonly LoopChannel[], tables: GraphTables): string | null {
  if (
    !keepsNoSums(tables.rules.length + tables.reactionReads.length) ||
    channels.every(({ body }) => body === null)
  )
    return null;
  const hazards = channels.map(({ channel }) => `h${channel}`);
  const choice = channels.flatMap(({ channel, name, body }, i) => [
    i === 0 ? `if (rest < ${hazards[i]}) {` : `} else if ((rest -= ${hazards[i - 1]}) < ${hazards[i]}) {`,
    `// ${commentText(name)}`,
    ...(body === null ? [`other = ${channel};`, "break;"] : [body, `fired[${channel}]++;`]),
  ]);
  const total = `total = ${hazards.join(" + ")};`;
  const draw = [
    "if (total > 0) {",
    ...wordText("word"),
    "if (word === 0) {",
    "other = -2;",
    "break;",
    "}",
    ...wordText("second"),
    "next = t + exponentialOfWords(word, second) / total;",
    "} else next = Infinity;",
  ];
  const isListed = (fragment: number): boolean => !tables.unlisted.includes(fragment);
  const lists = [...tables.fragments.keys()].filter(isListed);
  const text = [
    "const { store, lists } = run.mixture;",
    "const { clock, coefficients, propensity, fired, draws } = run;",
    "const { y, c } = clock;",
    "const { words } = run;",
    "const { sizes } = lists;",
    ...tables.rules.flatMap((rule, i) =>
      ruleTraits(rule, tables).places === "near points" ? [`const near${i} = run.near(${i});`] : [],
    ),
    "let { t } = clock;",
    "for (;;) {",
    `run.reserve(${stretch});`,
    "const { type, record, x, free } = store;",
    ...lists.map((fragment) => `const anchors${fragment} = lists.anchors[${fragment}];`),
    "let { used, freeCount } = store;",
    ...channels.map(({ channel }) => `let h${channel} = propensity[${channel}];`),
    `let ${total}`,
    ...[0, 1, 2, 3].map((i) => `let s${i} = words[${i}];`),
    "let five = 0;",
    "let shifted = 0;",
    "let word = 0;",
    "let second = 0;",
    "let chosen = 0;",
    "let other = -1;",
    "let anchor = -1;",
    `for (let events = 0; events < ${stretch} && next <= limit && work > 0; events++) {`,
    "work--;",
    "t = next;",
    "clock.t = t;",
    ...wordText("word"),
    ...wordText("second"),
    "let rest = ((word >>> 5) * 67108864 + (second >>> 6)) * 1.1102230246251565e-16 * total;",
    ...choice,
    // Rounding errors pretended that something stands at the end: the choice is made again.
    "} else continue;",
    total,
    ...draw,
    "}",
    "words[0] = s0;",
    "words[1] = s1;",
    "words[2] = s2;",
    "words[3] = s3;",
    "store.used = used;",
    "store.freeCount = freeCount;",
    ...channels.map(({ channel }) => `propensity[${channel}] = h${channel};`),
    "next = run.happen(other, anchor, next);",
    "if (other < 0 && (next > limit || work <= 0)) return next;",
    "}",
  ].join("\n");
  return text.length > longestLoop ? null : text;
}

/** A plain reaction changes states only. */
export interface LoopReaction {
  readonly name: string;
  readonly changes: readonly StateChange[];
}
