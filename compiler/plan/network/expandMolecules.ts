/**
 * A flat model with molecules becomes one of plain species: every complex of the network is a species, every
 * pattern measure a sum over the complexes that match it.
 */
import type { DiagnosticSink } from "../../../diagnostics/diagnostic.ts";
import { amountDimension, concentrationDimension } from "../../../runtime/units/dimension.ts";
import type { ExpressionId, SymbolId } from "../../expression/graph.ts";
import { substitute } from "../../expression/substitute.ts";
import { displayIn } from "../../model/displayUnit.ts";
import type { FlatModel, FlatObservable, FlatReaction, FlatSpecies } from "../../model/flatModel.ts";
import type { StructuredModel } from "../../model/structured.ts";
import { patternAutomorphisms } from "./automorphisms.ts";
import { complexText } from "./complexGraph.ts";
import { embeddings } from "./embedding.ts";
import { generateNetwork, type Network, type NetworkLimits } from "./generateNetwork.ts";
import { totalShares } from "./totalShares.ts";

/**
 * Null after reporting that the network is too large. `isDeterministic`: pairs of identical complexes number n^2,
 * not n (n - 1), where the ways of a rule are counted.
 */
export function expandMolecules(
  flat: FlatModel,
  limits: NetworkLimits,
  sink: DiagnosticSink,
  isDeterministic = false,
): FlatModel | null {
  const { structured, graph } = flat;
  if (structured === null) return flat;
  const network = generateNetwork(structured, graph, limits);
  if (network.stopped !== null) {
    const { what, limit, rule } = network.stopped;
    const origin = structured.rules.find(({ name }) => name === rule)?.origin ?? structured.rules[0]?.origin;
    if (origin !== undefined)
      sink.report("TDL5124", origin, {
        what: what === "molecules" ? "molecules in one complex" : what,
        limit,
        last: rule,
      });
    return null;
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
  const reactions: FlatReaction[] = network.reactions.map((reaction) => {
    const { rule, factor, isWithin } = reaction;
    const values = new Map([...reaction.values].map(([symbol, value]) => [symbol, graph.number(value)]));
    const name = rule.name;
    const shift = ({ species: index, count }: { species: number; count: number }) => ({
      species: index + offset,
      count,
    });
    const reactants = [...rule.consumed, ...reaction.reactants.map(shift)];
    const products = [...rule.produced, ...reaction.products.map(shift)];
    const size = referenceSize(flat, structured, reaction.compartments, rule.consumed);
    const scaled = (id: ExpressionId): ExpressionId =>
      factor === 1 ? id : graph.multiply([id, graph.number(factor)]);
    if (rule.rate.kind === "total") {
      const share = shares.get(reaction);
      const { velocity } = rule.rate;
      return {
        name,
        reactants,
        products,
        rate: { kind: "total", velocity: share === undefined ? velocity : graph.multiply([velocity, share]) },
        origin: rule.origin,
      };
    }
    const { constant, within } = rule.rate;
    const order = rule.patterns.length;
    const anywhere =
      size === null || order < 2
        ? constant
        : graph.divide(constant, graph.power(size, graph.number(order - 1)));
    const value = isWithin ? (within ?? anywhere) : constant;
    return {
      name,
      reactants,
      products,
      rate: { kind: "massAction", constant: scaled(substitute(graph, value, values)), size },
      origin: rule.origin,
    };
  });
  const mapRate = (reaction: FlatReaction): FlatReaction => ({
    ...reaction,
    rate:
      reaction.rate.kind === "total"
        ? { kind: "total", velocity: rewrite(reaction.rate.velocity) }
        : { ...reaction.rate, constant: rewrite(reaction.rate.constant) },
  });
  return {
    ...flat,
    structured: null,
    species,
    reactions: [...flat.reactions, ...reactions].map(mapRate),
    flows: flat.flows.map((flow) => ({ ...flow, rate: rewrite(flow.rate) })),
    events: flat.events.map((event) => ({
      ...event,
      trigger: rewrite(event.trigger),
      priority: rewrite(event.priority),
      assignments: event.assignments.map((assignment) => ({
        ...assignment,
        value: rewrite(assignment.value),
      })),
    })),
    clamps: flat.clamps.map((clamp) => ({ ...clamp, value: rewrite(clamp.value) })),
    observables: flat.observables.map(
      (observable): FlatObservable => ({ ...observable, value: rewrite(observable.value) }),
    ),
  };
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
    sources: [],
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
  for (const { symbol, pattern, measure } of structured.measures) {
    const automorphisms = patternAutomorphisms(pattern);
    const terms: ExpressionId[] = [];
    network.complexes.forEach((complex, i) => {
      const count = embeddings(pattern, complex, network.layouts).length;
      if (count === 0) return;
      const weight = measure === "complexes" ? 1 : count / automorphisms;
      const { amount } = species[offset + i];
      terms.push(weight === 1 ? amount : graph.multiply([graph.number(weight), amount]));
    });
    values.set(symbol, graph.add(terms));
  }
  return values;
}

/** Size of the compartment of highest rank among molecules and plain species that take part. */
function referenceSize(
  flat: FlatModel,
  structured: StructuredModel,
  compartments: readonly number[],
  consumed: readonly { readonly species: number }[],
): ExpressionId | null {
  let best: { size: ExpressionId; rank: number } | null = null;
  for (const index of compartments) {
    const { size, rank, name } = structured.compartments[index];
    if (name !== "" && (best === null || rank > best.rank)) best = { size, rank };
  }
  for (const { species } of consumed) {
    const { size } = flat.species[species];
    if (size !== null && best === null) best = { size, rank: 3 };
  }
  return best?.size ?? null;
}
