/**
 * Forces of energies that depend only on how molecules lie to each other: they add up to nothing, and so do their
 * torques. Looked at term by term at places drawn at random, with the energies of all growth forms; and as the middle of
 * all that a run moves, which stays where it is without noise and with equal drags.
 */
import { describe, expect, it } from "vitest";
import { RandomStream } from "../../runtime/random/randomStream.ts";
import { growthModel, startGrowth } from "./growthRun.ts";

function filaments(dimension: 2 | 3): string {
  return `space ${dimension}D${dimension === 2 ? " depth 0.1 um" : ""}
    temperature 298 K
    compartment head { volume 1 um^3 }
    variable on = 1
    event stop when time >= 20 ms set on = 0
    fixed species Arp23, CaMKII in head = 600 count
    filament Actin { ends barbed, pointed  rise 2.7 nm  persistence 17 um  stretch 40 nN }
    branch Actin with Arp23 angle 70 deg sd 7 deg @ 0.01 um^3/count/s * on
    bundle Actin with CaMKII within 35 nm angle 40 deg length 30 nm stiffness 1 pN/nm @ 0.1 um^3/count/s * on
    molecule Ball { pos: vector um }
    energy repel: a: Ball() + b: Ball() when distance(a, b) < 20 nm = 0.5 * 100 pN/um * (20 nm - distance(a, b))^2
    motion Actin.pos overdamped drag 0.003 pN*s/um athermal
    motion Ball.pos overdamped drag 0.003 pN*s/um athermal`;
}

const membrane = `
  membrane plasma { bending 0.18 pN*um  tension 15 pN/um  pressure 50 Pa  mesh 30 nm  radius 0.1 um
    contact 500 pN/um  within 5 nm }
  motion plasma.pos overdamped drag 0.003 pN*s/um athermal`;

describe("forces of single terms", () => {
  for (const dimension of [2, 3] as const)
    it(`and their torques add up to nothing in ${dimension}D`, () => {
      const model = growthModel(`${filaments(dimension)}${dimension === 2 ? membrane : ""}`);
      const { graph } = model;
      if (graph === null) throw new Error("no graph");
      const constants = new Float64Array(model.constantCount);
      model.code.derive(constants, new Uint8Array(model.parameters.length));
      const random = RandomStream.fromSeed("momentum", 1, "places");
      const seen = graph.energies.flatMap(({ name, fragments, moved }, term) => {
        // A share of an area refers to the origin; what it exerts cancels around the closed curve (below).
        if (name.includes("pressure")) return [];
        const agents = fragments.reduce((sum, own) => sum + graph.fragments[own].agents.length, 0);
        const n = Int32Array.from({ length: agents }, (_, i) => i);
        const x = Float64Array.from(
          { length: agents * graph.attributeStride },
          () => 0.02 * random.uniform(),
        );
        const gradient = new Float64Array(moved.length * dimension);
        graph.gradient(term, n, x, new Float64Array(3), 0, new Float64Array(0), constants, gradient);
        const size = Math.hypot(...gradient);
        const at = (i: number, k: number): number =>
          x[moved[i].agent * graph.attributeStride + moved[i].slot + k];
        for (let k = 0; k < dimension; k++) {
          const force = moved.reduce((sum, _, i) => sum + gradient[i * dimension + k], 0);
          const other = (k + 1) % dimension;
          const torque = moved.reduce(
            (sum, _, i) =>
              sum + at(i, k) * gradient[i * dimension + other] - at(i, other) * gradient[i * dimension + k],
            0,
          );
          expect(Math.abs(force), `force of ${name}`).toBeLessThan(1e-9 * size + 1e-300);
          expect(Math.abs(torque), `torque of ${name}`).toBeLessThan(1e-9 * size + 1e-300);
        }
        return size > 0 ? [name] : [];
      });
      // Stretching, bending, arms, links and contacts, most of them met in places drawn at random.
      expect(seen.length).toBeGreaterThan(8);
    });
});

describe("a run without noise", () => {
  it("keeps its middle where it is, with filaments, branches, links, contacts and a membrane", () => {
    const model = growthModel(`${filaments(2)}${membrane}
      init chain of 8 Actin by barbed - pointed = 4 count set pos = vec((index - 4) * 2.7 nm, (copy - 2) * 30 nm)
      init Ball = 20 count set pos = 0.09 um * (2 * draw(1) - 1) * vec(cos(draw(2)), sin(draw(2)))
      observe all = count Actin + count Actin_branch + count plasma + count Ball
      observe arms = count Actin_branch
      observe links = count Actin(CaMKII[_])
      observe squares: um^2 = sum(dot(a.pos, a.pos) over a: Actin)
      observe x: um = sum(a.pos.x over a: Actin) + sum(a.pos.x over a: Actin_branch) + sum(a.pos.x over a: plasma)
        + sum(a.pos.x over a: Ball)
      observe y: um = sum(a.pos.y over a: Actin) + sum(a.pos.y over a: Actin_branch) + sum(a.pos.y over a: plasma)
        + sum(a.pos.y over a: Ball)`);
    const simulation = startGrowth(model);
    const events = (): number => Number(simulation.statistics().reactions);
    // What is bound pulls, and the membrane has taken its mesh.
    simulation.advanceTo(0.02);
    const [before, happened] = [simulation.observe(), events()];
    simulation.advanceTo(0.022);
    const after = simulation.observe();
    expect(before.arms).toBeGreaterThan(2);
    expect(before.links).toBeGreaterThan(5);
    expect(events()).toBe(happened);
    // Beads move by nm; sums of some hundred places are right to rounding.
    expect(Math.abs(after.x - before.x)).toBeLessThan(1e-12);
    expect(Math.abs(after.y - before.y)).toBeLessThan(1e-12);
    expect(after.squares).not.toBe(before.squares);
  });
});
