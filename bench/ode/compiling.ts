/** From a model's text to the first result, by the size of its network. */
import type { ContestBenchmark } from "../benchmark.ts";
import { dimersText } from "../models/dimers.ts";
import { receptorBngl } from "../models/receptor.ts";
import { type ModelSource, ownProgram } from "../ownProgram.ts";

function task(model: ModelSource, until: number) {
  return ownProgram({ kind: "start", model, until });
}

export const compilingBenchmarks: readonly ContestBenchmark[] = [
  {
    name: "compile/ode",
    about:
      "reading rules, listing their reactions, compiling, and the first two hundredth of a deterministic run",
    unit: "reactions",
    contests: () => [
      {
        size: "356 species, 3,749 reactions",
        own: task({ language: "bngl", text: receptorBngl(1800) }, 120),
        peers: [],
      },
      {
        size: "3,403 species, 50,814 reactions",
        own: task({ language: "tdl", text: dimersText() }, 60),
        peers: [],
      },
    ],
  },
];
