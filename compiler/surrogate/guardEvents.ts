/**
 * The guard of a surrogate: one event when its domain is left, one when it is entered again. With `fallback exact` they
 * put the molecules of the module in the place of its variables, and back.
 */
import { fdExp } from "../../runtime/math/exp.ts";
import { fdLog } from "../../runtime/math/log.ts";
import { timeDimension } from "../../runtime/units/dimension.ts";
import { dependencies } from "../expression/dependencies.ts";
import type { ExpressionId } from "../expression/graph.ts";
import { displayIn } from "../model/displayUnit.ts";
import type { FlatEvent, FlatFlow } from "../model/flatModel.ts";
import {
  type AddedVariable,
  type Additions,
  EmbeddingError,
  type Followed,
  plainNumber,
} from "./additions.ts";
import type { CardInput, CardRow } from "./card.ts";
import { type GuardBound, guardedRanges } from "./guardBounds.ts";
import { canonicalName } from "./submodel.ts";
import { defineMicrostates } from "./tabledFunctions.ts";

/** The guard looks for the first time so soon after the start, in s. */
const firstLook = 1e-9;

interface Bound extends GuardBound {
  readonly value: ExpressionId;
}

/** What the guard watches and switches. */
export interface Guarded {
  /** 1 while the surrogate is off. */
  readonly mode: AddedVariable;
  /** The condition that it is on. */
  readonly on: ExpressionId;
  /** Inputs in the order of the card, as they are in the model. */
  readonly inputs: readonly ExpressionId[];
  readonly retained: readonly Followed[];
  readonly ledgers: readonly Followed[];
  /** Name of the net's function. */
  readonly net: string;
  /** Species of the module. */
  readonly own: readonly number[];
}

/** What a sum or ledger is while the surrogate is off; null without `fallback exact`. */
interface ExactSums {
  readonly retained: readonly (ExpressionId | null)[];
  readonly ledgers: readonly (ExpressionId | null)[];
}

type Assignments = FlatEvent["assignments"];

/** @throws EmbeddingError when the module in this model has other molecules than the card says. */
export function addGuard(additions: Additions, guarded: Guarded): void {
  const { graph, name: model, time } = additions.flat;
  const { outside, submodel } = additions.embedding;
  const { card } = additions.embedding.artefact;
  const { mode, on } = guarded;
  const number = (value: number): ExpressionId => graph.number(value);
  const keepsExact = outside === "fallback exact";
  const positions = keepsExact ? positionsOf(additions, guarded.own) : [];
  const exact: ExactSums = {
    retained: card.retained.map((row) => (keepsExact ? exactSum(additions, row, positions) : null)),
    ledgers: card.ledgers.map((row) => (keepsExact ? exactSum(additions, row, positions) : null)),
  };
  const { left, inside } = domain(additions, guarded, exact);
  const leavings = additions.variable(`${card.surrogate} leavings`, 0, plainNumber);
  const outsideTime = additions.variable(`${card.surrogate} outside`, 0, displayIn("s", timeDimension));
  additions.flow({ kind: "variable", index: outsideTime.index }, mode.value);
  const started = graph.greaterEqual(graph.symbol(time), number(firstLook));
  const leaving = [
    ...toVariable(additions, mode, number(1)),
    ...toVariable(additions, leavings, graph.add([leavings.value, number(1)])),
  ];
  const returning = [...toVariable(additions, mode, number(0))];
  if (keepsExact) {
    const swap = swapped(additions, guarded, exact, positions);
    leaving.push(...swap.leaving);
    returning.push(...swap.returning);
  }
  const what = submodel.prefix === "" ? model : submodel.prefix.slice(0, -1);
  additions.events.push(
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

/** One condition for each way out of the domain, and one for each that holds when it is entered again. */
function domain(
  additions: Additions,
  { on, inputs, retained, ledgers, net }: Guarded,
  exact: ExactSums,
): { readonly left: readonly ExpressionId[]; readonly inside: readonly ExpressionId[] } {
  const { graph } = additions.flat;
  const { card } = additions.embedding.artefact;
  const either = (value: ExpressionId, exactly: ExpressionId | null | undefined): ExpressionId =>
    exactly === null || exactly === undefined ? value : graph.conditional(on, value, exactly);
  const nowRetained = retained.map(({ value }, k) => either(value, exact.retained[k]));
  const nowLedgers = ledgers.map(({ value }, m) => either(value, exact.ledgers[m]));
  const ranges = guardedRanges(card);
  const bounds = [
    ...inputs.flatMap((value, i) => inputBounds(additions, value, card.inputs[i] ?? null)),
    ...[...nowRetained, ...nowLedgers].flatMap((value, k): Bound[] =>
      (ranges[k] ?? []).map((bound) => ({ ...bound, value })),
    ),
  ];
  const left = bounds.map(({ value, side, leave }) =>
    side === "low" ? graph.less(value, graph.number(leave)) : graph.greater(value, graph.number(leave)),
  );
  const inside = bounds.map(({ value, side, back }) =>
    side === "low"
      ? graph.greaterEqual(value, graph.number(back))
      : graph.lessEqual(value, graph.number(back)),
  );
  if (card.net !== null && card.net.members > 1) {
    const spread = graph.call(net, card.net.heads.length, [...inputs, ...nowRetained, ...nowLedgers]);
    left.push(graph.greater(spread, graph.number(card.guard.leave)));
    inside.push(graph.less(spread, graph.number(card.guard.rejoin)));
  }
  return { left, inside };
}

function inputBounds({ flat, embedding }: Additions, value: ExpressionId, input: CardInput | null): Bound[] {
  if (input === null) return [];
  const { low, high, isLog } = input;
  // What stays the same in a run needs no way back in.
  const isFixed = [...dependencies(flat.graph, value)].every(
    (symbol) => flat.graph.symbolInfo(symbol).kind === "parameter",
  );
  const { margin } = embedding.artefact.card.guard;
  const room = isFixed ? 0 : margin * (isLog ? fdLog(high / low) : high - low);
  return [
    { value, side: "low", leave: low, back: isLog ? low * fdExp(room) : low + room },
    { value, side: "high", leave: high, back: isLog ? high * fdExp(-room) : high - room },
  ];
}

/** Molecules in the place of the surrogate's variables when it is left, and the reverse. */
function swapped(
  additions: Additions,
  { inputs, retained, ledgers }: Guarded,
  exact: ExactSums,
  positions: readonly number[],
): { readonly leaving: Assignments; readonly returning: Assignments } {
  const { graph } = additions.flat;
  const { card } = additions.embedding.artefact;
  const zero = graph.number(0);
  const rebuild = defineMicrostates(additions);
  const operands = [...ledgers, ...retained].map(({ value }) => value).concat(inputs);
  const leaving: Assignments[number][] = [];
  const returning: Assignments[number][] = [];
  positions.forEach((index, i) => {
    leaving.push(assignment(additions, { kind: "species", index }, graph.call(rebuild, i, operands)));
    returning.push(assignment(additions, { kind: "species", index }, zero));
  });
  ledgers.forEach((ledger, m) => {
    const rest = graph.call(rebuild, positions.length + m, operands);
    leaving.push(
      ...toVariable(additions, ledger, zero),
      givenBack(additions, card.ledgers[m]?.owner ?? 0, rest),
    );
    returning.push(...toVariable(additions, ledger, exact.ledgers[m] ?? zero));
  });
  retained.forEach((sum, k) => {
    leaving.push(...toVariable(additions, sum, zero));
    returning.push(...toVariable(additions, sum, exact.retained[k] ?? zero));
  });
  return { leaving, returning };
}

/** The shared species of that number with what the ledger still holds of it. */
function givenBack(additions: Additions, shared: number, rest: ExpressionId): Assignments[number] {
  const { graph } = additions.flat;
  const index = additions.sharedSpecies(additions.embedding.artefact.card.shared[shared]?.port ?? "");
  const species = additions.species(index);
  const back =
    species.holds === "concentration" && species.size !== null ? graph.divide(rest, species.size) : rest;
  return assignment(additions, { kind: "species", index }, graph.add([graph.symbol(species.symbol), back]));
}

function assignment(
  { embedding: { origin } }: Additions,
  target: FlatFlow["target"],
  value: ExpressionId,
): Assignments[number] {
  return { target, value, origin };
}

/** Nothing for what follows from other variables. */
function toVariable(additions: Additions, { index }: Followed, value: ExpressionId): Assignments {
  return index === null ? [] : [assignment(additions, { kind: "variable", index }, value)];
}

/** A sum or ledger as the molecules of the module say it. */
function exactSum(
  { flat }: Additions,
  { species, weights }: CardRow,
  positions: readonly number[],
): ExpressionId {
  const { graph } = flat;
  return graph.add(
    species.map((index, i) => {
      const found = flat.species[positions[index] ?? -1];
      if (found === undefined) throw new EmbeddingError("molecules are missing");
      return graph.multiply([graph.number(weights[i] ?? 0), found.amount]);
    }),
  );
}

/** Where each species of the card stands in this model. */
function positionsOf({ flat, embedding }: Additions, own: readonly number[]): readonly number[] {
  const { card } = embedding.artefact;
  const { prefix } = embedding.submodel;
  const byName = new Map(own.map((index) => [canonicalName(flat.species[index]?.name ?? "", prefix), index]));
  if (byName.size !== card.species.length)
    throw new EmbeddingError(`${byName.size} kinds of molecules, not ${card.species.length}`);
  return card.species.map((name) => {
    const index = byName.get(name);
    if (index === undefined) throw new EmbeddingError(`no ${name}`);
    return index;
  });
}
