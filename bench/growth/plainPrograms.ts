/** The programs without a language that growth is measured against: typed arrays, and C where there is a compiler. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Outcome, Program } from "../benchmark.ts";
import { inFolder, output } from "../peers/peers.ts";
import type { PlainFilaments } from "./plainFilaments.ts";

const cFile = fileURLToPath(new URL("plainFilaments.c", import.meta.url));
const scriptFile = fileURLToPath(new URL("plainRun.ts", import.meta.url));

export function plainPrograms(task: PlainFilaments, until: number): readonly Program[] {
  const { filaments, length, monomers, bath, rates } = task;
  const arrays: Program = {
    name: "typed arrays",
    run: () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [scriptFile], {
        input: JSON.stringify({ ...task, until }),
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(stderr);
      return JSON.parse(stdout) as Outcome;
    },
  };
  if (spawnSync("cc", ["--version"]).status !== 0) return [arrays];
  const inC: Program = {
    name: "C",
    run: () =>
      inFolder((folder) => {
        const program = join(folder, "plain");
        output("cc", ["-O3", "-march=native", "-o", program, cFile, "-lm"], folder);
        const numbers = [filaments, length, monomers, bath, ...rates, until].map(String);
        const [work = Number.NaN, cost = Number.NaN] = output(program, numbers, folder)
          .split(" ")
          .map(Number);
        return { work, cost };
      }),
  };
  return [arrays, inC];
}
