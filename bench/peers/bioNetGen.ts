/** BioNetGen (Harris et al. 2016, doi:10.1093/bioinformatics/btw469): network generation, and XML for NFsim. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchSettings, Outcome, Program } from "../benchmark.ts";
import { inFolder, output, printedNumber } from "./peers.ts";

/** None without `--peer bng=…`. The model's own actions are left out. */
export function bioNetGenGeneration({ peers }: BenchSettings, bngl: string): readonly Program[] {
  const script = peers.get("bng");
  if (script === undefined) return [];
  return [
    {
      name: "BioNetGen",
      run: (): Outcome =>
        inFolder((folder) => {
          const file = join(folder, "model.bngl");
          writeFileSync(file, `${bngl}\ngenerate_network({overwrite=>1})\n`);
          const text = output("perl", [script, file], folder);
          const reactions = [...text.matchAll(/Iteration\s+\d+:\s+\d+ species\s+(\d+) rxns/g)].at(-1)?.[1];
          return {
            work: Number(reactions),
            cost: printedNumber(text, /CPU TIME: generate_network ([\d.]+) s/),
          };
        }),
    },
  ];
}

/** The XML form of a model. */
export function modelXml(script: string, bngl: string, folder: string): string {
  const file = join(folder, "model.bngl");
  writeFileSync(file, `${bngl}\nwriteXML()\n`);
  output("perl", [script, file], folder);
  return join(folder, "model.xml");
}
