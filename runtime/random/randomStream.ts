/**
 * A stream of random draws: xoshiro128** with state from a text seed.
 *
 * A simulation has a stream for each replicate and purpose, all from one seed: the text that is expanded is
 * seed "/" replicate "/" stream. The same seed gives the same draws on every platform.
 */
import { nextBinomial } from "./binomial.ts";
import { nextExponential, nextExponentialAfterZero } from "./exponential.ts";
import { nextNormal } from "./normal.ts";
import { nextPoisson } from "./poisson.ts";
import { expandSeed } from "./seedExpansion.ts";
import { type GeneratorState, nextBelow, nextOpenUniform, nextUint32, nextUniform } from "./xoshiro128.ts";

export class RandomStream {
  /** The generator's four words; loops that inline the generator may read and write them. */
  readonly state: GeneratorState;

  constructor(state: GeneratorState) {
    this.state = new Int32Array(4);
    this.restore([...state]);
  }

  static fromSeed(seed: string, replicate: number, stream: string | number): RandomStream {
    return new RandomStream(expandSeed(`${seed}/${replicate}/${stream}`, 4));
  }

  /** An integer in [0, 2^32). */
  uint32(): number {
    return nextUint32(this.state);
  }

  /** Uniform on [0, 1), 53 bits. */
  uniform(): number {
    return nextUniform(this.state);
  }

  /** Uniform on (0, 1). */
  openUniform(): number {
    return nextOpenUniform(this.state);
  }

  /** Exponential of mean one; positive. */
  exponential(): number {
    return nextExponential(this.state);
  }

  /** The same when the first word was drawn before, and is zero. */
  exponentialAfterZero(): number {
    return nextExponentialAfterZero(this.state);
  }

  /** Normal of mean zero and variance one. */
  normal(): number {
    return nextNormal(this.state);
  }

  /** Poisson of the given mean, finite and not negative. */
  poisson(mean: number): number {
    return nextPoisson(this.state, mean);
  }

  /** The successes in a whole number of trials. */
  binomial(trials: number, probability: number): number {
    return nextBinomial(this.state, trials, probability);
  }

  /** A whole number in [0, n), for 1 <= n <= 2^53; each one equally often to within 2^-53. */
  below(n: number): number {
    return nextBelow(this.state, n);
  }

  /** The state, for a checkpoint. */
  save(): number[] {
    return [...this.state];
  }

  /** Continues as after the `save` that gave these numbers. */
  restore(saved: readonly number[]): void {
    if (saved.length !== 4 || saved.every((word) => word === 0)) {
      throw new RangeError("the state of a random stream is four numbers, not all zero");
    }
    this.state.set(saved);
  }
}
