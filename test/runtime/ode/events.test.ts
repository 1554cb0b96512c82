import { describe, expect, it } from "vitest";
import { odeMethods } from "../../../runtime/engines/ode/odeMethods.ts";
import type { CompiledModel } from "../../../runtime/model.ts";
import { handMadeModel } from "../../support/handMadeModel.ts";
import { advanceOde, beginOde, runOde } from "../../support/odeRun.ts";

const withMethod = (method: string | undefined): { method?: string } =>
  method === undefined ? {} : { method };
const everyMethod = [undefined, ...odeMethods.map(({ name }) => name)];

/** x' = -x from 1; when x falls to the threshold the time is noted in the second state. */
function decayTo(threshold: number): CompiledModel {
  return handMadeModel({
    initial: [1, 0],
    derivative: (_, y, dy) => {
      dy[0] = -y[0];
      dy[1] = 0;
    },
    jacobian: (_, __, set) => set(0, 0, -1),
    roots: [(_, y) => y[0] - threshold],
    events: [{ trigger: (_, y) => y[0] <= threshold, assign: [[1, (t) => t]] }],
  });
}

/** A ball falls from height 1 with g = 2 and keeps half of its speed at each bounce; bounces are counted. */
const ball = handMadeModel({
  initial: [1, 0, 0],
  derivative: (_, y, dy) => {
    dy[0] = y[1];
    dy[1] = -2;
    dy[2] = 0;
  },
  jacobian: (_, __, set) => set(0, 1, 1),
  roots: [(_, y) => y[0]],
  events: [
    {
      trigger: (_, y) => y[0] <= 0,
      assign: [
        [1, (_, y) => -0.5 * y[1]],
        [2, (_, y) => y[2] + 1],
      ],
    },
  ],
});

describe("events", () => {
  it.each(everyMethod)("find where an exponential crosses a threshold, solver %s", (method) => {
    const [, time] = runOde(decayTo(0.3), 3, { relative: 1e-11, absolute: 1e-11, ...withMethod(method) });
    expect(Math.abs(time + Math.log(0.3))).toBeLessThan(2e-9);
  });

  it("fire where the trigger is true", () => {
    const trigger = (_: number, y: Float64Array): boolean => y[0] <= 0.3;
    const model = handMadeModel({
      initial: [1, 0],
      derivative: (_, y, dy) => {
        dy[0] = -y[0];
        dy[1] = 0;
      },
      jacobian: (_, __, set) => set(0, 0, -1),
      roots: [(_, y) => y[0] - 0.3],
      events: [{ trigger, assign: [[1, (t, y) => (trigger(t, y) ? 1 : -1)]] }],
    });
    expect(runOde(model, 3)[1]).toBe(1);
  });

  it("do not fire when the trigger is true at the start", () => {
    expect(runOde(decayTo(2), 3)[1]).toBe(0);
  });

  it.each(everyMethod)("bounce a ball at the right times, solver %s", (method) => {
    // Hits the ground at 1, with speed 2; then up for 0.5 and down again: 2, 2.5, 2.75.
    const run = beginOde(ball, { relative: 1e-10, absolute: 1e-10, ...withMethod(method) });
    advanceOde(run, 1.5);
    expect(run.state.y[0]).toBeCloseTo(0.25, 8);
    advanceOde(run, 2.6);
    expect(run.state.y[2]).toBe(3);
    expect(run.engine.statistics().events).toBe(3);
  });

  it("reports the state after an event at the time of the event", () => {
    const model = handMadeModel({
      initial: [0],
      derivative: (_, __, dy) => {
        dy[0] = 1;
      },
      jacobian: () => {},
      events: [{ trigger: (t) => t >= 2, assign: [[0, () => 100]] }],
      schedule: [{ start: 2, period: 0, count: 1 }],
    });
    expect(runOde(model, 2)).toEqual([100]);
  });

  it("sees two crossings inside one step", () => {
    // The pulse is much shorter than the steps of the slow state.
    const model = handMadeModel({
      initial: [0],
      derivative: (_, __, dy) => {
        dy[0] = 0;
      },
      jacobian: () => {},
      roots: [(t) => 0.6 - Math.abs(t - 5)],
      events: [{ trigger: (t) => Math.abs(t - 5) <= 0.6, assign: [[0, (_, y) => y[0] + 1]] }],
    });
    expect(runOde(model, 10, { maximumStep: 4 })).toEqual([1]);
  });

  it("fires an event that waits for a state to leave zero", () => {
    const model = handMadeModel({
      initial: [0, 0],
      derivative: (_, __, dy) => {
        dy[0] = 1;
        dy[1] = 0;
      },
      jacobian: () => {},
      roots: [(_, y) => y[0]],
      events: [{ trigger: (_, y) => y[0] > 0, assign: [[1, () => 7]] }],
    });
    expect(runOde(model, 1)[1]).toBe(7);
  });
});

describe("conditions in the right-hand side", () => {
  it.each(everyMethod)("are located: a switch at a threshold, solver %s", (method) => {
    // x' = 1 up to 1, then -2 (x - 1) + 3 + 1: known in closed form.
    const model = handMadeModel({
      initial: [0],
      derivative: (_, y, dy) => {
        dy[0] = y[0] < 1 ? 1 : 4 - 2 * (y[0] - 1);
      },
      jacobian: (_, y, set) => set(0, 0, y[0] < 1 ? 0 : -2),
      roots: [(_, y) => y[0] - 1],
    });
    const [found] = runOde(model, 2, { relative: 1e-10, absolute: 1e-10, ...withMethod(method) });
    expect(found).toBeCloseTo(3 - 2 * Math.exp(-2), 8);
  });

  it("do not restart the solver where the right-hand side is continuous", () => {
    const withRoot = (hasRoot: boolean) =>
      beginOde(
        handMadeModel({
          initial: [1],
          derivative: (_, y, dy) => {
            dy[0] = -y[0];
          },
          jacobian: (_, __, set) => set(0, 0, -1),
          roots: hasRoot ? [(_, y) => y[0] - 0.5] : [],
        }),
      );
    const steps = [false, true].map((hasRoot) => {
      const run = withRoot(hasRoot);
      advanceOde(run, 3);
      return run.engine.statistics().steps;
    });
    expect(steps[1]).toBe(steps[0]);
  });

  it.each([undefined, "rodas5p"])(
    "end when the solution must slide along a threshold, solver %s",
    (method) => {
      const model = handMadeModel({
        initial: [0],
        derivative: (_, y, dy) => {
          dy[0] = y[0] < 1 ? 1 : -1;
        },
        jacobian: () => {},
        roots: [(_, y) => y[0] - 1],
      });
      const [found] = runOde(model, 1.05, { relative: 1e-4, absolute: 1e-4, ...withMethod(method) });
      expect(found).toBeCloseTo(1, 3);
    },
  );

  it("end when a large stiff system must slide along a threshold", () => {
    const size = 3001;
    const model = handMadeModel({
      initial: Array.from({ length: size }, () => 0),
      derivative: (_, y, dy) => {
        for (let i = 1; i < size; i++) dy[i] = 1e6 * (1 - y[i]);
        dy[0] = y[0] < 1 ? 1 : -1;
      },
      jacobian: (_, __, set) => {
        for (let i = 1; i < size; i++) set(i, i, -1e6);
      },
      roots: [(_, y) => y[0] - 1],
      until: 1.001,
    });
    const run = beginOde(model, { relative: 1e-4, absolute: 1e-4 });
    advanceOde(run, 1.001);
    // The error of one among many states weighs little.
    expect(run.state.y[0]).toBeCloseTo(1, 2);
    expect(run.engine.statistics().method).toMatch(/ndf_kernel -> rodas5p at/u);
  });

  it("end when an event undoes its own trigger", () => {
    const model = handMadeModel({
      initial: [0],
      derivative: (_, __, dy) => {
        dy[0] = 1;
      },
      jacobian: () => {},
      roots: [(_, y) => y[0] - 1],
      events: [{ trigger: (_, y) => y[0] > 1, assign: [[0, () => 1]] }],
    });
    const run = beginOde(model);
    advanceOde(run, 2);
    expect(run.state.y[0]).toBeGreaterThanOrEqual(1);
    expect(Number(run.engine.statistics().events)).toBeLessThan(100_000);
  });
});

describe("scheduled times", () => {
  /** x' = u(t) with u = 1 in [1, 2), [3, 4), … and 0 elsewhere. */
  const pulses = handMadeModel({
    initial: [0],
    derivative: (t, _, dy) => {
      dy[0] = Math.floor(t) % 2 === 1 ? 1 : 0;
    },
    jacobian: () => {},
    schedule: [{ start: 1, period: 1, count: Number.POSITIVE_INFINITY }],
  });

  it.each(everyMethod)("are hit exactly, solver %s", (method) => {
    const run = beginOde(pulses, { ...withMethod(method) });
    const found = [1, 1.5, 2, 3, 3.25, 10].map((t) => {
      advanceOde(run, t);
      return run.state.y[0];
    });
    const expected = [0, 0.5, 1, 1, 1.25, 5];
    found.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-12));
  });

  it("cost no failed steps", () => {
    const run = beginOde(pulses);
    advanceOde(run, 20);
    expect(run.engine.statistics().rejected).toBe(0);
  });
});
