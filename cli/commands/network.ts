/** `tendril network FILE`: species, reactions and conservation laws of the model's reaction network. */
import type { NetworkSummary } from "../../compiler/compile.ts";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, RunFailure } from "../exitCode.ts";
import { modelEndingsText, requireModelFile } from "../modelFile.ts";
import { wholeNumber } from "../wholeNumber.ts";

export interface NetworkOptions {
  readonly experiment?: string;
  readonly json?: true;
  readonly out?: string;
  readonly maxSpecies?: number;
  readonly maxReactions?: number;
}

export const networkCommand: CliCommand = {
  name: "network",
  summary: "list the species, reactions and conservation laws of a model",
  configure(command, context, finish) {
    command
      .argument("<file>", `a model (${modelEndingsText})`)
      .option("--experiment <name>", "as this experiment sets it up (default: the only one; of several none)")
      .option("--json", "print the counts as one JSON object and nothing else")
      .option("--out <path>", "write the listing to a file (JSON when it ends in .json)")
      .option("--max-species <n>", "refuse a network with more species (default: 100,000)", wholeNumber)
      .option("--max-reactions <n>", "refuse a network with more reactions (default: 1,000,000)", wholeNumber)
      .action(async (file: string, options: NetworkOptions) => {
        finish(await network(file, options, context));
      });
  },
};

export async function network(file: string, options: NetworkOptions, context: CliContext): Promise<ExitCode> {
  requireModelFile(file, context.cwd);
  const [{ listNetwork }, { defaultNetworkLimits }, { modelInput }, { reportCompilation }, { writeWhole }] =
    await Promise.all([
      import("../../compiler/compile.ts"),
      import("../../compiler/plan/network/network.ts"),
      import("../modelInput.ts"),
      import("../report.ts"),
      import("../writeWhole.ts"),
    ]);
  const { host, tell } = await modelInput(file, context.cwd);
  const { maxSpecies, maxReactions } = options;
  // Generation stops where more species are refused; reactions are counted there before equal ones are merged.
  const limits = {
    ...defaultNetworkLimits,
    ...(maxSpecies === undefined ? {} : { species: maxSpecies }),
    reactions: Math.max(defaultNetworkLimits.reactions, maxReactions ?? 0),
  };
  const request = { main: file, host, experiment: options.experiment ?? null, method: null, limits };
  const result = listNetwork(request);
  if (maxSpecies !== undefined && result.stopped?.what === "species")
    throw new RunFailure(`the network grows beyond the ${maxSpecies} species allowed; nothing was written`);
  const failure = reportCompilation(tell(result.diagnostics), context);
  const summary = result.network;
  if (failure !== null || summary === null) return failure ?? exitCode.modelErrors;
  refuseMore("species", summary.species, maxSpecies);
  refuseMore("reactions", summary.reactions, maxReactions);
  if (options.out !== undefined) {
    const isJson = options.out.endsWith(".json");
    const text = isJson ? `${JSON.stringify(summary, null, 2)}\n` : networkText(summary);
    await writeWhole(options.out, text, context.cwd);
  }
  if (options.json === true) context.stdout.write(`${JSON.stringify(networkJson(summary, options.out))}\n`);
  else if (options.out === undefined) context.stdout.write(networkText(summary));
  else context.stdout.write(`${countsText(summary)}; written to ${options.out}\n`);
  return exitCode.done;
}

/** The counts, without the listings. */
function networkJson(summary: NetworkSummary, out: string | undefined): object {
  const { speciesNames: _species, reactionTexts: _reactions, ...counts } = summary;
  return out === undefined ? counts : { ...counts, out };
}

function networkText(summary: NetworkSummary): string {
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
  return [
    countsText(summary),
    ...spaceText(summary),
    ...section("Species", summary.speciesNames),
    ...section("Reactions", summary.reactionTexts),
    ...section("Conserved", summary.laws),
    "",
  ].join("\n");
}

function spaceText({ rules_in_space: rules }: NetworkSummary): readonly string[] {
  if (rules === 0) return [];
  const are = rules === 1 ? "1 rule in space is" : `${rules} rules in space are`;
  return [`${are} not in this list: what they change is conserved only if they conserve it too`];
}

function countsText(summary: NetworkSummary): string {
  const merged =
    summary.reactions_unmerged === summary.reactions ? "" : ` (${summary.reactions_unmerged} before merging)`;
  const laws = summary.conserved === 1 ? "conservation law" : "conservation laws";
  return `${summary.species} species, ${summary.reactions} reactions${merged}, ${summary.conserved} ${laws}`;
}

function refuseMore(what: string, count: number, limit: number | undefined): void {
  if (limit !== undefined && count > limit) {
    throw new RunFailure(
      `the network has ${count} ${what}, more than the ${limit} allowed; nothing was written`,
    );
  }
}
