/**
 * The submodel that a surrogate stands for, in the plain species of a network: its own species, the shared ones,
 * what is conserved, the retained values as sums of amounts, and the channels.
 *
 * A channel is all reactions of the module that change the retained values, the ledgers and the shared species
 * by the same. In terms of channels the module is a reaction network whose velocities alone are unknown: with
 * d(retained, ledgers, shared)/dt = E v, whatever is conserved by E is conserved for any v.
 */
import { differentiate } from "../expression/differentiate.ts";
import { evaluate } from "../expression/evaluate.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import { substitute } from "../expression/substitute.ts";
import type { DisplayUnit } from "../model/origin.ts";
import type { FlatModel, FlatReaction, FlatSubmodel } from "../model/flatModel.ts";
import { deterministicVelocity, netChanges } from "../plan/planOde.ts";
import { dependentRows, type RowPart } from "./dependentRows.ts";
import { boundOf, findInvariants, type Ledger } from "./invariants.ts";
import { randomStates } from "./randomStates.ts";
import { limitingRows } from "./limits.ts";
import { atDefaults } from "./parameterDefaults.ts";

export interface RetainedValue {
  readonly name: string;
  /** value = offset + sum of weight times amount. */
  readonly weights: Float64Array;
  readonly offset: number;
  /** The largest value that the totals allow; may be Infinity. */
  readonly bound: number;
  readonly initial: number;
  readonly exact: ExpressionId;
  readonly display: DisplayUnit;
}

export interface Channel {
  /** Change of each retained value, of each ledger and of each shared species by one event. */
  readonly retained: readonly number[];
  readonly ledgers: readonly number[];
  readonly shared: readonly number[];
  /** Retained values, then ledgers, that end it, and those alone (limits.ts). */
  readonly limits: readonly number[];
  /** Velocity in the exact module, in count/s. */
  readonly velocity: ExpressionId;
}

export interface Submodel {
  readonly flat: FlatModel;
  readonly source: FlatSubmodel;
  /** Indices into `flat.species`. */
  readonly species: readonly number[];
  /** Their names without the part's prefix and without compartments. */
  readonly speciesNames: readonly string[];
  readonly shared: readonly { readonly port: string; readonly species: number }[];
  readonly reactions: readonly FlatReaction[];
  readonly totals: readonly { readonly weights: Float64Array; readonly value: number }[];
  readonly ledgers: readonly (Ledger & { readonly bound: number; readonly initial: number })[];
  readonly retained: readonly RetainedValue[];
  readonly channels: readonly Channel[];
  /** For each retained value, then each ledger, the retained values that it follows from (dependentRows.ts). */
  readonly follows: readonly (readonly RowPart[] | null)[];
  /** Amounts at the start. */
  readonly initial: Float64Array;
}

export class SubmodelError extends Error {
  readonly value: string;
  readonly reason: string;

  constructor(value: string, reason: string) {
    super(`${value}: ${reason}`);
    this.value = value;
    this.reason = reason;
  }
}

/** Relative to its parts a sum of amounts is what its slopes say to this. */
const linearity = 1e-6;

/** Relative size below which a change is rounding. */
const negligible = 1e-9;

/** @throws SubmodelError for a retained value that is no sum of amounts. */
export function findSubmodel(flat: FlatModel, source: FlatSubmodel, retain: readonly string[]): Submodel {
  const reactions = flat.reactions.filter(({ name }) => name.startsWith(source.prefix));
  const shared = source.ports.flatMap((port) =>
    port.kind === "species" ? [{ port: port.name, species: port.species }] : [],
  );
  const sharedIndex = new Map(shared.map(({ species }, i) => [species, i]));
  const species = privateSpecies(flat, source, reactions, sharedIndex);
  const position = new Map(species.map((index, i) => [index, i]));
  const changes = reactions.map((reaction) => {
    const change = new Map<number, number>();
    for (const [index, amount] of netChanges(reaction)) {
      const own = position.get(index);
      const other = sharedIndex.get(index);
      if (own !== undefined && flat.species[index]?.isFixed !== true) change.set(own, amount);
      else if (other !== undefined) change.set(species.length + other, amount);
    }
    return change;
  });
  const found = findInvariants(species.length, shared.length, changes, moleculeCounts(flat, species));
  const at = atDefaults(flat);
  const initial = Float64Array.from(species, (index) =>
    at(flat.species[index]?.initial ?? flat.graph.number(0)),
  );
  const valueOf = (weights: Float64Array): number =>
    weights.reduce((sum, weight, i) => sum + weight * (initial[i] ?? 0), 0);
  const totals = found.totals.map(({ weights }) => ({ weights, value: valueOf(weights) }));
  const ledgers = found.ledgers.map((ledger) => ({
    ...ledger,
    bound: boundOf(ledger.weights, totals),
    initial: valueOf(ledger.weights),
  }));
  const retained = retain.map((name) => retainedValue(flat, source, name, species, initial, totals));
  const rows = [...retained, ...ledgers];
  const channels = findChannels(
    flat,
    reactions,
    changes,
    species.length,
    shared.length,
    ledgers,
    retained,
  ).map((channel) => ({
    ...channel,
    limits: limitingRows([...channel.retained, ...channel.ledgers], rows, totals),
  }));
  return {
    flat,
    source,
    species,
    speciesNames: species.map((index) => canonicalName(flat.species[index]?.name ?? "", source.prefix)),
    shared,
    reactions,
    totals,
    ledgers,
    retained,
    channels,
    follows: dependentRows(
      rows.map(({ weights }) => weights),
      ledgers.length,
    ),
    initial,
  };
}

/** The module's own plain species, and the complexes that its rules make or use. */
function privateSpecies(
  flat: FlatModel,
  { prefix }: FlatSubmodel,
  reactions: readonly FlatReaction[],
  shared: ReadonlyMap<number, number>,
): number[] {
  const used = new Set(
    reactions.flatMap(({ reactants, products }) => [...reactants, ...products].map(({ species }) => species)),
  );
  return flat.species.flatMap((entry, index) => {
    if (shared.has(index)) return [];
    const isOwn = entry.molecules === undefined ? entry.name.startsWith(prefix) : used.has(index);
    return isOwn ? [index] : [];
  });
}

/** A name that the species has whatever the module is a part of. */
export function canonicalName(name: string, prefix: string): string {
  return (name.startsWith(prefix) ? name.slice(prefix.length) : name).replaceAll(/ in [\w.]+/g, "");
}

/** For each type of molecule how many of it every species holds. */
function moleculeCounts(flat: FlatModel, species: readonly number[]): Float64Array[] {
  const types = new Set(species.flatMap((index) => flat.species[index]?.molecules ?? []));
  return [...types].map((type) =>
    Float64Array.from(
      species,
      (index) => (flat.species[index]?.molecules ?? []).filter((name) => name === type).length,
    ),
  );
}

/** The exact value of what a module shows, in terms of species alone. */
export function exactValue(flat: FlatModel, source: FlatSubmodel, name: string): ExpressionId | null {
  const replacements = new Map<SymbolId, ExpressionId>();
  for (const value of source.values) {
    const exact = substitute(flat.graph, value.exact, replacements);
    if (value.name === name) return exact;
    replacements.set(value.symbol, exact);
  }
  return null;
}

function retainedValue(
  flat: FlatModel,
  source: FlatSubmodel,
  name: string,
  species: readonly number[],
  initial: Float64Array,
  totals: Submodel["totals"],
): RetainedValue {
  const { graph } = flat;
  const exact = exactValue(flat, source, name);
  const value = source.values.find((candidate) => candidate.name === name);
  if (exact === null || value === undefined) throw new SubmodelError(name, "the module does not show it");
  const symbols = species.map((index) => speciesSymbol(flat, index));
  const at = atDefaults(flat);
  const states = new Map(symbols.map((symbol, i) => [symbol, initial[i] ?? 0]));
  const written = new Map(flat.parameters.map(({ symbol, value: id }) => [symbol, id]));
  const numberAt = (id: ExpressionId): number => {
    const result = evaluate(graph, id, (symbol) => {
      const parameter = written.get(symbol);
      return states.get(symbol) ?? (parameter === undefined ? Number.NaN : at(parameter));
    });
    return typeof result === "number" ? result : Number.NaN;
  };
  const slopes = Float64Array.from(differentiate(graph, exact, symbols), numberAt);
  const start = numberAt(exact);
  if (!Number.isFinite(start) || !slopes.every(Number.isFinite))
    throw new SubmodelError(name, "it depends on more than the module's own molecules");
  if (slopes.every((slope) => slope === 0))
    throw new SubmodelError(name, "it does not depend on the module's molecules");
  for (const state of randomStates(totals, species.length)) {
    symbols.forEach((symbol, i) => states.set(symbol, state[i] ?? 0));
    const linear = slopes.reduce((sum, slope, i) => sum + slope * ((state[i] ?? 0) - initial[i]), start);
    const size = slopes.reduce((sum, slope, i) => sum + Math.abs(slope * (state[i] ?? 0)), Math.abs(start));
    if (!(Math.abs(numberAt(exact) - linear) <= linearity * size))
      throw new SubmodelError(name, "it is not proportional to them; retain the sums that it is made of");
  }
  // Weights that a total can make positive are as good.
  const weights = lowest(slopes, totals);
  if (weights.some((weight) => weight < -negligible))
    throw new SubmodelError(name, "some molecules count against it; retain the sums that it is made of");
  const sum = weights.reduce((total, weight, i) => total + weight * (initial[i] ?? 0), 0);
  const bound = boundOf(weights, totals);
  return { name, weights, offset: start - sum, bound, initial: start, exact, display: value.display };
}

/** Of all that totals can make of the weights, the shortest without a negative one, if there is any. */
function lowest(weights: Float64Array, totals: Submodel["totals"]): Float64Array {
  const length = (row: Float64Array): number =>
    row.reduce((count, weight) => count + (weight === 0 ? 0 : 1), 0);
  // Which total is tried first decides, where molecules of several types stand in a species.
  const tries = totals.map((_, first) =>
    lifted(weights, [...totals.slice(first), ...totals.slice(0, first)]),
  );
  return [weights, ...tries].reduce((best, row) => {
    const isBetter = row.every((weight) => weight >= -negligible) && length(row) < length(best);
    return isBetter || best.some((weight) => weight < -negligible) ? row : best;
  });
}

function lifted(row: Float64Array, totals: Submodel["totals"]): Float64Array {
  const weights = Float64Array.from(row);
  for (const { weights: total } of totals) {
    if (!total.every((weight) => weight >= 0)) continue;
    let smallest = Number.POSITIVE_INFINITY;
    total.forEach((weight, i) => {
      if (weight > 0) smallest = Math.min(smallest, weights[i] / weight);
    });
    if (!Number.isFinite(smallest) || smallest === 0) continue;
    const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    for (let i = 0; i < weights.length; i++) {
      weights[i] -= smallest * total[i];
      if (Math.abs(weights[i]) < negligible * largest) weights[i] = 0;
    }
  }
  return weights;
}

export function speciesSymbol(flat: FlatModel, index: number): SymbolId {
  const entry = flat.species[index];
  if (entry === undefined) throw new Error(`no species ${index}`);
  return entry.symbol;
}

function findChannels(
  flat: FlatModel,
  reactions: readonly FlatReaction[],
  changes: readonly ReadonlyMap<number, number>[],
  privateCount: number,
  sharedCount: number,
  ledgers: readonly Ledger[],
  retained: readonly RetainedValue[],
): Omit<Channel, "limits">[] {
  const found = new Map<
    string,
    { readonly effect: Omit<Channel, "velocity" | "limits">; readonly terms: ExpressionId[] }
  >();
  const sizes = retained.map(({ weights }) => weights.reduce((most, weight) => Math.max(most, weight), 0));
  reactions.forEach((reaction, j) => {
    const change = changes[j];
    if (change === undefined) return;
    const shared = Array.from({ length: sharedCount }, (_, s) => change.get(privateCount + s) ?? 0);
    const sum = (weights: Float64Array, unit: number): number => {
      let total = 0;
      for (const [index, amount] of change) if (index < privateCount) total += weights[index] * amount;
      return Math.abs(total) < negligible * unit ? 0 : total;
    };
    const effect = {
      shared,
      ledgers: ledgers.map(({ weights }) => sum(weights, 1)),
      retained: retained.map(({ weights }, k) => sum(weights, sizes[k] ?? 1)),
    };
    if ([...shared, ...effect.ledgers, ...effect.retained].every((value) => value === 0)) return;
    const key = [
      ...shared,
      ...effect.ledgers.map((value) => value.toPrecision(9)),
      ...effect.retained.map((value) => value.toPrecision(9)),
    ].join();
    const velocity = deterministicVelocity(flat, reaction);
    const known = found.get(key);
    if (known === undefined) found.set(key, { effect, terms: [velocity] });
    else known.terms.push(velocity);
  });
  return [...found.values()].map(({ effect, terms }) => ({ ...effect, velocity: flat.graph.add(terms) }));
}
