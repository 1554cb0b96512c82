/**
 * Exact runs beside those of a surrogate, sample by sample: the surrogate left to itself from the start (a rollout), and
 * the surrogate set to the exact sums and ledgers at every sample (one step). Both without guard, by the code that
 * simulators run.
 */
import type { Artefact } from "../../compiler/surrogate/artefact.ts";
import { submodelColumns } from "../../compiler/surrogate/columns.ts";
import { type DrivenText, drivenModel } from "../../compiler/surrogate/drivenModel.ts";
import type { PreparedModule } from "../../compiler/surrogate/prepareModule.ts";
import {
  type DrivenModel,
  drivenModelOf,
  drivenTolerance,
  driveRun,
  samplesPerSegment,
} from "../sample/drive.ts";
import type { RunPlan } from "../sample/runPlan.ts";
import { reducedModel, sumNames } from "./reducedModel.ts";

export interface ComparedRun {
  readonly times: Float64Array;
  /** Inputs, sums and ledgers of the exact module, one row a sample. */
  readonly exact: readonly Float64Array[];
  /** The sums of the surrogate, in a rollout. */
  readonly rollout: readonly Float64Array[];
  /** The same one step after the exact state; null: there is no step before (and none in steady states). */
  readonly oneStep: readonly (Float64Array | null)[];
}

/** The module with its sums as observables. */
export function exactText(prepared: PreparedModule): DrivenText {
  const { flat, source, inputs, submodel, origin } = prepared;
  const { state } = submodelColumns(submodel, inputs);
  return drivenModel(flat, source, inputs, state.slice(0, submodel.retained.length), origin);
}

/** The module with inputs, sums and ledgers as observables. */
function watchedText({ flat, source, inputs, submodel, origin }: PreparedModule): DrivenText {
  const columns = submodelColumns(submodel, inputs);
  return drivenModel(flat, source, inputs, [...columns.inputs, ...columns.state], origin);
}

/** The module with the surrogate in its place: the same code that simulators run. */
export function reducedText(
  prepared: PreparedModule,
  artefact: Artefact,
  outside: "unguarded" | "clamp" = "unguarded",
): DrivenText {
  const { flat, inputs, submodel, origin } = prepared;
  const { graph } = flat;
  const observables = submodel.retained.map(({ name, offset }) => {
    const shown = flat.submodels[0]?.values.find((value) => value.name === name);
    if (shown === undefined) throw new Error(`no value ${name}`);
    return { name, value: graph.subtract(graph.symbol(shown.symbol), graph.number(offset)) };
  });
  const { flat: reduced, ports } = reducedModel(prepared, artefact, observables, outside);
  return drivenModel(reduced, ports, inputs, reduced.observables, origin);
}

export type Compare = (plan: RunPlan) => ComparedRun;

/** Compiles both once. */
export function comparison(prepared: PreparedModule, artefact: Artefact): Compare {
  const { inputs, kind } = prepared;
  const exact = drivenModelOf(watchedText(prepared));
  const reduced = drivenModelOf(reducedText(prepared, artefact));
  // Sums and ledgers that follow from others have no states of their own.
  const states = sumNames(artefact.card).flatMap((name, k) =>
    reduced.model.states.some((state) => state.name === name) ? [{ name, k }] : [],
  );
  return (plan) => {
    const rows = rowsOf(exact, plan);
    const oneStep =
      kind === "steady_state"
        ? rows.rows.map(() => null)
        : rowsOf(reduced, plan, (simulation, n) => {
            for (const { name, k } of states)
              simulation.setState(name, rows.rows[n]?.[inputs.length + k] ?? Number.NaN);
          }).rows.map((row, n) => (n % (samplesPerSegment + 1) === 0 ? null : row));
    return { times: rows.times, exact: rows.rows, rollout: rowsOf(reduced, plan).rows, oneStep };
  };
}

function rowsOf(
  driven: DrivenModel,
  plan: RunPlan,
  afterSample?: Parameters<typeof driveRun>[3],
): { readonly times: Float64Array; readonly rows: readonly Float64Array[] } {
  const { times, rows } = driveRun(driven, plan, drivenTolerance, afterSample);
  const width = driven.model.observables.length;
  return { times, rows: Array.from(times, (_, n) => rows.subarray(n * width, (n + 1) * width)) };
}
