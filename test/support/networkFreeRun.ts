/** Models run network-free, and the same state seen by the generated network. */
import { bind } from "../../compiler/bind/bind.ts";
import { checkProgram } from "../../compiler/check/check.ts";
import { chooseModel } from "../../compiler/chooseModel.ts";
import { compile } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import { load } from "../../compiler/load/load.ts";
import { flatten } from "../../compiler/model/flatten.ts";
import type { StructuredModel } from "../../compiler/model/structured.ts";
import { canonicalForm } from "../../compiler/plan/network/canonicalLabel.ts";
import type { ComplexGraph } from "../../compiler/plan/network/complexGraph.ts";
import { defaultNetworkLimits, type Network } from "../../compiler/plan/network/network.ts";
import { generateNetwork } from "../../compiler/plan/network/generateNetwork.ts";
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { SimulationState } from "../../runtime/engines/engine.ts";
import type { AgentMixture } from "../../runtime/engines/networkFree/agentMixture.ts";
import { NetworkFreeEngine } from "../../runtime/engines/networkFree/networkFreeEngine.ts";
import { PropensityTable } from "../../runtime/engines/ssa/propensities.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import type { MethodName } from "../../runtime/methods.ts";
import { RandomStream } from "../../runtime/random/randomStream.ts";

const main = "model.tdl";

/** A model's text, from the statements inside it. */
export function modelText(body: string): string {
  return `language 1.0\nmodel Test {\n${body}\n}\n`;
}

/** @throws Error that lists the diagnostics when there are errors. */
export function compileFor(text: string, method: MethodName): CompiledModel {
  const host = new MemoryHost(new Map([[main, text]]));
  const { compiled, diagnostics } = compile({ main, host, experiment: null, method });
  if (compiled === null)
    throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n"));
  return compiled;
}

/** The codes of what the compiler says. */
export function codesFor(text: string, method: MethodName): string[] {
  const host = new MemoryHost(new Map([[main, text]]));
  return compile({ main, host, experiment: null, method }).diagnostics.map(({ code }) => code);
}

export interface NetworkFreeRun {
  readonly model: CompiledModel;
  readonly state: SimulationState;
  readonly engine: NetworkFreeEngine;
}

export function startNetworkFree(model: CompiledModel, seed: string): NetworkFreeRun {
  const state = { t: 0, y: new Float64Array(model.states.length), c: new Float64Array(model.constantCount) };
  model.code.derive(state.c, new Uint8Array(model.parameters.length));
  model.code.initial(state.c, state.y);
  for (let i = 0; i < state.y.length; i++) if (model.states[i].discrete) state.y[i] = Math.round(state.y[i]);
  const random = RandomStream.fromSeed(seed, 1, "network_free");
  const engine = new NetworkFreeEngine(model, state, {
    relativeTolerance: 1e-6,
    absoluteTolerance: 1e-6,
    random,
  });
  return { model, state, engine };
}

/** The generated network of a model, which can be put into the state of a network-free run. */
export class NetworkView {
  readonly model: CompiledModel;
  readonly #network: Network;
  readonly #index: ReadonlyMap<string, number>;
  readonly #first: number;
  readonly #propensities: PropensityTable;
  readonly #c: Float64Array;
  readonly #y: Float64Array;

  constructor(text: string) {
    this.model = compileFor(text, "ssa");
    this.#network = networkOf(text);
    this.#index = new Map(this.#network.complexes.map((complex, i) => [this.#label(complex), i]));
    this.#first = this.model.states.findIndex(({ name }) => name.includes("("));
    const { jumps } = this.model;
    if (jumps === null) throw new Error("no reactions");
    this.#c = new Float64Array(this.model.constantCount);
    this.model.code.derive(this.#c, new Uint8Array(this.model.parameters.length));
    this.#propensities = new PropensityTable(this.model, jumps, this.#c);
    this.#propensities.readConstants(0);
    this.#y = new Float64Array(this.model.states.length);
  }

  /** Takes over the state of a run. @throws Error for a complex that the network does not know. */
  take({ model, state, engine }: NetworkFreeRun): void {
    this.#y.fill(0);
    this.model.states.forEach(({ name }, i) => {
      const own = model.states.findIndex((other) => other.name === name);
      if (own >= 0) this.#y[i] = state.y[own];
    });
    for (const complex of complexesOf(engine.network.mixture)) {
      const index = this.#index.get(this.#label(complex));
      if (index === undefined) throw new Error("a complex that no reaction makes");
      this.#y[this.#first + index]++;
    }
  }

  /** Sum of the propensities of each rule's reactions. */
  rulePropensities(t: number): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    this.model.jumps?.reactionNames.forEach((name, reaction) => {
      const value = this.#propensities.evaluate(reaction, t, this.#y);
      sums.set(name, (sums.get(name) ?? 0) + value);
    });
    return sums;
  }

  observe(t: number): number[] {
    const out = new Float64Array(this.model.observables.length);
    this.model.code.observe(t, this.#y, this.#c, out);
    return [...out];
  }

  #label(complex: ComplexGraph): string {
    return canonicalForm(complex, this.#network.layouts).label;
  }
}

/** The generated network of a model, with the rules that it comes from. */
export function networkOf(text: string): Network & { readonly structured: StructuredModel } {
  const sink = new DiagnosticSink();
  const sources = load(main, new MemoryHost(new Map([[main, text]])), sink);
  if (sources === null) throw new Error("no source");
  const program = bind(sources, sink);
  const checker = checkProgram(sources, program, sink);
  const chosen = chooseModel(sources, program, null, sink);
  if (chosen === null) throw new Error("no model");
  const flat = flatten({ program, checker, ...chosen, hash: sources.hash, sink });
  if (flat.structured === null) throw new Error("no molecules");
  const { structured } = flat;
  return { ...generateNetwork(structured, flat.graph, defaultNetworkLimits), structured };
}

/** Every complex of a mixture. */
function complexesOf({ store, connectivity }: AgentMixture): ComplexGraph[] {
  const complexes: ComplexGraph[] = [];
  const seen = new Set<number>();
  for (let agent = 0; agent < store.used; agent++) {
    if (store.type[agent] < 0 || seen.has(agent)) continue;
    connectivity.complexOf(agent);
    const members = Array.from(connectivity.found.subarray(0, connectivity.foundCount));
    for (const member of members) seen.add(member);
    const sites = members.flatMap((member) =>
      Array.from({ length: store.siteCount[store.type[member]] }, (_, k) => (member << store.shift) + k),
    );
    const place = new Map(sites.map((site, i) => [site, i]));
    const siteStart = [0];
    for (const member of members)
      siteStart.push((siteStart.at(-1) ?? 0) + store.siteCount[store.type[member]]);
    complexes.push({
      agentType: Int32Array.from(members, (member) => store.type[member]),
      agentCompartment: Int32Array.from(members, (member) => store.compartment[member]),
      siteStart: Int32Array.from(siteStart),
      siteAgent: Int32Array.from(sites, (site) => members.indexOf(site >> store.shift)),
      siteState: Int32Array.from(sites, (site) => store.stateOf(site)),
      sitePartner: Int32Array.from(sites, (site) => place.get(store.partner[site]) ?? -1),
    });
  }
  return complexes;
}
