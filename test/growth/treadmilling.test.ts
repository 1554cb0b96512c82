/**
 * Assembly at the ends of filaments with the constants of ATP-actin (Pollard 1986, doi:10.1083/jcb.103.6.2747), against
 * theory: critical concentrations, treadmilling, lengths of filaments, nothing lost.
 */
import { describe, expect, it } from "vitest";
import { expectChiSquare, expectNear, meanOf } from "./errorBudget.ts";
import { growthModel, repeat, series, startGrowth } from "./growthRun.ts";

/** Molecules of 1 uM in 1 um^3. */
const perMicromolar = 602.214076;
const filaments = 100;

interface End {
  readonly name: "barbed" | "pointed";
  readonly on: number;
  readonly off: number;
}
const barbed: End = { name: "barbed", on: 11.6, off: 1.4 };
const pointed: End = { name: "pointed", on: 1.3, off: 0.8 };

function actin(ends: readonly End[]): string {
  return `space 2D depth 0.1 um
    compartment tube { volume 1 um^3 }
    species G in tube = 0.3 uM
    filament Actin { ends barbed, pointed  rise 2.7 nm }
    ${ends
      .map(
        ({ name, on, off }) => `grow Actin at ${name} from G @ ${on} /uM/s
    shrink Actin at ${name} to G @ ${off} /s`,
      )
      .join("\n")}
    init chain of 200 Actin by barbed - pointed = ${filaments} count set pos = vec(-index * 2.7 nm, 0 um)
    observe monomers = count G
    observe subunits = count Actin
    observe tips = complexes Actin`;
}

/**
 * Monomers of a bath of ends: born at the rate N off, bound at N on / V each, so that their number is Poisson with mean
 * off V / on at equilibrium, with a memory of tau = V / (N on). The mean over a time T has the variance 2 mean tau / T.
 */
function expectCritical(ends: readonly End[], expected: number): void {
  const on = ends.reduce((sum, end) => sum + end.on, 0);
  const off = ends.reduce((sum, end) => sum + end.off, 0);
  const memory = perMicromolar / (filaments * on);
  const simulation = startGrowth(growthModel(actin(ends)));
  const [every, count] = [memory / 2, 800];
  const { monomers, subunits } = series(simulation, ["monomers", "subunits"], {
    from: 12 * memory,
    every,
    count,
  });
  const mean = (off / on) * perMicromolar;
  // Of a sum over samples that far apart instead of the integral: (1 + q) / (1 - q) with q = exp(-1/2).
  const standardError = Math.sqrt((mean / count) * ((1 + Math.exp(-0.5)) / (1 - Math.exp(-0.5))));
  expectNear(meanOf(monomers), mean, standardError, "monomers");
  expect(Math.abs(off / on - expected)).toBeLessThan(5e-4);
  for (let i = 0; i < count; i++)
    expect(monomers[i] + subunits[i]).toBe(Math.round(0.3 * perMicromolar) + 200 * filaments);
}

describe("critical concentrations", () => {
  it("0.121 uM with barbed ends alone", () => expectCritical([barbed], 0.121));
  it("0.615 uM with pointed ends alone", () => expectCritical([pointed], 0.615));
  it("0.1705 uM with both ends", () => expectCritical([barbed, pointed], 0.1705));
});

describe("treadmilling", () => {
  it("moves 0.578 subunits a second through a filament", () => {
    const simulation = startGrowth(growthModel(actin([barbed, pointed])));
    const gained = (): number => {
      const events = simulation.statistics();
      return Number(events["events of grow_Actin_barbed"]) - Number(events["events of shrink_Actin_barbed"]);
    };
    simulation.advanceTo(5);
    const before = gained();
    const time = 300;
    simulation.advanceTo(5 + time);
    const flux = (gained() - before) / (filaments * time);
    const free = (barbed.off + pointed.off) / (barbed.on + pointed.on);
    const expected = barbed.on * free - barbed.off;
    expect(Math.abs(expected - 0.578)).toBeLessThan(5e-4);
    // Barbed and pointed ends make noise of their own; what one takes too much is missing to both.
    const share = barbed.on / (barbed.on + pointed.on);
    const noise =
      (1 - share) ** 2 * (barbed.on * free + barbed.off) + share ** 2 * (pointed.on * free + pointed.off);
    expectNear(flux, expected, Math.sqrt(noise / (filaments * time)), "flux");
  });
});

/** Filaments of exactly n subunits. */
function ofLength(n: number): string {
  return repeat(n, (i) => `Actin(pointed[${i === 0 ? "." : i}], barbed[${i === n - 1 ? "." : i + 1}])`, ", ");
}

describe("lengths of filaments", () => {
  // Born as dimers and gone as dimers, in between a random walk with drift: every number of filaments of n subunits
  // is a Poisson number with mean J/b (a/b)^(n - 2), all independent (J dimers, a subunits gained and b lost a second).
  const [nucleation, gain, loss] = [1600, 1.6, 4];
  const longest = 9;
  const model = growthModel(`space 2D depth 0.1 um
    compartment tube { volume 1 um^3 }
    fixed species G in tube = 200 count
    filament Actin { ends barbed, pointed  rise 2.7 nm }
    region dish = disk(0 um, 0 um, 1 um)
    nucleate Actin in dish from 2 G @ ${(2 * nucleation) / (200 * 199)} um^3/count/s
    grow Actin at barbed from G @ ${(0.75 * gain) / 200} um^3/count/s
    grow Actin at pointed from G @ ${(0.25 * gain) / 200} um^3/count/s
    shrink Actin at barbed to G @ ${0.75 * loss} /s
    shrink Actin at pointed to G @ ${0.25 * loss} /s
    ${repeat(longest - 1, (i) => `observe n${i + 2} = count { ${ofLength(i + 2)} }`)}
    observe filaments = complexes Actin
    observe subunits = count Actin`);

  it("are exponential", () => {
    const runs = 3;
    let squares = 0;
    let all = 0;
    for (let replicate = 1; replicate <= runs; replicate++) {
      const simulation = startGrowth(model, { replicate });
      // The memory of the walk is 1 / (sqrt(b) - sqrt(a))^2 = 1.8 s.
      simulation.advanceTo(16);
      const seen = simulation.observe();
      for (let n = 2; n <= longest; n++) {
        const mean = (nucleation / loss) * (gain / loss) ** (n - 2);
        squares += (seen[`n${n}`] - mean) ** 2 / mean;
      }
      all += seen.filaments;
    }
    const mean = (runs * nucleation) / (loss - gain);
    expectNear(all, mean, Math.sqrt(mean), "filaments");
    // Of Poisson numbers the variance of such a square is 2 + 1/mean.
    expectChiSquare(squares, runs * (longest - 1));
  });
});
