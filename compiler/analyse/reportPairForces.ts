/**
 * Energies of two molecules that no bond joins must depend on how they lie to each other, not on where: else the
 * forces on the two do not balance, and momentum is not conserved. Told when the energy changes as both are moved alike.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { evaluate } from "../expression/evaluate.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type { SpatialEnergy, SpatialModel } from "../model/spatial.ts";

/** Places are some hundred nm apart: within the reach of usual contacts in one of the trials at least. */
const spreads = [1, 0.1, 0.01, 0.001];
const tolerance = 1e-6;

export function reportPairForces(flat: FlatModel, sink: DiagnosticSink): void {
  const { spatial } = flat;
  if (spatial === null) return;
  for (const energy of spatial.energies) {
    if (
      energy.patterns.length !== 2 ||
      !spreads.some((spread) => dependsOnPlace(flat, spatial, energy, spread))
    )
      continue;
    sink.report("TDL5236", energy.origin, { energy: energy.name });
  }
}

function dependsOnPlace(
  flat: FlatModel,
  spatial: SpatialModel,
  energy: SpatialEnergy,
  spread: number,
): boolean {
  const agents = energy.patterns.flatMap((pattern) => pattern.agents);
  const isCoordinate = new Map(
    energy.reads.map(({ symbol, agent, slot }) => {
      const position = spatial.types[agents[agent].type].position;
      const isPlace = position !== null && slot >= position && slot < position + spatial.dimension;
      return [symbol, isPlace] as const;
    }),
  );
  // A fixed sequence of values, different for every symbol.
  const valueOf =
    (shift: number) =>
    (symbol: SymbolId): number => {
      const known = flat.parameters.find((parameter) => parameter.symbol === symbol);
      if (known !== undefined) return numberAt(known.value, shift);
      const value = spread * (0.5 + 0.5 * Math.sin(12.9898 * (symbol + 1)));
      return isCoordinate.get(symbol) === true ? value + shift : value;
    };
  const numberAt = (id: ExpressionId, shift: number): number =>
    Number(evaluate(flat.graph, id, valueOf(shift)));
  const isMet = energy.condition === null || evaluate(flat.graph, energy.condition, valueOf(0)) === true;
  const before = numberAt(energy.value, 0);
  const after = numberAt(energy.value, 10 * spread);
  if (!isMet || !Number.isFinite(before) || !Number.isFinite(after)) return false;
  return Math.abs(after - before) > tolerance * (Math.abs(before) + Math.abs(after));
}
