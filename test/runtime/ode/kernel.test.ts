import { describe, expect, it } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { MemoryHost } from "../../../compiler/host.ts";
import type { CompiledModel } from "../../../runtime/model.ts";
import { advanceOde, beginOde, relativeError, runOde } from "../../support/odeRun.ts";

/** So many species in a ring, whose number of molecules stays, with reactions in tables; and more text. */
function ring(species: number, more = ""): CompiledModel {
  const names = Array.from({ length: species }, (_, i) => `S${i}`);
  const text = `language 1.0
model Ring {
  compartment cell { volume 1 um^3 }
${names.map((name, i) => `  species ${name} in cell = ${10 + i} count`).join("\n")}
${names
  .map((name, i) => {
    const [next, after] = [names[(i + 1) % species], names[(i + 2) % species]];
    return (
      `  rule step${i}: ${name} -> ${next} @ ${1 + (i % 7)} /s\n` +
      `  rule bind${i}: ${name} + ${after} -> 2 ${next} @ 2 /uM/s\n` +
      `  rule twin${i}: 2 ${name} -> ${after} + ${next} @ 1 /uM/s`
    );
  })
  .join("\n")}
${more}
}
`;
  const host = new MemoryHost(new Map([["m.tdl", text]]));
  const { compiled, diagnostics } = compile({ main: "m.tdl", host, experiment: null, method: "ode" });
  if (compiled === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return compiled;
}

const kernelMethods = ["ndf_kernel", "ndf_krylov", "rodas4_kernel", "rodas5p_kernel"];

const models = [
  { name: "one and two reactants", more: "" },
  {
    name: "three reactants, none, and another amount",
    more: `
  rule three: S0 + S1 + S2 -> 3 S3 @ 0.1 /uM^2/s
  rule feed: nothing -> 5 S4 @ 0.01 uM/s
  rule thrice: 3 S5 -> S6 @ 0.1 /uM^2/s`,
  },
  {
    name: "a rate law that is code",
    more: `
  rule saturated: S0 -> S1 total 50 count/s * [S0] / (20 nM + [S0])`,
  },
  {
    name: "a rate that depends on time",
    more: `
  rule driven: S0 -> S1 @ 1 /s * (1 + sin(3 /s * time))`,
  },
];

describe.each(models)("tables in the kernel: $name", ({ more }) => {
  const model = ring(25, more);

  it("are those of the model", () => {
    expect(model.ode?.tabled?.tables.constant.length).toBeGreaterThan(60);
  });

  it.each(kernelMethods)("give the equations that the model's functions have, solver %s", (method) => {
    const expected = runOde(model, 3, { relative: 1e-11, absolute: 1e-11, method: "dop853" });
    const found = runOde(model, 3, { relative: 1e-8, absolute: 1e-8, method });
    expect(relativeError(found, expected)).toBeLessThan(1e-6);
  });

  it.each(kernelMethods.filter((name) => name !== "ndf_krylov"))(
    "take the steps that solver %s takes without the kernel",
    (method) => {
      const [inKernel, plain] = [method, method.replace("_kernel", "")].map((name) => {
        const run = beginOde(model, { relative: 1e-5, absolute: 1e-5, method: name });
        advanceOde(run, 3);
        return run;
      });
      expect(inKernel.engine.statistics().steps).toBe(plain.engine.statistics().steps);
      expect(relativeError([...inKernel.state.y], [...plain.state.y])).toBeLessThan(1e-9);
    },
  );
});

describe("a large model", () => {
  const model = ring(600);

  it("runs in the kernel, and says so", () => {
    const run = beginOde(model);
    advanceOde(run, 1);
    expect(run.engine.statistics().method).toBe("ndf_kernel");
  });

  it("conserves what its reactions conserve", () => {
    const run = beginOde(model);
    const before = run.state.y.slice();
    advanceOde(run, 1);
    const total = (y: Float64Array): number => y.reduce((sum, value) => sum + value, 0);
    expect(Math.abs(total(run.state.y) / total(before) - 1)).toBeLessThan(1e-12);
  });

  it("goes the same way however the output times lie", () => {
    const once = runOde(model, 1);
    const often = beginOde(model);
    for (let i = 1; i <= 17; i++) advanceOde(often, i / 17, 3);
    expect([...often.state.y]).toEqual(once);
  });

  it("whose factors would fill up uses Krylov's method", () => {
    // Species meet others far around the ring, so that no order keeps the factors sparse.
    const pairs = Array.from({ length: 200 }, (_, i) =>
      Array.from({ length: 3 }, (_, k) => {
        const other = (i * 7 + k * k * 13 + 5) % 200;
        return `  rule far${i}_${k}: S${i} + S${other} -> S${(i + other) % 200} + S${(i * 3 + k) % 200} @ 3 /uM/s`;
      }).join("\n"),
    );
    const run = beginOde(ring(200, pairs.join("\n")));
    const total = (): number => run.state.y.reduce((sum, value) => sum + value, 0);
    const before = total();
    advanceOde(run, 1);
    const { method, iterations } = run.engine.statistics();
    expect(method).toBe("ndf_krylov");
    expect(Number(iterations)).toBeGreaterThan(10);
    // Systems that are solved within a part of the tolerance keep totals within the tolerance.
    expect(Math.abs(total() / before - 1)).toBeLessThan(1e-8);
  });

  it("without factors refuses solvers that need them", () => {
    const { ode } = model;
    if (ode === null) throw new Error("no equations");
    const none = new Int32Array(0);
    const lists = { lowerStart: none, lowerIndex: none, upperStart: none, upperIndex: none };
    const factorisation = { order: ode.factorisation.order, ...lists, isOrderOnly: true } as const;
    const bare = { ...model, ode: { ...ode, factorisation } };
    for (const method of ["ndf", "rodas5p", "ndf_kernel", "rodas4_kernel"])
      expect(() => beginOde(bare, { method })).toThrow(/ndf_krylov/u);
    expect(relativeError(runOde(bare, 1), runOde(model, 1))).toBeLessThan(1e-5);
  });
});
