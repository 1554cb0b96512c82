/** Fields: diffusion on a grid against theory, and molecules that take and give what diffuses. */
import { describe, expect, it } from "vitest";
import { graphEngine } from "../../runtime/engines/graph/graphEngine.ts";
import { Simulation } from "../../runtime/simulation.ts";
import { expectNear } from "./errorBudget.ts";
import { growthModel, series, startGrowth } from "./growthRun.ts";

const square = `space 2D depth 0.1 um
  compartment cell { volume 0.4 um^3 }
  region dish = rectangle(-1 um, -1 um, 1 um, 1 um)`;

function observed<Name extends string>(text: string, name: Name, time: number): number {
  const simulation = startGrowth(growthModel(text));
  simulation.advanceTo(time);
  return simulation.observe()[name];
}

describe("the amount of a field", () => {
  it("can not be set from outside, for it stands in many cells", () => {
    const simulation = startGrowth(
      growthModel(`${square}
      species G in cell = 10 count
      field G in dish diffusion 2 um^2/s mesh 200 nm
      observe all = count G`),
    );
    expect(() => simulation.setState("G", 5)).toThrow(/G is a field/);
  });
});

describe("diffusion in a field", () => {
  it("spreads a Gaussian in a plane as sd^2 + 2 D t", () => {
    const text = `${square}
      species G in cell
      field G in dish diffusion 2 um^2/s mesh 40 nm
        = 10 uM * exp(-dot(pos, pos) / (2 * (0.15 um)^2))
      molecule Probe { pos: vector um }
      init Probe = 1 count set pos = vec(0.02 um, 0.02 um)
      observe middle: uM = sum(concentration_at(G, a) over a: Probe())`;
    const time = 0.01;
    const spread = 0.15 ** 2;
    const later = spread + 2 * 2 * time;
    const expected = 10 * (spread / later) * Math.exp(-(2 * 0.02 ** 2) / (2 * later));
    // The mesh makes an error of (width / sd)^2 / 24 or so in each direction.
    expect(observed(text, "middle", time) / expected).toBeCloseTo(1, 2);
  });

  it("lets the slowest mode of a reflecting box die at D (pi / L)^2, in 3D", () => {
    const text = `space 3D
      compartment cell { volume 1 um^3 }
      region tank = box(0 um, 0 um, 0 um, 1 um, 1 um, 1 um)
      boundary tank reflecting
      species G in cell
      field G in tank diffusion 3 um^2/s mesh 50 nm = 1 uM * (1 + cos(pi * pos.y / 1 um))
      molecule Probe { pos: vector um }
      init Probe = 1 count set pos = vec(0.5 um, 0.01 um, 0.5 um)
      observe low: uM = sum(concentration_at(G, a) over a: Probe())`;
    const simulation = startGrowth(growthModel(text));
    const { low } = series(simulation, ["low"], { from: 0, every: 0.05, count: 2 });
    const excess = [...low].map((value) => value - 1);
    const rate = Math.log(excess[0] / excess[1]) / 0.05;
    expect(rate / (3 * Math.PI ** 2)).toBeCloseTo(1, 2);
  });

  it("carries a wave around a periodic square", () => {
    const text = `${square}
      boundary dish periodic
      species G in cell
      field G in dish diffusion 1 um^2/s mesh 50 nm = 1 uM * (1 + sin(pi * pos.x / 1 um))
      molecule Probe { pos: vector um }
      init Probe = 1 count set pos = vec(0.49 um, 0 um)
      observe high: uM = sum(concentration_at(G, a) over a: Probe())`;
    const simulation = startGrowth(growthModel(text));
    const { high } = series(simulation, ["high"], { from: 0, every: 0.05, count: 2 });
    const rate = Math.log((high[0] - 1) / (high[1] - 1)) / 0.05;
    expect(rate / Math.PI ** 2).toBeCloseTo(1, 2);
  });

  it("empties through absorbing edges at the rate of the slowest mode", () => {
    const text = `${square}
      boundary dish absorbing
      species G in cell
      field G in dish diffusion 1 um^2/s mesh 50 nm = 1 uM * cos(pi * pos.x / 2 um) * cos(pi * pos.y / 2 um)
      observe total = count G`;
    const simulation = startGrowth(growthModel(text));
    const { total } = series(simulation, ["total"], { from: 0, every: 0.1, count: 2 });
    const rate = Math.log(total[0] / total[1]) / 0.1;
    expect(rate / (2 * (Math.PI / 2) ** 2)).toBeCloseTo(1, 2);
  });

  it("does not depend on the length of its steps", () => {
    const text = `${square}
      species G in cell
      field G in dish diffusion 2 um^2/s mesh 100 nm = 1 uM * (1 + pos.x / 1 um)
      molecule Probe { pos: vector um }
      init Probe = 1 count set pos = vec(0.9 um, 0.3 um)
      observe there: uM = sum(concentration_at(G, a) over a: Probe())`;
    const at = (count: number): number => {
      const simulation = startGrowth(growthModel(text));
      for (let i = 1; i <= count; i++) simulation.advanceTo((i * 0.1) / count);
      return simulation.observe().there;
    };
    expect(at(37) / at(1)).toBeCloseTo(1, 10);
  });
});

describe("events that end steps of a field", () => {
  it.each([0, 3000, 30_000])("leave diffusion as it is, %d of them a second", (rate) => {
    const text = `${square}
      boundary dish periodic
      species G in cell
      field G in dish diffusion 1 um^2/s mesh 100 nm = 1 uM * (1 + sin(pi * pos.x / 1 um))
      species made in cell = 0 count
      rule make: nothing -> made total ${rate} count/s
      event clear when count made >= 1 set count made = 0
      molecule Probe { pos: vector um }
      init Probe = 1 count set pos = vec(0.45 um, 0 um)
      observe high: uM = sum(concentration_at(G, a) over a: Probe())`;
    const simulation = startGrowth(growthModel(text));
    const { high } = series(simulation, ["high"], { from: 0, every: 0.05, count: 2 });
    const found = Math.log((high[0] - 1) / (high[1] - 1)) / 0.05;
    // The wave of this mesh: 4 D / a^2 sin^2(pi / 20).
    expect(found / (400 * Math.sin(Math.PI / 20) ** 2)).toBeCloseTo(1, 8);
    expect(Number(simulation.statistics().events)).toBeGreaterThanOrEqual(rate / 50);
  });
});

describe("reactions in the cells of a field", () => {
  it("follow mass action of second order, and diffusion does not change what is even", () => {
    const text = `${square}
      species A in cell = 2 uM
      species B in cell = 3 uM
      species C in cell
      field A in dish diffusion 6 um^2/s mesh 200 nm
      field B in dish diffusion 1 um^2/s mesh 200 nm
      field C in dish diffusion 1 um^2/s mesh 200 nm
      rule bind: A + B -> C @ 1 /uM/s
      observe c: uM = [C]`;
    const decay = Math.exp(-1);
    // a b (1 - e) / (b - a e) with e = exp(-(b - a) k t)
    const expected = (2 * 3 * (1 - decay)) / (3 - 2 * decay);
    expect(observed(text, "c", 1) / expected).toBeCloseTo(1, 4);
  });

  it("hold a source that decays to exp(-x / sqrt(D / k)) on both sides of a line", () => {
    const text = `${square}
      species G in cell
      field G in dish diffusion 1 um^2/s mesh 25 nm = 1 uM * exp(-abs(pos.x) / 0.1 um)
      rule decay: G -> nothing @ 100 /s
      molecule Probe { pos: vector um }
      init Probe = 1 count set pos = vec(0.5125 um, 0 um)
      observe off: uM = sum(concentration_at(G, a) over a: Probe())`;
    // Away from x = 0 the profile neither grows nor decays: D u'' = k u. What is missing at 0 comes later.
    const expected = Math.exp(-5.125);
    expect(observed(text, "off", 0.004) / expected).toBeCloseTo(1, 1);
  });
});

describe("molecules in a field", () => {
  const growing = `${square}
    species G in cell = 2 uM
    field G in dish diffusion 6 um^2/s mesh 100 nm
    filament Actin { ends barbed, pointed  rise 2.7 nm }
    grow   Actin at barbed  from G @ 11.6 /uM/s
    shrink Actin at pointed to G   @ 5 /s
    init chain of 10 Actin by barbed - pointed = 20 count set pos = vec(index * -2.7 nm, 20 nm * copy)
    observe free = count G
    observe all = count G + count Actin()`;

  it("take and give whole molecules: the sum is kept to 1e-12, and no concentration falls below 0", () => {
    const simulation = startGrowth(
      growthModel(`${growing}
        molecule Probe { pos: vector um }
        init Probe = 100 count set pos = vec((copy - 50) * 20 nm, 0.05 um)
        observe negative = sum(if concentration_at(G, a) < 0 uM then 1 else 0 over a: Probe())`),
    );
    const columns = series(simulation, ["all", "free", "negative"], { from: 0, every: 0.1, count: 11 });
    expect(columns.free[10]).toBeLessThan(0.6 * columns.free[0]);
    for (const all of columns.all) expect(Math.abs(all / columns.all[0] - 1)).toBeLessThan(1e-12);
    expect(Math.max(...columns.negative)).toBe(0);
  });

  it("are taken from one as from the other where a constant is the same in either order of two states", () => {
    // All of G is on the right, where one of the two molecules of each pair stands.
    const taken = (left: string, right: string): number =>
      observed(
        `${square}
        species G in cell
        field G in dish diffusion 0.001 um^2/s mesh 100 nm = if pos.x > 0 um then 100 uM else 0 uM
        molecule A { x, s {u, p}, pos: vector um }
        table even[A.s, A.s] /uM/s {
               u, p
            u: 0, 0.01
            p: 0.01, 0
        }
        init A(x[1], s{${left}}), A(x[1], s{${right}}) = 200 count
          set pos = vec(if index == 0 then -0.5 um else 0.5 um, 0.9 um - 1.8 um * copy / 200)
        rule eat: A(x[1], s{?i}), A(x[1], s{?j}) + G -> A(x[.], s{?i}) + A(x[.], s{?j}) @ even[i, j]
        observe apart = count A(x[.]) / 2`,
        `apart`,
        0.5,
      );
    // Each at half the rate where G is, so that a share 1 - exp(-1 /s * t / 2) of the pairs has come apart.
    const expected = 1 - Math.exp(-0.25);
    const sd = Math.sqrt((expected * (1 - expected)) / 200);
    for (const share of [taken("u", "p"), taken("p", "u")]) expectNear(share / 200, expected, sd);
  });

  it("go on from a checkpoint in the middle as without it", () => {
    const model = growthModel(growing);
    const whole = startGrowth(model);
    whole.advanceTo(0.05);
    const saved = structuredClone(whole.save());
    whole.advanceTo(0.1);
    const resumed = Simulation.restore(model, graphEngine, saved);
    resumed.advanceTo(0.1);
    expect(resumed.observe()).toEqual(whole.observe());
  });

  it("are drawn with a map of concentrations that add up to the amount", () => {
    const simulation = startGrowth(growthModel(growing));
    simulation.advanceTo(0.05);
    const map = simulation.geometry()?.fields[0];
    if (map === undefined) throw new Error("no map");
    expect(map).toMatchObject({ name: "G", low: [-1, -1], counts: [20, 20] });
    const volume = map.widths[0] * map.widths[1] * 0.1;
    const all = map.values.reduce((sum, value) => sum + value * volume, 0);
    expect(all).toBeCloseTo(simulation.observe().free, 9);
    // The cell of the ends holds less than the corner.
    const [ends, corner] = [map.values[9 + 20 * 12], map.values[19]];
    expect(ends).toBeLessThan(corner);
  });

  it("take nothing where the whole field holds less than a molecule", () => {
    const text = `${square}
      species G in cell = 3.5 count
      field G in dish diffusion 6 um^2/s mesh 100 nm
      molecule Sink { pos: vector um, eaten: count }
      init Sink = 1 count
      rule eat: a: Sink() + G -> a() set a.eaten = a.eaten + 1 count @ 1000 /uM/s
      observe eaten = sum(a.eaten over a: Sink())
      observe left: count = amount G`;
    const simulation = startGrowth(growthModel(text));
    simulation.advanceTo(5);
    expect(simulation.observe().eaten).toBe(3);
    expect(simulation.observe().left).toBeCloseTo(0.5, 10);
  });

  it.each(["", "field G in dish diffusion 6 um^2/s mesh 100 nm"])(
    "that are alike meet as often as in a pool of the same concentration: %s",
    (field) => {
      const text = `${square}
        boundary dish reflecting
        species G in cell = 10 uM
        ${field}
        molecule A { pos: vector um, s {u, p} }
        molecule B { x, pos: vector um }
        table k[A.s, A.s] um^6/count^2/s { u, p  u: 1e-5, 1e-5  p: 1e-5, 1e-5 }
        init A(s{u}) = 30 count
        init A(s{p}) = 20 count
        init chain of 2 B by x - x = 500 count set pos = vec(index * 0.1 um, 0 um)
        species met, turned in cell = 0 count
        rule meet: A(s{?i}) + A(s{?j}) + G -> A(s{?i}) + A(s{?j}) + G + met @ k[i, j]
        rule turn: B(x[1]), B(x[1]) + G -> B(x[1]), B(x[1]) + G + turned @ 1e-4 um^3/count/s
        observe pairs = count met
        observe turns = count turned`;
      const simulation = startGrowth(growthModel(text));
      simulation.advanceTo(1);
      const { pairs, turns } = simulation.observe();
      const concentration = 6022.14;
      const all = (50 * 49) / 2;
      for (const [found, expected] of [
        [pairs, (all * 1e-5 * concentration) / 0.4],
        [turns, 500 * 1e-4 * concentration],
      ])
        expectNear(found, expected, Math.sqrt(expected), "events");
    },
  );

  it("are told of when cells held too little for them", () => {
    const notices = (mesh: string): readonly string[] => {
      const simulation = startGrowth(growthModel(growing.replace("mesh 100 nm", `mesh ${mesh}`)));
      simulation.advanceTo(0.06);
      return simulation.notices;
    };
    expect(notices("100 nm").join()).not.toContain("beyond their cells");
    expect(notices("50 nm").join()).toContain(
      "of the G that rules took at molecules came from beyond their cells",
    );
  });

  it("take what diffusion brings to an end: k c is the flux there, and c rises as a parabola away from it", () => {
    const text = `space 2D depth 1 um
      region tube = rectangle(0 um, 0 um, 1 um, 50 nm)
      compartment cell { volume 0.05 um^3 }
      species G in cell = 1600 count
      field G in tube diffusion 1 um^2/s mesh 50 nm
      molecule End { pos: vector um }
      init End = 1 count set pos = vec(0 um, 0.02 um)
      rule make: nothing -> G @ 100000 count/um^3/s
      rule eat:  a: End() + G -> a() @ 5 um^3/count/s
      observe mean: count/um^3 = [G]`;
    const simulation = startGrowth(growthModel(text));
    const columns = series(simulation, ["mean"], { from: 1, every: 0.05, count: 80 });
    const mean = columns.mean.reduce((sum, value) => sum + value, 0) / 80;
    // s V / k at the end, and beyond it the sum over 20 cells that stands for s L^2 / (3 D).
    const expected = 1000 + 100000 * 0.05 ** 2 * ((19 * 39) / 6);
    // The number in all cells varies by less than 30 of 1600 and is forgotten within 0.4 s: 0.6 % for ten times that.
    expect(Math.abs(mean / expected - 1)).toBeLessThan(0.02);
  });
});

describe("rates that only read a field", () => {
  it("follow it as it spreads, however far apart the outputs are", () => {
    // A spot of variance v spreads: by its middle goes the integral of N / (2 pi (v + 2 D t) depth) over time.
    const probes = 4000;
    const [variance, diffusion, time, depth, amount] = [0.01, 1, 0.1, 0.1, 1000];
    const model = growthModel(`space 2D depth ${depth} um
      compartment cell { volume 0.4 um^3 }
      region dish = rectangle(-1 um, -1 um, 1 um, 1 um)
      boundary dish reflecting
      species G in cell
      field G in dish diffusion ${diffusion} um^2/s mesh 50 nm
        = ${amount} count/um^3 * exp(-dot(pos, pos) / (2 * ${variance} um^2)) / (2 * pi * ${variance} * ${depth})
      molecule Probe { lit {no, yes}, pos: vector um }
      init Probe = ${probes} count
      rule light: a: Probe(lit{no -> yes}) @ 0.0005 um^3/count/s * concentration_at(G, a)
      observe lit = count Probe(lit{yes})`);
    const simulation = startGrowth(model);
    simulation.advanceTo(time);
    const passed =
      (amount / (2 * Math.PI * depth * 2 * diffusion)) * Math.log(1 + (2 * diffusion * time) / variance);
    const share = 1 - Math.exp(-0.0005 * passed);
    expectNear(
      simulation.observe().lit / probes,
      share,
      // And 2 % for cells that are half as wide as the spot.
      Math.sqrt((share * (1 - share)) / probes) + 0.005 * share,
      "lit",
    );
  });
});
