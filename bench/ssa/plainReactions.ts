/** Exact simulation in C, where there is a compiler: the direct method, and the kernel's own algorithm. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import type { Outcome, Program } from "../benchmark.ts";
import { inTendril } from "../inTendril.ts";
import type { ModelSource } from "../ownProgram.ts";
import { inFolder, output } from "../peers/peers.ts";
import { networkNumbers } from "./networkNumbers.ts";

const programs = [
  { name: "C, direct method", file: "plainDirect.c" },
  { name: "C, the kernel's algorithm", file: "plainBounds.c" },
];

/** None without a compiler. @throws Error for a model that is no network of simple mass action. */
export function plainReactions(model: ModelSource, until: number): readonly Program[] {
  if (spawnSync("cc", ["--version"]).status !== 0) return [];
  let numbers: string | null = null;
  return programs.map(({ name, file }) => ({
    name,
    run: () =>
      inFolder((folder): Outcome => {
        const source = fileURLToPath(new URL(file, import.meta.url));
        const program = join(folder, "plain");
        output("cc", ["-O3", "-march=native", "-w", "-o", program, source, "-lm"], folder);
        numbers ??= numbersOf(model, until);
        writeFileSync(join(folder, "network"), numbers);
        const [work = Number.NaN, cost = Number.NaN] = output("sh", ["-c", "./plain < network"], folder)
          .split(" ")
          .map(Number);
        return { work, cost };
      }),
  }));
}

function numbersOf(model: ModelSource, until: number): string {
  const host = new MemoryHost(new Map([["m.tdl", inTendril(model)]]));
  const { compiled } = compile({ main: "m.tdl", host, experiment: null, method: "ssa" });
  const numbers = compiled === null ? null : networkNumbers(compiled, until);
  if (numbers === null) throw new Error("the model is no network of simple mass action");
  return numbers;
}
