/** Trains surrogates of small models in memory. */
import { createHash } from "node:crypto";
import { compile, frontEnd } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import { defaultNetworkLimits } from "../../compiler/plan/network/network.ts";
import { cardText } from "../../compiler/surrogate/artefact.ts";
import { type PreparedModule, prepareModule } from "../../compiler/surrogate/prepareModule.ts";
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { trainSurrogate, type TrainedSurrogate } from "../../learn/trainSurrogate.ts";
import { noStore, type TrainingStore } from "../../learn/trainingStore.ts";
import { trainingRequest } from "../../learn/trainingRequest.ts";
import type { MethodName } from "../../runtime/methods.ts";

export interface TrainedModel extends TrainedSurrogate {
  readonly prepared: PreparedModule;
  /** Holds the text as `m.tdl` and the artefact beside it. */
  readonly host: MemoryHost;
  readonly text: string;
}

export function prepare(text: string, name: string): PreparedModule {
  return prepareWith(text, name).prepared;
}

function prepareWith(text: string, name: string) {
  const sink = new DiagnosticSink();
  const front = frontEnd({ main: "m.tdl", host: new MemoryHost(new Map([["m.tdl", text]])) }, sink);
  const symbol = front?.program.main.lookup(name);
  if (front === null || symbol?.kind !== "surrogate") throw new Error(`no surrogate ${name}`);
  const prepared = prepareModule({ ...front, symbol, limits: defaultNetworkLimits, sink });
  if (prepared === null || sink.hasErrors)
    throw new Error(sink.diagnostics.map(({ message }) => message).join());
  return { front, prepared };
}

export async function trainModel(
  text: string,
  name: string,
  options: { readonly jobs?: number; readonly store?: TrainingStore } = {},
): Promise<TrainedModel> {
  const { front, prepared } = prepareWith(text, name);
  const trained = await trainSurrogate(prepared, {
    request: trainingRequest(prepared, front.program, front.checker),
    modelHash: front.sources.hash,
    experimentRows: [],
    horizon: null,
    jobs: options.jobs ?? 1,
    store: options.store ?? noStore,
    onProgress: () => undefined,
  });
  return { ...trained, prepared, text, host: hostWith(text, name, trained) };
}

export function hostWith(text: string, name: string, { artefact, weights }: TrainedSurrogate): MemoryHost {
  return new MemoryHost(
    new Map([
      ["m.tdl", text],
      [`${name}.surrogate/card.json`, cardText(artefact.card)],
    ]),
    new Map([[`${name}.surrogate/weights.safetensors`, weights]]),
  );
}

export function compileModel(host: MemoryHost, experiment: string, method: MethodName | null = null) {
  return compile({ main: "m.tdl", host, experiment, method });
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** An enzyme whose states settle fast: its laws become formulas. */
export const enzymeText = `language 1.0
module Enzyme {
  share compartment cell { volume 1 um^3 }
  share species S in cell = 2 uM
  share species P in cell = 0 uM
  species E in cell = 400 count
  species ES1, ES2, EP in cell = 0 count
  rule bind: S + E <-> ES1 @ 0.5 /uM/s, back 3 /s
  rule turn1: ES1 <-> ES2 @ 400 /s, back 300 /s
  rule turn2: ES2 <-> EP @ 500 /s, back 200 /s
  rule free: EP -> E + P @ 2 /s
  observe bound = count ES1 + count ES2 + count EP
  observe idle = count E
}
model Cell {
  compartment cell { volume 1 um^3 }
  species S in cell = 2 uM
  species P in cell = 0 uM
  part enzyme = Enzyme(cell = cell, S = S, P = P)
  observe substrate: uM = [S]
  observe total = count S + count P + enzyme.bound
}
surrogate quick of Enzyme {
  inputs S in 0.02 uM .. 10 uM log
  outputs bound, flux(S), flux(P)
  kind moments retain bound
  train runs 30 sampling sobol seed "7"
  accept nrmse(bound) <= 2 %, nrmse_p99(bound) <= 5 %, speedup >= 0.001
  keep total(E), nonnegative
  outside fallback exact
}
experiment inside of Cell { use quick for enzyme  until 20 s  every 1 s }
experiment excursion of Cell {
  use quick for enzyme
  until 20 s  every 1 s
  event more when time >= 8.25 s set [S] = 15 uM
  event less when time >= 10.25 s set [S] = 5 uM
}
`;

/** Calmodulin that gates a kinase: its laws need a net. */
/** A module whose input is a value with a declared range. */
export const drivenText = `language 1.0
module Switch {
  share compartment cell { volume 1 um^3 }
  input drive: /s = 1 /s { range 0.1 .. 10 }
  species A in cell = 1000 count
  species B in cell = 0 count
  rule turn: A <-> B @ drive, back 1 /s
  observe turned = count B
}
model Cell {
  compartment cell { volume 1 um^3 }
  part switch = Switch(cell = cell, drive = 2 /s)
}
surrogate quick of Switch {
  inputs drive in 0.1 /s .. 10 /s log
  outputs turned
  kind moments retain turned
  train runs 12 sampling sobol seed "3"
  accept nrmse(turned) <= 2 %, speedup >= 0.001
  outside clamp
}
experiment inside of Cell { use quick for switch  until 5 s  every 1 s }
`;

export const gateText = `language 1.0
module Gate {
  share compartment cell { volume 1 um^3 }
  share species Ca in cell = 0.1 uM
  molecule CaM { c {0, 1, 2}, k }
  molecule K { cam, T {u, p} }
  rule c1: Ca + CaM(c{0}) -> Ca + CaM(c{1}) @ 40 /uM/s
  rule c1off: CaM(c{1}) -> CaM(c{0}) @ 400 /s
  rule c2: Ca + CaM(c{1}) -> Ca + CaM(c{2}) @ 100 /uM/s
  rule c2off: CaM(c{2}) -> CaM(c{1}) @ 90 /s
  rule bind: CaM(c{2}, k[.]) + K(cam[.]) -> CaM(c{2}, k[1]), K(cam[1]) @ 300 /uM/s
  rule off: CaM(k[1]), K(cam[1]) -> CaM(k[.]) + K(cam[.]) @ 300 /s
  rule phos: K(T{u -> p}, cam[_]) @ 2 /s
  rule deph: K(T{p -> u}, cam[.]) @ 0.5 /s
  init CaM = 2000 count in cell
  init K = 1000 count in cell
  observe active = fraction K(T{p})
}
model Cell {
  compartment cell { volume 1 um^3 }
  species Ca in cell = 0.1 uM
  part gate = Gate(cell = cell, Ca = Ca)
  rule leak: nothing -> Ca @ 2 uM/s
  rule pump: Ca -> nothing @ 20 /s
}
surrogate fast of Gate {
  inputs Ca in 0.05 uM .. 20 uM log
  outputs active
  kind moments retain active
  train runs 30 sampling sobol seed "2026"
  accept nrmse(active) <= 2 %, nrmse_p99(active) <= 5 %, speedup >= 0.001
  outside clamp
}
experiment pulses of Cell {
  use fast for gate
  until 6 s  every 0.1 s
  stimulus spikes adds Ca every 2 s for 6 s shape 100 uM/s * exp(-t / 0.1 s)
}
experiment flood of Cell {
  use fast for gate
  until 3 s  every 0.5 s
  event flood when time >= 1.25 s set [Ca] = 100 uM
}
`;

/** A fast switch that stays at rest with calcium. */
export const switchText = `language 1.0
module Switch {
  share compartment cell { volume 1 um^3 }
  share species Ca in cell = 0.1 uM
  species C0 in cell = 1000 count
  species C1, C2 in cell = 0 count
  rule up1: Ca + C0 -> Ca + C1 @ 40 /uM/s
  rule down1: C1 -> C0 @ 40 /s
  rule up2: Ca + C1 -> Ca + C2 @ 100 /uM/s
  rule down2: C2 -> C1 @ 9 /s
  observe half = count C1
  observe full = count C2
}
model Cell {
  compartment cell { volume 1 um^3 }
  species Ca in cell = 0.1 uM
  species X in cell = 0 uM
  part switch = Switch(cell = cell, Ca = Ca)
  rule make: nothing -> X total switch.full * 0.1 count/s
}
surrogate rest of Switch {
  inputs Ca in 0.01 uM .. 10 uM log
  outputs half, full
  kind steady_state
  train runs 40 sampling sobol seed "3"
  accept nrmse(full) <= 2 %, nrmse(half) <= 2 %, speedup >= 0.001
  outside fallback exact
}
experiment quick of Cell { use rest for switch  until 5 s  every 1 s }
`;
