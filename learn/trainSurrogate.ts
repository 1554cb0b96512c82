/**
 * Trains the surrogate of a module: samples the exact module, learns the laws of its channels, calibrates the
 * guard, and measures what came out against runs that were held out. The entry reads as the list of stages.
 */
import { evaluateModel } from "../compiler/emit/evaluate.ts";
import type { Artefact } from "../compiler/surrogate/artefact.ts";
import { cardFormat, cardVersion, type SurrogateCard } from "../compiler/surrogate/card.ts";
import { submodelColumns } from "../compiler/surrogate/columns.ts";
import { drivenModel } from "../compiler/surrogate/drivenModel.ts";
import type { PreparedModule } from "../compiler/surrogate/prepareModule.ts";
import { type Tensor, writeSafetensors } from "../compiler/surrogate/safetensors.ts";
import { sha256Hex } from "../compiler/load/sha256.ts";
import { compilerVersion } from "../compiler/version.ts";
import { SurrogateNet } from "../runtime/surrogate/surrogateNet.ts";
import { goldenOutputs, goldenTensors } from "./validate/golden.ts";
import { judge } from "./validate/judge.ts";
import { measureSurrogate, type Measurement, unmeasured } from "./validate/measure.ts";
import { samplesPerSegment } from "./sample/drive.ts";
import { relaxationTime } from "./sample/relaxationTime.ts";
import { exactRuns } from "./sample/exactRuns.ts";
import { planRuns, type RunPlan } from "./sample/runPlan.ts";
import { cardStructure } from "./structure.ts";
import { makeDataset } from "./train/dataset.ts";
import { chooseLaws, fitEnsemble, polishByRollouts } from "./train/fitLaws.ts";
import { findIdentities } from "./train/identities.ts";
import { coverByFarthest, libraryPlaces, librarySize } from "./train/library.ts";
import { ReducedSystem } from "./train/rollout.ts";
import type { FitEffort, FitSamples } from "./train/netFit.ts";
import { rolloutWindows } from "./train/rolloutWindows.ts";
import { outputDataset, outputGroups } from "./train/steadyOutputs.ts";
import { disagreementQuantile, headSpreads } from "./validate/guardCalibration.ts";
import type { TrainingRequest } from "./trainingRequest.ts";
import type { TrainingStore } from "./trainingStore.ts";

export interface TrainingOptions {
  readonly request: TrainingRequest;
  /** Hash of the model's files. */
  readonly modelHash: string;
  /** Samples of experiments, in the columns of training; run by the caller. */
  readonly experimentRows: readonly Float64Array[];
  /** Values of the columns that experiments come to between their samples. */
  readonly experimentExtremes?: readonly Float64Array[];
  /** How long runs are, in s; null: as long as the module takes to come to rest. */
  readonly horizon: number | null;
  readonly jobs: number;
  readonly store: TrainingStore;
  readonly onProgress: (fraction: number, label: string) => void;
}

export interface TrainedSurrogate {
  readonly artefact: Artefact;
  readonly weights: Uint8Array;
  readonly measurement: Measurement;
}

/** The training took longer than its budget; what was done is kept in the store. */
export class BudgetError extends Error {}

const rolloutCount = 50;
const rolloutIterations = 20;
/** The surrogate is left at so many times the 99th percentile of the disagreement in training. */
const guardRoom = 1.5;
const guardMargin = 0.02;
const defaultBadStep = 0.05;
/** At most so many samples are kept. */
const mostSamples = 6000;
/** After so many times the time in which it comes near to rest, a module is at rest. */
const settledTimes = 3;

export async function trainSurrogate(
  prepared: PreparedModule,
  options: TrainingOptions,
): Promise<TrainedSurrogate> {
  const { request, store, onProgress } = options;
  const began = performance.now();
  // Asked after work that is kept, so that every call gets on, however small the budget.
  const checkBudget = (): void => {
    if (request.budget !== null && (performance.now() - began) / 1000 > request.budget)
      throw new BudgetError(`The training did not come to its end within its budget of ${request.budget} s.`);
  };

  // The exact module, and the runs that it makes.
  const columns = submodelColumns(prepared.submodel, prepared.inputs);
  const { inputs, state, shared, velocities, amounts } = columns;
  const isMoments = prepared.kind === "moments";
  const driven = drivenModel(
    prepared.flat,
    prepared.source,
    prepared.inputs,
    [...inputs, ...state, ...shared, ...velocities, ...amounts],
    prepared.origin,
  );
  const exactModel = evaluateModel(driven.text);
  const drivenExact = { model: exactModel, inputs: driven.inputs };
  const stateFrom = inputs.length;
  const sharedFrom = stateFrom + state.length;
  const horizon = options.horizon ?? relaxationTime(drivenExact, stateFrom, sharedFrom);
  const all = planRuns(request.runs, prepared.inputs, horizon, request.seed);
  const plans = isMoments ? all : all.map((plan) => atRest(plan, settledTimes * horizon));
  const runs = await exactRuns({
    driven,
    plans,
    jobs: options.jobs,
    store,
    onRuns: (done, isNew) => {
      onProgress((0.4 * done) / plans.length, `${done} of ${plans.length} exact runs`);
      if (isNew) checkBudget();
    },
  });
  const heldOut = Math.max(2, Math.round(request.heldOut * runs.length));
  const trainingRuns = runs.slice(0, runs.length - heldOut);
  const heldOutPlans = plans.slice(runs.length - heldOut);

  // What is known of them.
  const perSegment = samplesPerSegment + 1;
  // Of moments not the moment at which inputs jump, to which what is hidden has had no time to answer.
  const useful = trainingRuns.flatMap(({ rows }) =>
    rows.filter((_, i) => (isMoments ? i % perSegment !== 0 || i === 0 : (i + 1) % perSegment === 0)),
  );
  const sampleRows = thinned([...useful, ...options.experimentRows], mostSamples);
  const ranges = state.map((_, k) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const row of [...useful, ...options.experimentRows, ...(options.experimentExtremes ?? [])]) {
      low = Math.min(low, row[stateFrom + k]);
      high = Math.max(high, row[stateFrom + k]);
    }
    return { low, high };
  });
  const structure = cardStructure(prepared, columns, ranges);
  const sizes = prepared.inputs.flatMap(({ name }, i) =>
    prepared.source.ports.some((port) => port.kind === "size" && port.name === name) ? [i] : [],
  );

  // Laws.
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
  const { channels, data, samples } = chosenLaws;
  let { net } = chosenLaws;
  const learned = { ...structure, channels };
  let members: Float64Array[] = [];
  let losses: readonly number[] = [];
  let polish = { before: 0, after: 0 };
  let windowCount = 0;
  const effort = effortFor(net, data.variableCount);
  if (net !== null) {
    const fitted = fitEnsemble(
      net,
      fewerSamples(samples, effort.samples),
      request.seed,
      effort,
      store,
      (fraction) => {
        onProgress(0.42 + 0.3 * fraction, "matching velocities");
      },
      checkBudget,
    );
    members = fitted.members;
    losses = fitted.losses;
    if (isMoments) {
      const surrogate = new SurrogateNet({ ...net, members: members.map((weights) => Array.from(weights)) });
      const windows = rolloutWindows(
        new ReducedSystem(learned, surrogate),
        learned,
        trainingRuns,
        rolloutCount,
      );
      windowCount = windows.length;
      const scale = Float64Array.from(ranges, ({ low, high }) => Math.max(high - low, 1e-300));
      polish = polishByRollouts(learned, net, members, windows, scale, rolloutIterations, (fraction) => {
        onProgress(0.72 + 0.2 * fraction, "training on rollouts");
      });
    }
  }

  // Guard and library.
  if (net !== null) net = { ...net, spread: headSpreads(net, members, data) };
  const leave = guardRoom * disagreementQuantile(net, members, data);
  const places = libraryPlaces(prepared, learned, sampleRows, sharedFrom);
  const chosen = coverByFarthest(places.coordinates, librarySize);
  const amountFrom = sharedFrom + shared.length + velocities.length;
  const tensors = new Map<string, Tensor>();
  members.forEach((weights, i) => tensors.set(`member ${i}`, { shape: [weights.length], values: weights }));
  tensors.set("library amounts", {
    shape: [chosen.length, amounts.length],
    values: Float64Array.from(
      chosen.flatMap((i) => Array.from(sampleRows[i].subarray(amountFrom, amountFrom + amounts.length))),
    ),
  });
  tensors.set("library coordinates", {
    shape: [chosen.length, places.scale.length],
    values: Float64Array.from(chosen.flatMap((i) => Array.from(places.raw[i]))),
  });
  if (isMoments) {
    const first = net === null ? null : new SurrogateNet({ ...net, members: [Array.from(members[0])] });
    for (const [name, tensor] of goldenTensors(learned, first, useful)) tensors.set(name, tensor);
  } else if (net !== null) {
    const first = new SurrogateNet({ ...net, members: [Array.from(members[0])] });
    for (const [name, tensor] of goldenOutputs(inputs.length, first, useful)) tensors.set(name, tensor);
  }
  const weights = writeSafetensors(tensors);

  const trainingSeconds = (performance.now() - began) / 1000;
  const draft: SurrogateCard = {
    format: cardFormat,
    version: cardVersion,
    surrogate: prepared.surrogate.name.text,
    module: prepared.flat.name,
    compiler: compilerVersion,
    seed: request.seed,
    hashes: {
      model: options.modelHash,
      submodel: prepared.hash,
      data: dataHash(sampleRows),
      weights: sha256Hex(weights),
    },
    ...learned,
    net,
    guard: { leave, rejoin: leave / guardRoom, margin: guardMargin },
    library: { states: chosen.length, scale: places.scale },
    training: {
      runs: runs.length - heldOut,
      heldOutRuns: heldOut,
      samples: sampleRows.length,
      experimentSamples: options.experimentRows.length,
      horizon,
      members: members.length,
      formulas: channels.filter(({ law }) => law.kind === "formula").length,
      identities: channels.filter(({ law }) => law.kind === "formula" && law.isIdentity === true).length,
      matchingLoss: losses[0] ?? 0,
      nets: channels.filter(({ law }) => law.kind === "net").length,
      rolloutWindows: windowCount,
      rolloutLossBefore: polish.before,
      rolloutLossAfter: polish.after,
      adamSteps: effort.adamSteps,
      polishIterations: effort.polishIterations,
    },
    metrics: unmeasured,
    acceptance: { accepted: false, conditions: [] },
  };

  // What it is worth.
  onProgress(0.93, "held-out runs");
  const measurement = measureSurrogate(
    prepared,
    { card: draft, tensors },
    {
      plans: heldOutPlans,
      horizon,
      seed: request.seed,
      trainingSeconds,
      shown: request.conditions.flatMap(({ value }) => value ?? []),
      badStep: badStep(request),
    },
    ranges,
  );
  const { metrics } = measurement;
  const conditions = judge(request.conditions, metrics);
  const accepted = conditions.every(({ holds }) => holds);
  const card: SurrogateCard = { ...draft, metrics, acceptance: { accepted, conditions } };
  onProgress(1, "");
  return { artefact: { card, tensors }, weights, measurement };
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

/** A step that errs by more than any run may is bad. */
function badStep({ conditions }: TrainingRequest): number {
  const limits = conditions.flatMap(({ measure, limit }) => (measure === "nrmse_p99" ? [limit] : []));
  return limits.length === 0 ? defaultBadStep : Math.max(...limits);
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

/** The same levels, each held until the module is at rest. */
function atRest(plan: RunPlan, duration: number): RunPlan {
  return plan.map(({ to }) => ({ duration, from: to, to }));
}

function thinned(rows: readonly Float64Array[], most: number): readonly Float64Array[] {
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, i) => rows[Math.floor((i * rows.length) / most)]);
}

function dataHash(rows: readonly Float64Array[]): string {
  const width = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, i) => values.set(row, i * width));
  return sha256Hex(writeSafetensors(new Map([["samples", { shape: [rows.length, width], values }]])));
}
