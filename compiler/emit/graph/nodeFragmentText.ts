/** A fragment of a graph in the words of the language, for comments of generated code. */
import type { GraphBond, GraphFragment, GraphTables } from "../../../runtime/graphModel.ts";
import { BondText } from "../bondText.ts";
import { commentText } from "../identifiers.ts";

/** `Actin(barbed[.], pointed[1]), Actin(barbed[1])` */
export function nodeFragmentText({ agents }: GraphFragment, { types }: Pick<GraphTables, "types">): string {
  const bonds = new BondText();
  const bondText = (bond: GraphBond, agent: number, site: number): string =>
    bonds.of(
      bond.kind === "partner"
        ? { ...bond, partner: `${types[bond.type].name}.${types[bond.type].sites[bond.site].name}` }
        : bond,
      agent,
      site,
    );
  const texts = agents.map(({ type, sites }, agent) => {
    const own = sites.map(({ site, state, bond }) => {
      const { name, states } = types[type].sites[site];
      return `${name}${state < 0 ? "" : `{${states[state]}}`}${bondText(bond, agent, site)}`;
    });
    return `${types[type].name}(${own.join(", ")})`;
  });
  return commentText(texts.join(", "));
}
