/**
 * Experiments whose energies leave motion only steps that are too short for them, told before a run is begun. Found
 * with the constants of the experiment, at the places where complexes begin, as estimates: runs of four chains took
 * steps of 0.57 (filaments), 0.19 (stiff springs) and 0.06 to 0.11 (loose ones) of them (test/growth/stepBound.test.ts).
 *
 * - Thermal motion turns a bond of length l. What a linear step leaves out of a force of stiffness k grows with the
 *   square of the displacement, 2 kT h / drag, and stays below the tolerance (runtime/engines/graph/mechanics/overdamped.ts)
 *   while z^2 / (1 + z) < 2 tolerance k l^2 / kT, where z = k h / drag. So stiff bonds (k l^2 far above kT) have steps
 *   of 2 tolerance l^2 drag / kT, however stiff they are, and soft ones longer steps.
 * - A complex goes at most twice the reach r of what needs nearness in a step: (2 r)^2 = 2 d kT h / (sum of its drags).
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { Origin } from "../model/origin.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type { SpatialEnergy, SpatialModel, SpatialMotion } from "../model/spatial.ts";
import { defaultMotionTolerance, reachShare } from "../../runtime/engines/graph/mechanics/motionLimits.ts";
import { EnergyCurvature } from "./energyCurvature.ts";
import { InitialCopy } from "./initialCopy.ts";
import { numberAt, parameterValues, type SymbolValue } from "./knownParameters.ts";

/** So many steps of motion take minutes with a few molecules and hours with many. */
const manySteps = 1e7;
/** Of a complex so many matches of an energy are looked at. */
const mostMatches = 50;

/** `flat` has the values of the experiment. */
export function reportSteps(flat: FlatModel, sink: DiagnosticSink): void {
  const { spatial, experiment } = flat;
  if (spatial === null || spatial.dimension === 0 || spatial.kT === null || experiment.until === null) return;
  const motions = new Motions(flat, spatial);
  if (!(motions.kT > 0) || motions.byType.size === 0) return;
  const { until, name } = experiment;
  const reach = shortestReach(flat, spatial, motions.parameters);
  const bond = shortestTurn(flat, spatial, motions, reach.length);
  if (bond !== null && until / bond.step > manySteps)
    sink.report("TDL5294", bond.energy.origin, {
      energy: bond.energy.name,
      experiment: name,
      length: bond.length,
      step: bond.step,
      steps: until / bond.step,
    });
  const way = motions.lightest(spatial);
  const step = (reachShare * reach.length) ** 2 / ((2 * spatial.dimension * motions.kT) / way);
  if (reach.origin !== null && until / step > manySteps)
    sink.report("TDL5295", reach.origin, {
      name: reach.name,
      experiment: name,
      length: reach.length,
      step,
      steps: until / step,
    });
}

/** Drags and kT as numbers. */
class Motions {
  readonly parameters: SymbolValue;
  readonly kT: number;
  /** Thermal ones of places, with their drag. */
  readonly byType: ReadonlyMap<number, { readonly motion: SpatialMotion; readonly drag: number }>;

  constructor(flat: FlatModel, spatial: SpatialModel) {
    this.parameters = parameterValues(flat);
    this.kT = spatial.kT === null ? 0 : numberAt(flat, spatial.kT, this.parameters);
    this.byType = new Map(
      spatial.motions.flatMap((motion) => {
        const drag = numberAt(flat, motion.drag, this.parameters);
        const isPlace = motion.slot === spatial.types[motion.type].position;
        return motion.thermal && isPlace && drag > 0 ? [[motion.type, { motion, drag }] as const] : [];
      }),
    );
  }

  /** The smallest sum of drags of a complex at the start that moves as a whole; Infinity: there is none. */
  lightest({ seeds }: SpatialModel): number {
    const sums = seeds.map(({ agents }) =>
      agents.reduce((sum, { type }) => sum + (this.byType.get(type)?.drag ?? Number.POSITIVE_INFINITY), 0),
    );
    return Math.min(Number.POSITIVE_INFINITY, ...sums);
  }
}

interface Reach {
  readonly name: string;
  readonly length: number;
  readonly origin: Origin | null;
}

/** Of energies and rules of two patterns that are near. */
function shortestReach(flat: FlatModel, spatial: SpatialModel, parameters: SymbolValue): Reach {
  let shortest: Reach = { name: "", length: Number.POSITIVE_INFINITY, origin: null };
  for (const { proximity, name, origin } of [...spatial.energies, ...spatial.rules]) {
    if (proximity === null) continue;
    const length = numberAt(flat, proximity.below, parameters);
    if (length > 0 && length < shortest.length) shortest = { name, length, origin };
  }
  return shortest;
}

interface Turn {
  readonly energy: SpatialEnergy;
  readonly length: number;
  readonly step: number;
}

/** The bond and energy with the shortest step. */
function shortestTurn(flat: FlatModel, spatial: SpatialModel, motions: Motions, reach: number): Turn | null {
  const tolerance = flat.experiment.motionTolerance ?? defaultMotionTolerance;
  let shortest: Turn | null = null;
  for (const seed of spatial.seeds) {
    const copy = new InitialCopy(flat, seed, motions.parameters);
    for (const energy of spatial.energies) {
      if (energy.patterns.length !== 1) continue;
      const curvature = new EnergyCurvature(flat, energy, motions.parameters);
      for (const match of copy.matches(energy.patterns[0]).slice(0, mostMatches))
        match.forEach((molecule, agent) => {
          const moved = motions.byType.get(seed.agents[molecule].type);
          const length = moved === undefined ? 0 : shortestBond(copy, spatial, molecule);
          if (moved === undefined || !(length > 0) || length === Number.POSITIVE_INFINITY) return;
          const { slot, components } = moved.motion;
          const k = curvature.of(agent, slot, components, length, (of, at) => copy.value(match[of], at));
          if (!(k > 0)) return;
          const share = (2 * tolerance * k * length * Math.min(length, reach)) / motions.kT;
          const z = (share + Math.sqrt(share ** 2 + 4 * share)) / 2;
          const step = (z * moved.drag) / k;
          if (shortest === null || step < shortest.step) shortest = { energy, length, step };
        });
    }
  }
  return shortest;
}

/** To a molecule that it is bound to, in um. */
function shortestBond(copy: InitialCopy, { types, dimension }: SpatialModel, molecule: number): number {
  const own = types[copy.seed.agents[molecule].type].position;
  let shortest = Number.POSITIVE_INFINITY;
  for (const other of copy.neighbours(molecule)) {
    const { position } = types[copy.seed.agents[other].type];
    if (own === null || position === null) continue;
    let square = 0;
    for (let i = 0; i < dimension; i++)
      square += (copy.value(molecule, own + i) - copy.value(other, position + i)) ** 2;
    if (square > 0) shortest = Math.min(shortest, Math.sqrt(square));
  }
  return shortest;
}
