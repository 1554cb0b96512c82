/** The program's entry: bin/tendril.js calls `main` with the words of the command line. */
import { processContext } from "./context.ts";
import { exitCode } from "./exitCode.ts";
import { runCli } from "./program.ts";

export async function main(words: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  process.on("SIGINT", () => {
    // The first asks to stop and keep what there is; whoever asks again wants out at once.
    if (interruption.signal.aborted) process.exit(exitCode.interrupted);
    interruption.abort();
  });
  // `tendril run … --out - | head`: the reader left, which is no fault.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCode.done);
    throw error;
  });
  process.exitCode = await runCli(words, processContext(interruption.signal));
}
