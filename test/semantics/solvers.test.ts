/**
 * Every solver of differential equations on everything that changes equations, states or constants during a run. The
 * species of each model turn in a ring of many reactions, whose tables the kernels hold; what is asked about is known in
 * closed form, or made by dop853 with short steps.
 */
import { describe, expect, it } from "vitest";
import { odeMethods } from "../../runtime/engines/ode/odeMethods.ts";
import { compileModel, simulationOf } from "./models.ts";

const links = 40;
/** A ring of links, each of which passes R on, and takes part in what the rest of the model does. */
const ring = `
  ${Array.from({ length: links }, (_, i) => `species R${i} in cell = ${i === 0 ? 1000 : 0} count`).join("\n  ")}
  ${Array.from({ length: links }, (_, i) => `rule pass${i}: R${i} -> R${(i + 1) % links} @ ${20 + (i % 5)} /s`).join("\n  ")}
  ${Array.from({ length: links }, (_, i) => `rule meet${i}: R${i} + R${(i + 3) % links} -> R${(i + 1) % links} + R${(i + 2) % links} @ 0.5 /uM/s`).join("\n  ")}
  observe r = count R7`;

interface Feature {
  readonly name: string;
  /** Statements beside the ring and \`compartment cell\`. */
  readonly body: string;
  readonly cell?: string;
  readonly experiment?: string;
  readonly until: number;
  /** Observables in closed form. */
  readonly expected: Readonly<Record<string, number>>;
}

const decay = "species A in cell = 100 count  observe a = count A";

const features: readonly Feature[] = [
  {
    name: "an event at a time",
    body: `${decay}  rule lose: A -> nothing @ 1 /s  event add when time >= 1 s set count A = count A + 100`,
    until: 2,
    expected: { a: 100 * Math.exp(-2) + 100 * Math.exp(-1) },
  },
  {
    name: "an event at a state",
    body: `${decay}  rule lose: A -> nothing @ 1 /s  variable at = 0 s  observe when = at
      event half when count A < 50 set at = time`,
    until: 2,
    expected: { a: 100 * Math.exp(-2), when: Math.log(2) },
  },
  {
    name: "an event that changes a constant of the ring",
    body: `${decay}  variable on = 0  rule lose: A -> nothing @ if on > 0.5 then 3 /s else 1 /s
      event switch when time >= 1 s set on = 1`,
    until: 2,
    expected: { a: 100 * Math.exp(-4) },
  },
  {
    name: "a setting of the experiment",
    body: `${decay}  param k = 1 /s  rule lose: A -> nothing @ k`,
    experiment: "set k = 2 /s",
    until: 2,
    expected: { a: 100 * Math.exp(-4) },
  },
  {
    name: "a stimulus that adds in pulses",
    body: `${decay}  rule lose: A -> nothing @ 1 /s
      stimulus s adds A from 1 s for 1 s shape 60 count/s`,
    until: 2.5,
    expected: { a: 100 * Math.exp(-2.5) + 60 * (Math.exp(-0.5) - Math.exp(-1.5)) },
  },
  {
    name: "a stimulus that sets",
    body: `${decay}  rule lose: A -> nothing @ 1 /s
      stimulus s sets A from 1 s for 1 s shape 50 count + 10 count/s * t`,
    until: 2.5,
    expected: { a: 60 * Math.exp(-0.5) },
  },
  {
    name: "a rate that depends on time",
    body: `${decay}  rule lose: A -> nothing @ 1 /s * (1 + sin(3 /s * time))`,
    until: 2,
    expected: { a: 100 * Math.exp(-2 - (1 - Math.cos(6)) / 3) },
  },
  {
    name: "a condition on time in a rate",
    body: `${decay}  rule lose: A -> nothing @ if time < 1 s then 1 /s else 3 /s`,
    until: 2,
    expected: { a: 100 * Math.exp(-4) },
  },
  {
    // dA/dt = -k A^2 / V with V = 1 + t: 1/A = 1/100 + k ln(1 + t).
    name: "a compartment that grows by a flow",
    cell: "variable size: um^3 = 1 um^3  flow size' = 1 um^3/s  compartment cell { volume size }",
    body: `${decay}  rule pair: 2 A -> nothing @ 0.02 um^3/count/s`,
    until: 2,
    expected: { a: 1 / (0.01 + 0.02 * Math.log(3)) },
  },
  {
    name: "a compartment whose size an event changes",
    cell: "variable size: um^3 = 1 um^3  compartment cell { volume size }",
    body: `${decay}  rule pair: 2 A -> nothing @ 0.02 um^3/count/s
      event swell when time >= 1 s set size = 4 um^3`,
    until: 2,
    expected: { a: 1 / (0.01 + 0.02 + 0.005) },
  },
  {
    name: "sensitivities",
    body: `${decay}  param k = 0.7 /s  rule lose: A -> nothing @ k`,
    experiment: "sensitivity of a to k",
    until: 2,
    expected: { a: 100 * Math.exp(-1.4), "d(a)/d(k)": -200 * Math.exp(-1.4) },
  },
  {
    name: "sensitivities around an event",
    body: `${decay}  param k = 0.7 /s  rule lose: A -> nothing @ k
      event add when time >= 1 s set count A = count A + 100`,
    experiment: "sensitivity of a to k",
    until: 2,
    expected: {
      a: 100 * Math.exp(-1.4) + 100 * Math.exp(-0.7),
      "d(a)/d(k)": -200 * Math.exp(-1.4) - 100 * Math.exp(-0.7),
    },
  },
];

function textOf({ body, cell, experiment, until }: Feature): string {
  return `model M {
  ${cell ?? "compartment cell { volume 1 um^3 }"}
  ${body}
  ${ring}
}
experiment e of M { until ${until} s  ${experiment ?? ""} }`;
}

describe.each(features)("$name", (feature) => {
  const text = textOf(feature);
  const { until, expected } = feature;
  const close = { relativeTolerance: 1e-11, absoluteTolerance: 1e-9, odeMethod: "dop853" };
  const exact = simulationOf(text, "ode", close);
  exact.advanceTo(until);
  const known = { r: exact.observe()["r"] ?? Number.NaN, ...expected };

  it("is in a model with tables", () => {
    expect(compileModel(text, "ode").ode?.tabled?.tables.constant.length).toBeGreaterThanOrEqual(links);
  });

  it.each(odeMethods.map(({ name }) => name))("with %s", (odeMethod) => {
    const run = simulationOf(text, "ode", { relativeTolerance: 1e-8, absoluteTolerance: 1e-6, odeMethod });
    // Output times in between, which change nothing.
    for (const part of [0.3, 0.55, 1]) run.advanceTo(part * until);
    const found = run.observe();
    for (const [name, value] of Object.entries(known)) {
      expect(Math.abs((found[name] ?? Number.NaN) / value - 1)).toBeLessThan(2e-6);
    }
    expect(run.statistics()["method"]).toBe(odeMethod);
  });
});
