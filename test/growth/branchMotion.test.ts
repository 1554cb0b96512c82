/**
 * The angle of a branch while it moves by heat: its mean and spread are those of the energy that a declared spread stands for,
 * by an integral over the two angles and the dihedral between them, and in space it turns freely around its mother.
 */
import { describe, expect, it } from "vitest";
import { expectNear } from "./errorBudget.ts";
import { growthModel, series, startGrowth } from "./growthRun.ts";

const radians = Math.PI / 180;
const [rest, sd, kappa] = [70 * radians, 10 * radians, 30];
const [molecules, samples] = [80, 12];
/** Bias of steps of the default tolerance, in deg: a tenth of a standard deviation. */
const bias = 1;

/** A mother of three subunits that bends, with a branch of one on its middle. */
function branched(dimension: number): string {
  const at = (x: number, y: number): string =>
    dimension === 2 ? `vec(${x} um, ${y} um)` : `vec(${x} um, ${y} um, 0 um)`;
  const over = "over b: Actin(barbed[1]), m: Actin(pointed[1], arm[2]), d: Actin_branch(mother[2])";
  const angle = "(angle(m.pos - b.pos, d.pos - m.pos) / 1 deg)";
  const across = "(d.pos - m.pos - dot(d.pos - m.pos, unit(m.pos - b.pos)) * unit(m.pos - b.pos))";
  const side = `dot(unit(${across}), ${dimension === 2 ? "vec(0, 1)" : "vec(0, 1, 0)"})`;
  return `space ${dimension}D ${dimension === 2 ? "depth 0.1 um" : ""}
    temperature 298 K
    compartment cell { volume 1 um^3 }
    species Arp in cell = 0 count
    filament Actin { ends barbed, pointed  rise 0.1 um  persistence ${kappa * 0.1} um  stretch 80 pN }
    branch Actin with Arp angle 70 deg sd 10 deg @ 0.001 um^3/count/s
    motion Actin.pos overdamped drag 0.005 pN*s/um
    init b: Actin(barbed[1]), m: Actin(pointed[1], arm[2], barbed[3]), n: Actin_branch(mother[2]),
      c: Actin(pointed[3]) = ${molecules} count
      set b.pos = ${at(0, 0)}, m.pos = ${at(0.1, 0)}, c.pos = ${at(0.2, 0)},
        n.pos = ${at(0.1 + 0.1 * Math.cos(rest), 0.1 * Math.sin(rest))}
    observe first = sum(${angle} ${over})
    observe second = sum(${angle}^2 ${over})
    observe side = sum(${side} ${over})
    observe sides = sum(${side}^2 ${over})`;
}

/** Mean and variance of the angle with the first bond of the mother, in deg. */
function expectedAngle(dimension: number): { readonly mean: number; readonly variance: number } {
  const n = 120;
  let [sum, first, second] = [0, 0, 0];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      // In a plane the mother bends to either side.
      for (let k = 0; k < (dimension === 2 ? 2 : 40); k++) {
        const angle = ((i + 0.5) / n) * Math.PI;
        const bend = ((j + 0.5) / n) * Math.PI;
        const dihedral = dimension === 2 ? k * Math.PI : ((k + 0.5) / 40) * Math.PI;
        const cosine =
          Math.cos(angle) * Math.cos(bend) + Math.sin(angle) * Math.sin(bend) * Math.cos(dihedral);
        const other = Math.acos(Math.min(1, Math.max(-1, cosine)));
        const energy =
          (0.25 / sd ** 2) * ((angle - rest) ** 2 + (other - rest) ** 2) + kappa * (1 - Math.cos(bend));
        const weight = Math.exp(-energy) * (Math.sin(angle) * Math.sin(bend)) ** (dimension - 2);
        sum += weight;
        first += (weight * angle) / radians;
        second += weight * (angle / radians) ** 2;
      }
  return { mean: first / sum, variance: second / sum - (first / sum) ** 2 };
}

describe("a branch that moves by heat", () => {
  for (const dimension of [2, 3])
    it(`has the angle and the spread that are declared in ${dimension}D`, () => {
      const simulation = startGrowth(growthModel(branched(dimension)));
      // Angles relax in drag l^2 sd^2 / kT = 0.4 ms, bends in the same time.
      const seen = series(simulation, ["first", "second", "side", "sides"], {
        from: 0.1,
        every: 0.004,
        count: samples,
      });
      const count = molecules * samples;
      const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
      const found = total(seen.first) / count;
      const variance = total(seen.second) / count - found ** 2;
      const expected = expectedAngle(dimension);
      const error = Math.sqrt(expected.variance / count);
      expect(4 * error).toBeLessThan(2);
      expect(Math.abs(found - expected.mean), `${found} deg, expected ${expected.mean}`).toBeLessThan(
        4 * error + bias,
      );
      expect(
        Math.abs(variance / expected.variance - 1),
        `variance ${variance}, expected ${expected.variance}`,
      ).toBeLessThan(4 * Math.sqrt(2 / count) + 0.05);
      // In space it has forgotten after drag l^2 / kT = 12 ms to which side it began.
      const last = samples - 1;
      if (dimension === 2) return;
      expectNear(seen.side[last] / molecules, 0, Math.sqrt(1 / 3 / molecules), "side");
      expectNear(seen.sides[last] / molecules, 1 / 3, Math.sqrt(4 / 45 / molecules), "square of the side");
    });
});
