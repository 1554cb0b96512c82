import { expect, it } from "vitest";
import { odeEngine } from "../../../runtime/engines/ode/odeEngine.ts";
import { runExperiment } from "../../../runtime/experiment.ts";
import { Simulation } from "../../../runtime/simulation.ts";
import { handMadeModel } from "../../support/handMadeModel.ts";

const oscillator = handMadeModel({
  initial: [1, 0],
  derivative(_, y, dy) {
    dy[0] = y[1];
    dy[1] = -y[0];
  },
  jacobian(_, __, set) {
    set(0, 1, 1);
    set(1, 0, -1);
  },
});

it("replicates of a deterministic run are one run, with a notice", async () => {
  const result = await runExperiment(oscillator, odeEngine, { until: 1, every: 0.5, replicates: 5 });
  expect(result.plannedRuns).toBe(1);
  expect(result.table.columns).not.toContain("replicate");
  expect(result.notices).toContain(
    "Replicates of a deterministic run are all the same: one was run instead of 5.",
  );
});

it("a deterministic run goes on from a checkpoint exactly", () => {
  const whole = new Simulation(oscillator, odeEngine);
  whole.advanceTo(3.3);
  const resumed = Simulation.restore(oscillator, odeEngine, JSON.parse(JSON.stringify(whole.save())));
  for (const simulation of [whole, resumed]) simulation.advanceTo(10);
  expect(JSON.stringify(resumed.save())).toBe(JSON.stringify(whole.save()));
  expect({ ...whole.observe() }).toEqual({ ...resumed.observe() });
});
