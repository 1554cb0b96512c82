/**
 * The pages of the diagnostics, docs/diagnostics/TDLxxxx.md: every code has one, and what it shows is true.
 *
 * A page begins with `# TDLxxxx: …`. A block ```tendril bad reports the code; the ```tendril block after it
 * reports no error. A block ```tendril file=NAME is a file beside both, and `experiment=NAME` stands for the
 * experiment that the user names. The pages of models in other formats show ```bngl or ```kappa in the
 * same way.
 */
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { MemoryHost } from "../../compiler/host.ts";
import { checkConverted } from "../../cli/modelInput.ts";
import { type Diagnostic, DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { registry } from "../../diagnostics/registry.ts";
import { SourceFile } from "../../diagnostics/source.ts";
import { importBngl } from "../../interop/bngl/importBngl.ts";
import { importKappa } from "../../interop/kappa/importKappa.ts";
import type { Importer } from "../../interop/importers.ts";
import { exportBngl } from "../../interop/bngl/write/exportBngl.ts";
import { flattenModel } from "../../compiler/compile.ts";
import { defaultNetworkLimits } from "../../compiler/plan/network/network.ts";
import { allDiagnostics } from "../support/allDiagnostics.ts";
import { type Block, blocksOf } from "./blocks.ts";

const folder = join(import.meta.dirname, "..", "..", "docs", "diagnostics");
const pages = readdirSync(folder)
  .filter((file) => /^TDL\d+\.md$/.test(file))
  .map((file) => ({
    code: basename(file, ".md"),
    text: readFileSync(join(folder, file), "utf8"),
    blocks: blocksOf(`docs/diagnostics/${file}`).filter(({ language }) =>
      ["tendril", "bngl", "kappa"].includes(language),
    ),
  }));

/** Codes of texts that are too long for a page. */
const withoutBadExample: ReadonlySet<string> = new Set([
  "TDL1011",
  "TDL1012",
  "TDL1016",
  "TDL2004",
  "TDL3013",
  "TDL5124",
  "TDL7014",
]);

function diagnose(blocks: readonly Block[], kind: "bad" | "good"): readonly Diagnostic[] {
  const files = new Map<string, string>();
  for (const { settings, text } of blocks) files.set(settings.get("file") ?? "", text);
  const main = blocks.find(
    ({ words, settings }) => !settings.has("file") && words.has("bad") === (kind === "bad"),
  );
  if (main === undefined) throw new Error(`no ${kind} block`);
  if (main.language === "bngl") return diagnoseImported("m.bngl", main.text, importBngl);
  if (main.language === "kappa") return diagnoseImported("m.ka", main.text, importKappa);
  files.set("m.tdl", main.text);
  const experiment = main.settings.get("experiment") ?? null;
  if (main.words.has("export")) return diagnoseExport(main.text);
  return allDiagnostics("m.tdl", new MemoryHost(files), experiment);
}

/** What is told when the model is written as BNGL. */
function diagnoseExport(text: string): readonly Diagnostic[] {
  const host = new MemoryHost(new Map([["m.tdl", text]]));
  const { model, diagnostics } = flattenModel({ main: "m.tdl", host, experiment: null, method: null });
  const sink = new DiagnosticSink();
  if (model !== null) exportBngl({ ...model, limits: defaultNetworkLimits, sink });
  return [...diagnostics, ...sink.diagnostics];
}

function diagnoseImported(name: string, text: string, importer: Importer): readonly Diagnostic[] {
  const source = new SourceFile(name, text);
  const sink = new DiagnosticSink();
  const converted = importer(source, sink, new MemoryHost(new Map()));
  return [...sink.diagnostics, ...(converted === null ? [] : checkConverted(source, converted.text))];
}

it("has a page for every code, and a code for every page", () => {
  expect(pages.map(({ code }) => code).sort()).toEqual(Object.keys(registry).sort());
});

describe.each(pages.map((page) => [page.code, page] as const))("%s", (code, { text, blocks }) => {
  it("has its code as title", () => {
    expect(text).toMatch(new RegExp(`^# ${code}: \\S`));
  });

  it("shows it mended", () => {
    const errors = diagnose(blocks, "good").filter(
      ({ severity, code: found }) => severity === "error" || found === code,
    );
    expect(errors.map(({ code: found, message }) => `${found}: ${message}`)).toEqual([]);
  });

  it("shows whole programs", () => {
    const whole = blocks.filter(({ words, language }) => !words.has("bad") && language === "tendril");
    expect(whole.filter(({ text: body }) => !body.startsWith("language 1.0"))).toEqual([]);
  });
});

const withBadExample = pages.filter(({ code }) => !withoutBadExample.has(code));

it.each(withBadExample.map((page) => [page.code, page] as const))(
  "%s shows the mistake",
  (code, { blocks }) => {
    expect(diagnose(blocks, "bad").map((diagnostic) => diagnostic.code)).toContain(code);
  },
);
