import { describe, expect, it } from "vitest";
import { minimiseByAdam, minimiseByLbfgs, type Objective } from "../../learn/train/minimise.ts";

/** Rosenbrock's valley; its minimum is 0 at (1, 1). */
const valley: Objective = (x, gradient) => {
  const [a = 0, b = 0] = x;
  gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
  gradient[1] = 200 * (b - a * a);
  return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
};

describe("minimisers", () => {
  it("L-BFGS finds the end of a curved valley", () => {
    const x = Float64Array.from([-1.2, 1]);
    expect(minimiseByLbfgs(valley, x, 200)).toBeLessThan(1e-12);
    expect(x[0]).toBeCloseTo(1, 5);
  });

  it("Adam goes down", () => {
    const x = Float64Array.from([-1.2, 1]);
    minimiseByAdam(valley, x, { steps: 3000, rate: 0.05, finalRate: 0.01 });
    expect(valley(x, new Float64Array(2), 0)).toBeLessThan(0.05);
  });
});
