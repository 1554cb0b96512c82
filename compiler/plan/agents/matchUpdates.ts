/**
 * Which matches a rule can make or end, worked out from its text: every condition of every fragment that the
 * rule's changes touch leads to an anchor, one of the rule's own agents or one a few bonds away from it.
 */
import type { AgentChannel, AgentTables } from "../../../runtime/agentModel.ts";
import { siteShift } from "../../../runtime/engines/networkFree/agentRecord.ts";
import {
  type Probe,
  type ProbeSet,
  probeStepWidth,
  ProbeTable,
} from "../../../runtime/engines/networkFree/probes.ts";
import {
  classAt,
  isSingle,
  type KnownAgent,
  knownAfter,
  knownBefore,
  linkedTo,
  type Verdict,
  verdictAt,
} from "./knownSites.ts";
import { siteRange, type SiteRange } from "./matchSteps.ts";

/** A bond to follow: from sites of the present molecule to sites of one of the type. */
export interface PathStep {
  readonly from: SiteRange;
  readonly type: number;
  readonly to: SiteRange;
}

export interface MatchUpdate {
  readonly fragment: number;
  /** One of the rule's agents, and bonds to follow from it. */
  readonly agent: number;
  readonly path: readonly PathStep[];
  /** Of matches at the agent itself: known without looking. */
  readonly verdict: Verdict;
  /** Whether there may have been matches at the agent itself before. */
  readonly wasPossible: boolean;
  /** What is known of the agent by then. */
  readonly known: KnownAgent;
}

/** Looks up what changes touch, for all rules of a model. */
export class UpdateFinder {
  readonly #tables: AgentTables;
  readonly #probes: ProbeTable;

  constructor(tables: AgentTables) {
    this.#tables = tables;
    this.#probes = new ProbeTable(tables.types, tables.fragments, siteShift(tables.types));
  }

  /** Null when the rule's actions reach molecules that it does not name. */
  updates(channel: AgentChannel): readonly MatchUpdate[] | null {
    const tables = this.#tables;
    const before = knownBefore(channel, tables);
    const after = knownAfter(channel, tables, before);
    if (after === null) return null;
    const found = new Map<string, MatchUpdate>();
    const add = (agent: number, fragment: number, path: readonly PathStep[]): void => {
      let verdict: Verdict = "unknown";
      let wasPossible = true;
      if (path.length === 0) {
        verdict = verdictAt(tables.fragments[fragment], agent, after, tables);
        const earlier = verdictAt(tables.fragments[fragment], agent, before, tables);
        if (verdict !== "unknown" && verdict === earlier) return;
        wasPossible = earlier !== "never";
      }
      found.set(JSON.stringify([fragment, agent, path]), {
        fragment,
        agent,
        path,
        verdict,
        wasPossible,
        known: after[agent],
      });
    };
    const addAll = ({ here, ways }: ProbeSet, agent: number): void => {
      for (const fragment of here) add(agent, fragment, []);
      for (const way of ways) {
        const end = this.#follow(way, agent, after);
        if (end !== null) add(end.agent, way.fragment, end.path);
      }
    };
    const bond = (a: { agent: number; site: number }, b: { agent: number; site: number }): void => {
      const { bonds, classCount } = this.#probes;
      const [classA, classB] = [this.#globalClass(channel, after, a), this.#globalClass(channel, after, b)];
      addAll(bonds[classA * classCount + classB], a.agent);
      addAll(bonds[classB * classCount + classA], b.agent);
    };
    for (const action of channel.actions) {
      switch (action.kind) {
        case "state": {
          const siteClass = classAt(channel, tables, action.at);
          const old = before[action.at.agent].sites.get(siteClass)?.state ?? -1;
          if (old === action.to) break;
          const probes = this.#probes.states[this.#globalClass(channel, after, action.at)];
          addAll(probes[action.to], action.at.agent);
          probes.forEach((set, state) => {
            if (state !== action.to && (old < 0 || old === state)) addAll(set, action.at.agent);
          });
          break;
        }
        case "bind":
          bond(action.a, action.b);
          break;
        case "unbind": {
          const other = linkedTo(channel, tables, action.at);
          if (other !== null) bond(action.at, other);
          break;
        }
        case "move":
          addAll(this.#probes.moves[after[action.agent].type], action.agent);
          break;
        case "delete":
        case "deleteComplex":
        case "moveComplex":
          return null;
      }
    }
    channel.created.forEach(({ type }, i) => {
      for (const fragment of this.#probes.anchored[type]) add(channel.matched.length + i, fragment, []);
    });
    return [...found.values()];
  }

  #globalClass(
    channel: AgentChannel,
    known: readonly KnownAgent[],
    at: { readonly agent: number; readonly site: number },
  ): number {
    return this.#probes.classStart[known[at.agent].type] + classAt(channel, this.#tables, at);
  }

  /** Goes along bonds that the rule states as far as it states them; null when the way ends. */
  #follow(
    { path }: Probe,
    start: number,
    known: readonly KnownAgent[],
  ): { agent: number; path: readonly PathStep[] } | null {
    let agent = start;
    let at = 0;
    for (; at < path.length; at += probeStepWidth) {
      const { type, sites } = known[agent];
      const siteClass = this.#classWith(type, path[at]);
      const bond = isSingle(this.#tables, type, siteClass) ? sites.get(siteClass)?.bond : undefined;
      if (bond === undefined || bond.kind === "any" || bond.kind === "bound" || bond.kind === "partner")
        break;
      if (bond.kind === "free") return null;
      const { first } = siteRange(this.#tables.types[known[bond.agent].type], bond.siteClass);
      if (known[bond.agent].type !== path[at + 2] || first !== path[at + 3]) return null;
      agent = bond.agent;
    }
    const rest: PathStep[] = [];
    for (; at < path.length; at += probeStepWidth) {
      rest.push({
        from: { first: path[at], last: path[at + 1] },
        type: path[at + 2],
        to: { first: path[at + 3], last: path[at + 4] },
      });
    }
    return { agent, path: rest };
  }

  /** The class whose first site instance this is. */
  #classWith(type: number, first: number): number {
    const shift = siteShift(this.#tables.types);
    return this.#probes.classOfSite[(type << shift) + first] - this.#probes.classStart[type];
  }
}
