/**
 * Trains the surrogate of a module: samples the exact module, learns the laws of its channels, calibrates the
 * guard, and measures what came out against runs that were held out. The entry reads as the list of stages.
 */
import { sha256Hex } from "../compiler/load/sha256.ts";
import type { Artefact } from "../compiler/surrogate/artefact.ts";
import { cardFormat, cardVersion, type SurrogateCard } from "../compiler/surrogate/card.ts";
import type { PreparedModule } from "../compiler/surrogate/prepareModule.ts";
import { writeSafetensors } from "../compiler/surrogate/safetensors.ts";
import { compilerVersion } from "../compiler/version.ts";
import { type ModuleSamples, sampleModule } from "./sample/sampleModule.ts";
import { type GuardAndLibrary, guardAndLibrary } from "./train/guardAndLibrary.ts";
import { type LearnedLaws, learnLaws } from "./train/learnLaws.ts";
import type { TrainingOptions } from "./trainingOptions.ts";
import type { TrainingRequest } from "./trainingRequest.ts";
import { judge } from "./validate/judge.ts";
import { measureSurrogate, type Measurement, unmeasured } from "./validate/measure.ts";

export interface TrainedSurrogate {
  readonly artefact: Artefact;
  readonly weights: Uint8Array;
  readonly measurement: Measurement;
}

/** The training took longer than its budget; what was done is kept in the store. */
export class BudgetError extends Error {}

const defaultBadStep = 0.05;

export async function trainSurrogate(
  prepared: PreparedModule,
  options: TrainingOptions,
): Promise<TrainedSurrogate> {
  const { request, onProgress } = options;
  const began = performance.now();
  // Asked after work that is kept, so that every call gets on, however small the budget.
  const checkBudget = (): void => {
    if (request.budget !== null && (performance.now() - began) / 1000 > request.budget)
      throw new BudgetError(`The training did not come to its end within its budget of ${request.budget} s.`);
  };

  const samples = await sampleModule(prepared, options, checkBudget);
  const laws = learnLaws(prepared, samples, options, checkBudget);
  const stored = guardAndLibrary(prepared, samples, laws);
  const weights = writeSafetensors(stored.tensors);
  const trainingSeconds = (performance.now() - began) / 1000;
  const draft = draftCard(prepared, options, { samples, laws, stored }, sha256Hex(weights));

  onProgress(0.93, "held-out runs");
  const measurement = measureSurrogate(
    prepared,
    { card: draft, tensors: stored.tensors },
    {
      plans: samples.heldOutPlans,
      horizon: samples.horizon,
      seed: request.seed,
      trainingSeconds,
      shown: request.conditions.flatMap(({ value }) => value ?? []),
      badStep: badStep(request),
    },
    samples.ranges,
  );
  const { metrics } = measurement;
  const conditions = judge(request.conditions, metrics);
  const accepted = conditions.every(({ holds }) => holds);
  const card: SurrogateCard = { ...draft, metrics, acceptance: { accepted, conditions } };
  onProgress(1, "");
  return { artefact: { card, tensors: stored.tensors }, weights, measurement };
}

interface Stages {
  readonly samples: ModuleSamples;
  readonly laws: LearnedLaws;
  readonly stored: GuardAndLibrary;
}

/** The card before anything is measured. */
function draftCard(
  prepared: PreparedModule,
  { request, modelHash, experimentRows }: TrainingOptions,
  { samples, laws, stored: { net, guard, library } }: Stages,
  weightsHash: string,
): SurrogateCard {
  return {
    format: cardFormat,
    version: cardVersion,
    surrogate: prepared.surrogate.name.text,
    module: prepared.flat.name,
    compiler: compilerVersion,
    seed: request.seed,
    hashes: {
      model: modelHash,
      submodel: prepared.hash,
      data: dataHash(samples.sampleRows),
      weights: weightsHash,
    },
    ...laws.learned,
    net,
    guard,
    library,
    training: {
      runs: samples.trainingRuns.length,
      heldOutRuns: samples.heldOutPlans.length,
      samples: samples.sampleRows.length,
      experimentSamples: experimentRows.length,
      horizon: samples.horizon,
      members: laws.members.length,
      formulas: laws.learned.channels.filter(({ law }) => law.kind === "formula").length,
      identities: laws.learned.channels.filter(({ law }) => law.kind === "formula" && law.isIdentity === true)
        .length,
      matchingLoss: laws.losses[0] ?? 0,
      nets: laws.learned.channels.filter(({ law }) => law.kind === "net").length,
      rolloutWindows: laws.windowCount,
      rolloutLossBefore: laws.polish.before,
      rolloutLossAfter: laws.polish.after,
      adamSteps: laws.effort.adamSteps,
      polishIterations: laws.effort.polishIterations,
    },
    metrics: unmeasured,
    acceptance: { accepted: false, conditions: [] },
  };
}

/** A step that errs by more than any run may is bad. */
function badStep({ conditions }: TrainingRequest): number {
  const limits = conditions.flatMap(({ measure, limit }) => (measure === "nrmse_p99" ? [limit] : []));
  return limits.length === 0 ? defaultBadStep : Math.max(...limits);
}

function dataHash(rows: readonly Float64Array[]): string {
  const width = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, i) => values.set(row, i * width));
  return sha256Hex(writeSafetensors(new Map([["samples", { shape: [rows.length, width], values }]])));
}
