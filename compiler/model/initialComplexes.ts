/** The complexes that a run begins with: one that a pattern spells out, or copies of a molecule in a ring or chain. */
import type { InitialTemplate } from "../../grammar/syntax/declaration.ts";
import type { AnalysedAgent } from "../check/patternAnalysis.ts";
import type { Instance } from "./instance.ts";
import { labelEnds, type MoleculeTables, noAssignment, otherEnd, siteInstances } from "./moleculeTables.ts";
import type { Complex, ComplexAgent, MoleculeType } from "./structured.ts";

/** `compartment`: where molecules are that do not say it. */
export function initialComplex(
  tables: MoleculeTables,
  agents: readonly AnalysedAgent[],
  instance: Instance,
  compartment: number | null,
): Complex {
  const ends = labelEnds(agents);
  const instancesOf = agents.map((agent) =>
    siteInstances(tables.moleculeType(tables.type(agent.type)), agent.sites),
  );
  return {
    agents: agents.map((agent, i): ComplexAgent => {
      const created = tables.created(agent, instance, compartment, noAssignment);
      const bonds: ({ agent: number; site: number } | null)[] = created.states.map(() => null);
      agent.sites.forEach((site, k) => {
        if (site.bond?.kind !== "label") return;
        const other = otherEnd(ends, site.bond.label, i, k);
        const here = instancesOf[i]?.[k];
        const there = instancesOf[other.agent]?.[other.site];
        if (here !== undefined && there !== undefined) bonds[here] = { agent: other.agent, site: there };
      });
      return { ...created, bonds };
    }),
  };
}

/** Copies of one molecule in a row, closed for a ring. */
export function repeated(
  tables: MoleculeTables,
  one: Complex,
  template: InitialTemplate,
  count: number,
): Complex {
  const [agent] = one.agents;
  if (template.by === null || agent === undefined) return one;
  const type = tables.moleculeType(agent.type);
  const forward = firstInstance(type, template.by.from.text);
  const backward = firstInstance(type, template.by.to.text);
  const isRing = template.shape === "ring";
  const agents = Array.from({ length: count }, (_, i): ComplexAgent => {
    const bonds = agent.bonds.map((bond) => bond);
    if (isRing || i < count - 1) bonds[forward] = { agent: (i + 1) % count, site: backward };
    if (isRing || i > 0) bonds[backward] = { agent: (i + count - 1) % count, site: forward };
    return { ...agent, bonds };
  });
  return { agents };
}

function firstInstance(type: MoleculeType, site: string): number {
  let start = 0;
  for (const { name, multiplicity } of type.sites) {
    if (name === site) return start;
    start += multiplicity;
  }
  throw new Error(`${type.name} has no site ${site}`);
}
