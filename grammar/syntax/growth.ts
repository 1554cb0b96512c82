/** Space, energies, motion, filaments and growth. */
import type { Span } from "../../diagnostics/source.ts";
import { type GrowthVerb, growthVerbs } from "../keywords.ts";
import type { Name, Path } from "./common.ts";
import type { Fields, Rate, SiteDeclaration } from "./declaration.ts";
import type { Expression } from "./expression.ts";
import type { MemberPattern, Pattern, SitePattern } from "./pattern.ts";

export type GrowthStatement =
  | Energy
  | Motion
  | Field
  | Region
  | Boundary
  | Filament
  | GrowthEvent
  | Membrane
  | Check;

/** The kinds of all these statements. */
export const growthStatementKinds: readonly GrowthStatement["kind"][] = [
  "energy",
  "motion",
  "field",
  "region",
  "boundary",
  "filament",
  "membrane",
  "check",
  ...growthVerbs,
];

/**
 * `energy bend: a: Actin(barbed[1]), b: … = 0.5 * kappa * norm(…)^2`: summed over the matches of the
 * pattern; without a pattern a single term. Its gradient gives the forces. `a: A + b: B when distance(a, b) < r`:
 * summed over the pairs that meet.
 */
export interface Energy {
  readonly kind: "energy";
  readonly name: Name;
  readonly pattern: readonly Pattern[];
  readonly when: Expression | null;
  readonly value: Expression;
  readonly fields: Fields | null;
  readonly span: Span;
}

/** `motion Actin.pos overdamped drag zeta`, with thermal noise unless `athermal` follows. */
export interface Motion {
  readonly kind: "motion";
  /** Type and attribute. */
  readonly attribute: Path;
  readonly regime: "overdamped";
  readonly drag: Expression;
  readonly thermal: boolean;
  readonly fields: Fields | null;
  readonly span: Span;
}

/** `field Ca in dish diffusion 220 um^2/s mesh 50 nm = 100 nM`: the species differs from place to place. */
export interface Field {
  readonly kind: "field";
  readonly species: Path;
  readonly region: Path;
  readonly diffusion: Expression;
  /** Width of the cells. */
  readonly mesh: Expression;
  /** Concentration at the start, by `pos`; null: the same everywhere. */
  readonly initial: Expression | null;
  readonly fields: Fields | null;
  readonly span: Span;
}

/** `region psd in head = disk(0 um, 0 um, 0.2 um)`: a named part of space. */
export interface Region {
  readonly kind: "region";
  readonly name: Name;
  readonly compartment: Path | null;
  readonly shape: Expression;
  readonly fields: Fields | null;
  readonly span: Span;
}

/** `boundary head reflecting`: what happens at the edge of a region; `boundary plasma membrane`: a membrane as a wall. */
export interface Boundary {
  readonly kind: "boundary";
  readonly of: Path;
  readonly condition: "periodic" | "reflecting" | "absorbing" | "membrane";
  readonly span: Span;
}

/**
 * `filament Actin in head { subunit { nucleotide {ATP, ADP} } ends barbed, pointed rise 2.7 nm … }`.
 */
export interface Filament {
  readonly kind: "filament";
  readonly name: Name;
  readonly compartment: Path | null;
  /** Sites and states of one subunit; null when no `subunit` is given. */
  readonly subunit: readonly SiteDeclaration[] | null;
  readonly ends: readonly Name[];
  /** Length that one subunit adds. */
  readonly rise: Expression | null;
  readonly persistence: Expression | null;
  /** Force at which the length would double, by the first-order law: stretching modulus times cross-section. */
  readonly stretch: Expression | null;
  /** Subunits a bead. */
  readonly bead: Expression | null;
  readonly fields: Fields | null;
  readonly span: Span;
}

/** `from 3 G`, `with Arp23`: what an event takes from a pool. `from side` of a branch has the path `side`. */
export interface Supply {
  readonly coefficient: number;
  readonly path: Path;
  readonly span: Span;
}

/** `angle 70 deg sd 7 deg`. */
export interface Angle {
  readonly mean: Expression;
  readonly sd: Expression | null;
  readonly span: Span;
}

/**
 * `grow Actin at barbed from G as nucleotide{ATP} @ k`, and likewise the other verbs. Which clauses a verb
 * takes and needs is in growthClauses.ts; the parser has checked it.
 */
export interface GrowthEvent {
  readonly kind: GrowthVerb;
  readonly subject: MemberPattern;
  /** Ends of the filament. */
  readonly at: readonly Name[];
  readonly from: Supply | null;
  readonly to: Path | null;
  readonly with: Supply | null;
  /** States of what is made. */
  readonly as: readonly SitePattern[];
  readonly angle: Angle | null;
  /** Greatest distance of the partners. */
  readonly within: Expression | null;
  /** Of a link at rest. */
  readonly length: Expression | null;
  /** Of a link, as of a spring. */
  readonly stiffness: Expression | null;
  /** Only next to a subunit that has changed already. */
  readonly vectorial: boolean;
  readonly when: Expression | null;
  readonly rate: Rate;
  readonly fields: Fields | null;
  readonly span: Span;
}

/** `membrane plasma in head { bending 0.18 pN*um tension 15 pN/um pressure 85 Pa mesh 15 nm radius 0.2 um }`: a circle at first. */
export interface Membrane {
  readonly kind: "membrane";
  readonly name: Name;
  readonly compartment: Path | null;
  readonly bending: Expression | null;
  readonly tension: Expression | null;
  readonly pressure: Expression | null;
  readonly mesh: Expression | null;
  readonly radius: Expression | null;
  /** A vector; null: the origin. */
  readonly centre: Expression | null;
  /** How stiffly it pushes back what comes nearer than `within`. */
  readonly contact: Expression | null;
  readonly within: Expression | null;
  readonly fields: Fields | null;
  readonly span: Span;
}

/** `check detailed_balance of Actin`: a property that the compiler is asked to prove or refuse. */
export interface Check {
  readonly kind: "check";
  readonly property: Name;
  readonly of: Path | null;
  readonly span: Span;
}
