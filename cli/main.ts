/** The program's entry: bin/tendril.js calls `main` with the words of the command line. */
import { processContext } from "./context.ts";
import { exitCode } from "./exitCode.ts";
import { runCli } from "./program.ts";

export async function main(words: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  const interrupt = (): void => {
    // The first asks to stop and keep what there is; whoever asks again wants out at once.
    if (interruption.signal.aborted) process.exit(exitCode.interrupted);
    interruption.abort();
  };
  // Ctrl-C, and what `kill` and job schedulers send before they end a run.
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  // `tendril run … --out - | head`: the reader left, which is no fault.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCode.done);
    throw error;
  });
  process.exitCode = await runCli(words, processContext(interruption.signal));
}
