import { describe, expect, it } from "vitest";
import { runShipped } from "./shippedModel.ts";

describe("dendritic network", () => {
  it("branches at 70 degrees and loses nothing", async () => {
    const { column } = await runShipped("models/dendritic_network/dendritic_network.tdl", "growth");
    const last = (name: string): number => column(name).at(-1) ?? Number.NaN;
    expect(last("daughters")).toBeGreaterThan(10);
    // Every branch has the bead behind its mother, which can not shrink at the pointed end here.
    expect(Math.abs(last("angles") / last("daughters") - 70)).toBeLessThan(
      (4 * 7) / Math.sqrt(last("daughters")),
    );
    for (const name of ["actin", "arms"]) expect(last(name), name).toBe(column(name)[0]);
  }, 60_000);
});
