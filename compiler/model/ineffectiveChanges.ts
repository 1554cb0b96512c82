/**
 * Changes that would silently do nothing: of what a stimulus sets all the time, and inflow into a species that
 * is held fixed.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { dependencies } from "../expression/dependencies.ts";
import type { SymbolId } from "../expression/graph.ts";
import type { Flattening } from "./flattening.ts";
import type { Origin } from "./origin.ts";
import type { FlatClamp, StateTarget } from "./flatModel.ts";

export function reportIneffectiveChanges(
  {
    graph,
    clamps,
    changes: { flows, events },
    species: { all: species },
    values: { variables },
    sources,
  }: Flattening,
  sink: DiagnosticSink,
): void {
  const keyOf = ({ kind, index }: StateTarget): string => `${kind} ${index}`;
  const nameOf = ({ kind, index }: StateTarget): string =>
    (kind === "species" ? species[index]?.name : kind === "variable" ? variables[index]?.name : null) ?? "?";
  const permanent = new Map<string, FlatClamp>();
  for (const clamp of clamps) {
    const key = keyOf(clamp.target);
    const previous = permanent.get(key);
    if (previous !== undefined) report(clamp.target, clamp.origin, previous);
    else if (clamp.window === null) permanent.set(key, clamp);
  }
  reportCircles(
    clamps,
    ({ kind, index }) => (kind === "species" ? species[index] : variables[index])?.symbol,
  );
  const changes = [
    ...flows,
    ...events.flatMap(({ assignments }) => assignments),
    ...sources.map((source) => ({
      target: { kind: "species", index: source.species } as const,
      origin: source.origin,
    })),
  ];
  for (const { target, origin } of changes) {
    const clamp = permanent.get(keyOf(target));
    if (clamp !== undefined) report(target, origin, clamp);
  }
  for (const { species: index, origin } of sources) {
    const entry = species[index];
    if (entry?.isFixed === true) sink.report("TDL5027", origin, { name: entry.name });
  }

  /** What a stimulus sets may follow from what another sets, but not in a circle. */
  function reportCircles(
    all: readonly FlatClamp[],
    symbolOf: (target: StateTarget) => SymbolId | undefined,
  ): void {
    const reads = new Map(all.map(({ target, value }) => [symbolOf(target), dependencies(graph, value)]));
    for (const { target, origin } of all) {
      const own = symbolOf(target);
      const seen = new Set<SymbolId | undefined>();
      const queue = [...(reads.get(own) ?? [])];
      for (const symbol of queue) {
        if (seen.has(symbol)) continue;
        seen.add(symbol);
        queue.push(...(reads.get(symbol) ?? []));
      }
      if (seen.has(own))
        sink.report("TDL3006", origin, { cycle: `${nameOf(target)} -> … -> ${nameOf(target)}` });
    }
  }

  function report(target: StateTarget, origin: Origin, clamp: FlatClamp): void {
    const related = [{ ...clamp.origin, message: "the stimulus that sets it all the time" }];
    sink.report("TDL5026", origin, { name: nameOf(target) }, { related });
  }
}
