/**
 * The state of a graph simulation with the hazards of all its rules and plain reactions in one selection structure.
 * An event brings only those hazards up to date that it can change, by lists made once.
 */
import { EventQueue } from "../../events.ts";
import type { GraphLoopRun, GraphModel, GraphRule, GraphRuleCode } from "../../graphModel.ts";
import type { CompiledModel, JumpModel } from "../../model.ts";
import type { RandomStream } from "../../random/randomStream.ts";
import { SimulationError } from "../../simulationError.ts";
import { checkWholeNumbers } from "../checkWholeNumbers.ts";
import type { SimulationState } from "../engine.ts";
import { badPropensity, PropensityTable } from "../ssa/propensities.ts";
import type { Selector } from "../ssa/selector.ts";
import { attributeReads } from "./attributeReads.ts";
import { type Consequences, consequencesOf } from "./consequences.ts";
import { ConcentrationFields, type SavedFields } from "./fields/concentrationFields.ts";
import { GraphChannel } from "./graphChannel.ts";
import { sitesEverBound } from "./knownGraph.ts";
import { GraphMeasures } from "./graphMeasures.ts";
import { GraphMixture, type SavedGraphMixture } from "./graphMixture.ts";
import { fillWithSeeds } from "./graphSeeds.ts";
import { keepsNoSums, selectorForGraph } from "./graphSelection.ts";
import { LookAhead } from "./lookAhead.ts";
import type { Mechanics } from "./mechanics/mechanics.ts";
import { NearPlaces } from "./neighbours/nearPlaces.ts";
import { NearPoints } from "./neighbours/nearPoints.ts";
import type { PairList, SavedPairs } from "./neighbours/pairList.ts";
import { MatchPlaces, type PlaceList } from "./placeList.ts";
import { PlaceReaders } from "./placeReaders.ts";
import { isMoving, type RuleTraits, ruleTraits } from "./ruleTraits.ts";
import { FixedWeights, VaryingWeights } from "./ruleWeights.ts";
import { StepWindow } from "./stepWindow.ts";

export interface SavedGraphNetwork {
  readonly mixture: SavedGraphMixture | null;
  readonly pairs: readonly SavedPairs[];
  readonly fired: readonly number[];
  readonly nullEvents: readonly number[];
  readonly events: { truth: number[]; fired: number };
  readonly sums: number[];
  /** Absent: no fields. */
  readonly fields?: SavedFields;
}

/** Consequences of an event, as the loop reads them. */
interface EventConsequences {
  readonly measures: Int32Array;
  readonly weights: Int32Array;
  readonly coefficients: Int32Array;
  /** Channels whose hazard is constant between events. */
  readonly channels: Int32Array;
  /** Places in `varying` of those that vary. */
  readonly varying: Int32Array;
}

export class GraphNetwork implements GraphLoopRun {
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
  readonly varying: Int32Array;
  readonly varyingWeights: readonly VaryingWeights[];
  readonly window: StepWindow;
  /** By energy of two patterns. */
  readonly contacts: ReadonlyMap<number, PairList>;
  /** Null: no species differs from place to place. */
  readonly fields: ConcentrationFields | null;
  /** Nodes whose concentrations the present event has changed. */
  readonly #touchedByFields = new Set<number>();
  /** Events by rule, then by reaction. */
  readonly fired: Float64Array;
  readonly nullEvents: Float64Array;
  readonly #near: NearPlaces;
  readonly #varyingMeasures: readonly number[];
  /** By type: slots of attributes that mechanics computes. */
  readonly #computed: readonly (readonly number[])[];
  /** By type: these, those that flows move, and concentrations. */
  readonly #changing: readonly (readonly number[])[];
  readonly #touchedNodes: Int32Array;
  readonly #bindsPairs: Uint8Array;
  /** By rule: those of the class that it is counted for. */
  readonly #cases: readonly (readonly number[] | null)[];
  readonly #consequences: readonly EventConsequences[];
  readonly #placeReaders: PlaceReaders;
  /** Of places that become others without an event. */
  readonly #ofPlaces: EventConsequences;
  /** By rule; null: it is applied from its tables. */
  readonly #codes: readonly (GraphRuleCode | null)[];
  /** By rule: where it was drawn. */
  readonly #places: readonly { readonly n: Int32Array; readonly shift: Float64Array }[];
  /** By rule, see GraphChannel. */
  readonly coefficients: Float64Array;
  readonly propensity: Float64Array;
  /** Hazards that an event has changed. */
  readonly values: Float64Array;
  readonly #isDirect: boolean;
  readonly #lookAhead: LookAhead;
  /** By generated code, where no trigger must be looked at after every event. */
  readonly stretch: ((next: number, limit: number, work: number) => number) | undefined;
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
    this.#near = new NearPlaces(graph, this.mixture);
    this.#varyingMeasures = graph.measures.flatMap(({ isLive, varies }, i) => (isLive && varies ? [i] : []));
    this.#computed = graph.types.map(({ attributes }) =>
      attributes.flatMap(({ computed, slot, components }) =>
        computed === "" || computed === "field" ? [] : Array.from({ length: components }, (_, k) => slot + k),
      ),
    );
    const flowing = graph.flows.flatMap(({ fragment, targets }) =>
      targets.map(({ agent, slot }) => ({ type: graph.fragments[fragment].agents[agent].type, slot })),
    );
    this.#changing = this.#computed.map((slots, type) => [
      ...new Set([
        ...slots,
        ...flowing.filter((own) => own.type === type).map(({ slot }) => slot),
        ...graph.types[type].attributes.flatMap(({ computed, slot }) => (computed === "field" ? [slot] : [])),
      ]),
    ]);
    this.fields = graph.fields.length === 0 ? null : new ConcentrationFields(graph, this.mixture);
    this.window = new StepWindow(this.mixture.store, state, [
      ...(model.jumps?.continuous ?? []),
      ...this.#varyingMeasures.map((i) => graph.measures[i].state),
      ...graph.fields.map(({ state }) => state),
    ]);
    this.events = new EventQueue(model, state.c, true);
    const reactions = model.jumps?.rateConstant.length ?? 0;
    const rules = graph.rules.length;
    this.propensities = model.jumps === null ? null : new PropensityTable(model, model.jumps, state.c);
    this.coefficients = new Float64Array(rules);
    this.channels = graph.rules.map((rule, i) => this.#makeChannel(rule, i));
    // Within a step of motion rules are applied from their tables, which keep both of its ends.
    this.#codes = graph.rules.map((_, i) => (isMoving(graph) ? null : (graph.code?.rules[i] ?? null)));
    this.#places = this.channels.map(({ rewriter, shift }) => ({ n: rewriter.n, shift }));
    this.measures = new GraphMeasures(this.mixture, state);
    const selection = selectorForGraph(rules + reactions);
    this.selection = selection.name;
    this.selector = selection.create(rules + reactions);
    this.propensity = this.selector.propensity;
    this.#isDirect = keepsNoSums(rules + reactions);
    this.#lookAhead = new LookAhead(
      this.mixture,
      Int32Array.from(this.propensity, (_, channel) => this.channels[channel]?.drawnFragment ?? -1),
      Int32Array.from(sitesEverBound(graph)),
    );
    this.isVarying = new Uint8Array(rules + reactions);
    this.channels.forEach(({ rule, weights }, i) => {
      if (rule.scaleVaries || weights instanceof VaryingWeights) this.isVarying[i] = 1;
    });
    for (const reaction of model.jumps?.varying ?? []) this.isVarying[rules + reaction] = 1;
    this.varying = Int32Array.from(this.isVarying.keys()).filter((i) => this.isVarying[i] === 1);
    this.varyingWeights = this.channels.flatMap(({ weights }) =>
      weights instanceof VaryingWeights ? [weights] : [],
    );
    this.contacts = new Map(
      graph.energies.flatMap(({ fragments, proximity }, i): [number, PairList][] =>
        fragments.length === 2 ? [[i, this.#near.listed(fragments, proximity)]] : [],
      ),
    );
    this.#touchedNodes = new Int32Array(
      Math.max(1, ...this.channels.map(({ rewriter }) => rewriter.n.length)),
    );
    this.#bindsPairs = Uint8Array.from(graph.rules, ({ proximity, actions }) =>
      proximity !== null && actions.some(({ kind }) => kind === "bind") ? 1 : 0,
    );
    this.#cases = graph.rules.map((_, i) => graph.classes.find((own) => own.rules[0] === i)?.rules ?? null);
    this.fired = new Float64Array(rules + reactions);
    this.nullEvents = new Float64Array(rules);
    const channelIndices = Array.from({ length: rules + reactions }, (_, i) => i);
    this.#consequences = channelIndices.map((channel) => this.#consequencesOf(channel));
    this.#placeReaders = new PlaceReaders(graph, this.mixture);
    this.#ofPlaces = this.#asLists(consequencesOf(graph, false, this.#placeReaders.fragments, []));
    this.values = new Float64Array(rules + reactions);
    const loop = graph.code?.loop ?? null;
    const isTimed = model.events.every((event) => event.isTimed === true);
    this.stretch =
      loop === null || !isTimed ? undefined : (next, limit, work) => loop(this, next, limit, work);
  }

  get clock(): SimulationState {
    return this.state;
  }

  get words(): Int32Array {
    return this.random.state;
  }

  reserve(events: number): void {
    this.mixture.reserve(events);
    this.#lookAhead.read(this.random.state, this.propensity, events);
  }

  near(rule: number): NearPoints {
    const { places } = this.channels[rule];
    if (places instanceof NearPoints) return places;
    throw new Error("the pairs of the rule are not counted");
  }

  /** Makes the initial graph. @throws SimulationError for an impossible number of copies. */
  fill(): void {
    this.draws.restore(this.#initialDraws);
    fillWithSeeds(this.mixture, this.state.c, this.draws);
    this.fields?.fill(this.state.c, this.state.y);
  }

  /** Reads constants, triggers, measures and hazards afresh, after a change from outside. */
  start(): void {
    this.#refuseSizes();
    this.#near.configure(this.state.c);
    this.#near.rebuild();
    this.#begin();
  }

  #begin(): void {
    this.propensities?.readConstants(this.state.t);
    this.refreshMeasures();
    this.events.reset(this.state.t, this.state.y);
    this.refresh();
  }

  /** Puts all measures into the state. */
  refreshMeasures(): void {
    if (!this.window.isOpen) this.fields?.amounts(this.state.y);
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
      propensity[channel] = this.isVarying[channel] === 1 ? 0 : this.hazardOf(channel);
    }
    this.selector.rebuild();
    if (!Number.isFinite(this.selector.total())) {
      throw new SimulationError("notFinite", `At ${t} s the rates of the rules add up to infinity.`, t);
    }
  }

  /** Lets a rule or reaction happen at the fraction s of the present step; false for a null event. */
  fire(channel: number, s = 0): boolean {
    const rules = this.channels.length;
    if (channel < rules) {
      const code = this.#codes[channel];
      if (code !== null && code.draws) {
        this.#happen(code, channel);
        return true;
      }
      const own = this.channels[channel];
      if (!this.window.isOpen && own.weights instanceof VaryingWeights) own.weights.refreshStart();
      if (!own.draw(this.random, s)) {
        this.nullEvents[channel]++;
        return false;
      }
      const happening = this.#caseOf(channel);
      const { n } = this.channels[happening].rewriter;
      if (this.fields !== null && !this.fields.plan(happening, n, this.window, s)) {
        this.nullEvents[channel]++;
        return false;
      }
      if (this.#bindsPairs[channel] === 1) this.#joinImages(own);
      this.#occur(happening, s);
      return true;
    }
    if (this.jumps !== null) {
      const { changeStart, changeState, changeAmount } = this.jumps;
      const reaction = channel - rules;
      for (let i = changeStart[reaction]; i < changeStart[reaction + 1]; i++) {
        this.#changeState(changeState[i], changeAmount[i]);
      }
    }
    this.fired[channel]++;
    this.#follow(this.#consequences[channel]);
    return true;
  }

  happen(channel: number, anchor: number, next: number): number {
    if (channel === -1) return next;
    if (channel === -2) return this.state.t + this.random.exponentialAfterZero() / this.selector.total();
    if (anchor < 0) this.fire(channel);
    else {
      this.channels[channel].rewriter.n[0] = anchor;
      this.#occur(this.#caseOf(channel), 0);
    }
    const total = this.selector.total();
    return total > 0 ? this.state.t + this.random.exponential() / total : Number.POSITIVE_INFINITY;
  }

  /** The rule that a match of a channel is of, in whose nodes it stands then. */
  #caseOf(channel: number): number {
    const cases = this.#cases[channel];
    if (cases === null) return channel;
    const { matchers } = this.mixture;
    const anchor = this.channels[channel].rewriter.n[0];
    for (const rule of cases) {
      const { rewriter, rule: own } = this.channels[rule];
      if (matchers[own.fragments[0]].match(anchor, rewriter.n, 0)) return rule;
    }
    throw new Error("a match of a class of rules is of none of them");
  }

  /** A rule happens where it was drawn. */
  #occur(rule: number, s: number): void {
    const code = this.#codes[rule];
    if (code !== null) {
      this.#happen(code, rule);
      return;
    }
    const own = this.channels[rule];
    own.apply(this.draws, this.window, s);
    this.fields?.commit(this.mixture.store.x, this.window.x1, this.#touchedByFields);
    const { changes } = own.rule;
    for (let i = 0; i < changes.length; i++) this.#changeState(changes[i].state, changes[i].amount);
    this.fired[rule]++;
    this.#follow(this.#consequences[rule]);
  }

  /** Sum of the hazards of all that varies, at one end of the step or now; each goes to `out`. */
  varyingHazards(t: number, end: "start" | "end", out: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < this.varying.length; i++) {
      const value = this.#varyingHazard(this.varying[i], t, end);
      out[i] = value;
      sum += value;
    }
    return sum;
  }

  /** The same for what a plain reaction has changed only; the change of the sum. */
  reassess(channel: number, t: number, end: "start" | "end", out: Float64Array): number {
    const { varying } = this.#consequences[channel];
    let change = 0;
    for (let k = 0; k < varying.length; k++) {
      const i = varying[k];
      const value = this.#varyingHazard(this.varying[i], t, end);
      change += value - out[i];
      out[i] = value;
    }
    return change;
  }

  #varyingHazard(channel: number, t: number, end: "start" | "end"): number {
    const rules = this.channels.length;
    if (channel >= rules) return this.propensities?.evaluateChecked(channel - rules, t, this.state.y) ?? 0;
    const own = this.channels[channel];
    const isEnd = end === "end" && own.weights instanceof VaryingWeights;
    const value = own.hazard(isEnd ? own.weights.endTotal : own.ways(), own.coefficientAt(t));
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw badPropensity(own.rule.name, value, t);
    return value;
  }

  /** Sum of the hazards of all that varies, for the present attributes and states; each goes to `out`. */
  varyingNow(t: number, out: Float64Array): number {
    const rules = this.channels.length;
    let sum = 0;
    for (let i = 0; i < this.varying.length; i++) {
      const channel = this.varying[i];
      let value: number;
      if (channel < rules) {
        const own = this.channels[channel];
        const { weights } = own;
        const coefficient = own.coefficientAt(t);
        const isOff = coefficient === 0 || own.hazard(1, 1) === 0;
        const isWeighed = weights instanceof VaryingWeights && !isOff;
        value = own.hazard(isWeighed ? weights.sum(this.mixture.store.x, t) : own.ways(), coefficient);
        if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw badPropensity(own.rule.name, value, t);
      } else value = this.propensities?.evaluateChecked(channel - rules, t, this.state.y) ?? 0;
      out[i] = value;
      sum += value;
    }
    return sum;
  }

  /** The same sum at another time, were places, matches and states those of now. */
  timedHazards(t: number): number {
    const rules = this.channels.length;
    let sum = 0;
    for (let i = 0; i < this.varying.length; i++) {
      const channel = this.varying[i];
      if (channel >= rules) sum += this.propensities?.evaluateChecked(channel - rules, t, this.state.y) ?? 0;
      else
        sum += this.channels[channel].hazard(
          this.channels[channel].ways(),
          this.channels[channel].coefficientAt(t),
        );
    }
    return sum;
  }

  /** An event may change what flows and varies. */
  disturbs(): boolean {
    return true;
  }

  /** Makes sure that lists of near pairs of moving nodes are complete at both of two sets of places. */
  updatePairs(x0: Float64Array, x1: Float64Array): void {
    this.#near.update(x0, x1);
  }

  /** Measures that vary, at the end of the step. */
  measureEnd(): void {
    for (const i of this.#varyingMeasures) {
      this.window.y1[this.graph.measures[i].state] = this.measures.value(i, this.window.x1);
    }
  }

  /** Measures that vary, now. */
  measureNow(): void {
    for (const i of this.#varyingMeasures)
      this.state.y[this.graph.measures[i].state] = this.measures.value(i);
  }

  /** Computed attributes of the nodes of an event within a step; nodes from n[matched] on are new. */
  refreshComputed(n: Int32Array, matched: number, mechanics: Mechanics): void {
    const { mixture, window } = this;
    const { store } = mixture;
    const nodes = this.#touchedNodes;
    let count = 0;
    for (let i = 0; i < n.length; i++) if (store.type[n[i]] >= 0) nodes[count++] = n[i];
    mechanics.refreshNodes(nodes, count, count < n.length, this.state.t);
    for (let i = matched; i < n.length; i++) if (store.type[n[i]] >= 0) window.hold(n[i]);
    for (let i = 0; i < count; i++) {
      for (const slot of this.#computed[store.type[nodes[i]]]) {
        const at = nodes[i] * store.attributeStride + slot;
        window.x1[at] = store.x[at];
      }
    }
    // A wall may have mirrored them.
    this.placesMoved(
      Array.from(nodes.subarray(0, count)).filter((node) => this.#placeReaders.isWalled(node)),
    );
  }

  /** What reads the places of nodes that were moved without an event. */
  placesMoved(nodes: readonly number[]): void {
    if (nodes.length === 0) return;
    this.#placeReaders.put(nodes);
    this.#follow(this.#ofPlaces);
  }

  /** The same for nodes that only walls move, and that stand elsewhere than they did among the attributes `before`. */
  wallsMoved(before: Float64Array): void {
    this.placesMoved(this.#placeReaders.movedByWalls(before));
  }

  /** Weights that read what flows or mechanics have set at the nodes of an event. */
  reweigh(n: Int32Array): void {
    const { mixture } = this;
    const { store, lists } = mixture;
    for (let i = 0; i < n.length; i++) {
      const type = store.type[n[i]];
      if (type < 0) continue;
      for (const slot of this.#changing[type]) {
        for (const { fragment, path } of mixture.readers.attributes[type].get(slot) ?? []) {
          const anchor = mixture.walk(n[i], path);
          if (anchor >= 0 && lists.placeOf(fragment, anchor) >= 0) lists.put(fragment, anchor);
        }
      }
    }
  }

  /** Concentrations that an event has changed, for its own nodes and all others in its cells. */
  refreshConcentrations(n: Int32Array): void {
    const { fields, mixture, window } = this;
    if (fields === null) return;
    fields.locateNodes(n, mixture.store.x, window.x1);
    if (this.#touchedByFields.size === 0) return;
    this.reweigh(Int32Array.from(this.#touchedByFields));
    this.#touchedByFields.clear();
  }

  /** Takes nodes away that have left. */
  removeNodes(nodes: readonly number[]): void {
    for (const node of nodes) if (this.mixture.store.type[node] >= 0) this.mixture.removeBound(node);
    this.refreshMeasures();
    this.refresh();
  }

  /** Whether some trigger has changed, so that `settle` would do something. */
  wouldSettle(): boolean {
    return !this.events.isEmpty && this.events.wouldChange(this.state.t, this.state.y);
  }

  /** Fires the events whose triggers became true; true when the state changed. */
  settle(): boolean {
    const { t, y } = this.state;
    if (!this.wouldSettle() || !this.events.settle(t, y)) return false;
    this.refreshMeasures();
    this.refresh();
    return true;
  }

  /** What is not a function of the state alone, for a checkpoint. */
  save(hasGraph: boolean): SavedGraphNetwork {
    return {
      mixture: hasGraph ? this.mixture.save() : null,
      pairs: this.#near.save(),
      fired: Array.from(this.fired),
      nullEvents: Array.from(this.nullEvents),
      events: this.events.save(),
      sums: this.selector.save(),
      ...(this.fields === null || !hasGraph ? {} : { fields: this.fields.save() }),
    };
  }

  /** Puts back what `save` gave; with `isRunning` all that follows from the state too. */
  restore(saved: SavedGraphNetwork, isRunning: boolean): void {
    if (saved.mixture !== null) this.mixture.restore(saved.mixture);
    if (saved.fields !== undefined) this.fields?.restore(saved.fields, this.state.c);
    if (isRunning) {
      this.#near.configure(this.state.c);
      this.#near.restore(saved.pairs);
      this.#begin();
      this.events.restore(saved.events);
      this.selector.restore(saved.sums);
    }
    this.fired.set(saved.fired);
    this.nullEvents.set(saved.nullEvents);
  }

  /** @throws SimulationError for an impossible hazard. */
  hazardOf(channel: number): number {
    const rules = this.channels.length;
    if (channel >= rules) {
      return this.propensities?.evaluateChecked(channel - rules, this.state.t, this.state.y) ?? 0;
    }
    const own = this.channels[channel];
    const value = own.hazard(own.ways(), own.coefficient);
    if (value >= 0 && value < Number.POSITIVE_INFINITY) return value;
    throw badPropensity(own.rule.name, value, this.state.t);
  }

  #follow({ measures, weights, coefficients, channels }: EventConsequences): void {
    const { t, y } = this.state;
    for (let i = 0; i < measures.length; i++) this.#measure(measures[i], y);
    for (let i = 0; i < weights.length; i++) this.weighAgain(weights[i]);
    for (let i = 0; i < coefficients.length; i++) this.channels[coefficients[i]].readCoefficient(t);
    const { values } = this;
    for (let i = 0; i < channels.length; i++) values[i] = this.hazardOf(channels[i]);
    this.selector.change(channels, 0, channels.length, values);
  }

  /** A rule happens by its code; where that does not draw it, the place was drawn before. */
  #happen(code: GraphRuleCode, rule: number): void {
    const { mixture, state } = this;
    const { n, shift } = this.#places[rule];
    code.fire(mixture, this, n, shift, state.t, state.y, state.c, this.random, this.draws);
    if (!this.#isDirect) this.#takeValues(this.#consequences[rule].channels);
    this.fired[rule]++;
  }

  #takeValues(channels: Int32Array): void {
    const { values } = this;
    for (let i = 0; i < channels.length; i++) {
      if (!(values[i] >= 0 && values[i] < Number.POSITIVE_INFINITY)) values[i] = this.hazardOf(channels[i]);
    }
    this.selector.change(channels, 0, channels.length, values);
  }

  measureAgain(measure: number): void {
    this.#measure(measure, this.state.y);
  }

  weighAgain(rule: number): void {
    const { weights } = this.channels[rule];
    if (weights instanceof FixedWeights) weights.refresh();
  }

  /** A measure that an event may have changed. */
  #measure(index: number, y: Float64Array): void {
    const { state, varies } = this.graph.measures[index];
    const { window } = this;
    if (!varies || !window.isOpen) {
      y[state] = this.measures.value(index);
      return;
    }
    window.y0[state] = this.measures.value(index);
    window.y1[state] = this.measures.value(index, window.x1);
  }

  #changeState(state: number, amount: number): void {
    this.state.y[state] += amount;
    if (this.window.isOpen) this.window.addToState(state, amount);
  }

  /**
   * Before two complexes are bound across the border of a periodic box, the one that a search finds the smaller goes
   * to the image beside the other, so that places within a complex stay connected.
   */
  #joinImages(channel: GraphChannel): void {
    const { shift, rewriter, rule } = channel;
    if (shift[0] === 0 && shift[1] === 0 && shift[2] === 0) return;
    const { connectivity, matchers, store } = this.mixture;
    const first = rewriter.n[0];
    const second = rewriter.n[matchers[rule.fragments[0]].size];
    if (connectivity.areConnected(first, second)) return;
    const { found, foundCount } = connectivity;
    const sign = found[0] === first ? -1 : 1;
    for (let i = 0; i < foundCount; i++) {
      const { position } = this.graph.types[store.type[found[i]]];
      if (position < 0) continue;
      const at = found[i] * store.attributeStride + position;
      for (let k = 0; k < this.graph.dimension; k++) {
        store.x[at + k] += sign * shift[k];
        if (this.window.isOpen) this.window.x1[at + k] += sign * shift[k];
      }
    }
    shift.fill(0);
    this.placesMoved(Array.from(found.subarray(0, foundCount)));
  }

  /** @throws SimulationError for a length or force that parameters have made zero or less. */
  #refuseSizes(): void {
    const names = this.graph.sizeNames ?? [];
    const sizes = new Float64Array(names.length);
    this.graph.sizes?.(this.state.c, sizes);
    const bad = sizes.findIndex((size) => !(size > 0 && size < Number.POSITIVE_INFINITY));
    if (bad >= 0)
      throw new SimulationError("badInput", `${names[bad]} must be above zero; it is ${sizes[bad]}.`);
  }

  #makeChannel(rule: GraphRule, index: number): GraphChannel {
    const { mixture, state } = this;
    const traits = ruleTraits(rule, this.graph);
    const places = this.#placesOf(rule, traits.places);
    const weights =
      places === null || traits.weighing === "uniform"
        ? null
        : traits.weighing === "varying"
          ? new VaryingWeights(mixture, index, places, state, this.window)
          : new FixedWeights(mixture, index, places, state);
    return new GraphChannel(index, mixture, state, places, weights, this.coefficients);
  }

  #placesOf({ fragments, proximity }: GraphRule, kind: RuleTraits["places"]): PlaceList | null {
    if (kind === "all") return null;
    if (kind === "matches") return new MatchPlaces(this.mixture, fragments[0]);
    return kind === "near points" && proximity !== null
      ? this.#near.counted(fragments, proximity)
      : this.#near.listed(fragments, proximity);
  }

  /** What must follow an event of a rule or reaction. */
  #consequencesOf(channel: number): EventConsequences {
    return this.#asLists(this.#changesOf(channel));
  }

  #asLists({ measures, weights, coefficients, channels }: Consequences): EventConsequences {
    return {
      measures: Int32Array.from(measures),
      weights: Int32Array.from(weights),
      coefficients: Int32Array.from(coefficients),
      channels: Int32Array.from(channels.filter((other) => this.isVarying[other] === 0)),
      varying: Int32Array.from(
        channels.flatMap((other) => (this.isVarying[other] === 1 ? [this.varying.indexOf(other)] : [])),
      ),
    };
  }

  #changesOf(channel: number): Consequences {
    const { rules } = this.graph;
    if (channel < rules.length) {
      const states = rules[channel].changes.map(({ state }) => state);
      return consequencesOf(this.graph, true, new Set(this.mixture.rewriters[channel].touched), states);
    }
    if (this.jumps === null) throw new Error("there are no plain reactions");
    const { changeStart, changeState } = this.jumps;
    const reaction = channel - rules.length;
    const states = Array.from(changeState.subarray(changeStart[reaction], changeStart[reaction + 1]));
    return consequencesOf(this.graph, false, new Set(), states);
  }
}
