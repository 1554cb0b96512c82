/** Contact maps and influence maps say what rules read and write. */
import { describe, expect, it } from "vitest";
import { contacts } from "../../../compiler/document/contacts.ts";
import { documentModels } from "../../../compiler/document/documentModel.ts";
import { influenceMap } from "../../../compiler/document/siteEffects.ts";
import { MemoryHost } from "../../../compiler/host.ts";
import type { FlatModel } from "../../../compiler/model/flatModel.ts";

function flat(statements: string): FlatModel {
  const text = `language 1.0\nmodel M {\n${statements}\n}`;
  const { models, diagnostics } = documentModels({
    main: "m.tdl",
    host: new MemoryHost(new Map([["m.tdl", text]])),
  });
  const [model] = models;
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return model.flat;
}

/** "a + b": a enables b; "a - b": a prevents it; "a ± b" both. */
function influences(statements: string): readonly string[] {
  const { rules, influences: all } = influenceMap(flat(statements));
  return all
    .map(({ from, to, activates, inhibits }) => {
      const sign = activates && inhibits ? "±" : activates ? "+" : "-";
      return `${rules[from].name} ${sign} ${rules[to].name}`;
    })
    .sort();
}

describe("the influence map", () => {
  it("follows states, and combinations of states as one rule", () => {
    const rules = `molecule A { s {u, p} }\nmolecule B { s {u, p} }\ntable k[A.s] /s { u: 1  p: 2 }
init A = 1 count\ninit B = 1 count
rule on: A(s{u -> p}) @ 1 /s\nrule off: A(s{p -> u}) @ 1 /s
rule other: B(s{u -> p}) @ 1 /s\nrule lose: a: A(s{?i}) -> delete a @ k[i]`;
    expect(influences(rules)).toEqual([
      "lose - off",
      "lose - on",
      "off + on",
      "off ± lose",
      "on + off",
      "on ± lose",
    ]);
  });

  it("follows bonds to both of their ends", () => {
    const rules = `molecule A { x }\nmolecule B { y, s {u, p} }\ninit A = 1 count\ninit B = 1 count
rule bind: A(x[.]) + B(y[.]) -> A(x[1]), B(y[1]) @ 1 /count/s
rule leave: A(x[1]), B(y[1]) -> A(x[.]) + B(y[.]) @ 1 /s
rule mark: B(y[_], s{u -> p}) @ 1 /s`;
    expect(influences(rules)).toEqual(["bind + leave", "bind + mark", "leave + bind", "leave - mark"]);
  });

  it("follows plain species, used up, made, or slowing a rate", () => {
    const rules = `species A, R = 10 count\nspecies B
rule convert: A -> B @ 1 /s
rule make: nothing -> A total 1 count/s / (1 + count R)
rule grow: nothing -> R @ 1 count/s\nrule use: A + B -> B @ 1 /count/s`;
    expect(influences(rules)).toEqual([
      "convert ± use",
      "grow - make",
      "make + convert",
      "make + use",
      "use - convert",
    ]);
  });
});

describe("the contact map", () => {
  it("has bonds of rules and of initial complexes, each once", () => {
    const { structured } = flat(`molecule A { x, r, l }\nmolecule B { y }
init ring of 3 A by r - l = 1 count\ninit B = 1 count
rule bind: A(x[.]) + B(y[.]) <-> A(x[1]), B(y[1]) @ 1 /count/s, back 1 /s
rule again: A(x[.], r[_]) + B(y[.]) -> A(x[1]), B(y[1]) @ 1 /count/s`);
    if (structured === null) throw new Error("no molecules");
    const nameOf = ({ type, siteClass }: { type: number; siteClass: number }): string =>
      `${structured.types[type].name}.${structured.types[type].sites[siteClass].name}`;
    expect(contacts(structured).map(({ a, b, rules }) => [nameOf(a), nameOf(b), ...rules])).toEqual([
      ["A.r", "A.l"].sort().toReversed(),
      ["A.x", "B.y", "bind", "again"],
    ]);
  });
});
