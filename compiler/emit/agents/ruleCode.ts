/**
 * A rule on molecules as code (RuleCode of runtime/agentModel.ts): draws a placement, refuses it where it must be
 * refused, changes sites and bonds, and updates only the matches that the rule can touch. What a rule can not say
 * of itself (molecules that it does not name, sizes, totals) is left to the tables of its channel.
 */
import {
  type AgentAction,
  type AgentChannel,
  type AgentSite,
  type AgentTables,
  differsBetweenMatches,
} from "../../../runtime/agentModel.ts";
import { siteShift } from "../../../runtime/engines/networkFree/agentRecord.ts";
import { type KnownAgent, linkedTo } from "../../plan/agents/knownSites.ts";
import { matchSteps, patternSiteStart, siteRange } from "../../plan/agents/matchSteps.ts";
import type { MatchUpdate, UpdateFinder } from "../../plan/agents/matchUpdates.ts";
import { fragmentText } from "./fragmentText.ts";
import { siteText } from "./matcherCode.ts";
import { AccessByCalls, type RuleAccess } from "./ruleAccess.ts";

export interface RuleText {
  readonly touched: readonly number[];
  /** Body of `fire(mixture, rule, random)`. */
  readonly body: string;
  /** Statements of the body up to its last `return true;`, for other code around them. */
  statements(access: RuleAccess): readonly string[];
}

/** Null for a channel that is applied from its tables. */
export function ruleText(channel: AgentChannel, tables: AgentTables, finder: UpdateFinder): RuleText | null {
  const { groups, matched, isTotal, joined, parted, mayCollide, mayBeApart, sizePower } = channel;
  const { conditions, distinct } = channel;
  // Something follows every change of molecules, and has to be told of it.
  if (tables.seeds.some(({ isFixed }) => isFixed) || tables.channels.some(differsBetweenMatches)) return null;
  if (
    conditions.length > 0 ||
    distinct.length > 0 ||
    groups.length === 0 ||
    isTotal ||
    mayCollide ||
    mayBeApart ||
    joined.length > 0 ||
    sizePower > 0
  )
    return null;
  if (parted.some((pair) => pair.some((agent) => agent >= matched.length))) return null;
  const updates = finder.updates(channel);
  if (updates === null) return null;
  const statements = (access: RuleAccess): readonly string[] =>
    new RuleWriter(channel, tables, updates, access).write();
  return {
    touched: [...new Set(updates.map(({ fragment }) => fragment))].sort((a, b) => a - b),
    body: [...statements(new AccessByCalls()), "return true;"].join("\n"),
    statements,
  };
}

class RuleWriter {
  readonly #channel: AgentChannel;
  readonly #tables: AgentTables;
  readonly #updates: readonly MatchUpdate[];
  readonly #access: RuleAccess;
  readonly #shift: number;
  readonly #keepsComplexes: boolean;
  /** Fragments whose matches are counted for each complex. */
  readonly #tracked: ReadonlySet<number>;
  readonly #siteStart: readonly number[];
  readonly #simple: readonly boolean[];
  readonly #lines: string[] = [];
  readonly #placed = new Set<number>();

  constructor(
    channel: AgentChannel,
    tables: AgentTables,
    updates: readonly MatchUpdate[],
    access: RuleAccess,
  ) {
    this.#access = access;
    this.#channel = channel;
    this.#tables = tables;
    this.#updates = updates;
    this.#shift = siteShift(tables.types);
    this.#tracked = new Set(
      tables.channels.flatMap(({ groups, places }) =>
        groups.flatMap((members) => (members.length > 1 ? members.map((place) => places[place]) : [])),
      ),
    );
    this.#keepsComplexes = tables.keepsComplexes;
    const start = [0];
    for (const { place, agent } of channel.matched) {
      const { sites } = tables.fragments[channel.places[place]].agents[agent];
      start.push((start.at(-1) ?? 0) + sites.length);
    }
    this.#siteStart = start;
    this.#simple = tables.fragments.map(({ agents }) =>
      agents.every(({ type, sites }) =>
        sites.every(({ siteClass }) => tables.types[type].sites[siteClass].multiplicity === 1),
      ),
    );
  }

  write(): readonly string[] {
    const { matched, created, actions, parted, apart } = this.#channel;
    this.#draw();
    matched.forEach((a, i) => {
      matched.forEach((b, j) => {
        const isSameType = this.#typeOf(i) === this.#typeOf(j);
        if (i < j && a.place !== b.place && isSameType)
          this.#lines.push(`if (${this.#agent(i)} === ${this.#agent(j)}) return false;`);
      });
    });
    for (const [a, b] of apart) {
      this.#lines.push(`if (mixture.isTogether(${this.#agent(a)}, ${this.#agent(b)})) return false;`);
    }
    created.forEach(({ type, compartment }, i) => {
      this.#lines.push(`const a${matched.length + i} = mixture.add(${type}, ${compartment});`);
      this.#placed.add(matched.length + i);
    });
    // All agents and sites that follow are read before anything changes, but after the arrays may have grown.
    for (const action of actions) this.#nameSites(action);
    for (const agent of [...parted.flat(), ...this.#updates.map((update) => update.agent)])
      this.#agent(agent);
    const access = this.#access;
    const reading = this.#lines.splice(0);
    const isGrowing = created.length > 0;
    const readingArrays = isGrowing ? access.takeArrays() : [];
    const renewing = isGrowing ? access.afterGrowth() : [];
    const bonds = actions.filter(({ kind }) => kind === "bind" || kind === "unbind");
    for (const action of bonds) this.#lines.push(this.#bondText(action, false));
    for (const [a, b] of parted) {
      const undo = bonds.map((action) => this.#bondText(action, true)).reverse();
      this.#lines.push(
        `if (mixture.isTogether(${this.#agent(a)}, ${this.#agent(b)})) {`,
        ...undo,
        "return false;",
        "}",
      );
    }
    created.forEach(({ states }, i) => {
      states.forEach((state, k) => {
        if (state >= 0)
          this.#lines.push(
            `${access.array("state")}[${siteText(`a${matched.length + i}`, k, this.#shift)}] = ${state};`,
          );
      });
    });
    for (const action of actions) {
      if (action.kind === "state")
        this.#lines.push(`${access.array("state")}[${this.#site(action.at)}] = ${action.to};`);
      else if (action.kind === "move")
        this.#lines.push(
          `${access.array("compartment")}[${this.#agent(action.agent)}] = ${action.compartment};`,
        );
    }
    this.#updates.forEach((update, i) => this.#lines.push(this.#updateText(update, i)));
    const changing = this.#lines;
    const arrays = access.takeArrays();
    const lines = isGrowing
      ? [...readingArrays, ...reading, "{", ...arrays, ...renewing, ...changing, "}"]
      : [...arrays, ...reading, ...changing];
    return lines;
  }

  #draw(): void {
    const { groups, places } = this.#channel;
    groups.forEach((members, g) => {
      const [place] = members;
      const fragment = places[place];
      if (members.length === 1 && this.#simple[fragment]) {
        const anchor = this.#agentAt(place, 0);
        this.#lines.push(`const a${anchor} = ${this.#access.draw(fragment)};`);
        this.#placed.add(anchor);
      } else {
        this.#lines.push(this.#access.drawGroup(g));
      }
    });
  }

  /** The variable that holds an agent; read along the links of its fragment on first use. */
  #agent(agent: number): string {
    if (this.#placed.has(agent)) return `a${agent}`;
    const { matched, places, groups } = this.#channel;
    const { place, agent: own } = matched[agent];
    this.#placed.add(agent);
    const fragment = places[place];
    const isDrawn =
      !this.#simple[fragment] || groups.some((members) => members.length > 1 && members.includes(place));
    if (isDrawn) {
      this.#lines.push(`const a${agent} = ${this.#access.rule()}.image[${agent}];`);
      return `a${agent}`;
    }
    for (const step of matchSteps(this.#tables.fragments[fragment], this.#tables.types)) {
      if (step.kind !== "link" || !step.far.isNew || step.far.agent !== own) continue;
      const near = this.#agent(this.#agentAt(place, step.agent));
      const site = siteText(near, step.first, this.#shift);
      this.#lines.push(`const a${agent} = ${this.#access.array("partner")}[${site}] >> ${this.#shift};`);
    }
    return `a${agent}`;
  }

  #site({ agent, site }: AgentSite): string {
    const { matched, places, groups } = this.#channel;
    if (agent >= matched.length) return siteText(`a${agent}`, site, this.#shift);
    const { place, agent: own } = matched[agent];
    const fragment = this.#tables.fragments[places[place]];
    const isDrawn =
      !this.#simple[places[place]] || groups.some((members) => members.length > 1 && members.includes(place));
    if (isDrawn) {
      const name = `s${this.#siteStart[agent] + site}`;
      if (!this.#placedSites.has(name)) {
        this.#placedSites.add(name);
        this.#lines.push(`const ${name} = ${this.#access.rule()}.sites[${this.#siteStart[agent] + site}];`);
      }
      return name;
    }
    const index = patternSiteStart(fragment)[own] + site;
    for (const step of matchSteps(fragment, this.#tables.types)) {
      const end =
        step.site === index ? step : step.kind === "link" && step.far.site === index ? step.far : null;
      if (end !== null) return siteText(this.#agent(agent), end.first, this.#shift);
    }
    throw new Error("a site that its fragment does not mention");
  }

  readonly #placedSites = new Set<string>();

  /** Declares what an action needs. */
  #nameSites(action: AgentAction): void {
    if (action.kind === "state") this.#site(action.at);
    else if (action.kind === "bind") {
      this.#site(action.a);
      this.#site(action.b);
    } else if (action.kind === "unbind") {
      this.#site(action.at);
      const other = linkedTo(this.#channel, this.#tables, action.at);
      if (other !== null) this.#site(other);
    } else if (action.kind === "move") this.#agent(action.agent);
  }

  #bondText(action: AgentAction, isUndone: boolean): string {
    if (action.kind !== "bind" && action.kind !== "unbind") return "";
    const [first, second] =
      action.kind === "bind"
        ? [action.a, action.b]
        : [action.at, linkedTo(this.#channel, this.#tables, action.at)];
    if (second === null) return "";
    const [a, b] = [this.#site(first), this.#site(second)];
    const makes = (action.kind === "bind") !== isUndone;
    if (this.#keepsComplexes) return `mixture.${makes ? "link" : "cut"}(${a}, ${b});`;
    const partner = this.#access.array("partner");
    return makes
      ? `${partner}[${a}] = ${b};\n${partner}[${b}] = ${a};`
      : `${partner}[${a}] = -1;\n${partner}[${b}] = -1;`;
  }

  #updateText({ fragment, agent, path, verdict, wasPossible, known }: MatchUpdate, index: number): string {
    const own = `a${agent}`;
    const note = ` // ${fragmentText(this.#tables.fragments[fragment], this.#tables)}`;
    const access = this.#access;
    const count = (at: string): string => access.recount(fragment, at) + note;
    if (path.length === 0) {
      if (this.#tracked.has(fragment)) return count(own);
      if (verdict === "unknown") {
        const condition = this.#localCondition(fragment, own, known);
        if (condition === null) return count(own);
        const put = `if (${condition}) ${access.put(fragment, own)}${note}`;
        return wasPossible ? `${put}\nelse ${access.drop(fragment, own)}` : put;
      }
      return (verdict === "always" ? access.put(fragment, own) : access.drop(fragment, own)) + note;
    }
    // Along bonds that the rule does not state.
    const partner = access.array("partner");
    const ofType = access.array("type");
    const lines: string[] = [];
    let near = own;
    let depth = 0;
    const mask = (1 << this.#shift) - 1;
    path.forEach(({ from, type, to }, i) => {
      const site = `p${index}_${i}`;
      const next = `b${index}_${i}`;
      const isOne = from.last - from.first === 1;
      if (isOne) lines.push("{", `const ${site} = ${partner}[${siteText(near, from.first, this.#shift)}];`);
      else {
        const counter = `k${index}_${i}`;
        const [start, end] = [
          siteText(near, from.first, this.#shift),
          siteText(near, from.last, this.#shift),
        ];
        lines.push(
          `for (let ${counter} = ${start}; ${counter} < ${end}; ${counter}++) {`,
          `const ${site} = ${partner}[${counter}];`,
        );
      }
      const at = `(${site} & ${mask})`;
      const fits =
        to.last - to.first === 1 ? `${at} === ${to.first}` : `${at} >= ${to.first} && ${at} < ${to.last}`;
      lines.push(
        `const ${next} = ${site} >> ${this.#shift};`,
        `if (${site} >= 0 && ${ofType}[${next}] === ${type} && ${fits}) {`,
      );
      depth += 2;
      near = next;
    });
    return [...lines, count(near), "}".repeat(depth)].join("\n");
  }

  /**
   * Whether a fragment of one agent without identical sites matches, as an expression that asks what is not known;
   * null for any other.
   */
  #localCondition(fragment: number, agent: string, known: KnownAgent): string | null {
    const [{ type, compartment, sites }, ...others] = this.#tables.fragments[fragment].agents;
    if (others.length > 0 || !this.#simple[fragment]) return null;
    if (sites.some(({ bond: { kind } }) => kind === "partner" || kind === "link")) return null;
    const access = this.#access;
    const conditions = sites.flatMap(({ siteClass, state, bond }) => {
      const { first } = siteRange(this.#tables.types[type], siteClass);
      const site = siteText(agent, first, this.#shift);
      const own = known.sites.get(siteClass);
      const asksBond = bond.kind !== "any" && (own === undefined || own.bond.kind === "any");
      return [
        ...(state < 0 || own?.state === state ? [] : [`${access.array("state")}[${site}] === ${state}`]),
        ...(asksBond ? [`${access.array("partner")}[${site}] ${bond.kind === "free" ? "<" : ">="} 0`] : []),
      ];
    });
    if (compartment >= 0 && known.compartment !== compartment)
      conditions.push(`${access.array("compartment")}[${agent}] === ${compartment}`);
    return conditions.length === 0 ? null : conditions.join(" && ");
  }

  #agentAt(place: number, agent: number): number {
    return this.#channel.matched.findIndex((other) => other.place === place && other.agent === agent);
  }

  #typeOf(agent: number): number {
    const { place, agent: own } = this.#channel.matched[agent];
    return this.#tables.fragments[this.#channel.places[place]].agents[own].type;
  }
}
