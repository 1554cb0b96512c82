/**
 * Angles of branches where they form, and as forces hold them: 70 deg with a spread that is declared (Mullins, Heuser
 * and Pollard 1998, doi:10.1073/pnas.95.11.6181, for the angle).
 */
import { describe, expect, it } from "vitest";
import { expectNear } from "./errorBudget.ts";
import { growthModel, startGrowth } from "./growthRun.ts";

const [mean, sd] = [70, 7];

/** Of the angle at every branch the count, sum and sum of squares, in deg; the side that they are on. */
function branching(dimension: number): string {
  const vector = (x: string, y: string): string =>
    dimension === 2 ? `vec(${x}, ${y})` : `vec(${x}, ${y}, 0 um)`;
  const over = "over b: Actin(barbed[1]), m: Actin(pointed[1], arm[2]), d: Actin_branch(mother[2])";
  const angle = "(angle(m.pos - b.pos, d.pos - m.pos) / 1 deg)";
  return `space ${dimension}D${dimension === 2 ? " depth 0.1 um" : ""}
    compartment head { volume 1 um^3 }
    fixed species Arp23 in head = 600 count
    filament Actin { ends barbed, pointed  rise 2.7 nm }
    branch Actin with Arp23 angle ${mean} deg sd ${sd} deg @ 0.01 um^3/count/s
    init chain of 40 Actin by barbed - pointed = 30 count set pos = ${vector("index * 2.7 nm", "copy * 1 um")}
    observe arms = count Actin_branch
    observe first = sum(${angle} ${over})
    observe second = sum(${angle}^2 ${over})
    observe left = sum((d.pos.y - m.pos.y) / norm(d.pos - m.pos) ${over})
    observe squares = sum(((d.pos.y - m.pos.y) / norm(d.pos - m.pos))^2 ${over})`;
}

describe("branches", () => {
  for (const dimension of [2, 3])
    it(`form at ${mean} +- ${sd} deg in ${dimension}D, on all sides alike`, () => {
      const simulation = startGrowth(growthModel(branching(dimension)));
      simulation.advanceTo(2);
      const { arms, first, second, left, squares } = simulation.observe();
      expect(arms).toBe(30 * 39);
      expectNear(first / arms, mean, sd / Math.sqrt(arms), "mean angle");
      const variance = second / arms - (first / arms) ** 2;
      expectNear(variance, sd ** 2, sd ** 2 * Math.sqrt(2 / arms), "variance of the angle");
      expectNear(left / Math.sqrt(squares), 0, 1, "side");
      // Of the square of the sine of the angle all lies in the plane in 2D, half of it on one axis in 3D.
      const radians = Math.PI / 180;
      const sine2 = (1 - Math.cos(2 * mean * radians) * Math.exp(-2 * (sd * radians) ** 2)) / 2;
      const share = dimension === 2 ? 1 : 0.5;
      expectNear(
        squares / arms,
        share * sine2,
        Math.sqrt((0.01 + share * (1 - share) * 0.5) / arms),
        "sides",
      );
    });
});
