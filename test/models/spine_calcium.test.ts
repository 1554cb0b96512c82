import { describe, expect, it } from "vitest";
import { Simulation } from "../../runtime/simulation.ts";
import { openModel } from "./shippedModel.ts";

const { compiled, traits } = openModel("models/spine_calcium/spine_calcium.tdl", "pulse");

function open(parameters: Readonly<Record<string, string>> = {}): Simulation {
  return new Simulation(compiled, traits, { parameters, relativeTolerance: 1e-9 });
}

function seenAt(
  time: number,
  parameters: Readonly<Record<string, string>> = {},
): Readonly<Record<string, number>> {
  const run = open(parameters);
  run.advanceTo(time);
  return run.observe();
}

/** The highest calcium (uM) after the pulse at 2 s. */
function peak(parameters: Readonly<Record<string, string>>): number {
  const run = open(parameters);
  let highest = 0;
  for (let t = 2; t < 2.2; t += 5e-4) {
    run.advanceTo(t);
    highest = Math.max(highest, run.observe()["calcium"]);
  }
  return highest;
}

/** Net calcium out of the head in count/s: pumps and exchangers that bind, move or let go, and the neck. */
function outflow(calcium: number): number {
  const volume = 0.03;
  const area = 4 * Math.PI * ((3 * volume) / (4 * Math.PI)) ** (2 / 3);
  const carrier = (density: number, on: number, off: number, move: number, leak: number): number => {
    const loaded = (on * calcium) / (off + move + on * calcium);
    return density * area * (move * loaded - leak * (1 - loaded));
  };
  const neck = ((220 * Math.PI * 0.05 ** 2) / 0.2 / volume) * (calcium - 0.1) * 602.214076 * volume;
  return carrier(998, 150, 15, 12, 4.3) + carrier(142, 300, 300, 600, 19.4) + neck;
}

function resting(): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (outflow(middle) > 0) high = middle;
    else low = middle;
  }
  return low;
}

describe("spine calcium", () => {
  // The receptors and channels leak a little at rest; without them the balance is exact.
  const closed = { NMDA_flux: "0 count/s", VSCC_density: "0 count/um^2" };

  it("rests where pumps, exchangers and the neck balance, and buffers hold what they hold there", () => {
    const seen = seenAt(40, { ...closed, start: "1000 s" });
    const calcium = resting();
    expect(seen["calcium"]).toBeCloseTo(calcium, 6);
    expect(seen["bound"]).toBeCloseTo((62 * calcium) / (calcium + 524 / 247), 5);
    const sites = 90 * (calcium / (calcium + 2.6 / 5.5) + calcium / (calcium + 35.8 / 43.5));
    expect(seen["on_calbindin"]).toBeCloseTo(sites, 4);
  });

  it.each([-65, -40, -20, 0])(
    "opens voltage-gated channels at %d mV as the product of their steps says",
    (volts) => {
      const seen = seenAt(1, { held: `${volts + 65} mV` });
      const steps = [
        [8.08, 5.76, 49.14],
        [13.4, 12.6, 42.08],
        [8.78, 16.3, 55.31],
        [34.7, 3.68, 26.55],
      ].map(([alpha, beta, slope]) => (alpha / beta) * Math.exp((2 * volts) / slope));
      const weights = steps.reduce<number[]>((all, step) => [...all, step * (all.at(-1) ?? 1)], [1]);
      expect(seen["potential"]).toBeCloseTo(volts, 9);
      expect(seen["open_share"]).toBeCloseTo((weights[4] ?? 0) / weights.reduce((a, b) => a + b), 8);
    },
  );

  it.each([
    [-65, 0.00894],
    [0, 0.781],
  ])("unblocks NMDA receptors at %d mV to %d", (volts, share) => {
    expect(seenAt(1, { held: `${volts + 65} mV` })["unblocked_share"]).toBeCloseTo(share, 3);
  });

  it("lets 1.0 uM in with a pulse, and more than twice as much with a spike that comes back", () => {
    expect(peak({ spike: "0 mV" })).toBeCloseTo(0.99, 1);
    expect(peak({})).toBeCloseTo(3.2, 1);
  });

  it("needs both, receptors and channels, for the pulse with a spike", () => {
    const [both, receptors, channels] = [
      {},
      { VSCC_density: "0 count/um^2" },
      { NMDA_flux: "0 count/s" },
    ].map(peak);
    expect(both).toBeGreaterThan(receptors);
    expect(both).toBeGreaterThan(channels);
  });
});
