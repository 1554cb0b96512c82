/** A network of complexes that grows without bound is stopped, with the rule that makes it grow. */
import { expect, it } from "vitest";
import { compile, listNetwork } from "../../../compiler/compile.ts";
import { MemoryHost } from "../../../compiler/host.ts";

const polymer = `language 1.0
model Polymer {
  molecule Actin { barbed, pointed }
  init Actin = 100 count
  rule grow: Actin(barbed[.]) + Actin(pointed[.]) -> Actin(barbed[1]), Actin(pointed[1]) @ 1 /count/s
}`;

/** Joins up to 40 molecules. */
const ended = polymer
  .replace("rule grow: Actin", "rule grow: a: Actin")
  .replace("+ Actin", "+ b: Actin")
  .replace("-> Actin(barbed[1]), Actin(pointed[1])", "-> a(barbed[1]), b(pointed[1])")
  .replace("@ 1", "when count Actin of a + count Actin of b <= 40 @ 1");

function reportsWithin(species: number, reactions: number, molecules = 1000): string[] {
  const host = new MemoryHost(new Map([["m.tdl", ended]]));
  const limits = { species, reactions, molecules };
  return compile({ main: "m.tdl", host, experiment: null, method: "ssa", limits }).diagnostics.map(
    ({ code, message }) => `${code} ${message}`,
  );
}

it("stops at the limit of species", () => {
  expect(reportsWithin(20, 1000)).toEqual([
    "TDL5124 The network grows beyond 20 species: the rule grow can join ever more molecules.",
  ]);
});

it("stops at the limit of reactions", () => {
  expect(reportsWithin(1000, 20)).toEqual([
    "TDL5124 The network grows beyond 20 reactions: the rule grow can join ever more molecules.",
  ]);
});

it("stops at the limit of molecules in one complex", () => {
  expect(reportsWithin(1000, 1000, 8)).toEqual([
    "TDL5124 The network grows beyond 8 molecules in one complex: the rule grow can join ever more molecules.",
  ]);
});

it("stops at once where complexes grow without bound, however many of each size there are", () => {
  const tree = `language 1.0
model Tree {
  molecule L { r * 3 }
  molecule R { l * 2 }
  init L = 100 count
  init R = 100 count
  rule bind: L(r[.]) + R(l[.]) <-> L(r[1]), R(l[1]) @ 1 /count/s, back 1 /s
}`;
  const host = new MemoryHost(new Map([["m.tdl", tree]]));
  const { diagnostics } = compile({ main: "m.tdl", host, experiment: null, method: "ode" });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "The network grows beyond 100 molecules in one complex: the rule bind can join ever more molecules.",
  ]);
});

it("stops at the limit of molecules in all complexes", () => {
  const chain = `language 1.0
model Chain {
  molecule A { l, r, s {u, p} }
  init chain of 60 A by r - l = 10 count
  rule turn: A(s{u}) <-> A(s{p}) @ 1 /s, back 1 /s
}`;
  const host = new MemoryHost(new Map([["m.tdl", chain]]));
  const limits = { species: 1e5, reactions: 1e6, molecules: 100, together: 6000 };
  const { diagnostics } = compile({ main: "m.tdl", host, experiment: null, method: "ode", limits });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "The network grows beyond 6000 molecules in all complexes together, by the many combinations of states and bonds; the rule turn made the last ones.",
  ]);
});

it("says that states combine in too many ways when no complex can grow", () => {
  const host = new MemoryHost(
    new Map([
      [
        "m.tdl",
        `language 1.0
model States {
  molecule A { a {u, p}, b {u, p}, c {u, p} }
  init A = 1 count
  rule a: A(a{u -> p}) @ 1 /s
  rule b: A(b{u -> p}) @ 1 /s
  rule c: A(c{u -> p}) @ 1 /s
}`,
      ],
    ]),
  );
  const limits = { species: 5, reactions: 100, molecules: 100 };
  const { diagnostics } = compile({ main: "m.tdl", host, experiment: null, method: "ssa", limits });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "The network grows beyond 5 species, by the many combinations of states and bonds; the rule c made the last ones.",
  ]);
});

it("names the rule that makes chains, not one that only decorates them", () => {
  const host = new MemoryHost(
    new Map([
      [
        "m.tdl",
        `language 1.0
model Decorated {
  molecule A { l, r, s {u, p} }
  init A = 1 count
  rule join: A(r[.]) + A(l[.]) -> A(r[1]), A(l[1]) @ 1 /count/s
  rule mark: A(s{u -> p}) @ 1 /s
}`,
      ],
    ]),
  );
  const limits = { species: 7, reactions: 1000, molecules: 100 };
  const { diagnostics } = compile({ main: "m.tdl", host, experiment: null, method: "ssa", limits });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "The network grows beyond 100 molecules in one complex: the rule join can join ever more molecules.",
  ]);
});

it("ends where what stands after when is false for a match", () => {
  const short = ended.replace("40", "3");
  const host = new MemoryHost(new Map([["m.tdl", short]]));
  const { network } = listNetwork({ main: "m.tdl", host, experiment: null, method: "ssa" });
  expect(network?.speciesNames).toEqual([
    "Actin()",
    "Actin(barbed[1]), Actin(pointed[1])",
    "Actin(barbed[1]), Actin(barbed[2], pointed[1]), Actin(pointed[2])",
  ]);
});
