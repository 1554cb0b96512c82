/**
 * A rule of a graph as code (GraphRuleCode of runtime/graphModel.ts): it rewrites sites and bonds, and touches only
 * the lists of matches and the hazards that the rule can change, which are known before it ever happens.
 */
import type { GraphAction, GraphRule, GraphTables } from "../../../runtime/graphModel.ts";
import { anchorPlaces } from "../../../runtime/engines/graph/anchorLists.ts";
import { attributeReads } from "../../../runtime/engines/graph/attributeReads.ts";
import { consequencesOf } from "../../../runtime/engines/graph/consequences.ts";
import { followedFragments } from "../../../runtime/engines/graph/followedFragments.ts";
import { type KnownNode, knownChange, possiblePartners } from "../../../runtime/engines/graph/knownGraph.ts";
import { GraphReaders, readerStepWidth } from "../../../runtime/engines/graph/graphReaders.ts";
import {
  type PlannedTouch,
  planRewrite,
  type RewritePlan,
} from "../../../runtime/engines/graph/rewritePlan.ts";
import { keepsNoSums } from "../../../runtime/engines/graph/graphSelection.ts";
import { ruleTraits } from "../../../runtime/engines/graph/ruleTraits.ts";
import { nodeFragmentText } from "./nodeFragmentText.ts";
import { linkTo, matchStatements, nodeShift, nodeSite, type SitePartners } from "./nodeMatchCode.ts";

export interface GraphRuleText {
  /** It draws the match itself. */
  readonly draws: boolean;
  /** Body of `fire`. */
  readonly body: string;
}

/** The parts of a rule that are expressions of the model. */
export interface GraphRuleExpressions {
  /** Statements that set coefficients[rule] = the scale of a rule / its divisor. */
  scale(rule: number): string;
  /** Statements that set the attributes, with nodes in n. */
  sets(rule: number): string;
}

/** One a rule; null for one that is applied from its tables. */
export function graphRuleTexts(
  tables: GraphTables,
  varyingReactions: ReadonlySet<number>,
  expressions: GraphRuleExpressions,
): readonly (GraphRuleText | null)[] {
  const readers = new GraphReaders(tables.types, tables.fragments, attributeReads(tables));
  return tables.rules.map((rule, index) => {
    const plan = planRewrite(rule, tables, readers);
    if (plan.released.length > 0 || rule.actions.some(({ kind }) => kind === "deleteComplex")) return null;
    const { places, weighing } = ruleTraits(rule, tables);
    const draws =
      rule.fragments.length <= 1 &&
      places !== "pairs" &&
      weighing === "uniform" &&
      !rule.isTotal &&
      !rule.mayCollide;
    const change = new ChangeWriter(rule, plan, tables, draws, expressions.sets(index)).write();
    const follow = followText(rule, plan, tables, varyingReactions, expressions);
    return { draws, body: `${change}\n${follow}` };
  });
}

function followText(
  rule: GraphRule,
  plan: RewritePlan,
  tables: GraphTables,
  varyingReactions: ReadonlySet<number>,
  expressions: GraphRuleExpressions,
): string {
  const { rules } = tables;
  const changed = rule.changes.map(({ state }) => state);
  const { measures, weights, coefficients, channels } = consequencesOf(
    tables,
    true,
    new Set(plan.touched),
    changed,
  );
  const isVarying = (channel: number): boolean =>
    channel < rules.length
      ? ruleTraits(rules[channel], tables).varies
      : varyingReactions.has(channel - rules.length);
  const constant = channels.filter((channel) => !isVarying(channel));
  // A selection that keeps no sums is written to directly.
  const isDirect = keepsNoSums(rules.length + tables.reactionReads.length);
  const recomputed = constant.filter((channel) => coefficients.includes(channel));
  return [
    ...rule.changes.map(({ state, amount }) => `y[${state}] ${amount < 0 ? "-" : "+"}= ${Math.abs(amount)};`),
    ...measures.map((measure) => `hazards.measureAgain(${measure});`),
    ...weights.map((other) => `hazards.weighAgain(${other});`),
    ...(coefficients.length + constant.length === 0
      ? []
      : [`const { coefficients, ${isDirect ? "propensity" : "values"} } = hazards;`]),
    ...coefficients.map((other) => expressions.scale(other)),
    ...constant.map(
      (channel, i) =>
        `${isDirect ? `propensity[${channel}]` : `values[${i}]`} = ${hazardText(channel, tables)};`,
    ),
    ...(isDirect
      ? recomputed.map(
          (channel) =>
            `if (!(propensity[${channel}] >= 0 && propensity[${channel}] < Infinity)) propensity[${channel}] = hazards.hazardOf(${channel});`,
        )
      : []),
  ].join("\n");
}

function hazardText(channel: number, tables: GraphTables): string {
  const rule = tables.rules[channel] as GraphRule | undefined;
  if (rule === undefined || rule.isTotal) return `hazards.hazardOf(${channel})`;
  const { places, weighing } = ruleTraits(rule, tables);
  if (places === "pairs" || weighing !== "uniform") return `hazards.hazardOf(${channel})`;
  const factors = [
    `coefficients[${channel}]`,
    ...rule.fragments.map((fragment) => `lists.sizes[${fragment}]`),
  ];
  const lacking = rule.reactants.map(({ state, multiplicity }) => `y[${state}] < ${multiplicity}`);
  const product = factors.join(" * ");
  return lacking.length === 0 ? product : `${lacking.join(" || ")} ? 0 : ${product}`;
}

class ChangeWriter {
  readonly #rule: GraphRule;
  readonly #plan: RewritePlan;
  readonly #tables: GraphTables;
  readonly #draws: boolean;
  readonly #sets: string;
  readonly #shift: number;
  readonly #matched: number;
  readonly #before: readonly KnownNode[];
  readonly #after: readonly KnownNode[];
  readonly #places: ReturnType<typeof anchorPlaces>;
  readonly #partners: SitePartners;
  readonly #followed: ReadonlySet<number>;

  constructor(rule: GraphRule, plan: RewritePlan, tables: GraphTables, draws: boolean, sets: string) {
    const { before, after } = knownChange(rule, tables);
    this.#before = before;
    this.#after = after;
    this.#places = anchorPlaces(tables.fragments, tables.types.length);
    this.#partners = possiblePartners(tables);
    this.#followed = followedFragments(tables);
    this.#rule = rule;
    this.#plan = plan;
    this.#tables = tables;
    this.#draws = draws;
    this.#sets = sets;
    this.#shift = nodeShift(tables);
    this.#matched = rule.fragments.reduce((sum, f) => sum + tables.fragments[f].agents.length, 0);
  }

  write(): string {
    const { created, writes } = this.#rule;
    const { drops, moves, turns, puts, checks } = this.#plan;
    const { types, attributeStride } = this.#tables;
    const making = created.flatMap(({ type, states }, i) => {
      const agent = this.#matched + i;
      const set = new Set(writes.filter((own) => own.agent === agent).map(({ slot }) => slot));
      const unset = Array.from({ length: attributeStride }, (_, k) => k).filter((k) => !set.has(k));
      return [
        `const a${agent} = store.take(${type});`,
        ...types[type].sites.map((_, k) => `store.state[${this.#site(agent, k)}] = ${states[k] ?? -1};`),
        ...unset.map((k) => `store.x[a${agent} * ${attributeStride} + ${k}] = 0;`),
      ];
    });
    const sets = writes.length === 0 ? [] : ["{", "const { x } = store;", this.#sets, "}"];
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
      ...withArrays(drops.map((touch) => this.#touchText(touch, "drop"))),
      ...making,
      ...sets,
      ...withArrays([...this.#actions(), ...after]),
    ].join("\n");
    return ["const { store, lists } = graph;", ...this.#nodes(body), body].join("\n");
  }

  /** The matched nodes that are needed. */
  #nodes(body: string): string[] {
    const { fragments } = this.#rule;
    const needs = (agent: number): boolean => mentions(body, `a${agent}`);
    const agents = Array.from({ length: this.#matched }, (_, i) => i);
    if (!this.#draws) return agents.filter(needs).map((i) => `const a${i} = n[${i}];`);
    const [fragment] = fragments as readonly (number | undefined)[];
    if (fragment === undefined) return [];
    const lines = [
      `const a0 = lists.anchors[${fragment}][random.below(lists.sizes[${fragment}])]; // ${this.#fragment(fragment)}`,
    ];
    // From the last to the first: a node is needed for those that are reached from it.
    const wanted = new Set(agents.filter(needs));
    const links = agents.map((agent) => linkTo(this.#tables.fragments[fragment], agent));
    for (const agent of [...agents].reverse()) {
      const link = links[agent];
      if (wanted.has(agent) && link !== null) wanted.add(link.from);
    }
    for (const agent of agents) {
      const link = links[agent];
      if (link === null || !wanted.has(agent)) continue;
      lines.push(`const a${agent} = store.partner[${this.#site(link.from, link.site)}] >> ${this.#shift};`);
    }
    return lines;
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
    const { stride, offset } = this.#places;
    const first = stride === 1 ? node : `${node} * ${stride}`;
    return `place[${first}${offset[fragment] === 0 ? "" : ` + ${offset[fragment]}`}]`;
  }

  #moveText(fragment: number, from: number, to: number): string {
    return `lists.move(${fragment}, a${from}, a${to}); // ${this.#fragment(fragment)}`;
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
        `const b${depth} = partner[${nodeSite(node, site, this.#shift)}];`,
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
      lines.push(`partner[${this.#site(agent, site)}] = -1;`);
      lines.push(`partner[${this.#site(other.agent, other.site)}] = -1;`);
    };
    const act = (action: GraphAction): void => {
      switch (action.kind) {
        case "state":
          lines.push(`state[${this.#site(action.at.agent, action.at.site)}] = ${action.to};`);
          return;
        case "unbind":
          cut(action.at.agent, action.at.site);
          return;
        case "bind": {
          const [a, b] = [action.a, action.b].map(({ agent, site }) => this.#site(agent, site));
          bonds.set(`${action.a.agent} ${action.a.site}`, action.b);
          bonds.set(`${action.b.agent} ${action.b.site}`, action.a);
          lines.push(`partner[${a}] = ${b};`, `partner[${b}] = ${a};`);
          return;
        }
        case "delete": {
          const { type } = this.#agentTypes()[action.agent];
          this.#tables.types[type].sites.forEach((_, site) => cut(action.agent, site));
          lines.push(`store.remove(a${action.agent});`);
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

/** Statements in a block that names the arrays which they read and write. */
function withArrays(lines: readonly string[]): string[] {
  const text = lines.join("\n");
  const used = ["type", "state", "partner"].filter((name) => text.includes(`${name}[`));
  const heads = [
    ...(used.length === 0 ? [] : [`const { ${used.join(", ")} } = store;`]),
    ...(text.includes("place[") ? ["const { place } = lists;"] : []),
  ];
  return heads.length === 0 ? [...lines] : ["{", ...heads, ...lines, "}"];
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(text);
}
