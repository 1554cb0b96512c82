/**
 * One measurement of Tendril, for a process of its own, so that every round begins as cold as a user's run does:
 * reads a task as JSON from standard input, writes the outcome as JSON.
 */
import { readFileSync } from "node:fs";
import { bind } from "../compiler/bind/bind.ts";
import { checkProgram } from "../compiler/check/check.ts";
import { chooseModel } from "../compiler/chooseModel.ts";
import { compile } from "../compiler/compile.ts";
import { MemoryHost } from "../compiler/host.ts";
import { load } from "../compiler/load/load.ts";
import { flatten } from "../compiler/model/flatten.ts";
import { defaultNetworkLimits } from "../compiler/plan/network/network.ts";
import { generateNetwork } from "../compiler/plan/network/generateNetwork.ts";
import { DiagnosticSink } from "../diagnostics/diagnostic.ts";
import type { MethodName } from "../runtime/methods.ts";
import { engines } from "../runtime/engines/registry.ts";
import { Simulation } from "../runtime/simulation.ts";
import type { Outcome } from "./benchmark.ts";
import { inTendril } from "./inTendril.ts";
import type { Growth, GrowthTask, Integration, IntegrationTask, ModelSource, OwnTask } from "./ownProgram.ts";

const main = "m.tdl";
const task = JSON.parse(readFileSync(0, "utf8")) as OwnTask;
process.stdout.write(JSON.stringify(outcomeOf(task)));

function outcomeOf(given: OwnTask): Outcome {
  switch (given.kind) {
    case "simulate":
      return simulate(given);
    case "bend":
      return bend(given);
    case "integrate":
      return integration(given);
    case "start":
      return timed(() => {
        const run = started(given.model, "ode");
        run.advanceTo(given.until / 200);
        return run.model.ode?.tabled?.tables.constant.length ?? Number.NaN;
      });
    case "generate":
      return generate(given.model);
    case "hold":
      return hold(given);
    case "grow":
      return growth(given);
  }
}

/** Events of a run from the first on, or steps of motion for every node; molecules are made before. */
function simulate({ model, method, until, unit }: Extract<OwnTask, { kind: "simulate" }>): Outcome {
  const run = started(model, method);
  return timed(() => {
    run.advanceTo(until);
    const { reactions, nodes, steps } = run.statistics();
    return unit === "nodeSteps" ? Number(nodes) * Number(steps) : Number(reactions);
  });
}

/** Simulated time, with what it takes to observe. */
function bend({ model, times, tests }: Extract<OwnTask, { kind: "bend" }>): Outcome {
  const run = started(model, "graph");
  const sums = tests.map(() => ({ found: 0, expected: 0 }));
  const { from, every, until } = times;
  const outcome = timed(() => {
    for (let i = 0; from + i * every < until * (1 + 1e-9); i++) {
      run.advanceTo(from + i * every);
      const observed = run.observe();
      tests.forEach(({ sum, pairs, expected }, k) => {
        sums[k].found += observed[sum];
        sums[k].expected += observed[pairs] * expected;
      });
    }
    return until;
  });
  return { ...outcome, errors: sums.map(({ found, expected }) => found / expected - 1) };
}

/** The equations are solved in the time that counts; the model is compiled before. */
function integration({ model, until, tolerance }: IntegrationTask): Integration {
  const run = started(model, "ode", tolerance);
  const { cost } = timed(() => {
    run.advanceTo(until);
    return 1;
  });
  return { work: 1, cost, values: run.model.states.map(({ name }) => run.state(name)) };
}

/** What is in use after a run, garbage left out. */
function hold({ model, method, until }: Extract<OwnTask, { kind: "hold" }>): Outcome {
  const run = started(model, method);
  run.advanceTo(until);
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  const { molecules, nodes } = run.statistics();
  return { work: Number(molecules ?? nodes), cost: heapUsed + external };
}

/** The cost of a reaction, and what is held beside the program. */
function growth({ model, until }: GrowthTask): Growth {
  const held = (): number => {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  // The program itself, and its grammar, are there before.
  started(
    { language: "tdl", text: "language 1.0\nmodel Nothing { species A  rule r: A -> nothing @ 1 /s }" },
    "ssa",
  );
  const before = held();
  const made: Simulation[] = [];
  const start = timed(() => made.push(started(model, "ssa"))).cost;
  const [run] = made;
  const outcome = timed(() => {
    run.advanceTo(until);
    return Number(run.statistics()["reactions"]);
  });
  return { ...outcome, start, held: held() - before };
}

/** A run at time 0, with its molecules. */
function started(model: ModelSource, method: MethodName, tolerance?: number): Simulation {
  const host = new MemoryHost(new Map([[main, inTendril(model)]]));
  const { compiled, diagnostics } = compile({ main, host, experiment: null, method });
  const traits = engines.find(({ name }) => name === method);
  if (compiled === null || traits === undefined)
    throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const run = new Simulation(compiled, traits, {
    seed: "1",
    ...(tolerance === undefined ? {} : { relativeTolerance: tolerance, absoluteTolerance: tolerance }),
  });
  run.advanceTo(0);
  return run;
}

/** Reactions of a network, from the rules on. */
function generate(model: ModelSource): Outcome {
  const sink = new DiagnosticSink();
  const sources = load(main, new MemoryHost(new Map([[main, inTendril(model)]])), sink);
  if (sources === null) throw new Error("no source");
  const program = bind(sources, sink);
  const checker = checkProgram(sources, program, sink);
  const chosen = chooseModel(sources, program, null, sink);
  if (chosen === null) throw new Error(sink.diagnostics.map(({ message }) => message).join("\n"));
  const { structured, graph } = flatten({ program, checker, ...chosen, hash: sources.hash, sink });
  if (structured === null) throw new Error("no molecules");
  return timed(() => generateNetwork(structured, graph, defaultNetworkLimits).reactions.length);
}

function timed(act: () => number): Outcome {
  const before = process.cpuUsage();
  const work = act();
  const { user, system } = process.cpuUsage(before);
  return { work, cost: (user + system) / 1e6 };
}
