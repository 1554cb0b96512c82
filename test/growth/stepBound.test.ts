/** What `tendril check` says of the steps of motion before a run (compiler/analyse/reportSteps.ts), beside the steps of runs. */
import { describe, expect, it } from "vitest";
import { check } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import { growthModel, startGrowth } from "./growthRun.ts";

/**
 * Bonds of 2.7 nm to 100 nm, soft to stiff; the last with bends. `ratio`: of the mean step to what is foretold, as it
 * was measured, for in a run the worst of all beads decides, and free chains of springs turn most.
 */
const cases = [
  { what: "soft springs", length: 0.1, stiffness: 5, drag: 0.003, persistence: 0, ratio: 0.11 },
  { what: "springs", length: 0.1, stiffness: 100, drag: 0.003, persistence: 0, ratio: 0.064 },
  { what: "stiff springs", length: 0.03, stiffness: 1e5, drag: 0.01, persistence: 0, ratio: 0.19 },
  { what: "short filaments", length: 0.0027, stiffness: 1e7, drag: 0.003, persistence: 17, ratio: 0.57 },
];

function statements({ length, stiffness, drag, persistence }: (typeof cases)[number]): string {
  const bend =
    persistence === 0
      ? ""
      : `energy bend: a: P(r[1]), b: P(l[1], r[2]), c: P(l[2])
          = 0.5 * kT * ${persistence / length} * norm(unit(b.pos - a.pos) - unit(c.pos - b.pos))^2`;
  return `space 3D
    temperature 298 K
    molecule P { l, r, pos: vector um }
    motion P.pos overdamped drag ${drag} pN*s/um
    energy spring: a: P(r[1]), b: P(l[1]) = 0.5 * ${stiffness} pN/um * (distance(a, b) - ${length} um)^2
    ${bend}
    init chain of 4 P by r - l = 4 count set pos = vec(index * ${length} um, copy * 1 um, 0 um)
    observe bonds = count { P(r[1]), P(l[1]) }`;
}

/** Of the noise of a few hundred steps, and of changes to how they are chosen. */
const factor = 1.6;

describe("the step that is foretold", () => {
  for (const one of cases)
    it(`is as far from that of runs as was measured: ${one.what}`, () => {
      const model = statements(one);
      // Long enough that the check tells of it.
      const text = `language 1.0\nmodel M {\n${model}\n}\nexperiment e of M { method graph until 1e9 s every 1e9 s }\n`;
      const { diagnostics } = check({ main: "m.tdl", host: new MemoryHost(new Map([["m.tdl", text]])) });
      const told = diagnostics.find(({ code }) => code === "TDL5294");
      const foretold = 1e9 / Number(/needs some (\d+) steps/.exec(told?.message ?? "")?.[1]);
      const simulation = startGrowth(growthModel(model));
      simulation.advanceTo(300 * foretold);
      const mean = (300 * foretold) / Number(simulation.statistics().motionSteps);
      expect(mean / foretold).toBeGreaterThan(one.ratio / factor);
      expect(mean / foretold).toBeLessThan(one.ratio * factor);
    });
});
