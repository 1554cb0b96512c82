/** Executes the examples of spec.md, README.md and docs/: see blocks.ts for what a block may say. */
import { describe, expect, it } from "vitest";
import { compile, type CompileResult } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { engines } from "../../runtime/engines/registry.ts";
import { runExperiment } from "../../runtime/experiment.ts";
import { allDiagnostics } from "../support/allDiagnostics.ts";
import { type Block, blocksOf, documents, fileText, nameOf } from "./blocks.ts";
import { expectRows } from "./compare.ts";

/** The experiments of a block; null alone when it has none. */
function experimentsOf(block: Block): readonly (string | null)[] {
  const names = [...fileText(block).matchAll(/^experiment (\w+) of/gm)].map(([, name = ""]) => name);
  return names.length === 0 ? [null] : names;
}

interface Files {
  readonly main: string;
  readonly host: MemoryHost;
}

function filesOf(block: Block, blocks: readonly Block[]): Files {
  const main = block.settings.get("file") ?? "example.tdl";
  const files = new Map([[main, fileText(block)]]);
  for (const other of blocks) {
    const name = other.settings.get("file");
    if (name !== undefined && name !== main && name.endsWith(".tdl")) files.set(name, fileText(other));
  }
  return { main, host: new MemoryHost(files) };
}

function compileBlock(block: Block, blocks: readonly Block[], experiment: string | null): CompileResult {
  return compile({ ...filesOf(block, blocks), experiment, method: null });
}

/** The codes that count: those of errors, or when there are none, of warnings. */
function codesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  const ofSeverity = (severity: string): string[] => [
    ...new Set(diagnostics.filter((one) => one.severity === severity).map(({ code }) => code)),
  ];
  const errors = ofSeverity("error");
  return errors.length > 0 ? errors : ofSeverity("warning");
}

const withExamples = documents.filter((name) =>
  blocksOf(name).some(({ language }) => language === "tendril"),
);

describe.each(withExamples)("%s", (document) => {
  const blocks = blocksOf(document);
  const examples = blocks.filter(({ language }) => language === "tendril");
  const good = examples.filter(({ words }) => !words.has("bad"));
  const bad = examples.filter(({ words }) => words.has("bad"));
  const run = examples.filter(({ words }) => words.has("run"));

  it.each(good.map((block): [string, Block] => [nameOf(block), block]))("%s compiles", (_, block) => {
    for (const experiment of experimentsOf(block)) {
      const { diagnostics } = compileBlock(block, blocks, experiment);
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      expect(errors.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
    }
  });

  it.each(bad.map((block): [string, Block] => [nameOf(block), block]))("%s is told of", (_, block) => {
    const code = /^\s*#\s*(TDL\d{4})/.exec(block.text)?.[1];
    const { main, host } = filesOf(block, blocks);
    expect(codesOf(allDiagnostics(main, host, null))).toEqual([code]);
  });

  it.each(run.map((block): [string, Block] => [nameOf(block), block]))(
    "%s gives its numbers",
    async (_, block) => {
      const { compiled } = compileBlock(block, blocks, experimentsOf(block)[0] ?? null);
      const traits = engines.find(({ name }) => name === compiled?.manifest.method);
      if (compiled === null || traits === undefined) throw new Error("does not compile");
      const result = await runExperiment(compiled, traits);
      expect(result.error).toBeNull();
      expect(block.next?.language).toBe("csv");
      expectRows(result.table, block.next?.text ?? "");
    },
  );
});
