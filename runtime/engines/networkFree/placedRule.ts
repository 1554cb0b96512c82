/** A rule with a placement of its left side: what trials, conditions and the order of placements read of it. */
import type { AgentChannel } from "../../agentModel.ts";

export interface PlacedRule {
  readonly channel: AgentChannel;
  /** Molecules of the present placement, then those that were created. */
  readonly image: Int32Array;
  /** Sites that the left side mentions, numbered through all matched agents. */
  readonly sites: Int32Array;
  /** First entry in `sites` of each matched agent. */
  readonly siteStart: Int32Array;
  /** The site of the mixture that a site of the rule's agent is placed on. */
  siteOf(agent: number, site: number): number;
  /** Takes the match that the matcher of a place's fragment has found into `image` and `sites`. */
  place(place: number): void;
}
