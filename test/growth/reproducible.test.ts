/**
 * A run of growth with motion, contacts and a membrane: the same seed gives the same bits, a checkpoint goes on as if
 * nothing had happened, and the emitted simulator writes the same bytes.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { graphEngine } from "../../runtime/engines/graph/graphEngine.ts";
import { Simulation } from "../../runtime/simulation.ts";
import { fakeContext, tendril } from "../cli/fakeContext.ts";
import { growthModel, startGrowth } from "./growthRun.ts";

/** Filaments that push on a small membrane. */
const statements = `space 2D depth 0.1 um
  temperature 298 K
  compartment head { volume 0.01 um^3 }
  species G in head = 400 uM
  filament Actin {
    ends barbed, pointed
    rise 10 nm
    persistence 1 um
    stretch 200 pN
  }
  membrane plasma {
    radius 0.12 um
    mesh 20 nm
    tension 15 pN/um
    bending 0.18 pN*um
  }
  energy repel: a: Actin() + v: plasma() when distance(a, v) < 25 nm
    = 0.5 * 100 pN/um * (25 nm - distance(a, v))^2
  motion Actin.pos overdamped drag 0.001 pN*s/um
  motion plasma.pos overdamped drag 0.001 pN*s/um
  grow Actin at barbed from G @ 11.6 /uM/s * exp(-load * 10 nm / kT)
  shrink Actin at barbed to G @ 3000 /s
  init chain of 8 Actin by barbed - pointed = 3 count
    set pos = vec(cos(2 * pi * copy / 3), sin(2 * pi * copy / 3)) * (10 nm + index * 10 nm)
  observe beads = count Actin
  observe actin = count Actin + count G
  observe perimeter: um = sum(distance(a, b) over a: plasma(right[1]), b: plasma(left[1]))
  observe reach: um = mean(norm(a.pos) over a: Actin(barbed[.]))`;

const [half, end] = [0.0002, 0.0005];

function bits(simulation: Simulation): string {
  return JSON.stringify(simulation.save());
}

describe("growth with motion", () => {
  const model = growthModel(statements);

  it("is the same for the same seed, another for another, and loses no actin", () => {
    const [one, same, other] = ["a", "a", "b"].map((seed) => startGrowth(model, { seed }));
    for (const simulation of [one, same, other]) {
      simulation.advanceTo(half);
      expect(simulation.observe().actin).toBe(24 + Math.round(400 * 6.02214076));
      simulation.advanceTo(end);
      expect(simulation.observe().actin).toBe(24 + Math.round(400 * 6.02214076));
    }
    expect(one.statistics().reactions).toBeGreaterThan(0);
    expect(bits(same)).toBe(bits(one));
    expect(other.observe().reach).not.toBe(one.observe().reach);
  });

  it("goes on from a checkpoint as if it had not been interrupted", () => {
    const whole = startGrowth(model);
    whole.advanceTo(half);
    const resumed = Simulation.restore(model, graphEngine, JSON.parse(bits(whole)));
    for (const simulation of [whole, resumed]) simulation.advanceTo(end);
    expect(bits(resumed)).toBe(bits(whole));
    expect(resumed.observe()).toEqual(whole.observe());
  });

  it("does not go on from a checkpoint whose nodes do not fit each other", () => {
    const whole = startGrowth(model);
    whole.advanceTo(half);
    for (const list of ["type", "record", "x"]) {
      const saved = JSON.parse(bits(whole));
      saved.engine.network.mixture.graph[list].pop();
      expect(() => Simulation.restore(model, graphEngine, saved)).toThrow(
        expect.objectContaining({ kind: "badCheckpoint" }),
      );
    }
  });

  it("is the same in the simulator that is emitted", async () => {
    const experiment = `experiment push of M { method graph  until ${end} s  every ${end / 5} s }`;
    const context = fakeContext({ "m.tdl": `language 1.0\nmodel M {\n${statements}\n}\n${experiment}\n` });
    const run = await tendril(context, "run", "m.tdl", "--out", "-");
    expect(run.code).toBe(0);
    expect(await tendril(context, "compile", "m.tdl", "-o", "sim.js")).toMatchObject({ code: 0 });
    const emitted = spawnSync(process.execPath, [join(context.cwd, "sim.js"), "--out", "-"], {
      encoding: "utf8",
      timeout: 60_000,
    });
    expect(emitted.status).toBe(0);
    expect(run.stdout.split("\n").length).toBeGreaterThan(6);
    expect(emitted.stdout).toBe(run.stdout);
  });
});
