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
import { microstates, type MicrostateTables } from "../../runtime/surrogate/microstates.ts";
import { fdExp } from "../../runtime/math/exp.ts";
import { fdLog } from "../../runtime/math/log.ts";
import {
  surrogatePartials,
  type SurrogateNetTables,
  surrogateValues,
} from "../../runtime/surrogate/surrogateNet.ts";
import { amountDimension, dimensionless, timeDimension } from "../../runtime/units/dimension.ts";
import { dependencies } from "../expression/dependencies.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import { substitute } from "../expression/substitute.ts";
import { displayIn } from "../model/displayUnit.ts";
import type { DisplayUnit, Origin } from "../model/origin.ts";
import type {
  FlatEvent,
  FlatFlow,
  FlatFunction,
  FlatModel,
  FlatReaction,
  FlatSubmodel,
  FlatVariable,
} from "../model/flatModel.ts";
import { mapFlat, mapReaction } from "../model/mapFlat.ts";
import type { Artefact } from "./artefact.ts";
import type { CardInput, CardLedger, CardRetained, CardRow } from "./card.ts";
import { findCut } from "./cut.ts";
import { type GuardBound, guardedRanges } from "./guardBounds.ts";
import { channelVelocity, lawVariables, type ReducedState } from "./law.ts";
import { removeSpecies } from "./removeSpecies.ts";
import { canonicalName, exactValue } from "./submodel.ts";

export interface Embedding {
  readonly artefact: Artefact;
  readonly submodel: FlatSubmodel;
  readonly outside: "fallback exact" | "clamp" | "error" | "unguarded";
  /** Amounts are whole numbers in this engine. */
  readonly isStochastic: boolean;
  readonly origin: Origin;
}

export interface Embedded {
  readonly flat: FlatModel;
  /** Names of what the module shows and the surrogate does not follow, which is left out of the results. */
  readonly leftOut: readonly string[];
  /** What the surrogate holds of shared species, in the order of the card. */
  readonly ledgers: readonly ExpressionId[];
}

/** The module in the model around is not the one that the surrogate was trained on. */
export class EmbeddingError extends Error {}

/** The guard looks for the first time so soon after the start, in s. */
const firstLook = 1e-9;

/** @throws EmbeddingError when the module in this model has other molecules than the card says. */
export function embedSurrogate(flat: FlatModel, embedding: Embedding): Embedded {
  return new Embedder(flat, embedding).run();
}

class Embedder {
  readonly #flat: FlatModel;
  readonly #embedding: Embedding;
  readonly #variables: FlatVariable[] = [];
  readonly #flows: FlatFlow[] = [];
  readonly #events: FlatEvent[] = [];
  readonly #functions: FlatFunction[] = [];

  constructor(flat: FlatModel, embedding: Embedding) {
    this.#flat = flat;
    this.#embedding = embedding;
  }

  run(): Embedded {
    const { graph } = this.#flat;
    const { card, tensors } = this.#embedding.artefact;
    const { submodel, outside } = this.#embedding;
    const { prefix } = submodel;
    const keepsExact = outside === "fallback exact";
    const number = (value: number): ExpressionId => graph.number(value);
    const isOwn = (reaction: FlatReaction): boolean => reaction.name.startsWith(prefix);

    // The state of the reduced model.
    const mode = this.#variable(`${card.surrogate} off`, 0, plainNumber);
    const on = graph.equal(mode.value, number(0));
    const retained = this.#followed(card.retained, ({ name, initial }) => {
      const shown = submodel.values.find((value) => value.name === name);
      return this.#variable(`sum of ${name}`, initial, { ...(shown?.display ?? plainNumber) });
    });
    const ledgers = this.#followed(
      card.ledgers,
      ({ owner, initial }) => this.#variable(`held ${card.shared[owner]?.port ?? ""}`, initial, countDisplay),
      retained,
    );
    const sharedSpecies = card.shared.map(({ port }) => this.#sharedSpecies(port));
    const raw = card.inputs.map((input) => this.#inputValue(input));
    const state: ReducedState = {
      inputs: outside === "clamp" ? raw.map((value, i) => this.#clamped(value, card.inputs[i])) : raw,
      retained: retained.map(({ value }) => value),
      ledgers: ledgers.map(({ value }) => value),
      shared: sharedSpecies.map((index, s) =>
        this.#sharedMeasure(index, card.shared[s]?.measure ?? "amount"),
      ),
    };
    const net = this.#net();

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
      if (index !== null) this.#flow({ kind: "variable", index }, rateOf(changes));
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
      this.#flow({ kind: "species", index }, held);
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
    if (outside !== "unguarded") this.#guard(mode, on, raw, retained, ledgers, net, own);
    const leavings = this.#variables.findIndex(({ name }) => name.endsWith(" leavings"));
    const outsideTime = this.#variables.findIndex(({ name }) => name.endsWith(" outside"));
    const first = this.#flat.variables.length;
    const tables = tensors.get("member 0");
    const combined: FlatModel = {
      ...this.#flat,
      reactions,
      species: this.#flat.species.map((species, index) =>
        own.includes(index) && keepsExact ? { ...species, initial: number(0) } : species,
      ),
      variables: [...this.#flat.variables, ...this.#variables],
      flows: [...this.#flat.flows, ...this.#flows],
      events: [...this.#flat.events, ...this.#events],
      functions: [...this.#flat.functions, ...this.#functions],
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

  /** Variables for what stands for itself, sums of these (of `others` for ledgers) for what follows. */
  #followed<Row extends CardRetained | CardLedger>(
    rows: readonly Row[],
    variable: (row: Row) => Variable,
    others?: readonly Followed[],
  ): Followed[] {
    const { graph } = this.#flat;
    const own = rows.map((row) => (row.follows === null ? variable(row) : null));
    const known = others ?? own;
    return rows.map(({ follows }, k): Followed => {
      const stands = own[k];
      if (stands !== null && stands !== undefined) return stands;
      const parts = (follows ?? []).map(({ row, coefficient }) => {
        const value = known[row]?.value;
        if (value === undefined) throw new EmbeddingError(`no row ${row}`);
        return graph.multiply([graph.number(coefficient), value]);
      });
      return { index: null, value: graph.add(parts) };
    });
  }

  #variable(name: string, initial: number, display: DisplayUnit): Variable {
    const { graph } = this.#flat;
    const full = `${this.#embedding.submodel.prefix}${name}`;
    const symbol = graph.declareSymbol(full, "state");
    const index = this.#flat.variables.length + this.#variables.length;
    this.#variables.push({
      name: full,
      kind: "variable",
      symbol,
      initial: graph.number(initial),
      display,
      doc: null,
    });
    return { index, symbol, value: graph.symbol(symbol) };
  }

  #flow(target: FlatFlow["target"], rate: ExpressionId): void {
    this.#flows.push({ target, rate, origin: this.#embedding.origin });
  }

  #port(name: string): FlatSubmodel["ports"][number] {
    const port = this.#embedding.submodel.ports.find((candidate) => candidate.name === name);
    if (port === undefined) throw new EmbeddingError(`there is no port ${name}`);
    return port;
  }

  #sharedSpecies(name: string): number {
    const port = this.#port(name);
    if (port.kind !== "species") throw new EmbeddingError(`${name} is no species`);
    return port.species;
  }

  #sharedMeasure(index: number, measure: "concentration" | "amount"): ExpressionId {
    const species = this.#flat.species[index];
    if (species === undefined) throw new Error(`no species ${index}`);
    if (measure === "amount" || species.size === null) return species.amount;
    return this.#flat.graph.divide(species.amount, species.size);
  }

  #inputValue({ name, measure }: CardInput): ExpressionId {
    const port = this.#port(name);
    if (port.kind === "species")
      return this.#sharedMeasure(port.species, measure === "concentration" ? measure : "amount");
    return port.value;
  }

  #clamped(value: ExpressionId, input: CardInput | undefined): ExpressionId {
    const { graph } = this.#flat;
    if (input === undefined) return value;
    return graph.minimum(graph.maximum(value, graph.number(input.low)), graph.number(input.high));
  }

  /** Defines the net's functions and gives the name of that of its values. */
  #net(): string {
    const { card, tensors } = this.#embedding.artefact;
    const { graph } = this.#flat;
    const name = graph.freeFunctionName("$surrogate");
    if (card.net === null) return name;
    const members = Array.from({ length: card.net.members }, (_, i) => {
      const tensor = tensors.get(`member ${i}`);
      if (tensor === undefined) throw new EmbeddingError(`the weights lack member ${i}`);
      return Array.from(tensor.values);
    });
    const { isLog, floor, centre, scale, widths, heads, spread } = card.net;
    const tables: SurrogateNetTables = { isLog, floor, centre, scale, widths, heads, spread, members };
    const arity = isLog.length;
    const slopes = `${name}Partials`;
    const partials = surrogatePartials(tables);
    graph.defineFunction({ name: slopes, arity, value: partials, partials: null });
    graph.defineFunction({ name, arity, value: surrogateValues(tables), partials: slopes });
    this.#functions.push(
      { name, maker: "surrogateValues", tables },
      { name: slopes, maker: "surrogatePartials", tables },
    );
    return name;
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

  // --- The guard

  #guard(
    mode: Variable,
    on: ExpressionId,
    raw: readonly ExpressionId[],
    retained: readonly Followed[],
    ledgers: readonly Followed[],
    net: string,
    own: readonly number[],
  ): void {
    const { graph, name: model } = this.#flat;
    const { card } = this.#embedding.artefact;
    const { outside, origin, submodel } = this.#embedding;
    const number = (value: number): ExpressionId => graph.number(value);
    const keepsExact = outside === "fallback exact";
    const positions = keepsExact ? this.#positions(own) : [];
    const exactSum = (row: CardRow): ExpressionId =>
      graph.add(
        row.species.map((index, i) => {
          const species = this.#flat.species[positions[index] ?? -1];
          if (species === undefined) throw new EmbeddingError("molecules are missing");
          return graph.multiply([number(row.weights[i] ?? 0), species.amount]);
        }),
      );
    const sums = card.retained.map(exactSumOrNull);
    const held = card.ledgers.map(exactSumOrNull);
    function exactSumOrNull(row: CardRow): ExpressionId | null {
      return keepsExact ? exactSum(row) : null;
    }
    const either = (value: ExpressionId, exactly: ExpressionId | null | undefined): ExpressionId =>
      exactly === null || exactly === undefined ? value : graph.conditional(on, value, exactly);
    const nowRetained = retained.map(({ value }, k) => either(value, sums[k]));
    const nowLedgers = ledgers.map(({ value }, m) => either(value, held[m]));
    const ranges = guardedRanges(card);
    const bounds = [
      ...raw.flatMap((value, i) => boundsOf(value, card.inputs[i] ?? null)),
      ...[...nowRetained, ...nowLedgers].flatMap((value, k): Bound[] =>
        (ranges[k] ?? []).map((bound) => ({ ...bound, value })),
      ),
    ];
    function boundsOf(value: ExpressionId, input: CardInput | null): Bound[] {
      if (input === null) return [];
      const { low, high, isLog } = input;
      // What stays the same in a run needs no way back in.
      const isFixed = [...dependencies(graph, value)].every(
        (symbol) => graph.symbolInfo(symbol).kind === "parameter",
      );
      const room = isFixed ? 0 : card.guard.margin * (isLog ? fdLog(high / low) : high - low);
      return [
        { value, side: "low", leave: low, back: isLog ? low * fdExp(room) : low + room },
        { value, side: "high", leave: high, back: isLog ? high * fdExp(-room) : high - room },
      ];
    }
    const left = bounds.map(({ value, side, leave }) =>
      side === "low" ? graph.less(value, number(leave)) : graph.greater(value, number(leave)),
    );
    const inside = bounds.map(({ value, side, back }) =>
      side === "low" ? graph.greaterEqual(value, number(back)) : graph.lessEqual(value, number(back)),
    );
    if (card.net !== null && card.net.members > 1) {
      const operands = [...raw, ...nowRetained, ...nowLedgers];
      const spread = graph.call(net, card.net.heads.length, operands);
      left.push(graph.greater(spread, number(card.guard.leave)));
      inside.push(graph.less(spread, number(card.guard.rejoin)));
    }
    const leavings = this.#variable(`${card.surrogate} leavings`, 0, plainNumber);
    const time = this.#variable(`${card.surrogate} outside`, 0, displayIn("s", timeDimension));
    this.#flow({ kind: "variable", index: time.index }, mode.value);
    const started = graph.greaterEqual(graph.symbol(this.#flat.time), number(firstLook));
    const assign = (target: FlatFlow["target"], value: ExpressionId): FlatEvent["assignments"][number] => ({
      target,
      value,
      origin,
    });
    const toVariable = ({ index }: Followed, value: ExpressionId): FlatEvent["assignments"] =>
      index === null ? [] : [assign({ kind: "variable", index }, value)];
    const leaving = [
      ...toVariable(mode, number(1)),
      ...toVariable(leavings, graph.add([leavings.value, number(1)])),
    ];
    const returning = [...toVariable(mode, number(0))];
    if (keepsExact) {
      const rebuild = this.#library();
      const operands = [...ledgers, ...retained].map(({ value }) => value).concat(raw);
      positions.forEach((index, i) => {
        leaving.push(assign({ kind: "species", index }, graph.call(rebuild, i, operands)));
        returning.push(assign({ kind: "species", index }, number(0)));
      });
      ledgers.forEach((ledger, m) => {
        const rest = graph.call(rebuild, positions.length + m, operands);
        leaving.push(
          ...toVariable(ledger, number(0)),
          this.#giveBack(card.ledgers[m]?.owner ?? 0, rest, assign),
        );
        returning.push(...toVariable(ledger, held[m] ?? number(0)));
      });
      retained.forEach((sum, k) => {
        leaving.push(...toVariable(sum, number(0)));
        returning.push(...toVariable(sum, sums[k] ?? number(0)));
      });
    }
    const what = submodel.prefix === "" ? model : submodel.prefix.slice(0, -1);
    this.#events.push(
      {
        name: `${what} leaves the domain of ${card.surrogate}`,
        trigger: graph.and([started, on, graph.or(left)]),
        priority: number(-1),
        assignments: leaving,
        ...(outside === "error"
          ? { stop: `${what} leaves the domain that the surrogate ${card.surrogate} was trained for.` }
          : {}),
      },
      {
        name: `${what} is back in the domain of ${card.surrogate}`,
        trigger: graph.and([graph.not(on), ...inside]),
        priority: number(-2),
        assignments: returning,
      },
    );
  }

  #giveBack(
    shared: number,
    rest: ExpressionId,
    assign: (target: FlatFlow["target"], value: ExpressionId) => FlatEvent["assignments"][number],
  ): FlatEvent["assignments"][number] {
    const { graph } = this.#flat;
    const index = this.#sharedSpecies(this.#embedding.artefact.card.shared[shared]?.port ?? "");
    const species = this.#flat.species[index];
    if (species === undefined) throw new Error(`no species ${index}`);
    const back =
      species.holds === "concentration" && species.size !== null ? graph.divide(rest, species.size) : rest;
    return assign({ kind: "species", index }, graph.add([graph.symbol(species.symbol), back]));
  }

  /** Where each species of the card stands in this model. */
  #positions(own: readonly number[]): readonly number[] {
    const { card } = this.#embedding.artefact;
    const { prefix } = this.#embedding.submodel;
    const byName = new Map(
      own.map((index) => [canonicalName(this.#flat.species[index]?.name ?? "", prefix), index]),
    );
    if (byName.size !== card.species.length)
      throw new EmbeddingError(`${byName.size} kinds of molecules, not ${card.species.length}`);
    return card.species.map((name) => {
      const index = byName.get(name);
      if (index === undefined) throw new EmbeddingError(`no ${name}`);
      return index;
    });
  }

  /** Defines the function that rebuilds hidden states and gives its name. */
  #library(): string {
    const { card, tensors } = this.#embedding.artefact;
    const rows: readonly CardRow[] = [...card.totals, ...card.ledgers, ...card.retained];
    const start = [0];
    for (const { species } of rows) start.push((start.at(-1) ?? 0) + species.length);
    const amounts = tensors.get("library amounts")?.values ?? new Float64Array(0);
    const coordinates = tensors.get("library coordinates")?.values ?? new Float64Array(0);
    const size = card.species.length;
    const places = card.library.scale.length;
    const tables: MicrostateTables = {
      size,
      start,
      species: rows.flatMap(({ species }) => species),
      weight: rows.flatMap(({ weights }) => weights),
      totals: card.totals.map(({ value }) => value),
      ledgers: card.ledgers.length,
      inputIsLog: card.inputs.map(({ isLog }) => isLog),
      scale: card.library.scale,
      library: Array.from({ length: card.library.states }, (_, i) => ({
        amounts: Array.from(amounts.subarray(i * size, (i + 1) * size)),
        coordinates: Array.from(coordinates.subarray(i * places, (i + 1) * places)),
      })),
      isWhole: this.#embedding.isStochastic,
    };
    const name = this.#flat.graph.freeFunctionName("$microstates");
    const arity = card.ledgers.length + card.retained.length + card.inputs.length;
    this.#flat.graph.defineFunction({ name, arity, value: microstates(tables), partials: null });
    this.#functions.push({ name, maker: "microstates", tables });
    return name;
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

interface Variable {
  readonly index: number;
  readonly symbol: SymbolId;
  readonly value: ExpressionId;
}

/** What is known of a sum or ledger; `index` null: it follows from variables. */
interface Followed {
  readonly index: number | null;
  readonly value: ExpressionId;
}

interface Bound extends GuardBound {
  readonly value: ExpressionId;
}

const plainNumber: DisplayUnit = displayIn("unitless", dimensionless);
const countDisplay: DisplayUnit = displayIn("count", amountDimension);
