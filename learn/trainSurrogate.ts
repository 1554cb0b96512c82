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
import { fdLog } from "../runtime/math/log.ts";
import { SurrogateNet } from "../runtime/surrogate/surrogateNet.ts";
import { goldenTensors } from "./validate/golden.ts";
import { judge } from "./validate/judge.ts";
import { measureSurrogate, type Measurement } from "./validate/measure.ts";
import { samplesPerSegment } from "./sample/drive.ts";
import { relaxationTime } from "./sample/relaxationTime.ts";
import { planRuns, type RunPlan } from "./sample/runPlan.ts";
import { sampleRuns } from "./sample/sampleRuns.ts";
import { quantile } from "./statistics.ts";
import { cardStructure } from "./structure.ts";
import { type Dataset, makeDataset } from "./train/dataset.ts";
import { chooseLaws, fitEnsemble, polishByRollouts } from "./train/fitLaws.ts";
import { findIdentities } from "./train/identities.ts";
import { coverByFarthest, librarySize } from "./train/library.ts";
import { ReducedSystem } from "./train/rollout.ts";
import type { FitEffort, FitSamples } from "./train/netFit.ts";
import { rolloutWindows, type SampledRun } from "./train/rolloutWindows.ts";
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
/** Members that agree better than this agree. */
const smallestSpread = 1e-4;
/** At most so many samples are kept. */
const mostSamples = 6000;
const runsPerChunk = 16;
/** After so many times the time in which it comes near to rest, a module is at rest. */
const settledTimes = 3;

export async function trainSurrogate(
  prepared: PreparedModule,
  options: TrainingOptions,
): Promise<TrainedSurrogate> {
  const { request, store, onProgress } = options;
  const began = performance.now();
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
  const runs = await sample(plans);
  checkBudget();
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
        checkBudget();
      },
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
        checkBudget();
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
    metrics: {
      nrmse: [],
      conservation: 0,
      speedup: 0,
      guardAccepts: 0,
      codeError: null,
      breakEvenRuns: null,
    },
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
    },
    ranges,
  );
  const { metrics } = measurement;
  const conditions = judge(request.conditions, metrics);
  const accepted = conditions.every(({ holds }) => holds);
  const card: SurrogateCard = { ...draft, metrics, acceptance: { accepted, conditions } };
  onProgress(1, "");
  return { artefact: { card, tensors }, weights, measurement };

  /** Runs in chunks, which the store keeps. */
  async function sample(wanted: readonly RunPlan[]): Promise<SampledRun[]> {
    const found: SampledRun[] = [];
    const width = exactModel.observables.length;
    for (let first = 0; first < wanted.length; first += runsPerChunk) {
      const chunk = wanted.slice(first, first + runsPerChunk);
      const name = `runs ${first}`;
      const known = store.readChunk(name);
      const sampled =
        known ??
        (await sampleRuns({ driven, plans: chunk }, options.jobs)).map(({ times, rows }) => ({
          times,
          rows,
        }));
      if (known === null) store.writeChunk(name, sampled);
      sampled.forEach(({ times, rows }, i) =>
        found.push({
          plan: chunk[i],
          times,
          rows: Array.from(times, (_, n) => rows.slice(n * width, (n + 1) * width)),
        }),
      );
      onProgress((0.4 * found.length) / wanted.length, `${found.length} of ${wanted.length} exact runs`);
      checkBudget();
    }
    return found;
  }
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

/** The same levels, each held until the module is at rest. */
function atRest(plan: RunPlan, duration: number): RunPlan {
  return plan.map(({ to }) => ({ duration, from: to, to }));
}

function thinned(rows: readonly Float64Array[], most: number): readonly Float64Array[] {
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, i) => rows[Math.floor((i * rows.length) / most)]);
}

function outputDataset(rows: readonly Float64Array[], inputs: number, outputs: number): Dataset {
  const variables = new Float64Array(rows.length * inputs);
  const laws = new Float64Array(rows.length * outputs);
  rows.forEach((row, i) => {
    variables.set(row.subarray(0, inputs), i * inputs);
    laws.set(row.subarray(inputs, inputs + outputs), i * outputs);
  });
  const weights = new Float64Array(laws.length).fill(1);
  return {
    count: rows.length,
    variables,
    variableCount: inputs,
    sizes: [],
    laws,
    weights,
    channelCount: outputs,
  };
}

/** Outputs of a steady state that share one total are shares of it, others are apart. */
function outputGroups({ submodel, kind }: PreparedModule): { bound: number; group: number }[] {
  if (kind === "moments") return [];
  const groups: { rows: Float64Array; bound: number }[] = [];
  return submodel.retained.map(({ weights, bound, name }) => {
    if (!Number.isFinite(bound)) throw new Error(`${name} has no largest value`);
    const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
    const known = groups.findIndex(
      (group) =>
        Math.abs(group.bound - bound) <= 1e-9 * bound &&
        group.rows.every((sum, i) => sum + weights[i] <= largest * (1 + 1e-9)) &&
        groups.indexOf(group) === groups.length - 1,
    );
    if (known >= 0) {
      groups[known].rows = groups[known].rows.map((sum, i) => sum + weights[i]);
      return { bound, group: known };
    }
    groups.push({ rows: Float64Array.from(weights), bound });
    return { bound, group: groups.length - 1 };
  });
}

/** Of each head the 99th percentile of its deviations in training. */
function headSpreads(
  net: NonNullable<SurrogateCard["net"]>,
  members: readonly Float64Array[],
  data: Dataset,
): number[] {
  const surrogate = new SurrogateNet({ ...net, members: members.map((weights) => Array.from(weights)) });
  const first = new Float64Array(net.heads.length);
  const other = new Float64Array(net.heads.length);
  const found = net.heads.map((): number[] => []);
  const largest = new Float64Array(net.heads.length);
  for (let i = 0; i < data.count; i++) {
    const row = data.variables.subarray(i * data.variableCount, (i + 1) * data.variableCount);
    largest.fill(0);
    surrogate.deviations(row, first, other, (head, deviation) => {
      largest[head] = Math.max(largest[head], deviation);
    });
    found.forEach((list, head) => list.push(largest[head]));
  }
  return found.map((list) =>
    Math.max(
      quantile(
        list.sort((a, b) => a - b),
        0.99,
      ),
      smallestSpread,
    ),
  );
}

function disagreementQuantile(
  net: SurrogateCard["net"],
  members: readonly Float64Array[],
  data: Dataset,
): number {
  if (net === null) return 1;
  const surrogate = new SurrogateNet({ ...net, members: members.map((weights) => Array.from(weights)) });
  const first = new Float64Array(net.heads.length);
  const other = new Float64Array(net.heads.length);
  const found: number[] = [];
  for (let i = 0; i < data.count; i++) {
    const row = data.variables.subarray(i * data.variableCount, (i + 1) * data.variableCount);
    found.push(surrogate.disagreement(row, first, other));
  }
  return quantile(
    found.sort((a, b) => a - b),
    0.99,
  );
}

/** Where samples lie in the space in which the nearest library state is sought: ledgers, sums, inputs. */
function libraryPlaces(
  { submodel, inputs, kind }: PreparedModule,
  { retained, ledgers }: ReturnType<typeof cardStructure>,
  rows: readonly Float64Array[],
  sharedFrom: number,
): { readonly raw: Float64Array[]; readonly coordinates: Float64Array[]; readonly scale: number[] } {
  const stateFrom = inputs.length;
  const sums = kind === "moments" ? submodel.retained.length : 0;
  const raw = rows.map((row) => {
    const place: number[] = [];
    for (let m = stateFrom + submodel.retained.length; m < sharedFrom; m++) if (sums > 0) place.push(row[m]);
    for (let k = 0; k < sums; k++) place.push(row[stateFrom + k]);
    inputs.forEach(({ isLog }, i) => place.push(isLog ? fdLog(Math.max(row[i], 1e-300)) : row[i]));
    return Float64Array.from(place);
  });
  const widthOf = (low: number, high: number): number => (high > low ? 1 / (high - low) : 0);
  const scale = [
    ...ledgers.map(({ low, high }) => widthOf(low, high)),
    ...retained.map(({ low, high }) => widthOf(low, high)),
    ...inputs.map(({ low, high, isLog }) => (isLog ? widthOf(fdLog(low), fdLog(high)) : widthOf(low, high))),
  ];
  const coordinates = raw.map((place) => place.map((value, i) => value * scale[i]));
  return { raw, coordinates, scale };
}

function dataHash(rows: readonly Float64Array[]): string {
  const width = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, i) => values.set(row, i * width));
  return sha256Hex(writeSafetensors(new Map([["samples", { shape: [rows.length, width], values }]])));
}
