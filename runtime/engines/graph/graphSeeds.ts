/** The initial graph: so many copies of each seed, with the attributes that the model gives them. */
import type { GraphModel } from "../../graphModel.ts";
import type { RandomStream } from "../../random/randomStream.ts";
import { SimulationError } from "../../simulationError.ts";
import type { GraphMixture } from "./graphMixture.ts";

/** Nodes that a run may begin with. */
const nodeLimit = 100_000_000;

/** @throws SimulationError for an impossible number of copies. */
export function fillWithSeeds(mixture: GraphMixture, c: Float64Array, random: RandomStream): void {
  const { model, store } = mixture;
  const amounts = new Float64Array(model.seeds.length);
  model.amounts(c, amounts);
  let total = 0;
  model.seeds.forEach(({ name, agents }, i) => {
    const amount = Math.round(amounts[i]);
    if (!(amount >= 0 && amount < Number.POSITIVE_INFINITY)) {
      throw new SimulationError(
        "badInput",
        `The initial number of ${name} is ${amounts[i]}, but it must be a number from 0.`,
        0,
      );
    }
    total += agents.length * amount;
  });
  if (total > nodeLimit) {
    throw new SimulationError(
      "badInput",
      `The run would begin with ${total} molecules, more than the ${nodeLimit} that are possible.`,
      0,
    );
  }
  store.clear();
  model.seeds.forEach(({ agents, bonds }, seed) => {
    const n = new Int32Array(agents.length);
    for (let copy = 0; copy < Math.round(amounts[seed]); copy++) {
      agents.forEach(({ type, states }, i) => {
        n[i] = store.add(type);
        for (let site = 0; site < states.length; site++) store.setState(n[i], site, states[site]);
      });
      for (const { a, b } of bonds) {
        store.bind((n[a.agent] << store.shift) + a.site, (n[b.agent] << store.shift) + b.site);
      }
      model.place(seed, copy, n, store.x, c, random);
    }
  });
  mixture.matchAll();
}

/** What the user should know of numbers that are not whole. */
export function seedNotices(model: GraphModel, c: Float64Array): readonly string[] {
  const amounts = new Float64Array(model.seeds.length);
  model.amounts(c, amounts);
  return model.seeds.flatMap(({ name }, i) => {
    const rounded = Math.round(amounts[i]);
    if (Math.abs(rounded - amounts[i]) <= 1e-9 * Math.max(1, Math.abs(amounts[i]))) return [];
    return [
      `The initial number of ${name} was rounded from ${Number(amounts[i].toPrecision(6))} to ${rounded}.`,
    ];
  });
}
