/** Growth from text: events without motion, with neighbour search, and steps of motion. */
import {
  type Benchmark,
  type BenchSettings,
  type Contest,
  differenceOf,
  type Program,
} from "../benchmark.ts";
import { ownProgram, ownRun } from "../ownProgram.ts";
import { dggmlFilaments } from "../peers/dggml.ts";
import {
  fourRates,
  fourRules,
  initialLength,
  monomersOf,
  movingFilaments,
  nearBinding,
} from "./growthModels.ts";
import { cytosim } from "../peers/cytosim.ts";
import { plainPrograms } from "./plainPrograms.ts";
import { bendTests, treadmillingFilaments } from "./treadmilling.ts";

/** Events of a contest. */
const events = { whole: 4e6, quick: 6e5 };

export const growthBenchmarks: readonly Benchmark[] = [
  {
    name: "growth/four_rules",
    about: "growth and loss at both ends of 100 filaments, from a pool of monomers",
    unit: "events",
    contests: (settings) => [fourRulesContest(settings, 100, 10)],
  },
  {
    name: "growth/filaments",
    about: "the same four rules in a bath of monomers, at growing numbers of filaments",
    unit: "events",
    contests: (settings) =>
      [100, 1000, 10_000, 100_000].map((filaments) => fourRulesContest(settings, filaments, 0)),
  },
  {
    name: "memory/growth",
    about: "bytes a subunit of filaments in space",
    unit: "molecules",
    measures: "memory",
    contests: () => [{ size: "1,000 and 2,000 filaments", own: heldByFilaments, peers: [] }],
  },
  {
    name: "growth/near_binding",
    about: "proteins bind to filaments within reach, leave, and land near them",
    unit: "events",
    contests: (settings) =>
      [100, 1000, ...(settings.quick ? [] : [10_000])].map((filaments): Contest => {
        const until = wantedEvents(settings) / (20 * filaments);
        const model = { language: "tdl", text: nearBinding(filaments) } as const;
        return {
          size: `${(20 * filaments).toLocaleString("en")} proteins`,
          own: ownProgram({ kind: "simulate", model, method: "graph", until }),
          peers: [],
        };
      }),
  },
  {
    name: "growth/motion",
    about: "stiff filaments of ten beads in thermal motion",
    unit: "nodes times steps",
    contests: (settings) =>
      [10, 100, ...(settings.quick ? [] : [1000])].map((filaments): Contest => {
        const model = { language: "tdl", text: movingFilaments(filaments) } as const;
        const until = 0.5 / filaments;
        return {
          size: `${(10 * filaments).toLocaleString("en")} nodes`,
          own: ownProgram({ kind: "simulate", model, method: "graph", until, unit: "nodeSteps" }),
          peers: [],
        };
      }),
  },
  {
    name: "growth/treadmilling",
    about: "stiff filaments that grow at one end and shrink at the other, in thermal motion",
    unit: "simulated seconds",
    errors: "bends over 1, 4 and 12 bonds",
    contests: (settings) =>
      [100, 300].map((filaments): Contest => {
        const model = { language: "tdl", text: treadmillingFilaments(filaments) } as const;
        const times = { from: 0.4, every: 0.1, until: settings.quick ? 1 : 3 };
        // Long enough for the slowest bend, no longer: this takes minutes.
        const short = { ...times, until: 0.7 };
        return {
          size: `${filaments} filaments`,
          own: ownProgram({ kind: "bend", model, times, tests: bendTests }),
          peers: [
            ...cytosim(settings, filaments, 1e-3, times),
            ...(settings.quick ? [] : cytosim(settings, filaments, 1e-4, short)),
          ],
        };
      }),
  },
];

/** What twice the number of filaments of twenty subunits holds beyond the first. */
const heldByFilaments: Program = {
  name: "tendril",
  run: () =>
    differenceOf(
      [1000, 2000].map((filaments) => {
        const model = { language: "tdl", text: fourRules(filaments, 0.3, true) } as const;
        return ownRun({ kind: "hold", model, method: "graph", until: 0.1 });
      }),
    ),
};

function wantedEvents({ quick }: BenchSettings): number {
  return quick ? events.quick : events.whole;
}

/** `pool`: uM of monomers to begin with; 0: a bath in which filaments grow slowly. */
function fourRulesContest(settings: BenchSettings, filaments: number, pool: number): Contest {
  const isBath = pool === 0;
  const concentration = isBath ? 0.3 : pool;
  // Events per filament and second: in the pool at the steady state, which is reached soon.
  const rate = isBath ? 6.07 : 4.4;
  const wanted = wantedEvents(settings);
  const until = wanted / (rate * filaments);
  const model = { language: "tdl", text: fourRules(filaments, concentration, isBath) } as const;
  const plain = {
    filaments,
    length: initialLength,
    monomers: monomersOf(filaments, concentration),
    bath: isBath ? wanted : 0,
    rates: fourRates(filaments),
  };
  return {
    size: `${filaments.toLocaleString("en")} filaments`,
    own: ownProgram({ kind: "simulate", model, method: "graph", until }),
    peers: [
      ...plainPrograms(plain, until),
      // It computes the propensities of all matches anew for every event.
      ...(filaments <= 100 ? dggmlFilaments(settings, filaments, concentration) : []),
    ],
  };
}
