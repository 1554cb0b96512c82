import { describe, expect, it } from "vitest";
import { odeMethods } from "../../../runtime/engines/ode/odeMethods.ts";
import { SimulationError } from "../../../runtime/simulationError.ts";
import { handMadeModel } from "../../support/handMadeModel.ts";
import { advanceOde, beginOde, runOde } from "../../support/odeRun.ts";
import { robertson } from "../../support/testProblems.ts";

const still = handMadeModel({
  initial: [3],
  derivative: (_, __, dy) => {
    dy[0] = 0;
  },
  jacobian: () => {},
});

function failureOf(model: Parameters<typeof runOde>[0], until: number, method?: string): SimulationError {
  try {
    runOde(model, until, method === undefined ? {} : { method });
  } catch (error) {
    if (error instanceof SimulationError) return error;
    throw error;
  }
  throw new Error("the run did not fail");
}

describe("the choice of solver", () => {
  it("changes to an implicit one when the problem becomes stiff, and says when", () => {
    const run = beginOde(handMadeModel(robertson), { relative: 1e-6, absolute: 1e-10 });
    advanceOde(run, 4e5);
    expect(run.engine.statistics().method).toMatch(/^tsitouras5 -> rodas5p at 0\.0\d+ s$/u);
    expect(Number(run.engine.statistics().steps)).toBeLessThan(250);
  });

  it("stays explicit when the problem is not stiff", () => {
    const wave = handMadeModel({
      initial: [1, 0],
      derivative: (_, y, dy) => {
        dy[0] = y[1];
        dy[1] = -y[0];
      },
      jacobian: (_, __, set) => {
        set(0, 1, 1);
        set(1, 0, -1);
      },
    });
    const run = beginOde(wave, { relative: 1e-6 });
    advanceOde(run, 200);
    expect(run.engine.statistics().method).toBe("tsitouras5");
  });

  it("goes back when stiffness ends", () => {
    // A fast variable follows a slow one only as long as the switch is on.
    const model = handMadeModel({
      initial: [1, 0, 0],
      derivative: (t, y, dy) => {
        const rate = t < 5 ? 1e4 : 0;
        dy[0] = y[1];
        dy[1] = -y[0];
        dy[2] = rate * (y[0] - y[2]);
      },
      jacobian: (t, _, set) => {
        const rate = t < 5 ? 1e4 : 0;
        set(0, 1, 1);
        set(1, 0, -1);
        set(2, 0, rate);
        set(2, 2, -rate);
      },
      schedule: [{ start: 5, period: 0, count: 1 }],
    });
    const run = beginOde(model, { relative: 1e-7 });
    advanceOde(run, 100);
    expect(run.engine.statistics().method).toMatch(
      /^tsitouras5 -> rodas5p at \S+ s -> tsitouras5 at \S+ s$/u,
    );
    expect(run.state.y[0]).toBeCloseTo(Math.cos(100), 4);
  });

  it("starts implicit when the planned run is hopeless for explicit steps", () => {
    const model = handMadeModel({
      initial: [0],
      derivative: (_, y, dy) => {
        dy[0] = -1e6 * (y[0] - 1);
      },
      jacobian: (_, __, set) => set(0, 0, -1e6),
      until: 100,
    });
    const run = beginOde(model, { relative: 1e-4, absolute: 1e-4 });
    advanceOde(run, 100);
    expect(run.engine.statistics().method).toBe("rodas5p");
  });

  it("takes backward differences for a large system", () => {
    // Diffusion between 60 x 60 compartments.
    const side = 60;
    const model = handMadeModel({
      initial: Array.from({ length: side * side }, (_, i) => (i === 0 ? 1 : 0)),
      derivative: (_, y, dy) => {
        for (let i = 0; i < y.length; i++) {
          const left = i % side === 0 ? 0 : y[i - 1] - y[i];
          const right = i % side === side - 1 ? 0 : y[i + 1] - y[i];
          const up = i < side ? 0 : y[i - side] - y[i];
          const down = i + side >= y.length ? 0 : y[i + side] - y[i];
          dy[i] = 100 * (left + right + up + down);
        }
      },
      jacobian: (_, y, set) => {
        for (let i = 0; i < y.length; i++) {
          let neighbours = 0;
          const couple = (isThere: boolean, j: number): void => {
            if (!isThere) return;
            neighbours++;
            set(i, j, 100);
          };
          couple(i % side !== 0, i - 1);
          couple(i % side !== side - 1, i + 1);
          couple(i >= side, i - side);
          couple(i + side < y.length, i + side);
          set(i, i, -100 * neighbours);
        }
      },
    });
    const run = beginOde(model, { relative: 1e-5, absolute: 1e-9 });
    advanceOde(run, 100);
    expect(run.engine.statistics().method).toMatch(/ndf/u);
    expect(run.state.y[side * side - 1]).toBeCloseTo(1 / (side * side), 7);
  });

  it("is left alone when the caller names a solver", () => {
    const run = beginOde(handMadeModel(robertson), { method: "ndf" });
    advanceOde(run, 100);
    expect(run.engine.statistics().method).toBe("ndf");
  });

  it("refuses a solver that does not exist", () => {
    expect(() => beginOde(still, { method: "euler" })).toThrow(/euler.*tsitouras5/u);
  });
});

describe("a run", () => {
  it("without states only moves time", () => {
    const nothing = handMadeModel({ initial: [], derivative: () => {}, jacobian: () => {} });
    const run = beginOde(nothing);
    advanceOde(run, 1e6);
    expect(run.state.t).toBe(1e6);
  });

  it("to the present time changes nothing", () => {
    const run = beginOde(still);
    expect(run.engine.advance(0, 10)).toBe(true);
    expect(run.state).toMatchObject({ t: 0, y: Float64Array.of(3) });
  });

  it.each([undefined, ...odeMethods.map(({ name }) => name)])(
    "at rest takes few steps, solver %s",
    (method) => {
      const run = beginOde(still, method === undefined ? {} : { method });
      advanceOde(run, 1e9);
      expect(run.state.y[0]).toBe(3);
      expect(Number(run.engine.statistics().steps)).toBeLessThan(60);
    },
  );

  it("keeps to the longest step asked for", () => {
    const run = beginOde(still, { maximumStep: 0.5 });
    advanceOde(run, 10);
    expect(Number(run.engine.statistics().steps)).toBeGreaterThanOrEqual(20);
  });

  it("stops after the work it may do", () => {
    const run = beginOde(handMadeModel(robertson));
    expect(run.engine.advance(4e5, 5)).toBe(false);
    expect(run.engine.statistics().steps).toBe(5);
    expect(run.state.t).toBeGreaterThan(0);
  });

  it("at a chemical equilibrium takes few steps", () => {
    const model = handMadeModel({
      initial: [3, 5, 0],
      derivative: (_, y, dy) => {
        const net = 1e3 * y[0] * y[1] - 20 * y[2];
        dy[0] = -net;
        dy[1] = -net;
        dy[2] = net;
      },
      jacobian: (_, y, set) => {
        for (const [row, sign] of [[0, -1] as const, [1, -1] as const, [2, 1] as const]) {
          set(row, 0, sign * 1e3 * y[1]);
          set(row, 1, sign * 1e3 * y[0]);
          set(row, 2, -sign * 20);
        }
      },
    });
    const run = beginOde(model);
    advanceOde(run, 1e12);
    expect(run.state.y[0] + run.state.y[2]).toBeCloseTo(3, 9);
    expect(Number(run.engine.statistics().steps)).toBeLessThan(400);
  });

  it("leaves a point where the Jacobian does not exist", () => {
    const model = handMadeModel({
      initial: [0],
      derivative: (_, y, dy) => {
        dy[0] = 1 - Math.sqrt(y[0]);
      },
      jacobian: (_, y, set) => set(0, 0, -0.5 / Math.sqrt(y[0])),
      until: 1e9,
    });
    const [end] = runOde(model, 100, { relative: 1e-6, absolute: 1e-6 });
    expect(end).toBeCloseTo(1, 5);
  });
});

describe("a failure", () => {
  const explosive = handMadeModel({
    initial: [1, 1],
    names: ["calm", "bomb"],
    derivative: (_, y, dy) => {
      dy[0] = -y[0];
      dy[1] = y[1] * y[1];
    },
    jacobian: (_, y, set) => {
      set(0, 0, -1);
      set(1, 1, 2 * y[1]);
    },
  });

  it.each([undefined, "tsitouras5", "rodas5p", "ndf"])(
    "names what grows without bound, solver %s",
    (method) => {
      const error = failureOf(explosive, 2, method);
      expect(error.kind).toBe("stepTooSmall");
      expect(error.message).toMatch(/bomb/u);
      expect(error.time).toBeCloseTo(1, 3);
    },
  );

  it.each([undefined, "tsitouras5", "rodas5p", "ndf"])("names what is not finite, solver %s", (method) => {
    const model = handMadeModel({
      initial: [1, 1],
      names: ["calm", "broken"],
      derivative: (t, __, dy) => {
        dy[0] = 0;
        dy[1] = t > 1 ? Number.NaN : 1;
      },
      jacobian: () => {},
    });
    const error = failureOf(model, 2, method);
    expect(error.kind).toBe("notFinite");
    expect(error.message).toMatch(/broken/u);
    expect(error.time).toBeCloseTo(1, 6);
  });

  it.each([undefined, "tsitouras5", "rodas5p", "ndf"])(
    "names what is infinite at once, solver %s",
    (method) => {
      const model = handMadeModel({
        initial: [1, 1],
        names: ["calm", "broken"],
        derivative: (_, y, dy) => {
          dy[0] = 0;
          dy[1] = -Number.POSITIVE_INFINITY * y[1];
        },
        jacobian: () => {},
      });
      const error = failureOf(model, 2, method);
      expect(error.message).toBe("From 0 s on the rate of change of broken is not a finite number.");
    },
  );

  it("does not follow from an amount that undershoots zero within tolerance", () => {
    // The square root is not defined below zero, and x reaches zero in finite time.
    const model = handMadeModel({
      initial: [1],
      derivative: (_, y, dy) => {
        dy[0] = -Math.sqrt(y[0]);
      },
      jacobian: (_, y, set) => set(0, 0, y[0] > 0 ? -0.5 / Math.sqrt(y[0]) : 0),
    });
    const [end] = runOde(model, 5, { relative: 1e-6, absolute: 1e-6 });
    expect(Math.abs(end)).toBeLessThan(1e-4);
  });
});
