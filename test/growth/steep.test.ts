/** Energies that no step of the motion can follow stop the run, by name. */
import { describe, expect, it } from "vitest";
import { growthModel, startGrowth } from "./growthRun.ts";

function stopped(statements: string, until: number): string {
  const simulation = startGrowth(growthModel(statements));
  try {
    simulation.advanceTo(until);
  } catch (error) {
    return String(error);
  }
  return "went on";
}

const beads = `space 2D
  temperature 298 K
  molecule Bead { l, r, pos: vector um }
  motion Bead.pos overdamped drag 0.003 pN*s/um athermal`;

describe("energies that are too steep", () => {
  it("are named where a force is no number", () => {
    const statements = `${beads}
      energy singular: a: Bead(r[1]), b: Bead(l[1]) = -1 pN*um * log(distance(a, b) / 1 um)
      init chain of 2 Bead by r - l = 1 count`;
    expect(stopped(statements, 1)).toContain("the energy singular is singular here");
  });

  it("are named where steps get shorter than time can resolve", () => {
    // The distance grows without bound within 0.2 s, for the force grows as its fourth power.
    const statements = `${beads}
      energy runaway: a: Bead() = -0.001 pN/um^4 * dot(a.pos, a.pos)^(5/2)
      init Bead = 1 count set pos = vec(1 um, 0 um)`;
    expect(stopped(statements, 1)).toContain("the energy runaway changes too steeply");
  });

  it("are named where the next output would take a hundred million steps", () => {
    // A sphere whose pressure is above Laplace's grows ever faster; contacts keep its steps within their reach.
    const statements = `space 3D
      temperature 298 K
      membrane shell { tension 15 pN/um  pressure 300 Pa  radius 0.15 um  contact 500 pN/um within 5 nm }
      filament Actin { ends barbed, pointed  rise 2.7 nm  persistence 17 um  stretch 40 nN }
      motion Actin.pos overdamped drag 0.003 pN*s/um
      motion shell.radius overdamped drag 1 pN*s/um athermal`;
    expect(stopped(statements, 0.01)).toMatch(
      /the energy shell_pressure changes too steeply: the next output, at 0.01 s/,
    );
  });

  it("let a run go on where only its first steps are short", () => {
    // Two beads on top of each other leave each other fast.
    const statements = `${beads}
      energy repel: a: Bead() + b: Bead() when distance(a, b) < 0.1 um = 1e6 pN/um * (0.1 um - distance(a, b))^2
      init Bead = 2 count set pos = vec(copy * 1e-6 um, 0 um)`;
    expect(stopped(statements, 1)).toBe("went on");
  });

  it("do not act where their condition fails, even where they have no derivative", () => {
    // The first bead is at the centre of the sphere.
    const statements = `space 3D
      temperature 298 K
      membrane shell { tension 15 pN/um  pressure 100 Pa  radius 0.15 um  contact 50 pN/um within 6 nm }
      filament Actin { ends barbed, pointed  rise 2.7 nm  persistence 17 um  stretch 1000 pN  subunit { nucleotide {ATP} }  bead 10 }
      motion Actin.pos overdamped drag 1 pN*s/um
      init chain of 3 Actin by barbed - pointed = 1 count set pos = vec(index * 27 nm, 0 nm, 0 nm), ATP = 10 count`;
    expect(stopped(statements, 0.001)).toBe("went on");
  });
});
