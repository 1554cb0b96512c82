/** A world for commands to run in: a fresh folder, and what was printed as text. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Channel, CliContext } from "../../cli/context.ts";
import { runCli } from "../../cli/program.ts";

export interface FakeContext extends CliContext {
  readonly printed: { readonly stdout: () => string; readonly stderr: () => string };
  readonly interruption: AbortController;
}

/** The folder holds `files` and goes when the test ends. */
export function fakeContext(files: Readonly<Record<string, string>> = {}): FakeContext {
  const cwd = mkdtempSync(join(tmpdir(), "tendril-cli-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const texts = { stdout: "", stderr: "" };
  const channel = (name: "stdout" | "stderr"): Channel => ({
    write: (text) => {
      texts[name] += text;
    },
    print: (text) => {
      texts[name] += text;
      return Promise.resolve(true);
    },
    isTerminal: false,
    columns: 100,
    colour: false,
  });
  const interruption = new AbortController();
  return {
    cwd,
    stdout: channel("stdout"),
    stderr: channel("stderr"),
    interrupted: interruption.signal,
    interruption,
    printed: { stdout: () => texts.stdout, stderr: () => texts.stderr },
  };
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in a context. */
export async function tendril(context: FakeContext, ...words: readonly string[]): Promise<Outcome> {
  const before = { stdout: context.printed.stdout().length, stderr: context.printed.stderr().length };
  const code = await runCli(words, context);
  return {
    code,
    stdout: context.printed.stdout().slice(before.stdout),
    stderr: context.printed.stderr().slice(before.stderr),
  };
}
