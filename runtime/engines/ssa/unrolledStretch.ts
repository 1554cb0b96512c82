/** A few reactions in the code that was made for them (`JumpModel.unrolled`). */
import type { CompiledModel, JumpModel, UnrolledRun } from "../../model.ts";
import type { RandomStream } from "../../random/randomStream.ts";
import { SimulationError } from "../../simulationError.ts";
import { checkWholeNumbers } from "../checkWholeNumbers.ts";
import type { SimulationState } from "../engine.ts";
import { PropensityTable } from "./propensities.ts";
import type { Stretch } from "./stretch.ts";

interface SavedUnrolled {
  readonly now: number;
  readonly next: number;
  readonly fired: number;
}

export class UnrolledStretch implements Stretch {
  readonly #model: CompiledModel;
  readonly #jumps: JumpModel;
  readonly #state: SimulationState;
  readonly #propensities: PropensityTable;
  readonly #run: UnrolledRun;

  constructor(model: CompiledModel, jumps: JumpModel, state: SimulationState, random: RandomStream) {
    this.#model = model;
    this.#jumps = jumps;
    this.#state = state;
    const propensities = new PropensityTable(model, jumps, state.c);
    this.#propensities = propensities;
    const run: UnrolledRun = {
      now: 0,
      next: Number.NaN,
      fired: 0,
      words: random.state,
      changes: changeTable(jumps, state.y.length),
      propensity: (reaction) => propensities.evaluateChecked(reaction, run.now, state.y),
    };
    this.#run = run;
  }

  refresh(): void {
    const { t, y } = this.#state;
    this.#propensities.readConstants(t);
    checkWholeNumbers(this.#model.states, t, y);
    let total = 0;
    for (let reaction = 0; reaction < this.#jumps.rateConstant.length; reaction++)
      total += this.#propensities.evaluateChecked(reaction, t, y);
    if (!Number.isFinite(total)) {
      throw new SimulationError("notFinite", `At ${t} s the rates of the reactions add up to infinity.`, t);
    }
    this.#run.now = t;
    this.#run.next = Number.NaN;
  }

  advance(limit: number, work: number): boolean {
    const state = this.#state;
    const isDone = this.#jumps.unrolled?.(this.#run, state.y, state.c, limit, work) ?? true;
    if (!isDone) state.t = this.#run.now;
    return isDone;
  }

  statistics(): Readonly<Record<string, number>> {
    return { reactions: this.#run.fired, rejected: 0 };
  }

  save(): SavedUnrolled {
    const { now, next, fired } = this.#run;
    return { now, next, fired };
  }

  restore({ now, next, fired }: SavedUnrolled): void {
    this.#propensities.readConstants(this.#state.t);
    Object.assign(this.#run, { now, next, fired });
  }
}

function changeTable(jumps: JumpModel, states: number): Float64Array {
  const reactions = jumps.rateConstant.length;
  const changes = new Float64Array(reactions * states);
  for (let reaction = 0; reaction < reactions; reaction++) {
    for (let entry = jumps.changeStart[reaction]; entry < jumps.changeStart[reaction + 1]; entry++)
      changes[reaction * states + jumps.changeState[entry]] += jumps.changeAmount[entry];
  }
  return changes;
}
