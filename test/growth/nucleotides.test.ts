/**
 * Nucleotides along a filament that grows at one end at the constant rate g: the subunit i steps behind the tip is as
 * old as i + 1 steps of a Poisson process. With random hydrolysis at h and release at r the chance of ATP there is
 * q(h)^(i + 1) with q(k) = g/(g + k), and that of ADP-Pi h/(r - h) (q(h)^(i + 1) - q(r)^(i + 1)). Filaments in a bath of
 * constant concentration are independent.
 */
import { describe, expect, it } from "vitest";
import { expectNear } from "./errorBudget.ts";
import { growthModel, repeat, startGrowth } from "./growthRun.ts";

const filaments = 700;
const [growth, hydrolysis, release] = [6, 1.5, 0.8];

function growing(statements: string): string {
  return `space 2D depth 0.1 um
    compartment tube { volume 1 um^3 }
    fixed species GATP in tube = 600 count
    species Pi in tube = 0 count
    filament Actin {
      subunit { nucleotide {ATP, ADPPi, ADP} }
      ends barbed, pointed
      rise 2.7 nm
    }
    grow Actin at barbed from GATP as nucleotide{ATP} @ ${growth / 600} um^3/count/s
    init chain of 2 Actin(nucleotide{ADP}) by barbed - pointed = ${filaments} count
      set pos = vec(-index * 2.7 nm, 0 um)
    ${statements}`;
}

/** The chain from the tip inwards, of which the last subunit is in the state. */
function behindTip(steps: number, state: string): string {
  return repeat(
    steps + 1,
    (i) =>
      `Actin(barbed[${i === 0 ? "." : i}]${i < steps ? `, pointed[${i + 1}]` : `, nucleotide{${state}}`})`,
    ", ",
  );
}

const places = [0, 1, 3, 7];

describe("nucleotides along a growing filament", () => {
  it("fall off exponentially from the tip with random hydrolysis and release", () => {
    const model = growthModel(
      growing(`hydrolyse Actin(nucleotide{ATP -> ADPPi}) @ ${hydrolysis} /s
        release Actin(nucleotide{ADPPi -> ADP}) to Pi @ ${release} /s
        ${repeat(
          places.length,
          (k) => `observe ATP${places[k]} = count { ${behindTip(places[k], "ATP")} }
        observe ADPPi${places[k]} = count { ${behindTip(places[k], "ADPPi")} }`,
        )}
        observe aged = count Actin(nucleotide{ADP})
        observe released = count Pi`),
    );
    const simulation = startGrowth(model);
    // The eighth subunit behind the tip was there at the start with a chance of 1e-6.
    simulation.advanceTo(5);
    const seen = simulation.observe();
    for (const i of places) {
      const stays = (rate: number): number => (growth / (growth + rate)) ** (i + 1);
      const chances = {
        ATP: stays(hydrolysis),
        ADPPi: (hydrolysis / (release - hydrolysis)) * (stays(hydrolysis) - stays(release)),
      };
      for (const [state, chance] of Object.entries(chances))
        expectNear(
          seen[`${state}${i}`],
          filaments * chance,
          Math.sqrt(filaments * chance * (1 - chance)),
          `${state} at ${i}`,
        );
    }
    expect(seen.released).toBe(seen.aged - 2 * filaments);
  });

  it("make a cap of ATP, its length geometric, with vectorial hydrolysis", () => {
    // Only the subunit next to the older ones hydrolyses: the cap is a queue that grows at g and is served at h > g.
    const served = 1.5 * growth;
    const model = growthModel(
      growing(`hydrolyse Actin(nucleotide{ATP -> ADPPi}) vectorial @ ${served} /s
        ${repeat(places.length, (k) => `observe longer${places[k]} = count { ${behindTip(places[k], "ATP")} }`)}`),
    );
    const simulation = startGrowth(model);
    // The queue forgets its start with 1 / (sqrt(9) - sqrt(6))^2 = 3.3 s.
    simulation.advanceTo(25);
    const seen = simulation.observe();
    for (const i of places) {
      const chance = (growth / served) ** (i + 1);
      expectNear(
        seen[`longer${i}`],
        filaments * chance,
        Math.sqrt(filaments * chance * (1 - chance)),
        `cap longer than ${i}`,
      );
    }
  });
});
