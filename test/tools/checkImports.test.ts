import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { importsOf, readImportGraph, topLevelNames } from "../../tools/importGraph.ts";
import { allowedFolders, importViolations } from "../../tools/importRules.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

function plant(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "tendril-imports-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function violations(files: Readonly<Record<string, string>>): readonly string[] {
  const folder = plant(files);
  return importViolations(folder, readImportGraph(folder, Object.keys(allowedFolders))).map(
    ({ file, line, message }) => `${file}:${line}: ${message}`,
  );
}

describe("the check of imports", () => {
  it("finds nothing in the downward direction", () => {
    expect(
      violations({
        "cli/a.ts": 'import { b } from "../compiler/b.ts";\nimport { readFileSync } from "node:fs";',
        "compiler/b.ts": 'import type { C } from "../runtime/c.ts";',
        "runtime/c.ts": 'export async function f() { return await import("node:fs"); }',
      }),
    ).toEqual([]);
  });

  it("finds an import upwards, of a type too, with its line", () => {
    const [found, ...more] = violations({
      "runtime/a.ts": '// a\nimport type { B } from "../compiler/b.ts";',
    });
    expect(more).toEqual([]);
    expect(found).toBe("runtime/a.ts:2: imports compiler/b.ts, but runtime/ may import no other folder");
  });

  it("finds a package and a static import of Node in runtime/", () => {
    expect(
      violations({
        "runtime/a.ts": 'import x from "seedrandom";',
        "runtime/b.ts": 'import fs from "node:fs";',
      }),
    ).toEqual([
      "runtime/a.ts:1: imports seedrandom, but runtime/ is inlined into simulators and imports no packages",
      "runtime/b.ts:1: imports node:fs, but runtime/ is inlined into simulators and imports Node's modules only on " +
        "use, by `await import(…)`",
    ]);
  });

  it.each(["import { a } from", "import type { A } from", "const a = await import("])(
    "finds a circle of files that closes by `%s`",
    (how) => {
      const closing = how.endsWith("(") ? `${how}"./a.ts");` : `${how} "./a.ts";`;
      expect(violations({ "grammar/a.ts": 'import "./b.ts";', "grammar/b.ts": closing })).toEqual([
        "grammar/a.ts:1: imports itself in a circle: grammar/a.ts -> grammar/b.ts -> grammar/a.ts",
      ]);
    },
  );

  it("names the shortest of several circles, and how many files hang together", () => {
    expect(
      violations({
        "grammar/a.ts": 'import "./b.ts";',
        "grammar/b.ts": 'import "./c.ts";\nimport "./a.ts";',
        "grammar/c.ts": 'import "./a.ts";',
      }),
    ).toEqual([
      "grammar/a.ts:1: imports itself in a circle: grammar/a.ts -> grammar/b.ts -> grammar/a.ts " +
        "(1 more file hangs together so)",
    ]);
  });

  it("finds a top-level name that two files of runtime/ declare", () => {
    const [found] = violations({
      "runtime/a.ts": "export function step() {}\n",
      "runtime/b.ts": "\nconst step = 1;\nfunction other() {\n  const inner = 2;\n}\n",
      "runtime/c.ts": "const inner = 3;\n",
    });
    expect(found).toMatch(/^runtime\/b\.ts:2: declares step, which runtime\/a\.ts declares too/);
  });

  it("prints what it finds and exits 1", () => {
    const folder = plant({ "runtime/a.ts": 'import "../cli/b.ts";' });
    const run = spawnSync(process.execPath, [join(root, "tools/checkImports.ts"), folder], {
      encoding: "utf8",
    });
    expect(run.status).toBe(1);
    expect(run.stderr).toContain("runtime/a.ts:1: imports cli/b.ts");
  });
});

describe("reading imports", () => {
  it("sees every form, over several lines too, and none in comments", () => {
    const text = [
      'import "./a.ts";',
      'import b, { c,\n  type d } from "./b.ts";',
      'export * from "./c.ts";',
      'export type { E } from "./d.ts";',
      '// import "./no.ts";',
      '/* import "./no.ts"; */',
      'const url = "http://x"; const f = await import("./e.ts");',
    ].join("\n");
    expect(
      importsOf("x/m.ts", text).map(({ to, isTypeOnly, isDynamic }) => [to, isTypeOnly, isDynamic]),
    ).toEqual([
      ["x/a.ts", false, false],
      ["x/b.ts", false, false],
      ["x/c.ts", false, false],
      ["x/d.ts", true, false],
      ["x/e.ts", false, true],
    ]);
  });

  it("sees top-level names of every kind", () => {
    const text =
      "export const a = 1;\nasync function b() {}\nexport abstract class C {}\ntype D = 1;\ninterface E {}\n  const no = 1;\n";
    expect(topLevelNames(text).map(({ name }) => name)).toEqual(["a", "b", "C", "D", "E"]);
  });
});
