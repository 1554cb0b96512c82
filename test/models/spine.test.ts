import { describe, expect, it } from "vitest";
import { Simulation } from "../../runtime/simulation.ts";
import { openModel } from "./shippedModel.ts";

describe("signalling of the spine, deterministic", () => {
  const { compiled, traits } = openModel("models/spine/signalling.tdl", "ltp");
  const run = new Simulation(compiled, traits);
  const at = [0, 30, 59.9, 90, 180].map((time) => {
    run.advanceTo(time);
    return run.observe();
  });

  it("activates CaMKII over the train, which decays afterwards", () => {
    const active = at.map((observed) => observed["camkii.active"]);
    expect(active[1]).toBeGreaterThan(active[0]);
    expect(active[2]).toBeGreaterThan(active[1]);
    expect(active[3]).toBeLessThan(0.5 * active[2]);
    expect(active[4]).toBeLessThan(active[3]);
  });

  it("activates Arp2/3 and inactivates cofilin, later than CaMKII", () => {
    expect(at[2]["cofilin.arp_active"]).toBeGreaterThan(at[0]["cofilin.arp_active"]);
    expect(at[4]["cofilin.cofilin_active"]).toBeLessThan(at[2]["cofilin.cofilin_active"]);
  });
});

describe("the whole spine", () => {
  const { compiled, traits } = openModel("models/spine/spine.tdl", "pulse");

  it("keeps every actin subunit, whether free or in filaments", () => {
    const run = new Simulation(compiled, traits, { seed: "spine" });
    const total = run.observe()["actin_total"];
    for (const time of [0.1, 0.2, 0.3, 0.4]) {
      run.advanceTo(time);
      expect(run.observe()["actin_total"]).toBe(total);
    }
    const observed = run.observe();
    expect(observed["F_actin"]).toBeGreaterThan(0);
    expect(observed["head_volume"]).toBeGreaterThan(0.005);
  });
});
