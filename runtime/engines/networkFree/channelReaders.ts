/** Which rules and measures depend on what: of fragments, of plain species and of other states. */
import type { AgentMeasure, AgentModel } from "../../agentModel.ts";
import { isFragmentTotal } from "./measureComplexes.ts";

/** What follows a rule with code. */
export interface AfterRule {
  /** Propensities to compute again. */
  readonly channels: Int32Array;
  /** Those among them whose rate reads what the rule changes. */
  readonly reading: readonly number[];
  readonly measures: readonly { readonly measure: AgentMeasure; readonly fragment: number }[];
  /** A channel that changes between reactions is among those that the rule touches. */
  readonly disturbs: boolean;
}

export class ChannelReaders {
  /** By fragment: channels that place it. */
  readonly ofFragment: readonly (readonly number[])[];
  /** By fragment: measures that are its total and that something reads between reactions. */
  readonly measuresOfFragment: readonly (readonly AgentMeasure[])[];
  /** Channels with a group of fragments in one complex. */
  readonly grouped: readonly number[];
  /** By state: channels that take it, and whose rates read it. */
  readonly taking: readonly (readonly number[])[];
  readonly reading: readonly (readonly number[])[];
  /** Measures that are counted as a whole after every reaction. */
  readonly live: readonly AgentMeasure[];
  readonly #agents: AgentModel;

  /** `states`: how many there are. */
  constructor(agents: AgentModel, states: number) {
    this.#agents = agents;
    const { channels, fragments, measures } = agents;
    const listChannels = (isIn: (channel: AgentModel["channels"][number]) => boolean): number[] =>
      channels.flatMap((channel, i) => (isIn(channel) ? [i] : []));
    this.ofFragment = fragments.map((_, fragment) => listChannels(({ places }) => places.includes(fragment)));
    this.measuresOfFragment = fragments.map((_, fragment) =>
      measures.filter(
        (measure) => measure.isLive && isFragmentTotal(measure) && measure.fragments[0] === fragment,
      ),
    );
    this.grouped = listChannels((channel) => channel.groups.some((members) => members.length > 1));
    const byState = (isIn: (channel: AgentModel["channels"][number], state: number) => boolean) =>
      Array.from({ length: states }, (_, state) => listChannels((channel) => isIn(channel, state)));
    this.taking = byState(({ reactants }, s) => reactants.some(({ state }) => state === s));
    this.reading = byState(({ reads }, s) => reads.includes(s));
    this.live = measures.filter((measure) => measure.isLive && !isFragmentTotal(measure));
  }

  /** All that a rule can change, from its text. `isMoving`: 1 for channels whose rate changes between reactions. */
  after(index: number, touched: readonly number[], isMoving: Uint8Array): AfterRule {
    const { changes, actions, created } = this.#agents.channels[index];
    const measures = touched.flatMap((fragment) =>
      this.measuresOfFragment[fragment].map((measure) => ({ measure, fragment })),
    );
    const states = [...changes.map(({ state }) => state), ...measures.map(({ measure }) => measure.state)];
    const reading = new Set(states.flatMap((state) => this.reading[state]));
    const movesBonds = created.length > 0 || actions.some(({ kind }) => kind === "bind" || kind === "unbind");
    const isTouched = this.grouped.length > 0 && (movesBonds || touched.length > 0);
    const channels = new Set([
      ...touched.flatMap((fragment) => this.ofFragment[fragment]),
      ...states.flatMap((state) => this.taking[state]),
      ...reading,
      ...(isTouched ? this.grouped : []),
    ]);
    const isStill = (channel: number): boolean => isMoving[channel] === 0;
    return {
      channels: Int32Array.from(channels).filter(isStill).sort(),
      reading: [...reading].filter(isStill),
      measures,
      disturbs: this.live.length > 0 || ![...channels].every(isStill),
    };
  }
}
