/** A fragment in the words of the language, for comments of generated code. */
import type { AgentFragment, AgentTables, FragmentBond } from "../../../runtime/agentModel.ts";
import { BondText } from "../bondText.ts";
import { commentText } from "../identifiers.ts";

/** `S(e[1], p{u}), E(s[1])` */
export function fragmentText({ agents }: AgentFragment, { types, compartments }: AgentTables): string {
  const bonds = new BondText();
  const bondText = (bond: FragmentBond, agent: number, site: number): string =>
    bonds.of(
      bond.kind === "partner"
        ? { ...bond, partner: `${types[bond.type].name}.${types[bond.type].sites[bond.siteClass].name}` }
        : bond,
      agent,
      site,
    );
  const texts = agents.map(({ type, compartment, sites }, agent) => {
    const siteTexts = sites.map(({ siteClass, state, bond }, site) => {
      const { name, states } = types[type].sites[siteClass];
      return `${name}${state < 0 ? "" : `{${states[state]}}`}${bondText(bond, agent, site)}`;
    });
    const place = compartment < 0 || compartments.length < 2 ? "" : ` in ${compartments[compartment].name}`;
    return `${types[type].name}(${siteTexts.join(", ")})${place}`;
  });
  return commentText(texts.join(", "));
}
