/** The program's entry: bin/tendril.js calls `main` with the words of the command line. */
import { systemReason } from "../runtime/systemReason.ts";
import { processContext } from "./context.ts";
import { exitCode } from "./exitCode.ts";
import { runCli } from "./program.ts";

export async function main(words: readonly string[]): Promise<void> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // `tendril run … --out - | head`: the reader left, which is no fault.
    if (error.code === "EPIPE") process.exit(exitCode.done);
    process.stderr.write(`error: the output can not be written: ${systemReason(error)}\n`);
    process.exit(exitCode.runFailed);
  });
  // Nobody reads the notes and messages any more; the exit code still tells how the work ended.
  process.stderr.on("error", () => {});
  process.exitCode = await runCli(words, processContext());
}
