import { describe, expect, it } from "vitest";
import type { ReducedStructure } from "../../learn/channelFactor.ts";
import { samplesPerSegment, sampleParts } from "../../learn/sample/drive.ts";
import { ReducedSystem } from "../../learn/train/rollout.ts";
import { rolloutWindows } from "../../learn/train/rolloutWindows.ts";

/** da/dt = -rate a, under an input that does not matter; one segment of `duration` s. */
function windowsOf(rate: number, duration: number) {
  const structure: ReducedStructure = {
    inputs: [{ name: "u", measure: "value", low: 0, high: 1, isLog: false }],
    retained: [
      {
        name: "a",
        species: [],
        weights: [],
        follows: null,
        offset: 0,
        initial: 1,
        low: 0,
        high: 1,
        bound: null,
      },
    ],
    ledgers: [],
    shared: [],
    channels: [
      {
        retained: [-1],
        ledgers: [],
        shared: [],
        limits: [0],
        isProduct: true,
        law: { kind: "formula", terms: [{ coefficient: rate, factors: [] }] },
      },
    ],
  };
  const times = Float64Array.from([0, ...sampleParts], (part) => part * duration);
  const rows = Array.from(times, (time) => Float64Array.from([0.5, Math.exp(-rate * time)]));
  const run = { plan: [{ duration, from: [0.5], to: [0.5] }], times, rows };
  return rolloutWindows(new ReducedSystem(structure, null), structure, [run], 10);
}

describe("windows of rollouts", () => {
  it("hold as many samples as fit, where the model is slow", () => {
    const [window] = windowsOf(1, 1);
    expect(window?.targets.filter((target) => target !== null)).toHaveLength(samplesPerSegment / 2);
  });

  it("end before they need too many steps, where it is fast, instead of being left out", () => {
    const windows = windowsOf(1000, 1);
    expect(windows.length).toBeGreaterThan(0);
    for (const { targets, stepLengths } of windows) {
      expect(stepLengths.length).toBeLessThanOrEqual(200);
      expect(targets.filter((target) => target !== null).length).toBeGreaterThan(0);
      expect(targets.filter((target) => target !== null).length).toBeLessThan(samplesPerSegment / 2);
    }
  });
});
