/**
 * KaDE (Camporesi, Feret and Ly 2017, doi:10.1007/978-3-319-67471-1_18), which lists the reactions of Kappa rules. It
 * prints no time of its own, so that its outcome is that of the whole process (GNU time): start-up, reading, and
 * writing the network in the shortest of its formats are included.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchSettings, Outcome, Program } from "../benchmark.ts";
import { inFolder, wholeTime } from "./peers.ts";

/** None without `--peer kade=…`. */
export function kadeGeneration({ peers }: BenchSettings, kappa: string): readonly Program[] {
  const program = peers.get("kade");
  if (program === undefined) return [];
  return [
    {
      name: "KaDE",
      run: (): Outcome =>
        inFolder((folder) => {
          writeFileSync(join(folder, "model.ka"), `${kappa}\n`);
          const format = ["--ode-backend", "dotnet", "--smash-reactions", "--no-compute-jacobian"];
          const cost = wholeTime(program, ["model.ka", "--output", "network", ...format], folder);
          const text = readFileSync(join(folder, "network.net"), "utf8");
          const reactions = /begin reactions\n([^]*?)end reactions/.exec(text)?.[1] ?? "";
          return { work: reactions.match(/^\d/gm)?.length ?? 0, cost };
        }),
    },
  ];
}
