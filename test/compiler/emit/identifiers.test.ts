import { describe, expect, it } from "vitest";
import { Identifiers } from "../../../compiler/emit/identifiers.ts";
import { runtimeFunctionTable } from "../../../compiler/emit/runtimeFunctionTable.ts";
import { ExpressionGraph } from "../../../compiler/expression/graph.ts";
import { unaryFunctions } from "../../../compiler/expression/operations.ts";
import { observedAt } from "../../semantics/models.ts";

function identifiersOf(...names: readonly string[]): readonly string[] {
  const graph = new ExpressionGraph();
  const identifiers = new Identifiers(graph);
  return names.map((name) => identifiers.of(graph.declareSymbol(name, "parameter")));
}

describe("identifiers of generated code", () => {
  it("keep the model's names where they can", () => {
    expect(identifiersOf("k_on", "cell.A")).toEqual(["k_on", "cell_A"]);
  });

  it.each(["t1", "fdExp", "integerPower", "result", "massAction", "massActionJacobian", "class", "y"])(
    "put a prefix before %s, which generated code uses itself",
    (name) => {
      expect(identifiersOf(name)).toEqual([`the_${name}`]);
    },
  );

  it("number clashes, also those with a prefixed or numbered name", () => {
    const names = ["a b", "a.b", "a_b_2", "a-b", "the_t1", "t1", "t1"];
    expect(identifiersOf(...names)).toEqual([
      "a_b",
      "a_b_2",
      "a_b_2_2",
      "a_b_3",
      "the_t1",
      "the_t1_2",
      "the_t1_3",
    ]);
  });

  it("reserve every runtime function that expressions call", () => {
    const callees = Object.values(unaryFunctions).map(({ callee }) => callee);
    const missing = callees.filter((name) => !name.startsWith("Math.") && !runtimeFunctionTable.has(name));
    expect(missing).toEqual([]);
  });
});

describe("a model whose names generated code uses too", { timeout: 20_000 }, () => {
  it.each(["fdA", "fdExp", "sumOverPulses1", "integerPower", "t1"])("runs with a parameter %s", (name) => {
    const text = `model M {
      species A = 3 count
      param ${name} = 1 /s
      rule r: A -> nothing @ ${name} * exp(-(1 /s) / ${name})
      observe n = count A
    }`;
    expect(observedAt(text, 1)["n"]).toBeCloseTo(3 * Math.exp(-Math.exp(-1)), 4);
  });

  it("runs stochastically with a total rate called result", () => {
    const text = `model M {
      species A = 0 count
      param result = 1 count/s
      rule r: nothing -> A total result
      observe n = count A
    }`;
    expect(observedAt(text, 20, "ssa", { seed: "1" })["n"]).toBeGreaterThan(0);
  });

  it("runs from tables with a parameter called massAction", () => {
    const rules = Array.from(
      { length: 70 },
      (_, i) => `species S${i} = 1 count\nrule r${i}: S${i} -> nothing @ 1 /s`,
    );
    const text = `model M {
      ${rules.join("\n")}
      species A = 1 count
      param massAction = 1 count/s
      rule r: A -> nothing total massAction * count A / (1 + count A)
      observe n = count A
      observe m = count S7
    }`;
    const { n = NaN, m = NaN } = observedAt(text, 1);
    // A' = -A / (1 + A): ln A + A = 1 - t.
    expect(Math.log(n) + n).toBeCloseTo(0, 4);
    expect(m).toBeCloseTo(Math.exp(-1), 4);
  });
});
