/**
 * What a surrogate is worth: rollouts against the exact module under inputs that were held out, the same beyond
 * the domain, conservation when shared species are free, and the time that both take.
 */
import { evaluateModel } from "../../compiler/emit/evaluate.ts";
import type { Artefact } from "../../compiler/surrogate/artefact.ts";
import type { CardMetrics, SurrogateCard } from "../../compiler/surrogate/card.ts";
import { submodelColumns } from "../../compiler/surrogate/columns.ts";
import { type DrivenText, drivenModel } from "../../compiler/surrogate/drivenModel.ts";
import { guardedRanges, isInRange } from "../../compiler/surrogate/guardBounds.ts";
import type { PreparedModule } from "../../compiler/surrogate/prepareModule.ts";
import { SurrogateNet } from "../../runtime/surrogate/surrogateNet.ts";
import { driveRun, type DrivenModel, drivenTolerance, samplesPerSegment } from "../sample/drive.ts";
import { planRuns, type RunPlan } from "../sample/runPlan.ts";
import { type ErrorSummary, summariseErrors } from "../statistics.ts";
import { conservationError } from "./conservationError.ts";
import { goldenError } from "./golden.ts";
import { reducedModel } from "./reducedModel.ts";

export interface RolloutTrace {
  readonly name: string;
  readonly times: readonly number[];
  readonly exact: readonly number[];
  readonly surrogate: readonly number[];
}

export interface ShellMeasure {
  /** Inputs lie up to so many times beyond the domain. */
  readonly stretch: number;
  readonly errors: ErrorSummary;
}

export interface Measurement {
  readonly metrics: SurrogateCard["metrics"];
  readonly shells: readonly ShellMeasure[];
  readonly traces: readonly RolloutTrace[];
}

export interface MeasurementRequest {
  readonly plans: readonly RunPlan[];
  readonly horizon: number;
  readonly seed: string;
  readonly trainingSeconds: number;
  /** Values whose rollouts are kept to be looked at. */
  readonly shown: readonly string[];
}

const shells = [1.1, 1.25, 1.5];
const runsPerShell = 12;
const shownRuns = 3;
/** As experiments run by default. */
const timedSeconds = 3;
const mostRounds = 20;
const timedTolerance = { relativeTolerance: 1e-6, absoluteTolerance: 1e-6 };

export function measureSurrogate(
  prepared: PreparedModule,
  artefact: Artefact,
  request: MeasurementRequest,
  ranges: readonly { readonly low: number; readonly high: number }[],
): Measurement {
  const values = prepared.submodel.retained.map(({ name }) => name);
  const exact = drivenPair(exactText(prepared));
  const reduced = drivenPair(reducedText(prepared, artefact));
  const scales = values.map((_, k) => ranges[k].high - ranges[k].low);
  const isSteady = prepared.kind === "steady_state";
  const errorsOf = (plans: readonly RunPlan[]): number[][] => {
    const errors: number[][] = values.map(() => []);
    for (const plan of plans) {
      const a = driveRun(exact, plan, drivenTolerance);
      const b = driveRun(reduced, plan, drivenTolerance);
      values.forEach((_, k) => {
        let sum = 0;
        let count = 0;
        for (let n = 0; n < a.times.length; n++) {
          // A steady state only says where levels lead that are held.
          if (isSteady && (n + 1) % (samplesPerSegment + 1) !== 0) continue;
          count++;
          const difference = a.rows[n * values.length + k] - b.rows[n * values.length + k];
          sum += difference * difference;
        }
        errors[k].push(Math.sqrt(sum / count) / Math.max(scales[k], 1e-300));
      });
    }
    return errors;
  };
  const inside = errorsOf(request.plans);
  const nrmse = values.map((name, k): CardMetrics => ({ name, ...summariseErrors(inside[k]) }));
  const measuredShells = shells.map((stretch): ShellMeasure => {
    const moving = planRuns(runsPerShell, prepared.inputs, request.horizon, `${request.seed} shell`, stretch);
    const plans = isSteady ? moving.map((plan) => heldAs(plan, request.plans)) : moving;
    return { stretch, errors: summariseErrors(errorsOf(plans).flat()) };
  });
  const exactSeconds = timeOf(exact, request.plans);
  const surrogateSeconds = timeOf(reduced, request.plans);
  const runs = Math.max(1, request.plans.length);
  const gain = (exactSeconds - surrogateSeconds) / runs;
  const traces = request.plans.slice(0, shownRuns).flatMap((plan): RolloutTrace[] => {
    const a = driveRun(exact, plan, drivenTolerance);
    const b = driveRun(reduced, plan, drivenTolerance);
    return values.flatMap((name, k) =>
      request.shown.includes(name)
        ? [
            {
              name,
              times: Array.from(a.times),
              exact: Array.from(a.times, (_, n) => a.rows[n * values.length + k]),
              surrogate: Array.from(b.times, (_, n) => b.rows[n * values.length + k]),
            },
          ]
        : [],
    );
  });
  return {
    metrics: {
      nrmse,
      conservation: conservationError(prepared, artefact, request.horizon),
      speedup: exactSeconds / surrogateSeconds,
      guardAccepts: guardAccepts(artefact, prepared, request.plans),
      codeError: isSteady ? null : goldenError(prepared, artefact),
      breakEvenRuns: gain > 0 ? Math.ceil(request.trainingSeconds / gain) : null,
    },
    shells: measuredShells,
    traces,
  };
}

/** The levels of a plan, held as long as those of others. */
function heldAs(plan: RunPlan, others: readonly RunPlan[]): RunPlan {
  const duration = others[0]?.[0]?.duration ?? 1;
  return plan.map(({ to }) => ({ duration, from: to, to }));
}

function drivenPair({ text, inputs }: DrivenText): DrivenModel {
  return { model: evaluateModel(text), inputs };
}

export function exactText(prepared: PreparedModule): DrivenText {
  const { flat, source, inputs, submodel, origin } = prepared;
  const { state } = submodelColumns(submodel, inputs);
  return drivenModel(flat, source, inputs, state.slice(0, submodel.retained.length), origin);
}

/** The module with the surrogate in its place, without guard: the same code that simulators run. */
export function reducedText(prepared: PreparedModule, artefact: Artefact): DrivenText {
  const { flat, inputs, submodel, origin } = prepared;
  const { graph } = flat;
  const observables = submodel.retained.map(({ name, offset }) => {
    const shown = flat.submodels[0]?.values.find((value) => value.name === name);
    if (shown === undefined) throw new Error(`no value ${name}`);
    return { name, value: graph.subtract(graph.symbol(shown.symbol), graph.number(offset)) };
  });
  const { flat: reduced, ports } = reducedModel(prepared, artefact, observables);
  return drivenModel(reduced, ports, inputs, reduced.observables, origin);
}

/** Processor time in s for all plans: the shortest of as many rounds as fit into `timedSeconds`, one at least. */
function timeOf(driven: DrivenModel, plans: readonly RunPlan[]): number {
  // Once to warm up: code is compiled while it runs first, long functions after many calls.
  for (const plan of plans.slice(0, 3)) driveRun(driven, plan, timedTolerance);
  let shortest = Number.POSITIVE_INFINITY;
  for (let spent = 0; spent < timedSeconds; ) {
    const before = process.cpuUsage();
    for (const plan of plans) driveRun(driven, plan, timedTolerance);
    const { user, system } = process.cpuUsage(before);
    const seconds = Math.max((user + system) / 1e6, 1e-6);
    shortest = Math.min(shortest, seconds);
    spent += Math.max(seconds, timedSeconds / mostRounds);
  }
  return shortest;
}

/** Part of the held-out samples at which the guard leaves the surrogate on. */
function guardAccepts(
  { card, tensors }: Artefact,
  prepared: PreparedModule,
  plans: readonly RunPlan[],
): number {
  const net =
    card.net === null
      ? null
      : new SurrogateNet({
          ...card.net,
          members: Array.from({ length: card.net.members }, (_, i) =>
            Array.from(tensors.get(`member ${i}`)?.values ?? []),
          ),
        });
  const { inputs, state } = submodelColumns(prepared.submodel, prepared.inputs);
  const used = card.kind === "moments" ? [...inputs, ...state] : inputs;
  const { text, inputs: driven } = drivenModel(
    prepared.flat,
    prepared.source,
    prepared.inputs,
    used,
    prepared.origin,
  );
  const model = { model: evaluateModel(text), inputs: driven };
  const heads = card.net?.heads.length ?? 0;
  const first = new Float64Array(heads);
  const other = new Float64Array(heads);
  const ranges = guardedRanges(card);
  let accepted = 0;
  let count = 0;
  for (const plan of plans) {
    const { rows, times } = driveRun(model, plan, drivenTolerance);
    for (let n = 0; n < times.length; n++) {
      count++;
      const row = rows.subarray(n * used.length, (n + 1) * used.length);
      const isKnown = isInRange(ranges, row.subarray(inputs.length));
      if (isKnown && (net === null || net.disagreement(row, first, other) <= card.guard.leave)) accepted++;
    }
  }
  return accepted / count;
}
