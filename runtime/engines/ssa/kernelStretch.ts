/**
 * Reactions in the kernel `rejection` (kernels/rejection.ts). The numbers of molecules stand in its memory, and in the
 * state whenever `advance` returns.
 */
import { instantiateKernel } from "../../kernels/instantiate.ts";
import { rejectionKernel } from "../../kernels/rejectionKernel.ts";
import type { CompiledModel, JumpModel } from "../../model.ts";
import type { RandomStream } from "../../random/randomStream.ts";
import { SimulationError } from "../../simulationError.ts";
import { checkWholeNumbers } from "../checkWholeNumbers.ts";
import type { SimulationState } from "../engine.ts";
import { badPropensity, PropensityTable } from "./propensities.ts";
import { type RejectionExports, RejectionMemory } from "./rejectionMemory.ts";
import type { Stretch } from "./stretch.ts";

/** Trials of one call. */
const kernelPiece = 8192;
/** In 1/s: the kernel's powers of two above the bounds must be numbers, also of bounds that grow within a piece. */
const largestTotal = 2 ** 1000;

export class KernelStretch implements Stretch {
  readonly #model: CompiledModel;
  readonly #state: SimulationState;
  readonly #random: RandomStream;
  readonly #propensities: PropensityTable;
  readonly #kernel: RejectionExports;
  readonly #memory: RejectionMemory;
  /** A view of the kernel's memory, of length 0 once that has moved. */
  #numbers: Float64Array;

  constructor(model: CompiledModel, jumps: JumpModel, state: SimulationState, random: RandomStream) {
    this.#model = model;
    this.#state = state;
    this.#random = random;
    this.#propensities = new PropensityTable(model, jumps, state.c);
    const evaluate = (reaction: number): number => {
      if (this.#numbers.length === 0) this.#numbers = this.#memory.numbers();
      const value = this.#propensities.evaluate(reaction, state.t, this.#numbers);
      if (value >= 0 && value < Number.POSITIVE_INFINITY) return value;
      throw badPropensity(jumps.reactionNames[reaction], value, this.#memory.scalars().now);
    };
    this.#kernel = instantiateKernel(rejectionKernel, { host: { evaluate } }) as RejectionExports;
    this.#memory = new RejectionMemory(this.#kernel, jumps, this.#propensities.simple, state.y.length);
    this.#numbers = this.#memory.numbers();
  }

  refresh(): void {
    const { t, y } = this.#state;
    this.#propensities.readConstants(t);
    checkWholeNumbers(this.#model.states, t, y);
    this.#numbers = this.#memory.numbers();
    this.#numbers.set(y);
    this.#memory.setConstants(this.#propensities.simple.constant);
    this.#memory.words().set(this.#random.state);
    this.#kernel.refresh(t);
    this.#random.state.set(this.#memory.words());
    this.#checkTotal();
  }

  advance(limit: number, work: number): boolean {
    this.#memory.words().set(this.#random.state);
    let isDone = false;
    // In pieces: a call that goes on for long would stay in the code that is made first, which is slow.
    for (let left = work; left > 0 && !isDone; left -= kernelPiece) {
      isDone = this.#kernel.advance(limit, Math.min(left, kernelPiece)) !== 0;
      this.#checkTotal();
    }
    this.#numbers = this.#memory.numbers();
    this.#state.y.set(this.#numbers);
    this.#random.state.set(this.#memory.words());
    if (!isDone) this.#state.t = this.#memory.scalars().now;
    return isDone;
  }

  #checkTotal(): void {
    const { total, now } = this.#memory.scalars();
    if (total < largestTotal) return;
    throw new SimulationError("notFinite", `At ${now} s the rates of the reactions add up to infinity.`, now);
  }

  statistics(): Readonly<Record<string, number>> {
    const { fired, rejected, updated } = this.#memory.scalars();
    return { reactions: fired, rejected, updates: updated };
  }

  save(): string {
    return this.#memory.save();
  }

  restore(saved: string): void {
    this.#propensities.readConstants(this.#state.t);
    this.#memory.restore(saved, this.#state.t);
    this.#numbers = this.#memory.numbers();
  }
}
