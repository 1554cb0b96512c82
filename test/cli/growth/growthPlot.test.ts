import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filamentsOf } from "../../../cli/growth/filaments.ts";
import { type GrowthPanel, growthPanels, usualFrames } from "../../../cli/plot/growthPanels.ts";
import { binsOf, countIn } from "../../../cli/plot/histogram.ts";
import { framesAt } from "../../../cli/plot/readGrowth.ts";
import type { GrowthScene } from "../../../viewer/growthScene.ts";
import { type FakeContext, fakeContext, tendril } from "../fakeContext.ts";
import { frame, sceneOf } from "./handmade.ts";

/** Nothing moves; beads of 10 subunits grow, age, and press on a membrane that is just beyond them. */
const model = `language 1.0
model Press {
  space 2D depth 0.1 um
  temperature 298 K
  compartment head { volume 0.02 um^3 }
  species G in head = 20 uM
  membrane plasma in head { mesh 15 nm  radius 0.15 um  contact 500 pN/um  within 30 nm }
  filament Actin {
    subunit { nucleotide {ATP, ADP} }
    ends barbed, pointed  bead 10  rise 2.7 nm  stretch 40 nN  persistence 17 um
  }
  grow Actin at barbed from G @ 11.6 /uM/s
  hydrolyse Actin(nucleotide{ATP -> ADP}) @ 3 /s
  motion Actin.pos overdamped drag 1 pN*s/um athermal
  init chain of 5 Actin by barbed - pointed = 3 count set pos = vec(index * -27 nm + 130 nm, 30 nm * copy - 30 nm), ATP = 10 count
  observe subunits = sum(f.ATP + f.ADP over f: Actin())
  observe push: pN = sum(norm(contact_force(f)) over f: Actin())
}
experiment e of Press { method graph  until 0.1 s  every 0.05 s  seed "press" }
`;

async function run(
  context: FakeContext,
): Promise<{ readonly scene: GrowthScene; readonly rows: readonly number[][] }> {
  const words = ["run", "m.tdl", "--quiet", "--out", "r.csv", "--growth", "g.json"];
  expect(await tendril(context, ...words)).toMatchObject({ code: 0, stderr: "" });
  const [, ...lines] = readFileSync(join(context.cwd, "r.csv"), "utf8").trim().split("\n");
  return {
    scene: JSON.parse(readFileSync(join(context.cwd, "g.json"), "utf8")) as GrowthScene,
    rows: lines.map((line) => line.split(",").map(Number)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe("frames of a run", () => {
  it("hold as many subunits in filaments, and as much force, as the observables say", async () => {
    const { scene, rows } = await run(fakeContext({ "m.tdl": model }));
    const subunits = filamentsOf(scene).map((filaments) => sum(filaments.map((one) => one.subunits)));
    expect(subunits).toEqual(rows.map(([, counted]) => counted));
    const actin = scene.types.findIndex(({ name }) => name === "Actin");
    const attributes = scene.types[actin]?.attributes ?? [];
    expect(attributes).toContainEqual({ name: "contact force", unit: "pN" });
    const column = attributes.findIndex(({ name }) => name === "contact force");
    // Vertices of the membrane carry no numbers here, so that those of the beads stand one after another.
    const forces = scene.frames.map(({ attribute }) =>
      sum(attribute.filter((_, i) => i % attributes.length === column)),
    );
    expect(forces.at(-1)).toBeGreaterThan(0);
    forces.forEach((force, i) => expect(force).toBeCloseTo(rows[i]?.[2] ?? Number.NaN, 3));
  });

  it("know which molecules are filaments and membranes", async () => {
    const { scene } = await run(fakeContext({ "m.tdl": model }));
    expect(Object.fromEntries(scene.types.map(({ name, role }) => [name, role]))).toEqual({
      Actin: "filament",
      plasma: "membrane",
    });
  });
});

describe("panels of growth", () => {
  const later = { ...frame, time: 2, position: frame.position.map((x) => x + 1) };
  const rows = growthPanels(sceneOf(frame, later), [0, 1]);
  const histograms = (row: readonly GrowthPanel[] | undefined) =>
    (row ?? []).flatMap((panel) => (panel.kind === "histogram" ? [panel] : []));

  it("compare distributions at the chosen times in the same bins", () => {
    const [lengths, directions, ages] = rows.map(histograms);
    expect(lengths?.map(({ title, counts }) => [title, sum(counts)])).toEqual([
      ["0 s: n = 2, mean 10", 2],
      ["2 s: n = 2, mean 10", 2],
    ]);
    expect(new Set(lengths?.map(({ bins }) => JSON.stringify(bins))).size).toBe(1);
    expect(directions?.[0]?.counts.indexOf(1)).toBe(6);
    expect(ages?.map(({ title }) => title)).toEqual(["0 s: n = 2, mean 0", "2 s: n = 2, mean 2"]);
  });

  it("say the unit on every axis", () => {
    for (const { xTitle } of rows.flat()) expect(xTitle).toMatch(/\((subunits|degrees from x|s)\)$/);
  });

  it("follow the states and places along one filament", () => {
    const kymograph = rows.flat().find(({ kind }) => kind === "kymograph");
    if (kymograph?.kind !== "kymograph") throw new Error("there is no kymograph");
    expect(kymograph.states).toEqual(["ATP", "ADP"]);
    // Beads at 0, 1 and 2 um hold mostly ADP, ATP and ATP; two seconds later they are 1 um further.
    expect(kymograph.stretches).toEqual([
      { from: 0, to: 2, low: -0.5, high: 0.5, state: "ADP" },
      { from: 0, to: 2, low: 0.5, high: 2.5, state: "ATP" },
      { from: 2, to: 4, low: 0.5, high: 1.5, state: "ADP" },
      { from: 2, to: 4, low: 1.5, high: 3.5, state: "ATP" },
    ]);
  });

  it("follow how far barbed ends go", () => {
    const advance = rows.flat().find(({ kind }) => kind === "advance");
    // One bead alone has no direction.
    expect(advance).toMatchObject({
      yTitle: "advance of the barbed end (um)",
      lines: [{ x: [0, 2], y: [0, 1] }],
    });
  });

  it("show the first, the middle and the last time, or those nearest to what is asked", () => {
    const scene = sceneOf(...[0, 1, 2, 3, 4].map((time) => ({ ...frame, time })));
    expect(usualFrames(scene)).toEqual([0, 2, 4]);
    expect(framesAt(scene, "3.2, 1000 ms")).toEqual([1, 3]);
  });
});

describe("bins of a histogram", () => {
  it("have round edges and hold every value once", () => {
    const values = [0, 3, 7, 55, 118];
    const bins = binsOf(values, 1);
    expect(bins).toEqual({ start: 0, width: 10, number: 12 });
    expect(countIn(bins, values)).toEqual([3, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
  });
});

describe("tendril plot of molecules", () => {
  it("draws axes, times and states as SVG", async () => {
    const context = fakeContext({ "m.tdl": model });
    await run(context);
    expect(await tendril(context, "plot", "g.json")).toMatchObject({ code: 0, stdout: "wrote g.svg\n" });
    const svg = readFileSync(join(context.cwd, "g.svg"), "utf8");
    for (const text of ["length of Actin (subunits)", "contact force on Actin (pN)", "0.05 s: n = 3", "ADP"])
      expect(svg).toContain(text);
  });

  it.each([
    ["{}", [], "holds no molecules of a run"],
    ["nonsense", [], "holds no molecules of a run"],
    [JSON.stringify(sceneOf()), [], "has no times"],
    [
      JSON.stringify({
        ...sceneOf(frame),
        types: sceneOf().types.map((type) => ({ ...type, role: "molecule" })),
      }),
      [],
      "no filaments",
    ],
    [JSON.stringify(sceneOf(frame)), ["--at", "soon"], "--at needs a time"],
    [JSON.stringify(sceneOf(frame)), ["--at", "99"], "--at 99 s is outside the times of the results"],
  ])("refuses %.20s %j", async (text, words, reason) => {
    const { code, stderr } = await tendril(fakeContext({ "g.json": text }), "plot", "g.json", ...words);
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
  });

  it("refuses --at for a table, and --growth where the run record goes", async () => {
    const context = fakeContext({ "r.csv": "time,A\n0,1\n", "m.tdl": model });
    expect((await tendril(context, "plot", "r.csv", "--at", "1")).stderr).toContain("lines show all times");
    const late = await tendril(context, "plot", "r.csv", "--at", "9", "--kind", "distribution");
    expect(late.stderr).toContain("--at 9 s is outside the times of the results, 0 to 0 s");
    const clash = await tendril(context, "run", "m.tdl", "--out", "r.csv", "--growth", "r.json");
    expect(clash).toMatchObject({ code: 2 });
    expect(clash.stderr).toContain("where the run record of --out r.csv goes");
  });
});
