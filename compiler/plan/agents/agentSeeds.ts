/** The complexes that a network-free run begins with. */
import type { AgentSeed } from "../../../runtime/agentModel.ts";
import type { ExpressionGraph, SymbolId } from "../../expression/graph.ts";
import type { StructuredModel, StructuredSeed } from "../../model/structured.ts";
import { patternAutomorphisms } from "../network/automorphisms.ts";
import { canonicalForm } from "../network/canonicalLabel.ts";
import { complexGraph, complexText, typeLayout } from "../network/complexGraph.ts";
import { type FragmentTable, wholePattern } from "./fragments.ts";

/** Seeds of the same complex are one, as their number is rounded once. */
export function mergedSeeds(
  { types, seeds }: StructuredModel,
  graph: ExpressionGraph,
): readonly StructuredSeed[] {
  const layouts = types.map(typeLayout);
  const merged = new Map<string, StructuredSeed>();
  for (const seed of seeds) {
    const { label } = canonicalForm(complexGraph(seed.complex), layouts);
    const known = merged.get(label);
    merged.set(
      label,
      known === undefined
        ? seed
        : {
            ...known,
            initial: graph.add([known.initial, seed.initial]),
            isFixed: known.isFixed || seed.isFixed,
            counted: known.counted ?? seed.counted,
          },
    );
  }
  return [...merged.values()];
}

/** What the run makes of a seed. One whose number is held or set is counted by a fragment that it alone matches. */
export function agentSeed(
  { complex, isFixed, counted }: StructuredSeed,
  { types, compartments }: StructuredModel,
  fragments: FragmentTable,
  stateBySymbol: ReadonlyMap<SymbolId, number>,
): AgentSeed {
  const layouts = types.map(typeLayout);
  const places = compartments.map(({ name }) => name);
  const whole = (): AgentSeed["whole"] => {
    const pattern = wholePattern(complex, types);
    const [fragment] = fragments.cut(pattern).fragments;
    return { fragment, embeddings: patternAutomorphisms(pattern) };
  };
  return {
    name: complexText(complexGraph(complex), layouts, places),
    agents: complex.agents.map(({ type, compartment, states }) => ({ type, compartment, states })),
    bonds: complex.agents.flatMap(({ bonds }, agent) =>
      bonds.flatMap((b, site) =>
        b === null || b.agent < agent || (b.agent === agent && b.site < site)
          ? []
          : [{ a: { agent, site }, b }],
      ),
    ),
    isFixed,
    counted: counted === null ? -1 : (stateBySymbol.get(counted) ?? -1),
    whole: isFixed || counted !== null ? whole() : null,
  };
}
