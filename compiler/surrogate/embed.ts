/**
 * Puts a trained surrogate in the place of its module.
 *
 * What it adds are variables with flows, so that every engine with continuous states can run it: the sums of its
 * retained values, and the ledgers of what it holds of shared species. Shared species change by the same
 * velocities, through the stoichiometry. Events are the guard.
 *
 * With `fallback exact` the module stays beside it. While the surrogate is on, the module's amounts are zero, and
 * with them its velocities (reactions without a reactant of its own are switched). When the domain is left, one
 * event rebuilds the amounts (runtime/surrogate/microstates.ts) and puts the surrogate's variables to zero; when
 * it is entered again, one event does the reverse. So at any time everything shared is in the shared pools, in
 * the ledgers, or in the module's molecules, and the state of the simulation holds all of it.
 */
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import { substitute } from "../expression/substitute.ts";
import type { FlatModel, FlatReaction } from "../model/flatModel.ts";
import { mapFlat, mapReaction } from "../model/mapFlat.ts";
import { Additions, countDisplay, type Embedding, type Followed, plainNumber } from "./additions.ts";
import type { CardInput } from "./card.ts";
import { findCut } from "./cut.ts";
import { addGuard } from "./guardEvents.ts";
import { channelVelocity, lawVariables, type ReducedState } from "./law.ts";
import { removeSpecies } from "./removeSpecies.ts";
import { exactValue } from "./submodel.ts";
import { defineNet } from "./tabledFunctions.ts";

export interface Embedded {
  readonly flat: FlatModel;
  /** Names of what the module shows and the surrogate does not follow, which is left out of the results. */
  readonly leftOut: readonly string[];
  /** What the surrogate holds of shared species, in the order of the card. */
  readonly ledgers: readonly ExpressionId[];
}

/** @throws EmbeddingError when the module in this model has other molecules than the card says. */
export function embedSurrogate(flat: FlatModel, embedding: Embedding): Embedded {
  return new Embedder(flat, embedding).run();
}

class Embedder {
  readonly #flat: FlatModel;
  readonly #embedding: Embedding;
  readonly #additions: Additions;

  constructor(flat: FlatModel, embedding: Embedding) {
    this.#flat = flat;
    this.#embedding = embedding;
    this.#additions = new Additions(flat, embedding);
  }

  run(): Embedded {
    const additions = this.#additions;
    const { graph } = this.#flat;
    const { card, tensors } = this.#embedding.artefact;
    const { submodel, outside } = this.#embedding;
    const { prefix } = submodel;
    const keepsExact = outside === "fallback exact";
    const number = (value: number): ExpressionId => graph.number(value);
    const isOwn = (reaction: FlatReaction): boolean => reaction.name.startsWith(prefix);

    // The state of the reduced model.
    const mode = additions.variable(`${card.surrogate} off`, 0, plainNumber);
    const on = graph.equal(mode.value, number(0));
    const retained = additions.followed(card.retained, ({ name, initial }) => {
      const shown = submodel.values.find((value) => value.name === name);
      return additions.variable(`sum of ${name}`, initial, { ...(shown?.display ?? plainNumber) });
    });
    const ledgers = additions.followed(
      card.ledgers,
      ({ owner, initial }) =>
        additions.variable(`held ${card.shared[owner]?.port ?? ""}`, initial, countDisplay),
      retained,
    );
    const sharedSpecies = card.shared.map(({ port }) => additions.sharedSpecies(port));
    const raw = card.inputs.map((input) => additions.inputValue(input));
    const state: ReducedState = {
      inputs: outside === "clamp" ? raw.map((value, i) => this.#clamped(value, card.inputs[i])) : raw,
      retained: retained.map(({ value }) => value),
      ledgers: ledgers.map(({ value }) => value),
      shared: sharedSpecies.map((index, s) =>
        additions.sharedMeasure(index, card.shared[s]?.measure ?? "amount"),
      ),
    };
    const net = defineNet(additions);

    // Velocities, through the stoichiometry.
    const velocities = card.channels.map((channel) => {
      const velocity = channelVelocity(graph, card, channel, state, net);
      // While the module runs sums and ledgers are zero, and with them what uses them up.
      const stops = channel.limits.some(
        (row) => (channel.retained[row] ?? channel.ledgers[row - card.retained.length] ?? 0) < 0,
      );
      return keepsExact && !stops ? graph.conditional(on, velocity, number(0)) : velocity;
    });
    const rateOf = (changes: readonly number[]): ExpressionId =>
      graph.add(changes.map((change, c) => graph.multiply([number(change), velocities[c] ?? number(0)])));
    const follow = ({ index }: Followed, changes: readonly number[]): void => {
      if (index !== null) additions.flow({ kind: "variable", index }, rateOf(changes));
    };
    retained.forEach((sum, k) =>
      follow(
        sum,
        card.channels.map((channel) => channel.retained[k] ?? 0),
      ),
    );
    ledgers.forEach((ledger, m) =>
      follow(
        ledger,
        card.channels.map((channel) => channel.ledgers[m] ?? 0),
      ),
    );
    sharedSpecies.forEach((index, s) => {
      const changes = card.channels.map((channel) => channel.shared[s] ?? 0);
      const species = this.#flat.species[index];
      if (species === undefined || species.isFixed || changes.every((change) => change === 0)) return;
      const rate = rateOf(changes);
      const held =
        species.holds === "concentration" && species.size !== null ? graph.divide(rate, species.size) : rate;
      additions.flow({ kind: "species", index }, held);
    });

    // What the module shows.
    const shown = new Map<SymbolId, ExpressionId>();
    const exact = new Map<SymbolId, ExpressionId>();
    const followed = new Set<string>();
    for (const value of submodel.values) {
      const exactly = exactValue(this.#flat, submodel, value.name);
      if (exactly === null) continue;
      exact.set(value.symbol, exactly);
      const reduced = this.#reducedValue(value.name, state, net);
      if (reduced === null) continue;
      followed.add(value.name);
      shown.set(value.symbol, keepsExact ? graph.conditional(on, reduced, exactly) : reduced);
    }
    const { own, leftOut } = findCut(this.#flat, submodel, followed);
    const { gates, amounts } = this.#flat.waiting ?? { gates: [], amounts: [] };
    const ownSymbols = own.flatMap((index) => this.#flat.species[index]?.symbol ?? []);
    const waiting = { gates: [...gates, mode.symbol], amounts: [...amounts, ...ownSymbols] };

    // The module: left out, or switched.
    const reactions = this.#flat.reactions.flatMap((reaction) => {
      if (!isOwn(reaction)) return [reaction];
      if (!keepsExact) return [];
      const exactly = mapReaction(reaction, (id) => substitute(graph, id, exact));
      const isDriven = reaction.reactants.some(({ species }) => own.includes(species));
      if (isDriven && reaction.rate.kind === "massAction") return [{ ...exactly, gate: mode.index }];
      return [mapReaction(exactly, (id) => this.#switchedRate(reaction, id, on))];
    });
    if (outside !== "unguarded") addGuard(additions, { mode, on, inputs: raw, retained, ledgers, net, own });
    const leavings = additions.variables.findIndex(({ name }) => name.endsWith(" leavings"));
    const outsideTime = additions.variables.findIndex(({ name }) => name.endsWith(" outside"));
    const first = this.#flat.variables.length;
    const tables = tensors.get("member 0");
    const combined: FlatModel = {
      ...this.#flat,
      reactions,
      species: this.#flat.species.map((species, index) =>
        own.includes(index) && keepsExact ? { ...species, initial: number(0) } : species,
      ),
      variables: [...this.#flat.variables, ...additions.variables],
      flows: [...this.#flat.flows, ...additions.flows],
      events: [...this.#flat.events, ...additions.events],
      functions: [...this.#flat.functions, ...additions.functions],
      submodels: this.#flat.submodels.filter((other) => other !== submodel),
      ...(keepsExact ? { waiting } : {}),
      surrogates: [
        ...this.#flat.surrogates,
        {
          name: card.surrogate,
          part: prefix === "" ? this.#flat.name : prefix.slice(0, -1),
          runs: keepsExact ? "surrogate and exact" : "surrogate",
          reason: outside,
          hash: tables === undefined ? "" : card.hashes.weights,
          leavings: leavings < 0 ? null : first + leavings,
          outside: outsideTime < 0 ? null : first + outsideTime,
        },
      ],
    };
    // What is seen is decided before values are replaced: they may stand for the module's molecules.
    const kept = this.#withoutUnseen(combined, leftOut);
    const replaced = mapFlat(kept, (id) => substitute(graph, id, shown));
    return {
      flat: keepsExact ? replaced : removeSpecies(replaced, new Set(own)),
      leftOut,
      ledgers: ledgers.map(({ value }) => value),
    };
  }

  // --- Pieces

  #clamped(value: ExpressionId, input: CardInput | undefined): ExpressionId {
    const { graph } = this.#flat;
    if (input === undefined) return value;
    return graph.minimum(graph.maximum(value, graph.number(input.low)), graph.number(input.high));
  }

  #reducedValue(name: string, state: ReducedState, net: string): ExpressionId | null {
    const { graph } = this.#flat;
    const { card } = this.#embedding.artefact;
    const k = card.retained.findIndex((row) => row.name === name);
    const sum = state.retained[k];
    if (sum !== undefined) return graph.add([graph.number(card.retained[k]?.offset ?? 0), sum]);
    const head = card.outputs.findIndex((output) => output.name === name);
    const output = card.outputs[head];
    if (output === undefined) return null;
    return graph.add([graph.number(output.offset), graph.call(net, head, lawVariables(state))]);
  }

  /** A rate that is zero while the surrogate is on; sizes stay as they are. */
  #switchedRate({ rate }: FlatReaction, id: ExpressionId, on: ExpressionId): ExpressionId {
    const { graph } = this.#flat;
    if (rate.kind === "massAction" && id === rate.size) return id;
    return graph.conditional(on, graph.number(0), id);
  }

  /** The model with what is not followed left out of its results. */
  #withoutUnseen(flat: FlatModel, leftOut: readonly string[]): FlatModel {
    if (leftOut.length === 0) return flat;
    const isKept = (name: string): boolean => !leftOut.includes(name);
    return {
      ...flat,
      observables: flat.observables.filter(({ name }) => isKept(name)),
      experiment: {
        ...flat.experiment,
        plots: flat.experiment.plots
          .map((plot) => ({ ...plot, values: plot.values.filter(isKept) }))
          .filter(({ values, against }) => values.length > 0 && isKept(against)),
      },
    };
  }
}
