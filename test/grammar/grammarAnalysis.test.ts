/** What must hold of the grammar itself. */
import {
  Alternation,
  Alternative,
  type IProduction,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  type Rule,
  Terminal,
  type TokenType,
} from "chevrotain";
import { describe, expect, test } from "vitest";
import {
  contextualWords,
  experimentWords,
  fileWords,
  growthVerbs,
  modelWords,
  reservedWords,
  settingWords,
  surrogateWords,
} from "../../grammar/keywords.ts";
import { growthClauses } from "../../grammar/growthClauses.ts";
import { TendrilParser } from "../../grammar/parser.ts";
import { NameLike } from "../../grammar/tokens.ts";
import { unitSymbols } from "../../runtime/units/unitTable.ts";

// The constructor throws when Chevrotain finds an ambiguity, left recursion or an unreachable alternative.
const parser = new TendrilParser({ validate: true });
const rules = parser.getGAstProductions();

function ruleOf(name: string): Rule {
  const rule = rules[name];
  if (rule === undefined) throw new Error(`no production ${name}`);
  return rule;
}

function nullable(production: IProduction): boolean {
  if (production instanceof Terminal) return false;
  if (
    production instanceof Option ||
    production instanceof Repetition ||
    production instanceof RepetitionWithSeparator
  )
    return true;
  if (production instanceof NonTerminal) return ruleOf(production.nonTerminalName).definition.every(nullable);
  if (production instanceof Alternation) return production.definition.some(nullable);
  return definitionOf(production).every(nullable);
}

function definitionOf(production: IProduction): IProduction[] {
  return (production as unknown as { definition: IProduction[] }).definition;
}

function first(productions: readonly IProduction[]): Set<TokenType> {
  const found = new Set<TokenType>();
  for (const production of productions) {
    const inner =
      production instanceof Terminal
        ? [production.terminalType]
        : production instanceof NonTerminal
          ? first(ruleOf(production.nonTerminalName).definition)
          : production instanceof Alternation
            ? definitionOf(production).flatMap((one) => [...first([one])])
            : first(definitionOf(production));
    for (const type of inner) found.add(type);
    if (!nullable(production)) break;
  }
  return found;
}

/** What may optionally begin at a place where the productions may also end. */
function trailing(productions: readonly IProduction[], seen = new Set<string>()): Set<TokenType> {
  const found = new Set<TokenType>();
  const add = (types: Iterable<TokenType>): void => {
    for (const type of types) found.add(type);
  };
  productions.forEach((production, index) => {
    if (!productions.slice(index + 1).every(nullable) || production instanceof Terminal) return;
    if (production instanceof NonTerminal) {
      if (seen.has(production.nonTerminalName)) return;
      seen.add(production.nonTerminalName);
      add(trailing(ruleOf(production.nonTerminalName).definition, seen));
      return;
    }
    if (production instanceof Alternation) {
      for (const one of definitionOf(production)) add(trailing(definitionOf(one), seen));
      return;
    }
    if (production instanceof Alternative) {
      add(trailing(production.definition, seen));
      return;
    }
    if (
      production instanceof Option ||
      production instanceof Repetition ||
      production instanceof RepetitionMandatory
    )
      add(first(definitionOf(production)));
    if (
      production instanceof RepetitionWithSeparator ||
      production instanceof RepetitionMandatoryWithSeparator
    )
      found.add(production.separator);
    add(trailing(definitionOf(production), seen));
  });
  return found;
}

describe("the grammar", () => {
  test.each([
    ["statement", modelWords],
    ["experimentStatement", [...experimentWords, ...settingWords]],
    ["directive", surrogateWords],
    ["fileItem", fileWords],
  ] as const)("no optional end of a %s begins like the next one", (name, words) => {
    const types = [...trailing(ruleOf(name).definition)];
    const images = types.map((type) => type.name.replace(/^word_/, ""));
    expect(images.length).toBeGreaterThan(3);
    expect(images.filter((image) => (words as readonly string[]).includes(image))).toEqual([]);
    expect(types.filter((type) => type === NameLike || type.name === "SettingName")).toEqual([]);
  });

  test("the block words are those that begin its statements", () => {
    const begins = (name: string): string[] =>
      [...first(ruleOf(name).definition)].map((type) => type.name.replace(/^word_/, "")).sort();
    expect(begins("statement")).toEqual([...modelWords].sort());
    expect(begins("fileItem")).toEqual([...fileWords].sort());
    expect(begins("directive")).toEqual([...surrogateWords].sort());
    expect(begins("experimentStatement")).toEqual([...experimentWords, "SettingName"].sort());
  });

  test("no word is also a unit, except count", () => {
    const words = new Set<string>([...reservedWords, ...contextualWords]);
    expect(unitSymbols().filter((symbol) => words.has(symbol))).toEqual(["count"]);
  });

  test("every growth verb has its clauses", () => {
    expect([...growthClauses.keys()].sort()).toEqual([...growthVerbs].sort());
  });

  test("a word is reserved or contextual, not both", () => {
    const contextual = new Set<string>(contextualWords);
    expect(reservedWords.filter((word) => contextual.has(word))).toEqual([]);
  });
});
