/**
 * The command line as a whole: finds the command, refuses what is unknown with the nearest name, and turns
 * failures into exit codes. Knows nothing of what commands do.
 */
import { Command, CommanderError } from "commander";
import { SimulationError } from "../runtime/simulationError.ts";
import { commandList } from "./commandList.ts";
import { notBuiltCommands } from "./commands/notBuilt.ts";
import type { CliContext } from "./context.ts";
import type { ExitCode } from "./exitCode.ts";
import { exitCode, RunFailure, UsageError } from "./exitCode.ts";
import { version } from "./version.ts";

/** Runs the command line `words` (without `node` and the program) and gives the exit code. */
export async function runCli(words: readonly string[], context: CliContext): Promise<ExitCode> {
  let code: ExitCode = exitCode.done;
  const program = createProgram(context, (result) => {
    code = result;
  });
  if (words.length === 0) {
    context.stderr.write(program.helpInformation());
    return exitCode.wrongUsage;
  }
  try {
    await program.parseAsync([...words], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.wrongUsage;
    if (error instanceof UsageError || error instanceof RunFailure) {
      context.stderr.write(`error: ${error.message}\n`);
      return error.exitCode;
    }
    if (error instanceof SimulationError) {
      context.stderr.write(`error: ${error.message}\n`);
      return error.kind === "badInput" ? exitCode.wrongUsage : exitCode.runFailed;
    }
    throw error;
  }
}

export function createProgram(context: CliContext, finish: (code: ExitCode) => void): Command {
  const program = new Command("tendril")
    .description("Checks, runs and compiles models of molecular reactions written in Tendril.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .showSuggestionAfterError(true)
    .showHelpAfterError("(tendril --help lists the commands)")
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      getOutHelpWidth: () => context.stdout.columns,
      getErrHelpWidth: () => context.stderr.columns,
      getOutHasColors: () => context.stdout.colour,
      getErrHasColors: () => context.stderr.colour,
    })
    .exitOverride();
  for (const cliCommand of commandList) {
    const command = new Command(cliCommand.name)
      .summary(cliCommand.summary)
      .description(cliCommand.summary)
      .copyInheritedSettings(program)
      .helpOption("-h, --help", "print this help")
      .showHelpAfterError(`(tendril ${cliCommand.name} --help lists the options)`);
    cliCommand.configure(command, context, finish);
    program.addCommand(command, { hidden: cliCommand.isHidden === true });
  }
  program.addHelpText("after", `\nNot built yet: ${notBuiltCommands.map(({ name }) => name).join(", ")}.`);
  return program;
}
