import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NodeFileHost } from "../../cli/fileHost.ts";
import { check } from "../../compiler/compile.ts";
import { SourceFile } from "../../diagnostics/source.ts";
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { parse } from "../../grammar/parse.ts";
import { openModel, root, shippedFiles } from "./shippedModel.ts";

const files = shippedFiles([
  "birth_death",
  "bundling",
  "calcium_pulse",
  "calmodulin",
  "camkii_holoenzyme",
  "camkii_monomer",
  "capping",
  "cofilin_severing",
  "de_young_keizer",
  "dendritic_network",
  "dendritic_sphere",
  "dimerisation",
  "egfr",
  "haemoglobin",
  "isomerisation",
  "lotka_volterra",
  "michaelis_menten",
  "monomer_depletion",
  "neurogranin",
  "oregonator",
  "repressilator",
  "robertson",
  "spine",
  "spine_calcium",
  "spine_head",
  "tlbr",
  "treadmilling",
]);

/** Models with constants that were published so, with what is told of them. */
const known: Readonly<Record<string, readonly string[]>> = {
  "models/camkii_holoenzyme/camkii_holoenzyme.tdl": ["TDL5175"],
  "models/camkii_monomer/camkii_monomer.tdl": ["TDL5175"],
  "models/spine/camkii_pairs.tdl": ["TDL5175"],
  "models/spine/signalling.tdl": ["TDL5175", "TDL5175"],
};

function parsed(file: string): ReturnType<typeof parse> {
  return parse(new SourceFile(file, readFileSync(join(root, file), "utf8")), new DiagnosticSink());
}

describe("shipped models", () => {
  it.each(files)("%s has nothing to report that is not known", (file) => {
    const { diagnostics } = check({ main: file, host: new NodeFileHost(file, root) });
    const expected = known[file] ?? [];
    expect(diagnostics.filter(({ code }) => !expected.includes(code)).map(({ message }) => message)).toEqual(
      [],
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(expected);
  });

  it.each(
    files.flatMap((file) =>
      parsed(file).declarations.flatMap((found) =>
        found.kind === "experiment" ? [[file, found.name.text]] : [],
      ),
    ),
  )("%s: the experiment %s compiles", (file, experiment) => {
    expect(openModel(file, experiment).compiled.manifest.experiment).toBe(experiment);
  });

  it.each(files)(
    "%s says of every constant where it comes from: a source, none, or that it was fitted",
    (file) => {
      const silent: string[] = [];
      for (const declaration of parsed(file).declarations) {
        if (declaration.kind !== "model" && declaration.kind !== "module") continue;
        for (const statement of declaration.body) {
          if (statement.kind !== "param" && statement.kind !== "const") continue;
          if (statement.value.kind !== "quantity") continue;
          const { fields } = statement;
          const isSaid =
            (fields?.sources.length ?? 0) > 0 || /\b(?:no source|fitted)\b/.test(fields?.doc?.value ?? "");
          if (!isSaid) silent.push(statement.name.text);
        }
      }
      expect(silent).toEqual([]);
    },
  );

  it("leaves one experiment in the file of the demonstration", () => {
    const { declarations } = parsed("models/michaelis_menten/michaelis_menten.tdl");
    expect(declarations.filter(({ kind }) => kind === "experiment").length).toBe(1);
  });
});
