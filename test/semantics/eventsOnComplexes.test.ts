/** Events that set how many of a complex there are: the same in every method. */
import { describe, expect, it } from "vitest";
import type { MethodName } from "../../runtime/methods.ts";
import { simulationOf } from "./models.ts";

function observed(body: string, method: MethodName, until: number): Readonly<Record<string, number>> {
  const simulation = simulationOf(`model M {\n${body}\n}`, method, { seed: "set" });
  simulation.advanceTo(until);
  return simulation.observe();
}

// Nothing happens but what the event does: the rule's constant is too small to fire.
const still = `  molecule A { x, s {u, p} }
  molecule B { y * 2 }
  init A(s{u}) = 5 count
  init A(x[1]), B(y[1]) = 3 count
  init A(x[1]), A(x[1]) = 4 count
  rule never: A(s{u -> p}, x[_]) @ 1e-12 /s
  observe alone = count A(s{u}, x[.])
  observe pairs = complexes { A(), B() }
  observe dimers = count { A(x[1]), A(x[1]) }
  observe all = count A`;

describe.each(["ode", "ssa", "tau", "hybrid", "network_free"] as const)("method %s", (method) => {
  it("sets complexes up and down, and no others", () => {
    const event = `  event change when time >= 1 s set
      count A(x[.], s{u}) = 2,
      count { A(x[1], s{u}), B(y[1], y[.]) } = 7,
      count { A(x[1], s{u}), A(x[1], s{u}) } = 1 + count { A(x[1], s{u}), A(x[1], s{u}) }`;
    const { alone = 0, pairs = 0, dimers = 0, all = 0 } = observed(`${still}\n${event}`, method, 2);
    expect([alone, pairs, dimers, all].map((x) => Math.round(x * 1e6) / 1e6)).toEqual([2, 7, 5, 19]);
  });

  it("makes complexes that nothing else makes", () => {
    const event = "  event make when time >= 1 s set amount { A(x[1], s{p}), B(y[1], y[.]) } = 6 count";
    const { pairs = 0, all = 0 } = observed(`${still}\n${event}`, method, 2);
    expect([pairs, all].map((x) => Math.round(x * 1e6) / 1e6)).toEqual([9, 22]);
  });
});
