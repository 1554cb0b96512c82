import { describe, expect, test } from "vitest";
import { imported, model, observables, problems, reactions, statement } from "./imported.ts";

const k = "k 2";

/** How many brackets are open at the end of a text. */
function nesting(text: string): number {
  return text.split("(").length - text.split(")").length;
}

/** A model of one rule (or several lines of them). */
function ruled(
  types: string,
  seeds: string,
  rules: string,
  more: Readonly<Record<string, string>> = {},
): string {
  return model({ parameters: k, molecule_types: types, seed_species: seeds, ...more, reaction_rules: rules });
}

describe("rates and statistical factors", () => {
  test("two different molecules bind with the constant as it is", () => {
    expect(reactions(ruled("A(b)\nB(a)", "A(b) 1\nB(a) 1", "A(b) + B(a) -> A(b!1).B(a!1) k"))).toEqual(
      new Map([["A() + B() -> A(b[1]), B(a[1])", 2]]),
    );
  });

  test("two equal molecules bind with half the constant and come apart with the whole", () => {
    expect(reactions(ruled("A(a)", "A(a) 1", "A(a) + A(a) <-> A(a!1).A(a!1) k, 3"))).toEqual(
      new Map([
        ["A() + A() -> A(a[1]), A(a[1])", 1],
        ["A(a[1]), A(a[1]) -> A() + A()", 3],
      ]),
    );
  });

  test("identical sites multiply", () => {
    const found = reactions(ruled("A(b,b)\nB(a)", "A(b,b) 1\nB(a) 1", "A(b) + B(a) <-> A(b!1).B(a!1) k, 3"));
    expect([...found.values()]).toEqual([4, 2, 3, 6]);
  });

  test("of two equal plain species that react, one staying, both are possible", () => {
    expect(reactions(ruled("A()\nB()", "A() 1", "A() + A() -> A() + B() k"))).toEqual(
      new Map([["A + A -> A + B", 2]]),
    );
  });

  test("what stays unchanged does not multiply, however often it matches", () => {
    const dimer = ruled(
      "E(d,s~u~p)\nS(s~u~p)",
      "E(d!1,s~p).E(d!1,s~p) 1\nS(s~u) 1",
      "E(s~p) + S(s~u) -> E(s~p) + S(s~p) k",
    );
    expect([...reactions(dimer).values()]).toEqual([2]);
    expect(statement(dimer, "rule")).toContain("distinct");
  });

  test("a complex that is deleted is deleted once", () => {
    const dimer = ruled("D(x)", "D(x!1).D(x!1) 1", "D() -> 0 k");
    expect([...reactions(dimer).values()]).toEqual([2]);
  });

  test("unchanged identical sites do not multiply", () => {
    const gene = ruled("g(s,s)\np(t)\nm()", "g(s!1,s!2).p(t!1).p(t!2) 1", "g(s!+) -> g(s!+) + m() k");
    expect([...reactions(gene).values()]).toEqual([2]);
  });

  test("a function of observables is a constant that varies", () => {
    const more = { observables: "Molecules Atot A()", functions: "f() = k*Atot/(3+Atot)" };
    expect(reactions(ruled("A()\nB()", "A() 1", "A() -> B() f()", more))).toEqual(new Map([["A -> B", 0.5]]));
  });

  test("constants are divided by the volume where the reaction is", () => {
    const more = { compartments: "EC 3 10\nPM 2 0.5 EC" };
    const found = reactions(
      ruled("A(b)\nB(a)", "A(b)@EC 1\nB(a)@EC 1\nB(a)@PM 1", "A(b) + B(a) -> A(b!1).B(a!1) k", more),
    );
    expect([...found.values()]).toEqual([0.2, 0.2]);
  });

  test("complexes with a part in a membrane meet on it", () => {
    const more = { compartments: "EC 3 10\nPM 2 0.5 EC" };
    const found = reactions(
      ruled("L(r,d)\nR(l)", "L(d,r!1)@EC.R(l!1)@PM 1", "L(d) + L(d) -> L(d!1).L(d!1) k", more),
    );
    expect([...found.values()]).toEqual([2]);
  });

  test("saturation and Michaelis-Menten laws of plain species", () => {
    expect(reactions(ruled("S()\nP()", "S() 1", "S() -> P() Sat(k,3)"))).toEqual(new Map([["S -> P", 0.5]]));
    const enzyme = reactions(ruled("S()\nE()\nP()", "S() 1\nE() 1", "S() + E() -> P() + E() MM(k,3)"));
    const free = 0.5 * (-3 + Math.sqrt(9 + 12));
    expect([...enzyme.values()][0]).toBeCloseTo((2 * free) / (3 + free), 12);
  });
});

describe("energies and local functions", () => {
  test("such laws of a molecule of which every site is named", () => {
    const text = ruled("A(s~u~p,t)\nE()", "A(s~u,t) 1\nE() 1", "A(s~u,t) + E() -> A(s~p,t) + E() Sat(k,3)");
    expect(statement(text, "rule")).toContain("count A(s{u}[.], t[.])");
    expect([...reactions(text)]).toEqual([["E + A(s{u}) -> E + A(s{p})", 0.5]]);
    const any = ruled("A(s~u~p,t)\nE()", "A(s~u,t) 1\nE() 1", "A(s~u) + E() -> A(s~p) + E() Sat(k,3)");
    expect(problems(any)).toEqual(["TDL9002 Sat(k,3)"]);
  });

  test("an energy-based law keeps detailed balance", () => {
    const found = reactions(
      model({
        parameters: "phi 0.25\nE 1",
        molecule_types: "A(b,s~u~p)\nB(a)",
        seed_species: "A(b,s~u) 1\nB(a) 1",
        energy_patterns: "A(b!1).B(a!1) -2\nA(s~p) 0.5",
        reaction_rules: "A(b) + B(a) <-> A(b!1).B(a!1) Arrhenius(phi,E)",
      }),
    );
    expect([...found.values()]).toEqual([
      expect.closeTo(Math.exp(-(1 + 0.25 * -2)), 12),
      expect.closeTo(Math.exp(-(1 + 0.75 * 2)), 12),
    ]);
  });

  test("the law of a way back that makes molecules has the rest of the balance", () => {
    const found = reactions(
      model({
        parameters: "phi 0.25\nE 1",
        molecule_types: "A()\nB()",
        seed_species: "A() 1",
        energy_patterns: "A() 3",
        reaction_rules: "A() <-> B() Arrhenius(phi,E)",
      }),
    );
    expect([...found.values()]).toEqual([
      expect.closeTo(Math.exp(-(1 + 0.25 * -3)), 12),
      expect.closeTo(Math.exp(-(1 + 0.75 * 3)), 12),
    ]);
  });

  test("a local function counts in the complex of the reactant", () => {
    const text = ruled(
      "A(b,b,s~u~p)\nB(a)",
      "A(b!1,b!2,s~u).B(a!1).B(a!2) 1\nA(b,b,s~u) 1",
      "%x:A(s~u) -> A(s~p) f(x)",
      { observables: "Molecules Bs B()\nSpecies Has A(b!+)", functions: "f(y) = k*Bs(y)^2 + Has(y)" },
    );
    expect(reactions(text)).toEqual(
      new Map([
        ["A(b[1], b[2], s{u}), B(a[1]), B(a[2]) -> A(b[1], b[2], s{p}), B(a[1]), B(a[2])", 9],
        ["A(s{u}) -> A(s{p})", 0],
      ]),
    );
  });

  test("a local function of a molecule needs it to be the only one of its complex", () => {
    const rules = "A()%x -> B() f(x)";
    const more = { observables: "Molecules As A()", functions: "f(y) = k*As(y)" };
    expect(reactions(ruled("A()\nB()", "A() 1", rules, more))).toEqual(new Map([["A() -> B()", 2]]));
    const paired = ruled("A(a)\nB()", "A(a!1).A(a!1) 1", "A(a!+)%x -> B() f(x)", more);
    expect(problems(paired)).toEqual(["TDL9002 As(y)"]);
  });
});

describe("rules", () => {
  test("a state that changes is written in place", () => {
    expect(statement(ruled("A(s~u~p)", "A(s~u) 1", "A(s~u) -> A(s~p) k"), "rule")).toBe(
      "rule R1: A(s{u -> p}[.]) @ k assume /s",
    );
  });

  test("what is not said of a site is any, what is said without a bond is free", () => {
    const text = statement(ruled("A(s~u~p,b)", "A(s~u,b) 1", "A(s~u!?,b!+) -> A(s~p!?,b!+) k"), "rule");
    expect(text).toBe("rule R1: A(s{u -> p}, b[_]) @ k assume /s");
  });

  test("a reactant that disappears takes its complex along, unless only molecules are deleted", () => {
    const seeds = "A(b!1).B(a!1) 1";
    expect([...reactions(ruled("A(b)\nB(a)", seeds, "A() -> 0 k")).keys()]).toEqual([
      "A(b[1]), B(a[1]) -> 0",
    ]);
    expect([...reactions(ruled("A(b)\nB(a)", seeds, "A() -> 0 k DeleteMolecules")).keys()]).toEqual([
      "A(b[1]), B(a[1]) -> B()",
    ]);
  });

  test("a molecule is made from nothing and turns back into nothing", () => {
    expect(reactions(ruled("A(s~u~p)", "A(s~u) 0", "0 <-> A(s~p) k, 3"))).toEqual(
      new Map([
        ["0 -> A(s{p})", 2],
        ["A(s{p}) -> 0", 3],
      ]),
    );
  });

  test("nothing but what is said may fall off where part of a complex is deleted", () => {
    const seeds = "A(b!1).B(a!1,c) 1\nA(b!1).B(a!1,c!2).C(b!2) 1";
    expect([...reactions(ruled("A(b)\nB(a,c)\nC(b)", seeds, "A(b!1).B(a!1) -> A(b) k")).keys()]).toEqual([
      "A(b[1]), B(a[1]) -> A()",
    ]);
  });

  test("a new molecule takes over states", () => {
    const text = ruled(
      "A(c~0~1)\nB(c~0~1)\nC(x~0~1,y~0~1)",
      "A(c~0) 1\nB(c~1) 1",
      "A(c%1) + B(c%2) -> C(x%1,y%2) k",
    );
    expect(reactions(text)).toEqual(new Map([["A(c{0}) + B(c{1}) -> C(x{0}, y{1})", 2]]));
  });

  test("of equal reactants whose states are taken over, each pair reacts once where the products are the same", () => {
    const text = ruled("A(c~0~1)\nB(d~0~1,d~0~1)", "A(c~0) 1\nA(c~1) 1", "A(c%1) + A(c%2) -> B(d%1,d%2) k");
    expect([...reactions(text).values()]).toEqual([1, 2, 1]);
  });

  test("of equal reactants whose states are taken over, each order is a reaction where the products differ", () => {
    const text = ruled("A(c~0~1)\nC(x~0~1,y~0~1)", "A(c~0) 1\nA(c~1) 1", "A(c%1) + A(c%2) -> C(x%1,y%2) k");
    expect([...reactions(text).values()]).toEqual([2, 2, 2, 2]);
  });

  test("states taken over from one of several equal sites are refused", () => {
    const rule = "A(c%1,c%2) -> C(x%1,y%2) k";
    const text = ruled("A(c~0~1,c~0~1)\nC(x~0~1,y~0~1)", "A(c~0,c~1) 1", rule);
    expect(problems(text)).toEqual([`TDL9002 ${rule}`]);
  });

  test("a reactant under `$` is not used up, a product under `$` not made", () => {
    expect(reactions(ruled("A()\nB()\nC()", "A() 1\nB() 1", "$A() + B() -> C() k"))).toEqual(
      new Map([["A + B -> C + A", 2]]),
    );
    expect(reactions(ruled("A()\nB()\nC()", "A() 1", "A() -> $B() + C() k"))).toEqual(
      new Map([["A -> C", 2]]),
    );
  });

  test("a new species is made where the reactants are, in every compartment", () => {
    const more = { compartments: "EC 3 10\nCP 3 1" };
    const found = reactions(ruled("A()\nB()", "A()@EC 1\nA()@CP 1", "A() -> A() + B() k", more));
    expect([...found.keys()]).toEqual([
      "A() in EC -> A() in EC + B() in EC",
      "A() in CP -> A() in CP + B() in CP",
    ]);
  });

  test("a pattern that matches once is told from one whose matches differ", () => {
    const once = ruled("P(a,b)", "P(a!1,b!2).P(a!2,b!1) 1", "{MatchOnce}P(a!+) -> 0 k");
    expect([...reactions(once).values()]).toEqual([2]);
    const differing = ruled(
      "P(a,b,s~u~p)",
      "P(a!1,b!2,s~u).P(a!2,b!1,s~u) 1",
      "{MatchOnce}P(s~u) -> P(s~p) k",
    );
    expect(problems(differing)).toEqual(["TDL9002 {MatchOnce}P(s~u)"]);
  });

  test("products that `+` separates must come apart", () => {
    const ring = "A(x!1,y!2).B(x!1,y!2) 1";
    expect(reactions(ruled("A(x,y)\nB(x,y)", ring, "A(x!1).B(x!1) -> A(x) + B(x) k")).size).toBe(0);
  });

  test("molecules joined by a dot without a bond are in one complex", () => {
    const seeds = "A(b!1,s~u).B(a!1) 1\nA(b,s~u) 1";
    expect(reactions(ruled("A(b,s~u~p)\nB(a)", seeds, "A(s~u).B() -> A(s~p).B() k")).size).toBe(1);
  });

  test("labels say which molecule is which", () => {
    const swapped = "A%1(s~u,b!1).A%2(s~p,b!1) -> A%2(s~p,b!1).A%1(s~p,b!1) k";
    expect([...reactions(ruled("A(b,s~u~p)", "A(s~u,b!1).A(s~p,b!1) 1", swapped)).values()]).toEqual([2]);
  });

  test("context of two complexes keeps its bonds apart on the way back", () => {
    const rule = "A(x!1,y).B(x!1) + C(x!1,y).D(x!1) <-> A(x!1,y!3).B(x!1).C(x!2,y!3).D(x!2) k, 3";
    const types = "A(x,y)\nB(x)\nC(x,y)\nD(x)";
    expect([...reactions(ruled(types, "A(x!1,y).B(x!1) 1\nC(x!1,y).D(x!1) 1", rule)).values()]).toEqual([
      2, 3,
    ]);
  });

  test("conditions on whole complexes", () => {
    const seeds = "A(s~u,b) 1\nA(s~u,b!1).B(a!1) 1";
    const types = "A(s~u~p,b)\nB(a)";
    const changed = (condition: string) => [
      ...reactions(ruled(types, seeds, `A(s~u) -> A(s~p) k ${condition}`)).keys(),
    ];
    expect(changed("exclude_reactants(1,B)")).toEqual(["A(s{u}) -> A(s{p})"]);
    expect(changed("include_reactants(1,B)")).toEqual(["A(s{u}, b[1]), B(a[1]) -> A(s{p}, b[1]), B(a[1])"]);
  });

  test("a species under `$` keeps its quantity", () => {
    const text = ruled("A()\nB(x)", "$A() 5\n$B(x) 6", "A() -> 0 k");
    expect(statement(text, "fixed species")).toBe("fixed species A = 5 count");
    expect(statement(text, "fixed init")).toBe("fixed init B(x[.]) = 6 count");
  });
});

describe("observables", () => {
  const observed = (lines: string) =>
    observables(
      ruled("A(a,b)\nB(a,a)", "A(a!1,b).A(a!1,b) 1\nB(a,a!1).A(a,b!1) 1", "A(b) -> A(b) 0", {
        observables: lines,
      }),
    );

  test("a molecule pattern counts every way in which it matches", () => {
    expect(observed("Molecules Pairs A(a!1).A(a!1)\nMolecules All A()")).toEqual({ Pairs: 2, All: 3 });
  });

  test("a species pattern counts complexes, with as many matches as it says", () => {
    expect(observed("Species Any A()\nSpecies Two A()==2\nSpecies More A()>1")).toEqual({
      Any: 2,
      Two: 1,
      More: 1,
    });
  });

  test("complexes with fewer matches than a number are of all kinds", () => {
    // One complex has two A, the other two B and one A.
    const few = "Species None A()==0\nSpecies Few A()<2\nSpecies Most A()<=2\nSpecies NoB B()<1";
    expect(observed(few)).toEqual({ None: 0, Few: 1, Most: 2, NoB: 1 });
    expect(observed("Species Pairless A(a!1).A(a!1)<2\nSpecies Other A(a!1).A(a!1)!=2")).toEqual({
      Pairless: 1,
      Other: 1,
    });
  });

  test("no complex has fewer matches than none, and those with another number have some", () => {
    expect(observed("Species Fewer A()<0\nSpecies Some A()!=0\nSpecies SomeB B()!=0")).toEqual({
      Fewer: 0,
      Some: 2,
      SomeB: 1,
    });
  });

  test("molecules without sites are complexes too", () => {
    const blocks = ruled("A(a)\nX()", "A(a) 2\nX() 5", "X() -> 0 1", { observables: "Species NoA A()<1" });
    expect(observables(blocks)).toEqual({ NoA: 1 });
  });

  test("a pattern of several molecules can be counted in a complex", () => {
    expect(observed("Species One A(a!1).A(a!1)==2\nSpecies None A(a!1).A(a!1)==1")).toEqual({
      One: 1,
      None: 0,
    });
  });

  test("a pattern of a long chain is counted as fast as it is read", () => {
    const chain = Array.from({ length: 24 }, (_, i) => `C(l!${i},r!${i + 1})`).join(".");
    const text = ruled("C(l,r)\nE(x)", "E(x!0).C(l!0,r!1).E(x!1) 1", "C(l!+) -> C(l!+) 0", {
      observables: `Molecules Chain E(x!0).${chain}.E(x!24)`,
    });
    expect(statement(text, "observe Chain")).toMatch(/^observe Chain = count/);
  });

  test("any state of a site without states is found nowhere", () => {
    expect(observed("Molecules Some A(a~?), A()")).toEqual({ Some: 3 });
  });

  test("several patterns add up", () => {
    expect(observed("Molecules Sum A(), B()")).toEqual({ Sum: 4 });
  });
});

describe("names and values", () => {
  test("a molecule called like an observable gets another name, and that is told", () => {
    const text = ruled("A(x)", "A(x) 1", "A(x) -> 0 k", { observables: "Molecules A A()" });
    expect(statement(text, "observe")).toBe("observe A = count A_molecule()");
    expect(problems(text)).toEqual(["TDL9006 A"]);
  });

  test("every molecule that is renamed is told of at its first use", () => {
    const text = model({ seed_species: "A(x) 1\nB(x) 1", observables: "Molecules A A()\nMolecules B B()" });
    expect(problems(text)).toEqual(["TDL9006 A", "TDL9006 B"]);
  });

  test("words of the language are quoted", () => {
    expect(statement(model({ parameters: "count 3" }), "param")).toBe("param `count` = 3");
  });

  test("conditions and numbers are told apart", () => {
    const text = model({ parameters: "a 1\nb if(a>2 && a<5, a==1, !a)" });
    expect(statement(text, "param b")).toBe(
      "param b = if a > 2 and a < 5 then if a == 1 then 1 else 0 else if not a != 0 then 1 else 0",
    );
  });

  test("names that begin with a digit get a `_` before it", () => {
    const text = ruled("A(2~1P~_1P)", "A(2~1P) 1", "A(2~1P) -> A(2~_1P) k");
    expect(statement(text, "molecule")).toBe("molecule A { _2 {_1P, __1P} }");
  });

  test("a long chain of conditions along one value is looked up by halving", () => {
    const steps = Array.from({ length: 300 }, (_, i) => `if(time<=${i + 1},${i},`).join("");
    const text = model({ parameters: "a 1", functions: `f() = ${steps}0${")".repeat(300)}` });
    const defined = statement(text, "define f");
    expect(
      Math.max(...defined.split("(").map((_, i, all) => nesting(all.slice(0, i + 1).join("(")))),
    ).toBeLessThan(12);
  });

  test("functions through points run straight or in steps, from lists or files", () => {
    const points = "[0,10],[1,5]";
    const text = model({
      functions: `f() = tfun(${points},time)\ng() = tfun(${points},time,method=>"step")`,
    });
    expect(statement(text, "define f")).toContain("1 + 0.4 * (time unitless s - 0)");
    expect(statement(text, "define g")).toBe(
      "define g = if time unitless s < 10 then if time unitless s < 0 then 1 else 1 else 5",
    );
    const beside = model({ functions: "h() = tfun('in.tfun')" });
    const files = { "in.tfun": "# time h\n0 1\n10 5\n" };
    expect(imported(beside, files).text).toContain("1 + 0.4 * (time unitless s - 0)");
  });

  test("signs bind before powers, and powers from the left", () => {
    const text = model({ parameters: "a 2\nb -a^2^a\nc 1-a^2\nd 1||1&&0" });
    expect(statement(text, "param b")).toBe("param b = ((-a)^2)^a");
    expect(statement(text, "param c")).toBe("param c = 1 - a^2");
    expect(statement(text, "param d")).toContain("(1 != 0 or 1 != 0) and 0 != 0");
  });

  test("types follow from their use where there is no block of them", () => {
    const text = model({ parameters: k, seed_species: "A(s~u,b,b) 1", reaction_rules: "A(s~u) -> A(s~p) k" });
    expect(statement(text, "molecule")).toBe("molecule A { s {u, p}, b * 2 }");
  });

  test("an undeclared value within an expression that is left to be fitted becomes a parameter", () => {
    const text = model({ parameters: "kf 2*kon__FREE" });
    expect(statement(text, "param kon__FREE")).toBe("param kon__FREE = 1 { fit }");
    expect(statement(text, "param kf")).toBe("param kf = 2 * kon__FREE");
    expect(problems(text)).toEqual(["TDL9013 kon__FREE"]);
  });

  test("ruled lines of a header say nothing", () => {
    expect(problems(`=====\n${model({ parameters: "k 1" })}=====\n`)).toEqual([]);
  });

  test("a value left to be fitted is marked", () => {
    expect(statement(model({ parameters: "kf kf__FREE" }), "param")).toBe("param kf = 1 { fit }");
  });
});
