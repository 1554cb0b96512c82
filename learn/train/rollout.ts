/**
 * Back-propagation through the integrator: the loss of windows of a trajectory that the reduced model itself runs
 * through, by classical Runge-Kutta steps of fixed length, with the gradient by the weights (the discrete adjoint
 * of the scheme, so exact up to rounding).
 */
import { SurrogateNet } from "../../runtime/surrogate/surrogateNet.ts";
import { channelFactor, type ReducedStructure } from "../channelFactor.ts";
import type { FormulaTerm } from "../../compiler/surrogate/card.ts";
import { factorSlope, factorValue, factorVariable } from "./formulaFactor.ts";

/** Inputs and shared measures as functions of time are given at the stages of the steps. */
export interface RolloutWindow {
  readonly start: Float64Array;
  /** Steps of this length in s between targets. */
  readonly stepLengths: readonly number[];
  /** For each step: inputs and shared measures at its begin, middle and end. */
  readonly drives: readonly (readonly Drive[])[];
  /** For each step: the state to be reached at its end; null: no matter. */
  readonly targets: readonly (Float64Array | null)[];
}

export interface Drive {
  readonly inputs: readonly number[];
  readonly shared: readonly number[];
}

/** The right-hand side of the reduced model, as numbers. */
export class ReducedSystem {
  readonly structure: ReducedStructure;
  readonly net: SurrogateNet | null;
  readonly size: number;
  readonly #values: Float64Array;
  readonly #adjoint: Float64Array;
  readonly #variables: Float64Array;
  readonly #variableAdjoint: Float64Array;
  readonly #factorGradient: Float64Array;
  readonly #changes: readonly (readonly number[])[];

  constructor(structure: ReducedStructure, net: SurrogateNet | null) {
    this.structure = structure;
    this.net = net;
    this.size = structure.retained.length + structure.ledgers.length;
    const heads = net?.tables.heads.length ?? 0;
    this.#values = new Float64Array(heads);
    this.#adjoint = new Float64Array(heads);
    this.#variables = new Float64Array(structure.inputs.length + this.size);
    this.#variableAdjoint = new Float64Array(structure.inputs.length + this.size);
    this.#factorGradient = new Float64Array(this.size);
    this.#changes = structure.channels.map(({ retained, ledgers }) => [...retained, ...ledgers]);
  }

  derivative(drive: Drive, state: Float64Array, out: Float64Array): void {
    out.fill(0);
    this.#eachVelocity(drive, state, (change, velocity) => {
      for (let i = 0; i < this.size; i++) out[i] += change[i] * velocity;
    });
  }

  /** What the derivatives are sums of, without signs: their rounding is measured by it. */
  turnover(drive: Drive, state: Float64Array, out: Float64Array): void {
    out.fill(0);
    this.#eachVelocity(drive, state, (change, velocity) => {
      for (let i = 0; i < this.size; i++) out[i] += Math.abs(change[i] * velocity);
    });
  }

  /** Adds the pull-back of `adjoint` to `stateAdjoint` and to `gradient`. */
  pullBack(
    { inputs, shared }: Drive,
    state: Float64Array,
    adjoint: Float64Array,
    stateAdjoint: Float64Array,
    gradient: Float64Array,
  ): void {
    this.#evaluate(inputs, state);
    this.#adjoint.fill(0);
    this.#variableAdjoint.fill(0);
    this.structure.channels.forEach(({ law }, c) => {
      let pulled = 0;
      for (let i = 0; i < this.size; i++) pulled += this.#changes[c][i] * adjoint[i];
      if (pulled === 0) return;
      const factor = channelFactor(this.structure, c, state, shared, this.#factorGradient);
      let value: number;
      if (law.kind === "net") {
        value = this.#values[law.head];
        this.#adjoint[law.head] += pulled * factor;
      } else {
        value = formulaValue(law.terms, this.#variables);
        addFormulaGradient(law.terms, this.#variables, pulled * factor, this.#variableAdjoint);
      }
      for (let i = 0; i < this.size; i++) stateAdjoint[i] += pulled * value * this.#factorGradient[i];
    });
    this.net?.pullBack(0, this.#variables, this.#values, this.#adjoint, this.#variableAdjoint, gradient);
    for (let i = 0; i < this.size; i++) stateAdjoint[i] += this.#variableAdjoint[inputs.length + i];
  }

  #eachVelocity(
    { inputs, shared }: Drive,
    state: Float64Array,
    use: (change: readonly number[], velocity: number) => void,
  ): void {
    this.#evaluate(inputs, state);
    this.structure.channels.forEach(({ law }, c) => {
      const value = law.kind === "net" ? this.#values[law.head] : formulaValue(law.terms, this.#variables);
      use(this.#changes[c], value * channelFactor(this.structure, c, state, shared, null));
    });
  }

  #evaluate(inputs: readonly number[], state: Float64Array): void {
    this.#variables.set(inputs);
    this.#variables.set(state, inputs.length);
    this.net?.evaluate(0, this.#variables, this.#values);
  }
}

function formulaValue(terms: readonly FormulaTerm[], variables: Float64Array): number {
  let sum = 0;
  for (const { coefficient, factors } of terms) {
    let product = coefficient;
    for (const factor of factors) product *= factorValue(factor, factorVariable(factor, variables));
    sum += product;
  }
  return sum;
}

function addFormulaGradient(
  terms: readonly FormulaTerm[],
  variables: Float64Array,
  adjoint: number,
  out: Float64Array,
): void {
  for (const { coefficient, factors } of terms)
    factors.forEach((factor, i) => {
      const x = factorVariable(factor, variables);
      let slope = adjoint * coefficient * factorSlope(factor, x);
      factors.forEach((other, k) => {
        if (k !== i) slope *= factorValue(other, factorVariable(other, variables));
      });
      if (factor.per === undefined) {
        out[factor.variable] += slope;
        return;
      }
      out[factor.variable] += slope / variables[factor.per];
      out[factor.per] -= (slope * x) / variables[factor.per];
    });
}

/** Sum over targets of squared errors in units of `scale`; adds its gradient by the weights to `gradient`. */
export function rolloutLoss(
  system: ReducedSystem,
  window: RolloutWindow,
  scale: Float64Array,
  gradient: Float64Array | null,
): number {
  const { size } = system;
  const steps = window.stepLengths.length;
  const states = [Float64Array.from(window.start)];
  const stages: Float64Array[][] = [];
  let loss = 0;
  for (let n = 0; n < steps; n++) {
    const { next, slopes } = rungeKuttaStep(system, states[n], window.stepLengths[n], window.drives[n]);
    states.push(next);
    stages.push(slopes);
    const target = window.targets[n];
    if (target === null) continue;
    for (let i = 0; i < size; i++) {
      const error = (next[i] - target[i]) / scale[i];
      loss += error * error;
    }
  }
  if (gradient === null) return loss;
  let adjoint = new Float64Array(size);
  for (let n = steps - 1; n >= 0; n--) {
    const target = window.targets[n];
    if (target !== null)
      for (let i = 0; i < size; i++)
        adjoint[i] += (2 * (states[n + 1][i] - target[i])) / (scale[i] * scale[i]);
    adjoint = stepAdjoint(
      system,
      states[n],
      window.stepLengths[n],
      window.drives[n],
      stages[n],
      adjoint,
      gradient,
    );
  }
  return loss;
}

const stageParts = [0, 0.5, 0.5, 1];
const stageWeights = [1 / 6, 1 / 3, 1 / 3, 1 / 6];
const stageDrives = [0, 1, 1, 2];

function rungeKuttaStep(
  system: ReducedSystem,
  y: Float64Array,
  h: number,
  drives: readonly Drive[],
): { next: Float64Array<ArrayBuffer>; slopes: Float64Array[] } {
  const slopes: Float64Array[] = [];
  const next = Float64Array.from(y);
  for (let s = 0; s < 4; s++) {
    const at = stageState(y, h, slopes, s);
    const slope = new Float64Array(system.size);
    system.derivative(drives[stageDrives[s]], at, slope);
    slopes.push(slope);
    for (let i = 0; i < next.length; i++) next[i] += h * stageWeights[s] * slope[i];
  }
  return { next, slopes };
}

function stageState(
  y: Float64Array,
  h: number,
  slopes: readonly Float64Array[],
  stage: number,
): Float64Array {
  if (stage === 0) return y;
  return Float64Array.from(y, (value, i) => value + h * stageParts[stage] * slopes[stage - 1][i]);
}

function stepAdjoint(
  system: ReducedSystem,
  y: Float64Array,
  h: number,
  drives: readonly Drive[],
  slopes: readonly Float64Array[],
  adjoint: Float64Array,
  gradient: Float64Array,
): Float64Array<ArrayBuffer> {
  const { size } = system;
  const result = Float64Array.from(adjoint);
  /** Adjoint of the slope of the stage at hand, from later stages. */
  let fromLater = new Float64Array(size);
  for (let s = 3; s >= 0; s--) {
    const ofSlope = Float64Array.from(adjoint, (value, i) => h * stageWeights[s] * value + fromLater[i]);
    const ofState = new Float64Array(size);
    system.pullBack(drives[stageDrives[s]], stageState(y, h, slopes, s), ofSlope, ofState, gradient);
    for (let i = 0; i < size; i++) result[i] += ofState[i];
    fromLater = Float64Array.from(ofState, (value) => h * stageParts[s] * value);
  }
  return result;
}
