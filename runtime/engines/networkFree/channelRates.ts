/**
 * What the ways to place each rule are multiplied with: its rate, and the largest factor that sizes of compartments
 * allow. A placement in a larger compartment is accepted less often instead.
 */
import type { AgentModel } from "../../agentModel.ts";
import type { SimulationState } from "../engine.ts";
import { badPropensity } from "../ssa/propensities.ts";
import type { RuleChannel } from "./ruleChannel.ts";
import type { VaryingRates } from "./varyingRates.ts";

/** For rates that read none of the match. */
const noValues = new Float64Array(0);

export class ChannelRates {
  /** By channel: of those that change between reactions the factor of sizes alone. */
  readonly coefficient: Float64Array;
  readonly #agents: AgentModel;
  readonly #state: SimulationState;
  readonly #channels: readonly RuleChannel[];
  readonly #varying: VaryingRates;
  readonly #isMoving: Uint8Array;
  readonly #sizes: Float64Array;

  constructor(
    agents: AgentModel,
    state: SimulationState,
    channels: readonly RuleChannel[],
    varying: VaryingRates,
    isMoving: Uint8Array,
  ) {
    this.#agents = agents;
    this.#state = state;
    this.#channels = channels;
    this.#varying = varying;
    this.#isMoving = isMoving;
    this.coefficient = new Float64Array(channels.length);
    this.#sizes = new Float64Array(agents.sizeCount);
  }

  /** Reads the sizes of compartments from the state. */
  readSizes(): void {
    const { t, y, c } = this.#state;
    this.#agents.sizes(t, y, c, this.#sizes);
  }

  /** The rate at a time, where it reads none of the match. */
  rateAt(index: number, t: number, y: Float64Array): number {
    const { c } = this.#state;
    const place = this.#agents.rateConstant[index];
    return place < 0 ? this.#agents.rate(index, t, y, c, noValues) : c[place];
  }

  /** Reads the rate of a channel from the state. @throws SimulationError for an impossible number. */
  read(index: number): void {
    const { t, y, c } = this.#state;
    const { channel } = this.#channels[index];
    const varying = this.#varying.ofChannel[index];
    varying?.setRate((values) => {
      const rate = this.#agents.rate(index, this.#state.t, y, c, values);
      if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY))
        throw badPropensity(channel.name, rate, this.#state.t);
      return rate;
    });
    const isOther = varying !== null || this.#isMoving[index] === 1;
    const value = isOther ? 1 : this.rateAt(index, t, y);
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw badPropensity(channel.name, value, t);
    this.coefficient[index] =
      channel.sizePower === 0 ? value : value * this.#readFactors(this.#channels[index]);
  }

  /** Sets how often a placement is accepted by its size; gives the largest factor. */
  #readFactors(rule: RuleChannel): number {
    const { sizePower, fallbackSize, fallbackRank } = rule.channel;
    const factorOf = (size: number): number => {
      let factor = 1;
      for (let i = 0; i < sizePower; i++) factor /= this.#sizes[size];
      return factor;
    };
    const { compartments } = this.#agents;
    const hasNone = compartments.some(({ name }) => name === "");
    const fallback = fallbackSize < 0 ? 1 : factorOf(fallbackSize);
    const factors = compartments.map(({ name, rank }, i) =>
      name === "" || rank < fallbackRank ? fallback : factorOf(i),
    );
    const most = Math.max(...factors);
    factors.forEach((factor, i) => {
      rule.acceptance[i] = factor / most;
    });
    rule.fallbackAcceptance = hasNone ? fallback / most : 1;
    return most;
  }
}
