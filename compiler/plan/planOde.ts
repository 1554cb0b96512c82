/**
 * Deterministic plan: dy/dt from velocities and stoichiometry, the exact sparse Jacobian and the partial
 * time derivative.
 *
 * Derivatives are taken once per velocity and combined through the stoichiometry, so that a partial
 * derivative shared by several rows is one expression.
 */
import { dependencies } from "../expression/dependencies.ts";
import { differentiate, gradient } from "../expression/differentiate.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import { substitute } from "../expression/substitute.ts";
import type { FlatModel, FlatReaction } from "../model/flatModel.ts";
import type { MassActionPlan, OdePlan } from "./plan.ts";
import { rateCoefficient } from "./rateFactor.ts";
import { planFactorisation } from "./sparse/symbolicFactorisation.ts";
import { signedConstants } from "./signedConstants.ts";
import type { StateSpace } from "./stateSpace.ts";

/** velocity in count/s: constant * product of amounts^count / count! / size^(order - 1). */
export function deterministicVelocity(flat: FlatModel, reaction: FlatReaction): ExpressionId {
  const { graph } = flat;
  if (reaction.rate.kind === "total") return reaction.rate.velocity;
  const powers = reaction.reactants.map(({ species, count }) => {
    const amount = flat.species[species]?.amount;
    if (amount === undefined) throw new Error(`no species ${species}`);
    return count === 1 ? amount : graph.power(amount, graph.number(count));
  });
  return graph.multiply([rateCoefficient(graph, reaction.rate, reaction.reactants), ...powers]);
}

/** Net change of each species by one firing. */
export function netChanges(reaction: FlatReaction): ReadonlyMap<number, number> {
  const net = new Map<number, number>();
  for (const { species, count } of reaction.reactants) net.set(species, (net.get(species) ?? 0) - count);
  for (const { species, count } of reaction.products) net.set(species, (net.get(species) ?? 0) + count);
  for (const [species, change] of net) if (change === 0) net.delete(species);
  return net;
}

/** The states that a reaction changes. Fixed and clamped species do not change. */
export function stateChanges(
  flat: FlatModel,
  space: StateSpace,
  reaction: FlatReaction,
): { state: number; amount: number }[] {
  const changes: { state: number; amount: number }[] = [];
  for (const [index, amount] of netChanges(reaction)) {
    const state = space.stateOf({ kind: "species", index });
    if (state !== null && flat.species[index]?.isFixed === false) changes.push({ state, amount });
  }
  return changes;
}

/** With equations of their own for the time in which surrogates run: far fewer than with their modules. */
export function planOde(flat: FlatModel, space: StateSpace): OdePlan {
  const whole = equations(flat, space);
  const { graph, waiting } = flat;
  if (waiting === undefined) return whole;
  const zero = graph.number(0);
  const zeros = new Map([...waiting.gates, ...waiting.amounts].map((symbol) => [symbol, zero]));
  const owns = new Set(waiting.amounts);
  const runs = ({ gate, reactants }: FlatReaction): boolean =>
    gate === undefined && reactants.every(({ species }) => !owns.has(flat.species[species].symbol));
  const rest = { ...flat, reactions: flat.reactions.filter(runs) };
  const inStates = (id: ExpressionId): ExpressionId => substitute(graph, space.inStates(id), zeros);
  const gates = waiting.gates.map((gate) => space.states.findIndex(({ symbol }) => symbol === gate));
  return { ...whole, waiting: { gates, ode: equations(rest, { ...space, inStates }) } };
}

function equations(flat: FlatModel, space: StateSpace): Omit<OdePlan, "waiting"> {
  const { graph } = flat;
  const { states } = space;
  const zero = graph.number(0);
  const stateBySymbol = new Map<SymbolId, number>(states.map(({ symbol }, i) => [symbol, i]));
  const symbols = new Set(stateBySymbol.keys());
  const rows: ExpressionId[][] = states.map(() => []);
  const timeRows: ExpressionId[][] = states.map(() => []);
  const entries: Map<number, ExpressionId[]>[] = states.map((_, i) => new Map([[i, []]]));

  const contribute = (
    velocity: ExpressionId,
    changes: readonly { state: number; amount: number }[],
  ): void => {
    if (changes.length === 0) return;
    const partials = gradient(graph, velocity, symbols);
    const [timePartial = zero] = differentiate(graph, velocity, [flat.time]);
    for (const { state, amount } of changes) {
      const hold = space.holds.get(state) ?? null;
      const scaled = (id: ExpressionId): ExpressionId => {
        const value = amount === 1 ? id : graph.multiply([graph.number(amount), id]);
        return hold === null ? value : graph.conditional(hold, zero, value);
      };
      rows[state]?.push(scaled(velocity));
      if (graph.numberValue(timePartial) !== 0) timeRows[state]?.push(scaled(timePartial));
      for (const [symbol, partial] of partials) {
        const column = stateBySymbol.get(symbol);
        if (column === undefined || graph.numberValue(partial) === 0) continue;
        const columnEntries = entries[column];
        const terms = columnEntries?.get(state);
        if (terms === undefined) columnEntries?.set(state, [scaled(partial)]);
        else terms.push(scaled(partial));
      }
    }
  };

  const tabled = tabledReactions(flat, space);
  for (const reaction of flat.reactions) {
    const inTable = tabled.get(reaction);
    const changes = inTable?.changes ?? stateChanges(flat, space, reaction);
    if (inTable === undefined) contribute(space.inStates(deterministicVelocity(flat, reaction)), changes);
    else {
      for (const column of reactantEntries(reaction, space)) {
        const columnEntries = entries[column];
        for (const { state } of changes) {
          if (columnEntries?.has(state) === false) columnEntries.set(state, []);
        }
      }
    }
  }
  for (const { target, rate } of flat.flows) {
    const state = space.stateOf(target);
    if (state !== null) contribute(space.inStates(rate), [{ state, amount: 1 }]);
  }

  const columnStart = new Int32Array(states.length + 1);
  const row: number[] = [];
  const jacobian: ExpressionId[] = [];
  const indexOf = entries.map(() => new Map<number, number>());
  entries.forEach((column, i) => {
    for (const [state, terms] of [...column].sort(([a], [b]) => a - b)) {
      indexOf[i]?.set(state, row.length);
      row.push(state);
      jacobian.push(graph.add(terms));
    }
    columnStart[i + 1] = row.length;
  });
  const pattern = { size: states.length, columnStart, row: Int32Array.from(row) };
  return {
    massAction: tabled.size === 0 ? null : massActionPlan(space, tabled, indexOf),
    derivative: rows.map((terms) => graph.add(terms)),
    pattern,
    jacobian,
    timeDerivative: timeRows.map((terms) => graph.add(terms)),
    factorisation: planFactorisation(pattern),
    signed: signedConstants(flat, space),
  };
}

/** Up to this many reactions generated code is faster than tables, and easier to read. */
const generatedReactionLimit = 60;

/**
 * Reactions that run from tables, with their constants: mass action by constants that only depend on
 * parameters, between plain states. Empty for small models.
 */
function tabledReactions(flat: FlatModel, space: StateSpace): ReadonlyMap<FlatReaction, TabledReaction> {
  const { graph } = flat;
  const tabled = new Map<FlatReaction, TabledReaction>();
  // Reactions of one rule have a few rate constants between them.
  const known = new Map<ExpressionId, ExpressionId | null>();
  const constantOf = (coefficient: ExpressionId): ExpressionId | null => {
    const found = known.get(coefficient);
    if (found !== undefined) return found;
    const scaled = space.inStates(coefficient);
    const isConstant = [...dependencies(graph, scaled)].every(
      (symbol) => graph.symbolInfo(symbol).kind === "parameter",
    );
    known.set(coefficient, isConstant ? scaled : null);
    return isConstant ? scaled : null;
  };
  if (flat.reactions.length <= generatedReactionLimit) return tabled;
  for (const reaction of flat.reactions) {
    if (reaction.rate.kind !== "massAction") continue;
    const isPlain = reaction.reactants.every(({ species }) => {
      const state = space.stateOf({ kind: "species", index: species });
      return state !== null && flat.species[species]?.holds === "amount" && !space.holds.has(state);
    });
    if (!isPlain) continue;
    const changes = stateChanges(flat, space, reaction);
    if (changes.some(({ state }) => space.holds.has(state))) continue;
    const constant = constantOf(rateCoefficient(graph, reaction.rate, reaction.reactants));
    if (constant !== null) tabled.set(reaction, { constant, changes });
  }
  return tabled;
}

interface TabledReaction {
  readonly constant: ExpressionId;
  readonly changes: readonly { readonly state: number; readonly amount: number }[];
}

/** The states of the reactants, each as often as its coefficient says. */
function reactantEntries(reaction: FlatReaction, space: StateSpace): number[] {
  return reaction.reactants.flatMap(({ species, count }) => {
    const state = space.stateOf({ kind: "species", index: species });
    return state === null ? [] : Array.from({ length: count }, () => state);
  });
}

function massActionPlan(
  space: StateSpace,
  tabled: ReadonlyMap<FlatReaction, TabledReaction>,
  indexOf: readonly ReadonlyMap<number, number>[],
): MassActionPlan {
  const reactions: MassActionPlan["reactions"][number][] = [];
  const jacobian: MassActionPlan["jacobian"][number][] = [];
  for (const [reaction, { constant, changes }] of tabled) {
    if (changes.length === 0) continue;
    const reactants = reactantEntries(reaction, space);
    const gate =
      reaction.gate === undefined ? -1 : (space.stateOf({ kind: "variable", index: reaction.gate }) ?? -1);
    reactions.push({ name: reaction.name, constant, gate, reactants, changes });
    for (const column of reactants) {
      jacobian.push(
        changes.map(({ state, amount }) => ({ index: indexOf[column]?.get(state) ?? 0, amount })),
      );
    }
  }
  return { reactions, jacobian };
}
