/** `tendril sweep FILE --experiment E`: runs every point of an experiment's sweeps into a file. */
import type { CliCommand } from "../command.ts";
import { UsageError } from "../exitCode.ts";
import type { RunOptions } from "../runArguments.ts";
import { addRunOptions, run } from "./run.ts";

export const sweepCommand: CliCommand = {
  name: "sweep",
  summary: "run an experiment over the values of its swept parameters",
  configure(command, context, finish) {
    addRunOptions(command).action(async (file: string, options: RunOptions) => {
      if (options.experiment === undefined)
        throw new UsageError("sweep needs the name of an experiment: --experiment NAME");
      const out = options.out ?? `${options.experiment}.csv`;
      finish(await run(file, { ...options, out }, context, true));
    });
  },
};
