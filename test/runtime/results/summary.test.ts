import { describe, expect, it } from "vitest";
import { ssaEngine } from "../../../runtime/engines/ssa/ssaEngine.ts";
import { runExperiment } from "../../../runtime/experiment.ts";
import { isRunRecord, makeRunRecord, runRecordText } from "../../../runtime/results/runRecord.ts";
import { summaryText } from "../../../runtime/results/summary.ts";
import { rateDimension } from "../../../runtime/units/dimension.ts";
import { handMadeJumpModel } from "../../support/handMadeJumpModel.ts";

const model = handMadeJumpModel({
  name: "Decay",
  parameters: [{ name: "k", value: 1000, unit: "/s", dimension: rateDimension }],
  states: { A: 50 },
  reactions: [{ from: { A: 1 }, rate: "k" }],
  experiment: { until: 10, every: 5 },
});

describe("the summary", () => {
  it("shows for each observable how it begins, ends, and between what it moves", async () => {
    const text = summaryText(model, ssaEngine, await runExperiment(model, ssaEngine));
    expect(text).toBe(
      [
        "Decay",
        "method     ssa, exact stochastic simulation (named by the experiment)",
        'time       0 to 10 s, seed "test"',
        "",
        "   initial  final  min  max",
        "A       50      0    0   50  count",
        "",
      ].join("\n"),
    );
  });

  it("shows mean and standard deviation over replicates", async () => {
    const spread = handMadeJumpModel({ states: { A: 0 }, reactions: [{ to: { A: 1 }, rate: 100 }] });
    const result = await runExperiment(spread, ssaEngine, { until: 1, every: 1, replicates: 50 });
    const match = /^A +0 ± 0 +([\d.]+) ± ([\d.]+) /m.exec(summaryText(spread, ssaEngine, result));
    expect(Number(match?.[1])).toBeGreaterThan(90);
    expect(Number(match?.[1])).toBeLessThan(110);
    expect(Number(match?.[2])).toBeGreaterThan(7);
    expect(Number(match?.[2])).toBeLessThan(14);
  });

  it("says how much was done when it was much", async () => {
    const result = await runExperiment(model, ssaEngine);
    expect(
      summaryText(model, ssaEngine, { ...result, statistics: { reactions: 2_000_000 }, wallSeconds: 12.34 }),
    ).toContain("\nwork       2,000,000 reactions in 12 s\n");
  });

  it("has a block for each point of a sweep", async () => {
    const result = await runExperiment(model, ssaEngine, { sweeps: [{ parameter: "k", values: [0, 1000] }] });
    const text = summaryText(model, ssaEngine, result);
    expect(text).toMatch(/^k = 0 \/s\n.*\nA +50 +50 +50 +50 {2}count$/m);
    expect(text).toMatch(/^k = 1000 \/s\n.*\nA +50 +0 +0 +50 {2}count$/m);
  });
});

describe("the run record", () => {
  it("says what ran, with what, and what it took", async () => {
    const result = await runExperiment(model, ssaEngine, {
      replicates: 2,
      parameters: new Map([["k", "2000 /s"]]),
    });
    const record = makeRunRecord(model, ssaEngine, result, { cpuSeconds: 0.5, out: "run.csv" });
    const data = JSON.parse(runRecordText(record)) as typeof record;
    expect(data).toMatchObject({
      model: "Decay",
      method: "ssa",
      seed: "test",
      replicates: 2,
      until: 10,
      every: 5,
      parametersSet: ["k"],
      parameters: [{ name: "k", value: 2000, unit: "/s" }],
      observables: [{ name: "A", unit: "count", doc: null }],
      columns: ["replicate", "time", "A"],
      rows: 6,
      runs: 2,
      finishedRuns: 2,
      interrupted: false,
      error: null,
      cpuSeconds: 0.5,
      out: "run.csv",
    });
    expect(data.statistics.reactions).toBe(100);
    expect(data.hash).toMatch(/^0{64}$/);
    expect(data.wallSeconds).toBeGreaterThan(0);
  });

  it("is told from other JSON", () => {
    expect(isRunRecord('{ "format": "tendril run record" }')).toBe(true);
    expect(isRunRecord('{ "name": "mine" }')).toBe(false);
    expect(isRunRecord("null")).toBe(false);
    expect(isRunRecord("not JSON")).toBe(false);
  });
});
