/**
 * Good programs that were broken at random, and texts of random characters: the compiler ends with diagnostics whose
 * places lie in the text, and mending them ends, too. FUZZ_RUNS=100000 looks for longer.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { check, compile } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import { mend } from "../../compiler/mend.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { fuzzing, mutated } from "../support/mutations.ts";

const folder = join(import.meta.dirname, "..", "good");
const programs = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".tdl"))
  .toSorted()
  .map((path) => readFileSync(join(folder, path), "utf8"))
  .filter((text) => text.length < 3000);

const main = "m.tdl";

function expectInside(diagnostics: readonly Diagnostic[]): void {
  for (const { file, span, message, related, fixes } of diagnostics) {
    const spans = [
      span,
      ...related.map((one) => one.span),
      ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.span)),
    ];
    for (const { start, end } of spans) {
      expect(start, message).toBeGreaterThanOrEqual(0);
      expect(end, message).toBeGreaterThanOrEqual(start);
      expect(end, message).toBeLessThanOrEqual(file.text.length);
    }
    expect(message).not.toMatch(/undefined|NaN|\[object/);
  }
}

function look(text: string): void {
  const host = new MemoryHost(new Map([[main, text]]));
  expectInside(check({ main, host }).diagnostics);
  expectInside(mend(main, text, host).left);
}

it("tells of broken programs at places that are there", { timeout: 60_000_000 }, () => {
  expect(programs.length).toBeGreaterThan(20);
  fc.assert(fc.property(mutated(programs), look), fuzzing(150));
});

it("compiles or refuses broken programs", { timeout: 60_000_000 }, () => {
  const compiling = (text: string): void => {
    const host = new MemoryHost(new Map([[main, text]]));
    const { diagnostics, compiled } = compile({ main, host, experiment: null, method: null });
    expectInside(diagnostics);
    expect(compiled === null).toBe(diagnostics.some(({ severity }) => severity === "error"));
  };
  fc.assert(fc.property(mutated(programs), compiling), fuzzing(60));
});

it("reads random characters", { timeout: 60_000_000 }, () => {
  const text = fc.string({ maxLength: 400, unit: "binary" });
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        text.map((rest) => `language 1.0\nmodel M { ${rest}`),
      ),
      look,
    ),
    fuzzing(60),
  );
});
