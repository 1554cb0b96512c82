/**
 * Tells of rules whose constant is checked as one per volume, since the rule does not say where its molecules are, and
 * whose molecules may all be in a membrane, where the constant is divided by an area.
 */
import type { SymbolOfKind } from "../bind/scope.ts";
import { compartmentsOf } from "../check/species.ts";
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type { MoleculePattern, StructuredModel } from "../model/structured.ts";
import { highestPool } from "../plan/network/complexReactions.ts";
import { keyOf, type RuleIndex } from "./ruleIndex.ts";
import type { ReachableFacts } from "./siteFacts.ts";

export function reportSizes(
  flat: FlatModel,
  { rules, compartments }: StructuredModel,
  facts: ReachableFacts,
  index: RuleIndex,
  sink: DiagnosticSink,
): void {
  const told = new Set<string>();
  for (const rule of rules) {
    const { patterns, consumed, rate, origin } = rule;
    const order = consumed.reduce((sum, { count }) => sum + count, patterns.length);
    if (order < 2 || rate.kind === "total" || told.has(keyOf(origin)) || !facts.canHappen(rule)) continue;
    const written = index.at(origin);
    if (written === null) continue;
    // As the unit is checked: molecules of which nothing is said may be in any compartment of the module.
    const highest = Math.max(0, ...compartmentsOf(written.scope).map(rankOf));
    const pool = highestPool(flat, consumed)?.rank ?? 0;
    const checked = Math.max(pool, ...patterns.map((pattern) => namedRank(pattern) ?? highest));
    const lowest = Math.max(pool, ...patterns.map(lowestRank));
    if (lowest >= checked || isAssumed(rule)) continue;
    told.add(keyOf(origin));
    const place = compartments.find(({ rank }) => rank === lowest)?.name ?? "?";
    sink.report("TDL5185", index.location(origin), { rule: index.name(origin), place });
  }

  function namedRank({ agents }: MoleculePattern): number | null {
    const named = agents.flatMap(({ compartment }) =>
      compartment === null ? [] : [compartments[compartment].rank],
    );
    return named.length === 0 ? null : Math.min(...named);
  }

  function lowestRank({ agents }: MoleculePattern): number {
    const ranks = agents.flatMap(({ type, compartment }) =>
      compartments.flatMap(({ rank }, place) => {
        const isPossible =
          compartment === null
            ? facts.has({ kind: "place", type, compartment: place })
            : compartment === place;
        return isPossible ? [rank] : [];
      }),
    );
    return ranks.length === 0 ? 3 : Math.min(...ranks);
  }

  function rankOf({ node }: SymbolOfKind<"compartment">): number {
    const measure = node.size?.measure ?? "volume";
    return { volume: 3, area: 2, length: 1 }[measure];
  }

  /** The text says itself which unit the constant has. */
  function isAssumed({ origin }: StructuredModel["rules"][number]): boolean {
    const rate = index.at(origin)?.rule.rate;
    return rate === undefined || (rate.forward?.kind === "escape" && rate.forward.escape === "assume");
  }
}
