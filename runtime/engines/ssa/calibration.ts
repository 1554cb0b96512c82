/**
 * A short run that chooses between ways to select reactions where the traits of a model leave more than one. It
 * counts work in place of time, and draws from a stream of its own that begins alike for every seed, so that the choice
 * depends on the model and its start alone: a run is the same on every machine, and all replicates choose alike.
 */
import type { CompiledModel, JumpModel } from "../../model.ts";
import { RandomStream } from "../../random/randomStream.ts";
import { SimulationError } from "../../simulationError.ts";
import type { SimulationState } from "../engine.ts";
import type { Stretch } from "./stretch.ts";

/**
 * Reactions and rejections of a calibration run: under a millisecond a candidate at the 100-500 ns that one takes, and
 * enough that 2,000 draws tell a share of rejections to about 2 %.
 */
const calibrationWork = 2000;

/** What a piece of work costs beside the others, as measured (bench/ssa, `hub`). */
export interface WorkCosts {
  readonly reactions: number;
  readonly rejected: number;
  readonly updates: number;
}

export interface Candidate {
  readonly costs: WorkCosts;
  create(model: CompiledModel, jumps: JumpModel, state: SimulationState, random: RandomStream): Stretch;
}

/** The candidate that does a reaction for the least work, from the present state on. */
export function calibrate<T extends Candidate>(
  candidates: readonly T[],
  model: CompiledModel,
  jumps: JumpModel,
  state: SimulationState,
): T | undefined {
  let best: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const cost = candidates.length === 1 ? 0 : costOf(candidate, model, jumps, state);
    if (best === undefined || cost < least) {
      best = candidate;
      least = cost;
    }
  }
  return best;
}

function costOf(
  candidate: Candidate,
  model: CompiledModel,
  jumps: JumpModel,
  { t, y, c }: SimulationState,
): number {
  const { costs } = candidate;
  const stretch = candidate.create(
    model,
    jumps,
    { t, y: y.slice(), c },
    RandomStream.fromSeed("calibration", 1, "ssa"),
  );
  try {
    stretch.refresh();
    stretch.advance(Number.MAX_VALUE, calibrationWork);
  } catch (error) {
    // What is wrong with the model is told by the run itself, at the time when it comes there.
    if (error instanceof SimulationError) return Number.POSITIVE_INFINITY;
    throw error;
  }
  const { reactions = 0, rejected = 0, updates = 0 } = stretch.statistics();
  const cost = costs.reactions * reactions + costs.rejected * rejected + costs.updates * updates;
  return cost / Math.max(1, reactions);
}
