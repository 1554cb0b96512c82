/** Models of growth at any size, as text. */

/** Subunits of a filament at the start. */
export const initialLength = 20;
/** In count/um^3 a uM. */
export const countPerMicromolar = 602.214076;
/** um^3 a filament. */
const volumeOfOne = 0.1;

/** Four rules at two ends (Pollard 1986); in a bath, or with 10 uM of monomers to begin with. */
export function fourRules(filaments: number, concentration: number, isBath: boolean): string {
  return `language 1.0
model Four {
  space 2D depth 0.1 um
  compartment cell { volume ${volumeOfOne * filaments} um^3 }
  ${isBath ? "fixed " : ""}species G in cell = ${monomersOf(filaments, concentration)} count
  filament Actin in cell { subunit { nucleotide {ATP} } ends barbed, pointed rise 2.7 nm bead 1 }
  init chain of ${initialLength} Actin by barbed - pointed = ${filaments} count
    set pos = vec(0.1 um * copy, 2.7 nm * index)
  grow   Actin at barbed  from G as nucleotide{ATP} @ 11.6 /uM/s
  shrink Actin(nucleotide{ATP}) at barbed  to G @ 1.4 /s
  grow   Actin at pointed from G as nucleotide{ATP} @ 1.3 /uM/s
  shrink Actin(nucleotide{ATP}) at pointed to G @ 0.8 /s
}`;
}

export function monomersOf(filaments: number, concentration: number): number {
  return Math.round(concentration * countPerMicromolar * volumeOfOne * filaments);
}

/** Per monomer and end in 1/s, for plainFilaments.ts. */
export function fourRates(filaments: number): readonly [number, number, number, number] {
  const perCount = 1 / (countPerMicromolar * volumeOfOne * filaments);
  return [11.6 * perCount, 1.3 * perCount, 1.4, 0.8];
}

/** Proteins that bind to filaments within reach, leave, and land somewhere near: neighbour search at every event. */
export function nearBinding(filaments: number): string {
  return `language 1.0
model Near {
  space 2D depth 0.1 um
  molecule Bead { barbed, pointed, side, pos: vector um }
  molecule Protein { actin, pos: vector um }
  init ${chain(initialLength)} = ${filaments} count set pos = vec(0.05 um * copy, 0.0027 um * index)
  init Protein() = ${20 * filaments} count
    set pos = vec(0.05 um * floor(copy / 20) + uniform(-0.008 um, 0.008 um), uniform(0 um, 0.054 um))
  rule bind: p: Protein(actin[.]) + f: Bead(side[.]) -> p(actin[1]), f(side[1])
    when distance(p, f) < 0.01 um @ 2 /s
  rule leave: p: Protein(actin[1]), f: Bead(side[1]) -> p(actin[.]) + f(side[.])
    set p.pos = f.pos + vec(uniform(-0.008 um, 0.008 um), uniform(-0.008 um, 0.008 um)) @ 2 /s
}`;
}

function chain(length: number): string {
  return Array.from({ length }, (_, i) => {
    const barbed = i < length - 1 ? [`barbed[${i + 1}]`] : [];
    const pointed = i > 0 ? [`pointed[${i}]`] : [];
    return `Bead(${[...barbed, ...pointed].join(", ")})`;
  }).join(", ");
}

/** Stiff filaments of ten beads in thermal motion. */
export function movingFilaments(filaments: number): string {
  return `language 1.0
model Moving {
  space 2D depth 0.1 um
  temperature 298 K
  filament Actin {
    subunit { nucleotide {ATP} }
    ends barbed, pointed  rise 2.7 nm  persistence 10 um  stretch 40 nN  bead 10
  }
  motion Actin.pos overdamped drag 0.003 pN*s/um
  init chain of 10 Actin by barbed - pointed = ${filaments} count
    set pos = vec(0.1 um * copy, 27 nm * index), ATP = 10 count
}`;
}
