/** Second stage of training: formulas where the rules give them, nets for the rest, polished on stretches of runs. */
import type { SurrogateCard } from "../../compiler/surrogate/card.ts";
import type { PreparedModule } from "../../compiler/surrogate/prepareModule.ts";
import { SurrogateNet } from "../../runtime/surrogate/surrogateNet.ts";
import type { ModuleSamples } from "../sample/sampleModule.ts";
import { type CardStructure, cardStructure } from "../structure.ts";
import type { TrainingOptions } from "../trainingOptions.ts";
import type { TrainingRequest } from "../trainingRequest.ts";
import { type Dataset, makeDataset } from "./dataset.ts";
import { chooseLaws, fitEnsemble, polishByRollouts } from "./fitLaws.ts";
import { findIdentities } from "./identities.ts";
import type { FitEffort, FitSamples } from "./netFit.ts";
import { ReducedSystem } from "./rollout.ts";
import { rolloutWindows } from "./rolloutWindows.ts";
import { outputDataset, outputGroups } from "./steadyOutputs.ts";

const rolloutCount = 50;
const rolloutIterations = 20;

/** What fitting nets gave; of no nets all is empty. */
interface Fitted {
  /** Weights. */
  readonly members: readonly Float64Array[];
  readonly losses: readonly number[];
  /** Losses over rollouts. */
  readonly polish: { readonly before: number; readonly after: number };
  readonly windowCount: number;
}

export interface LearnedLaws extends Fitted {
  readonly learned: CardStructure;
  /** Null: all laws are formulas. */
  readonly net: SurrogateCard["net"];
  readonly data: Dataset;
  readonly effort: FitEffort & { readonly samples: number };
}

export function learnLaws(
  prepared: PreparedModule,
  { columns, drivenExact, trainingRuns, sampleRows, ranges }: ModuleSamples,
  { request, store, onProgress }: TrainingOptions,
  checkBudget: () => void,
): LearnedLaws {
  const { inputs } = columns;
  const isMoments = prepared.kind === "moments";
  const structure = cardStructure(prepared, columns, ranges);
  const sizes = prepared.inputs.flatMap(({ name }, i) =>
    prepared.source.ports.some((port) => port.kind === "size" && port.name === name) ? [i] : [],
  );

  onProgress(0.4, "formulas");
  const groups = outputGroups(prepared);
  const chosenLaws = chooseLaws(
    structure,
    (wanted) =>
      isMoments
        ? makeDataset(wanted, sampleRows, sizes)
        : outputDataset(sampleRows, inputs.length, structure.outputs.length),
    groups,
    formulaTolerance(request),
    isMoments ? findIdentities(structure, drivenExact, ownStates(prepared), sizes, request.seed) : [],
  );
  const { channels, data, net } = chosenLaws;
  const learned = { ...structure, channels };
  const effort = effortFor(net, data.variableCount);
  const formulasOnly: Fitted = { members: [], losses: [], polish: { before: 0, after: 0 }, windowCount: 0 };
  if (net === null) return { learned, net, data, effort, ...formulasOnly };
  const { members, losses } = fitEnsemble(
    net,
    fewerSamples(chosenLaws.samples, effort.samples),
    request.seed,
    effort,
    store,
    (fraction) => {
      onProgress(0.42 + 0.3 * fraction, "matching velocities");
    },
    checkBudget,
  );
  const matched = { learned, net, data, effort, ...formulasOnly, members, losses };
  if (!isMoments) return matched;
  const surrogate = new SurrogateNet({ ...net, members: members.map((weights) => Array.from(weights)) });
  const windows = rolloutWindows(new ReducedSystem(learned, surrogate), learned, trainingRuns, rolloutCount);
  const scale = Float64Array.from(ranges, ({ low, high }) => Math.max(high - low, 1e-300));
  const polish = polishByRollouts(learned, net, members, windows, scale, rolloutIterations, (fraction) => {
    onProgress(0.72 + 0.2 * fraction, "training on rollouts");
  });
  return { ...matched, polish, windowCount: windows.length };
}

/** Steps of Adam, batch, iterations of L-BFGS, samples: seconds for small modules, more for nets with more to say. */
function effortFor(net: SurrogateCard["net"], variables: number): FitEffort & { readonly samples: number } {
  const heads = net?.heads.length ?? 0;
  return {
    adamSteps: 500 + 200 * heads,
    batch: 96,
    polishIterations: 40 + 15 * heads,
    samples: 600 + 400 * variables,
  };
}

function fewerSamples(samples: FitSamples, most: number): FitSamples {
  if (samples.count <= most) return samples;
  const pick = (values: Float64Array): Float64Array => {
    const width = values.length / samples.count;
    const found = new Float64Array(most * width);
    for (let i = 0; i < most; i++) {
      const from = Math.floor((i * samples.count) / most) * width;
      found.set(values.subarray(from, from + width), i * width);
    }
    return found;
  };
  return {
    count: most,
    variables: pick(samples.variables),
    targets: pick(samples.targets),
    weights: pick(samples.weights),
  };
}

/** The smallest error that the directive allows: held-out runs say what comes of it. */
function formulaTolerance({ conditions }: TrainingRequest): number {
  const limits = conditions.flatMap(({ measure, limit }) => (measure === "nrmse" ? [limit] : []));
  return Math.min(0.02, ...limits);
}

/** The states that hold the amounts of the card's species. */
function ownStates({ flat, submodel }: PreparedModule): readonly string[] {
  return submodel.species.map((index) => flat.species[index]?.name ?? "");
}
