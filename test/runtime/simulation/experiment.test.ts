import { describe, expect, it } from "vitest";
import { ssaEngine } from "../../../runtime/engines/ssa/ssaEngine.ts";
import { runExperiment } from "../../../runtime/experiment.ts";
import { outputTimes } from "../../../runtime/outputTimes.ts";
import { csvText } from "../../../runtime/results/csv.ts";
import { SimulationError } from "../../../runtime/simulationError.ts";
import { concentrationDimension } from "../../../runtime/units/dimension.ts";
import { handMadeJumpModel } from "../../support/handMadeJumpModel.ts";

const uM = 602.214076;
const model = handMadeJumpModel({
  parameters: [
    { name: "k", value: 0.5 },
    { name: "start", value: 0.1, unit: "uM", factor: uM, dimension: concentrationDimension },
  ],
  states: { A: "start", B: 0 },
  reactions: [
    { from: { A: 1 }, to: { B: 1 }, rate: "k" },
    { from: { B: 1 }, to: { A: 1 }, rate: 0.2 },
  ],
  experiment: { until: 2, every: 0.5 },
});
const endless = handMadeJumpModel({
  states: { A: 0 },
  reactions: [{ to: { A: 1 }, rate: 1e9 }],
  experiment: { until: 1e6, every: 1e-4 },
});

function column(result: Awaited<ReturnType<typeof runExperiment>>, name: string): number[] {
  return Array.from(result.table.column(result.table.columns.indexOf(name)));
}

async function kindOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof SimulationError) return `${error.kind}: ${error.message}`;
    throw error;
  }
  return "done";
}

describe("output times", () => {
  const list = (until: number, every: number | null): number[] => {
    const times = outputTimes(until, every);
    return Array.from({ length: times.count }, (_, k) => times.at(k));
  };

  it("are multiples of the interval without drift, and end exactly at the end", () => {
    expect(list(1, 0.1)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    const million = outputTimes(1e5, 0.1);
    expect(million.count).toBe(1_000_001);
    expect(million.at(999_999)).toBe(99_999.9);
    expect(million.at(1_000_000)).toBe(1e5);
  });

  it("end at the end also when it is no multiple", () => {
    expect(list(1, 0.4)).toEqual([0, 0.4, 0.8, 1]);
    expect(list(1, 5)).toEqual([0, 1]);
    expect(list(0, 1)).toEqual([0]);
  });

  it("are 201 when no interval is given", () => {
    expect(list(10, null).slice(0, 3)).toEqual([0, 0.05, 0.1]);
    expect(list(10, null).length).toBe(201);
  });
});

describe("the result table", () => {
  it("has the time and the observables", async () => {
    const result = await runExperiment(model, ssaEngine);
    expect(result.table.columns).toEqual(["time", "A", "B"]);
    expect(column(result, "time")).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(column(result, "A")[0]).toBe(60);
    expect(result.finishedRuns).toBe(1);
    expect(result.notices).toEqual(["The initial number of A was rounded from 60.2214 to 60."]);
  });

  it("has a column of replicates when there are several, each different", async () => {
    const result = await runExperiment(model, ssaEngine, { replicates: 3 });
    expect(result.table.columns).toEqual(["replicate", "time", "A", "B"]);
    expect(column(result, "replicate")).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3]);
    const runs = [0, 5, 10].map((start) =>
      column(result, "B")
        .slice(start, start + 5)
        .join(),
    );
    expect(new Set(runs).size).toBe(3);
    expect(result.statistics.reactions).toBeGreaterThan(60);
  });

  it("has a row for every combination of swept values, in the declared units", async () => {
    const result = await runExperiment(model, ssaEngine, {
      until: 1,
      every: 1,
      sweeps: [
        { parameter: "k", values: [1, 2] },
        { parameter: "start", values: ["0.1", "300 nM"] },
      ],
    });
    expect(result.table.columns).toEqual(["k", "start", "time", "A", "B"]);
    expect(column(result, "k")).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
    expect(column(result, "start")).toEqual([0.1, 0.1, 0.3, 0.3, 0.1, 0.1, 0.3, 0.3]);
    expect(column(result, "A").filter((_, row) => row % 2 === 0)).toEqual([60, 181, 60, 181]);
  });

  it("sweeps what the experiment says unless the parameter is set", async () => {
    const swept = handMadeJumpModel({
      parameters: [{ name: "c", value: 1, factor: uM }],
      states: { A: "c" },
      experiment: { until: 1, every: 1, sweeps: [{ parameter: "c", values: [0.1 * uM, 0.2 * uM] }] },
    });
    expect(column(await runExperiment(swept, ssaEngine), "c")).toEqual([0.1, 0.1, 0.2, 0.2]);
    const set = await runExperiment(swept, ssaEngine, { parameters: new Map([["c", 2]]) });
    expect(set.table.columns).toEqual(["time", "A"]);
  });

  it("is the same for the same seed, byte for byte, and another for another", async () => {
    const [first, second, other] = await Promise.all(
      ["a", "a", "b"].map(async (seed) =>
        csvText((await runExperiment(model, ssaEngine, { seed, replicates: 2 })).table),
      ),
    );
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });
});

describe("runs that end early", () => {
  it("keep the rows until they were stopped", async () => {
    const stop = new AbortController();
    const result = await runExperiment(endless, ssaEngine, {
      signal: stop.signal,
      until: 1,
      onProgress: () => stop.abort(),
    });
    expect(result.interrupted).toBe(true);
    expect(result.error).toBeNull();
    expect(result.table.rows).toBeGreaterThan(0);
    expect(result.table.rows).toBeLessThan(10_000);
    expect(result.finishedRuns).toBe(0);
  });

  it("do nothing when they are stopped before", async () => {
    const result = await runExperiment(model, ssaEngine, { signal: AbortSignal.abort() });
    expect(result.interrupted).toBe(true);
    expect(result.table.rows).toBe(0);
  });

  it("keep the rows before an error and carry the error", async () => {
    const failing = handMadeJumpModel({
      states: { A: 0 },
      reactions: [{ name: "fades", to: { A: 1 }, rate: (t) => (t < 1.2 ? 1 : -1), isTimed: true }],
      schedule: [{ start: 1.2, period: 0, count: 1 }],
      experiment: { until: 5, every: 0.5 },
    });
    const result = await runExperiment(failing, ssaEngine);
    expect(result.error?.kind).toBe("negativePropensity");
    expect(result.interrupted).toBe(false);
    expect(column(result, "time")).toEqual([0, 0.5, 1]);
  });

  it("let other work of the program go on meanwhile", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    const stop = AbortSignal.timeout(300);
    await runExperiment(endless, ssaEngine, { signal: stop, until: 1 });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });
});

describe("experiments that can not begin", () => {
  it.each([
    ["without an end", { parameters: new Map() }, /^badInput: The run needs an end/],
    ["with an end before the beginning", { until: -1 }, /^badInput: A run can not end at -1 s/],
    ["with no interval", { until: 1, every: 0 }, /^badInput: The output interval must be above zero/],
    ["with half a replicate", { until: 1, replicates: 0.5 }, /^badInput: The number of replicates/],
    [
      "with an unknown parameter",
      { until: 1, parameters: new Map([["q", 1]]) },
      /^badInput: There is no parameter q/,
    ],
    [
      "with an unknown sweep",
      { until: 1, sweeps: [{ parameter: "q", values: [1] }] },
      /^badInput: There is no/,
    ],
    [
      "with more points than memory",
      {
        until: 1,
        sweeps: ["k", "l"].map((parameter) => ({ parameter, values: Array.from({ length: 1001 }, () => 1) })),
      },
      /^tooMuchOutput: The sweeps have 1002000 points/,
    ],
    ["with more output than memory", { until: 1e9, every: 1e-3 }, /^tooMuchOutput: The table would have/],
  ])("%s", async (_, options, message) => {
    const parameters = ["k", "l"].map((name) => ({ name, value: 1 }));
    const bare = handMadeJumpModel({ states: { A: 0 }, parameters });
    expect(await kindOf(() => runExperiment(bare, ssaEngine, options))).toMatch(message);
  });
});
