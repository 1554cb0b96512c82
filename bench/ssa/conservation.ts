/**
 * Conserved totals over a hundred million reactions, by every way to choose them that can run the model, by leaps and by the
 * hybrid method: the largest deviation of any total from its initial value, which is to be 0 exactly.
 */
import { compile } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import { engines } from "../../runtime/engines/registry.ts";
import { selections } from "../../runtime/engines/ssa/selectors.ts";
import type { MethodName } from "../../runtime/methods.ts";
import { Simulation } from "../../runtime/simulation.ts";
import { SimulationError } from "../../runtime/simulationError.ts";
import type { TableBenchmark } from "../benchmark.ts";
import { figures } from "../statistics.ts";

/** Two totals: the enzyme, and the substrate in all its forms. Numbers are large enough for leaps. */
const text = (scale: number): string => `language 1.0
model Cycle {
  species E = ${220 * scale} count
  species S = ${1000 * scale} count
  species ES, P = 0 count
  rule bind:   E + S -> ES @ ${0.0016 / scale} /count/s
  rule unbind: ES -> E + S @ 0.1 /s
  rule make:   ES -> E + P @ 0.1 /s
  rule back:   P -> S      @ 0.1 /s
}
`;

interface Way {
  readonly method: MethodName;
  readonly selection: string | null;
  readonly scale: number;
}

const ways: readonly Way[] = [
  ...selections.map(({ name }): Way => ({ method: "ssa", selection: name, scale: 1 })),
  { method: "network_free", selection: null, scale: 1 },
  { method: "tau", selection: null, scale: 1000 },
  { method: "hybrid", selection: null, scale: 1000 },
];

export const conservation: TableBenchmark = {
  name: "ssa/conservation",
  about: "the largest deviation of conserved totals over many reactions: 0 is exact",
  table: ({ quick }) => Promise.resolve(ways.map((way) => line(way, quick ? 1e6 : 1e8)).join("\n")),
};

function line({ method, selection, scale }: Way, wanted: number): string {
  const name = selection ?? method;
  const run = started(method, selection, scale);
  if (run === null) return `  ${name}: can not run this model`;
  const totals = (): readonly number[] => {
    const [e, s, es, p] = ["E", "S", "ES", "P"].map((species) => run.state(species));
    return [e + es, s + es + p];
  };
  const [enzyme, substrate] = totals();
  let worst = 0;
  let fired = 0;
  // Some 50 reactions in a second for each thousand of the substrate.
  const stretch = wanted / 50 / scale / 100;
  for (let k = 1; fired < wanted && k <= 1000; k++) {
    run.advanceTo(k * stretch);
    const [e, s] = totals();
    worst = Math.max(worst, Math.abs(e - enzyme), Math.abs(s - substrate));
    const { reactions = 0, continuousFirings = 0 } = run.statistics();
    fired = Number(reactions) + Number(continuousFirings);
  }
  return `  ${name}: deviation ${worst} over ${figures(fired)} reactions`;
}

function started(method: MethodName, selection: string | null, scale: number): Simulation | null {
  const host = new MemoryHost(new Map([["m.tdl", text(scale)]]));
  const { compiled } = compile({ main: "m.tdl", host, experiment: null, method });
  const traits = engines.find(({ name }) => name === method);
  if (compiled === null || traits === undefined) throw new Error("the model can not be compiled");
  try {
    return new Simulation(compiled, traits, { seed: "1", ...(selection === null ? {} : { selection }) });
  } catch (error) {
    if (error instanceof SimulationError) return null;
    throw error;
  }
}
