import { describe, expect, it } from "vitest";
import { type OdeMethodTraits, odeMethods } from "../../../runtime/engines/ode/odeMethods.ts";
import { OdeSystem } from "../../../runtime/engines/ode/odeSystem.ts";
import { handMadeModel } from "../../support/handMadeModel.ts";
import { relativeError, runOde } from "../../support/odeRun.ts";
import { smoothProblems, type TestProblem } from "../../support/testProblems.ts";

interface Errors {
  readonly end: number;
  /** Largest error of the continuous output, inside the steps. */
  readonly inside: number;
}

/** Takes steps of length h whatever their error; the exact solution is made by short steps of DOP853. */
function fixedSteps(method: OdeMethodTraits, { equations, until }: TestProblem, h: number): Errors {
  const system = new OdeSystem(
    handMadeModel(equations),
    new Float64Array(0),
    { relative: 1e6, absolute: 1e6 },
    h,
  );
  const stepper = method.create(system);
  const exact = exactStepper(equations);
  const found = new Float64Array(equations.initial.length);
  const right = new Float64Array(equations.initial.length);
  let inside = 0;
  stepper.start(0, Float64Array.from(equations.initial), h, until);
  while (stepper.t < until) {
    stepper.step(until);
    for (const part of [0.2, 0.45, 0.7]) {
      const t = stepper.previousT + part * (stepper.t - stepper.previousT);
      stepper.interpolate(t, found);
      exact(t, right);
      inside = Math.max(inside, ...found.map((value, i) => Math.abs(value - right[i])));
    }
  }
  exact(until, right);
  return { end: Math.max(...stepper.y.map((value, i) => Math.abs(value - right[i]))), inside };
}

function exactStepper(equations: TestProblem["equations"]): (t: number, out: Float64Array) => void {
  const system = new OdeSystem(
    handMadeModel(equations),
    new Float64Array(0),
    { relative: 1e-14, absolute: 1e-14 },
    0.02,
  );
  const stepper = odeMethods[1].create(system);
  stepper.start(0, Float64Array.from(equations.initial), 0.01, Number.POSITIVE_INFINITY);
  return (t, out) => {
    while (stepper.t < t) stepper.step(Number.POSITIVE_INFINITY);
    stepper.interpolate(t, out);
  };
}

/** Order from the errors with two step lengths, the shorter one half of the longer one. */
function order(long: number, short: number): number {
  return Math.log2(long / short);
}

const denseOrders: Readonly<Record<string, number>> = { tsitouras5: 4, dop853: 7, rodas4: 3, rodas5p: 4 };

describe.each(odeMethods.filter((method) => method.hasFixedOrder))("$name", (method) => {
  // Long enough steps that rounding does not show in methods of high order.
  const h = method.order > 6 ? 0.5 : 0.1;

  it.each(smoothProblems)("converges with its order: $name", (problem) => {
    const long = fixedSteps(method, problem, h);
    const short = fixedSteps(method, problem, h / 2);
    expect(order(long.end, short.end)).toBeGreaterThan(method.order - 0.6);
  });

  it.each(smoothProblems)("has continuous output of its order: $name", (problem) => {
    const long = fixedSteps(method, problem, h);
    const short = fixedSteps(method, problem, h / 2);
    // Locally the error is of one order more.
    expect(order(long.inside, short.inside)).toBeGreaterThan(
      denseOrders[method.name.replace("_kernel", "")] + 0.3,
    );
  });
});

/**
 * Relative errors at the end, in tolerances, that are no fault. A step may commit one tolerance, and the errors of the
 * steps add up: the worst of these problems comes to 13.7 with methods of one step (tsitouras5, dimerisation), and to
 * 50.7 with backward differences (modulated at 1e-10), which take several times as many steps.
 */
function errorsAtEnd(method: OdeMethodTraits): number {
  return method.hasFixedOrder ? 20 : 60;
}

describe.each(odeMethods)("$name", (method) => {
  it.each(smoothProblems)("keeps the tolerance: $name", ({ equations, until, solution }) => {
    for (const tolerance of [1e-4, 1e-7, 1e-10]) {
      const found = runOde(handMadeModel(equations), until, {
        relative: tolerance,
        absolute: tolerance,
        method: method.name,
      });
      expect(relativeError(found, solution)).toBeLessThan(errorsAtEnd(method) * tolerance);
    }
  });

  it("names its references", () => {
    for (const reference of method.references) expect(reference).toMatch(/doi:10\./u);
  });
});

describe("backward differences", () => {
  it("give a continuous output that is as good as the steps", () => {
    const [, forced] = smoothProblems;
    const method = odeMethods[4];
    const system = new OdeSystem(
      handMadeModel(forced.equations),
      new Float64Array(0),
      { relative: 1e-6, absolute: 1e-6 },
      Number.MAX_VALUE,
    );
    const stepper = method.create(system);
    const found = new Float64Array(1);
    stepper.start(0, Float64Array.of(1), 0, Number.POSITIVE_INFINITY);
    while (stepper.t < 5) {
      stepper.step(Number.POSITIVE_INFINITY);
      const t = (stepper.previousT + stepper.t) / 2;
      stepper.interpolate(t, found);
      expect(Math.abs(found[0] - Math.exp(-t) - Math.sin(t))).toBeLessThan(1e-5);
    }
  });
});
