/**
 * The contact of beads with a membrane: a bead that slides past the end of a segment feels no jump, forces are the
 * gradient of the energy there, and along a straight membrane the energy does not depend on where the bead is.
 */
import { describe, expect, it } from "vitest";
import { growthModel, series, startGrowth } from "./growthRun.ts";

const within = 0.005;
const stiffness = 500;
const model = growthModel(`space 2D depth 0.1 um
  temperature 300 K
  membrane plasma { radius 0.25 um mesh 15 nm tension 15 pN/um contact ${stiffness} pN/um within 5 nm }
  filament Actin { ends barbed, pointed  rise 2.7 nm  persistence 17 um  stretch 40 nN }
  init chain of 2 Actin by barbed - pointed = 1 count
  motion Actin.pos overdamped drag 0.003 pN*s/um
  motion plasma.pos overdamped drag 0.003 pN*s/um`);
const { graph } = model;
if (graph === null) throw new Error("no graph");
const term = graph.energies.findIndex(({ name }) => name === "plasma_contact_Actin");
const { moved, fragments } = graph.energies[term];
/** Bead, then the vertices of the segment. */
const order = fragments.flatMap((fragment) =>
  graph.fragments[fragment].agents.map(({ type }) => graph.types[type].name),
);
const constants = new Float64Array(model.constantCount);
model.code.derive(constants, new Uint8Array(model.parameters.length));
const shift = new Float64Array(2);
const y = new Float64Array(0);

/** Places of the bead and of the two vertices in um, one after another. */
type Places = readonly number[];

function attributes(places: Places): { readonly n: Int32Array; readonly x: Float64Array } {
  const stride = graph?.attributeStride ?? 0;
  const x = new Float64Array(3 * stride);
  moved.forEach(({ agent, slot }) =>
    x.set([places[2 * agent], places[2 * agent + 1]], agent * stride + slot),
  );
  return { n: Int32Array.of(0, 1, 2), x };
}

function energy(places: Places): number {
  const { n, x } = attributes(places);
  return graph?.energy(term, n, x, shift, 0, y, constants) ?? Number.NaN;
}

function gradient(places: Places): Float64Array {
  const { n, x } = attributes(places);
  const out = new Float64Array(6);
  graph?.gradient(term, n, x, shift, 0, y, constants, out);
  return out;
}

/** A bead at `along` and `depth` of a segment of 15 nm that lies a little turned. */
function beside(along: number, depth: number): Places {
  const [cos, sin] = [Math.cos(0.3), Math.sin(0.3)];
  return [along * cos - depth * sin, along * sin + depth * cos, 0, 0, 0.015 * cos, 0.015 * sin];
}

describe("the contact of a bead with a segment", () => {
  it("takes the bead and the two vertices in this order", () => {
    expect(order).toEqual(["Actin", "plasma", "plasma"]);
  });

  it("has forces that are the gradient of its energy, on and beyond both ends", () => {
    const h = 1e-7;
    for (const depth of [-0.002, 0.001, 0.004])
      for (let along = -0.0061; along < 0.022; along += 0.0013) {
        const places = beside(along, depth);
        const exact = gradient(places);
        places.forEach((_, i) => {
          const moveTo = (by: number): Places => places.map((value, k) => (k === i ? value + by : value));
          const difference = (energy(moveTo(h)) - energy(moveTo(-h))) / (2 * h);
          // A force of the contact is of the order of stiffness * within = 2.5 pN.
          expect(Math.abs(difference - exact[i])).toBeLessThan(1e-4);
        });
      }
  });

  it("ends without a jump a width beyond the segment", () => {
    const inside = energy(beside(0.0075, 0.001));
    expect(inside).toBeCloseTo(0.5 * stiffness * (within - 0.001) ** 2, 9);
    for (const end of [-within, 0.015 + within]) {
      expect(energy(beside(end, 0.001)) / inside).toBeLessThan(1e-9);
      expect(energy(beside(end + Math.sign(end - 0.007) * -1e-5, 0.001)) / inside).toBeLessThan(1e-4);
    }
  });

  it("is the same wherever the bead is along a straight membrane", () => {
    for (let along = 0.006; along < 0.024; along += 0.0007) {
      // The second segment goes on where the first one ends.
      const sum = energy(beside(along, 0.001)) + energy(beside(along - 0.015, 0.001));
      expect(sum).toBeCloseTo(0.5 * stiffness * (within - 0.001) ** 2, 9);
    }
  });
});

it("keeps the vertices of a thermal membrane of a fine mesh apart", () => {
  const thermal = growthModel(`space 2D depth 0.1 um
    temperature 300 K
    membrane plasma { radius 0.1 um mesh 6 nm tension 15 pN/um bending 0.18 pN*um pressure 30 Pa }
    motion plasma.pos overdamped drag 0.003 pN*s/um
    observe short = sum(if distance(a, b) < 0.8 nm then 1 else 0 over a: plasma(right[1]), b: plasma(left[1]))`);
  const simulation = startGrowth(thermal);
  const { short } = series(simulation, ["short"], { from: 1e-5, every: 2e-6, count: 6 });
  // The spring that holds them apart is then 9.7 kT above its rest.
  expect(short.reduce((sum, one) => sum + one, 0)).toBe(0);
});
