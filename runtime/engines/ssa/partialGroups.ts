/**
 * How reactions stand in groups for partial propensities (Ramaswamy, Gonzalez-Segredo and Sbalzarini 2009,
 * doi:10.1063/1.3154624): a reaction belongs to one of its reactants, and its propensity is the number of that one times
 * a partial propensity, which depends on the other reactant (the partner) alone. When a number changes, only the
 * partial propensities of which it is the partner change, however many reactions its own group has. A reaction
 * belongs to the reactant that most reactions read, so that hubs are partners as rarely as can be.
 */
import type { CompiledModel, JumpModel } from "../../model.ts";
import { readersOfSimple, type SimplePropensities } from "./propensities.ts";

/** Places are reactions sorted by group; the group after the last state has the reactions without reactants. */
export interface PartialGroups {
  /** By group: places start[group] .. start[group + 1]. */
  readonly start: Int32Array;
  readonly reaction: Int32Array;
  readonly group: Int32Array;
  /** By place: the state whose number n gives constant * (n + shift); after the last state stands one of number 1. */
  readonly partner: Int32Array;
  /** By state: the places whose partner it is. */
  readonly partnerStart: Int32Array;
  readonly places: Int32Array;
}

export function partialGroups(simple: SimplePropensities, states: number): PartialGroups {
  const readers = readersOfSimple(simple, states);
  const degree = (state: number): number =>
    state < states ? readers.start[state + 1] - readers.start[state] : -1;
  const { first, second } = simple;
  const count = first.length;
  const owner = first.map((state, j) => (degree(second[j]) > degree(state) ? second[j] : state));
  const reaction = Int32Array.from({ length: count }, (_, j) => j).sort(
    (a, b) => owner[a] - owner[b] || a - b,
  );
  const group = reaction.map((j) => owner[j]);
  const partner = reaction.map((j) => (owner[j] === first[j] ? second[j] : first[j]));
  const byPartner = Int32Array.from({ length: count }, (_, place) => place)
    .filter((place) => partner[place] < states)
    .sort((a, b) => partner[a] - partner[b] || a - b);
  return {
    start: startsOf(group, states + 1),
    reaction,
    group,
    partner,
    partnerStart: startsOf(
      byPartner.map((place) => partner[place]),
      states,
    ),
    places: byPartner,
  };
}

/** Whether all reactions are of mass action, of at most two molecules in whole numbers. */
export function isSimpleMassAction({ jumps, states }: CompiledModel): boolean {
  if (jumps === null) return false;
  const { rateConstant, reactantStart, reactantState, reactantMultiplicity } = jumps;
  return rateConstant.every((constant, reaction) => {
    let order = 0;
    for (let entry = reactantStart[reaction]; entry < reactantStart[reaction + 1]; entry++) {
      if (!states[reactantState[entry]].discrete) return false;
      order += reactantMultiplicity[entry];
    }
    return constant >= 0 && order <= 2;
  });
}

/** The most reactions that read one state: where partial propensities may win. */
export function largestHub(jumps: JumpModel): number {
  const readers = new Map<number, number>();
  let most = 0;
  for (const state of jumps.readState) {
    const count = (readers.get(state) ?? 0) + 1;
    readers.set(state, count);
    most = Math.max(most, count);
  }
  return most;
}

/** Where each of so many keys begins in an ascending list of them. */
function startsOf(keys: Int32Array, count: number): Int32Array {
  const start = new Int32Array(count + 1);
  for (const key of keys) start[key + 1]++;
  for (let key = 0; key < count; key++) start[key + 1] += start[key];
  return start;
}
