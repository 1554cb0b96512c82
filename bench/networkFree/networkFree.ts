/** Network-free simulation against NFsim and KaSim, at growing numbers of molecules. */
import type { Benchmark, BenchSettings, Contest } from "../benchmark.ts";
import { aggregationBngl, aggregationKappa, aggregationWithRings } from "../models/aggregation.ts";
import { filamentsBngl } from "../models/filaments.ts";
import { holoenzymeBngl } from "../models/holoenzyme.ts";
import { pushPullBngl, pushPullKappa } from "../models/pushPull.ts";
import { receptorBngl } from "../models/receptor.ts";
import { type ModelSource, ownProgram } from "../ownProgram.ts";
import { kasim } from "../peers/kasim.ts";
import { nfsim } from "../peers/nfsim.ts";

/** A model that can be made at any size. */
interface Scalable {
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

const models: readonly Scalable[] = [
  {
    name: "push_pull",
    about: "kinase, phosphatase and substrate",
    molecules: 3500,
    source: bngl((size) => pushPullBngl(2500 * size)),
    bngl: (size) => pushPullBngl(2500 * size),
    options: ["-notf"],
    kappa: (size) => pushPullKappa(2500 * size),
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
    kappa: null,
    until: 300,
  },
  {
    name: "holoenzyme",
    about: "rings of six subunits with calmodulin",
    molecules: 3024,
    source: bngl((size) => holoenzymeBngl(126 * size)),
    bngl: (size) => holoenzymeBngl(126 * size),
    options: ["-utl", "3", "-notf"],
    kappa: null,
    until: 4,
  },
  {
    name: "filaments",
    about: "filaments that treadmill and age",
    molecules: 5100,
    source: bngl((size) => filamentsBngl(50 * size)),
    bngl: (size) => filamentsBngl(50 * size),
    options: ["-utl", "3", "-notf"],
    kappa: null,
    until: 500,
  },
];

/** Multiples of the size that other programs are compared at. */
const growthSizes = [1, 10, 100];

export const networkFreeBenchmarks: readonly Benchmark[] = models.map((model) => ({
  name: `network_free/${model.name}`,
  about: model.about,
  unit: "events",
  contests: (settings) => contestsOf(model, settings),
}));

function contestsOf(model: Scalable, settings: BenchSettings): readonly Contest[] {
  const sizes = settings.quick ? [1] : growthSizes;
  return sizes.map((size) => {
    const until = model.until / Math.min(size, 10) / (settings.quick ? 5 : 1);
    const task = { kind: "simulate", model: model.source(size), method: "network_free", until } as const;
    const kappa = model.kappa === null ? [] : kasim(settings, model.kappa(size), until);
    return {
      size: `${(model.molecules * size).toLocaleString("en")} molecules`,
      own: ownProgram(task),
      // Others at the first size only: some take hours at the largest.
      peers: size > 1 ? [] : [...nfsim(settings, model.bngl(size), until, model.options), ...kappa],
    };
  });
}
