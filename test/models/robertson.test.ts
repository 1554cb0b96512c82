import { describe, expect, it } from "vitest";
import { radau } from "./radau.ts";
import { simulate } from "./shippedModel.ts";

const file = "models/robertson/robertson.tdl";
const [k1, k2, k3] = [0.04, 3e7, 1e4];

/** y2 and y3 at the given times; y1 is what is left of 1. */
function reference(times: readonly number[]): readonly (readonly number[])[] {
  return radau(
    ([b, c]) => [k1 * (1 - b - c) - k3 * b * c - k2 * b * b, k2 * b * b],
    ([b, c]) => [
      [-k1 - k3 * c - 2 * k2 * b, -k1 - k3 * b],
      [2 * k2 * b, 0],
    ],
    [0, 0],
    times,
  );
}

describe("Robertson", () => {
  // Printed by the CVODE example cvRoberts_dns, whose own tolerance is 1e-4.
  it.each([
    [0.4, 9.8517e-1, 3.3864e-5, 1.4794e-2],
    [4, 9.0553e-1, 2.2404e-5, 9.4452e-2],
    [40, 7.1579e-1, 9.1851e-6, 2.842e-1],
    [4e2, 4.5044e-1, 3.2218e-6, 5.4956e-1],
    [4e3, 1.8321e-1, 8.9444e-7, 8.1679e-1],
    [4e4, 3.8984e-2, 1.6218e-7, 9.6102e-1],
    [4e5, 4.9389e-3, 1.9852e-8, 9.9506e-1],
  ])("agrees with the published values at %d s", (t, y1, y2, y3) => {
    const run = simulate(file, "late");
    run.advanceTo(t);
    const found = run.observe();
    expect(found.y1 / y1).toBeCloseTo(1, 3);
    expect(found.y2 / y2).toBeCloseTo(1, 3);
    expect(found.y3 / y3).toBeCloseTo(1, 3);
  });

  it("agrees with an independent integration over eleven decades of time", () => {
    const times = Array.from({ length: 12 }, (_, decade) => 0.4 * 10 ** decade);
    const run = simulate(file, "latest");
    reference(times).forEach(([y2, y3], i) => {
      run.advanceTo(times[i]);
      const found = run.observe();
      expect(Math.abs(found.y2 / y2 - 1), `y2 at ${times[i]} s`).toBeLessThan(1e-5);
      expect(Math.abs(found.y3 / y3 - 1), `y3 at ${times[i]} s`).toBeLessThan(1e-5);
    });
  });

  // Test Set for IVP Solvers (Mazzia and Magherini), problem ROBER.
  it("ends at the reference solution of the test set at 1e11 s", () => {
    const run = simulate(file, "latest");
    run.advanceTo(1e11);
    const found = run.observe();
    expect(found.y1 / 0.208_334_014_970_125_5e-7).toBeCloseTo(1, 4);
    expect(found.y2 / 0.833_336_077_033_471_3e-13).toBeCloseTo(1, 4);
    expect(found.y3).toBeCloseTo(0.999_999_979_166_505, 10);
  });

  it("keeps what it has", () => {
    const run = simulate(file, "late");
    run.advanceTo(4e5);
    const { y1, y2, y3 } = run.observe();
    expect(y1 + y2 + y3).toBeCloseTo(1, 9);
  });
});
