/**
 * All exact ways to simulate, on fifty random networks against their master equations. Of each network that species is
 * looked at whose number is most uncertain. A goodness of fit for each network, and the sum of all: seeds are fixed, and
 * with other seeds one of the sums below would lie beyond its bound once in some ten thousand.
 */
import { describe, expect, it } from "vitest";
import { selections, unrolledSelection } from "../../runtime/engines/ssa/selectors.ts";
import { engines } from "../../runtime/engines/registry.ts";
import type { MethodName } from "../../runtime/methods.ts";
import { Simulation } from "../../runtime/simulation.ts";
import { networkText, numbersAt, type RandomNetwork, randomNetwork } from "../support/randomNetwork.ts";
import { compileModel } from "./models.ts";

const time = 0.7;
const replicates = 120;
/** Numbers that are expected less often are counted together. */
const leastExpected = 5;

interface Case {
  readonly network: RandomNetwork;
  readonly species: number;
  readonly known: Float64Array;
}

const networks: Case[] = [];
// Some can hardly react.
for (let seed = 1; networks.length < 50; seed++) {
  const drawn = mostUncertain(randomNetwork(seed));
  if (uncertainty(drawn.known) > 0.5) networks.push(drawn);
}

function uncertainty(p: Float64Array): number {
  return 1 - p.reduce((sum, value) => sum + value * value, 0);
}

function mostUncertain(network: RandomNetwork): Case {
  const all = numbersAt(network, time);
  const species = all.reduce((best, p, i) => (uncertainty(p) > uncertainty(all[best]) ? i : best), 0);
  return { network, species, known: all[species] };
}

/** Chi-squared of what was counted, and its degrees of freedom. */
function fit(
  counts: Float64Array,
  known: Float64Array,
): { readonly value: number; readonly freedom: number } {
  const cells: { expected: number; found: number }[] = [{ expected: 0, found: 0 }];
  known.forEach((probability, n) => {
    if ((cells.at(-1)?.expected ?? 0) >= leastExpected) cells.push({ expected: 0, found: 0 });
    const cell = cells[cells.length - 1];
    cell.expected += replicates * probability;
    cell.found += counts[n];
  });
  const last = cells.at(-1);
  const before = cells.at(-2);
  if (last !== undefined && before !== undefined && last.expected < leastExpected) {
    before.expected += last.expected;
    before.found += last.found;
    cells.pop();
  }
  const value = cells.reduce((sum, { expected, found }) => sum + (found - expected) ** 2 / expected, 0);
  return { value, freedom: cells.length - 1 };
}

interface Way {
  readonly method: MethodName;
  readonly selection: string | null;
}

const ways: readonly Way[] = [
  ...selections.map(({ name }): Way => ({ method: "ssa", selection: name })),
  { method: "network_free", selection: null },
  { method: "graph", selection: null },
];

describe("fifty random networks", () => {
  it.each(ways)("follow their master equations: $method $selection", ({ method, selection }) => {
    const traits = engines.find(({ name }) => name === method);
    if (traits === undefined) throw new Error(`no engine ${method}`);
    let sum = 0;
    let freedom = 0;
    networks.forEach(({ network, species, known }, i) => {
      // Code is written for small models alone.
      if (selection === unrolledSelection.name && network.reactions.length > 8) return;
      const model = compileModel(networkText(network), method);
      const counts = new Float64Array(known.length);
      for (let replicate = 1; replicate <= replicates; replicate++) {
        const seed = `random ${i} ${method} ${selection}`;
        const run = new Simulation(model, traits, {
          seed,
          replicate,
          ...(selection === null ? {} : { selection }),
        });
        run.advanceTo(time);
        counts[run.observe()[`s${species}`]]++;
      }
      const found = fit(counts, known);
      // Wilson and Hilferty's normal deviate of chi-squared.
      const part = 2 / (9 * found.freedom);
      const deviate = ((found.value / found.freedom) ** (1 / 3) - (1 - part)) / Math.sqrt(part);
      expect(deviate, `network ${i + 1}: ${[...counts].join(" ")}`).toBeLessThan(5);
      sum += found.value;
      freedom += found.freedom;
    });
    expect((sum - freedom) / Math.sqrt(2 * freedom)).toBeLessThan(4);
  });
});
