/** Rules as generated code against the same rules applied from their tables. */
import { describe, expect, it } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { MemoryHost } from "../../../compiler/host.ts";
import type { CompiledModel } from "../../../runtime/model.ts";
import { graphFaults } from "../../support/graphFaults.ts";
import { startGraphRun } from "../../support/graphRun.ts";

const header = `language 1.0
model Filaments {
  space 2D depth 0.1 um
  compartment cell { volume 1 um^3 }
  species G in cell = 1800 count
  species inhibitor in cell = 20 count`;

/** Few channels: hazards are written to the selection directly. */
const few = `${header}
  molecule Bead { barbed {open, capped}, pointed, side, age {fresh, old}, pos: vector um, n: count }
  molecule Cofilin { actin, pos: vector um }
  init Bead(barbed[1]), Bead(barbed[2], pointed[1]), Bead(pointed[2]) = 20 count
    set pos = vec(0.03 um * copy, 0.01 um * index), n = draw(1) * 10 count
  init Cofilin() = 30 count set pos = vec(uniform(0 um, 0.6 um), uniform(0 um, 0.05 um))
  rule grow: f: Bead(barbed{open}[.]) + G -> f(barbed[1]), new b: Bead(pointed[1], barbed{open}, age{fresh})
    set b.pos = f.pos + vec(uniform(0 um, 0.002 um), 0.003 um), b.n = f.n + 1 count
    @ 5 /uM/s
  rule grow_pointed: f: Bead(pointed[.]) + G -> f(pointed[1]), new b: Bead(barbed{open}[1], age{fresh})
    set b.pos = f.pos - vec(0 um, 0.003 um) @ 0.6 /uM/s
  rule lose: f: Bead(barbed{open}[.], pointed[1], side[.]), m: Bead(barbed[1]) -> delete f, m(barbed[.]) + G @ 4 /s
  rule lose_old: f: Bead(pointed[.], barbed[1], side[.], age{old}), m: Bead(pointed[1], age{old})
    -> delete f, m(pointed[.]) + G @ 9 /s
  rule vanish: f: Bead(pointed[.], barbed[.], side[.]) -> delete f + G @ 8 /s
  rule age: f: Bead(age{fresh}) -> f(age{old}) @ 0.4 /s
  rule cap: f: Bead(barbed{open}[.]) -> f(barbed{capped}) @ 0.1 /s * (1 + f.n / (20 count))
  rule uncap: f: Bead(barbed{capped}) -> f(barbed{open}) @ 0.3 /s
  rule sever: a: Bead(barbed[1], age{old}), b: Bead(pointed[1], side[_]) -> a(barbed[.]) + b(pointed[.])
    @ 0.05 /s * (1 + fresh / 100)
  rule bind: c: Cofilin(actin[.]) + f: Bead(side[.]) -> c(actin[1]), f(side[1])
    when distance(c, f) < 0.02 um @ 0.4 /s
  rule renew: c: Cofilin(actin[.]) + f: Bead(barbed[1], side[.]), m: Bead(pointed[1], age{old})
    -> c(actin[.]) + f(barbed[1]), m(pointed[1], age{fresh}) when distance(c, m) < 0.02 um @ 0.2 /s
  rule unbind: c: Cofilin(actin[1]), f: Bead(side[1]) -> c(actin[.]) + f(side[.]) @ 1 /s
  rule join: f: Bead(barbed{open}[.]) + m: Bead(pointed[.]) -> f(barbed[1]), m(pointed[1]) @ 20 /uM/s
  rule clear: a: Bead(barbed{capped}[.]) -> delete complex a @ 0.5 /s
  rule appear: G -> new b: Bead(barbed{open}, age{fresh}) @ 0.02 /s
  observe beads = count Bead()
  observe fresh = count Bead(age{fresh})
  rule slow: G + inhibitor -> inhibitor @ 0.0001 /uM/s
}`;

/** More channels than a linear search suits: hazards go through sums. */
const many = few.replace(
  "  observe beads",
  `${Array.from({ length: 14 }, (_, i) => `  rule tick${i}: f: Bead(age{fresh}) -> f(age{fresh}) set f.n = f.n + 1 count @ ${0.001 * (i + 1)} /s`).join("\n")}
  observe beads`,
);

/** Rules that are cases of one: `shrink` takes the last two subunits by rules of their own, one for each state. */
const cases = (slower: string): string => `language 1.0
model Short {
  space 2D depth 0.1 um
  compartment cell { volume 0.1 um^3 }
  species G in cell = 20 count
  filament Actin { subunit { nucleotide {ATP, ADP} } ends barbed, pointed rise 2.7 nm bead 1 }
  init chain of 4 Actin by barbed - pointed = 30 count set pos = vec(0.1 um * copy, 2.7 nm * index)
  grow Actin at barbed from G as nucleotide{ATP} @ 11.6 /uM/s
  shrink Actin(nucleotide{ATP}) at barbed to G @ 4 /s
  shrink Actin(nucleotide{ADP}) at pointed to G @ ${slower}
  hydrolyse Actin(nucleotide{ATP -> ADP}) @ 0.3 /s
  observe beads = count Actin()
}`;

function compiled(text: string): CompiledModel {
  const host = new MemoryHost(new Map([["m.tdl", text]]));
  const result = compile({ main: "m.tdl", host, experiment: null, method: "graph" });
  if (result.compiled === null) throw new Error(result.diagnostics.map(({ message }) => message).join("\n"));
  return result.compiled;
}

function fromTables(model: CompiledModel): CompiledModel {
  if (model.graph === null) throw new Error("not a model of growth");
  return { ...model, graph: { ...model.graph, code: null } };
}

describe("the loop of a model", () => {
  it("is there where few rules are chosen among, and nothing changes between events", () => {
    expect(compiled(few).graph?.code?.loop).not.toBeNull();
    expect(compiled(many).graph?.code?.loop).toBeNull();
    expect(compiled(cases("4 /s * (1 + sin(time / (1 s)))")).graph?.code?.loop).toBeNull();
  });

  it("draws pairs of near points that do not move, where one of the two is surely another complex", () => {
    const loopOf = (text: string): string => String(compiled(text).graph?.code?.loop);
    expect(loopOf(few)).toMatch(/near\d+\.choose/);
    const dimers = few
      .replace("Cofilin { actin,", "Cofilin { actin, other,")
      .replace("init Cofilin()", "init Cofilin(other[1]), Cofilin(other[1])");
    expect(loopOf(dimers)).toMatch(/near\d+\.count/);
    expect(loopOf(dimers)).not.toMatch(/near\d+\.choose/);
  });

  it("chooses cases of one rule together, with one list of matches", () => {
    const { classes, unlisted } = compiled(cases("4 /s")).graph ?? { classes: [], unlisted: [] };
    expect(classes.map(({ rules }) => rules.length)).toEqual([3, 3]);
    expect(unlisted.length).toBe(6);
  });
});

describe.each([
  ["few channels", few],
  ["many channels", many],
  ["cases of one rule", cases("4 /s")],
])("generated rules, %s", (_, text) => {
  const model = compiled(text);

  it("keep lists, hazards and measures as a search of the whole graph finds them", () => {
    const run = startGraphRun(model);
    for (let i = 1; i <= 60; i++) {
      run.engine.advance(1e9, 40);
      expect(graphFaults(run.engine.network)).toEqual([]);
    }
    const { network } = run.engine;
    const never = network.channels.filter((__, i) => network.fired[i] === 0).map(({ rule }) => rule.name);
    expect(never.filter((name) => !name.startsWith("tick"))).toEqual([]);
  });

  it("do event for event what the tables do", () => {
    const runs = [model, fromTables(model)].map((own) => startGraphRun(own));
    for (const { engine } of runs) engine.advance(1e9, 3000);
    const [generated, tabled] = runs.map(({ engine, state }) => ({
      t: state.t,
      y: Array.from(state.y),
      fired: Array.from(engine.network.fired),
      lists: engine.network.mixture.lists.save(),
      records: engine.network.mixture.save().graph.record,
    }));
    expect(generated).toEqual(tabled);
  });
});
