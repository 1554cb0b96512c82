/**
 * Whether a fragment of a graph matches, as code: conditions of the agents placed so far, and walks along bonds to the
 * next one. What is known of a site, from the rule around or because no rule ever binds it otherwise, is not tested.
 */
import { fitsBond, type KnownNode, type PossiblePartner } from "../../../runtime/engines/graph/knownGraph.ts";
import { type NodeLayout, nodeLayout } from "../../../runtime/engines/graph/nodeLayout.ts";
import type { GraphFragment, GraphTables } from "../../../runtime/graphModel.ts";

/** By type and site: what it can ever be bound to (possiblePartners of knownGraph.ts). */
export type SitePartners = readonly (readonly (readonly PossiblePartner[])[])[];

/** The matcher of a fragment (the type is MatchNodes of runtime/graphModel.ts). */
export function nodeMatchCode(fragment: GraphFragment, tables: GraphTables, partners: SitePartners): string {
  const { lines, nodes } = matchStatements(fragment, tables, partners, {
    start: "a0",
    prefix: "",
    fail: "return false;",
    known: [],
    agent: -1,
  });
  const body = [
    ...lines,
    ...nodes.map((node, i) => `n[at${i === 0 ? "" : ` + ${i}`}] = ${node};`),
    "return true;",
  ];
  const text = body.join("\n");
  const used = ["type", "record"].filter((name) => text.includes(`${name}[`));
  const head = used.length === 0 ? "" : `const { ${used.join(", ")} } = store;\n`;
  return `(store, a0, n, at) => {\n${head}${text}\n}`;
}

export interface MatchSetting {
  /** The variable that holds the anchor. */
  readonly start: string;
  /** Of the variables that are declared. */
  readonly prefix: string;
  /** What to do where a condition fails. */
  readonly fail: string;
  /** Nodes of which a rule tells something; agent k stands in the variable ak. */
  readonly known: readonly KnownNode[];
  /** Which of these is the anchor; -1: none. */
  readonly agent: number;
}

/** Statements that go on to what follows them only where the fragment matches, and the variables of its nodes. */
export function matchStatements(
  { agents }: GraphFragment,
  tables: GraphTables,
  partners: SitePartners,
  { start, prefix, fail, known, agent: anchor }: MatchSetting,
): { readonly lines: readonly string[]; readonly nodes: readonly string[] } {
  const layout = nodeLayout(tables);
  const { shift } = layout;
  const lines: string[] = [];
  const nodes = [start];
  /** Which known node each agent is; -1: none. */
  const image = [anchor];
  const bonds = new Map<string, string>();
  const bondOf = (agent: number, site: number): string => {
    const name = `${prefix}p${agent}_${site}`;
    if (!bonds.has(name)) lines.push(`const ${name} = record[${nodeSite(nodes[agent], site, shift)}];`);
    bonds.set(name, name);
    return name;
  };
  const require = (...conditions: readonly string[]): void => {
    if (conditions.length === 1) lines.push(`if (${negatedTest(conditions[0])}) ${fail}`);
    else if (conditions.length > 1) lines.push(`if (!(${conditions.join(" && ")})) ${fail}`);
  };
  /** That a site of an agent is bound to a site of a type, as far as it is not known. */
  const requireEnd = (agent: number, site: number, type: number, far: number): void => {
    const { type: own } = agents[agent];
    const bond = bondOf(agent, site);
    const possible = partners[own][site];
    const conditions: string[] = [];
    const kind = image[agent] < 0 ? "unknown" : known[image[agent]].bonds[site].kind;
    if (kind === "partner") return;
    if (kind !== "bound" && kind !== "link") conditions.push(`${bond} >= 0`);
    if (possible.some((other) => other.site !== far))
      conditions.push(`(${bond} & ${(1 << shift) - 1}) === ${far}`);
    if (possible.some((other) => other.type !== type))
      conditions.push(`type[${bond} >> ${shift}] === ${type}`);
    require(...conditions);
  };
  agents.forEach(({ type, sites }, agent) => {
    const link = agent === 0 ? null : linkTo({ agents }, agent);
    if (agent > 0) {
      if (link === null) throw new Error("an agent of a fragment is not reached by the agents before it");
      const bond = image[link.from] < 0 ? null : known[image[link.from]].bonds[link.site];
      if (bond !== null && bond.kind === "link") {
        image.push(bond.agent);
        nodes.push(`a${bond.agent}`);
      } else {
        requireEnd(link.from, link.site, type, link.at);
        lines.push(`const ${prefix}a${agent} = ${bondOf(link.from, link.site)} >> ${shift};`);
        image.push(-1);
        nodes.push(`${prefix}a${agent}`);
      }
      for (let other = 0; other < agent; other++) {
        if (agents[other].type !== type) continue;
        if (image[agent] >= 0 && image[other] >= 0) continue;
        const isNext = other === link.from;
        const isApart = !partners[agents[link.from].type][link.site].some(({ isOwn }) => isOwn);
        if (!(isNext && isApart)) require(`${nodes[agent]} !== ${nodes[other]}`);
      }
    }
    const own = image[agent] < 0 ? null : known[image[agent]];
    for (const { site, state } of sites) {
      const isOnly = tables.types[type].sites[site].states.length === 1;
      if (state < 0 || isOnly || own?.states[site] === state) continue;
      require(`${stateText(nodes[agent], site, layout)} === ${state}`);
    }
    for (const { site, bond } of sites) {
      if (bond.kind === "any") continue;
      if (bond.kind === "link") {
        // Links to agents that follow are walked; the one that led here holds.
        if (bond.agent > agent || (link !== null && link.from === bond.agent && link.at === site)) continue;
        const isKnown = own?.bonds[site].kind === "link" && image[bond.agent] >= 0;
        if (!isKnown) require(`${bondOf(agent, site)} === ${nodeSite(nodes[bond.agent], bond.site, shift)}`);
        continue;
      }
      if (own !== null && fitsBond(own.bonds[site], bond, agents, known) === "yes") continue;
      if (bond.kind === "partner") requireEnd(agent, site, bond.type, bond.site);
      else require(`${bondOf(agent, site)} ${bond.kind === "free" ? "<" : ">="} 0`);
    }
  });
  return { lines, nodes };
}

function negatedTest(condition: string): string {
  const simple = /^(.+) (===|!==|<|>=) (\S+)$/.exec(condition);
  if (simple === null) return `!(${condition})`;
  const opposite = new Map([
    ["===", "!=="],
    ["!==", "==="],
    ["<", ">="],
    [">=", "<"],
  ]);
  return `${simple[1]} ${opposite.get(simple[2])} ${simple[3]}`;
}

/** The first link that leads from the agents before to an agent; null for the anchor. */
export function linkTo(
  { agents }: GraphFragment,
  to: number,
): { readonly from: number; readonly site: number; readonly at: number } | null {
  for (let from = 0; from < to; from++) {
    for (const { site, bond } of agents[from].sites)
      if (bond.kind === "link" && bond.agent === to) return { from, site, at: bond.site };
  }
  return null;
}

/** The index of a site of a node, or of another number of its record. */
export function nodeSite(node: string, site: number, shift: number): string {
  const base = shift === 0 ? node : `(${node} << ${shift})`;
  return site === 0 ? base : `(${base} | ${site})`;
}

/** The state of a site, which its type has. */
export function stateText(node: string, site: number, { shift, stateAt }: NodeLayout): string {
  return `record[${nodeSite(node, stateAt[site], shift)}]`;
}
