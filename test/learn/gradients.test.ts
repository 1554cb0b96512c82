/** Gradients against central differences: relative error below 1e-6, which is what differences allow. */
import { describe, expect, it } from "vitest";
import type { ReducedStructure } from "../../learn/channelFactor.ts";
import { initialWeights, matchingLoss } from "../../learn/train/netFit.ts";
import { ReducedSystem, rolloutLoss, type RolloutWindow } from "../../learn/train/rollout.ts";
import {
  SurrogateNet,
  type SurrogateNetTables,
  surrogatePartials,
  surrogateValues,
} from "../../runtime/surrogate/surrogateNet.ts";

const widths = [3, 5, 4, 3];
const tables: SurrogateNetTables = {
  isLog: [true, false, false],
  floor: [1e-3, -1e300, -1e300],
  centre: [0.1, 0.4, 2],
  scale: [0.7, 1.5, 0.2],
  widths,
  heads: [
    { kind: "rate", centre: 0.3, half: 1.2 },
    { kind: "share", group: 0, total: 5 },
    { kind: "share", group: 0, total: 5 },
  ],
  spread: [1, 1, 1],
  members: [Array.from(initialWeights(widths, "gradients", 0), (weight) => 2 * weight)],
};

function expectClose(found: number, wanted: number, size: number): void {
  expect(Math.abs(found - wanted)).toBeLessThan(1e-6 * Math.max(size, 1e-3));
}

describe("gradients", () => {
  it("of heads by inputs", () => {
    const value = surrogateValues(tables);
    const partial = surrogatePartials(tables);
    const x = [0.8, 0.3, 4];
    for (let k = 0; k < 3; k++)
      for (let i = 0; i < 3; i++) {
        const h = 1e-5;
        const at = (step: number) => value(k, ...x.map((one, j) => (j === i ? one + step : one)));
        expectClose(partial(k * 3 + i, ...x), (at(h) - at(-h)) / (2 * h), 1);
      }
  });

  it("of the matching loss by weights", () => {
    const net = new SurrogateNet(tables);
    const samples = {
      count: 2,
      variables: Float64Array.from([0.8, 0.3, 4, 2.5, -0.2, 1]),
      targets: Float64Array.from([1.5, 1, 2, 0.7, 3, 0.5]),
      weights: Float64Array.from([1, 1, 1, 0.5, 1, 0]),
    };
    const order = Int32Array.from([0, 1]);
    const weights = net.members[0] ?? new Float64Array(0);
    const gradient = new Float64Array(weights.length);
    matchingLoss(net, 0, samples, order, 0, 2, gradient);
    weights.forEach((weight, w) => {
      const at = (step: number): number => {
        weights[w] = weight + step;
        const loss = matchingLoss(net, 0, samples, order, 0, 2, null);
        weights[w] = weight;
        return loss;
      };
      expectClose(gradient[w] ?? 0, (at(1e-5) - at(-1e-5)) / 2e-5, 1);
    });
  });

  it("of rollouts by weights, through the integrator, nets and formulas", () => {
    const row = { species: [], weights: [], follows: null, offset: 0, initial: 0, low: 0, high: 1 };
    const structure: ReducedStructure = {
      inputs: [{ name: "u", measure: "value", low: 0.1, high: 10, isLog: true }],
      retained: [{ ...row, name: "a", bound: 2 }],
      ledgers: [{ ...row, owner: 0, bound: null }],
      shared: [{ port: "u", measure: "concentration" }],
      channels: [
        {
          retained: [1],
          ledgers: [1],
          shared: [-1],
          limits: [0],
          isProduct: false,
          law: { kind: "net", head: 0 },
        },
        {
          retained: [-1],
          ledgers: [-1],
          shared: [1],
          limits: [0, 1],
          isProduct: true,
          law: {
            kind: "formula",
            terms: [
              { coefficient: 0.3, factors: [] },
              { coefficient: 0.5, factors: [{ variable: 1, power: 2, half: 0.7 }] },
              {
                coefficient: 0.4,
                factors: [
                  { variable: 1, per: 0, power: 1, half: null },
                  { variable: 2, power: 2, half: 0.9, falls: true },
                ],
              },
            ],
          },
        },
        {
          retained: [0],
          ledgers: [-1],
          shared: [0],
          limits: [1],
          isProduct: true,
          law: { kind: "net", head: 1 },
        },
      ],
    };
    const rateTables = {
      ...tables,
      heads: tables.heads.map(() => ({ kind: "rate", centre: -1, half: 1 }) as const),
    };
    const net = new SurrogateNet(rateTables);
    const system = new ReducedSystem(structure, net);
    const drive = (u: number) => ({ inputs: [u], shared: [u] });
    const window: RolloutWindow = {
      start: Float64Array.from([0.4, 1.1]),
      stepLengths: [0.1, 0.1, 0.2],
      drives: [1, 1.5, 2].map((u) => [drive(u), drive(u + 0.2), drive(u + 0.4)]),
      targets: [null, Float64Array.from([0.5, 1]), Float64Array.from([0.9, 0.8])],
    };
    const scale = Float64Array.from([0.5, 2]);
    const weights = net.members[0] ?? new Float64Array(0);
    const gradient = new Float64Array(weights.length);
    rolloutLoss(system, window, scale, gradient);
    expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(1e-3);
    weights.forEach((weight, w) => {
      const at = (step: number): number => {
        weights[w] = weight + step;
        const loss = rolloutLoss(system, window, scale, null);
        weights[w] = weight;
        return loss;
      };
      expectClose(gradient[w] ?? 0, (at(1e-5) - at(-1e-5)) / 2e-5, 1);
    });
  });
});
