/**
 * A flat model with molecules becomes one of plain species: every complex of the network is a species, every
 * pattern measure a sum over the complexes that match it.
 */
import type { DiagnosticSink } from "../../../diagnostics/diagnostic.ts";
import { amountDimension, concentrationDimension } from "../../../runtime/units/dimension.ts";
import type { ExpressionId, SymbolId } from "../../expression/graph.ts";
import { substitute } from "../../expression/substitute.ts";
import { growingRules } from "./polymers.ts";
import { displayIn } from "../../model/displayUnit.ts";
import type { FlatModel, FlatSpecies, StateTarget } from "../../model/flatModel.ts";
import { mapFlat } from "../../model/mapFlat.ts";
import type { StructuredModel } from "../../model/structured.ts";
import { patternAutomorphisms } from "./automorphisms.ts";
import { complexText } from "./complexGraph.ts";
import { isCounted } from "./matchRange.ts";
import { countEmbeddings } from "./embedding.ts";
import { complexReactions } from "./complexReactions.ts";
import type { Network, NetworkLimits } from "./network.ts";
import { generateNetwork } from "./generateNetwork.ts";
import { totalShares } from "./totalShares.ts";
import { unboundedGrowth } from "./unboundedGrowth.ts";

/** What a limit is of, in words. */
const limited: Readonly<Record<keyof NetworkLimits, string>> = {
  species: "species",
  reactions: "reactions",
  molecules: "molecules in one complex",
  together: "molecules in all complexes together",
};

/** The limit that a network went beyond. */
export interface StoppedAt {
  readonly what: keyof NetworkLimits;
  readonly limit: number;
}

/** `flat` is null after reporting that the network is too large: then `stopped` says in what. */
export type Expansion =
  | { readonly flat: FlatModel; readonly stopped: null }
  | { readonly flat: null; readonly stopped: StoppedAt };

/** As `expansionOf`; null after reporting that the network is too large. */
export function expandMolecules(
  flat: FlatModel,
  limits: NetworkLimits,
  sink: DiagnosticSink,
  isDeterministic = false,
): FlatModel | null {
  return expansionOf(flat, limits, sink, isDeterministic).flat;
}

/**
 * `isDeterministic`: pairs of identical complexes number n^2, not n (n - 1), where the ways of a rule are counted.
 */
export function expansionOf(
  flat: FlatModel,
  limits: NetworkLimits,
  sink: DiagnosticSink,
  isDeterministic = false,
): Expansion {
  const { structured, graph } = flat;
  if (structured === null) return { flat, stopped: null };
  const endless = unboundedGrowth(structured, graph, () => true, limits);
  if (endless !== null) {
    const { rule, molecules: limit } = endless;
    const what = limited.molecules;
    sink.report("TDL5124", rule.origin, { what, limit, rule: rule.name, isGrowing: true });
    return { flat: null, stopped: { what: "molecules", limit } };
  }
  const network = generateNetwork(structured, graph, limits);
  if (network.stopped !== null) {
    const { what, limit, rule: last } = network.stopped;
    const growing = growingRules(structured, graph, () => true);
    const cause = growing.find(({ name }) => name === last) ?? growing[0];
    const told = cause ?? structured.rules.find(({ name }) => name === last) ?? structured.rules[0];
    if (told !== undefined)
      sink.report("TDL5124", told.origin, {
        what: limited[what],
        limit,
        rule: told.name,
        isGrowing: cause !== undefined,
      });
    return { flat: null, stopped: { what, limit } };
  }
  const offset = flat.species.length;
  const species = [
    ...flat.species,
    ...network.complexes.map((_, i) => complexSpecies(flat, structured, network, i)),
  ];
  const measures = measureValues(flat, structured, network, species, offset);
  const rewrite = (id: ExpressionId): ExpressionId => substitute(graph, id, measures);
  const shares = totalShares(
    network,
    graph,
    network.complexes.map((_, i) => species[offset + i].amount),
    isDeterministic,
  );
  const reactions = complexReactions(flat, structured, network, offset, shares);
  const speciesOfTarget = (target: StateTarget): StateTarget =>
    target.kind === "complex" ? { kind: "species", index: offset + network.seeds[target.index] } : target;
  const events = flat.events.map((event) => ({
    ...event,
    assignments: event.assignments.map((one) => ({ ...one, target: speciesOfTarget(one.target) })),
  }));
  const expanded = {
    ...flat,
    structured: null,
    species,
    reactions: [...flat.reactions, ...reactions],
    events,
  };
  return { flat: mapFlat(expanded, rewrite), stopped: null };
}

function complexSpecies(
  flat: FlatModel,
  structured: StructuredModel,
  network: Network,
  index: number,
): FlatSpecies {
  const { graph } = flat;
  const complex = network.complexes[index];
  const name = complexText(
    complex,
    network.layouts,
    structured.compartments.map((compartment) => compartment.name),
  );
  const symbol = graph.declareSymbol(name, "state");
  const compartment = structured.compartments[complex.agentCompartment[0]];
  const isPlaceless = compartment.name === "";
  return {
    name,
    symbol,
    holds: "amount",
    amount: graph.symbol(symbol),
    size: isPlaceless ? null : compartment.size,
    initial: network.initial[index] ?? graph.number(0),
    isFixed: network.isFixed[index] ?? false,
    isReservoir: false,
    display:
      isPlaceless || compartment.rank !== 3
        ? displayIn("count", amountDimension)
        : displayIn("uM", concentrationDimension),
    doc: null,
    molecules: Array.from(complex.agentType, (type) => structured.types[type].name),
  };
}

/** Each measure as a sum over complexes: embeddings / automorphisms, or one for each that matches. */
function measureValues(
  flat: FlatModel,
  structured: StructuredModel,
  network: Network,
  species: readonly FlatSpecies[],
  offset: number,
): ReadonlyMap<SymbolId, ExpressionId> {
  const { graph } = flat;
  const values = new Map<SymbolId, ExpressionId>();
  for (const { symbol, pattern, measure, having } of structured.measures) {
    const automorphisms = patternAutomorphisms(pattern);
    const terms: ExpressionId[] = [];
    network.complexes.forEach((complex, i) => {
      const count = countEmbeddings(pattern, complex, network.layouts);
      if (!isCounted(count / automorphisms, having)) return;
      const weight = measure === "complexes" ? 1 : count / automorphisms;
      const { amount } = species[offset + i];
      terms.push(weight === 1 ? amount : graph.multiply([graph.number(weight), amount]));
    });
    values.set(symbol, graph.add(terms));
  }
  return values;
}
