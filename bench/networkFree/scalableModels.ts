/** The models of the network-free benchmarks, at any size and in the language of each program. */
import { aggregationBngl, aggregationKappa, aggregationWithRings } from "../models/aggregation.ts";
import { filamentsBngl } from "../models/filaments.ts";
import { holoenzymeBngl } from "../models/holoenzyme.ts";
import { kappaText } from "../models/kappaText.ts";
import { pushPullBngl } from "../models/pushPull.ts";
import { receptorBngl } from "../models/receptor.ts";
import type { ModelSource } from "../ownProgram.ts";

/** A model that can be made at any size. */
export interface Scalable {
  readonly name: string;
  readonly about: string;
  /** Number of molecules at size 1. */
  readonly molecules: number;
  readonly source: (size: number) => ModelSource;
  /** For NFsim, which may be the source itself, and how it is to be run. */
  readonly bngl: (size: number) => string;
  readonly options: readonly string[];
  readonly kappa: ((size: number) => string) | null;
  /** At size 1, in s; at larger sizes shorter, down to a tenth. */
  readonly until: number;
}

const bngl =
  (make: (size: number) => string) =>
  (size: number): ModelSource => ({ language: "bngl", text: make(size) });

export const scalableModels: readonly Scalable[] = [
  {
    name: "push_pull",
    about: "kinase, phosphatase and substrate",
    molecules: 3500,
    source: bngl((size) => pushPullBngl(2500 * size)),
    bngl: (size) => pushPullBngl(2500 * size),
    options: ["-notf"],
    kappa: (size) => kappaText(pushPullBngl(2500 * size)),
    until: 400,
  },
  {
    name: "aggregation",
    about: "trivalent ligand and bivalent receptor, without rings",
    molecules: 4500,
    source: bngl((size) => aggregationBngl(300 * size)),
    bngl: (size) => aggregationBngl(300 * size),
    options: ["-bscb", "-cb"],
    kappa: null,
    until: 20_000,
  },
  {
    name: "aggregation_rings",
    about: "trivalent ligand and bivalent receptor, rings allowed",
    molecules: 4500,
    source: (size) => ({ language: "tdl", text: aggregationWithRings(300 * size) }),
    bngl: (size) => aggregationBngl(300 * size),
    options: ["-utl", "3"],
    kappa: (size) => aggregationKappa(300 * size),
    until: 20_000,
  },
  {
    name: "receptor",
    about: "growth factor receptor and adapters",
    molecules: 18_120,
    source: bngl((size) => receptorBngl(1800 * size)),
    bngl: (size) => receptorBngl(1800 * size),
    options: ["-utl", "3", "-notf"],
    kappa: (size) => kappaText(receptorBngl(1800 * size)),
    until: 300,
  },
  {
    name: "holoenzyme",
    about: "rings of six subunits with calmodulin",
    molecules: 3024,
    source: bngl((size) => holoenzymeBngl(126 * size)),
    bngl: (size) => holoenzymeBngl(126 * size),
    options: ["-utl", "3", "-notf"],
    kappa: (size) => kappaText(holoenzymeBngl(126 * size)),
    until: 4,
  },
  {
    name: "filaments",
    about: "filaments that treadmill and age",
    molecules: 5100,
    source: bngl((size) => filamentsBngl(50 * size)),
    bngl: (size) => filamentsBngl(50 * size),
    options: ["-utl", "3", "-notf"],
    kappa: (size) => kappaText(filamentsBngl(50 * size)),
    until: 500,
  },
];
