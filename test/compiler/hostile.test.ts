/**
 * Texts made to hurt: the compiler answers each in seconds with one clear diagnostic, or compiles it, and
 * what it emits never runs a text of the model.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Script, createContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { compile, type CompileResult } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";

const first = "language 1.0\n";

function compileText(text: string): CompileResult {
  return compileFiles([["m.tdl", first + text]]);
}

function compileFiles(files: readonly (readonly [string, string])[]): CompileResult {
  return compile({
    main: files[0]?.[0] ?? "",
    host: new MemoryHost(new Map(files)),
    experiment: null,
    method: null,
  });
}

function codesOf({ diagnostics }: CompileResult): readonly string[] {
  return diagnostics.map(({ code }) => code);
}

function lines(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join("\n");
}

const decay = "species A = 1 count rule decay: A -> nothing @ 1 /s";

// Seconds on a busy machine; what they guard against takes minutes or never ends.
describe("hostile sizes", { timeout: 20_000 }, () => {
  it.each([
    ["a megabyte of sum", `model M { param k = ${"1+".repeat(500_000)}1 }`, "TDL1016"],
    ["ten thousand brackets", `model M { param k = ${"(".repeat(10_000)}1${")".repeat(10_000)} }`, "TDL1010"],
    ["ten thousand open blocks", "model M { ".repeat(10_000), "TDL1010"],
    ["a hundred thousand minus signs", `model M { param k = ${"-".repeat(100_000)}1 }`, "TDL1010"],
    [
      "a hundred thousand nots",
      `model M { event e when ${"not ".repeat(100_000)}1 > 2 set x = 1 }`,
      "TDL1010",
    ],
    ["a tower of powers", `model M { param k = ${"2^".repeat(50_000)}1 }`, "TDL1010"],
    ["a tower of conditions", `model M { param k = ${"if 1 > 2 then 1 else ".repeat(20_000)}1 }`, "TDL1010"],
    ["a megabyte of NUL", `model M { ${"\0".repeat(1_000_000)} ${decay} }`, "TDL1001"],
    ["a megabyte of name", `model M { rule r: ${"x".repeat(1_000_000)} -> nothing @ 1 /s }`, "TDL3001"],
    ["seventeen megabytes", "x".repeat(17 * 2 ** 20), "TDL1011"],
  ])("%s is one diagnostic", (_, text, code) => {
    const result = compileText(text);
    expect(codesOf(result)).toEqual([code]);
    expect(result.diagnostics[0]?.message.length).toBeLessThan(300);
  });

  it.each([
    ["a megabyte of comment", `# ${"x".repeat(1_000_000)}\nmodel M { ${decay} }`],
    ["a megabyte of text", `model M "${"x".repeat(1_000_000)}" { ${decay} }`],
    [
      "one line of thousands of statements",
      `model M { ${decay} ${lines(2000, (i) => `species s${i} = 1 count`).replaceAll("\n", " ")} }`,
    ],
  ])("%s compiles", (_, text) => {
    expect(codesOf(compileText(text))).toEqual([]);
  });

  it("stops after two hundred syntax errors", () => {
    const codes = codesOf(compileText(`model M {\n${lines(1000, (i) => `param p${i} = 3 parsec`)}\n}`));
    expect(codes).toHaveLength(201);
    expect(codes.at(-1)).toBe("TDL1012");
  });

  it("tells of every misspelt name among thousands", () => {
    const names = lines(3000, (i) => `species s${i} = 1 count`);
    const codes = codesOf(
      compileText(`model M {\n${names}\n${lines(3000, (i) => `rule r${i}: ss${i} -> nothing @ 1 /s`)}\n}`),
    );
    expect(codes).toHaveLength(3000);
    expect(new Set(codes)).toEqual(new Set(["TDL3001"]));
  });

  it("draws together a thousand files at most", () => {
    const imports = lines(1100, (i) => `import a${i} from "./f${i}.tdl"`);
    const others = Array.from({ length: 1100 }, (_, i) => [`f${i}.tdl`, `${first}const a${i} = 1`] as const);
    const codes = codesOf(compileFiles([["m.tdl", `${first}${imports}\nmodel M { ${decay} }`], ...others]));
    expect(codes.filter((code) => code !== "TDL2005")).toEqual(["TDL2004"]);
  });
});

describe("definitions on definitions", { timeout: 20_000 }, () => {
  it.each([
    [
      "definitions",
      `${lines(5000, (i) => `define d${i} = d${i + 1} + 1`)}\ndefine d5000 = 1\nobserve o = d0`,
    ],
    ["constants", `${lines(5000, (i) => `const d${i} = d${i + 1} + 1`)}\nconst d5000 = 1\nobserve o = d0`],
    ["parameters", `${lines(5000, (i) => `param d${i} = d${i + 1} + 1`)}\nparam d5000 = 1\nobserve o = d0`],
    [
      "functions",
      `${lines(2000, (i) => `function d${i}(x) = d${i + 1}(x) + 1`)}\nfunction d2000(x) = x\nobserve o = d0(1)`,
    ],
    [
      "functions, the innermost first",
      `function d0(x) = x\n${lines(2000, (i) => `function d${i + 1}(x) = d${i}(x) + 1`)}\nobserve o = d2000(1)`,
    ],
  ])("a chain of thousands of %s is refused", (_, body) => {
    expect(codesOf(compileText(`model M {\n${body}\n}`))).toEqual(["TDL3013"]);
  });

  it.each([
    [
      "definitions",
      `define d0 = count A\n${lines(60, (i) => `define d${i + 1} = d${i} - 2 * d${i}`)}\nobserve o = d60`,
    ],
    ["constants", `const d0 = 1\n${lines(60, (i) => `const d${i + 1} = d${i} / d${i}`)}\nobserve o = d60`],
    [
      "functions",
      `function d0(x) = x\n${lines(60, (i) => `function d${i + 1}(x) = d${i}(x) - 2 * d${i}(x)`)}\nobserve o = d60(count A)`,
    ],
  ])("sixty %s that each use the one before twice compile", (_, body) => {
    expect(codesOf(compileText(`model M { ${decay}\n${body}\n}`))).toEqual([]);
  });

  it("refuses parts inside each other without end", () => {
    const modules = lines(2000, (i) => `module M${i + 1} { part a = M${i} }`);
    expect(codesOf(compileText(`module M0 { ${decay} }\n${modules}\nmodel M { part m = M2000 }`))).toEqual([
      "TDL6011",
    ]);
  });

  it("refuses parts that double at every step", () => {
    const modules = lines(40, (i) => `module M${i + 1} { part a = M${i} part b = M${i} }`);
    expect(codesOf(compileText(`module M0 { ${decay} }\n${modules}\nmodel M { part m = M40 }`))).toEqual([
      "TDL6011",
    ]);
  });
});

/** The good programs whose names and texts look like code. */
const folder = join(import.meta.dirname, "..", "good");
const suspicious = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
  /^(?:names|text)\/.*\.tdl$/.test(path),
);

describe("emitted text", { timeout: 60_000 }, () => {
  it.each(suspicious)("of %s runs nothing of the model", (path) => {
    const text = readFileSync(join(folder, path), "utf8");
    const result = compileFiles([[path, text]]);
    const literal = result.dump("emit");
    if (literal === null) throw new Error(result.diagnostics.map(({ message }) => message).join("\n"));
    const context = createContext(Object.create(null) as object);
    // Every function of the runtime that the text calls is a free name; none is called when it is evaluated.
    new Script(`"use strict"; (${literal});`).runInContext(context);
    expect(Object.keys(context)).toEqual([]);
    expect("hacked" in globalThis).toBe(false);
  });

  it("as a file of its own runs nothing of the model either", async () => {
    const path = "text/texts_that_look_like_code.tdl";
    const result = compileFiles([[path, readFileSync(join(folder, path), "utf8")]]);
    const place = mkdtempSync(join(tmpdir(), "tendril-hostile-"));
    writeFileSync(join(place, "simulator.ts"), await result.emit());
    const run = spawnSync(process.execPath, ["simulator.ts", "--until", "1", "--every", "1", "--out", "-"], {
      cwd: place,
      encoding: "utf8",
      timeout: 30_000,
    });
    rmSync(place, { recursive: true });
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/^time/);
  });
});
