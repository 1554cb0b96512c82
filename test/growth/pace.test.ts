/** What a run whose steps of motion are short says of them. */
import { describe, expect, it } from "vitest";
import { graphEngine } from "../../runtime/engines/graph/graphEngine.ts";
import { Simulation } from "../../runtime/simulation.ts";
import { growthModel, startGrowth } from "./growthRun.ts";

const filament = (drag: string): string => `space 3D
  temperature 298 K
  filament Actin { ends barbed, pointed  rise 2.7 nm  persistence 17 um  stretch 40 nN }
  init chain of 10 Actin by barbed - pointed = 1 count set pos = vec(index * -2.7 nm, 0 um, 0 um)
  motion Actin.pos overdamped drag ${drag} pN*s/um
  observe n = count Actin()`;

it("names the molecules and their bonds, the energy, and what to change", () => {
  const run = startGrowth(growthModel(filament("0.0003")));
  run.advanceTo(2e-5);
  expect(run.pace()).toMatch(
    /^Steps of the motion are [\d.]+ us long, for in a longer one (?:forces would change too much, first on|heat would turn bonds too far, first those of) Actin, whose bonds are 2\.7 nm long; the largest force is that of the energy Actin_\w+\. .*`bead 10`/,
  );
});

it("is silent where outputs limit the steps", () => {
  const run = startGrowth(growthModel(filament("100")));
  for (let k = 1; k <= 20; k++) run.advanceTo(k * 1e-6);
  expect(run.pace()).toBeNull();
});

describe("where rules delete what moves", () => {
  const model = growthModel(`space 3D
    temperature 298 K
    molecule A { l, r, pos: vector um }
    init A(r[1]), A(l[1]) = 1 count set pos = vec(0.01 um * index, 0 um, 0 um)
    energy stretch: a: A(r[1]), b: A(l[1]) = 0.5 * 100 pN/um * (distance(a, b) - 0.01 um)^2
    motion A.pos overdamped drag 0.0003 pN*s/um
    rule part: a: A(r[1]), b: A(l[1]) -> delete a, b(l[.]) @ 50000 /s
    rule die: a: A(r[.], l[.]) -> delete a @ 100000 /s
    observe n = count A()`);

  it("speaks of a molecule of the last step that is gone, and of nothing once all are", () => {
    let spoke = 0;
    for (let seed = 0; seed < 20; seed++) {
      const run = startGrowth(model, { seed: `${seed}` });
      for (let k = 1; k <= 40; k++) {
        run.advanceTo(k * 2e-6);
        const pace = run.pace();
        if (pace === null) continue;
        spoke++;
        expect(pace).toMatch(/ long, for in a longer one .* A[,;]/);
      }
      run.advanceTo(1e-3);
      expect(run.observe().n).toBe(0);
      expect(run.pace()).toBeNull();
    }
    expect(spoke).toBeGreaterThan(20);
  });
});

it("says the same after a checkpoint, of the same steps", () => {
  const model = growthModel(filament("0.0003"));
  const run = startGrowth(model);
  run.advanceTo(2e-5);
  const resumed = Simulation.restore(model, graphEngine, JSON.parse(JSON.stringify(run.save())));
  for (const each of [run, resumed]) each.advanceTo(2.1e-5);
  expect(run.pace()).not.toBeNull();
  expect(resumed.pace()).toBe(run.pace());
});
