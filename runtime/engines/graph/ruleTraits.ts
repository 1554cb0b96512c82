/**
 * What the tables alone tell of a rule's hazard: where its places are kept, and whether their weights are equal, change
 * by events only, or change between events as well.
 */
import type { GraphProximity, GraphRule, GraphTables } from "../../graphModel.ts";

export interface RuleTraits {
  /**
   * Places are the matches of one fragment, pairs of a list, pairs of near points that are only counted, or any
   * combination of matches (of none: one place).
   */
  readonly places: "matches" | "pairs" | "near points" | "all";
  readonly weighing: "uniform" | "fixed" | "varying";
  /** The hazard changes between events. */
  readonly varies: boolean;
}

export function ruleTraits(rule: GraphRule, tables: GraphTables): RuleTraits {
  const { fragments, proximity, weights, scaleVaries } = rule;
  const isMoving = proximity !== null && movesProximity(tables, fragments, proximity);
  const hasPairs = fragments.length === 2 && (proximity !== null || weights !== "uniform");
  const pairs = areCountable(rule, tables) && !isMoving ? "near points" : "pairs";
  const places = hasPairs ? pairs : fragments.length === 1 ? "matches" : "all";
  const own = isMoving ? "varying" : weights;
  const weighing = places === "all" ? "uniform" : own;
  return { places, weighing, varies: scaleVaries || weighing === "varying" };
}

/** Whether the near pairs of a rule are all alike, and each is told by its two anchors. */
function areCountable({ fragments, proximity, weights, isTotal }: GraphRule, tables: GraphTables): boolean {
  if (proximity === null || proximity.end >= 0 || weights !== "uniform" || isTotal) return false;
  const [first, second] = fragments.map((fragment) => tables.fragments[fragment].agents);
  // A match and itself are told apart by their anchor; other matches that share a node are not.
  if (first.length === 1 && second.length === 1) return true;
  return first.every(({ type }) => second.every((other) => other.type !== type));
}

/** Fragments by whose matches a rule is counted; null where the first rule of its class is counted for it. */
export function countedFragments(
  rule: number,
  { rules, classes }: Pick<GraphTables, "rules" | "classes">,
): readonly number[] | null {
  const own = classes.find((other) => other.rules.includes(rule));
  if (own === undefined) return rules[rule].fragments;
  return own.rules[0] === rule ? [own.fragment] : null;
}

/** Whether the nodes of a proximity move between events. */
export function movesProximity(
  tables: GraphTables,
  fragments: readonly number[],
  { a, b, end }: GraphProximity,
): boolean {
  const agents = fragments.flatMap((fragment) => tables.fragments[fragment].agents);
  return [a, b, ...(end < 0 ? [] : [end])].some((agent) => movesPlace(tables, agents[agent].type));
}

/** Whether nodes of a type move between events, walls aside. */
export function movesPlace(
  { types, motions, flows, fragments, dimension }: GraphTables,
  type: number,
): boolean {
  const { position } = types[type];
  return (
    motions.some((motion) => motion.type === type && motion.slot === position) ||
    flows.some(({ fragment, targets }) =>
      targets.some(
        ({ agent, slot }) =>
          fragments[fragment].agents[agent].type === type && slot >= position && slot < position + dimension,
      ),
    )
  );
}

/** Whether hazards or states change between events. */
export function changesBetweenEvents(
  tables: GraphTables,
  jumps: Readonly<Record<"varying" | "continuous" | "varyingRoots", ArrayLike<number>>> | null,
): boolean {
  return (
    isMoving(tables) ||
    tables.flows.length > 0 ||
    tables.rules.some((rule) => ruleTraits(rule, tables).varies) ||
    tables.measures.some(({ isLive, varies }) => isLive && varies) ||
    (jumps !== null && jumps.varying.length + jumps.continuous.length + jumps.varyingRoots.length > 0)
  );
}

/** Whether steps of motion are needed: for forces, for what is computed from places, for walls, or for fields. */
export function isMoving({ motions, types, boundaries, fields }: GraphTables): boolean {
  return (
    motions.length > 0 ||
    fields.length > 0 ||
    types.some(({ attributes }) => attributes.some(({ computed }) => computed !== "")) ||
    boundaries.some(({ condition }) => condition !== "periodic")
  );
}
