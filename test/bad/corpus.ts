/**
 * The corpus of bad programs: where the programs lie and what the compiler says of each.
 *
 * A program is a `.tdl` file in a sub-folder; beside it lies its golden report, `NAME.txt`. Files in folders
 * named `lib` are only imported by others. Every sub-folder is the root of its programs' imports.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { MemoryHost } from "../../compiler/host.ts";
import { type Mended, mend } from "../../compiler/mend.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { renderDiagnostics } from "../../diagnostics/render.ts";
import { allDiagnostics } from "../support/allDiagnostics.ts";

const corpusFolder = import.meta.dirname;

export interface BadProgram {
  /** `units/unit_mismatch_sum`. */
  readonly name: string;
  readonly folder: string;
  /** The program's file, from its folder: `unit_mismatch_sum.tdl`. */
  readonly file: string;
  /** Where the golden report lies. */
  readonly golden: string;
}

/** Programs that need more than their text: the experiment that the user names on the command line. */
const namedExperiments: ReadonlyMap<string, string> = new Map([
  ["experiments/name_on_the_command_line_unknown", "lnog"],
  ["rule_sets/complexes_that_grow", "follow"],
]);

export function badPrograms(): readonly BadProgram[] {
  return readdirSync(corpusFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: folder }) =>
      readdirSync(join(corpusFolder, folder))
        .filter((file) => file.endsWith(".tdl"))
        .map((file) => ({
          name: `${folder}/${basename(file, ".tdl")}`,
          folder,
          file,
          golden: join(corpusFolder, folder, `${basename(file, ".tdl")}.txt`),
        })),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Golden reports whose program is gone. */
export function strayGoldens(): readonly string[] {
  return readdirSync(corpusFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: folder }) => readdirSync(join(corpusFolder, folder)).map((file) => join(folder, file)))
    .filter((path) => path.endsWith(".txt"))
    .filter((path) => !existsSync(join(corpusFolder, path.replace(/\.txt$/, ".tdl"))));
}

const folders = new Map<string, MemoryHost>();

export function diagnose({ name, folder, file }: BadProgram): readonly Diagnostic[] {
  return allDiagnostics(file, hostOf(folder), namedExperiments.get(name) ?? null);
}

/** What `tendril fix` makes of a program; of another text in its place, if one is given. */
export function mended({ folder, file }: BadProgram, text: string | null = null): Mended {
  const host = hostOf(folder);
  const read = host.readText(file);
  return mend(file, text ?? (read.ok ? read.text : ""), host);
}

function hostOf(folder: string): MemoryHost {
  let host = folders.get(folder);
  if (host === undefined) {
    host = new MemoryHost(textsIn(join(corpusFolder, folder), ""));
    folders.set(folder, host);
  }
  return host;
}

/** What a user reads on a terminal of 100 columns without colours. */
export function report(diagnostics: readonly Diagnostic[]): string {
  return renderDiagnostics(diagnostics, "text", { colour: false, width: 100, version: "0" });
}

function textsIn(folder: string, prefix: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      const inner = textsIn(join(folder, entry.name), `${prefix}${entry.name}/`);
      for (const [path, text] of inner) texts.set(path, text);
    } else if (entry.name.endsWith(".tdl")) {
      texts.set(prefix + entry.name, readFileSync(join(folder, entry.name), "utf8"));
    }
  }
  return texts;
}
