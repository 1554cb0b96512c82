/**
 * KaSim (Boutillier et al. 2018, doi:10.1093/bioinformatics/bty272). It prints no time of its own, so that its
 * outcome is that of the whole process (GNU time), start-up included: tens of milliseconds.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchSettings, Outcome, Program } from "../benchmark.ts";
import { inFolder, wholeTime } from "./peers.ts";

/** None without `--peer kasim=…`. */
export function kasim({ peers }: BenchSettings, kappa: string, until: number): readonly Program[] {
  const program = peers.get("kasim");
  if (program === undefined) return [];
  return [
    {
      name: "KaSim",
      run: (): Outcome =>
        inFolder((folder) => {
          writeFileSync(join(folder, "model.ka"), `${kappa}\n%obs: 'events' [E]\n`);
          const limits = ["-l", String(until), "-p", String(until), "-seed", "1"];
          const given = ["-i", "model.ka", "-d", "out", ...limits];
          const cost = wholeTime(program, given, folder);
          const rows = readFileSync(join(folder, "out", "data.csv"), "utf8")
            .trim()
            .split("\n");
          return { work: Number(rows.at(-1)?.split(",").at(-1)), cost };
        }),
    },
  ];
}
