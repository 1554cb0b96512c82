/** All rules of a run whose rates differ from match to match, kept right as molecules change. */
import { type AgentChannel, differsBetweenMatches } from "../../agentModel.ts";
import type { AgentMixture } from "./agentMixture.ts";
import { grownInt32 } from "./agentStore.ts";
import { LocalCounts } from "./localCounts.ts";
import type { SavedMatchClasses } from "./matchClasses.ts";
import type { RuleChannel } from "./ruleChannel.ts";
import { VaryingRate } from "./varyingRate.ts";

export type SavedVaryingRates = readonly (readonly SavedMatchClasses[])[];

export class VaryingRates {
  /** By channel; null where all matches have one rate. */
  readonly ofChannel: readonly (VaryingRate | null)[];
  readonly #mixture: AgentMixture;
  readonly #counts: readonly LocalCounts[];
  readonly #reach: number;
  /** By type: channels with matches anchored there. */
  readonly #byType: readonly (readonly number[])[];
  #around = new Int32Array(64);
  #mark = new Int32Array(64);
  #epoch = 0;
  #count = 0;

  constructor(rules: readonly RuleChannel[], mixture: AgentMixture) {
    this.#mixture = mixture;
    const counts = new Map<string, LocalCounts>();
    const countsOf = ({ locals }: AgentChannel): LocalCounts[] =>
      locals.map((local) => {
        const { measure, divisor, fragments, least, most } = local;
        const key = [measure, divisor, least, most, ...fragments].join();
        const known = counts.get(key) ?? new LocalCounts(local, mixture);
        counts.set(key, known);
        return known;
      });
    this.ofChannel = rules.map((rule) =>
      differsBetweenMatches(rule.channel) ? new VaryingRate(rule, mixture, countsOf(rule.channel)) : null,
    );
    this.#counts = [...counts.values()];
    this.#reach = Math.max(-1, ...this.ofChannel.map((varying) => varying?.reach ?? -1));
    this.#byType = mixture.tables.types.map((_, type) =>
      this.ofChannel.flatMap((varying, channel) => (varying?.hasAnchor(type) === true ? [channel] : [])),
    );
    if (this.ofChannel.some((varying) => varying !== null)) mixture.journal = [];
  }

  /** Classifies all matches. */
  rebuild(): void {
    for (const counts of this.#counts) counts.forget();
    for (const varying of this.ofChannel) varying?.rebuild();
    if (this.#mixture.journal !== null) this.#mixture.journal.length = 0;
  }

  /** Classifies again what the changes since the last call may have touched; tells of channels that changed. */
  follow(tell: (channel: number) => void): void {
    const { journal, store } = this.#mixture;
    if (journal === null || journal.length === 0) return;
    for (const counts of this.#counts) counts.forget();
    if (this.#mark.length < store.type.length) this.#mark = grownInt32(this.#mark, store.type.length, 0);
    this.#epoch++;
    this.#count = 0;
    for (const agent of journal) {
      // The place of a molecule that is gone may be that of another kind by now.
      this.ofChannel.forEach((varying, channel) => {
        if (varying?.reclassify(agent) === true) tell(channel);
      });
      if (store.type[agent] >= 0) this.#add(agent);
    }
    journal.length = 0;
    let from = 0;
    for (let step = 1; step <= this.#reach && from < this.#count; step++) {
      const end = this.#count;
      for (; from < end; from++) this.#addNeighbours(this.#around[from]);
      for (let i = end; i < this.#count; i++) this.#reclassify(this.#around[i], step, tell);
    }
  }

  save(): SavedVaryingRates {
    return this.ofChannel.map((varying) => varying?.save() ?? []);
  }

  restore(saved: SavedVaryingRates): void {
    for (const counts of this.#counts) counts.forget();
    this.ofChannel.forEach((varying, channel) => varying?.restore(saved[channel]));
    if (this.#mixture.journal !== null) this.#mixture.journal.length = 0;
  }

  #reclassify(agent: number, step: number, tell: (channel: number) => void): void {
    for (const channel of this.#byType[this.#mixture.store.type[agent]]) {
      const varying = this.ofChannel[channel];
      if (varying !== null && step <= varying.reach && varying.reclassify(agent)) tell(channel);
    }
  }

  #addNeighbours(agent: number): void {
    const { partner, shift, siteCount, type } = this.#mixture.store;
    const base = agent << shift;
    const end = base + siteCount[type[agent]];
    for (let site = base; site < end; site++) if (partner[site] >= 0) this.#add(partner[site] >> shift);
  }

  #add(agent: number): void {
    if (this.#mark[agent] === this.#epoch) return;
    this.#mark[agent] = this.#epoch;
    if (this.#count === this.#around.length) this.#around = grownInt32(this.#around, 2 * this.#count, 0);
    this.#around[this.#count++] = agent;
  }
}
