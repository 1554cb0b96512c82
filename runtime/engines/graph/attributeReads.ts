/** Attributes that something keeps up to date: weights of rules, measures that rates read, places of near pairs. */
import type { GraphFragment, GraphProximity, GraphTables } from "../../graphModel.ts";
import type { AttributeRead } from "./graphReaders.ts";

/** Attributes that something reads which events must keep up to date. */
export function attributeReads(graph: GraphTables): readonly AttributeRead[] {
  const { rules, energies, fragments, measures, types, dimension } = graph;
  const ofRules = rules.flatMap((rule) =>
    rule.weightReads.map(({ agent, slot }): AttributeRead => {
      const firstSize = fragments[rule.fragments[0]].agents.length;
      return agent < firstSize
        ? { fragment: rule.fragments[0], agent, slot }
        : { fragment: rule.fragments[1], agent: agent - firstSize, slot };
    }),
  );
  const ofMeasures = measures.flatMap(({ isLive, fragment, reads }) =>
    isLive ? reads.map(({ agent, slot }): AttributeRead => ({ fragment, agent, slot })) : [],
  );
  const ofPairs = [...rules, ...energies].flatMap((own) =>
    own.proximity === null ? [] : proximityReads(own.proximity, own.fragments, fragments, types, dimension),
  );
  return [...ofRules, ...ofMeasures, ...ofPairs];
}

/** The places that a proximity depends on. */
function proximityReads(
  { a, b, end }: GraphProximity,
  fragments: readonly number[],
  all: readonly GraphFragment[],
  types: readonly { readonly position: number }[],
  dimension: number,
): readonly AttributeRead[] {
  const firstSize = all[fragments[0]].agents.length;
  return [a, b, end].flatMap((agent) => {
    if (agent < 0) return [];
    const isFirst = agent < firstSize;
    const fragment = fragments[isFirst ? 0 : 1];
    const local = isFirst ? agent : agent - firstSize;
    const { position } = types[all[fragment].agents[local].type];
    return Array.from({ length: dimension }, (_, k) => ({ fragment, agent: local, slot: position + k }));
  });
}
