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
import { reducedModel } from "./reducedModel.ts";

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

/** The largest difference of a rate, as part of the velocities that it is the sum of. */
export function goldenError(prepared: PreparedModule, artefact: Artefact): number {
  const { card, tensors } = artefact;
  const points = tensors.get("golden points");
  const rates = tensors.get("golden rates");
  const turnover = tensors.get("golden turnover");
  if (points === undefined || rates === undefined || turnover === undefined) return Number.NaN;
  const { flat, ports } = reducedModel(prepared, artefact, []);
  const rows = [...card.retained, ...card.ledgers];
  const names = [
    ...card.retained.map(({ name }) => `sum of ${name}`),
    ...card.ledgers.map(({ owner }) => `held ${card.shared[owner]?.port ?? ""}`),
  ];
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
    driven.inputs.forEach(({ name, state }, i) => {
      if (state === null) simulation.setParameter(name, row[i]);
    });
    driven.inputs.forEach(({ state }, i) => {
      if (state !== null) simulation.setState(state.name, row[i] * state.factor);
    });
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
