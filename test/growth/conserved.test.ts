/** A run in which every growth form happens loses and makes nothing: each molecule is in its pool or in a filament. */
import { expect, it } from "vitest";
import { growthModel, series, startGrowth } from "./growthRun.ts";

const model = growthModel(`
      space 3D
      temperature 298 K
      compartment head { volume volume(shell) }
      species GATP, GADP, Arp23, CP, cofilin, CaMKII, Pi in head = 20 uM
      membrane shell in head { tension 15 pN/um  pressure 300 Pa  radius 0.2 um  contact 500 pN/um within 5 nm }
      filament Actin {
        subunit { nucleotide {ATP, ADPPi, ADP}, cof {free, bound} }
        ends barbed, pointed  rise 2.7 nm  persistence 17 um  stretch 40 nN
      }
      region tip in head = ball(0 um, 0 um, 0 um, 80 nm)
      nucleate  Actin in tip from 2 GATP as nucleotide{ATP} @ 0.2 /uM/s
      grow      Actin at barbed from GATP as nucleotide{ATP} @ 11.6 /uM/s * exp(-load * rise / kT)
      grow      Actin at pointed from GATP as nucleotide{ATP} @ 1.3 /uM/s
      shrink    Actin(nucleotide{ATP}) at barbed to GATP @ 1.4 /s
      shrink    Actin(nucleotide{ADPPi}) at barbed, pointed to GADP @ 1 /s
      shrink    Actin(nucleotide{ADP}) at barbed, pointed to GADP @ 7 /s
      hydrolyse Actin(nucleotide{ATP -> ADPPi}) @ 0.3 /s
      release   Actin(nucleotide{ADPPi -> ADP}) to Pi vectorial @ 0.6 /s
      bind      Actin(nucleotide{ADP}, cof{free -> bound}) with cofilin @ if neighbours(cof.bound) == 0 then 0.01 /uM/s else 17 /uM/s
      unbind    Actin(cof{bound -> free}) to cofilin @ 0.7 /s
      sever     Actin(cof{bound}) when neighbours(cof.free, barbed) == 1 @ 0.12 /s
      branch    Actin from side with Arp23 angle 70 deg sd 7 deg when distance(shell) < 150 nm @ 0.2 /uM/s
      debranch  Actin to Arp23 @ 1 /s
      cap       Actin at barbed with CP @ 0.3 /uM/s
      uncap     Actin at barbed to CP @ 0.1 /s
      anneal    Actin within 5 nm angle 20 deg @ 1 /s
      bundle    Actin with CaMKII within 35 nm angle 15 deg length 30 nm stiffness 1 pN/nm when separation > 15 nm @ 0.5 /uM/s, back 0.23 /s
      observe actin = count Actin() + count GATP + count GADP
      observe arp = count Actin_branch() + count Arp23
      observe caps = count Actin(barbed{CP}) + count CP
      observe cof = count Actin(cof{bound}) + count cofilin
      observe filaments = complexes Actin
      observe size: um^3 = volume(shell)`);

it("keeps actin, Arp2/3, caps and cofilin to the last molecule, in 3D with every growth form", () => {
  const simulation = startGrowth(model);
  const names = ["actin", "arp", "caps", "cof"] as const;
  const seen = series(simulation, names, { from: 0, every: 0.25, count: 9 });
  for (const name of names) for (const number of seen[name]) expect(number, name).toBe(seen[name][0]);
  const happened = Object.entries(simulation.statistics()).flatMap(([key, value]) =>
    key.startsWith("events of ") && Number(value) > 0 ? [key.slice(10).split("_")[0]] : [],
  );
  const forms = [
    "nucleate",
    "grow",
    "shrink",
    "hydrolyse",
    "release",
    "bind",
    "branch",
    "debranch",
    "cap",
    "uncap",
  ];
  for (const form of [...forms, "bundle", "unbundle"]) expect(happened, form).toContain(form);
});

it("gives back what brought a subunit, in beads, at new beads and on branches", () => {
  const profilin = startGrowth(
    growthModel(`
      space 2D depth 0.1 um
      temperature 298 K
      compartment head { volume 0.1 um^3 }
      species PG, Arp23 in head = 5 uM
      species Profilin in head = 0 uM
      filament Actin { subunit { nuc {ATP, ADP} } ends barbed, pointed  rise 2.7 nm  persistence 10 um  bead 3 }
      grow   Actin at barbed from PG to Profilin as nuc{ATP} @ 11.6 /uM/s
      branch Actin with Arp23 angle 70 deg @ 0.1 /uM/s
      init chain of 3 Actin by barbed - pointed = 2 count set pos = vec(index * -8.1 nm, copy * 50 nm), ATP = 3 count
      observe profilin = count PG + count Profilin
      observe free = count Profilin
      observe grown = sum(a.ATP / 1 count over a: Actin()) - 18
      observe branches = count Actin_branch(barbed[_])`),
  );
  profilin.advanceTo(0.5);
  const seen = profilin.observe();
  expect(seen["profilin"]).toBe(301);
  expect(seen["branches"]).toBeGreaterThan(0);
  expect(seen["grown"]).toBeGreaterThan(20);
  expect(seen["free"]).toBe(seen["grown"]);
});
