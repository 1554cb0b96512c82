/**
 * The rules of a graph as code: each as a function (GraphRuleCode of runtime/graphModel.ts), or all within one loop
 * where nothing changes between events.
 */
import type { GraphTables } from "../../../runtime/graphModel.ts";
import { attributeReads } from "../../../runtime/engines/graph/attributeReads.ts";
import { GraphReaders } from "../../../runtime/engines/graph/graphReaders.ts";
import {
  areSurelyApart,
  knownFragment,
  possiblePartners,
} from "../../../runtime/engines/graph/knownGraph.ts";
import { keepsNoSums } from "../../../runtime/engines/graph/graphSelection.ts";
import { planRewrite } from "../../../runtime/engines/graph/rewritePlan.ts";
import { countedFragments, ruleTraits } from "../../../runtime/engines/graph/ruleTraits.ts";
import { accessByCalls, accessInPlace } from "./graphAccess.ts";
import { ChangeWriter, drawnNodes, type MatchedNodes } from "./graphChangeCode.ts";
import { type FollowSetting, followedEvent, followText } from "./graphFollowCode.ts";
import { graphLoopText, type LoopReaction } from "./graphLoopCode.ts";
import { nodeFragmentText } from "./nodeFragmentText.ts";
import { matchStatements } from "./nodeMatchCode.ts";

export interface GraphRuleText {
  /** It draws the match itself. */
  readonly draws: boolean;
  /** Body of `fire`. */
  readonly body: string;
}

/** The parts of a rule that are expressions of the model. */
export interface GraphRuleExpressions {
  /** Statements that set coefficients[rule] = the scale of a rule / its divisor. */
  scale(rule: number): string;
  /** Statements that set the attributes, with nodes in n. */
  sets(rule: number): string;
}

export interface GraphRuleTexts {
  /** One a rule; null for one that is applied from its tables, or in the loop. */
  readonly rules: readonly (GraphRuleText | null)[];
  /** Body of the loop; null where it does not suit. */
  readonly loop: string | null;
}

/** `reactions`: null where something changes between events. */
export function graphRuleTexts(
  tables: GraphTables,
  varyingReactions: ReadonlySet<number>,
  reactions: readonly LoopReaction[] | null,
  expressions: GraphRuleExpressions,
): GraphRuleTexts {
  const readers = new GraphReaders(tables.types, tables.fragments, attributeReads(tables), tables.unlisted);
  const plans = tables.rules.map((rule) => planRewrite(rule, tables, readers));
  const suits = (rule: number): boolean =>
    plans[rule].released.length === 0 &&
    tables.rules[rule].actions.every(({ kind }) => kind !== "deleteComplex");
  const nodesOf = (index: number, isLoop: boolean): MatchedNodes => {
    if (drawsItself(index, tables)) return "drawn";
    if (!isLoop) return "in n";
    return tables.classes.some(({ rules }) => rules.includes(index)) ? "named" : "drawn pair";
  };
  const textOf = (index: number, isLoop: boolean): string => {
    const rule = tables.rules[index];
    const access = isLoop ? accessInPlace(index) : accessByCalls;
    const sets = expressions.sets(index);
    const nodesAre = nodesOf(index, isLoop);
    const change = new ChangeWriter(rule, plans[index], tables, nodesAre, sets, access);
    const event = followedEvent(tables, plans[index].touched, rule.changes);
    return `${change.write()}\n${followText(event, tables, varyingReactions, isLoop ? inLoop : inFunction)}`;
  };
  // A selection that keeps no sums is written to directly.
  const isDirect = keepsNoSums(tables.rules.length + tables.reactionReads.length);
  const scale = (rule: number): string => expressions.scale(rule);
  const inFunction: FollowSetting = {
    hazards: "hazards",
    head: (isUsed) =>
      isUsed ? [`const { coefficients, ${isDirect ? "propensity" : "values"} } = hazards;`] : [],
    hazard: (channel, i) => (isDirect ? `propensity[${channel}]` : `values[${i}]`),
    checks: isDirect,
    size: (fragment) => accessByCalls.size(fragment),
    pairs: null,
    scale,
  };
  const inLoop: FollowSetting = {
    hazards: "run",
    head: () => [],
    hazard: (channel) => `h${channel}`,
    checks: true,
    size: (fragment) => `sizes[${fragment}]`,
    pairs: (rule) => `near${rule}.count`,
    scale,
  };
  // Of a class the first rule is in the loop.
  const isInLoop = tables.rules.map(
    (_, i) =>
      suits(i) &&
      (drawsItself(i, tables) || drawsPair(i, tables) || tables.classes.some(({ rules }) => rules[0] === i)),
  );
  const loop =
    reactions === null
      ? null
      : graphLoopText(
          [
            ...tables.rules.flatMap(({ name }, i) =>
              countedFragments(i, tables) === null
                ? []
                : [{ channel: i, name, body: isInLoop[i] ? caseText(i, tables) + textOf(i, true) : null }],
            ),
            ...reactions.map(({ name, changes }, i) => ({
              channel: tables.rules.length + i,
              name,
              body: followText(followedEvent(tables, null, changes), tables, varyingReactions, inLoop),
            })),
          ],
          tables,
        );
  return {
    rules: tables.rules.map((_, i) =>
      !suits(i) || (loop !== null && isInLoop[i] && drawsItself(i, tables))
        ? null
        : { draws: drawsItself(i, tables), body: textOf(i, false) },
    ),
    loop,
  };
}

/** Whether nothing but a uniform draw from one list tells where a rule happens. */
function drawsItself(index: number, tables: GraphTables): boolean {
  const rule = tables.rules[index];
  const { places, weighing } = ruleTraits(rule, tables);
  return (
    rule.fragments.length <= 1 &&
    (places === "matches" || places === "all") &&
    weighing === "uniform" &&
    !rule.isTotal &&
    !rule.mayCollide &&
    tables.classes.every(({ rules }) => !rules.includes(index))
  );
}

/** Whether a uniform draw of one pair of near points is all that it takes, which every place suits as it is. */
function drawsPair(index: number, tables: GraphTables): boolean {
  const rule = tables.rules[index];
  return (
    ruleTraits(rule, tables).places === "near points" &&
    !rule.mayCollide &&
    (!rule.apart || areSurelyApart(rule, tables)) &&
    // There may be images of the second fragment.
    tables.boundaries.length === 0
  );
}

/** Draws a match of the class of a rule, and goes on only where it is a match of the rule. */
function caseText(index: number, tables: GraphTables): string {
  const own = tables.classes.find(({ rules }) => rules[0] === index);
  if (own === undefined) return "";
  const partners = possiblePartners(tables);
  const { agents } = tables.fragments[own.fragment];
  const [pattern] = tables.rules[index].fragments;
  const { lines } = matchStatements(tables.fragments[pattern], tables, partners, {
    start: "a0",
    prefix: "m",
    fail: "break isFirst;",
    known: knownFragment({ agents }, tables.types, partners, 0),
    agent: 0,
  });
  return [
    ...drawnNodes(own.fragment, [...agents.keys()], tables, accessInPlace(index)),
    "let isOther = true;",
    `isFirst: { // ${nodeFragmentText(tables.fragments[pattern], tables)}`,
    ...lines,
    "isOther = false;",
    "}",
    "if (isOther) {",
    `other = ${index};`,
    "anchor = a0;",
    "break;",
    "}",
    "",
  ].join("\n");
}
