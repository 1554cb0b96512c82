/** What follows an event beyond the graph, as code: states, measures and the hazards that it can change. */
import type { GraphRule, GraphTables } from "../../../runtime/graphModel.ts";
import { type Consequences, consequencesOf } from "../../../runtime/engines/graph/consequences.ts";
import { countedFragments, ruleTraits } from "../../../runtime/engines/graph/ruleTraits.ts";

export interface StateChange {
  readonly state: number;
  readonly amount: number;
}

/** What an event of a rule (or of a plain reaction) brings with it. */
export interface FollowedEvent {
  readonly changes: readonly StateChange[];
  readonly consequences: Consequences;
}

/** Where the code stands. */
export interface FollowSetting {
  /** The variable that is the ChangingHazards of runtime/graphModel.ts. */
  readonly hazards: string;
  /** Statements that name what is used below. */
  readonly head: (usesCoefficients: boolean) => readonly string[];
  /** Where the new hazard of a channel goes, the i-th of the event. */
  hazard(channel: number, i: number): string;
  /** A hazard that is impossible is told by `hazardOf`; else whoever takes the hazards looks. */
  readonly checks: boolean;
  /** Number of matches of a fragment. */
  size(fragment: number): string;
  /** Number of pairs of near points of a rule; null where it is not at hand. */
  readonly pairs: ((rule: number) => string) | null;
  /** Statements that set coefficients[rule] = the scale of a rule / its divisor. */
  scale(rule: number): string;
}

/** `touched`: fragments whose matches the rule may change; null for a plain reaction. */
export function followedEvent(
  tables: GraphTables,
  touched: readonly number[] | null,
  changes: readonly StateChange[],
): FollowedEvent {
  const changed = changes.map(({ state }) => state);
  return { changes, consequences: consequencesOf(tables, touched !== null, new Set(touched ?? []), changed) };
}

/** Statements that bring states, measures and hazards up to date after an event. */
export function followText(
  { changes, consequences }: FollowedEvent,
  tables: GraphTables,
  varyingReactions: ReadonlySet<number>,
  setting: FollowSetting,
): string {
  const { rules } = tables;
  const { measures, weights, coefficients, channels } = consequences;
  const { hazards } = setting;
  const isVarying = (channel: number): boolean =>
    channel < rules.length
      ? ruleTraits(rules[channel], tables).varies
      : varyingReactions.has(channel - rules.length);
  const constant = channels.filter((channel) => !isVarying(channel));
  const recomputed = constant.filter((channel) => setting.checks && coefficients.includes(channel));
  return [
    ...changes.map(({ state, amount }) => `y[${state}] ${amount < 0 ? "-" : "+"}= ${Math.abs(amount)};`),
    ...measures.map((index) => {
      const { measure, fragment, state, divisor } = tables.measures[index];
      if (measure !== "count") return `${hazards}.measureAgain(${index});`;
      return `y[${state}] = ${setting.size(fragment)}${divisor === 1 ? "" : ` / ${divisor}`};`;
    }),
    ...weights.map((other) => `${hazards}.weighAgain(${other});`),
    ...setting.head(coefficients.length + constant.length > 0),
    ...coefficients.map((other) => setting.scale(other)),
    ...constant.map(
      (channel, i) => `${setting.hazard(channel, i)} = ${hazardText(channel, tables, setting)};`,
    ),
    ...recomputed.map((channel) => {
      const value = setting.hazard(channel, constant.indexOf(channel));
      return `if (!(${value} >= 0 && ${value} < Infinity)) ${value} = ${hazards}.hazardOf(${channel});`;
    }),
  ].join("\n");
}

function hazardText(channel: number, tables: GraphTables, setting: FollowSetting): string {
  const { hazards } = setting;
  const rule = tables.rules[channel] as GraphRule | undefined;
  if (rule === undefined || rule.isTotal) return `${hazards}.hazardOf(${channel})`;
  const { places, weighing } = ruleTraits(rule, tables);
  const isNear = places === "near points";
  if (places === "pairs" || weighing !== "uniform" || (isNear && setting.pairs === null))
    return `${hazards}.hazardOf(${channel})`;
  const counted = countedFragments(channel, tables) ?? [];
  const counts =
    isNear && setting.pairs !== null
      ? [setting.pairs(channel)]
      : counted.map((fragment) => setting.size(fragment));
  const product = [`coefficients[${channel}]`, ...counts].join(" * ");
  const lacking = rule.reactants.map(({ state, multiplicity }) => `y[${state}] < ${multiplicity}`);
  return lacking.length === 0 ? product : `${lacking.join(" || ")} ? 0 : ${product}`;
}
