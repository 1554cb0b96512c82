import { describe, expect, it } from "vitest";
import { mean, runShipped, simulate } from "./shippedModel.ts";

const file = "models/tlbr/tlbr.tdl";

/** Ligand sites, receptor sites: every way to join them, with the weight of its equilibrium. */
function exactBonds(ligands: number, receptors: number, strength: number, ring: number): number {
  const [ligandSites, receptorSites] = [3 * ligands, 2 * receptors];
  const partner = Array.from({ length: ligandSites }, () => -1);
  const isTaken = Array.from({ length: receptorSites }, () => false);
  let [weights, bonds] = [0, 0];
  const visit = (site: number, count: number): void => {
    if (site === ligandSites) {
      const rings = count + clusters(partner, ligands, receptors) - ligands - receptors;
      const weight = strength ** (count - rings) * ring ** rings;
      weights += weight;
      bonds += count * weight;
      return;
    }
    visit(site + 1, count);
    for (let other = 0; other < receptorSites; other++) {
      if (isTaken[other]) continue;
      isTaken[other] = true;
      partner[site] = other;
      visit(site + 1, count + 1);
      partner[site] = -1;
      isTaken[other] = false;
    }
  };
  visit(0, 0);
  return bonds / weights;
}

function clusters(partner: readonly number[], ligands: number, receptors: number): number {
  const root = Array.from({ length: ligands + receptors }, (_, i) => i);
  const find = (i: number): number => (root[i] === i ? i : find(root[i]));
  let count = ligands + receptors;
  partner.forEach((other, site) => {
    if (other < 0) return;
    const [a, b] = [find(Math.floor(site / 3)), find(ligands + Math.floor(other / 2))];
    if (a === b) return;
    root[a] = b;
    count--;
  });
  return count;
}

/** Mean number of bonds over a long run, and its standard error from ten stretches of the run. */
async function meanBonds(
  parameters: Readonly<Record<string, string>>,
): Promise<{ mean: number; error: number }> {
  const { column } = await runShipped(file, "binding", {
    until: 400_000,
    every: 20,
    parameters: new Map(Object.entries(parameters)),
  });
  return stationaryMean(column("bonds").subarray(50));
}

/** Mean of a stationary course, and its standard error from the means of ten stretches. */
function stationaryMean(course: Float64Array): { mean: number; error: number } {
  const length = Math.floor(course.length / 10);
  const means = Array.from({ length: 10 }, (_, i) => mean(course.subarray(i * length, (i + 1) * length)));
  const centre = mean(means);
  const error = Math.sqrt(mean(means.map((value) => (value - centre) ** 2)) / 9);
  return { mean: centre, error };
}

describe("trivalent ligand, bivalent receptor", () => {
  // Equilibrium of trees without rings: free ligand f and free receptor sites s fix every number.
  it("has the equilibrium of trees below the gel, rings excluded", async () => {
    const { column } = await runShipped(file, "binding", {
      until: 4000,
      every: 10,
      parameters: new Map([
        ["capture_strength", "1"],
        ["crosslink_strength", "1.5"],
      ]),
    });
    const [bonds, free] = [column("bonds").subarray(100), column("free_L").subarray(100)];
    const [K1, K2] = [1 / (3 * 2000), 1.5 / 3000];
    const ligand = (s: number): number =>
      2000 / (1 + 3 * K1 * s + 3 * K1 * K2 * s * s + K1 * K2 * K2 * s ** 3);
    const bound = (s: number): number =>
      ligand(s) * (3 * K1 * s + 6 * K1 * K2 * s * s + 3 * K1 * K2 * K2 * s ** 3);
    let [low, high] = [0, 6000];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (middle + bound(middle) > 6000) high = middle;
      else low = middle;
    }
    expect(bound(low)).toBeCloseTo(3115.5, 1);
    // Budget: four standard errors of one run with a fixed seed; an error above 2 % would show nothing.
    for (const [course, expected] of [
      [bonds, bound(low)],
      [free, ligand(low)],
    ] as const) {
      const { mean: found, error } = stationaryMean(course);
      expect(error).toBeLessThan(0.02 * expected);
      expect(Math.abs(found - expected)).toBeLessThan(4 * error);
    }
  });

  it("has the exact mean of two ligands and three receptors, rings excluded", async () => {
    // Both strengths equal one pair's equilibrium constant of 0.2.
    const found = await meanBonds({
      L_total: "2 count",
      R_total: "3 count",
      capture_strength: "1.2",
      crosslink_strength: "0.6",
    });
    expect(Math.abs(found.mean - exactBonds(2, 3, 0.2, 0))).toBeLessThan(4 * found.error);
    expect(found.error).toBeLessThan(0.05);
  });

  it("has the exact mean of two ligands and three receptors, rings allowed", async () => {
    const found = await meanBonds({
      L_total: "2 count",
      R_total: "3 count",
      capture_strength: "1.2",
      crosslink_strength: "0.6",
      ring_strength: "2",
    });
    const [none, allowed] = [exactBonds(2, 3, 0.2, 0), exactBonds(2, 3, 0.2, 2)];
    expect(allowed - none).toBeGreaterThan(0.3);
    expect(Math.abs(found.mean - allowed)).toBeLessThan(4 * found.error);
  });

  it("makes no ring when rings are excluded, and keeps all molecules", () => {
    const run = simulate(file, "binding");
    for (const t of [50, 200, 400]) {
      run.advanceTo(t);
      const { bonds, complexes_all, all_L, all_R } = run.observe();
      // A forest has as many bonds as molecules less trees.
      expect(bonds + complexes_all).toBe(5000);
      expect([all_L, all_R]).toEqual([2000, 3000]);
    }
  });

  it("makes rings when they are allowed", () => {
    const run = simulate(file, "binding", { parameters: { ring_strength: "1" } });
    run.advanceTo(400);
    const { bonds, complexes_all } = run.observe();
    expect(bonds + complexes_all).toBeGreaterThan(5000);
  });
});
