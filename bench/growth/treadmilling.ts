/**
 * Stiff filaments in thermal motion that grow at one end and shrink at the other, for Tendril and for Cytosim: 2 um of
 * 20 beads (37 subunits of 2.7 nm each), a persistence length of 10 um, 20 nm/s.
 *
 * Errors are those of bends: of 1 - cos between bonds 1, 4 and 12 apart, whose mean at equilibrium is 1 - c^k with
 * c = I1(kappa)/I0(kappa) in the plane, kappa = persistence length / length of a bond (Kratky and Porod 1949,
 * doi:10.1002/recl.19490681203).
 */

export const separations = [1, 4, 12] as const;
/** Of Cytosim's filaments. */
export const segmentLength = 0.1;
/** Length of a filament, in um. */
export const filamentLength = 2;
/** At both ends, in um/s. */
export const endSpeed = 0.02;
/** In pN um: 297 K. */
export const thermalEnergy = 0.0041;
export const persistenceLength = 10;
/** In Pa s: rods of Cytosim then have about the drag of the beads below. */
export const viscosity = 0.1;

const subunits = 37;
const rise = 0.0027;

/** When bends are looked at, in s. */
export interface BendTimes {
  readonly from: number;
  readonly every: number;
  readonly until: number;
}

/** An error of bends: a sum over pairs of bonds and their number, as observables, and the mean that is right. */
export interface BendTest {
  readonly sum: string;
  readonly pairs: string;
  readonly expected: number;
}

export const bendTests: readonly BendTest[] = separations.map((k) => ({
  sum: `bend${k}`,
  pairs: `pairs${k}`,
  expected: expectedBend(k, subunits * rise),
}));

/** Mean of 1 - cos over k bonds of this length in um. */
export function expectedBend(k: number, length: number): number {
  const kappa = persistenceLength / length;
  let [sum, first] = [0, 0];
  for (let i = 0; i < 20_000; i++) {
    const angle = ((i + 0.5) / 20_000) * Math.PI;
    const weight = Math.exp(kappa * (Math.cos(angle) - 1));
    sum += weight;
    first += weight * Math.cos(angle);
  }
  return 1 - (first / sum) ** k;
}

/** Beads at the ends, which are shorter, stay out of what is observed. */
export function treadmillingFilaments(filaments: number): string {
  const beads = Math.round(filamentLength / (subunits * rise));
  return `language 1.0
model Treadmilling {
  space 2D depth 0.1 um
  temperature 297 K
  compartment cell { volume 40 um^3 }
  fixed species G in cell = 1 uM
  filament Actin in cell {
    subunit { nucleotide {ATP} }
    ends barbed, pointed  rise ${rise} um  persistence ${persistenceLength} um  stretch 40 nN  bead ${subunits}
  }
  motion Actin.pos overdamped drag 0.015 pN*s/um
  init chain of ${beads} Actin by barbed - pointed = ${filaments} count
    set pos = vec(0.1 um * copy, ${subunits * rise} um * index), ATP = ${subunits} count
  grow   Actin at barbed from G as nucleotide{ATP} @ ${endSpeed / rise} /uM/s
  shrink Actin(nucleotide{ATP}) at pointed to G @ ${endSpeed / rise} /s
  ${separations
    .map((k) => {
      const chain = Array.from({ length: k + 2 }, (_, i) => {
        const before = i > 0 ? `[${i}]` : "[_]";
        const after = i <= k ? `[${i + 1}]` : "[_]";
        return `b${i}: Actin(pointed${before}, barbed${after})`;
      }).join(", ");
      return `observe bend${k} = sum(1 - dot(unit(b1.pos - b0.pos), unit(b${k + 1}.pos - b${k}.pos)) over ${chain})
  observe pairs${k} = sum(1 over ${chain})`;
    })
    .join("\n  ")}
}`;
}
