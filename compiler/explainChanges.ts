/** What a rule on molecules changes, in words: states, bonds, molecules made and deleted, amounts of plain species. */
import { signed } from "./explainWords.ts";
import type { FlatModel } from "./model/flatModel.ts";
import type { MoleculeType, RuleAction, SiteReference, StructuredRule } from "./model/structured.ts";

type Effects = Pick<StructuredRule, "actions" | "created" | "patterns" | "consumed" | "produced">;

/** `sets A.s to p`, `-1 B`, …; `nothing` alone where nothing changes. */
export function changesOf(
  { actions, created, patterns, consumed, produced }: Effects,
  molecules: {
    readonly types: readonly MoleculeType[];
    readonly compartments: readonly { readonly name: string }[];
  } | null,
  species: FlatModel["species"],
): string[] {
  const types = molecules?.types ?? [];
  const compartments = molecules?.compartments ?? [];
  const matched = patterns.flatMap(({ agents }) => agents);
  const typeOf = (agent: number): MoleculeType =>
    types[
      agent < matched.length ? (matched[agent]?.type ?? 0) : (created[agent - matched.length]?.type ?? 0)
    ] ?? { name: "?", sites: [] };
  const siteOf = ({
    agent,
    site,
  }: SiteReference): { readonly text: string; readonly states: readonly string[] } => {
    const type = typeOf(agent);
    const classes = type.sites.flatMap((one, index) => Array.from({ length: one.multiplicity }, () => index));
    const siteClass = agent < matched.length ? matched[agent]?.sites[site]?.siteClass : classes[site];
    const found = type.sites[siteClass ?? 0];
    return { text: `${type.name}.${found?.name ?? "?"}`, states: found?.states ?? [] };
  };
  const actionText = (action: RuleAction): string => {
    switch (action.kind) {
      case "state":
        return `sets ${siteOf(action.at).text} to ${siteOf(action.at).states[action.to] ?? "?"}`;
      case "bind":
        return `binds ${siteOf(action.a).text} to ${siteOf(action.b).text}`;
      case "unbind":
        return `frees ${siteOf(action.at).text}`;
      case "delete":
        return `deletes ${typeOf(action.agent).name}`;
      case "deleteComplex":
        return `deletes the complex of ${typeOf(action.agent).name}`;
      case "moveComplex":
        return `moves the complex of ${typeOf(action.agent).name} to ${compartments[action.compartment]?.name ?? "?"}`;
      case "move":
        return `moves ${typeOf(action.agent).name} to ${compartments[action.compartment]?.name ?? "?"}`;
    }
  };
  const pools = new Map<number, number>();
  for (const { species: index, count } of consumed) pools.set(index, (pools.get(index) ?? 0) - count);
  for (const { species: index, count } of produced) pools.set(index, (pools.get(index) ?? 0) + count);
  const all = [
    ...actions.map(actionText),
    ...created.map(({ type }) => `makes ${types[type]?.name ?? "?"}`),
    ...[...pools].flatMap(([index, change]) =>
      change === 0 ? [] : [`${signed(change)} ${species[index]?.name ?? "?"}`],
    ),
  ];
  return all.length === 0 ? ["nothing"] : all;
}
