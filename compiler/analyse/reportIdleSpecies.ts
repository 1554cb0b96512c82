/** Tells of plain species that nothing changes, and of events that set what they change to itself. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { Scope } from "../bind/scope.ts";
import type { SymbolId } from "../expression/graph.ts";
import type { FlatModel, StateTarget } from "../model/flatModel.ts";

/** Species of the model's own text; `isMentioned` by an experiment, which may change them. */
export function reportIdleSpecies(
  flat: FlatModel,
  scope: Scope,
  isMentioned: (name: string) => boolean,
  sink: DiagnosticSink,
): void {
  const onMolecules = [...(flat.structured?.rules ?? []), ...(flat.spatial?.rules ?? [])];
  const taking = [
    ...flat.reactions.flatMap(({ reactants, products }) => [...reactants, ...products]),
    ...onMolecules.flatMap(({ consumed, produced }) => [...consumed, ...produced]),
  ];
  const changes = [...flat.flows, ...flat.events.flatMap(({ assignments }) => assignments), ...flat.clamps];
  // A model in which nothing happens at all is not finished, rather than wrong.
  if (taking.length === 0 && onMolecules.length === 0 && changes.length === 0) return;
  // What diffuses changes from place to place, and a probe reads it.
  const fields = [
    ...(flat.spatial?.fields ?? []),
    ...(flat.spatial?.fieldReactions ?? []).flatMap(({ reactants, products }) => [...reactants, ...products]),
  ];
  const touched = new Set([
    ...fields.map(({ species }) => species),
    ...taking.map(({ species }) => species),
    ...changes.flatMap(({ target }) => (target.kind === "species" ? [target.index] : [])),
  ]);
  flat.species.forEach(({ name, isFixed }, index) => {
    if (touched.has(index) || isFixed || isMentioned(name)) return;
    const symbol = scope.values.get(name);
    // What nothing mentions is told of as a name; a port is changed by the model around it.
    if (symbol?.kind !== "species" || symbol.uses === 0 || symbol.node.share) return;
    sink.report("TDL5186", { file: symbol.scope.file, span: symbol.span }, { species: name });
  });
}

/** All right sides of an event are what stands there already. */
export function reportIdleEvents(flat: FlatModel, sink: DiagnosticSink): void {
  for (const { name, assignments, stop } of flat.events) {
    const isIdle = assignments.every(({ target, value }) => {
      const symbol = symbolOf(flat, target);
      return symbol !== null && value === flat.graph.symbol(symbol);
    });
    const [first] = assignments;
    if (first === undefined || !isIdle || stop !== undefined) continue;
    sink.report("TDL5187", first.origin, { event: name });
  }
}

function symbolOf(
  { species, variables, structured }: FlatModel,
  { kind, index }: StateTarget,
): SymbolId | null {
  if (kind === "complex") return structured?.seeds[index]?.counted ?? null;
  return (kind === "species" ? species : variables)[index]?.symbol ?? null;
}
