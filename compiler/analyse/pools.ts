/**
 * Plain species as rules on molecules see them: which are ever there, and which a rate constant counts twice.
 *
 * A species is there if it begins above zero, if a flow, an event or a stimulus changes it, or if a rule makes it all
 * of whose own plain species are there. What an experiment does is not known here, so that species which its text
 * mentions are taken to be there, too.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { Experiment } from "../../grammar/syntax/experiment.ts";
import type { Scope } from "../bind/scope.ts";
import { dependencies } from "../expression/dependencies.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "../expression/graph.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type { StructuredRule } from "../model/structured.ts";
import { keyOf, type RuleIndex } from "./ruleIndex.ts";
import type { Pools } from "./siteFacts.ts";

type PoolRule = Pick<StructuredRule, "consumed" | "produced">;

/** Species that are there at the start, or that something other than a rule changes. */
export function givenSpecies(
  { species, flows, events, clamps, graph }: FlatModel,
  scope: Scope,
  experiments: readonly Experiment[],
): ReadonlySet<number> {
  const isMentioned = mentionedBy(experiments, scope);
  const changed = [...flows, ...events.flatMap(({ assignments }) => assignments), ...clamps];
  return new Set([
    ...species.flatMap(({ name, initial }, i) =>
      graph.numberValue(initial) !== 0 || isMentioned(name) ? [i] : [],
    ),
    ...changed.flatMap(({ target }) => (target.kind === "species" ? [target.index] : [])),
  ]);
}

/** `others`: molecules whose rules are not looked at together with these; they are taken to happen. */
export function poolsOf(
  { reactions }: FlatModel,
  given: ReadonlySet<number>,
  others: { readonly rules: readonly PoolRule[] } | null,
): Pools {
  const index = ({ species }: { readonly species: number }): number => species;
  return {
    given: new Set([...given, ...(others?.rules ?? []).flatMap(({ produced }) => produced.map(index))]),
    reactions: reactions.map(({ reactants, products }) => ({
      taken: reactants.map(index),
      made: products.map(index),
    })),
  };
}

/** Tells of rules whose constant holds an amount that mass action multiplies by anyway. */
export function reportCountedTwice(flat: FlatModel, index: RuleIndex, sink: DiagnosticSink): void {
  const onMolecules = [...(flat.structured?.rules ?? []), ...(flat.spatial?.rules ?? [])];
  const told = new Set<string>();
  const taking = [
    ...flat.reactions.map(({ reactants, rate, origin }) => ({ taken: reactants, rate, origin })),
    ...onMolecules.map(({ consumed, rate, origin }) => ({ taken: consumed, rate, origin })),
  ];
  for (const { taken, rate, origin } of taking) {
    if (rate.kind === "total") continue;
    const again = taken.find(({ species }) => isFactor(flat, species, rate.constant));
    if (again === undefined || told.has(keyOf(origin)) || index.at(origin) === null) continue;
    told.add(keyOf(origin));
    const species = flat.species[again.species].name;
    sink.report("TDL5183", index.location(origin), { rule: index.name(origin), species });
  }
}

/** Whether the text of any of the experiments holds the last part of a name. */
export function mentionedBy(experiments: readonly Experiment[], { file }: Scope): (name: string) => boolean {
  const words = new Set(
    experiments.flatMap(
      ({ span }) => file.text.slice(span.start, span.end).match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [],
    ),
  );
  return (name) => words.has(name.split(".").at(-1) ?? name);
}

/** Whether the constant is a product with the amount or concentration of the species, which stands nowhere else in it. */
function isFactor({ graph, species }: FlatModel, index: number, constant: ExpressionId): boolean {
  const { symbol } = species[index];
  const factors = factorsOf(graph, constant);
  const own = factors.filter((factor) => factor === graph.symbol(symbol));
  return own.length === 1 && !factors.some((factor) => !own.includes(factor) && reads(graph, factor, symbol));
}

function factorsOf(graph: ExpressionGraph, id: ExpressionId): readonly ExpressionId[] {
  const node = graph.node(id);
  if (node.kind !== "operation") return [id];
  if (node.operation === "multiply") return node.operands.flatMap((operand) => factorsOf(graph, operand));
  if (node.operation !== "divide") return [id];
  const [above, below] = node.operands;
  return [...factorsOf(graph, above), below];
}

function reads(graph: ExpressionGraph, id: ExpressionId, symbol: SymbolId): boolean {
  return [...dependencies(graph, id)].includes(symbol);
}
