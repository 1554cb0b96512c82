import { describe, expect, it } from "vitest";
import type { MethodName } from "../../runtime/methods.ts";
import { courseOf, observedAt } from "./models.ts";

const methods: readonly MethodName[] = ["ode", "ssa"];

describe.each(methods)("events by %s", (method) => {
  const values = (body: string, t: number): Record<string, number> =>
    observedAt(`model M { ${body} }`, t, method);

  it("do not fire when they are true at the start", () => {
    const body = "variable x = 0  event e when time >= 0 s set x = 1";
    expect(values(body, 5)).toEqual({ x: 0 });
  });

  it("fire at the time that they name", () => {
    const body = "variable x = 0  variable at = 0 s  event e when time >= 1.25 s set x = 1, at = time";
    expect(values(body, 1.2)).toEqual({ x: 0, at: 0 });
    expect(values(body, 1.3)).toEqual({ x: 1, at: 1.25 });
  });

  it("with a strict comparison of time fire at the threshold too", () => {
    const body = `variable at = 0 s  variable done = 0
      event e when time > 1.25 s set at = time
      event f when not (time <= 1.5 s) set done = 1`;
    expect(values(body, 2)).toEqual({ at: 1.25, done: 1 });
  });

  it("that hold from the start on do not fire", () => {
    expect(values("variable x = 0  event e when time > 0 s set x = 1", 2)).toEqual({ x: 0 });
  });

  it("compute all right sides before they assign", () => {
    const body = "variable a = 1  variable b = 2  event swap when time >= 1 s set a = b, b = a";
    expect(values(body, 2)).toEqual({ a: 2, b: 1 });
  });

  it("that become true together assign by priority, each what it had when it became true", () => {
    const body = `variable x = 1
      event low  when time >= 1 s priority 1 set x = 10 * x
      event high when time >= 1 s priority 2 set x = x + 1`;
    expect(values(body, 2)).toEqual({ x: 10 });
  });

  it("of equal priority assign in the order of the text", () => {
    const body = `variable x = 1
      event first  when time >= 1 s set x = 10 * x
      event second when time >= 1 s set x = x + 1`;
    expect(values(body, 2)).toEqual({ x: 2 });
  });

  it("fire each other at the same instant", () => {
    const body = `variable x = 0  variable at = 0 s
      event cause  when time >= 1 s set x = 1
      event effect when x > 0.5 set at = time`;
    expect(values(body, 2)).toEqual({ x: 1, at: 1 });
  });

  it("fire although an earlier one made their condition false again", () => {
    const body = `variable x = 0  variable y = 0
      event undo when x == 1 priority 1 set x = 0
      event note when x == 1 set y = 1
      event cause when time >= 1 s set x = 1`;
    expect(values(body, 2)).toEqual({ x: 0, y: 1 });
  });

  it("fire again when their condition becomes true again", () => {
    const body = `variable n = 0  variable phase = 0
      flow phase' = 1 /s
      event tick when phase >= 1 set phase = 0, n = n + 1`;
    expect(values(body, 3.5)["n"]).toBe(3);
  });

  it("set fixed species, which nothing else changes", () => {
    const body = `fixed species F = 3 count  species B
      rule r: F -> B @ 0.001 /s
      event e when time >= 1 s set count F = 7
      observe f = count F`;
    expect(values(body, 2)).toEqual({ f: 7 });
  });

  it("set numbers of molecules", () => {
    const body = `compartment c { volume 2 um^3 }
      species A, B, C = 1 count
      event e when time >= 1 s set count A = 5, amount B = 6 count, [C] = 7 count/um^3
      observe a = count A  observe b = count B  observe c1 = count C`;
    expect(values(body, 2)).toEqual({ a: 5, b: 6, c1: 14 });
  });

  it("of a part or of an experiment act like those of the model", () => {
    const text = `module Switch { variable on = 0  event flip when time >= 1 s set on = 1 }
      model M { part s = Switch  observe on = s.on }
      experiment e of M { until 2 s  event back when time >= 2 s set s.on = 0.5 }`;
    expect(courseOf(text, "on", [0.5, 1.5, 2.5], method)).toEqual([0, 1, 0.5]);
  });
});

describe("where an event fires", () => {
  it("is located on the course of a deterministic run", () => {
    const text = `model M {
      species A = 100 count  variable at = 0 s
      rule decay: A -> nothing @ 1 /s
      event half when count A < 50 set at = time
    }`;
    const tight = { relativeTolerance: 1e-10, absoluteTolerance: 1e-8 };
    expect(observedAt(text, 2, "ode", tight)["at"]).toBeCloseTo(Math.log(2), 9);
  });

  it("is the reaction that makes it true in a stochastic run", () => {
    const text = `model M {
      species A = 100 count  variable seen = 0
      rule decay: A -> nothing @ 1 /s
      event half when count A < 50 set seen = count A
      observe found = seen
    }`;
    expect(observedAt(text, 5, "ssa")["found"]).toBe(49);
  });

  it("is located between reactions when it depends on a flow", () => {
    const text = `model M {
      species A = 5 count  variable x = 0  variable at = 0 s
      rule decay: A -> nothing @ 1 /s
      flow x' = 2 /s
      event reached when x >= 3 set at = time
    }`;
    expect(observedAt(text, 3, "ssa")["at"]).toBeCloseTo(1.5, 6);
  });
});
