/** Network generation against BioNetGen and KaDE. */
import type { Benchmark, BenchSettings, Contest } from "../benchmark.ts";
import { kappaText } from "../models/kappaText.ts";
import { receptorBngl, receptorWithThirdTyrosine } from "../models/receptor.ts";
import { ownProgram } from "../ownProgram.ts";
import { bioNetGenGeneration } from "../peers/bioNetGen.ts";
import { kadeGeneration } from "../peers/kade.ts";

export const generationBenchmarks: readonly Benchmark[] = [
  {
    name: "generation/receptor",
    about: "the reactions of a growth factor receptor and its adapters, listed from rules",
    unit: "reactions",
    contests: (settings) => {
      const small = contest(settings, "356 species", receptorBngl(1800));
      return settings.quick
        ? [small]
        : [small, contest(settings, "2,781 species", receptorWithThirdTyrosine(1800))];
    },
  },
];

function contest(settings: BenchSettings, size: string, text: string): Contest {
  return {
    size,
    own: ownProgram({ kind: "generate", model: { language: "bngl", text } }),
    peers: [...bioNetGenGeneration(settings, text), ...kadeGeneration(settings, kappaText(text))],
  };
}
