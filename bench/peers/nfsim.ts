/** NFsim (Sneddon, Faeder and Emonet 2011, doi:10.1038/nmeth.1546). */
import { type BenchSettings, differenceOf, type Outcome, type Program } from "../benchmark.ts";
import { modelXml } from "./bioNetGen.ts";
import { inFolder, largestMemory, output, printedNumber } from "./peers.ts";

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
          const text = output(program, [...fixedOptions(xml, until), ...options], folder);
          return {
            work: printedNumber(text, /You just simulated (\d+) reactions/),
            cost: printedNumber(text, /reactions in ([\d.e+-]+)s/),
          };
        }),
    },
  ];
}

/** Memory between two sizes of one model (../networkFree/memory.ts). */
export function nfsimMemory(
  { peers }: BenchSettings,
  sizes: readonly { readonly bngl: string; readonly molecules: number }[],
  until: number,
  options: readonly string[],
): readonly Program[] {
  const [program, script] = [peers.get("nfsim"), peers.get("bng")];
  if (program === undefined || script === undefined) return [];
  const runs = sizes.map(
    ({ bngl, molecules }) =>
      (): Outcome =>
        inFolder((folder) => {
          const given = [...fixedOptions(modelXml(script, bngl, folder), until), ...options];
          return { work: molecules, cost: largestMemory(program, given, folder) };
        }),
  );
  return [{ name: "NFsim", run: () => differenceOf(runs.map((run) => run())) }];
}

function fixedOptions(xml: string, until: number): string[] {
  return ["-xml", xml, "-sim", String(until), "-oSteps", "1", "-seed", "1", "-gml", "10000000"];
}
