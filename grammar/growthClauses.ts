/** Which clauses each growth event takes, and which of them it needs. Every event also takes `when`. */
import type { GrowthVerb } from "./keywords.ts";

export type GrowthClause = "at" | "from" | "to" | "with" | "as" | "angle" | "within" | "when";

export interface ClausesOfVerb {
  readonly needs: readonly GrowthClause[];
  readonly takes: readonly GrowthClause[];
}

export const growthClauses: ReadonlyMap<GrowthVerb, ClausesOfVerb> = new Map<GrowthVerb, ClausesOfVerb>([
  ["nucleate", { needs: ["from"], takes: ["as", "with"] }],
  ["grow", { needs: ["at", "from"], takes: ["as"] }],
  ["shrink", { needs: ["at"], takes: ["to"] }],
  ["branch", { needs: ["with"], takes: ["from", "as", "angle"] }],
  ["debranch", { needs: [], takes: ["to"] }],
  ["cap", { needs: ["at", "with"], takes: [] }],
  ["uncap", { needs: ["at"], takes: ["to"] }],
  ["sever", { needs: [], takes: ["with", "to"] }],
  ["hydrolyse", { needs: [], takes: ["to"] }],
  ["release", { needs: [], takes: ["to"] }],
  ["bind", { needs: ["with"], takes: ["at", "as"] }],
  ["unbind", { needs: [], takes: ["at", "to"] }],
  ["crosslink", { needs: ["with"], takes: ["to", "angle", "within"] }],
  ["bundle", { needs: ["with"], takes: ["to", "angle", "within"] }],
  ["anneal", { needs: ["at"], takes: ["to", "angle", "within"] }],
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
  "when",
];
