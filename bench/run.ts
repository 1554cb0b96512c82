/**
 * `npm run bench -- [NAME…] [--repeat N] [--quick] [--peer PROGRAM=PATH]… [--figures FOLDER]`: runs benchmarks and prints the cost of a
 * unit of work, its growth with the size, and the ratios to other programs.
 *
 * The programs of a contest take turns, round by round, so that whatever else the machine does falls on all of them;
 * a ratio is that of one round, and medians with the least and the most are printed.
 */
import { parseArgs } from "node:util";
import type { BenchSettings, ContestBenchmark, Contest, Outcome, Program } from "./benchmark.ts";
import { peerNames } from "./peers/peers.ts";
import { benchmarks } from "./registry.ts";
import { figures, spreadOf, spreadText } from "./statistics.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repeat: { type: "string", default: "3" },
    quick: { type: "boolean", default: false },
    peer: { type: "string", multiple: true, default: [] },
    figures: { type: "string" },
    list: { type: "boolean", default: false },
  },
});

process.exitCode = await main();

async function main(): Promise<number> {
  if (values.list) {
    for (const { name, about } of benchmarks) console.log(`${name}: ${about}`);
    return 0;
  }
  const repeats = Number(values.repeat);
  if (!Number.isInteger(repeats) || repeats < 1) return wrong("--repeat takes a whole number from 1");
  const peers = new Map<string, string>();
  for (const text of values.peer) {
    const [name = "", path] = text.split(/=(.*)/s);
    if (path === undefined || !peerNames.includes(name))
      return wrong(`--peer takes PROGRAM=PATH, where PROGRAM is one of ${peerNames.join(", ")}`);
    peers.set(name, path);
  }
  const chosen = positionals.length === 0 ? benchmarks : benchmarks.filter(({ name }) => matches(name));
  if (chosen.length === 0) return wrong(`no benchmark is called ${positionals.join(", ")}; see --list`);
  const settings: BenchSettings = { quick: values.quick, peers, figures: values.figures ?? null };
  for (const benchmark of chosen) {
    console.log(`\n${benchmark.name}: ${benchmark.about}`);
    if ("table" in benchmark) console.log(await benchmark.table(settings));
    else report(benchmark, settings, repeats);
  }
  return 0;
}

function matches(name: string): boolean {
  return positionals.some((wanted) => name === wanted || name.startsWith(`${wanted}/`));
}

function wrong(message: string): number {
  console.error(message);
  return 2;
}

function report(benchmark: ContestBenchmark, settings: BenchSettings, repeats: number): void {
  const { unit, measures = "time" } = benchmark;
  const measure = measures === "time" ? { name: "ns", factor: 1e9 } : { name: "bytes", factor: 1 };
  const costOf = ({ work, cost }: Outcome): number => (measure.factor * cost) / work;
  let smallest: number | null = null;
  for (const contest of benchmark.contests(settings)) {
    const own: number[] = [];
    const others = contest.peers.map((): number[] => []);
    const errors = new Map<string, (readonly number[])[]>();
    const note = ({ name: program }: Program, found: readonly number[] | undefined): void => {
      if (found !== undefined) errors.set(program, [...(errors.get(program) ?? []), found]);
    };
    let work = 0;
    for (let round = 0; round < repeats; round++) {
      const outcome = contest.own.run();
      work = outcome.work;
      own.push(costOf(outcome));
      note(contest.own, outcome.errors);
      contest.peers.forEach((peer, i) => {
        const theirs = peer.run();
        others[i]?.push(costOf(theirs));
        note(peer, theirs.errors);
      });
    }
    const cost = spreadOf(own);
    const growth = smallest === null ? "" : `, ${figures(cost.median / smallest)} times the smallest size`;
    smallest ??= cost.median;
    console.log(
      `  ${contest.size}: ${spreadText(cost)} ${measure.name} a unit of ${figures(work)} ${unit}${growth}`,
    );
    ratios(contest, measure.name, own, others);
    for (const [program, found] of errors)
      console.log(
        `    errors of ${benchmark.errors ?? "what was computed"}, ${program}: ${percentages(found)}`,
      );
  }
}

/** Medians over rounds of each error, in percent. */
function percentages(rounds: readonly (readonly number[])[]): string {
  const [first = []] = rounds;
  return first
    .map((_, i) => `${figures(100 * spreadOf(rounds.map((errors) => errors[i] ?? Number.NaN)).median)} %`)
    .join(", ");
}

function ratios(
  { peers }: Contest,
  measure: string,
  own: readonly number[],
  others: readonly (readonly number[])[],
): void {
  peers.forEach((peer: Program, i) => {
    const costs = others[i] ?? [];
    const shares = costs.map((cost, round) => cost / (own[round] ?? Number.NaN));
    console.log(
      `    ${peer.name}: ${spreadText(spreadOf(costs))} ${measure}, ratio ${spreadText(spreadOf(shares))}`,
    );
  });
}
