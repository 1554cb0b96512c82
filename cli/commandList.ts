/** All commands, in the order of the help. A new command is a file under commands/ and a line here. */
import type { CliCommand } from "./command.ts";
import { checkCommand } from "./commands/check.ts";
import { compileCommand } from "./commands/compile.ts";
import { docCommand } from "./commands/doc.ts";
import { expandCommand } from "./commands/expand.ts";
import { explainCommand } from "./commands/explain.ts";
import { exportCommand } from "./commands/export.ts";
import { fixCommand } from "./commands/fix.ts";
import { fmtCommand } from "./commands/fmt.ts";
import { importCommand } from "./commands/import.ts";
import { networkCommand } from "./commands/network.ts";
import { newCommand } from "./commands/new.ts";
import { notBuiltCommands } from "./commands/notBuilt.ts";
import { plotCommand } from "./commands/plot.ts";
import { runCommand } from "./commands/run.ts";
import { sweepCommand } from "./commands/sweep.ts";
import { steadyCommand } from "./commands/steady.ts";
import { trainCommand } from "./commands/train.ts";

export const commandList: readonly CliCommand[] = [
  newCommand,
  checkCommand,
  runCommand,
  sweepCommand,
  plotCommand,
  compileCommand,
  networkCommand,
  steadyCommand,
  expandCommand,
  docCommand,
  trainCommand,
  importCommand,
  exportCommand,
  fixCommand,
  fmtCommand,
  explainCommand,
  ...notBuiltCommands,
];
