/** `tendril new NAME`: a commented starter model with an experiment, ready to run. */
import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import { starterModel } from "../starter.ts";
import { writeWhole } from "../writeWhole.ts";

export const newCommand: CliCommand = {
  name: "new",
  summary: "start a model from a commented example",
  configure(command, context, finish) {
    command
      .argument("<name>", "name of the model; the file is NAME.tdl")
      .action(async (name: string) => finish(await startModel(name, context)));
  },
};

/** @throws UsageError for a name that is none, or when the file exists. */
export async function startModel(given: string, context: CliContext): Promise<ExitCode> {
  const path = join(dirname(given), `${basename(given, ".tdl")}.tdl`);
  const name = basename(given, ".tdl");
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new UsageError(`${name} can not name a model: use letters, digits and _, starting with a letter`);
  }
  const reserved = [
    "nothing",
    "delete",
    "new",
    "if",
    "then",
    "else",
    "and",
    "or",
    "not",
    "fraction",
    "count",
  ];
  if ([...reserved, "amount", "complexes"].includes(name)) {
    throw new UsageError(`${name} is a reserved word of the language and can not name a model`);
  }
  if (!existsSync(resolve(context.cwd, dirname(path)))) {
    throw new UsageError(`there is no folder ${dirname(path)}`);
  }
  if (existsSync(resolve(context.cwd, path))) {
    throw new UsageError(`${path} exists already and is not overwritten`);
  }
  await writeWhole(path, starterModel(name), context.cwd);
  context.stdout.write(`${path} written; try: tendril run ${path}\n`);
  return exitCode.done;
}
