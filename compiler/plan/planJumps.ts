/** Stochastic plan: propensities, what they read, and changes. */
import { dependencies } from "../expression/dependencies.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type { JumpPlan, PlanReaction } from "./plan.ts";
import { stateChanges } from "./planOde.ts";
import { rateCoefficient } from "./rateFactor.ts";
import type { StateSpace } from "./stateSpace.ts";

/** `moving`: states besides those of flows that change between reactions. */
export function planJumps(
  flat: FlatModel,
  space: StateSpace,
  roots: readonly ExpressionId[],
  moving: ReadonlySet<number> = new Set(),
): JumpPlan {
  const { graph } = flat;
  const { states } = space;
  const stateBySymbol = new Map<SymbolId, number>(states.map(({ symbol }, i) => [symbol, i]));
  const zero = graph.number(0);
  const flows = states.map((): ExpressionId[] => []);
  for (const { target, rate } of flat.flows) {
    const state = space.stateOf(target);
    if (state === null) continue;
    const hold = space.holds.get(state);
    const value = space.inStates(rate);
    flows[state]?.push(hold === undefined ? value : graph.conditional(hold, zero, value));
  }
  const continuous = new Set<number>();
  flows.forEach((terms, state) => {
    if (terms.length > 0) continuous.add(state);
  });

  const reactions: PlanReaction[] = [];
  const reads: ReadonlySet<number>[] = [];
  const varying: number[] = [];
  const variesBetweenReactions = (id: ExpressionId): boolean =>
    [...dependencies(graph, id)].some((symbol) => {
      const state = stateBySymbol.get(symbol);
      return symbol === flat.time || (state !== undefined && (continuous.has(state) || moving.has(state)));
    });

  for (const reaction of flat.reactions) {
    const changes = stateChanges(flat, space, reaction);
    if (changes.length === 0) continue;
    const reactants: { state: number; multiplicity: number }[] = [];
    const holds = holdsOf(changes);
    let isTabled = reaction.rate.kind === "massAction" && holds.length === 0;
    for (const { species, count } of reaction.reactants) {
      const state = space.stateOf({ kind: "species", index: species });
      const entry = flat.species[species];
      // The power of a supply without end is a plain one, which the engines' tables do not hold.
      const isPower = entry?.isReservoir === true && count > 1;
      const isPlain = state !== null && entry?.holds === "amount" && !space.holds.has(state) && !isPower;
      if (isPlain) reactants.push({ state, multiplicity: count });
      else isTabled = false;
    }
    let constant: ExpressionId | null = null;
    let propensity: ExpressionId | null = null;
    if (reaction.rate.kind === "massAction") {
      const inStates = space.inStates(rateCoefficient(graph, reaction.rate, reaction.reactants));
      const isConstant = [...dependencies(graph, inStates)].every(
        (symbol) => graph.symbolInfo(symbol).kind === "parameter",
      );
      if (isTabled && isConstant) constant = inStates;
      else {
        const factors = reaction.reactants.map(({ species, count }) => {
          const entry = flat.species[species];
          const amount = space.inStates(entry?.amount ?? zero);
          const isPower = entry?.isReservoir === true && count > 1;
          return isPower ? graph.power(amount, graph.number(count)) : fallingFactorial(amount, count);
        });
        propensity = graph.multiply([inStates, ...factors]);
      }
    } else propensity = space.inStates(reaction.rate.velocity);
    if (propensity !== null) {
      // A held or clamped species stops its reactions only through the rate law itself.
      const enough = reactants.flatMap(({ state, multiplicity }) => {
        const held = states[state];
        if (held === undefined) throw new Error(`no state ${state}`);
        const isNumber = held.discrete || continuous.has(state);
        return isNumber ? [graph.greaterEqual(graph.symbol(held.symbol), graph.number(multiplicity))] : [];
      });
      const losing = changes.some(({ amount }) => amount < 0);
      if (losing && enough.length > 0) propensity = graph.conditional(graph.and(enough), propensity, zero);
    }
    for (const variant of heldVariants(propensity, changes, holds))
      push({ name: reaction.name, constant, reactants, ...variant });
  }

  return {
    reactions,
    varying,
    continuous: [...continuous],
    reads: reads.map((read) => [...read]),
    varyingRoots: roots.flatMap((root, i) => (variesBetweenReactions(root) ? [i] : [])),
    drift: flows.map((terms) => graph.add(terms)),
  };

  function push(reaction: PlanReaction): void {
    const { propensity, reactants } = reaction;
    const read = new Set(reactants.map(({ state }) => state));
    for (const symbol of propensity === null ? [] : dependencies(graph, propensity)) {
      const state = stateBySymbol.get(symbol);
      if (state !== undefined) read.add(state);
    }
    const isVarying =
      propensity === null
        ? reactants.some(({ state }) => continuous.has(state))
        : variesBetweenReactions(propensity);
    if (isVarying) varying.push(reactions.length);
    reads.push(read);
    reactions.push(reaction);
  }

  /** The different conditions under which some of the changed states stand still. */
  function holdsOf(changes: PlanReaction["changes"]): ExpressionId[] {
    return [...new Set(changes.flatMap(({ state }) => space.holds.get(state) ?? []))];
  }

  /**
   * A state that a stimulus holds does not change, while the reaction's other partners still do: one variant
   * for each combination of states held and not held, of which one at a time is possible.
   */
  function heldVariants(
    propensity: ExpressionId | null,
    changes: PlanReaction["changes"],
    holds: readonly ExpressionId[],
  ): Pick<PlanReaction, "propensity" | "changes">[] {
    const [hold, ...others] = holds;
    if (hold === undefined || propensity === null)
      return changes.length === 0 ? [] : [{ propensity, changes }];
    const moving = changes.filter(({ state }) => space.holds.get(state) !== hold);
    return [
      ...heldVariants(graph.conditional(hold, propensity, zero), moving, others),
      ...heldVariants(graph.conditional(hold, zero, propensity), changes, others),
    ];
  }

  /** n (n - 1) … (n - count + 1). */
  function fallingFactorial(amount: ExpressionId, count: number): ExpressionId {
    const factors = Array.from({ length: count }, (_, i) => graph.subtract(amount, graph.number(i)));
    return graph.multiply(factors);
  }
}
