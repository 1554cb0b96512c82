/**
 * The state of a graph simulation with the hazards of all its rules and plain reactions in one selection structure.
 * An event brings only those hazards up to date that it can change, by lists made once.
 */
import { EventQueue } from "../../events.ts";
import type { GraphModel, GraphRule } from "../../graphModel.ts";
import type { CompiledModel, JumpModel } from "../../model.ts";
import type { RandomStream } from "../../random/randomStream.ts";
import { SimulationError } from "../../simulationError.ts";
import { checkWholeNumbers } from "../checkWholeNumbers.ts";
import type { SimulationState } from "../engine.ts";
import { blockSelector } from "../ssa/blockSelector.ts";
import { linearSelector } from "../ssa/linearSelector.ts";
import { badPropensity, PropensityTable } from "../ssa/propensities.ts";
import type { Selector, SelectorTraits } from "../ssa/selector.ts";
import { sumTreeSelector } from "../ssa/sumTreeSelector.ts";
import { GraphChannel } from "./graphChannel.ts";
import { GraphMeasures } from "./graphMeasures.ts";
import { GraphMixture, type SavedGraphMixture } from "./graphMixture.ts";
import type { AttributeRead } from "./graphReaders.ts";
import { fillWithSeeds } from "./graphSeeds.ts";
import { MatchPlaces, type PlaceList } from "./placeList.ts";
import { FixedWeights, VaryingWeights } from "./ruleWeights.ts";
import { StepWindow } from "./stepWindow.ts";

export interface SavedGraphNetwork {
  readonly mixture: SavedGraphMixture | null;
  readonly fired: readonly number[];
  readonly nullEvents: readonly number[];
  readonly events: { truth: number[]; fired: number };
  readonly sums: number[];
}

/** What an event may change beyond the graph. */
interface Consequences {
  readonly measures: Int32Array;
  /** Rules whose weights must all be computed again. */
  readonly weights: Int32Array;
  /** Rules whose coefficient must be computed again. */
  readonly coefficients: Int32Array;
  /** Channels whose hazard is constant between events. */
  readonly channels: Int32Array;
}

export class GraphNetwork {
  readonly model: CompiledModel;
  readonly graph: GraphModel;
  readonly jumps: JumpModel | null;
  readonly state: SimulationState;
  readonly random: RandomStream;
  /** For what rules draw when they set attributes. */
  readonly draws: RandomStream;
  readonly mixture: GraphMixture;
  readonly measures: GraphMeasures;
  readonly events: EventQueue;
  readonly channels: readonly GraphChannel[];
  readonly propensities: PropensityTable | null;
  readonly selector: Selector;
  readonly selection: string;
  /** Rules and reactions whose hazard changes between events; the selector holds 0 for them. */
  readonly isVarying: Uint8Array;
  readonly varyingRules: Int32Array;
  readonly window: StepWindow;
  /** Events by rule, then by reaction. */
  readonly fired: Float64Array;
  readonly nullEvents: Float64Array;
  readonly #consequences: readonly Consequences[];
  readonly #values: Float64Array;
  readonly #initialDraws: number[];

  constructor(
    model: CompiledModel,
    graph: GraphModel,
    state: SimulationState,
    random: RandomStream,
    draws: RandomStream,
  ) {
    this.model = model;
    this.graph = graph;
    this.jumps = model.jumps;
    this.state = state;
    this.random = random;
    this.draws = draws;
    this.#initialDraws = draws.save();
    this.mixture = new GraphMixture(graph, attributeReads(graph));
    this.window = new StepWindow(this.mixture.store, state);
    this.events = new EventQueue(model, state.c, true);
    const reactions = model.jumps?.rateConstant.length ?? 0;
    const rules = graph.rules.length;
    this.propensities = model.jumps === null ? null : new PropensityTable(model, model.jumps, state.c);
    this.channels = graph.rules.map((rule, i) => this.#makeChannel(rule, i));
    this.measures = new GraphMeasures(this.mixture, state);
    const selection = selectorForGraph(rules + reactions);
    this.selection = selection.name;
    this.selector = selection.create(rules + reactions);
    this.isVarying = new Uint8Array(rules + reactions);
    this.channels.forEach(({ rule, weights }, i) => {
      if (rule.scaleVaries || weights instanceof VaryingWeights) this.isVarying[i] = 1;
    });
    for (const reaction of model.jumps?.varying ?? []) this.isVarying[rules + reaction] = 1;
    this.varyingRules = Int32Array.from(graph.rules.keys()).filter((i) => this.isVarying[i] === 1);
    this.fired = new Float64Array(rules + reactions);
    this.nullEvents = new Float64Array(rules);
    const channelIndices = Array.from({ length: rules + reactions }, (_, i) => i);
    this.#consequences = channelIndices.map((channel) => this.#consequencesOf(channel));
    this.#values = new Float64Array(rules + reactions);
  }

  /** Makes the initial graph. @throws SimulationError for an impossible number of copies. */
  fill(): void {
    this.draws.restore(this.#initialDraws);
    fillWithSeeds(this.mixture, this.state.c, this.draws);
  }

  /** Reads constants, triggers, measures and hazards afresh, after a change from outside. */
  start(): void {
    this.propensities?.readConstants(this.state.t);
    this.refreshMeasures();
    this.events.reset(this.state.t, this.state.y);
    this.refresh();
  }

  /** Puts all measures into the state. */
  refreshMeasures(): void {
    this.measures.refresh();
  }

  /** Computes all hazards from the state. @throws SimulationError when one is impossible. */
  refresh(): void {
    const { t, y } = this.state;
    checkWholeNumbers(this.model.states, t, y);
    this.window.close();
    for (const { weights } of this.channels) {
      if (weights instanceof FixedWeights) weights.refresh();
      else weights?.refreshStart();
    }
    const { propensity } = this.selector;
    for (let channel = 0; channel < propensity.length; channel++) {
      if (channel < this.channels.length) this.channels[channel].readCoefficient(t);
      propensity[channel] = this.isVarying[channel] === 1 ? 0 : this.#hazard(channel);
    }
    this.selector.rebuild();
    if (!Number.isFinite(this.selector.total())) {
      throw new SimulationError("notFinite", `At ${t} s the rates of the rules add up to infinity.`, t);
    }
  }

  /** Lets a rule or reaction happen at the fraction s of the present step; false for a null event. */
  fire(channel: number, s = 0): boolean {
    const { y } = this.state;
    const rules = this.channels.length;
    if (channel < rules) {
      const own = this.channels[channel];
      if (!own.draw(this.random, s)) {
        this.nullEvents[channel]++;
        return false;
      }
      own.apply(this.draws);
      const { changes } = own.rule;
      for (let i = 0; i < changes.length; i++) y[changes[i].state] += changes[i].amount;
    } else if (this.jumps !== null) {
      const { changeStart, changeState, changeAmount } = this.jumps;
      const reaction = channel - rules;
      for (let i = changeStart[reaction]; i < changeStart[reaction + 1]; i++) {
        y[changeState[i]] += changeAmount[i];
      }
    }
    this.fired[channel]++;
    this.#follow(this.#consequences[channel]);
    return true;
  }

  /** Fires the events whose triggers became true; true when the state changed. */
  settle(): boolean {
    const { t, y } = this.state;
    if (this.events.isEmpty || !this.events.wouldChange(t, y) || !this.events.settle(t, y)) return false;
    this.refreshMeasures();
    this.refresh();
    return true;
  }

  /** What is not a function of the state alone, for a checkpoint. */
  save(hasGraph: boolean): SavedGraphNetwork {
    return {
      mixture: hasGraph ? this.mixture.save() : null,
      fired: Array.from(this.fired),
      nullEvents: Array.from(this.nullEvents),
      events: this.events.save(),
      sums: this.selector.save(),
    };
  }

  /** Puts back what `save` gave; with `isRunning` all that follows from the state too. */
  restore(saved: SavedGraphNetwork, isRunning: boolean): void {
    if (saved.mixture !== null) this.mixture.restore(saved.mixture);
    if (isRunning) {
      this.start();
      this.events.restore(saved.events);
      this.selector.restore(saved.sums);
    }
    this.fired.set(saved.fired);
    this.nullEvents.set(saved.nullEvents);
  }

  #hazard(channel: number): number {
    const rules = this.channels.length;
    if (channel >= rules) {
      return this.propensities?.evaluateChecked(channel - rules, this.state.t, this.state.y) ?? 0;
    }
    const own = this.channels[channel];
    const value = own.hazard(own.ways(), own.coefficient);
    if (value >= 0 && value < Number.POSITIVE_INFINITY) return value;
    throw badPropensity(own.rule.name, value, this.state.t);
  }

  #follow({ measures, weights, coefficients, channels }: Consequences): void {
    const { t, y } = this.state;
    for (let i = 0; i < measures.length; i++) {
      y[this.graph.measures[measures[i]].state] = this.measures.value(measures[i]);
    }
    for (let i = 0; i < weights.length; i++) {
      const own = this.channels[weights[i]].weights;
      if (own instanceof FixedWeights) own.refresh();
    }
    for (let i = 0; i < coefficients.length; i++) this.channels[coefficients[i]].readCoefficient(t);
    const values = this.#values;
    for (let i = 0; i < channels.length; i++) values[i] = this.#hazard(channels[i]);
    this.selector.change(channels, 0, channels.length, values);
  }

  #makeChannel(rule: GraphRule, index: number): GraphChannel {
    const { mixture, state } = this;
    const places = this.#placesOf(rule);
    const isVarying = rule.weights === "varying";
    const weights =
      places === null || rule.weights === "uniform"
        ? null
        : isVarying
          ? new VaryingWeights(mixture, index, places, state, this.window)
          : new FixedWeights(mixture, index, places, state);
    return new GraphChannel(index, mixture, state, places, weights);
  }

  #placesOf({ fragments }: GraphRule): PlaceList | null {
    return fragments.length === 1 ? new MatchPlaces(this.mixture, fragments[0]) : null;
  }

  /** What must follow an event of a rule or reaction. */
  #consequencesOf(channel: number): Consequences {
    const { rules, measures, reactionReads } = this.graph;
    const states = new Set<number>();
    const touched = new Set<number>();
    if (channel < rules.length) {
      for (const fragment of this.mixture.rewriters[channel].touched) touched.add(fragment);
      for (const { state } of rules[channel].changes) states.add(state);
    } else if (this.jumps !== null) {
      const { changeStart, changeState } = this.jumps;
      const reaction = channel - rules.length;
      for (let i = changeStart[reaction]; i < changeStart[reaction + 1]; i++) states.add(changeState[i]);
    }
    const changesGraph = touched.size > 0;
    const live = measures.flatMap(({ isLive, fragment, measure, state }, i) => {
      // Bonds outside a pattern may join or part complexes.
      const isTouched = touched.has(fragment) || (measure === "complexes" && changesGraph);
      if (!isLive || !(isTouched || (channel < rules.length && measure === "complexes"))) return [];
      states.add(state);
      return [i];
    });
    const reads = (list: readonly number[]): boolean => list.some((state) => states.has(state));
    const indices = rules.map((_, i) => i);
    const weights = indices.filter((i) => reads(rules[i].weightReadsStates));
    const coefficients = indices.filter((i) => reads(rules[i].scaleReads));
    const changed = indices.filter((i) => {
      const { fragments, reactants } = rules[i];
      return (
        fragments.some((fragment) => touched.has(fragment)) ||
        reactants.some(({ state }) => states.has(state)) ||
        weights.includes(i) ||
        coefficients.includes(i)
      );
    });
    const reactions = reactionReads.flatMap((list, reaction) =>
      reads(list) ? [rules.length + reaction] : [],
    );
    const channels = [...changed, ...reactions];
    return {
      measures: Int32Array.from(live),
      weights: Int32Array.from(weights),
      coefficients: Int32Array.from(coefficients),
      channels: Int32Array.from(channels.filter((other) => this.isVarying[other] === 0)),
    };
  }
}

/** Structures that hold the hazards themselves, not bounds of them. */
const graphSelectors: readonly SelectorTraits[] = [linearSelector, blockSelector, sumTreeSelector];

function selectorForGraph(channels: number): SelectorTraits {
  return graphSelectors.find((traits) => traits.suits(channels, 0)) ?? sumTreeSelector;
}

/** Attributes that something reads which events must keep up to date. */
function attributeReads({ rules, fragments, measures }: GraphModel): readonly AttributeRead[] {
  const ofRules = rules.flatMap((rule) =>
    rule.weightReads.map(({ agent, slot }): AttributeRead => {
      const firstSize = fragments[rule.fragments[0]].agents.length;
      return agent < firstSize
        ? { fragment: rule.fragments[0], agent, slot }
        : { fragment: rule.fragments[1], agent: agent - firstSize, slot };
    }),
  );
  const ofMeasures = measures.flatMap(({ isLive, fragment, reads }) =>
    isLive ? reads.map(({ agent, slot }): AttributeRead => ({ fragment, agent, slot })) : [],
  );
  return [...ofRules, ...ofMeasures];
}
