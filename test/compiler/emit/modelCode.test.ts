import { describe, expect, it, vi } from "vitest";
import { ModelCodeWriter } from "../../../compiler/emit/modelCode.ts";
import { ExpressionGraph } from "../../../compiler/expression/graph.ts";
import type { Plan } from "../../../compiler/plan/plan.ts";
import { compileModel, observedAt } from "../../semantics/models.ts";

/** f applied again and again: without shared parts the text doubles at every level. */
function nested(levels: number, argument: string): string {
  return `${"f(".repeat(levels)}${argument}${")".repeat(levels)}`;
}

// Seconds on a busy machine; what they guard against takes minutes or runs out of memory.
describe("generated functions", { timeout: 20_000 }, () => {
  it("share the parts of a parameter's default", () => {
    const { code, parameters } = compileModel(
      `model M {
        function f(x) = x * (x + 1)
        param p = 0.001
        param q = ${nested(26, "p")}
        observe o = q
      }`,
      "ode",
    );
    let expected = 0.001;
    for (let i = 0; i < 26; i++) expected *= expected + 1;
    const c = new Float64Array(parameters.length + 10);
    code.derive(c, new Uint8Array(parameters.length));
    expect(c[1]).toBeCloseTo(expected, 12);
  });

  it("leave a parameter that is set as it is, whatever its default takes", () => {
    const text = `model M {
      function f(x) = x * (x + 1)
      param p = 2
      param q = f(f(p))
      observe o = q
    }`;
    const { code } = compileModel(text, "ode");
    const c = Float64Array.of(2, 5, 0, 0);
    code.derive(c, Uint8Array.of(0, 1));
    expect(c.slice(0, 2)).toEqual(Float64Array.of(2, 5));
    code.derive(c, Uint8Array.of(0, 0));
    expect(c.slice(0, 2)).toEqual(Float64Array.of(2, 42));
  });

  it("share the parts of scheduled times", () => {
    const text = `model M {
      function f(x) = x * (x + 1)
      param s1 = 0.001
      species A = 0 count
      stimulus s adds A from (1 s) * (1 + ${nested(26, "s1")}) for 2 s shape 10 count/s
      observe n = count A
    }`;
    expect(observedAt(text, 5)["n"]).toBeCloseTo(20, 4);
  });

  it("look at what their results share once, not once for each result", () => {
    const graph = new ExpressionGraph();
    const time = graph.declareSymbol("t", "time");
    const symbols = Array.from({ length: 100 }, (_, i) => graph.declareSymbol(`S${i}`, "state"));
    const total = graph.add(symbols.map((symbol) => graph.symbol(symbol)));
    const plan = {
      flat: { graph, time, parameters: [] },
      states: symbols.map((symbol) => ({ symbol })),
      derived: [],
      observables: symbols.map((_, i) => graph.multiply([graph.number(i + 2), total])),
    };
    const code = new ModelCodeWriter(plan as unknown as Plan);
    const look = vi.spyOn(graph, "operands");
    expect(code.observe()).toContain("out[99] = 101 * ");
    // Three hundred nodes, a few looks at each; ten thousand when every result looks at every state.
    expect(look.mock.calls.length).toBeLessThan(3000);
  });

  it("never refer to a symbol that is stored nowhere", () => {
    const graph = new ExpressionGraph();
    const time = graph.declareSymbol("t", "time");
    const lost = graph.declareSymbol("lost", "parameter");
    const plan = {
      flat: { graph, time, parameters: [] },
      states: [],
      derived: [],
      observables: [graph.symbol(lost)],
    };
    const code = new ModelCodeWriter(plan as unknown as Plan);
    expect(() => code.observe()).toThrow("generated code has no place for lost");
  });
});
