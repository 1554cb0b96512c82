/** Which clauses each growth event takes, and which of them it needs. Every event also takes `when`. */
import type { GrowthVerb } from "./keywords.ts";

export type GrowthClause =
  | "at"
  | "from"
  | "to"
  | "with"
  | "as"
  | "angle"
  | "within"
  | "length"
  | "stiffness"
  | "vectorial"
  | "when";

export interface ClausesOfVerb {
  readonly needs: readonly GrowthClause[];
  readonly takes: readonly GrowthClause[];
}

export const growthClauses: ReadonlyMap<GrowthVerb, ClausesOfVerb> = new Map<GrowthVerb, ClausesOfVerb>([
  ["nucleate", { needs: ["from"], takes: ["as"] }],
  ["grow", { needs: ["at", "from"], takes: ["to", "as"] }],
  ["shrink", { needs: ["at", "to"], takes: [] }],
  ["branch", { needs: [], takes: ["with", "from", "angle"] }],
  ["debranch", { needs: [], takes: ["to"] }],
  ["cap", { needs: ["at", "with"], takes: [] }],
  ["uncap", { needs: ["at"], takes: ["to"] }],
  ["sever", { needs: [], takes: ["at"] }],
  ["hydrolyse", { needs: [], takes: ["to", "vectorial"] }],
  ["release", { needs: [], takes: ["to", "vectorial"] }],
  ["bind", { needs: ["with"], takes: [] }],
  ["unbind", { needs: [], takes: ["to"] }],
  ["crosslink", { needs: ["with", "within"], takes: ["angle", "length", "stiffness"] }],
  ["bundle", { needs: ["with", "within", "angle"], takes: ["length", "stiffness"] }],
  ["anneal", { needs: [], takes: ["angle", "within"] }],
]);

/** Clauses in the order in which the formatter writes them. */
export const clauseOrder: readonly GrowthClause[] = [
  "at",
  "from",
  "to",
  "with",
  "as",
  "angle",
  "within",
  "length",
  "stiffness",
  "vectorial",
  "when",
];

/** What an event may say, in that order. */
export function clausesOf(verb: GrowthVerb): readonly GrowthClause[] {
  const rules = growthClauses.get(verb);
  return clauseOrder.filter(
    (clause) =>
      clause === "when" || rules?.needs.includes(clause) === true || rules?.takes.includes(clause) === true,
  );
}
