import { describe, expect, it } from "vitest";
import { packNumbers, unpackNumbers } from "../../../runtime/checkpoint.ts";
import { odeMethods } from "../../../runtime/engines/ode/odeMethods.ts";
import { handMadeModel } from "../../support/handMadeModel.ts";
import { advanceOde, beginOde, type OdeRun } from "../../support/odeRun.ts";
import { robertson } from "../../support/testProblems.ts";

/** Stiff, with a condition in the rates, an event that resets, and pulses. */
const eventful = handMadeModel({
  initial: [1, 0, 0],
  derivative: (t, y, dy) => {
    const input = Math.floor(t / 3) % 2 === 0 ? 1 : 0.2;
    dy[0] = input - (y[1] > 0.5 ? 2 : 0.5) * y[0];
    dy[1] = 200 * (y[0] - y[1]);
    dy[2] = y[1];
  },
  jacobian: (_, y, set) => {
    set(0, 0, y[1] > 0.5 ? -2 : -0.5);
    set(1, 0, 200);
    set(1, 1, -200);
    set(2, 1, 1);
  },
  roots: [(_, y) => y[1] - 0.5, (_, y) => y[2] - 2],
  events: [{ trigger: (_, y) => y[2] >= 2, assign: [[2, () => 0]] }],
  schedule: [{ start: 3, period: 3, count: Number.POSITIVE_INFINITY }],
});

const models = [
  { name: "Robertson", model: handMadeModel(robertson), until: 4 },
  { name: "eventful", model: eventful, until: 20 },
] as const;

const solvers = [undefined, ...odeMethods.map(({ name }) => name)];
const cases = models.flatMap((model) => solvers.map((method) => ({ ...model, method })));

function begin(model: (typeof models)[number]["model"], method: string | undefined): OdeRun {
  return beginOde(model, { relative: 1e-6, absolute: 1e-9, ...(method === undefined ? {} : { method }) });
}

describe.each(cases)("$name, solver $method", ({ model, method, until }) => {
  const times = Array.from({ length: 37 }, (_, i) => (until * (i + 1)) / 37);

  it("does not depend on the output times", () => {
    const once = begin(model, method);
    advanceOde(once, until);
    const often = begin(model, method);
    for (const t of times) advanceOde(often, t);
    advanceOde(often, until);
    expect([...often.state.y]).toEqual([...once.state.y]);
    expect(often.engine.statistics()).toEqual(once.engine.statistics());
  });

  it("does not depend on how the work is divided", () => {
    const whole = begin(model, method);
    const divided = begin(model, method);
    for (const t of times.slice(0, 9)) {
      advanceOde(whole, t);
      advanceOde(divided, t, 1);
      expect([...divided.state.y]).toEqual([...whole.state.y]);
    }
  });

  it("goes on from a checkpoint as if not interrupted", () => {
    const whole = begin(model, method);
    let broken = begin(model, method);
    for (const t of times) {
      advanceOde(whole, t);
      advanceOde(broken, t);
      const text = JSON.stringify(packNumbers({ t, y: [...broken.state.y], engine: broken.engine.save() }));
      const saved = unpackNumbers(JSON.parse(text)) as { t: number; y: number[]; engine: unknown };
      broken = begin(model, method);
      broken.state.t = saved.t;
      broken.state.y.set(saved.y);
      broken.engine.reset();
      broken.engine.restore(saved.engine);
      expect([...broken.state.y]).toEqual([...whole.state.y]);
    }
    expect(broken.engine.statistics()).toEqual(whole.engine.statistics());
  });
});

describe("a checkpoint", () => {
  it("taken between two pieces of work is exact too", () => {
    const whole = begin(eventful, undefined);
    advanceOde(whole, 10);
    let broken = begin(eventful, undefined);
    for (;;) {
      const isDone = broken.engine.advance(10, 3);
      if (isDone) break;
      const saved = JSON.parse(JSON.stringify(broken.engine.save())) as unknown;
      const { t, y } = broken.state;
      broken = begin(eventful, undefined);
      broken.state.t = t;
      broken.state.y.set(y);
      broken.engine.reset();
      broken.engine.restore(saved);
    }
    expect([...broken.state.y]).toEqual([...whole.state.y]);
  });

  it("of another engine is refused", () => {
    const run = begin(eventful, undefined);
    expect(() => run.engine.restore({ engine: "ssa" })).toThrow(/checkpoint/u);
  });
});

describe("a change from outside", () => {
  it("is what the run goes on from", () => {
    const decay = handMadeModel({
      initial: [1],
      derivative: (_, y, dy) => {
        dy[0] = -y[0];
      },
      jacobian: (_, __, set) => set(0, 0, -1),
    });
    const run = begin(decay, undefined);
    advanceOde(run, 1);
    run.state.y[0] = 5;
    run.engine.reset();
    advanceOde(run, 2);
    expect(run.state.y[0]).toBeCloseTo(5 * Math.exp(-1), 5);
  });
});
