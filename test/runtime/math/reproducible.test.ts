import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { fdExp } from "../../../runtime/math/exp.ts";
import { fdLog } from "../../../runtime/math/log.ts";
import { fdPow } from "../../../runtime/math/pow.ts";
import { fdSin } from "../../../runtime/math/sin.ts";

const folder = new URL("../../../runtime/math/", import.meta.url);
const exact = new Set(["abs", "floor", "sqrt", "LN2", "LOG2E"]);

it.each(readdirSync(folder))("%s uses only what the language specifies to the bit", (file) => {
  const code = readFileSync(new URL(file, folder), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  const used = [...code.matchAll(/\bMath\.(\w+)/g)].map((match) => match[1] ?? "");
  expect(used.filter((name) => !exact.has(name))).toEqual([]);
  expect(code).not.toMatch(/[^*]\*\*[^*]/);
});

it("gives the same bits everywhere", () => {
  let hash = 0;
  const words = new Int32Array(2);
  const double = new Float64Array(words.buffer);
  for (let i = 1; i <= 2000; i++) {
    for (const value of [fdExp(i / 7 - 140), fdLog(i / 3), fdPow(i / 11, i / 90), fdSin(i * i)]) {
      double[0] = value;
      for (const word of words) hash = (Math.imul(hash, 31) + word) | 0;
    }
  }
  expect(hash).toMatchInlineSnapshot(`-1433257622`);
});
