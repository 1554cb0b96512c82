/**
 * Runs a compiled module, exact or reduced, under given inputs and takes samples.
 *
 * Inputs that are species move by a flow with the parameters `slope of NAME` (of the logarithm for inputs with a
 * logarithmic domain); inputs that are values are set anew at each sample where they move.
 */
import { fdLog } from "../../runtime/math/log.ts";
import { odeEngine } from "../../runtime/engines/ode/odeEngine.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import { Simulation } from "../../runtime/simulation.ts";
import { evaluateModel } from "../../compiler/emit/evaluate.ts";
import type { CardInput } from "../../compiler/surrogate/card.ts";
import type { DrivenText } from "../../compiler/surrogate/drivenModel.ts";
import { levelsAt, type RunPlan } from "./runPlan.ts";

export interface DrivenModel {
  readonly model: CompiledModel;
  readonly inputs: readonly (CardInput & {
    /** Of the state that holds a shared species: its name, and one unit of the input in units of the state. */
    readonly state: { readonly name: string; readonly factor: number } | null;
    readonly slope: string;
  })[];
}

/** Compiles what is driven, so that it can run. */
export function drivenModelOf({ text, inputs }: DrivenText): DrivenModel {
  return { model: evaluateModel(text), inputs };
}

/** Samples of a segment, after its begin: early ones close together. */
export const samplesPerSegment = 14;

/** Parts of a segment at which samples are taken, ascending to 1. */
export const sampleParts: readonly number[] = Array.from({ length: samplesPerSegment }, (_, i) => {
  const x = (i + 1) / samplesPerSegment;
  return 0.02 * x + 0.98 * x * x * x;
});

export interface DrivenRun {
  readonly times: Float64Array;
  /** The model's observables at each time, one row behind the other. */
  readonly rows: Float64Array;
}

export const drivenTolerance = { relativeTolerance: 1e-8, absoluteTolerance: 1e-6 };

/**
 * @param afterSample may set states anew after sample n
 * @throws SimulationError when the module can not be followed.
 */
export function driveRun(
  driven: DrivenModel,
  plan: RunPlan,
  tolerance: { readonly relativeTolerance: number; readonly absoluteTolerance: number } = drivenTolerance,
  afterSample: (simulation: Simulation, n: number) => void = () => undefined,
): DrivenRun {
  const { model, inputs } = driven;
  const width = model.observables.length;
  const times: number[] = [];
  const rows = new Float64Array(plan.length * (samplesPerSegment + 1) * width);
  const simulation = new Simulation(model, odeEngine, tolerance);
  const row = new Float64Array(width);
  let begin = 0;
  const take = (): void => {
    simulation.observeInto(row);
    rows.set(row, times.length * width);
    times.push(simulation.time);
    afterSample(simulation, times.length - 1);
  };
  for (const segment of plan) {
    // Parameters first: at the start they set the state anew.
    inputs.forEach(({ name, state, slope, isLog }, i) => {
      const from = segment.from[i];
      const to = segment.to[i];
      if (state === null) return simulation.setParameter(name, from);
      const change = isLog ? fdLog(to) - fdLog(from) : (to - from) * state.factor;
      simulation.setParameter(slope, change / segment.duration);
    });
    inputs.forEach(({ state }, i) => {
      if (state !== null) simulation.setState(state.name, segment.from[i] * state.factor);
    });
    take();
    for (const part of sampleParts) {
      const time = part * segment.duration;
      inputs.forEach(({ name, state }, i) => {
        if (state === null && segment.from[i] !== segment.to[i])
          simulation.setParameter(name, levelsAt(segment, inputs, time)[i]);
      });
      simulation.advanceTo(begin + time);
      take();
    }
    begin += segment.duration;
  }
  return { times: Float64Array.from(times), rows };
}
