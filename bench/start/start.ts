/** What the program costs around a simulation: its own start, and threads for replicates. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Benchmark, Program } from "../benchmark.ts";
import { inFolder, wallTime, wholeTime } from "../peers/peers.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const small = join(root, "models/michaelis_menten/michaelis_menten.tdl");

/** A process of Node, in s of CPU time or of the clock. */
function nodeProcess(name: string, measure: typeof wholeTime, words: readonly string[]): Program {
  return {
    name,
    run: () => inFolder((folder) => ({ work: 1, cost: measure(process.execPath, words, folder) })),
  };
}

function tendril(name: string, measure: typeof wholeTime, words: readonly string[]): Program {
  return nodeProcess(name, measure, [
    join(root, "bin/tendril.js"),
    "run",
    small,
    ...words,
    "--quiet",
    "--json",
  ]);
}

export const startBenchmarks: readonly Benchmark[] = [
  {
    name: "start/run",
    about: "the first result of a small model, from the command on; the ratio is that of Node's own start",
    unit: "runs",
    contests: () => [
      {
        size: "2 reactions",
        own: tendril("tendril", wholeTime, ["--method", "ssa"]),
        peers: [nodeProcess("Node alone", wholeTime, ["-e", "0"])],
      },
    ],
  },
  {
    name: "start/replicates",
    about:
      "replicates on two threads, by the clock, so that it needs two idle cores; the ratio is that of one thread",
    unit: "runs",
    contests: ({ quick }) => {
      const work = ["--method", "ssa", "--every", "10 s", "--until", "2000 s"];
      const words = [...work, "--replicates", quick ? "2000" : "10000", "--jobs"];
      return [
        {
          size: "two threads",
          own: tendril("tendril", wallTime, [...words, "2"]),
          peers: [tendril("one thread", wallTime, [...words, "1"])],
        },
      ];
    },
  },
];
