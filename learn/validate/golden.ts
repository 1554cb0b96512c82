/**
 * Whether the code that simulators run computes what training computed: the rates of all sums and ledgers at states of
 * training, which the artefact keeps ("golden" tensors).
 */
import { evaluateModel } from "../../compiler/emit/evaluate.ts";
import type { Artefact } from "../../compiler/surrogate/artefact.ts";
import type { SurrogateCard } from "../../compiler/surrogate/card.ts";
import { drivenModel } from "../../compiler/surrogate/drivenModel.ts";
import type { PreparedModule } from "../../compiler/surrogate/prepareModule.ts";
import type { Tensor } from "../../compiler/surrogate/safetensors.ts";
import { odeEngine } from "../../runtime/engines/ode/odeEngine.ts";
import { Simulation } from "../../runtime/simulation.ts";
import type { SurrogateNet } from "../../runtime/surrogate/surrogateNet.ts";
import { ReducedSystem } from "../train/rollout.ts";
import { type DrivenModel, drivenModelOf } from "../sample/drive.ts";
import { reducedText } from "./comparison.ts";
import { reducedModel, sumNames } from "./reducedModel.ts";

const count = 16;

/** `rows`: inputs, sums, ledgers, shared measures and more, of training. */
export function goldenTensors(
  structure: Pick<SurrogateCard, "retained" | "ledgers" | "channels" | "inputs" | "shared">,
  net: SurrogateNet | null,
  rows: readonly Float64Array[],
): [string, Tensor][] {
  const system = new ReducedSystem(structure, net);
  const inputs = structure.inputs.length;
  const width = inputs + system.size + structure.shared.length;
  const chosen = Array.from({ length: Math.min(count, rows.length) }, (_, i) =>
    rows[Math.floor(((i + 0.5) * rows.length) / count)].subarray(0, width),
  );
  const seen = chosen.map((row) => {
    const drive = {
      inputs: Array.from(row.subarray(0, inputs)),
      shared: Array.from(row.subarray(inputs + system.size)),
    };
    const state = row.subarray(inputs, inputs + system.size);
    const rates = new Float64Array(system.size);
    const turnover = new Float64Array(system.size);
    system.derivative(drive, state, rates);
    system.turnover(drive, state, turnover);
    return { rates, turnover };
  });
  const tensor = (values: readonly Float64Array[], size: number): Tensor => ({
    shape: [values.length, size],
    values: Float64Array.from(values.flatMap((one) => Array.from(one))),
  });
  return [
    ["golden points", tensor(chosen, width)],
    [
      "golden rates",
      tensor(
        seen.map(({ rates }) => rates),
        system.size,
      ),
    ],
    [
      "golden turnover",
      tensor(
        seen.map(({ turnover }) => turnover),
        system.size,
      ),
    ],
  ];
}

/** Of a steady state: inputs of training, and the outputs that the net gives there. `rows` begin with inputs. */
export function goldenOutputs(
  inputs: number,
  net: SurrogateNet,
  rows: readonly Float64Array[],
): [string, Tensor][] {
  const heads = net.tables.heads.length;
  const chosen = Array.from({ length: Math.min(count, rows.length) }, (_, i) =>
    rows[Math.floor(((i + 0.5) * rows.length) / count)].subarray(0, inputs),
  );
  const outputs = chosen.map((row) => {
    const found = new Float64Array(heads);
    net.evaluate(0, row, found);
    return found;
  });
  const tensor = (values: readonly Float64Array[], size: number): Tensor => ({
    shape: [values.length, size],
    values: Float64Array.from(values.flatMap((one) => Array.from(one))),
  });
  return [
    ["golden points", tensor(chosen, inputs)],
    ["golden outputs", tensor(outputs, heads)],
  ];
}

/** The largest difference of an output, as part of the total that it is a share of. */
function outputError(prepared: PreparedModule, artefact: Artefact): number {
  const { tensors, card } = artefact;
  const points = tensors.get("golden points");
  const outputs = tensors.get("golden outputs");
  if (points === undefined || outputs === undefined || card.net === null) return Number.NaN;
  const driven = drivenModelOf(reducedText(prepared, artefact));
  const simulation = new Simulation(driven.model, odeEngine);
  const found = new Float64Array(driven.model.observables.length);
  const width = prepared.inputs.length;
  let worst = 0;
  for (let n = 0; n < (points.shape[0] ?? 0); n++) {
    driveTo(simulation, driven.inputs, points.values.subarray(n * width, (n + 1) * width));
    simulation.observeInto(found);
    card.net.heads.forEach((head, k) => {
      const total = head.kind === "share" ? head.total : 1;
      const difference = Math.abs(found[k] - outputs.values[n * found.length + k]) / total;
      if (!(difference <= worst)) worst = difference;
    });
  }
  return worst;
}

/** Parameters first: at the start they set the state anew. */
function driveTo(simulation: Simulation, inputs: DrivenModel["inputs"], levels: ArrayLike<number>): void {
  inputs.forEach(({ name, state }, i) => {
    if (state === null) simulation.setParameter(name, levels[i]);
  });
  inputs.forEach(({ state }, i) => {
    if (state !== null) simulation.setState(state.name, levels[i] * state.factor);
  });
}

/**
 * The largest difference of a rate, as part of the velocities that it is the sum of; of a steady state that of an output.
 * NaN where the artefact keeps nothing to compare.
 */
export function goldenError(prepared: PreparedModule, artefact: Artefact): number {
  if (prepared.kind === "steady_state") return outputError(prepared, artefact);
  const { card, tensors } = artefact;
  const points = tensors.get("golden points");
  const rates = tensors.get("golden rates");
  const turnover = tensors.get("golden turnover");
  if (points === undefined || rates === undefined || turnover === undefined) return Number.NaN;
  const { flat, ports } = reducedModel(prepared, artefact, []);
  const rows = [...card.retained, ...card.ledgers];
  const names = sumNames(card);
  const followed = rows.flatMap(({ follows }, k) => (follows === null ? [k] : []));
  const columns = followed.map((k) => {
    const index = flat.variables.findIndex(({ name }) => name === names[k]);
    const flow = flat.flows.find(({ target }) => target.kind === "variable" && target.index === index);
    return { name: `rate of ${names[k]}`, value: flow?.rate ?? flat.graph.number(0) };
  });
  const driven = drivenModel(flat, ports, prepared.inputs, columns, prepared.origin);
  const model = evaluateModel(driven.text);
  const simulation = new Simulation(model, odeEngine);
  const found = new Float64Array(columns.length);
  const width = points.shape[1] ?? 0;
  let worst = 0;
  for (let n = 0; n < (points.shape[0] ?? 0); n++) {
    const row = points.values.subarray(n * width, (n + 1) * width);
    driveTo(simulation, driven.inputs, row);
    for (const k of followed) simulation.setState(names[k], row[prepared.inputs.length + k]);
    simulation.observeInto(found);
    followed.forEach((k, i) => {
      const at = n * rows.length + k;
      const difference = Math.abs(found[i] - rates.values[at]) / Math.max(turnover.values[at], 1e-300);
      if (!(difference <= worst)) worst = difference;
    });
  }
  return worst;
}
