/** `tendril explain CODE`: a diagnostic's page. `tendril explain FILE RULE`: a rule's rate and its factors. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import { isModelName, modelEndingsText, requireModelFile } from "../modelFile.ts";
import { packageRoot } from "../packageRoot.ts";

export const explainCommand: CliCommand = {
  name: "explain",
  summary: "explain a diagnostic (CODE), or a rule of a model (FILE RULE)",
  configure(command, context, finish) {
    command
      .argument("<code-or-file>", `a code such as TDL3001, or a model (${modelEndingsText})`)
      .argument("[rule]", "name of a rule of the model")
      .action(async (subject: string, rule: string | undefined) => {
        if (rule !== undefined) finish(await explainRuleOf(subject, rule, context));
        else finish(await explainCode(subject, context));
      });
  },
};

export async function explainCode(subject: string, context: CliContext): Promise<ExitCode> {
  if (isModelName(subject)) {
    throw new UsageError(`name a rule too: tendril explain ${subject} RULE`);
  }
  const code = subject.toUpperCase();
  const page = join(packageRoot(), "docs", "diagnostics", `${code}.md`);
  const { registry } = await import("../../diagnostics/registry.ts");
  if (!Object.hasOwn(registry, code)) {
    // Any four digits are near to some code, so that only what is not of that form is a misspelt one.
    if (/^TDL\d{4}$/.test(code)) throw new UsageError(`there is no diagnostic ${code}`);
    const { nearestName } = await import("../../diagnostics/nearest.ts");
    const nearest = nearestName(code, Object.keys(registry));
    throw new UsageError(
      `${subject} is not the code of a diagnostic${nearest === null ? "" : `; did you mean ${nearest}?`}`,
    );
  }
  if (!existsSync(page)) {
    throw new UsageError(`${code} has no page yet; there are ${pagesBeside(page)} pages in docs/diagnostics`);
  }
  context.stdout.write(`${readFileSync(page, "utf8").trimEnd()}\n`);
  return exitCode.done;
}

export async function explainRuleOf(file: string, rule: string, context: CliContext): Promise<ExitCode> {
  requireModelFile(file, context.cwd);
  const [{ explainRule }, { modelInput }, { reportDiagnostics }, { nearestName }] = await Promise.all([
    import("../../compiler/explain.ts"),
    import("../modelInput.ts"),
    import("../report.ts"),
    import("../../diagnostics/nearest.ts"),
  ]);
  const { host, tell } = await modelInput(file, context.cwd);
  const result = explainRule({ main: file, host }, rule);
  reportDiagnostics(tell(result.diagnostics), context);
  if (result.hasErrors) return exitCode.modelErrors;
  if (result.text === null) {
    const nearest = nearestName(rule, result.rules);
    const help =
      nearest === null
        ? `its rules are ${[...new Set(result.rules)].join(", ")}`
        : `did you mean ${nearest}?`;
    throw new UsageError(`${file} has no rule ${rule}; ${help}`);
  }
  context.stdout.write(`${result.text.trimEnd()}\n`);
  return exitCode.done;
}

function pagesBeside(page: string): number {
  try {
    return readdirSync(join(page, "..")).filter((name) => name.endsWith(".md")).length;
  } catch {
    return 0;
  }
}
