/**
 * Which equilibrium constants keep circles of reversible reactions from closing.
 *
 * The fewest constants that, if they were different, would close all circles are those named. Where another constant
 * of the circle could be wrong just as well, it is named too: one circle alone does not tell which one is.
 */
import type { FlatModel } from "../../model/flatModel.ts";
import { growingRules } from "../../plan/network/polymers.ts";
import { type CycleConstraints, cycleConstraints } from "./cycleConstraints.ts";
import { type ReversiblePair, reversibleReactions } from "./reversibleReactions.ts";
import { withSmallComplexes } from "./smallComplexes.ts";
import { sparseCorrection } from "./sparseCorrection.ts";

/** Circles beyond this part of the network are not looked at; checking a model must not take minutes. */
const limits = { species: 2000, reactions: 20_000 };
/** Molecules in one complex where rules can join ever more: small ones show the same circles. */
const mostGrowing = 8;
const mostMolecules = 100;
const mostCircles = 150;
/** Work, in multiplications, that finding out about alternatives may take. */
const mostWork = 2e8;

export interface OpenCycle {
  readonly pair: ReversiblePair;
  /** What the ratio of its constants (forward over back) would have to be multiplied by. */
  readonly factor: number;
  /** Pairs that could be off instead; none when it can only be this one. */
  readonly alternatives: readonly ReversiblePair[];
}

export interface CycleReport {
  readonly open: readonly OpenCycle[];
  /** Names of rules that happen and have no way back at all. */
  readonly irreversible: ReturnType<typeof reversibleReactions>["irreversible"];
}

/** Constants that are off by more than `tolerance`, a factor above 1. */
export function openCycles(flat: FlatModel, tolerance: number): CycleReport {
  const { structured, graph } = flat;
  const isGrowing = structured !== null && growingRules(structured, graph, () => true).length > 0;
  const molecules = isGrowing ? mostGrowing : mostMolecules;
  const small = structured === null ? flat : { ...flat, structured: withSmallComplexes(structured) };
  const { pairs, reactions, irreversible } = reversibleReactions(small, { ...limits, molecules });
  const constraints = firstRows(cycleConstraints(reactions, pairs.length));
  if (constraints.rows.length === 0) return { open: [], irreversible };
  const corrections = sparseCorrection(constraints);
  const wrong = [...corrections.keys()].filter((i) => Math.abs(corrections[i]) > Math.log(tolerance));
  const open = wrong.map((pair) => ({
    pair: pairs[pair],
    factor: Math.exp(corrections[pair]),
    alternatives: alternativesTo(pair, wrong, constraints, tolerance).map((other) => pairs[other]),
  }));
  return { open, irreversible };
}

function firstRows({ rows, constants }: CycleConstraints): CycleConstraints {
  return { rows: rows.slice(0, mostCircles), constants: constants.slice(0, mostCircles) };
}

function alternativesTo(
  pair: number,
  wrong: readonly number[],
  constraints: CycleConstraints,
  tolerance: number,
): readonly number[] {
  const { rows } = constraints;
  const count = rows[0].length;
  const involved = (i: number): boolean => rows.some((row) => row[i] !== 0);
  const candidates = Array.from({ length: count }, (_, i) => i).filter(
    (i) => !wrong.includes(i) && involved(i),
  );
  const iterations = 60;
  if (candidates.length * iterations * rows.length ** 2 * (count + rows.length) > mostWork) return [];
  const restWith = (free: readonly number[]): number =>
    sparseCorrection(constraints, (i) => free.includes(i)).reduce(
      (sum, d, i) => (free.includes(i) ? sum : sum + Math.abs(d)),
      0,
    );
  const others = wrong.filter((i) => i !== pair);
  const enough = restWith(wrong) + 0.5 * Math.log(tolerance);
  return candidates.filter((candidate) => restWith([...others, candidate]) <= enough);
}
