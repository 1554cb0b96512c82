/** Commands that are decided but not built: they say so instead of being unknown. */
import type { CliCommand } from "../command.ts";
import { exitCode } from "../exitCode.ts";

const planned: readonly (readonly [name: string, summary: string])[] = [
  ["fit", "fit parameters to data"],
  ["lsp", "serve editors"],
];

export const notBuiltCommands: readonly CliCommand[] = planned.map(([name, summary]) => ({
  name,
  summary: `(not built yet) ${summary}`,
  isHidden: true,
  configure(command, context, finish) {
    command
      .argument("[words...]")
      .allowUnknownOption(true)
      .action(() => {
        context.stderr.write(`error: tendril ${name} is not built yet\n`);
        finish(exitCode.wrongUsage);
      });
  },
}));
