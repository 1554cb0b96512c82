/** Exact stochastic simulation of networks, against C and run_network, and its growth of cost. */
import type { Benchmark, BenchSettings, Contest } from "../benchmark.ts";
import { receptorBngl } from "../models/receptor.ts";
import { scaffoldBngl } from "../models/scaffold.ts";
import { type ModelSource, ownProgram } from "../ownProgram.ts";
import { runNetworkPrograms } from "../peers/runNetwork.ts";
import { plainReactions } from "./plainReactions.ts";
import { chain, enzymeCycle, hub, modifiedSites, randomNetwork, sparseRing } from "./ssaModels.ts";

function contest(size: string, model: ModelSource, until: number, settings: BenchSettings): Contest {
  return {
    size,
    own: ownProgram({ kind: "simulate", model, method: "ssa", until }),
    peers: [...plainReactions(model, until), ...runNetworkPrograms(settings, model, until)],
  };
}

export const ssaBenchmarks: readonly Benchmark[] = [
  {
    name: "ssa/cycle",
    about: "an enzyme cycle of four reactions, exactly",
    unit: "reactions",
    contests: (settings) => [
      contest("4 reactions", { language: "tdl", text: enzymeCycle }, settings.quick ? 1e5 : 4e5, settings),
    ],
  },
  {
    name: "ssa/receptor",
    about: "the network of a growth factor receptor and its adapters, exactly",
    unit: "reactions",
    contests: (settings) => [
      contest(
        "356 species, 3,749 reactions",
        { language: "bngl", text: receptorBngl(1800) },
        settings.quick ? 1200 : 4800,
        settings,
      ),
    ],
  },
  {
    name: "ssa/scaffold",
    about: "a dimer of receptors with three sites for adapters, exactly: a large network",
    unit: "reactions",
    contests: (settings) => [
      contest(
        "3,663 species, 53,270 reactions",
        { language: "bngl", text: scaffoldBngl(300) },
        settings.quick ? 200 : 2000,
        settings,
      ),
    ],
  },
  {
    name: "ssa/sites",
    about: "molecules with many sites, exactly: combinatorial networks",
    unit: "reactions",
    contests: (settings) =>
      (settings.quick ? [3, 7, 10] : [3, 7, 10, 13]).map((sites) =>
        contest(
          `${(2 * sites * 2 ** (sites - 1)).toLocaleString("en")} reactions`,
          { language: "tdl", text: modifiedSites(sites, 1000) },
          (settings.quick ? 1500 : 6000) / sites,
          settings,
        ),
      ),
  },
  {
    name: "ssa/ring",
    about: "species in a ring that bind their neighbours, exactly: sparse networks",
    unit: "reactions",
    contests: (settings) =>
      (settings.quick ? [4, 40, 400] : [4, 40, 400, 4000]).map((species) =>
        contest(
          `${(3 * species).toLocaleString("en")} reactions`,
          { language: "tdl", text: sparseRing(species) },
          (settings.quick ? 16000 : 64000) / species,
          settings,
        ),
      ),
  },
  {
    name: "ssa/hub",
    about: "few molecules of a hub that bind many kinds of partners, exactly",
    unit: "reactions",
    contests: (settings) => bySize(settings, [5, 50, 500, 5000, 50_000], 2, hub, () => 80_000),
  },
  {
    name: "ssa/chain",
    about: "conversions along a chain, exactly: a network as sparse as can be",
    unit: "reactions",
    contests: (settings) => bySize(settings, [5, 50, 500, 5000, 50_000], 2, chain, (size) => 10_000 / size),
  },
  {
    name: "ssa/random",
    about: "reactions between species drawn at random, exactly",
    unit: "reactions",
    contests: (settings) =>
      bySize(settings, [12, 100, 1000, 10_000, 100_000], 1, randomNetwork, (size) => 40_000 / size),
  },
];

/** Networks of `sizes` times `each` reactions, run for `until` s. */
function bySize(
  settings: BenchSettings,
  sizes: readonly number[],
  each: number,
  text: (size: number) => string,
  until: (size: number) => number,
): readonly Contest[] {
  const chosen = settings.quick ? sizes.slice(0, 3) : sizes;
  return chosen.map((size) =>
    contest(
      `${(each * size).toLocaleString("en")} reactions`,
      { language: "tdl", text: text(size) },
      until(size),
      settings,
    ),
  );
}
