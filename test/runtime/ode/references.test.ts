import { describe, expect, it } from "vitest";
import { handMadeModel } from "../../support/handMadeModel.ts";
import { relativeError, runOde } from "../../support/odeRun.ts";
import { robertson, stiffProblems } from "../../support/testProblems.ts";

describe.each(stiffProblems)("$name", ({ equations, until, solution, absolutePart }) => {
  it.each([
    undefined,
    "rodas4",
    "rodas5p",
    "ndf",
    "rodas4_kernel",
    "rodas5p_kernel",
    "ndf_kernel",
    "ndf_krylov",
  ])("reaches the published solution with solver %s", (method) => {
    const relative = 1e-7;
    const found = runOde(handMadeModel(equations), until, {
      relative,
      absolute: relative * absolutePart,
      ...(method === undefined ? {} : { method }),
    });
    expect(relativeError(found, solution)).toBeLessThan(100 * relative);
  });
});

describe("Robertson", () => {
  // SciPy 1.17's Radau at a relative tolerance of 1e-11.
  const at4e5 = [4.93827452e-3, 1.984994088e-8, 0.995061705629];

  it.each(["rodas5p", "ndf", "rodas5p_kernel", "ndf_kernel", "ndf_krylov"])(
    "is right at 4e5 s with %s",
    (method) => {
      const found = runOde(handMadeModel(robertson), 4e5, { relative: 1e-6, absolute: 1e-12, method });
      expect(relativeError(found, at4e5)).toBeLessThan(2e-5);
    },
  );

  it("loses no mass to systems that are solved in part, over 1e11 s with Krylov's method", () => {
    const found = runOde(handMadeModel(robertson), 1e11, {
      relative: 1e-8,
      absolute: 1e-18,
      method: "ndf_krylov",
    });
    expect(Math.abs(found[0] + found[1] + found[2] - 1)).toBeLessThan(1e-8);
  });

  it("conserves mass", () => {
    const found = runOde(handMadeModel(robertson), 4e5, { relative: 1e-6, absolute: 1e-12 });
    expect(Math.abs(found[0] + found[1] + found[2] - 1)).toBeLessThan(1e-12);
  });
});
