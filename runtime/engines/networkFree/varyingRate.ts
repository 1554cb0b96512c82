/**
 * A rule whose rate differs from match to match. Matches of each group are divided into classes of equal values; the
 * propensity is a sum over combinations of classes, each with its rate. Where values depend on more than one group,
 * the combination counts with the largest rate that it may have, and a placement is accepted in proportion to its
 * own (thinning: Lewis and Shedler 1979, doi:10.1002/nav.3800260304), so that every placement happens at its rate.
 */
import type { AgentChannel, MatchChange } from "../../agentModel.ts";
import type { RandomStream } from "../../random/randomStream.ts";
import type { AgentMixture } from "./agentMixture.ts";
import type { LocalCounts } from "./localCounts.ts";
import { fragmentReach, MatchChanges } from "./matchChanges.ts";
import { MatchClasses, type SavedMatchClasses } from "./matchClasses.ts";
import type { RuleChannel } from "./ruleChannel.ts";

/** Rounding errors of exponentials that should be equal. */
const rounding = 1e-9;

/** A group of one fragment whose matches have values. */
interface ClassifiedGroup {
  readonly group: number;
  readonly place: number;
  readonly fragment: number;
  /** Locals of its agents, as indices into the channel's. */
  readonly locals: readonly number[];
  readonly classes: MatchClasses;
}

export type RateOfValues = (values: Float64Array) => number;

export class VaryingRate {
  readonly rule: RuleChannel;
  /** A match's values can only change by what changes in so many bonds around its anchor. */
  readonly reach: number;
  readonly #mixture: AgentMixture;
  readonly #channel: AgentChannel;
  readonly #locals: readonly LocalCounts[];
  readonly #classified: readonly ClassifiedGroup[];
  /** Changes are among the values of classes, and not bounded. */
  readonly #isExact: boolean;
  readonly #changes: MatchChanges | null;
  /** Values of one match, or of a combination of classes. */
  readonly #values: Float64Array;
  readonly #own: readonly Float64Array[];
  readonly #chosen: number[];
  /** By combination of classes, while classes and states stay what they are. */
  readonly #rates = new Map<number, number>();
  #generation = -1;
  #rate: RateOfValues = () => Number.NaN;
  /** The rate that the combination counts with which was looked at last. */
  #bound = 0;

  constructor(rule: RuleChannel, mixture: AgentMixture, locals: readonly LocalCounts[]) {
    const { channel } = rule;
    const { groups, places, matched } = channel;
    this.rule = rule;
    this.#mixture = mixture;
    this.#channel = channel;
    this.#locals = locals;
    this.#isExact = groups.length === 1 && groups[0].length === 1;
    this.#changes =
      channel.matchChanges.length === 0 ? null : new MatchChanges(channel.matchChanges, mixture);
    this.#classified = groups.flatMap((members, group) => {
      const [place] = members;
      const own = channel.locals.flatMap(({ agent }, i) => (matched[agent].place === place ? [i] : []));
      const width = own.length + (this.#isExact ? channel.matchChanges.length : 0);
      if (members.length > 1 || width === 0) return [];
      const classes = new MatchClasses(width);
      return [{ group, place, fragment: places[place], locals: own, classes }];
    });
    this.#values = new Float64Array(channel.locals.length + channel.matchChanges.length);
    this.#own = this.#classified.map(({ locals: own }) => {
      return new Float64Array(own.length + (this.#isExact ? channel.matchChanges.length : 0));
    });
    this.#chosen = this.#classified.map(() => 0);
    this.reach = this.#reachOf();
  }

  #reachOf(): number {
    const { locals, matchChanges, actions, places } = this.#channel;
    if (this.#classified.length === 0) return -1;
    if (locals.length > 0 || actions.some(({ kind }) => kind === "deleteComplex" || kind === "moveComplex"))
      return Number.POSITIVE_INFINITY;
    const { fragments } = this.#mixture.tables;
    const across = ({ fragment }: MatchChange): number =>
      Math.max(...fragments[fragment].agents.map((_, agent) => fragmentReach(fragments[fragment], agent)));
    const own = Math.max(...places.map((fragment) => fragmentReach(fragments[fragment], 0)));
    // What a rule sets free may be one bond away from its molecules.
    return own + 1 + Math.max(0, ...matchChanges.map(across));
  }

  /** Groups whose matches have their anchor in molecules of a type. */
  hasAnchor(type: number): boolean {
    return this.#classified.some(({ fragment }) => this.#mixture.lists[fragment].anchorType === type);
  }

  /** Takes rates afresh: states or constants have changed. */
  setRate(rate: RateOfValues): void {
    this.#rate = rate;
    this.#rates.clear();
  }

  /** Classifies all matches. */
  rebuild(): void {
    const { lists } = this.#mixture;
    for (const { fragment, classes } of this.#classified) {
      classes.clear();
      const { anchors, size } = lists[fragment];
      for (let i = 0; i < size; i++) this.reclassify(anchors[i]);
    }
  }

  /** Puts the matches at an agent where they belong. True when that changed something. */
  reclassify(anchor: number): boolean {
    const { lists, matchers, store } = this.#mixture;
    let hasChanged = false;
    this.#classified.forEach(({ place, fragment, classes }, g) => {
      const list = lists[fragment];
      const count = store.type[anchor] === list.anchorType ? list.countOf(anchor) : 0;
      for (let embedding = 0; embedding < count; embedding++) {
        matchers[fragment].find(anchor, embedding);
        this.rule.place(place);
        this.#measure(g);
        if (classes.set(anchor, embedding, this.#own[g])) hasChanged = true;
      }
      if (classes.drop(anchor, count)) hasChanged = true;
    });
    return hasChanged;
  }

  /** The values of the placed match of a classified group. */
  #measure(g: number): void {
    const { locals } = this.#classified[g];
    const out = this.#own[g];
    for (let i = 0; i < locals.length; i++) {
      const local = locals[i];
      out[i] = this.#locals[local].at(this.rule.image[this.#channel.locals[local].agent]);
    }
    if (this.#isExact) this.#changes?.compute(this.rule, out, locals.length);
  }

  /** Sum over placements of the largest rates that they may have. */
  weight(): number {
    let generation = 0;
    for (const { classes } of this.#classified) generation += classes.generation;
    if (generation !== this.#generation) {
      this.#rates.clear();
      this.#generation = generation;
    }
    return this.#walk(0, 0, this.#otherWays(), Number.POSITIVE_INFINITY);
  }

  /** Ways to place the groups that are not classified. */
  #otherWays(): number {
    let ways = 1;
    for (let group = 0; group < this.#channel.groups.length; group++)
      if (!this.#classified.some((other) => other.group === group)) ways *= this.rule.waysOf(group);
    return ways;
  }

  /** Adds up the combinations of classes, until the sum is above `target`: then `#chosen` is that combination. */
  #walk(g: number, key: number, ways: number, target: number): number {
    if (ways === 0) return 0;
    if (g === this.#classified.length) {
      this.#bound = this.#rateOf(key);
      return ways * this.#bound;
    }
    const { classes } = this.#classified[g];
    let sum = 0;
    for (let index = 0; index < classes.count; index++) {
      const size = classes.sizeOf(index);
      if (size === 0) continue;
      this.#chosen[g] = index;
      sum += this.#walk(g + 1, key * classes.count + index, ways * size, target - sum);
      if (sum > target) return sum;
    }
    return sum;
  }

  #rateOf(key: number): number {
    const known = this.#rates.get(key);
    if (known !== undefined) return known;
    this.#fillFromClasses();
    const rate = this.#isExact ? this.#rate(this.#values) : this.#largestRate();
    this.#rates.set(key, rate);
    return rate;
  }

  #fillFromClasses(): void {
    const changes = this.#channel.locals.length;
    this.#classified.forEach(({ locals, classes }, g) => {
      const values = classes.valuesOf(this.#chosen[g]);
      for (let i = 0; i < values.length; i++)
        this.#values[i < locals.length ? locals[i] : changes + i - locals.length] = values[i];
    });
  }

  /** A balanced rate goes up or down with each change, whatever the others are. */
  #largestRate(): number {
    const { locals, matchChanges } = this.#channel;
    const values = this.#values;
    matchChanges.forEach(({ bounds }, i) => {
      values[locals.length + i] = bounds?.least ?? 0;
    });
    let largest = this.#rate(values);
    matchChanges.forEach(({ bounds }, i) => {
      values[locals.length + i] = bounds?.most ?? 0;
      const rate = this.#rate(values);
      if (rate >= largest) largest = rate;
      else values[locals.length + i] = bounds?.least ?? 0;
    });
    return largest;
  }

  /** Draws a placement into the rule; the weight must not be 0. */
  draw(random: RandomStream): void {
    const target = random.uniform() * this.weight();
    this.#walk(0, 0, this.#otherWays(), target);
    this.#fillFromClasses();
    const { matchers } = this.#mixture;
    let next = 0;
    for (let group = 0; group < this.#channel.groups.length; group++) {
      const classified = this.#classified.at(next);
      if (classified?.group !== group) {
        this.rule.drawGroup(group, random);
        continue;
      }
      const { classes, fragment, place } = classified;
      const index = this.#chosen[next++];
      const at = random.below(classes.sizeOf(index));
      matchers[fragment].find(classes.anchorAt(index, at), classes.embeddingAt(index, at));
      this.rule.place(place);
    }
  }

  /** Whether the drawn placement, which the rule allows, happens; call `draw` before. */
  accepts(random: RandomStream): boolean {
    if (this.#isExact || this.#changes === null) return true;
    this.#changes.compute(this.rule, this.#values, this.#channel.locals.length);
    const rate = this.#rate(this.#values);
    if (rate > this.#bound * (1 + rounding)) throw new Error("a rate is above its bound");
    return random.uniform() * this.#bound < rate;
  }

  /** The rate at the rule's present placement, from its definition; for checks. */
  rateHere(): number {
    const { locals } = this.#channel;
    locals.forEach(({ agent }, i) => {
      this.#values[i] = this.#locals[i].at(this.rule.image[agent]);
    });
    this.#changes?.compute(this.rule, this.#values, locals.length);
    return this.#rate(this.#values);
  }

  /** Matches that are in the wrong class; for checks. */
  faults(): string[] {
    const { lists, matchers } = this.#mixture;
    const { name } = this.#channel;
    return this.#classified.flatMap(({ place, fragment, classes }, g) => {
      const faults: string[] = [];
      const { anchors, size, total } = lists[fragment];
      let listed = 0;
      for (let index = 0; index < classes.count; index++) listed += classes.sizeOf(index);
      if (listed !== total) faults.push(`${name} has ${listed} matches in classes, not ${total}`);
      for (let i = 0; i < size; i++) {
        for (let embedding = 0; embedding < lists[fragment].countOf(anchors[i]); embedding++) {
          matchers[fragment].find(anchors[i], embedding);
          this.rule.place(place);
          this.#measure(g);
          const known = classes.known(anchors[i], embedding);
          if (known?.join() !== this.#own[g].join())
            faults.push(`${name} has a match with the values ${this.#own[g].join()}, not ${known?.join()}`);
        }
      }
      return faults;
    });
  }

  save(): readonly SavedMatchClasses[] {
    return this.#classified.map(({ classes }) => classes.save());
  }

  restore(saved: readonly SavedMatchClasses[]): void {
    this.#classified.forEach(({ classes }, g) => classes.restore(saved[g]));
  }
}
