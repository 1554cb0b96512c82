/**
 * A brush of filaments against a plate under a force, beside a simulation of the same by other means: filaments on a line,
 * the plate always where forces balance, every event drawn at the rates that then hold. Tips share the load unequally, so
 * that the brush is faster than V = delta (k_on c exp(-F delta / (N kT)) - k_off) of equal shares (Peskin, Odell and Oster
 * 1993, doi:10.1016/S0006-3495(93)81035-X), and stalls where that does.
 */
import { describe, expect, it } from "vitest";
import { simulate } from "../models/shippedModel.ts";

/** In pN um at 298 K. */
const kT = 1.380649e-23 * 298 * 1e18;
const [delta, stiffness, reach, tips] = [2.7e-3, 300, 0.1, 20];
const [on, off] = [116, 1.4];

/** Place of the plate that balances the force. */
function balanced(x: readonly number[], force: number): number {
  const sorted = x.toSorted((a, b) => b - a);
  let sum = 0;
  for (let n = 1; ; n++) {
    sum += sorted[n - 1];
    const place = reach + (sum - force / stiffness) / n;
    if (n === tips || place - sorted[n] >= reach) return place;
  }
}

/** A small generator, so that the comparison is the same every time (Park and Miller 1988, doi:10.1145/63039.63042). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

/** Speeds of the plate from 0.25 s to 1 s. */
function reference(force: number, runs: number): readonly number[] {
  return Array.from({ length: runs }, (_, run) => {
    const random = numbers(1 + run);
    const x = Array.from({ length: tips }, () => random() * delta);
    let begin: number | null = null;
    for (let t = 0; ; ) {
      const place = balanced(x, force);
      if (begin === null && t >= 0.25) begin = place;
      if (t >= 1) return (place - (begin ?? place)) / 0.75;
      const rates = x.map(
        (one) => on * Math.exp((-Math.max(0, stiffness * (reach - place + one)) * delta) / kT),
      );
      const growth = rates.reduce((sum, rate) => sum + rate, 0);
      t -= Math.log(random()) / (growth + off * tips);
      let at = random() * (growth + off * tips);
      const grown = rates.findIndex((rate) => {
        at -= rate;
        return at < 0;
      });
      if (grown >= 0) x[grown] += delta;
      else x[Math.floor(random() * tips)] -= delta;
    }
  });
}

describe("a brush against a plate", () => {
  const file = "models/dendritic_network/force_velocity.tdl";
  it.each([20, 60, 100, 120])("goes against %i pN as fast as one whose forces always balance", (force) => {
    const simulation = simulate(file, "forces", { parameters: { force }, seed: "brush" });
    const [begin, end] = [0.25, 1].map((time) => {
      simulation.advanceTo(time);
      return simulation.observe().place;
    });
    const speeds = reference(force, 16);
    const mean = speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length;
    const variance = speeds.reduce((sum, speed) => sum + (speed - mean) ** 2, 0) / (speeds.length - 1);
    // The plate answers in the next step of motion, about one event later: 5 %.
    expect(Math.abs((end - begin) / 0.75 - mean)).toBeLessThan(
      4 * Math.sqrt(variance * (1 + 1 / 16)) + 0.05 * mean,
    );
  });
});
