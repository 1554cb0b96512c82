/**
 * Steady states of a deterministic model: damped Newton iterations from the initial state and from random starts in a
 * box. Where Newton's method fails, implicit Euler steps that grow (pseudo-transient continuation, Kelley and Keyes
 * 1998, doi:10.1137/S0036142996304796) lead to its neighbourhood. All states stay positive that must.
 */
import { solveDense } from "../math/solveDense.ts";
import type { RandomStream } from "../random/randomStream.ts";
import { type Eigenvalue, eigenvalues } from "./eigenvalues.ts";
import type { SteadySystem } from "./steadySystem.ts";

const newtonLimit = 80;
const transientLimit = 400;
/** A step this small, against the size of the states, ends the iteration. */
const stepTolerance = 1e-12;
/** States nearer than this share are the same. */
const sameShare = 1e-6;
/** Real parts this small against the largest eigenvalue are zero but for rounding. */
const zeroShare = 1e-10;

export type Stability = "stable" | "unstable" | "undecided";

export interface SteadyState {
  /** All states in internal units. */
  readonly y: Float64Array;
  readonly eigenvalues: readonly Eigenvalue[];
  readonly stability: Stability;
  /** Whether the slowest mode that decides (the one of greatest real part) turns. */
  readonly oscillates: boolean;
  /** How many starts led here. */
  readonly hits: number;
}

export interface SteadySearch {
  readonly starts: number;
  /** Random starts lie between 0 and this many times the size of each state. */
  readonly within: number;
  readonly random: RandomStream;
}

/** The steady states found, the initial state's own first. */
export function findSteadyStates(system: SteadySystem, search: SteadySearch): readonly SteadyState[] {
  const found: { y: Float64Array; hits: number }[] = [];
  const scale = system.scale.slice();
  const add = (y: Float64Array): void => {
    const known = found.find((other) => isSame(other.y, y, scale));
    if (known === undefined) found.push({ y, hits: 1 });
    else known.hits++;
  };
  const own = solveFrom(system, system.initial);
  if (own !== null) {
    add(own);
    // What is made during a run has its size from there.
    for (let i = 0; i < scale.length; i++) scale[i] = Math.max(scale[i], Math.abs(own[i]));
  }
  for (let start = 0; start < search.starts; start++) {
    const y = randomStart(system, scale, search);
    const solved = solveFrom(system, y);
    if (solved !== null) add(solved);
  }
  return found.map(({ y, hits }) => describe(system, y, hits));
}

function randomStart(system: SteadySystem, scale: Float64Array, search: SteadySearch): Float64Array {
  const { random, within } = search;
  const y = system.initial.slice();
  for (const state of system.reduced.independent) {
    // Half of them over all orders of magnitude, half evenly.
    const u = random.uniform();
    const part = random.uniform() < 0.5 ? u : u ** 8;
    y[state] =
      system.isPositive[state] === 1
        ? part * within * scale[state]
        : system.initial[state] + (2 * u - 1) * within * scale[state];
  }
  const free = system.freeOf(y);
  // Shrink what the conserved sums can not hold.
  for (let round = 0; round < 60; round++) {
    system.complete(free, y);
    if (!isNegative(system, y)) break;
    for (let i = 0; i < free.length; i++) free[i] *= 0.8;
  }
  return y;
}

function isNegative(system: SteadySystem, y: Float64Array): boolean {
  return y.some((value, i) => system.isPositive[i] === 1 && value < 0);
}

function isSame(a: Float64Array, b: Float64Array, scale: Float64Array): boolean {
  return a.every(
    (value, i) =>
      Math.abs(value - b[i]) <=
      sameShare * Math.max(Math.abs(value), Math.abs(b[i])) + 1e-3 * sameShare * scale[i],
  );
}

/** The steady state that a start leads to; null when none was found from there. */
function solveFrom(system: SteadySystem, start: Float64Array): Float64Array | null {
  return newton(system, start) ?? newtonAfter(system, followTransient(system, start));
}

function newtonAfter(system: SteadySystem, y: Float64Array | null): Float64Array | null {
  return y === null ? null : newton(system, y);
}

/** By damped Newton steps; null when they do not converge. */
function newton(system: SteadySystem, start: Float64Array): Float64Array | null {
  const { size } = system;
  let y: Float64Array = start.slice();
  const slopes = new Float64Array(size);
  const matrix = new Float64Array(size * size);
  const step = new Float64Array(size);
  for (let round = 0; round < newtonLimit; round++) {
    system.slopes(y, slopes);
    system.jacobian(y, matrix);
    const before = sizeOfResidual(system, slopes, matrix, y);
    for (let i = 0; i < size; i++) step[i] = -slopes[i];
    if (!solveDense(matrix, step, size)) return null;
    const moved = tryStep(system, y, step, before);
    if (moved === null) return null;
    const change = largestChange(system, y, moved.y);
    y = moved.y;
    if (moved.share === 1 && change <= stepTolerance) return clean(system, y);
    if (moved.share === 1 && change <= 1e-9 && round > newtonLimit / 2) return clean(system, y);
  }
  return null;
}

/** The largest relative slope, in units of what the states' own rates would make of them. */
function sizeOfResidual(
  system: SteadySystem,
  slopes: Float64Array,
  matrix: Float64Array,
  y: Float64Array,
): { readonly weights: Float64Array; readonly size: number } {
  const { independent } = system.reduced;
  const n = independent.length;
  const weights = new Float64Array(n);
  let size = 0;
  for (let i = 0; i < n; i++) {
    let rate = 0;
    for (let j = 0; j < n; j++) {
      const state = independent[j];
      rate += Math.abs(matrix[i * n + j]) * Math.max(Math.abs(y[state]), 1e-6 * system.scale[state]);
    }
    weights[i] = rate > 0 ? 1 / rate : 1;
    size += (slopes[i] * weights[i]) ** 2;
  }
  return { weights, size };
}

/** The state after so large a share of the step that the residual falls and nothing becomes negative. */
function tryStep(
  system: SteadySystem,
  y: Float64Array,
  step: Float64Array,
  before: { readonly weights: Float64Array; readonly size: number },
): { readonly y: Float64Array; readonly share: number } | null {
  const free = system.freeOf(y);
  const trial = y.slice();
  const slopes = new Float64Array(free.length);
  const candidate = new Float64Array(free.length);
  for (let share = 1; share > 1e-6; share *= 0.5) {
    for (let i = 0; i < free.length; i++) candidate[i] = free[i] + share * step[i];
    system.complete(candidate, trial);
    // A small way below zero is rounding, or a state that ends at zero.
    if (!isFarBelowZero(system, trial)) {
      system.slopes(trial, slopes);
      let size = 0;
      for (let i = 0; i < slopes.length; i++) size += (slopes[i] * before.weights[i]) ** 2;
      if (size <= (1 - 1e-4 * share) * before.size || size <= 1e-26) return { y: trial, share };
    }
  }
  return null;
}

function isFarBelowZero(system: SteadySystem, y: Float64Array): boolean {
  return y.some((value, i) => system.isPositive[i] === 1 && value < -1e-9 * system.scale[i]);
}

function largestChange(system: SteadySystem, a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const size = Math.max(Math.abs(b[i]), 1e-6 * system.scale[i]);
    largest = Math.max(largest, Math.abs(a[i] - b[i]) / size);
  }
  return largest;
}

/** Without the tiny negative numbers that rounding leaves; null when something is negative in truth. */
function clean(system: SteadySystem, y: Float64Array): Float64Array | null {
  for (let i = 0; i < y.length; i++) {
    if (system.isPositive[i] === 0 || y[i] >= 0) continue;
    if (y[i] < -1e-9 * system.scale[i]) return null;
    y[i] = 0;
  }
  return y.every(Number.isFinite) ? y : null;
}

/** Implicit Euler with growing steps; where it has come to, or null when it is lost. */
function followTransient(system: SteadySystem, start: Float64Array): Float64Array | null {
  const { size } = system;
  const y = start.slice();
  const slopes = new Float64Array(size);
  const matrix = new Float64Array(size * size);
  const step = new Float64Array(size);
  const free = system.freeOf(y);
  const candidate = new Float64Array(size);
  const trial = y.slice();
  let length = 0;
  for (let round = 0; round < transientLimit; round++) {
    system.slopes(y, slopes);
    system.jacobian(y, matrix);
    if (length === 0) {
      let fastest = 0;
      for (let i = 0; i < size; i++) fastest = Math.max(fastest, Math.abs(matrix[i * size + i]));
      if (!(fastest > 0)) return null;
      length = 0.1 / fastest;
    }
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) matrix[i * size + j] *= -1;
      matrix[i * size + i] += 1 / length;
      step[i] = slopes[i];
    }
    if (!solveDense(matrix, step, size)) return null;
    for (let i = 0; i < size; i++) candidate[i] = free[i] + step[i];
    system.complete(candidate, trial);
    if (isFarBelowZero(system, trial) || !trial.every(Number.isFinite)) {
      length *= 0.25;
      if (length < 1e-18) return null;
      continue;
    }
    const change = largestChange(system, y, trial);
    free.set(candidate);
    y.set(trial);
    if (change < 1e-8) return y;
    length *= change < 0.3 ? 2 : change < 1 ? 1.3 : 0.7;
  }
  return y;
}

function describe(system: SteadySystem, y: Float64Array, hits: number): SteadyState {
  const { size } = system;
  const matrix = new Float64Array(size * size);
  system.jacobian(y, matrix);
  const values = eigenvalues(matrix, size);
  const leading = values.at(0);
  const largest = Math.max(0, ...values.map(({ real, imaginary }) => Math.hypot(real, imaginary)));
  const isZero = leading !== undefined && Math.abs(leading.real) <= zeroShare * largest;
  const stability = leading === undefined || leading.real < 0 ? "stable" : "unstable";
  return {
    y,
    eigenvalues: values,
    stability: isZero ? "undecided" : stability,
    oscillates: leading !== undefined && leading.imaginary !== 0,
    hits,
  };
}
