/**
 * Places that become others without an event of their own: complexes that go to another image, and molecules that a
 * wall mirrors. Near pairs follow, and a run that was saved goes on as the whole one.
 */
import { describe, expect, it } from "vitest";
import { graphEngine } from "../../runtime/engines/graph/graphEngine.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import { Simulation } from "../../runtime/simulation.ts";
import { growthModel, startGrowth } from "./growthRun.ts";

const periodic = `space 2D depth 0.1 um
  region dish = rectangle(0 um, 0 um, 1 um, 1 um)
  boundary dish periodic
  molecule A { l, r, pos: vector um }
  rule join: a: A(r[.]) + b: A(l[.]) -> a(r[1]), b(l[1]) when distance(a, b) < 0.07 um @ 1 /s
  observe lengths = sum(abs(a.pos.x - b.pos.x) / (1 um) over a: A(r[1]), b: A(l[1]))
  observe bonds = count A(r[_])`;

function expectSameResumed(model: CompiledModel, seed: string, saved: number, end: number): void {
  const whole = startGrowth(model, { seed });
  whole.advanceTo(saved);
  const resumed = Simulation.restore(model, graphEngine, JSON.parse(JSON.stringify(whole.save())));
  for (const run of [whole, resumed]) run.advanceTo(end);
  expect(resumed.observe()).toEqual(whole.observe());
}

describe("binding across the border of a periodic box", () => {
  it("keeps bonded molecules beside each other when a complex binds again", () => {
    // Two beside each other, and two at the other side of the border: all bonds are 0.06 um long.
    const model = growthModel(`${periodic}
      init A(r[1]), A(l[1]) = 1 count set pos = vec(0.03 um + 0.06 um * index, 0.5 um)
      init A() = 1 count set pos = vec(0.97 um, 0.5 um)
      init A() = 1 count set pos = vec(0.91 um, 0.5 um)`);
    let most = 0;
    for (let seed = 0; seed < 8; seed++) {
      const run = startGrowth(model, { seed: `${seed}` });
      run.advanceTo(100);
      const { lengths, bonds } = run.observe();
      expect(lengths).toBeCloseTo(0.06 * bonds, 9);
      most = Math.max(most, bonds);
    }
    expect(most).toBe(3);
  });

  it("goes on from a checkpoint as without one", () => {
    const model = growthModel(`${periodic}
      init A() = 300 count set pos = random_point(dish)
      rule part: a: A(r[1]), b: A(l[1]) -> a(r[.]) + b(l[.]) @ 1 /s`);
    for (const seed of ["1", "2", "3"]) expectSameResumed(model, seed, 3, 6);
  });
});

describe("molecules that only a wall moves", () => {
  it("have their near pairs where they are, so that a run goes on from a checkpoint as without one", () => {
    const model = growthModel(`space 2D depth 0.1 um
      temperature 298 K
      compartment cell { volume 0.1 um^3 }
      region dish = disk(0 um, 0 um, 0.25 um)
      boundary dish reflecting
      species G in cell = 300 count
      molecule A { s {off, on}, pos: vector um }
      molecule P { pos: vector um }
      init A(s{off}) = 30 count set pos = 0.1 um * random_direction()
      init P() = 1 count set pos = vec(0 um, 0 um)
      motion P.pos overdamped drag 0.1 pN*s/um
      rule make: G -> new a: A(s{off}) set a.pos = vec(uniform(0.1 um, 0.4 um), uniform(-0.2 um, 0.2 um)) @ 0.2 /s
      rule flip: a: A(s{off}) + b: A() -> a(s{on}) + b() when distance(a, b) < 0.03 um @ 5 /s
      rule flop: a: A(s{on}) -> a(s{off}) @ 1 /s
      observe on = count A(s{on})
      observe sum = sum(a.pos.x / (1 um) over a: A())`);
    for (const seed of ["1", "2"]) expectSameResumed(model, seed, 1, 3);
  });
});
