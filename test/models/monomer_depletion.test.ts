import { describe, expect, it } from "vitest";
import { runShipped } from "./shippedModel.ts";

const file = "models/monomer_depletion/monomer_depletion.tdl";

describe("monomer depletion", () => {
  it("lets the pool decay as the slowest mode of diffusion to a sink, and keeps every monomer", async () => {
    const { column } = await runShipped(file, "growth");
    const free = column("free");
    const rate = Math.log(free[10] / free[30]) / 0.4;
    // Of 1927 monomers about 1160 and 470 are left, with a noise of less than 30 each: 0.15 /s, and other modes.
    expect(Math.abs(rate / 2.29 - 1)).toBeLessThan(0.1);
    const all = column("all");
    for (const sum of all) expect(Math.abs(sum / all[0] - 1)).toBeLessThan(1e-12);
  }, 60_000);

  it("grows more slowly, from a lower concentration at the ends, where monomers diffuse more slowly", async () => {
    const fast = await runShipped(file, "growth");
    const slow = await runShipped(file, "slow");
    expect(slow.column("polymer").at(-1)).toBeLessThan(0.7 * (fast.column("polymer").at(-1) ?? 0));
    expect(slow.column("edge").at(-1)).toBeLessThan(fast.column("edge").at(-1) ?? 0);
    expect(slow.column("rear").at(-1)).toBeGreaterThan(fast.column("rear").at(-1) ?? 0);
  }, 60_000);
});
