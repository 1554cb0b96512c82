/**
 * Rules of molecules with attributes whose rates stand in tables of two states: pairs of all states meet as often as the
 * tables say, also where combinations are mirror images of each other.
 */
import { describe, it } from "vitest";
import { expectNear } from "./errorBudget.ts";
import { growthModel, startGrowth } from "./growthRun.ts";

/** Pairs of 30 in the state u and 20 in p meet without being changed; w makes them molecules of a graph. */
function hits(table: readonly [number, number, number, number], first: string, second: string): number {
  const [uu, up, pu, pp] = table;
  const model = growthModel(`compartment cell { volume 1 um^3 }
    molecule A { s {u, p}, w: unitless }
    table k[A.s, A.s] um^3/count/s {
         u, p
      u: ${uu}, ${up}
      p: ${pu}, ${pp}
    }
    init A(s{u}) = 30 count
    init A(s{p}) = 20 count
    species seen = 0 count
    rule hit: A(s{${first}}) + A(s{${second}}) -> A(s{${first}}) + A(s{${second}}) + seen @ ${/\?/.test(first) ? "k[i, j]" : `k[${first}, ${second}]`}
    observe hits = count seen`);
  const simulation = startGrowth(model);
  simulation.advanceTo(5);
  return simulation.observe().hits;
}

/** Pairs, each counted once: 30 x 29 / 2 of uu, 600 of up, 20 x 19 / 2 of pp. */
describe("tables of two states", () => {
  it("that are symmetric count every pair once", () => {
    const expected = 5 * (4 * 435 + 2 * 600 + 6 * 190);
    expectNear(hits([4, 2, 2, 6], "?i", "?j"), expected, Math.sqrt(expected), "hits");
  });

  it("that are not count both orders of a mixed pair", () => {
    const expected = 5 * (4 * 435 + (1 + 3) * 600 + 6 * 190);
    expectNear(hits([4, 1, 3, 6], "?i", "?j"), expected, Math.sqrt(expected), "hits");
  });

  it("have the same rates as rules for each state", () => {
    const expected = 5 * 2 * 600;
    expectNear(hits([4, 2, 2, 6], "u", "p"), expected, Math.sqrt(expected), "hits");
  });
});
