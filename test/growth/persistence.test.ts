/**
 * Bends of free filaments at equilibrium, against the discrete worm-like chain: neighbouring bonds make independent
 * angles with the density exp(kappa cos(angle)), kappa = persistence / length of a bond, so that over k bonds the mean
 * cosine is that of one to the power of k (Kratky and Porod 1949, doi:10.1002/recl.19490681203). The persistence length
 * is found back as -k l / log(mean cosine), which is twice as long in 2D.
 */
import { describe, expect, it } from "vitest";
import { expectNear } from "./errorBudget.ts";
import { growthModel, repeat, series, startGrowth } from "./growthRun.ts";

const filaments = 16;
const beads = 6;
const kappa = 15;
const samples = 30;

/** Means of cos and cos^2 over k bonds, by quadrature of one. */
function cosines(
  dimension: number,
  k: number,
  kappa: number,
): { readonly mean: number; readonly variance: number } {
  let [sum, first, second] = [0, 0, 0];
  for (let i = 0; i < 20_000; i++) {
    const angle = ((i + 0.5) / 20_000) * Math.PI;
    const weight = Math.exp(kappa * (Math.cos(angle) - 1)) * Math.sin(angle) ** (dimension - 2);
    sum += weight;
    first += weight * Math.cos(angle);
    // Of the second order: cos(2 a) in 2D, the second Legendre polynomial in 3D.
    second += weight * (dimension === 2 ? Math.cos(2 * angle) : 1.5 * Math.cos(angle) ** 2 - 0.5);
  }
  const mean = (first / sum) ** k;
  const order2 = (second / sum) ** k;
  const square = dimension === 2 ? (1 + order2) / 2 : (1 + 2 * order2) / 3;
  return { mean, variance: square - mean ** 2 };
}

function chain(labels: readonly string[], states: (i: number) => string = () => ""): string {
  const ends = (i: number): readonly string[] => [
    i > 0 ? `pointed[${i}]` : "",
    i < labels.length - 1 ? `barbed[${i + 1}]` : "",
    states(i),
  ];
  return repeat(labels.length, (i) => `${labels[i]}: Actin(${ends(i).filter(Boolean).join(", ")})`, ", ");
}

/** Bends at decorated subunits and beads are softer than at bare ones; half of the subunits of `chains` are decorated. */
const soft = { bare: 15, cofilin: 4, mixed: 2 / (1 / 15 + 1 / 4) };
type Kind = keyof typeof soft;
const kinds: readonly Kind[] = ["bare", "cofilin", "mixed"];
const labels = repeat(8, (i) => `b${i}`, " ").split(" ");
const between = "dot(unit(b.pos - a.pos), unit(c.pos - b.pos))";
/** Of subunits: every second pair of them is decorated. */
const bySubunit = {
  filament: `subunit { cof {free, bound} }  rise 0.1 um
    persistence if cof.bound then ${soft.cofilin * 0.1} um else ${soft.bare * 0.1} um`,
  init: `${chain(labels, (i) => (i % 4 < 2 ? "cof{bound}" : ""))} = ${filaments} count set`,
  counts: { bare: 3, cofilin: 3, mixed: 0 },
  observed: (kind: Kind) => `sum(${between} over a: Actin(barbed[1]),
    b: Actin(pointed[1], barbed[2], cof{${kind === "cofilin" ? "bound" : "free"}}), c: Actin(pointed[2]))`,
};
/** Of beads of ten subunits: decorated whole, half or not at all. */
const byBead = {
  filament: `subunit { nucleotide {ADP, cof} }  rise 0.01 um  bead 10
    persistence if nucleotide.cof then ${soft.cofilin * 0.1} um else ${soft.bare * 0.1} um`,
  init: `${chain(labels)} = ${filaments} count set ${repeat(labels.length, (i) => `b${i}.ADP = ${[0, 5, 10][i % 3]} count, b${i}.cof = ${[10, 5, 0][i % 3]} count`, ", ")},`,
  counts: { bare: 2, cofilin: 2, mixed: 2 },
  observed: (
    kind: Kind,
  ) => `sum(if abs(b.cof / (1 count) - ${{ bare: 0, mixed: 5, cofilin: 10 }[kind]}) < 1 then ${between} else 0
    over ${chain(["a", "b", "c"])})`,
};

describe("bends of filaments", () => {
  for (const dimension of [2, 3])
    it(`give back the persistence length in ${dimension}D`, () => {
      const all = repeat(beads, (i) => `b${i}`, " ").split(" ");
      const model = growthModel(`space ${dimension}D
        temperature 298 K
        filament Actin {
          ends barbed, pointed
          rise 0.1 um
          persistence ${kappa * 0.1} um
          stretch 100 pN
        }
        motion Actin.pos overdamped drag 0.001 pN*s/um
        init chain of ${beads} Actin by barbed - pointed = ${filaments} count
          set pos = index * 0.1 um * ${dimension === 2 ? "vec(1, 0)" : "vec(1, 0, 0)"}
        observe near = sum(dot(unit(b.pos - a.pos), unit(c.pos - b.pos)) over ${chain(["a", "b", "c"])})
        observe far = sum(dot(unit(b1.pos - b0.pos), unit(b${beads - 1}.pos - b${beads - 2}.pos)) over ${chain(all)})`);
      const simulation = startGrowth(model);
      // The slowest bend of five bonds relaxes in drag l^2 / (kT kappa) (5/4.73)^4 = 0.2 ms.
      const seen = series(simulation, ["near", "far"], { from: 1e-3, every: 6e-4, count: samples });
      for (const [name, k, count] of [
        ["near", 1, beads - 2],
        ["far", beads - 2, 1],
      ] as const) {
        const { mean, variance } = cosines(dimension, k, kappa);
        const found = seen[name].reduce((sum, value) => sum + value, 0) / (filaments * samples * count);
        const error = Math.sqrt(variance / (filaments * samples * count));
        // As a length, twice the declared one in 2D; a chain of bonds is a little softer than a continuous one.
        const lengthOf = (cosine: number): number => (-k * 0.1) / Math.log(cosine);
        const expected = lengthOf(mean);
        expect(Math.abs(expected / (kappa * 0.1 * (dimension === 2 ? 2 : 1)) - 1)).toBeLessThan(1 / kappa);
        expectNear(lengthOf(found), expected, (expected * error) / (mean * -Math.log(mean)), name);
      }
    });

  for (const dimension of [2, 3])
    for (const [what, { filament, init, counts, observed }] of Object.entries({ bySubunit, byBead }))
      it(`give back the persistence length of each state in ${dimension}D, ${what}`, () => {
        const place = (i: number): string =>
          `${i * 0.1} um * ${dimension === 2 ? "vec(1, 0)" : "vec(1, 0, 0)"}`;
        const seenKinds = kinds.filter((kind) => counts[kind] > 0);
        const model = growthModel(`space ${dimension}D
          temperature 298 K
          filament Actin { ends barbed, pointed  stretch 100 pN  ${filament} }
          motion Actin.pos overdamped drag 0.001 pN*s/um
          init ${init} ${repeat(labels.length, (i) => `b${i}.pos = ${place(i)}`, ", ")}
          ${seenKinds.map((kind) => `observe ${kind} = ${observed(kind)}`).join("\n")}`);
        // The slowest bend of seven bonds relaxes in drag l^2 / (kT kappa) (7/4.73)^4 < 3 ms.
        const seen = series(startGrowth(model), seenKinds, { from: 3e-3, every: 1e-3, count: samples });
        for (const kind of seenKinds) {
          const { mean, variance } = cosines(dimension, 1, soft[kind]);
          const number = filaments * samples * counts[kind];
          const found = seen[kind].reduce((sum, value) => sum + value, 0) / number;
          expectNear(found, mean, Math.sqrt(variance / number), kind);
          // Far enough from the other states to tell them apart.
          for (const other of kinds)
            if (other !== kind)
              expect(Math.abs(found - cosines(dimension, 1, soft[other]).mean)).toBeGreaterThan(0.02);
        }
      });

  it("cut filaments where they are too strong, sooner where cofilin makes them soft", () => {
    const [limit, rate, every] = [0.7, 60, 1e-3];
    const length = 12;
    const cuts = (state: "free" | "bound"): { readonly seen: number; readonly expected: number } => {
      const kappa = state === "bound" ? soft.cofilin : soft.bare;
      const model = growthModel(`space 2D
        temperature 298 K
        filament Actin { ends barbed, pointed  stretch 100 pN  ${bySubunit.filament} }
        sever Actin when bend > ${limit} @ ${rate} /s
        motion Actin.pos overdamped drag 0.001 pN*s/um
        init chain of ${length} Actin(cof{${state}}) by barbed - pointed = ${filaments} count
          set pos = index * -0.1 um * vec(1, 0)
        observe pieces = complexes Actin
        observe places = count { Actin(barbed[1]), Actin(pointed[1], barbed[2]), Actin(pointed[2], barbed[3]), Actin(pointed[3]) }`);
      const run = startGrowth(model);
      const seen = series(run, ["pieces", "places"], { from: 0, every, count: 41 });
      let [inside, all, exposure] = [0, 0, 0];
      for (let i = 0; i < 20_000; i++) {
        const angle = ((i + 0.5) / 20_000) * Math.PI;
        const weight = Math.exp(kappa * (Math.cos(angle) - 1));
        all += weight;
        if (angle > limit) inside += weight;
      }
      // Straight at first; bends of single subunits forget that in drag l^2 / (6 kT kappa) < 0.1 ms.
      for (let i = 0; i < 40; i++) exposure += 0.5 * (seen.places[i] + seen.places[i + 1]) * every;
      return { seen: seen.pieces[40] - filaments, expected: (rate * exposure * inside) / all };
    };
    const [bare, decorated] = [cuts("free"), cuts("bound")];
    for (const { seen, expected } of [bare, decorated])
      expectNear(seen, expected, Math.sqrt(expected), "cuts");
    expect(decorated.expected).toBeGreaterThan(5 * bare.expected);
  });
});
