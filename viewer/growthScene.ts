/**
 * The molecules of a run at its output times: what a viewer page holds as JSON (`<script id="growth">`) and what
 * `tendril run --growth RUN.json` writes. Lengths are in um, times in s. cli/growth/ writes it, the browser program
 * beside this file shows it, cli/plot/ draws distributions of it.
 */
export const growthFormat = "tendril growth frames";

export interface SceneType {
  readonly name: string;
  readonly role: "molecule" | "filament" | "membrane";
  /** Of a filament or a membrane the first two are the ends by which its molecules form a chain. */
  readonly sites: readonly { readonly name: string; readonly states: readonly string[] }[];
  /** Numbers that a molecule carries, and their units; of a vector its length. */
  readonly attributes: readonly { readonly name: string; readonly unit: string }[];
}

export interface SceneFrame {
  readonly time: number;
  /** Stable number of each molecule. */
  readonly node: readonly number[];
  /** Index into `types` of each molecule. */
  readonly type: readonly number[];
  /** `dimension` numbers a molecule. */
  readonly position: readonly number[];
  /** State of every site of every molecule, one after another; -1 for a site without states. */
  readonly state: readonly number[];
  /** Values of every attribute of every molecule, one after another. */
  readonly attribute: readonly number[];
  /** Pairs of indices into `node`. */
  readonly bond: readonly number[];
  /** The two sites of each bond, as indices into the sites of the types. */
  readonly bondSite: readonly number[];
  /** Concentrations in uM of every cell of every field, x first; absent: no fields. */
  readonly fields?: readonly (readonly number[])[];
}

/** A map of a concentration: in 3D the mean along z. */
export interface SceneField {
  readonly name: string;
  /** Lowest x and y, and the size of a cell along them, in um. */
  readonly low: readonly [number, number];
  readonly widths: readonly [number, number];
  /** Cells along x and y. */
  readonly counts: readonly [number, number];
}

export interface GrowthScene {
  readonly format: typeof growthFormat;
  readonly title: string;
  readonly dimension: 2 | 3;
  readonly types: readonly SceneType[];
  readonly frames: readonly SceneFrame[];
  /** Absent: none. */
  readonly fields?: readonly SceneField[];
  /** Observables beside the picture. */
  readonly series: readonly {
    readonly name: string;
    readonly unit: string;
    readonly values: readonly number[];
  }[];
}
