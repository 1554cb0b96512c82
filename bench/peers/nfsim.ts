/** NFsim (Sneddon, Faeder and Emonet 2011, doi:10.1038/nmeth.1546). */
import type { BenchSettings, Outcome, Program } from "../benchmark.ts";
import { modelXml } from "./bioNetGen.ts";
import { inFolder, output, printedNumber } from "./peers.ts";

/** None without `--peer nfsim=…` and `--peer bng=…`, which makes its input. */
export function nfsim(
  { peers }: BenchSettings,
  bngl: string,
  until: number,
  options: readonly string[],
): readonly Program[] {
  const [program, script] = [peers.get("nfsim"), peers.get("bng")];
  if (program === undefined || script === undefined) return [];
  return [
    {
      name: "NFsim",
      run: (): Outcome =>
        inFolder((folder) => {
          const xml = modelXml(script, bngl, folder);
          const fixed = [
            "-xml",
            xml,
            "-sim",
            String(until),
            "-oSteps",
            "1",
            "-seed",
            "1",
            "-gml",
            "10000000",
          ];
          const text = output(program, [...fixed, ...options], folder);
          return {
            work: printedNumber(text, /You just simulated (\d+) reactions/),
            seconds: printedNumber(text, /reactions in ([\d.e+-]+)s/),
          };
        }),
    },
  ];
}
