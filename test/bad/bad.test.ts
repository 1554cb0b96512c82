/**
 * Deliberately bad programs and what the compiler says of each.
 *
 * The golden reports are re-recorded with `UPDATE_GOLDEN=1 vitest run test/bad`, and then read: is the first
 * sentence plain, the place exact, the suggestion right, and is one mistake told once?
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type DiagnosticCode, registry } from "../../diagnostics/registry.ts";
import { badPrograms, diagnose, mended, report, strayGoldens } from "./corpus.ts";

const isRecording = process.env["UPDATE_GOLDEN"] === "1";

/** Codes that no small program shows. */
const shownElsewhere: Partial<Record<DiagnosticCode, string>> = {
  TDL1011: "a file of more than 16 MiB: test/compiler/hostile.test.ts",
  TDL1012: "a file with hundreds of syntax errors: test/compiler/hostile.test.ts",
  TDL1016: "an expression of thousands of terms: test/compiler/hostile.test.ts",
  TDL3013: "a chain of thousands of definitions: test/compiler/hostile.test.ts",
  TDL5124: "a network of a hundred thousand complexes: test/compiler/plan/networkLimits.test.ts",
  TDL7014: "a trained surrogate: test/learn/embedding.test.ts",
  TDL2004: "a model of a thousand files: test/compiler/hostile.test.ts",
};

const programs = badPrograms();
const reports = programs.map((program) => ({ program, diagnostics: diagnose(program) }));

describe.each([...new Set(programs.map(({ folder }) => folder))])("%s", (folder) => {
  it.each(
    reports.filter(({ program }) => program.folder === folder).map((entry) => [entry.program.name, entry] as const),
  )("%s", (_, { program, diagnostics }) => {
    expect(diagnostics).not.toEqual([]);
    const text = report(diagnostics);
    if (isRecording) writeFileSync(program.golden, text);
    expect(existsSync(program.golden), "a golden report; record it with UPDATE_GOLDEN=1").toBe(true);
    expect(text).toBe(readFileSync(program.golden, "utf8"));
  });
});

it("mends what is certain once and for all", () => {
  const unfinished = programs.filter((program) => {
    const { text, applied } = mended(program);
    return applied.length > 0 && mended(program, text).applied.length > 0;
  });
  expect(unfinished.map(({ name }) => name)).toEqual([]);
});

it("has a program for every golden report", () => {
  if (isRecording) for (const path of strayGoldens()) rmSync(join(import.meta.dirname, path));
  expect(strayGoldens()).toEqual([]);
});

it("shows every code of the registry", () => {
  const shown = new Set<string>(Object.keys(shownElsewhere));
  for (const { diagnostics } of reports) for (const { code } of diagnostics) shown.add(code);
  // 9xxx: models of other formats, which test/interop reads and their pages show.
  const ofPrograms = Object.keys(registry).filter((code) => !code.startsWith("TDL9"));
  expect(ofPrograms.filter((code) => !shown.has(code))).toEqual([]);
});

it("tells of a mistake in the order of the text, never twice at one place", () => {
  const repeated = reports.flatMap(({ program, diagnostics }) => {
    const places = diagnostics.map(({ code, file, span }) => `${program.name} ${code} ${file.path}:${span.start}`);
    return places.filter((place, i) => places.indexOf(place) !== i);
  });
  expect(repeated).toEqual([]);
  const unordered = reports.filter(({ diagnostics }) =>
    diagnostics.some((one, i) => {
      const next = diagnostics[i + 1];
      return next !== undefined && next.file === one.file && next.span.start < one.span.start;
    }),
  );
  expect(unordered.map(({ program }) => program.name)).toEqual([]);
});
