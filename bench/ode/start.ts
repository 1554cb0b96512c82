/** From a model's text to the first result, by the size of its network. */
import type { ContestBenchmark } from "../benchmark.ts";
import { dimersText } from "../models/dimers.ts";
import { receptorBngl } from "../models/receptor.ts";
import { type ModelSource, ownProgram } from "../ownProgram.ts";

function start(model: ModelSource, until: number) {
  return ownProgram({ kind: "start", model, until });
}

export const startBenchmarks: readonly ContestBenchmark[] = [
  {
    name: "start/ode",
    about:
      "reading rules, listing their reactions, compiling, and the first two hundredth of a deterministic run",
    unit: "reactions",
    contests: () => [
      {
        size: "356 species, 3,749 reactions",
        own: start({ language: "bngl", text: receptorBngl(1800) }, 120),
        peers: [],
      },
      {
        size: "3,403 species, 50,814 reactions",
        own: start({ language: "tdl", text: dimersText() }, 60),
        peers: [],
      },
    ],
  },
];
