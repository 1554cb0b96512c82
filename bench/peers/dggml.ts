/**
 * DGGML (Medwedeff and Mjolsness 2024, arXiv:2407.10072), an open library for dynamical graph grammars in C++. It has
 * no program of its own: `dggml` is one that was made with it from the four rules of plainFilaments.ts, takes the number
 * of filaments and the uM of monomers, lets some hundred events happen, and prints, as its last line, their number and
 * the CPU time from the first to the last in s.
 */
import type { BenchSettings, Outcome, Program } from "../benchmark.ts";
import { inFolder, output, printedNumber } from "./peers.ts";

/** None without `--peer dggml=…`. */
export function dggmlFilaments(
  { peers }: BenchSettings,
  filaments: number,
  concentration: number,
): readonly Program[] {
  const program = peers.get("dggml");
  if (program === undefined) return [];
  return [
    {
      name: "DGGML",
      run: (): Outcome =>
        inFolder((folder) => {
          const text = output(program, [String(filaments), String(concentration)], folder);
          return {
            work: printedNumber(text, /(\d+) \S+\s*$/),
            cost: printedNumber(text, /\d+ (\S+)\s*$/),
          };
        }),
    },
  ];
}
