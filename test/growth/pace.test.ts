/** What a run whose steps of motion are short says of them. */
import { expect, it } from "vitest";
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
