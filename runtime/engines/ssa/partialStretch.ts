/**
 * The direct method by partial propensities (Ramaswamy, Gonzalez-Segredo and Sbalzarini 2009,
 * doi:10.1063/1.3154624): first a reactant is drawn by the sum of the propensities of its group, then a reaction of the
 * group by its partial propensity. A reaction costs as much as its reactants have partners, not reactions: hubs that
 * bind many kinds of molecules, of which few are there, cost little. Groups stand in a tree of sums (sumTreeSelector.ts).
 */
import type { CompiledModel, JumpModel } from "../../model.ts";
import type { RandomStream } from "../../random/randomStream.ts";
import { SimulationError } from "../../simulationError.ts";
import { checkWholeNumbers } from "../checkWholeNumbers.ts";
import type { SimulationState } from "../engine.ts";
import { type PartialGroups, partialGroups } from "./partialGroups.ts";
import { PartialSums, type SavedPartialSums } from "./partialSums.ts";
import { PropensityTable } from "./propensities.ts";
import type { Selector } from "./selector.ts";
import type { Stretch } from "./stretch.ts";
import { sumTreeSelector } from "./sumTreeSelector.ts";

interface SavedPartial {
  readonly next: number;
  readonly fired: number;
  readonly updated: number;
  readonly sums: SavedPartialSums;
}

export class PartialStretch implements Stretch {
  readonly #model: CompiledModel;
  readonly #jumps: JumpModel;
  readonly #state: SimulationState;
  readonly #random: RandomStream;
  readonly #propensities: PropensityTable;
  readonly #groups: PartialGroups;
  readonly #sums: PartialSums;
  readonly #tree: Selector;
  /** The states, and a 1 after the last. */
  readonly #numbers: Float64Array;
  /** By place: see `PartialGroups`. */
  readonly #constant: Float64Array;
  readonly #shift: Float64Array;
  /** Groups whose propensity a reaction has changed, with it, and 1 for those. */
  readonly #changed: Int32Array;
  readonly #values: Float64Array;
  readonly #isChanged: Uint8Array;
  #next = Number.POSITIVE_INFINITY;
  #now = 0;
  #fired = 0;
  #updated = 0;

  constructor(model: CompiledModel, jumps: JumpModel, state: SimulationState, random: RandomStream) {
    const states = state.y.length;
    this.#model = model;
    this.#jumps = jumps;
    this.#state = state;
    this.#random = random;
    this.#propensities = new PropensityTable(model, jumps, state.c);
    const { simple } = this.#propensities;
    this.#groups = partialGroups(simple, states);
    this.#sums = new PartialSums(this.#groups);
    this.#tree = sumTreeSelector.create(states + 1);
    this.#numbers = new Float64Array(states + 1).fill(1);
    this.#constant = new Float64Array(this.#groups.reaction.length);
    this.#shift = Float64Array.from(this.#groups.reaction, (reaction) => simple.shift[reaction]);
    this.#changed = new Int32Array(states + 1);
    this.#values = new Float64Array(states + 1);
    this.#isChanged = new Uint8Array(states + 1);
  }

  refresh(): void {
    const { t, y } = this.#state;
    this.#propensities.readConstants(t);
    checkWholeNumbers(this.#model.states, t, y);
    this.#computeAll();
    for (let group = 0; group <= y.length; group++) this.#sums.addUp(group);
    this.#fillTree();
    if (!Number.isFinite(this.#tree.total())) {
      throw new SimulationError("notFinite", `At ${t} s the rates of the reactions add up to infinity.`, t);
    }
    this.#draw(t);
  }

  advance(limit: number, work: number): boolean {
    const { y } = this.#state;
    let left = work;
    while (this.#next <= limit) {
      if (left-- <= 0) {
        this.#state.t = this.#now;
        return false;
      }
      this.#now = this.#next;
      const group = this.#tree.pick(this.#random.uniform() * this.#tree.total());
      const place = group < 0 ? -1 : this.#sums.pick(group, this.#random.uniform() * this.#sums.sum[group]);
      if (place >= 0) this.#fire(this.#groups.reaction[place], y);
      else if (group >= 0) this.#settle(group);
      this.#draw(this.#now);
    }
    return true;
  }

  statistics(): Readonly<Record<string, number>> {
    return { reactions: this.#fired, rejected: 0, updates: this.#updated };
  }

  save(): SavedPartial {
    return { next: this.#next, fired: this.#fired, updated: this.#updated, sums: this.#sums.save() };
  }

  restore({ next, fired, updated, sums }: SavedPartial): void {
    this.#propensities.readConstants(this.#state.t);
    this.#computeAll();
    for (let group = 0; group <= this.#state.y.length; group++) this.#sums.addUp(group);
    this.#sums.restore(sums);
    this.#fillTree();
    this.#now = this.#state.t;
    this.#next = next;
    this.#fired = fired;
    this.#updated = updated;
  }

  #draw(from: number): void {
    const total = this.#tree.total();
    this.#next = total > 0 ? from + this.#random.exponential() / total : Number.POSITIVE_INFINITY;
  }

  /** Partial propensities from the state. */
  #computeAll(): void {
    const { reaction, partner } = this.#groups;
    const { constant } = this.#propensities.simple;
    this.#numbers.set(this.#state.y);
    for (let place = 0; place < reaction.length; place++) {
      this.#constant[place] = constant[reaction[place]];
      this.#sums.value[place] =
        this.#constant[place] * Math.max(0, this.#numbers[partner[place]] + this.#shift[place]);
    }
  }

  #fillTree(): void {
    const { propensity } = this.#tree;
    for (let group = 0; group < propensity.length; group++)
      propensity[group] = this.#numbers[group] * this.#sums.sum[group];
    this.#tree.rebuild();
  }

  /** Rounding errors had left a sum where nothing stands. */
  #settle(group: number): void {
    this.#sums.addUp(group);
    this.#changed[0] = group;
    this.#values[0] = this.#numbers[group] * this.#sums.sum[group];
    this.#tree.change(this.#changed, 0, 1, this.#values);
  }

  #fire(reaction: number, y: Float64Array): void {
    const { changeStart, changeState, changeAmount } = this.#jumps;
    const { group: groupOf, partnerStart, places } = this.#groups;
    const end = changeStart[reaction + 1];
    let changed = 0;
    for (let entry = changeStart[reaction]; entry < end; entry++) {
      const state = changeState[entry];
      const n = y[state] + changeAmount[entry];
      y[state] = n;
      this.#numbers[state] = n;
      changed = this.#note(state, changed);
      const placeEnd = partnerStart[state + 1];
      this.#updated += placeEnd - partnerStart[state];
      for (let i = partnerStart[state]; i < placeEnd; i++) {
        const place = places[i];
        this.#sums.set(place, this.#constant[place] * Math.max(0, n + this.#shift[place]));
        changed = this.#note(groupOf[place], changed);
      }
    }
    for (let i = 0; i < changed; i++) {
      const group = this.#changed[i];
      this.#isChanged[group] = 0;
      this.#values[i] = this.#numbers[group] * this.#sums.sum[group];
    }
    this.#tree.change(this.#changed, 0, changed, this.#values);
    this.#fired++;
  }

  #note(group: number, changed: number): number {
    if (this.#isChanged[group] === 1) return changed;
    this.#isChanged[group] = 1;
    this.#changed[changed] = group;
    return changed + 1;
  }
}
