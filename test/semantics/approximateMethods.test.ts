/** What approximate methods make of stimuli, clamps, volumes and events: the means are those of the exact process. */
import { describe, expect, it } from "vitest";
import type { MethodName } from "../../runtime/methods.ts";
import { compileModel, courseOf, observedAt, sumOverRuns } from "./models.ts";

const inCell = (body: string): string => `model M {
  compartment c { volume 2 um^3 }
  species A
  observe n = count A
  ${body}
}`;

/** Mean over runs, against a mean and variance of one run. */
function expectMean(text: string, method: MethodName, t: number, mean: number, variance: number): void {
  const runs = 20;
  const total = sumOverRuns(text, "n", t, { runs, seed: "leaps" }, method);
  const error = 4 * Math.sqrt(variance / runs) + 0.003 * mean;
  expect(Math.abs(total / runs - mean), `mean ${total / runs}, expected ${mean}`).toBeLessThan(error);
}

describe.each(["tau", "hybrid"] as const)("method %s", (method) => {
  it("follows the pulses of a stimulus", () => {
    const text = inCell("stimulus s adds A every 0.5 s for 2 s shape 1e5 count/s * exp(-t / 0.4 s)");
    expectMean(text, method, 6, 160_000, 160_000);
  });

  it("meets every jump of a shape", () => {
    const text = inCell(
      "stimulus s adds A every 1 s for 10 s shape if t < 10 ms then 500000 count/s else 0 count/s",
    );
    expectMean(text, method, 3.5, 20_000, 20_000);
  });

  it("reads a species that a stimulus holds", () => {
    const text = inCell(`species B = 0 count
      stimulus s sets B from 1 s for 2 s shape 5000 count/um^3
      rule make: B -> B + A @ 1 /s`);
    // Held until 3 s, then left as it is.
    expectMean(text, method, 4, 30_000, 30_000);
  });

  it("follows a volume that grows", () => {
    const text = `model M {
      compartment c { volume 1 um^3 }
      species A, B in c = 10000 count
      observe n = count A
      flow c.volume' = 1 um^3/s
      rule meet: A + B -> nothing @ 1e-4 um^3/count/s
    }`;
    // dA/dt = -k A^2 / (1 + t): A = A0 / (1 + k A0 log(1 + t))
    expectMean(text, method, 2, 10_000 / (1 + Math.log(3)), 10_000);
  });

  it("stops at a timed event and sees a condition on numbers", () => {
    const text = inCell(`rule make: nothing -> A @ 5000 count/um^3/s
      event drop when time >= 1 s set count A = 0
      event limit when count A >= 15000 set count A = 0`);
    expect(courseOf(text, "n", [1], method)[0]).toBe(0);
    const [before = 0, after = 0] = courseOf(text, "n", [2.45, 2.6], method);
    expect(Math.abs(before - 14_500)).toBeLessThan(6 * Math.sqrt(14_500));
    expect(Math.abs(after - 1000)).toBeLessThan(0.03 * 15_000 + 6 * Math.sqrt(1000));
  });
});

describe("the tolerance", () => {
  const body = (setting: string): string => `${inCell("rule make: nothing -> A @ 5000 count/um^3/s")}
    experiment e of M { method tau until 1 s ${setting} }`;

  it("is 0.03 unless the experiment says another", () => {
    expect(compileModel(body(""), "tau").experiment.relativeTolerance).toBe(0.03);
    expect(compileModel(body("tolerance 0.01"), "tau").experiment.relativeTolerance).toBe(0.01);
    expect(compileModel(body(""), "ssa").experiment.relativeTolerance).toBe(1e-6);
  });
});

describe("treat", () => {
  const model = (treatment: string): string => `model M {
    species A = 50000 count
    species B = 0 count
    part inner = Store()
    rule turn: A -> B @ 1 /s
    observe n = count A
  }
  module Store {
    species S = 9000 count
    rule lose: S -> nothing @ 1 /s
    observe s = count S
  }
  experiment e of M { method hybrid until 1 s ${treatment} }`;

  it("names species of the model and of its parts", () => {
    const { experiment, states } = compileModel(
      model("treat A, inner.S discrete treat B continuous"),
      "hybrid",
    );
    const named = (experiment.treated ?? []).map(({ state, as }) => [states[state]?.name, as]);
    expect(named).toEqual([
      ["A", "discrete"],
      ["inner.S", "discrete"],
      ["B", "continuous"],
    ]);
  });

  it("keeps numbers whole that would flow", () => {
    const left = (treatment: string): number =>
      observedAt(model(treatment), 0.5, "hybrid")["n"] ?? Number.NaN;
    expect(Number.isInteger(left(""))).toBe(false);
    expect(Number.isInteger(left("treat A, B discrete"))).toBe(true);
  });
});
