/**
 * The rules of a network-free run with their propensities in a selection structure: fires one rule and brings
 * plain species, measures and propensities up to date.
 */
import type { AgentChannel, AgentMeasure, AgentModel, RuleRun } from "../../agentModel.ts";
import { EventQueue } from "../../events.ts";
import type { CompiledModel } from "../../model.ts";
import type { RandomStream } from "../../random/randomStream.ts";
import { SimulationError } from "../../simulationError.ts";
import { checkWholeNumbers } from "../checkWholeNumbers.ts";
import type { SimulationState } from "../engine.ts";
import type { MovingModel } from "../ssa/hazardIntegrator.ts";
import type { Selector } from "../ssa/selector.ts";
import { linearSelector } from "../ssa/linearSelector.ts";
import { sumTreeSelector } from "../ssa/sumTreeSelector.ts";
import { AgentMixture } from "./agentMixture.ts";
import { type AfterRule, ChannelReaders } from "./channelReaders.ts";
import { ChannelRates } from "./channelRates.ts";
import { countComplexes, countEmbeddings, isFragmentTotal } from "./measureComplexes.ts";
import { allowedPlacements } from "./placements.ts";
import { RuleChannel } from "./ruleChannel.ts";
import { VaryingRates } from "./varyingRates.ts";

/** Up to so many channels are searched one by one. */
const linearChannels = 24;
/** Draws for a total velocity before its placements are listed. */
const drawsBeforeListing = 64;

interface Total {
  readonly total: number;
}

export class AgentNetwork {
  readonly model: CompiledModel;
  readonly agents: AgentModel;
  readonly state: SimulationState;
  readonly random: RandomStream;
  readonly mixture: AgentMixture;
  readonly channels: readonly RuleChannel[];
  readonly varying: VaryingRates;
  readonly selector: Selector;
  readonly selection: string;
  readonly events: EventQueue;
  /** What changes between reactions; null when nothing does. */
  readonly jumps: MovingModel | null;
  readonly propensities = {
    evaluate: (index: number, t: number, y: Float64Array): number => this.#movingPropensity(index, t, y),
  };
  reactions = 0;
  refused = 0;
  /** 1 for channels whose rate changes between reactions; the selector holds 0 for them. */
  readonly #isMoving: Uint8Array;
  readonly #rates: ChannelRates;
  readonly #amounts: Float64Array;
  readonly #readers: ChannelReaders;
  /** Of rules with code, by channel: what to compute again after it. */
  readonly #after: readonly (AfterRule | null)[];
  /** Of channels whose propensity is coefficient * a.total * b.total. */
  readonly #pairs: readonly ({ readonly a: Total; readonly b: Total } | null)[];
  /** Seeds whose number is held, and the number. */
  readonly #held: readonly number[];
  /** Seeds whose number events set. */
  readonly #set: readonly number[];
  readonly #heldNumber: Float64Array;
  readonly #pending: Int32Array;
  readonly #isPending: Uint8Array;
  readonly #values: Float64Array;
  #pendingCount = 0;

  constructor(model: CompiledModel, agents: AgentModel, state: SimulationState, random: RandomStream) {
    this.model = model;
    this.agents = agents;
    this.state = state;
    this.random = random;
    const groups: number[][] = [];
    const groupIndex = new Map<string, number>();
    const tracked = agents.channels.map(({ groups: own, places }) =>
      Int32Array.from(own, (members) => {
        if (members.length === 1) return -1;
        const fragments = members.map((place) => places[place]);
        const key = fragments.join();
        const known = groupIndex.get(key);
        if (known !== undefined) return known;
        groupIndex.set(key, groups.length);
        groups.push(fragments);
        return groups.length - 1;
      }),
    );
    this.mixture = new AgentMixture(agents, groups);
    this.channels = agents.channels.map((channel, i) => new RuleChannel(channel, this.mixture, tracked[i]));
    this.varying = new VaryingRates(this.channels, this.mixture);
    const count = this.channels.length;
    const reactionNames = agents.channels.map(({ name }) => name);
    this.jumps = model.jumps === null ? null : { ...model.jumps, reactionNames };
    this.#isMoving = new Uint8Array(count);
    for (const channel of this.jumps?.varying ?? []) this.#isMoving[channel] = 1;
    const traits = count <= linearChannels ? linearSelector : sumTreeSelector;
    this.selection = traits.name;
    this.selector = traits.create(count);
    this.events = new EventQueue(model, state.c, true);
    this.#rates = new ChannelRates(agents, state, this.channels, this.varying, this.#isMoving);
    this.#amounts = new Float64Array(agents.seeds.length);
    this.#readers = new ChannelReaders(agents, model.states.length);
    this.#after = agents.rules.map((rule, i) =>
      rule === null ? null : this.#readers.after(i, rule.touched, this.#isMoving),
    );
    const one = { total: 1 };
    this.#pairs = this.channels.map(({ channel, groups }, i) => {
      const { places, reactants, isTotal } = channel;
      if (
        this.varying.ofChannel[i] !== null ||
        this.#isMoving[i] === 1 ||
        isTotal ||
        reactants.length > 0 ||
        places.length > 2 ||
        groups.some((group) => group >= 0)
      )
        return null;
      const [a = one, b = one] = places.map((fragment) => this.mixture.lists[fragment]);
      return { a, b };
    });
    this.#held = agents.seeds.flatMap(({ isFixed }, i) => (isFixed ? [i] : []));
    this.#set = agents.seeds.flatMap(({ counted }, i) => (counted >= 0 ? [i] : []));
    this.#heldNumber = new Float64Array(agents.seeds.length);
    this.#pending = new Int32Array(count);
    this.#isPending = new Uint8Array(count);
    this.#values = new Float64Array(count);
  }

  /** How many of each seed the constants ask for, before rounding. */
  seedAmounts(): Float64Array {
    this.agents.amounts(this.state.c, this.#amounts);
    return this.#amounts;
  }

  /** Makes the initial molecules. */
  fill(): void {
    const amounts = this.seedAmounts();
    this.mixture.fill(amounts.map(Math.round));
    this.varying.rebuild();
    this.readMeasures();
  }

  /** Puts all measures into the state; between reactions only those are right that something reads. */
  readMeasures(): void {
    for (const measure of this.agents.measures) this.state.y[measure.state] = this.#count(measure);
  }

  /** Reads constants, triggers and propensities afresh. */
  start(): void {
    this.events.reset(this.state.t, this.state.y);
    this.refresh();
  }

  /** For a generated loop; every channel must have code. */
  ruleRun(): RuleRun {
    return {
      mixture: this.mixture,
      random: this.random,
      match: this.agents.match,
      rules: this.channels,
      coefficients: this.#rates.coefficient,
      propensity: this.selector.propensity,
      now: 0,
      next: Number.POSITIVE_INFINITY,
      fired: 0,
      refused: 0,
    };
  }

  /** Computes all propensities from the state. @throws SimulationError for impossible numbers. */
  refresh(): void {
    const { t, y } = this.state;
    checkWholeNumbers(this.model.states, t, y);
    if (this.#held.length > 0) this.#heldNumber.set(this.seedAmounts().map(Math.round));
    this.#rates.readSizes();
    this.#readers.live.forEach((measure) => {
      y[measure.state] = this.#count(measure);
    });
    for (let channel = 0; channel < this.channels.length; channel++) {
      this.#rates.read(channel);
      this.selector.propensity[channel] = this.#listed(channel);
    }
    this.selector.rebuild();
    if (!Number.isFinite(this.selector.total())) {
      throw new SimulationError("notFinite", `At ${t} s the rates of the rules add up to infinity.`, t);
    }
  }

  /** In 1/s, refused placements included. */
  propensity(index: number): number {
    const { t, y } = this.state;
    return this.#isMoving[index] === 1
      ? this.#movingPropensity(index, t, y)
      : this.#propensityAt(index, this.#rates.coefficient[index], y);
  }

  /** What the selector holds. */
  #listed(index: number): number {
    return this.#isMoving[index] === 1 ? 0 : this.propensity(index);
  }

  #movingPropensity(index: number, t: number, y: Float64Array): number {
    const rate = this.#rates.rateAt(index, t, y);
    return this.#propensityAt(index, rate * this.#rates.coefficient[index], y);
  }

  #propensityAt(index: number, coefficient: number, y: Float64Array): number {
    const channel = this.channels[index];
    const { reactants, isTotal, groups } = channel.channel;
    const varying = this.varying.ofChannel[index];
    const ways = groups.length === 0 ? 1 : (varying?.weight() ?? channel.ways());
    if (isTotal) {
      if (!(ways > 0)) return 0;
      for (let i = 0; i < reactants.length; i++)
        if (y[reactants[i].state] < reactants[i].multiplicity) return 0;
      return coefficient;
    }
    let value = coefficient * ways;
    for (let i = 0; i < reactants.length; i++) {
      const { state, multiplicity } = reactants[i];
      const n = y[state];
      if (n < multiplicity) return 0;
      for (let taken = 0; taken < multiplicity; taken++) value *= n - taken;
    }
    return value;
  }

  /** Whether a rule may change what the rate of a channel that moves is multiplied with. */
  disturbs(index: number): boolean {
    return this.#after[index]?.disturbs ?? true;
  }

  /** Lets a rule happen; false for a null event. */
  fire(index: number): boolean {
    const after = this.#after[index];
    const code = this.agents.rules[index];
    const channel = this.channels[index];
    if (after !== null && code !== null) {
      const hasHappened = code.fire(this.mixture, channel, this.random);
      this.mixture.complexes?.settle();
      if (hasHappened) this.#follow(after, channel.channel.changes);
      else this.refused++;
      return hasHappened;
    }
    const { groups, isTotal, changes } = channel.channel;
    if (groups.length > 0 && !(isTotal ? this.#drawAllowed(channel) : this.#drawOnce(index))) {
      this.refused++;
      return false;
    }
    this.reactions++;
    const { y } = this.state;
    const hasMolecules = groups.length > 0 || channel.channel.created.length > 0;
    if (hasMolecules) {
      channel.apply();
      if (this.#held.length > 0) this.#hold();
      this.varying.follow(this.#tell);
    }
    for (let i = 0; i < changes.length; i++) {
      const { state, amount } = changes[i];
      y[state] += amount;
      this.#stateChanged(state);
    }
    if (hasMolecules) this.#takeChanges();
    this.#countLive();
    this.#updatePending();
    return true;
  }

  /** Counts the measures that something reads after every reaction. */
  #countLive(): void {
    const { y } = this.state;
    for (let i = 0; i < this.#readers.live.length; i++) {
      const measure = this.#readers.live[i];
      const value = this.#count(measure);
      if (value === y[measure.state]) continue;
      y[measure.state] = value;
      this.#stateChanged(measure.state);
    }
  }

  /** Fires the events whose triggers became true, and follows rates that a scheduled time changes. */
  settle(isScheduled: boolean): boolean {
    const { t, y } = this.state;
    let hasFired = false;
    if (!this.events.isEmpty && this.events.wouldChange(t, y)) {
      // What events set may read any measure.
      this.readMeasures();
      hasFired = this.events.settle(t, y);
      if (hasFired && this.#set.length > 0) this.#setComplexes();
    }
    if (!hasFired && !isScheduled) return false;
    this.refresh();
    return true;
  }

  #follow({ channels, reading, measures }: AfterRule, changes: AgentChannel["changes"]): void {
    this.reactions++;
    const { y } = this.state;
    for (let i = 0; i < changes.length; i++) y[changes[i].state] += changes[i].amount;
    for (let i = 0; i < measures.length; i++) {
      const { measure, fragment } = measures[i];
      y[measure.state] = this.mixture.lists[fragment].total / measure.divisor;
    }
    for (let i = 0; i < reading.length; i++) this.#rates.read(reading[i]);
    const values = this.#values;
    for (let i = 0; i < channels.length; i++) {
      const channel = channels[i];
      const pair = this.#pairs[channel];
      values[i] =
        pair === null
          ? this.propensity(channel)
          : this.#rates.coefficient[channel] * pair.a.total * pair.b.total;
    }
    this.selector.change(channels, 0, channels.length, values);
    if (this.#readers.live.length === 0) return;
    this.#countLive();
    this.#updatePending();
  }

  /** Makes or removes whole complexes until there are as many of the held ones as there were. */
  #hold(): void {
    for (const seed of this.#held) this.#makeSo(seed, this.#heldNumber[seed]);
  }

  /** The same for those whose number an event has set. */
  #setComplexes(): void {
    const { t, y } = this.state;
    for (const seed of this.#set) {
      const { counted, name } = this.agents.seeds[seed];
      const number = Math.round(y[counted]);
      if (number < 0)
        throw new SimulationError(
          "badInput",
          `At ${t} s the number of ${name} is ${number}, but a stochastic run needs whole numbers from 0.`,
          t,
        );
      this.#makeSo(seed, number);
    }
    this.varying.follow(this.#tell);
    this.#takeChanges();
    this.readMeasures();
  }

  #makeSo(seed: number, number: number): void {
    const { mixture, agents } = this;
    const { whole } = agents.seeds[seed];
    if (whole === null) return;
    const list = mixture.lists[whole.fragment];
    const wanted = number * whole.embeddings;
    while (list.total < wanted) {
      mixture.addSeed(seed);
      mixture.settle();
    }
    // They are all alike.
    while (list.total > wanted) {
      mixture.removeComplex(list.anchors[list.size - 1]);
      mixture.settle();
    }
  }

  #drawOnce(index: number): boolean {
    const channel = this.channels[index];
    const varying = this.varying.ofChannel[index];
    if (varying === null) {
      channel.draw(this.random);
      return channel.accepts(this.random);
    }
    varying.draw(this.random);
    return channel.accepts(this.random) && varying.accepts(this.random);
  }

  readonly #tell = (channel: number): void => this.#addPendingOne(channel);

  /** A total velocity belongs to the allowed placements alone: draws until there is one. */
  #drawAllowed(channel: RuleChannel): boolean {
    for (let draw = 0; draw < drawsBeforeListing; draw++) {
      channel.draw(this.random);
      if (channel.isAllowed()) return true;
    }
    const allowed = allowedPlacements(channel, this.mixture);
    if (allowed.length === 0) return false;
    allowed[this.random.below(allowed.length)]();
    return true;
  }

  #takeChanges(): void {
    const { mixture } = this;
    const { changed, changedCount } = mixture;
    const { y } = this.state;
    for (let i = 0; i < changedCount; i++) {
      const fragment = changed[i];
      const measures = this.#readers.measuresOfFragment[fragment];
      for (let m = 0; m < measures.length; m++) {
        y[measures[m].state] = mixture.lists[fragment].total / measures[m].divisor;
        this.#stateChanged(measures[m].state);
      }
      this.#addPending(this.#readers.ofFragment[fragment]);
    }
    mixture.takeChanges();
    if (mixture.complexes?.hasChanged === true) {
      mixture.complexes.hasChanged = false;
      this.#addPending(this.#readers.grouped);
    }
  }

  #stateChanged(state: number): void {
    this.#addPending(this.#readers.taking[state]);
    const reading = this.#readers.reading[state];
    for (let i = 0; i < reading.length; i++)
      if (this.#isMoving[reading[i]] === 0) this.#isPending[reading[i]] |= 2;
    this.#addPending(reading);
  }

  #addPending(channels: readonly number[]): void {
    for (let i = 0; i < channels.length; i++) this.#addPendingOne(channels[i]);
  }

  #addPendingOne(channel: number): void {
    if ((this.#isPending[channel] & 1) !== 0 || this.#isMoving[channel] === 1) return;
    this.#isPending[channel] |= 1;
    this.#pending[this.#pendingCount++] = channel;
  }

  #updatePending(): void {
    const count = this.#pendingCount;
    for (let i = 0; i < count; i++) {
      const channel = this.#pending[i];
      if ((this.#isPending[channel] & 2) !== 0) this.#rates.read(channel);
      this.#isPending[channel] = 0;
      this.#values[i] = this.propensity(channel);
    }
    this.#pendingCount = 0;
    if (count > 0) this.selector.change(this.#pending, 0, count, this.#values);
  }

  #count(measure: AgentMeasure): number {
    if (isFragmentTotal(measure)) return this.mixture.lists[measure.fragments[0]].total / measure.divisor;
    return measure.measure === "complexes"
      ? countComplexes(this.mixture, measure)
      : countEmbeddings(this.mixture, measure.fragments) / measure.divisor;
  }
}
