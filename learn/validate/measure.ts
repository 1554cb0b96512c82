/**
 * What a surrogate is worth: rollouts and single steps against the exact module under inputs that were held out, the
 * same beyond the domain, what the guard does with both, conservation when shared species are free, and the time that
 * both take.
 */
import type { Artefact } from "../../compiler/surrogate/artefact.ts";
import type { CardMetrics, CardShell, SurrogateCard } from "../../compiler/surrogate/card.ts";
import type { PreparedModule } from "../../compiler/surrogate/prepareModule.ts";
import { planRuns, type RunPlan } from "../sample/runPlan.ts";
import { bootstrapIntervals, summariseErrors } from "../statistics.ts";
import { drivenModelOf } from "../sample/drive.ts";
import { type ComparedRun, comparison, exactText, reducedText } from "./comparison.ts";
import { conservationError } from "./conservationError.ts";
import { type ErrorScale, rolloutError, stepErrors, worstStepErrors } from "./errors.ts";
import { goldenError } from "./golden.ts";
import { countGuard, guardOf } from "./guardMeasure.ts";
import { timeOf } from "./timing.ts";

export interface RolloutTrace {
  readonly name: string;
  readonly times: readonly number[];
  readonly exact: readonly number[];
  readonly surrogate: readonly number[];
}

/** One step of a held-out run: the inputs before it, and the error of the value that is worst after it. */
export interface StepPoint {
  readonly inputs: readonly number[];
  readonly error: number;
  /** How far beyond the domain inputs may be: 1 inside. */
  readonly stretch: number;
}

export interface Measurement {
  readonly metrics: SurrogateCard["metrics"];
  readonly traces: readonly RolloutTrace[];
  readonly steps: readonly StepPoint[];
  /** In the domain, of all values together, as the shells beyond it are summed up. */
  readonly inside: Pick<CardShell, "rollout" | "oneStep">;
}

export interface MeasurementRequest {
  readonly plans: readonly RunPlan[];
  readonly horizon: number;
  readonly seed: string;
  readonly trainingSeconds: number;
  /** Values whose rollouts are kept to be looked at. */
  readonly shown: readonly string[];
  /** A step with a larger error is bad. */
  readonly badStep: number;
}

/** In a card that is not finished. */
export const unmeasured: SurrogateCard["metrics"] = {
  nrmse: [],
  oneStep: [],
  shells: [],
  guard: { samples: 0, accepted: 0, acceptedBad: 0, leftGood: 0 },
  badStep: 0,
  conservation: 0,
  speedup: 0,
  speedupWithoutGuard: 0,
  guardAccepts: 0,
  codeError: 0,
  breakEvenRuns: null,
};

const shells = [1.1, 1.25, 1.5];
const runsPerShell = 12;
const shownRuns = 3;

export function measureSurrogate(
  prepared: PreparedModule,
  artefact: Artefact,
  request: MeasurementRequest,
  ranges: readonly { readonly low: number; readonly high: number }[],
): Measurement {
  const { plans, seed, badStep } = request;
  const values = prepared.submodel.retained.map(({ name }) => name);
  const isSteady = prepared.kind === "steady_state";
  const scale: ErrorScale = {
    inputs: prepared.inputs.length,
    widths: values.map((_, k) => ranges[k].high - ranges[k].low),
    isSteady,
  };
  const compare = comparison(prepared, artefact);
  const guard = guardOf(artefact);
  const steps: StepPoint[] = [];
  const keepSteps = (runs: readonly ComparedRun[], stretch: number): void => {
    for (const run of runs)
      worstStepErrors(run, scale).forEach((error, n) => {
        const before = run.exact[n - 1];
        if (error === null || before === undefined) return;
        steps.push({ inputs: Array.from(before.subarray(0, scale.inputs)), error, stretch });
      });
  };

  const inside = plans.map(compare);
  keepSteps(inside, 1);
  const nrmse = values.map((name, k): CardMetrics => {
    const errors = inside.map((run) => rolloutError(run, k, scale));
    return { name, ...summariseErrors(errors), ...bootstrapIntervals(errors, `${seed} ${name}`) };
  });
  const oneStep = values.map((name, k) => ({
    name,
    ...summariseErrors(inside.flatMap((run) => stepErrors(run, k, scale))),
  }));
  const guardCounts = countGuard(inside, guard, scale, badStep);
  const measuredShells = shells.map((stretch): CardShell => {
    const moving = planRuns(runsPerShell, prepared.inputs, request.horizon, `${seed} shell`, stretch);
    const runs = (isSteady ? moving.map((plan) => heldAs(plan, plans)) : moving).map(compare);
    keepSteps(runs, stretch);
    return {
      stretch,
      ...errorsOfAll(runs, scale),
      guard: countGuard(runs, guard, scale, badStep),
    };
  });

  const exactSeconds = timeOf(drivenModelOf(exactText(prepared)), plans);
  const aloneSeconds = timeOf(drivenModelOf(reducedText(prepared, artefact)), plans);
  const guardedSeconds = timeOf(drivenModelOf(reducedText(prepared, artefact, "clamp")), plans);
  const gain = (exactSeconds - guardedSeconds) / Math.max(1, plans.length);
  return {
    metrics: {
      nrmse,
      oneStep: isSteady ? [] : oneStep,
      shells: measuredShells,
      guard: guardCounts,
      badStep,
      conservation: conservationError(prepared, artefact, request.horizon),
      speedup: exactSeconds / guardedSeconds,
      speedupWithoutGuard: exactSeconds / aloneSeconds,
      guardAccepts: guardCounts.accepted / Math.max(1, guardCounts.samples),
      codeError: goldenError(prepared, artefact),
      breakEvenRuns: gain > 0 ? Math.ceil(request.trainingSeconds / gain) : null,
    },
    traces: inside.slice(0, shownRuns).flatMap((run) => tracesOf(run, values, scale, request.shown)),
    steps,
    inside: errorsOfAll(inside, scale),
  };
}

function errorsOfAll(
  runs: readonly ComparedRun[],
  scale: ErrorScale,
): Pick<CardShell, "rollout" | "oneStep"> {
  const values = [...scale.widths.keys()];
  return {
    rollout: summariseErrors(runs.flatMap((run) => values.map((k) => rolloutError(run, k, scale)))),
    oneStep: summariseErrors(runs.flatMap((run) => values.flatMap((k) => stepErrors(run, k, scale)))),
  };
}

function tracesOf(
  run: ComparedRun,
  values: readonly string[],
  { inputs }: ErrorScale,
  shown: readonly string[],
): RolloutTrace[] {
  return values.flatMap((name, k) =>
    shown.includes(name)
      ? [
          {
            name,
            times: Array.from(run.times),
            exact: run.exact.map((row) => row[inputs + k]),
            surrogate: run.rollout.map((row) => row[k]),
          },
        ]
      : [],
  );
}

/** The levels of a plan, held as long as those of others. */
function heldAs(plan: RunPlan, others: readonly RunPlan[]): RunPlan {
  const duration = others[0]?.[0]?.duration ?? 1;
  return plan.map(({ to }) => ({ duration, from: to, to }));
}
