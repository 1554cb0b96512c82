import { expect, it } from "vitest";
import { ExpressionGraph } from "../../compiler/expression/graph.ts";
import { channelVelocity } from "../../compiler/surrogate/law.ts";
import type { CardChannel, SurrogateCard } from "../../compiler/surrogate/card.ts";
import { ReducedSystem } from "../../learn/train/rollout.ts";

it("formulas that rise and fall have the same value in the simulator and in training", () => {
  const channel: CardChannel = {
    retained: [-1],
    ledgers: [],
    shared: [],
    limits: [0],
    isProduct: true,
    law: {
      kind: "formula",
      terms: [
        { coefficient: 0.3, factors: [{ variable: 0, power: 2, half: 0.7 }] },
        { coefficient: 2, factors: [{ variable: 1, power: 1, half: 1.3, falls: true }] },
      ],
    },
  };
  const structure: Pick<SurrogateCard, "inputs" | "retained" | "ledgers" | "channels" | "shared"> = {
    inputs: [{ name: "u", measure: "value", low: 0, high: 1, isLog: false }],
    retained: [
      {
        name: "a",
        species: [],
        weights: [],
        follows: null,
        offset: 0,
        initial: 1,
        low: 0,
        high: 1,
        bound: null,
      },
    ],
    ledgers: [],
    channels: [channel],
    shared: [],
  };
  const [u, a] = [0.4, 0.9];
  const slope = new Float64Array(1);
  new ReducedSystem(structure, null).derivative({ inputs: [u], shared: [] }, Float64Array.from([a]), slope);
  const graph = new ExpressionGraph();
  const velocity = channelVelocity(
    graph,
    structure,
    channel,
    { inputs: [graph.number(u)], retained: [graph.number(a)], ledgers: [], shared: [] },
    "net",
  );
  const expected = a * ((0.3 * u * u) / (0.49 + u * u) + (2 * 1.3) / (1.3 + a));
  expect(graph.numberValue(velocity)).toBeCloseTo(expected, 13);
  expect(-slope[0]).toBeCloseTo(expected, 13);
});
