/** One command of the program. Each stands in a file of its own under commands/, listed in commandList.ts. */
import type { Command } from "commander";
import type { CliContext } from "./context.ts";
import type { ExitCode } from "./exitCode.ts";

export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  /** Left out of the list of commands. */
  readonly isHidden?: boolean;
  /**
   * Adds arguments and options, and sets the action. The action hands its exit code to `finish`. Whatever is
   * large (the compiler, plots) is imported inside the action, so that other commands start fast.
   */
  configure(command: Command, context: CliContext, finish: (code: ExitCode) => void): void;
}
