import { describe, expect, it } from "vitest";
import { runShipped } from "./shippedModel.ts";

const file = "models/repressilator/repressilator.tdl";
const decay = Math.LN2 / 120;
const loss = Math.LN2 / 600;
const names = ["lac", "tet", "lambda"] as const;

/**
 * The paper's equations by the classical Runge-Kutta method: transcripts, then proteins, of lacI, tetR and cI,
 * each repressed by the protein before it.
 */
function paperEquations(until: number): readonly number[] {
  const slope = (y: readonly number[]): readonly number[] => [
    ...[0, 1, 2].map((g) => 5e-4 + 0.4995 / (1 + (y[3 + ((g + 2) % 3)] / 40) ** 2) - decay * y[g]),
    ...[0, 1, 2].map((g) => 20 * decay * y[g] - loss * y[3 + g]),
  ];
  const h = 1;
  let y: readonly number[] = [0, 20, 0, 0, 0, 0];
  const moved = (k: readonly number[], part: number): readonly number[] => y.map((v, i) => v + part * k[i]);
  for (let step = 0; step < until / h; step++) {
    const k1 = slope(y);
    const k2 = slope(moved(k1, h / 2));
    const k3 = slope(moved(k2, h / 2));
    const k4 = slope(moved(k3, h));
    y = y.map((v, i) => v + (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
  }
  return y;
}

function peakTimes(time: Float64Array, values: Float64Array): readonly number[] {
  return [...time].filter((_, i) => i > 0 && values[i] > values[i - 1] && values[i] >= values[i + 1]);
}

describe("repressilator", () => {
  it("follows the paper's equations", async () => {
    const { column } = await runShipped(file, "oscillation", { until: 12_000, every: 12_000 });
    const proteins = paperEquations(12_000).slice(3);
    names.forEach((name, i) => expect(column(name)[1] / proteins[i]).toBeCloseTo(1, 5));
  });

  it("oscillates with a period of 125 min, one gene a third of it after the other", async () => {
    const { column } = await runShipped(file, "oscillation", { until: 120_000, every: 30 });
    const time = column("time");
    const [lac, tet, lambda] = names.map((name) => peakTimes(time, column(name)).slice(-3));
    const period = lac[2] - lac[1];
    expect(period / 60).toBeCloseTo(125.4, 0);
    expect(lac[1] - lac[0]).toBeCloseTo(period, -2);
    const phase = (peaks: readonly number[]): number => ((peaks[0] - lac[0]) / period + 2) % 1;
    // lacI represses tetR, which represses cI, which represses lacI: high lacI, then high cI, then high tetR.
    expect(phase(lambda)).toBeCloseTo(1 / 3, 1);
    expect(phase(tet)).toBeCloseTo(2 / 3, 1);
  });

  it("keeps oscillating, irregularly, in single molecules", async () => {
    const { column } = await runShipped(file, "noise", { until: 30_000 });
    const lac = column("lac").slice(150);
    expect(Math.max(...lac)).toBeGreaterThan(1500);
    expect(Math.min(...lac)).toBeLessThan(200);
  });
});
