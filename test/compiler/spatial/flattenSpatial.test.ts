/** What becomes of molecules with attributes in the flat model. */
import { describe, expect, test } from "vitest";
import { type DumpedRule, spatialOf } from "../../support/spatialModel.ts";

const bead = "space 2D  molecule Bead { l, r {open, capped}, pos: vector um, age: s }";

function ruleOf(statements: string): DumpedRule {
  const [rule] = spatialOf(`${bead}\n${statements}`).rules;
  if (rule === undefined) throw new Error("no rule");
  return rule;
}

describe("types", () => {
  test("attributes have slots beside the sites, a vector one for each component", () => {
    const [type] = spatialOf(`${bead} init Bead = 1 count`).types;
    expect(type?.sites.map(({ name }) => name)).toEqual(["l", "r"]);
    expect(type?.attributes.map(({ name, slot, components }) => [name, slot, components])).toEqual([
      ["pos", 0, 2],
      ["age", 2, 1],
    ]);
    expect(type?.position).toBe(0);
  });

  test("a type that binds one with attributes is spatial, others stay as they are", () => {
    const { types, rules } = spatialOf(`${bead}
      compartment cell { volume 1 um^3 }
      molecule Cap { b, s {u, p} }  molecule K { s {u, p} }
      init K = 5 count  init Cap = 5 count
      rule turn: K(s{u -> p}) @ 1 /s
      rule hold: b: Bead(r[.]) + c: Cap(b[.]) -> b(r[1]), c(b[1]) @ 1 /uM/s`);
    expect(types.map(({ name }) => name).sort()).toEqual(["Bead", "Cap"]);
    expect(rules.map(({ name }) => name)).toEqual(["hold"]);
  });
});

describe("rules", () => {
  test("reads, sets and the new molecule", () => {
    const rule = ruleOf(`species G = 9 count
      rule grow: f: Bead(r{open}[.]) + G -> f(r[1]), new n: Bead(l[1])
        set n.pos = f.pos + vec(0.1 um, 0 um), f.age = 2 * f.age @ 3 /count/s * f.age / (1 s)`);
    expect(rule.patterns).toEqual(["Bead(r{0}[.])"]);
    expect(rule.created).toEqual(["Bead{-1, 0}"]);
    expect(rule.actions).toEqual(["bind 0.0 - 1.0"]);
    expect(rule.consumed).toEqual(["1 G"]);
    expect(rule.reads).toEqual(["f.age = 0.2", "f.pos.x = 0.0", "f.pos.y = 0.1"]);
    expect(rule.sets).toEqual(["1.0 = f.pos.x + 0.1", "1.1 = f.pos.y", "0.2 = 2 * f.age"]);
    expect(rule.rate).toEqual({ constant: "3 * f.age", size: null });
  });

  test("one rule for each state that a variable stands for", () => {
    const { rules } = spatialOf(`${bead} table k[Bead.r] /s { open: 1  capped: 2 }
      rule lose: f: Bead(r{?s}) -> delete f @ k[s]`);
    expect(rules.map(({ name, rate }) => [name, rate["constant"]])).toEqual([
      ["lose[open]", "1"],
      ["lose[capped]", "2"],
    ]);
  });

  test("the way back has its own rate and sets nothing", () => {
    const { rules } = spatialOf(`${bead}
      rule pair: a: Bead(r[.]) + b: Bead(l[.]) <-> a(r[1]), b(l[1]) when distance(a, b) < 10 nm
        set a.age = 1 s @ 2 /s, back 3 /s * b.age / (1 s)`);
    expect(rules.map(({ name, proximity, sets }) => [name, proximity, sets])).toEqual([
      ["pair", "0 to 1 < 0.01", ["0.2 = 1"]],
      ["pair (back)", null, []],
    ]);
    expect(rules[1]?.rate["constant"]).toBe("3 * b.age");
  });

  test.each([
    ["distance(a, b) < 10 nm", "0 to 1 < 0.01"],
    ["a.age > 1 s and norm(b.pos - a.pos) <= 10 nm", "0 to 1 < 0.01"],
    ["10 nm > distance(b, a)", "0 to 1 < 0.01"],
  ])("the condition %s brings patterns together", (condition, proximity) => {
    const rule = ruleOf(
      `rule pair: a: Bead(r[.]) + b: Bead(l[.]) -> a(r[1]), b(l[1]) when ${condition} @ 2 /s`,
    );
    expect(rule.proximity).toBe(proximity);
    expect(rule.rate["size"]).toBeNull();
  });

  test("a molecule near a segment belongs to the first pattern", () => {
    const rule =
      ruleOf(`rule cut: a: Bead(r[1]), b: Bead(l[1]) + p: Bead(l[.], r[.]) -> a(r[.]) + b(l[.]) + delete p
      when segment_distance(p, a, b) < 5 nm @ 2 /s`);
    expect(rule.patterns).toEqual(["Bead(l[.], r[.])", "Bead(r[1.0]), Bead(l[0.0])"]);
    expect(rule.proximity).toBe("0 to 1-2 < 0.005");
    expect(rule.actions).toEqual(["unbind 1.0", "delete 0"]);
  });

  test("two patterns that nothing brings together meet in the volume", () => {
    const rule = ruleOf(`compartment cell { volume 2 um^3 }
      rule pair: a: Bead(r[.]) + b: Bead(l[.]) -> a(r[1]), b(l[1]) @ 3 um^3/count/s`);
    expect(rule.rate).toEqual({ constant: "3", size: "2" });
  });

  test("every random number is drawn once, in order", () => {
    const rule = ruleOf(
      `rule jump: a: Bead(r[.]) set a.pos = a.pos + normal(0 um, 1 um) * random_direction() @ 1 /s`,
    );
    expect(rule.draws).toEqual(["draw 1 = normal(0, 1)", "draw 2 = uniform(0, 6.283185307179586)"]);
    expect(rule.sets).toEqual([
      "0.0 = a.pos.x + draw 1 * cos(draw 2)",
      "0.1 = a.pos.y + draw 1 * sin(draw 2)",
    ]);
  });

  test("attributes of molecules pass through functions", () => {
    const rule = ruleOf(`function far(a, b) = distance(a, b)  function half(v) = v / 2
      rule mend: a: Bead(r[1]), b: Bead(l[1]) -> a(r[.]) + b(l[.]) set a.pos = half(b.pos) @ far(a, b) / (1 um*s)`);
    expect(rule.rate["constant"]).toBe("sqrt((a.pos.x - b.pos.x)^2 + (a.pos.y - b.pos.y)^2)");
    expect(rule.sets).toEqual(["0.0 = b.pos.x / 2", "0.1 = b.pos.y / 2"]);
  });
});

describe("energies, motion, flows", () => {
  test("an energy without a unit counts in kT", () => {
    const { energies, kT } = spatialOf(`${bead} temperature 300 K
      energy e: a: Bead(r[1]), b: Bead(l[1]) = 2 * a.age / b.age`);
    expect(energies[0]?.value).toBe("0.004141947 * (2 * a.age / b.age)");
    expect(kT).toBe("0.004141947");
  });

  test("an energy of neighbours has a distance", () => {
    const { energies } = spatialOf(`${bead} param reach = 20 nm
      energy e: a: Bead + b: Bead when distance(a, b) < reach = 1 pN*um * (1 - distance(a, b) / reach)^2`);
    expect([energies[0]?.patterns, energies[0]?.proximity]).toEqual([["Bead()", "Bead()"], "0 to 1 < reach"]);
  });

  test("motion and flow name slots", () => {
    const { motions, flows } = spatialOf(`${bead} motion Bead.pos overdamped drag 0.5 pN*s/um athermal
      flow ageing: a: Bead(r[_]) a.age' = 1`);
    expect(motions).toEqual([{ of: "Bead.0", components: 2, drag: "0.5", thermal: false }]);
    expect(flows.map(({ pattern, targets }) => [pattern, targets])).toEqual([["Bead(r[_])", ["0.2' = 1"]]]);
  });

  test("contact forces and distances are attributes that the engine computes", () => {
    const { types, rules } = spatialOf(`${bead}
      rule push: a: Bead(r[.]) -> delete a when distance(a, Bead) < 5 nm
        @ 1 /s * norm(contact_force(a)) / (1 pN)`);
    expect(types[0]?.attributes.map(({ name, slot, computed }) => [name, slot, computed])).toEqual([
      ["pos", 0, null],
      ["age", 2, null],
      ["contact force", 3, { kind: "contactForce" }],
      ["distance to Bead", 5, { kind: "distanceTo", type: 0 }],
    ]);
    expect(rules[0]?.condition).toBe("a.distance to Bead < 0.005");
  });
});

describe("measures", () => {
  test("counts, sums and means over patterns", () => {
    const { measures } = spatialOf(`${bead} observe a = count Bead(r[.])
      observe b = complexes Bead  observe c = sum(x.age over x: Bead(r[_]))  observe d = mean(x.pos.y over x: Bead)`);
    expect(measures.map(({ measure, pattern, value }) => [measure, pattern, value])).toEqual([
      ["count", "Bead(r[.])", null],
      ["complexes", "Bead()", null],
      ["sum", "Bead(r[_])", "x.age"],
      ["mean", "Bead()", "x.pos.y"],
    ]);
  });

  test("the size of a compartment may be measured", () => {
    const [rule] = spatialOf(`${bead}
      compartment head { volume 0.1 um * sum(norm(a.pos)^2 over a: Bead) }  species G in head = 5 count
      rule feed: f: Bead(r[.]) + G -> f(r[.]) set f.age = 0 s @ 1 /uM/s`).rules;
    expect(rule?.rate["size"]).toBe("0.1 * sum(norm(a.pos)^2 over a: Bead)");
  });
});

describe("initial molecules", () => {
  test("members have their index, copies their number and random numbers", () => {
    const { seeds } = spatialOf(`${bead}
      init chain of 2 Bead by r - l = 3 count set pos = vec(index * 1 um, draw(2) * 1 um), age = copy * 1 s`);
    expect(seeds[0]?.bonds).toEqual(["0.1 - 1.0"]);
    expect(seeds[0]?.draws).toEqual(["draw 1 = uniform(0, 1)"]);
    expect(seeds[0]?.sets).toEqual([
      "0.0 = 0",
      "0.1 = draw 1",
      "0.2 = copy",
      "1.0 = 1",
      "1.1 = draw 1",
      "1.2 = copy",
    ]);
  });

  test("a label gives one member its value", () => {
    const { seeds } = spatialOf(`${bead}
      init a: Bead(r[1]), b: Bead(l[1]) = 1 count set a.pos = vec(1 um, 0 um), b.pos = vec(2 um, 0 um)`);
    expect(seeds[0]?.sets).toEqual(["0.0 = 1", "0.1 = 0", "1.0 = 2", "1.1 = 0"]);
  });
});

test("a boundary holds for the molecules that have a place", () => {
  const { boundaries } = spatialOf(`${bead} molecule Cap { b, n: count }
    init Bead = 1 count  init Cap = 1 count
    region dish = rectangle(-1 um, -1 um, 1 um, 2 um)  boundary dish periodic`);
  expect(boundaries).toEqual([{ condition: "periodic", types: ["Bead"], shape: "box(-1, -1, 1, 2)" }]);
});
