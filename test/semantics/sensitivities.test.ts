/** Sensitivities against closed forms, and against central differences of runs at two values of the parameter. */
import { describe, expect, it } from "vitest";
import { compileModel, diagnosticsOf, observedAt } from "./models.ts";

const decay = (asked: string, more = ""): string => `
model Decay {
  compartment cell { volume V }
  param V = 2 um^3
  param A0 = 3 uM
  param k = 0.7 /s
  species A = A0
  species B = 0 uM
  rule decay: A -> B @ k
  observe left = [A]
  observe made = count B
  ${more}
}
experiment e of Decay { until 2 s  tolerance 1e-9  ${asked} }`;

const left = 3 * Math.exp(-1.4);

/** The derivative by a parameter from runs at both sides of its value. The text holds the value as `VALUE`. */
function centralDifference(text: string, value: number, step: number, t: number, name: string): number {
  const at = (x: number): number => observedAt(text.replace("VALUE", x.toPrecision(17)), t)[name];
  return (at(value + step) - at(value - step)) / (2 * step);
}

describe("the sensitivity of an exponential decay", () => {
  it("to its constant is -t times what is left", () => {
    const found = observedAt(decay("sensitivity of left to k"), 2)["d(left)/d(k)"];
    expect(found).toBeCloseTo(-2 * left, 7);
  });

  it("to its constant is -k t when relative", () => {
    const found = observedAt(decay("sensitivity of left to k relative"), 2)["dln(left)/dln(k)"];
    expect(found).toBeCloseTo(-1.4, 8);
  });

  it("to the initial value is the part left", () => {
    const found = observedAt(decay("sensitivity of left to A0"), 2)["d(left)/d(A0)"];
    expect(found).toBeCloseTo(Math.exp(-1.4), 8);
  });

  it("to the volume is nothing for concentrations, and follows the amount for amounts", () => {
    const found = observedAt(decay("sensitivity of left to V  sensitivity of made to V relative"), 2);
    expect(found["d(left)/d(V)"]).toBeCloseTo(0, 8);
    expect(found["dln(made)/dln(V)"]).toBeCloseTo(1, 8);
  });

  it("to a parameter that is zero is that of one of its unit", () => {
    const text = decay("sensitivity of left to extra", "param extra = 0 /s  rule more: A -> nothing @ extra");
    expect(observedAt(text, 2)["d(left)/d(extra)"]).toBeCloseTo(-2 * left, 7);
  });
});

describe("a parameter that is computed from another", () => {
  const text = decay(
    "sensitivity of left to base",
    "param base = 0.1 /s  param twice = 2 * base  rule more: A -> nothing @ twice",
  );
  const derivative = -2 * 2 * left * Math.exp(-0.4);

  it("follows it", () => {
    expect(observedAt(text, 2)["d(left)/d(base)"]).toBeCloseTo(derivative, 7);
  });

  it("stands still when the run gives it a value of its own", () => {
    const values = observedAt(text, 2, "ode", { parameters: new Map([["twice", "0.3 /s"]]) });
    expect(values["d(left)/d(base)"]).toBe(0);
  });
});

describe("events and stimuli at known times", () => {
  it("carry sensitivities through what they set", () => {
    const text = decay(
      "sensitivity of left to k, A0",
      "event wash when time >= 1 s set [A] = [A] * [A] / A0",
    );
    // After the event A0 exp(-2 k) exp(-k (t - 1)).
    const found = observedAt(text, 2);
    expect(found["d(left)/d(k)"]).toBeCloseTo(-3 * 3 * Math.exp(-2.1), 6);
    expect(found["d(left)/d(A0)"]).toBeCloseTo(Math.exp(-2.1), 7);
  });

  it("carry them through a clamp, from whose end on they start anew", () => {
    const text = decay(
      "sensitivity of left to k, high",
      "param high = 5 uM  stimulus hold sets A from 0.5 s for 0.5 s shape high",
    );
    const found = observedAt(text, 2);
    expect(found["d(left)/d(high)"]).toBeCloseTo(Math.exp(-0.7), 7);
    expect(found["d(left)/d(k)"]).toBeCloseTo(-5 * Math.exp(-0.7), 6);
  });
});

describe("the steady state of Michaelis-Menten turnover with a supply", () => {
  // supply = Vmax S / (Km + S), so S = Km supply / (Vmax - supply).
  const text = `
model Turnover {
  compartment cell { volume 1 um^3 }
  param supply = 1 uM/s
  param Vmax = 3 uM/s
  param Km = 4 uM
  variable S = 0 uM
  flow S' = supply - Vmax * S / (Km + S)
}
experiment e of Turnover { until 200 s  tolerance 1e-9  absolute 1e-9 count  sensitivity of S to supply, Vmax, Km }`;
  const found = observedAt(text, 200);

  it.each([
    ["supply", (4 * 3) / 2 ** 2],
    ["Vmax", -4 / 2 ** 2],
    ["Km", 1 / 2],
  ])("moves with %s as the closed form does", (name, derivative) => {
    expect(found[`d(S)/d(${name})`]).toBeCloseTo(derivative, 6);
  });
});

describe("a stiff model", () => {
  const robertson = (asked: string): string => `
model Robertson {
  compartment vessel { volume 1 um^3 }
  species A in vessel = 1 uM
  species B in vessel = 0 uM
  species C in vessel = 0 uM
  param k1 = VALUE /s
  param k2 = 3e7 /uM/s
  param k3 = 1e4 /uM/s
  rule slow: A -> B @ k1
  rule very_fast: 2 B -> B + C @ 2 * k2
  rule fast: B + C -> A + C @ k3
  observe y1: uM = [A]
  observe y2: uM = [B]
  observe y3: uM = [C]
}
experiment e of Robertson { until 1000 s  tolerance 1e-9  absolute 1e-12 count  ${asked} }`;

  it.each(["y1", "y2", "y3"])("has the sensitivity of %s that central differences have", (name) => {
    const asked = robertson(`sensitivity of ${name} to k1`).replace("VALUE", "0.04");
    const found = observedAt(asked, 1000)[`d(${name})/d(k1)`];
    const expected = centralDifference(robertson(""), 0.04, 4e-5, 1000, name);
    // The truncation of the difference is some 1e-6 of it, the runs' error 1e-9 of the value over 1e-3.
    expect(Math.abs(found / expected - 1)).toBeLessThan(2e-5);
  });
});

describe("a second-order reaction", () => {
  const binding = (asked: string): string => `
model Binding {
  compartment cell { volume V }
  param V = VALUE um^3
  species A = 500 count
  species B = 300 count
  species AB = 0 count
  rule bind: A + B <-> AB @ 1 /uM/s, back 0.1 /s
  observe bound = count AB
}
experiment e of Binding { until 1 s  tolerance 1e-10  ${asked} }`;

  it("moves with the volume as central differences do", () => {
    const asked = binding("sensitivity of bound to V").replace("VALUE", "1");
    const found = observedAt(asked, 1)["d(bound)/d(V)"];
    expect(found / centralDifference(binding(""), 1, 1e-3, 1, "bound")).toBeCloseTo(1, 5);
  });
});

describe("what sensitivities cost", () => {
  it("is nothing for states that the parameter does not move or that are not asked about", () => {
    const text = decay("sensitivity of left to k");
    expect(compileModel(text, "ode").states.map(({ name }) => name)).toEqual([
      "A",
      "B",
      "sensitivity of A to k",
    ]);
  });
});

describe("refused are", () => {
  const codes = (asked: string, more: string): readonly string[] => diagnosticsOf(decay(asked, more));

  it("events that wait for what the parameter moves", () => {
    const event = "event refill when [A] < 1 uM set [A] = 3 uM";
    expect(codes("sensitivity of left to k", event)).toEqual(["TDL6017"]);
  });

  it("conditions in rates on what it moves", () => {
    const rule = "rule more: A -> nothing @ if [A] > 1 uM then 1 /s else 0 /s";
    expect(codes("sensitivity of left to A0", rule)).toEqual(["TDL6017"]);
  });

  it("rounding of what it moves", () => {
    const rule = "rule more: A -> nothing @ floor([A] / A0) * 1 /s";
    expect(codes("sensitivity of left to k", rule)).toEqual(["TDL6017"]);
  });

  it("the beginning of a stimulus", () => {
    const stimulus = "param late = 1 s  stimulus hold sets A from late for 0.5 s shape 2 uM";
    expect(codes("sensitivity of left to late", stimulus)).toEqual(["TDL6017"]);
  });

  it("but not conditions on what it does not move", () => {
    const more =
      "param c = 1 uM  variable x = 1 uM  flow x' = -x * 0.1 /s  rule more: A -> nothing @ if x > c then 1 /s else 0 /s";
    expect(codes("sensitivity of left to k", more)).toEqual([]);
  });
});
