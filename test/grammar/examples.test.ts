/** Whole programs parse without a diagnostic, and format to a fixed point that means the same. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatSource } from "../../grammar/format.ts";
import { parsed, withoutSpans } from "../support/parsing.ts";

const folder = join(import.meta.dirname, "../good/grammar");
const programs = readdirSync(folder)
  .filter((name) => name.endsWith(".tdl"))
  .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

describe.each(programs)("$name", ({ text }) => {
  test("parses without a diagnostic", () => {
    expect(parsed(text).declarations.length).toBeGreaterThan(0);
  });

  test("keeps its tree and comments when formatted", () => {
    const tree = parsed(text);
    const again = parsed(formatSource(tree));
    expect(withoutSpans(again)).toEqual(withoutSpans(tree));
    expect(again.comments.map((one) => one.text)).toEqual(tree.comments.map((one) => one.text));
  });

  test("is a fixed point once formatted", () => {
    const once = formatSource(parsed(text));
    expect(formatSource(parsed(once))).toBe(once);
  });

  test("keeps to 100 columns when formatted", () => {
    const long = formatSource(parsed(text))
      .split("\n")
      .filter((line) => line.replace(/ {2}#.*$/, "").length > 100);
    expect(long).toEqual([]);
  });

  test("parses on a single line", () => {
    const tree = parsed(text);
    const single = text.replace(/#[^\n]*/g, "").replace(/\s+/g, " ");
    expect(withoutSpans(parsed(single))).toEqual(withoutSpans(tree));
  });
});
