/**
 * Tells of places that are left unsaid: complexes whose molecules all begin in one point, so that they have no direction;
 * rules and flows of molecules in space that read the mean of a field where the concentration at a place is likely meant.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { dependencies } from "../expression/dependencies.ts";
import type { ExpressionId } from "../expression/graph.ts";
import type { Origin } from "../model/origin.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type { SpatialModel } from "../model/spatial.ts";
import type { MoleculePattern } from "../model/structured.ts";

export function reportPlaces(flat: FlatModel, sink: DiagnosticSink): void {
  const { spatial } = flat;
  if (spatial === null) return;
  reportSinglePoints(spatial, sink);
  if (spatial.fields.length > 0) reportMeans(flat, spatial, sink);
}

function reportSinglePoints({ seeds, types }: SpatialModel, sink: DiagnosticSink): void {
  for (const { agents, sets, name, origin } of seeds) {
    const placed = agents.flatMap(({ type }, agent) => {
      const { position } = types[type];
      return position === null ? [] : [{ agent, position }];
    });
    const isSaid = placed.some(({ agent, position }) =>
      sets.some((set) => set.agent === agent && set.slot === position),
    );
    if (placed.length > 1 && !isSaid) sink.report("TDL5293", origin, { name, beads: placed.length });
  }
}

function reportMeans(flat: FlatModel, spatial: SpatialModel, sink: DiagnosticSink): void {
  const { graph } = flat;
  const { fields, rules, flows } = spatial;
  const tell = (
    name: string,
    patterns: readonly MoleculePattern[],
    read: readonly (ExpressionId | null)[],
    origin: Origin,
  ): void => {
    const isSomewhere = patterns.some(({ agents }) =>
      agents.some(({ type }) => spatial.types[type].position !== null),
    );
    if (!isSomewhere) return;
    const symbols = new Set(read.flatMap((id) => (id === null ? [] : [...dependencies(graph, id)])));
    const field = fields.find(({ species }) => symbols.has(flat.species[species].symbol));
    if (field !== undefined)
      sink.report("TDL5292", origin, { name, field: flat.species[field.species].name });
  };
  for (const { name, patterns, condition, rate, origin } of rules)
    if (rate.kind === "match") tell(name, patterns, [condition, rate.constant], origin);
  for (const { name, pattern, targets, origin } of flows)
    tell(
      name,
      [pattern],
      targets.map(({ rate }) => rate),
      origin,
    );
}
