import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contextualWords, reservedWords } from "../../grammar/keywords.ts";
import { type TextMateRule, textMateGrammar } from "../../grammar/textmate.ts";
import { unitSymbols } from "../../runtime/units/unitTable.ts";

const grammar = textMateGrammar();

function expressions(rule: TextMateRule): string[] {
  return [rule.match, rule.begin, rule.end]
    .filter((one) => one !== undefined)
    .concat(...(rule.patterns ?? []).map(expressions));
}

/** Scopes of the whole text where the rule matches. */
function scope(rule: string, text: string): boolean {
  return expressions(grammar.repository[rule] ?? {}).some((one) =>
    new RegExp(`^(?:${one})$`, "u").test(text),
  );
}

describe("the editor grammar", () => {
  test("is the one that editors load", () => {
    const written = readFileSync(new URL("../../editor/tendril.tmLanguage.json", import.meta.url), "utf8");
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(grammar)));
  });

  test("holds only regular expressions that compile", () => {
    const all = Object.values(grammar.repository).flatMap(expressions);
    for (const one of all) expect(() => new RegExp(one, "u")).not.toThrow();
  });

  test("includes only what it defines", () => {
    for (const { include } of grammar.patterns)
      expect(Object.keys(grammar.repository)).toContain(include?.slice(1));
  });

  test("knows every word of the language", () => {
    const text = JSON.stringify(grammar);
    for (const word of [...reservedWords, ...contextualWords])
      expect(text).toMatch(new RegExp(`[(|:]${word}[)|]`));
  });

  test("colours a number with any unit of the table", () => {
    expect(unitSymbols().filter((symbol) => !scope("quantity", `2.5 ${symbol}`))).toEqual([]);
  });

  test("colours compound units, and no division", () => {
    expect(scope("quantity", "4 /uM/s")).toBe(true);
    expect(scope("quantity", "0.003 pN*s/um")).toBe(true);
    expect(scope("quantity", "4/s")).toBe(false);
    expect(scope("quantity", "4 / s")).toBe(false);
  });

  test("colours a declared name", () => {
    expect(
      "param k = 3".match(new RegExp(grammar.repository["declaration"]?.match ?? "", "u"))?.slice(1, 3),
    ).toEqual(["param", "k"]);
  });
});
