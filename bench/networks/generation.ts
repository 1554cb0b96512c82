/** Network generation against BioNetGen and KaDE. */
import type { Benchmark } from "../benchmark.ts";
import { kappaText } from "../models/kappaText.ts";
import { receptorBngl } from "../models/receptor.ts";
import { ownProgram } from "../ownProgram.ts";
import { bioNetGenGeneration } from "../peers/bioNetGen.ts";
import { kadeGeneration } from "../peers/kade.ts";

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
          peers: [...bioNetGenGeneration(settings, text), ...kadeGeneration(settings, kappaText(text))],
        },
      ];
    },
  },
];
