/** Network generation against BioNetGen. */
import type { Benchmark } from "../benchmark.ts";
import { receptorBngl } from "../models/receptor.ts";
import { ownProgram } from "../ownProgram.ts";
import { bioNetGenGeneration } from "../peers/bioNetGen.ts";

export const generationBenchmarks: readonly Benchmark[] = [
  {
    name: "generation/receptor",
    about: "the reactions of a growth factor receptor and its adapters, listed from rules",
    unit: "reactions",
    contests: (settings) => {
      const text = receptorBngl(1800);
      return [
        {
          size: "356 species",
          own: ownProgram({ kind: "generate", model: { language: "bngl", text } }),
          peers: bioNetGenGeneration(settings, text),
        },
      ];
    },
  },
];
