import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import { engines } from "../../runtime/engines/registry.ts";
import { runExperiment } from "../../runtime/experiment.ts";
import { mean, root, runShipped } from "./shippedModel.ts";

const file = "models/cofilin_severing/cofilin_severing.tdl";

/** Mean fraction of decorated subunits at the stationary state of the master equation of one chain. */
function exactDecoration(length: number, isolated: number, beside: number, loss: number): number {
  const size = 2 ** length;
  const next = (state: number, i: number): readonly [to: number, rate: number] => {
    if ((state >> i) & 1) return [state - (1 << i), loss];
    const neighbours = ((state >> (i + 1)) & 1) + (i > 0 ? (state >> (i - 1)) & 1 : 0);
    return [state + (1 << i), neighbours === 0 ? isolated : beside];
  };
  let p = Array.from({ length: size }, () => 1 / size);
  // Power iteration of the uniformised chain.
  const fastest = length * Math.max(isolated, beside, loss);
  for (let step = 0; step < 200_000; step++) {
    const q = Array.from({ length: size }, () => 0);
    for (let state = 0; state < size; state++) {
      let stays = p[state];
      for (let i = 0; i < length; i++) {
        const [to, rate] = next(state, i);
        const moved = (p[state] * rate) / fastest;
        q[to] += moved;
        stays -= moved;
      }
      q[state] += stays;
    }
    p = q;
  }
  return p.reduce((sum, weight, state) => sum + (weight * bits(state)) / length, 0);
}

function bits(state: number): number {
  let count = 0;
  for (let rest = state; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

describe("cofilin", () => {
  it("decorates a short chain as its master equation says", async () => {
    // The shipped model with chains of five subunits that nothing cuts.
    const text = readFileSync(join(root, file), "utf8")
      .replace("chain of 200", "chain of 5")
      .replaceAll(/^ {2}sever .*$/gm, "")
      .replace(/param cut .*$/m, "")
      .replace("20 count", "2000 count")
      .replace("0.01 /uM/s", "0.5 /uM/s");
    const host = new MemoryHost(new Map([["m.tdl", text]]));
    const { compiled } = compile({ main: "m.tdl", host, experiment: null, method: null });
    const traits = engines.find(({ name }) => name === "network_free");
    if (compiled === null || traits === undefined) throw new Error("does not compile");
    const { table } = await runExperiment(compiled, traits, { until: 40, every: 5 });
    const decorated = table.column(table.columns.indexOf("decorated")).subarray(4);
    const expected = exactDecoration(5, 0.5 * 0.2, 17 * 0.2, 0.7);
    // Five samples, 5 s apart, of 2000 chains whose own fraction varies by 0.45 at most.
    const error = 0.45 / Math.sqrt(2000 * decorated.length);
    expect(Math.abs(mean(decorated) - expected)).toBeLessThan(4 * error);
  }, 60_000);

  it("cuts where decorated and bare subunits meet, and loses no subunit", async () => {
    const { column } = await runShipped(file, "fragmentation");
    const [time, pieces, edges] = [column("time"), column("pieces"), column("edges")];
    let expected = 0;
    for (let i = 1; i < time.length; i++)
      expected += 0.012 * 0.5 * (edges[i] + edges[i - 1]) * (time[i] - time[i - 1]);
    const cuts = pieces[pieces.length - 1] - pieces[0];
    expect(expected).toBeGreaterThan(100);
    expect(Math.abs(cuts - expected)).toBeLessThan(4 * Math.sqrt(expected));
    for (const count of column("subunits")) expect(count).toBe(4000);
  }, 60_000);
});
