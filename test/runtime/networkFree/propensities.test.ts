/**
 * The strongest comparison with the generated network: the same state has the same propensities and observables.
 * Every complex that network-free simulation makes must be one that the network knows.
 */
import { describe, expect, test } from "vitest";
import { exactPropensities, mixtureFaults } from "../../support/mixtureFaults.ts";
import { networkFreeCases } from "../../support/networkFreeModels.ts";
import { compileFor, NetworkView, startNetworkFree } from "../../support/networkFreeRun.ts";

describe.each(networkFreeCases)("$name", ({ text, until }) => {
  const model = compileFor(text, "network_free");
  const view = new NetworkView(text);

  test("has the network's propensities and observables all along a run", () => {
    for (const seed of ["a", "b"]) {
      const run = startNetworkFree(model, seed);
      for (let k = 0; k <= 20; k++) {
        run.engine.advance((until * k) / 20, 1e9);
        run.engine.prepareObservation();
        view.take(run);
        const exact = exactPropensities(run.engine.network);
        for (const [name, expected] of view.rulePropensities(run.state.t)) {
          expect(exact.get(name), `${name} at ${run.state.t} s`).toBeCloseTo(expected, 9);
        }
        const observed = new Float64Array(model.observables.length);
        model.code.observe(run.state.t, run.state.y, run.state.c, observed);
        expect([...observed]).toEqual(view.observe(run.state.t));
      }
      expect(run.engine.network.reactions).toBeGreaterThan(10);
    }
  });

  test("keeps its match lists right after every reaction", () => {
    const run = startNetworkFree(model, "c");
    run.engine.advance(0, 1);
    for (let k = 0; k < 300 && !run.engine.advance(10 * until, 1); k++) {
      expect(mixtureFaults(run.engine.network)).toEqual([]);
    }
  });
});
