import { describe, expect, it } from "vitest";
import { runShipped } from "./shippedModel.ts";

const file = "models/capping/capping.tdl";

describe("capping", () => {
  it("stops filaments one by one, after the length that growth and capping give", async () => {
    const { column } = await runShipped(file, "stop");
    const capped = column("capped");
    for (const seconds of [1, 2, 4]) {
      const p = 1 - Math.exp(-0.63 * seconds);
      expect(Math.abs(capped[seconds * 10] - 500 * p)).toBeLessThan(4 * Math.sqrt(500 * p * (1 - p)));
    }
    const added = (column("length").at(-1) ?? 0) - 20;
    const expected = (11.6 * 2 - 1.4) / 0.63;
    // The length of one filament has an exponential distribution and the noise of its steps.
    const deviation = Math.sqrt((expected ** 2 + (11.6 * 2 + 1.4) / 0.63) / 500);
    expect(Math.abs(added - expected)).toBeLessThan(4 * deviation);
  }, 60_000);
});
