/**
 * How a rule changes the graph, as code: it rewrites sites and bonds, and touches only those lists of matches that it
 * can change, which are known before it ever happens.
 */
import type { GraphAction, GraphRule, GraphTables } from "../../../runtime/graphModel.ts";
import { followedFragments } from "../../../runtime/engines/graph/followedFragments.ts";
import { readerStepWidth } from "../../../runtime/engines/graph/graphReaders.ts";
import {
  type KnownNode,
  knownChange,
  matchesKnown,
  possiblePartners,
} from "../../../runtime/engines/graph/knownGraph.ts";
import { type NodeLayout, nodeLayout } from "../../../runtime/engines/graph/nodeLayout.ts";
import { countedFragments } from "../../../runtime/engines/graph/ruleTraits.ts";
import type { PlannedTouch, RewritePlan } from "../../../runtime/engines/graph/rewritePlan.ts";
import { accessByCalls, type GraphAccess } from "./graphAccess.ts";
import { nodeFragmentText } from "./nodeFragmentText.ts";
import { linkTo, matchStatements, nodeSite, type SitePartners, stateText } from "./nodeMatchCode.ts";

/** The code draws the match, or a pair of near points; or its nodes stand in the array n; or in a0, a1, … */
export type MatchedNodes = "drawn" | "drawn pair" | "in n" | "named";

export class ChangeWriter {
  readonly #rule: GraphRule;
  readonly #plan: RewritePlan;
  readonly #tables: GraphTables;
  readonly #nodesAre: MatchedNodes;
  readonly #sets: string;
  readonly #shift: number;
  readonly #matched: number;
  readonly #before: readonly KnownNode[];
  readonly #after: readonly KnownNode[];
  readonly #layout: NodeLayout;
  readonly #partners: SitePartners;
  readonly #followed: ReadonlySet<number>;
  readonly #access: GraphAccess;

  /** `sets`: statements that set attributes. */
  constructor(
    rule: GraphRule,
    plan: RewritePlan,
    tables: GraphTables,
    nodesAre: MatchedNodes,
    sets: string,
    access: GraphAccess,
  ) {
    this.#access = access;
    const { before, after } = knownChange(rule, tables);
    this.#before = before;
    this.#after = after;
    this.#layout = nodeLayout(tables);
    this.#partners = possiblePartners(tables);
    this.#followed = followedFragments(tables);
    this.#rule = rule;
    this.#plan = plan;
    this.#tables = tables;
    this.#nodesAre = nodesAre;
    this.#sets = sets;
    this.#shift = this.#layout.shift;
    this.#matched = rule.fragments.reduce((sum, f) => sum + tables.fragments[f].agents.length, 0);
  }

  write(): string {
    const { created, writes } = this.#rule;
    const { drops, moves, turns, puts, checks } = this.#plan;
    const { types, attributeStride } = this.#tables;
    const access = this.#access;
    const making = created.flatMap(({ type, states }, i) => {
      const agent = this.#matched + i;
      const set = new Set(writes.filter((own) => own.agent === agent).map(({ slot }) => slot));
      const unset = Array.from({ length: attributeStride }, (_, k) => k).filter((k) => !set.has(k));
      return [
        ...access.take(`a${agent}`, type),
        ...types[type].sites.flatMap((_, k) => {
          const at = this.#layout.stateAt[k];
          if (at < 0) return [];
          return [`${access.array("record")}[${this.#site(agent, at)}] = ${states[k] ?? -1};`];
        }),
        ...unset.map((k) => `${access.array("x")}[a${agent} * ${attributeStride} + ${k}] = 0;`),
      ];
    });
    const sets =
      writes.length === 0
        ? []
        : ["{", ...(access.array("x") === "x" ? [] : ["const { x } = store;"]), this.#sets, "}"];
    const after = [
      ...moves.map(({ fragment, from, to }) => this.#moveText(fragment, from, to)),
      ...turns.map(({ fragment, from, to }) => this.#turnText(fragment, from, to)),
      ...puts.map((touch) => this.#touchText(touch, "put")),
      ...checks
        .filter(({ agent }) => !this.#isDeleted(agent))
        .map((touch) => this.#touchText(touch, "check")),
    ];
    // Created nodes may make the arrays grow: those of before are not used afterwards.
    const body = [
      ...access.withArrays(drops.map((touch) => this.#touchText(touch, "drop"))),
      ...making,
      ...sets,
      ...access.withArrays([...this.#actions(), ...after]),
    ].join("\n");
    return [...access.head, ...this.#nodes(body), body].join("\n");
  }

  /** The matched nodes that are needed. */
  #nodes(body: string): string[] {
    const { fragments } = this.#rule;
    const needs = (agent: number): boolean => mentions(body, `a${agent}`);
    const agents = Array.from({ length: this.#matched }, (_, i) => i);
    if (this.#nodesAre === "named") return [];
    if (this.#nodesAre === "in n") return agents.filter(needs).map((i) => `const a${i} = n[${i}];`);
    const [fragment] = fragments as readonly (number | undefined)[];
    if (fragment === undefined) return [];
    if (this.#nodesAre === "drawn pair")
      return drawnPair(fragments, agents.filter(needs), this.#tables, this.#access);
    return drawnNodes(fragment, agents.filter(needs), this.#tables, this.#access);
  }

  #site(agent: number, site: number): string {
    return nodeSite(`a${agent}`, site, this.#shift);
  }

  #fragment(index: number): string {
    return nodeFragmentText(this.#tables.fragments[index], this.#tables);
  }

  #isDeleted(agent: number): boolean {
    return this.#rule.actions.some((action) => action.kind === "delete" && action.agent === agent);
  }

  /** Where the place of a match is kept. */
  #place(fragment: number, node: string): string {
    return `record[${nodeSite(node, this.#layout.placeAt[fragment], this.#shift)}]`;
  }

  #moveText(fragment: number, from: number, to: number): string {
    // Where there may be a match at the other node already, the lists look.
    const isNew = matchesKnown(this.#tables.fragments[fragment], to, this.#before) === "no";
    const access = isNew ? this.#access : accessByCalls;
    const isThere = matchesKnown(this.#tables.fragments[fragment], from, this.#before) === "yes";
    const known = isThere ? (from === 0 && this.#isDrawnFrom(fragment) ? "drawn" : "there") : "maybe";
    const place = (node: string): string => this.#place(fragment, node);
    const [first, ...rest] = access.move(fragment, `a${from}`, `a${to}`, known, place);
    return [`${first} // ${this.#fragment(fragment)}`, ...rest].join("\n");
  }

  /** Whether the place of the match that was drawn from the list of a fragment is still the one that was chosen. */
  #isDrawnFrom(fragment: number): boolean {
    const { drops, moves, turns } = this.#plan;
    const [counted] = countedFragments(this.#tables.rules.indexOf(this.#rule), this.#tables) ?? [];
    const others = [...drops, ...moves, ...turns].filter((touch) => touch.fragment === fragment);
    return (
      (this.#nodesAre === "drawn" || this.#nodesAre === "named") &&
      counted === fragment &&
      others.length === 1
    );
  }

  #dropText(fragment: number, node: string): string {
    return `if (${this.#place(fragment, node)} >= 0) lists.drop(${fragment}, ${node});`;
  }

  #putText(fragment: number, node: string): string {
    const put = `lists.put(${fragment}, ${node});`;
    // What follows matches is told of those that were there before, too.
    return this.#followed.has(fragment) ? put : `if (${this.#place(fragment, node)} < 0) ${put}`;
  }

  #turnText(fragment: number, from: number, to: number): string {
    const drop = this.#dropText(fragment, `a${from}`);
    if (this.#isDeleted(to)) return drop;
    return this.#choice(fragment, `a${to}`, to, this.#moveText(fragment, from, to), [
      drop,
      this.#dropText(fragment, `a${to}`),
    ]);
  }

  /** Does one thing where a fragment matches at a node after the change (that of an agent; -1: any), else another. */
  #choice(
    fragment: number,
    start: string,
    agent: number,
    does: string,
    otherwise: readonly string[],
  ): string {
    const label = `match${fragment}_${start}`;
    const { lines } = matchStatements(this.#tables.fragments[fragment], this.#tables, this.#partners, {
      start,
      prefix: "m",
      fail: `break ${label};`,
      known: this.#after,
      agent,
    });
    return [
      `// ${this.#fragment(fragment)}`,
      "{",
      "let isThere = false;",
      `${label}: {`,
      ...lines,
      "isThere = true;",
      "}",
      `if (isThere) {\n${does}\n} else {`,
      ...otherwise,
      "}",
      "}",
    ].join("\n");
  }

  #touchText({ fragment, agent, path }: PlannedTouch, does: "drop" | "put" | "check"): string {
    if (path.length === 0) {
      const node = `a${agent}`;
      const note = ` // ${this.#fragment(fragment)}`;
      if (does === "drop") return `${this.#dropText(fragment, node)}${note}`;
      if (does === "put") return `${this.#putText(fragment, node)}${note}`;
      return this.#choice(fragment, node, agent, this.#putText(fragment, node), [
        this.#dropText(fragment, node),
      ]);
    }
    const lines: string[] = [];
    let node = `a${agent}`;
    const known = does === "drop" ? this.#before : this.#after;
    for (let at = 0; at < path.length; at += readerStepWidth) {
      const depth = at / readerStepWidth;
      const [site, type, far] = path.subarray(at, at + readerStepWidth);
      const possible = this.#partners[this.#typeOnPath(agent, path, at)][site];
      const kind = depth > 0 ? "unknown" : known[agent].bonds[site].kind;
      const conditions = [
        ...(kind === "partner" || kind === "bound" ? [] : [`b${depth} >= 0`]),
        ...(kind === "partner" || possible.every((other) => other.site === far)
          ? []
          : [`(b${depth} & ${(1 << this.#shift) - 1}) === ${far}`]),
        ...(kind === "partner" || possible.every((other) => other.type === type)
          ? []
          : [`type[b${depth} >> ${this.#shift}] === ${type}`]),
      ];
      lines.push(
        "{",
        `const b${depth} = record[${nodeSite(node, site, this.#shift)}];`,
        `${conditions.length === 0 ? "" : `if (${conditions.join(" && ")}) `}{`,
        `const w${depth} = b${depth} >> ${this.#shift};`,
      );
      node = `w${depth}`;
    }
    const act =
      does === "drop"
        ? this.#dropText(fragment, node)
        : does === "put"
          ? this.#putText(fragment, node)
          : this.#choice(fragment, node, -1, this.#putText(fragment, node), [this.#dropText(fragment, node)]);
    lines.push(
      does === "check" ? act : `${act} // ${this.#fragment(fragment)}`,
      "}".repeat((2 * path.length) / readerStepWidth),
    );
    return lines.join("\n");
  }

  /** The type of the node at which a step of a path begins. */
  #typeOnPath(agent: number, path: Int32Array, at: number): number {
    return at === 0 ? this.#after[agent].type : path[at - readerStepWidth + 1];
  }

  /** Actions in their order; bonds as the rule knows them at each. */
  #actions(): string[] {
    const lines: string[] = [];
    const bonds = this.#knownBonds();
    const cut = (agent: number, site: number): void => {
      const other = bonds.get(`${agent} ${site}`);
      if (other === undefined) return;
      bonds.delete(`${agent} ${site}`);
      bonds.delete(`${other.agent} ${other.site}`);
      lines.push(`record[${this.#site(agent, site)}] = -1;`);
      lines.push(`record[${this.#site(other.agent, other.site)}] = -1;`);
    };
    const act = (action: GraphAction): void => {
      switch (action.kind) {
        case "state":
          lines.push(`${stateText(`a${action.at.agent}`, action.at.site, this.#layout)} = ${action.to};`);
          return;
        case "unbind":
          cut(action.at.agent, action.at.site);
          return;
        case "bind": {
          const [a, b] = [action.a, action.b].map(({ agent, site }) => this.#site(agent, site));
          bonds.set(`${action.a.agent} ${action.a.site}`, action.b);
          bonds.set(`${action.b.agent} ${action.b.site}`, action.a);
          lines.push(`record[${a}] = ${b};`, `record[${b}] = ${a};`);
          return;
        }
        case "delete": {
          const { type } = this.#agentTypes()[action.agent];
          this.#tables.types[type].sites.forEach((_, site) => cut(action.agent, site));
          lines.push(...this.#access.remove(`a${action.agent}`));
          return;
        }
        case "deleteComplex":
          throw new Error("complexes are deleted from the tables");
      }
    };
    for (const action of this.#rule.actions) act(action);
    return lines;
  }

  #agentTypes(): readonly { readonly type: number }[] {
    const { fragments, created } = this.#rule;
    return [...fragments.flatMap((fragment) => this.#tables.fragments[fragment].agents), ...created];
  }

  /** Links between the matched agents, from both ends. */
  #knownBonds(): Map<string, { readonly agent: number; readonly site: number }> {
    const bonds = new Map<string, { readonly agent: number; readonly site: number }>();
    let first = 0;
    for (const fragment of this.#rule.fragments) {
      const { agents } = this.#tables.fragments[fragment];
      agents.forEach(({ sites }, agent) => {
        for (const { site, bond } of sites) {
          if (bond.kind !== "link") continue;
          bonds.set(`${first + agent} ${site}`, { agent: first + bond.agent, site: bond.site });
        }
      });
      first += agents.length;
    }
    return bonds;
  }
}

/** Draws a match of a fragment and names those of its nodes that are needed. */
export function drawnNodes(
  fragment: number,
  needed: readonly number[],
  tables: GraphTables,
  access: GraphAccess,
): string[] {
  return [
    `// ${nodeFragmentText(tables.fragments[fragment], tables)}`,
    ...access.draw("a0", fragment),
    ...linkedNodes(fragment, 0, needed, tables, access),
  ];
}

/** The same for a pair of near points. */
function drawnPair(
  fragments: readonly number[],
  needed: readonly number[],
  tables: GraphTables,
  access: GraphAccess,
): string[] {
  const [first, second] = fragments;
  const { length } = tables.fragments[first].agents;
  const texts = fragments.map((fragment) => nodeFragmentText(tables.fragments[fragment], tables));
  return [
    `// ${texts.join(" near ")}`,
    ...access.drawPair("a0", `a${length}`),
    ...linkedNodes(first, 0, needed, tables, access),
    ...linkedNodes(second, length, needed, tables, access),
  ];
}

/** Names the nodes of a match that are needed, which are reached from its anchor; `first` is the number of that. */
function linkedNodes(
  fragment: number,
  first: number,
  needed: readonly number[],
  tables: GraphTables,
  access: GraphAccess,
): string[] {
  const { shift } = nodeLayout(tables);
  const { agents } = tables.fragments[fragment];
  const lines: string[] = [];
  // From the last to the first: a node is needed for those that are reached from it.
  const wanted = new Set(needed.map((agent) => agent - first));
  const links = agents.map((_, agent) => linkTo({ agents }, agent));
  for (const agent of [...agents.keys()].reverse()) {
    const link = links[agent];
    if (wanted.has(agent) && link !== null) wanted.add(link.from);
  }
  for (const agent of agents.keys()) {
    const link = links[agent];
    if (link === null || !wanted.has(agent)) continue;
    const site = nodeSite(`a${first + link.from}`, link.site, shift);
    lines.push(`const a${first + agent} = ${access.array("record")}[${site}] >> ${shift};`);
  }
  return lines;
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(text);
}
