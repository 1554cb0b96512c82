/**
 * Canonical labels of complexes: equal for two complexes exactly when they are the same up to the order of
 * their molecules and of identical sites.
 *
 * Agents are coloured by what can be seen of them and refined by their neighbours until nothing changes
 * (Weisfeiler & Leman 1968). From a root agent, following sites in their declared order numbers all agents;
 * the label is the smallest text over the roots of one smallest colour class. Where identical sites lead to
 * agents of equal colour the order between them matters only in complexes with rings: there every order is
 * tried and the smallest text wins; in trees equal colours mean exchangeable branches, so one order is enough
 * (compare individualisation-refinement, McKay & Piperno 2014, doi:10.1016/j.jsc.2013.09.003).
 */
import type { ComplexGraph, TypeLayout } from "./complexGraph.ts";

export interface CanonicalForm {
  readonly label: string;
  /** Agents in canonical order. */
  readonly order: readonly number[];
}

export function canonicalForm(graph: ComplexGraph, layouts: readonly TypeLayout[]): CanonicalForm {
  const count = graph.agentType.length;
  const colours = refineColours(graph, layouts);
  const roots = smallestClass(colours);
  const hasChoices = count > 1 && hasIdentical(graph, layouts);
  const isTree = bondCount(graph) === count - 1;
  let best: CanonicalForm | null = null;
  for (const root of roots) {
    for (const form of traversals(graph, layouts, colours, root, hasChoices, isTree)) {
      if (best === null || form.label < best.label) best = form;
    }
  }
  if (best === null) throw new Error("a complex without molecules");
  return best;
}

/** Stable colours 0, 1, … whose order does not depend on the order of the agents. */
function refineColours(graph: ComplexGraph, layouts: readonly TypeLayout[]): Int32Array {
  const count = graph.agentType.length;
  const colours = new Int32Array(count);
  if (count === 1) return colours;
  let classes = rank(
    colours,
    Array.from({ length: count }, (_, agent) => ownText(graph, layouts, agent)),
  );
  for (;;) {
    const texts = Array.from(
      { length: count },
      (_, agent) => `${colours[agent]}:${neighbourText(graph, layouts, colours, agent)}`,
    );
    const next = rank(colours, texts);
    if (next === classes || next === count) return colours;
    classes = next;
  }
}

/** Writes the rank of each text among the distinct ones; returns their number. */
function rank(colours: Int32Array, texts: readonly string[]): number {
  const distinct = [...new Set(texts)].sort();
  const ranks = new Map(distinct.map((text, i) => [text, i]));
  texts.forEach((text, agent) => {
    colours[agent] = ranks.get(text) ?? 0;
  });
  return distinct.length;
}

function ownText(graph: ComplexGraph, layouts: readonly TypeLayout[], agent: number): string {
  const layout = layouts[graph.agentType[agent]];
  const start = graph.siteStart[agent];
  const parts: string[] = [];
  for (let site = start; site < graph.siteStart[agent + 1]; site++) {
    const siteClass = layout.classOf[site - start];
    parts.push(`${siteClass}.${graph.siteState[site]}.${graph.sitePartner[site] < 0 ? 0 : 1}`);
  }
  if (layout.hasIdenticalSites) parts.sort();
  return `${graph.agentType[agent]}@${graph.agentCompartment[agent]}(${parts.join(",")})`;
}

function neighbourText(
  graph: ComplexGraph,
  layouts: readonly TypeLayout[],
  colours: Int32Array,
  agent: number,
): string {
  const layout = layouts[graph.agentType[agent]];
  const start = graph.siteStart[agent];
  const parts: string[] = [];
  for (let site = start; site < graph.siteStart[agent + 1]; site++) {
    parts.push(siteText(graph, layouts, colours, layout.classOf[site - start], site));
  }
  if (layout.hasIdenticalSites) parts.sort();
  return parts.join(",");
}

function siteText(
  graph: ComplexGraph,
  layouts: readonly TypeLayout[],
  colours: Int32Array,
  siteClass: number,
  site: number,
): string {
  const partner = graph.sitePartner[site];
  if (partner < 0) return `${siteClass}.${graph.siteState[site]}`;
  const other = graph.siteAgent[partner];
  const otherClass = layouts[graph.agentType[other]].classOf[partner - graph.siteStart[other]];
  return `${siteClass}.${graph.siteState[site]}-${colours[other]}.${otherClass}.${graph.siteState[partner]}`;
}

/** Agents of the smallest colour class, the lowest colour among equals. */
function smallestClass(colours: Int32Array): number[] {
  const members = new Map<number, number[]>();
  colours.forEach((colour, agent) => {
    const list = members.get(colour);
    if (list === undefined) members.set(colour, [agent]);
    else list.push(agent);
  });
  let best: number[] = [];
  for (const [, list] of [...members].sort(([a], [b]) => a - b)) {
    if (best.length === 0 || list.length < best.length) best = list;
  }
  return best;
}

function hasIdentical(graph: ComplexGraph, layouts: readonly TypeLayout[]): boolean {
  return graph.agentType.some((type) => layouts[type].hasIdenticalSites);
}

function bondCount(graph: ComplexGraph): number {
  let ends = 0;
  for (const partner of graph.sitePartner) if (partner >= 0) ends++;
  return ends / 2;
}

/** All numberings from one root that the choice among identical sites allows. */
function* traversals(
  graph: ComplexGraph,
  layouts: readonly TypeLayout[],
  colours: Int32Array,
  root: number,
  hasChoices: boolean,
  isTree: boolean,
): Generator<CanonicalForm> {
  const count = graph.agentType.length;
  if (!hasChoices || isTree) {
    yield finish(graph, walk(graph, layouts, colours, root, null));
    return;
  }
  // Rings and identical sites: orders of tied sites are enumerated by a stack of choices.
  const limit = 100_000;
  const stack: number[][] = [[]];
  for (let tried = 0; stack.length > 0; tried++) {
    if (tried > limit)
      throw new Error(`a complex of ${count} molecules has too many symmetric orders to compare`);
    const choices = stack.pop() ?? [];
    const steps: { chosen: number; options: number }[] = [];
    const order = walk(graph, layouts, colours, root, (options) => {
      const chosen = choices[steps.length] ?? 0;
      steps.push({ chosen, options });
      return chosen;
    });
    for (let i = choices.length; i < steps.length; i++) {
      const made = steps.slice(0, i).map(({ chosen }) => chosen);
      for (let option = 1; option < steps[i].options; option++) stack.push([...made, option]);
    }
    yield finish(graph, order);
  }
}

interface Walk {
  readonly order: readonly number[];
  /** Site instances of each agent in the order visited. */
  readonly sites: ReadonlyMap<number, readonly number[]>;
}

/** Breadth first from the root; `choose` picks among tied identical sites (null: the first). */
function walk(
  graph: ComplexGraph,
  layouts: readonly TypeLayout[],
  colours: Int32Array,
  root: number,
  choose: ((options: number) => number) | null,
): Walk {
  const position = new Map<number, number>([[root, 0]]);
  const order = [root];
  const sites = new Map<number, readonly number[]>();
  for (let next = 0; next < order.length; next++) {
    const agent = order[next];
    const ordered = orderSites(graph, layouts, colours, agent, position, choose);
    sites.set(agent, ordered);
    for (const site of ordered) {
      const partner = graph.sitePartner[site];
      if (partner < 0) continue;
      const other = graph.siteAgent[partner];
      if (position.has(other)) continue;
      position.set(other, order.length);
      order.push(other);
    }
  }
  return { order, sites };
}

/** Sites class by class; within a class of identical sites by what is known of them. */
function orderSites(
  graph: ComplexGraph,
  layouts: readonly TypeLayout[],
  colours: Int32Array,
  agent: number,
  position: ReadonlyMap<number, number>,
  choose: ((options: number) => number) | null,
): readonly number[] {
  const layout = layouts[graph.agentType[agent]];
  const start = graph.siteStart[agent];
  const end = graph.siteStart[agent + 1];
  const all = Array.from({ length: end - start }, (_, i) => start + i);
  if (!layout.hasIdenticalSites) return all;
  const keyOf = (site: number): string => {
    const text = siteText(graph, layouts, colours, layout.classOf[site - start], site);
    const partner = graph.sitePartner[site];
    const seen = partner < 0 ? undefined : position.get(graph.siteAgent[partner]);
    // Padded, so that texts compare like the numbers they hold.
    return `${String(layout.classOf[site - start]).padStart(3, "0")}|${text}|${seen === undefined ? "~" : String(seen).padStart(6, "0")}`;
  };
  const keys = new Map(all.map((site) => [site, keyOf(site)]));
  const sorted = [...all].sort((a, b) => compareText(keys.get(a) ?? "", keys.get(b) ?? ""));
  if (choose === null) return sorted;
  // Permute each run of ties that lead to agents not yet numbered.
  const result: number[] = [];
  for (let i = 0; i < sorted.length; ) {
    let j = i + 1;
    while (j < sorted.length && keys.get(sorted[j]) === keys.get(sorted[i])) j++;
    const tied = sorted.slice(i, j);
    const leadsOn = tied.length > 1 && graph.sitePartner[tied[0]] >= 0;
    if (leadsOn) {
      while (tied.length > 1) result.push(...tied.splice(choose(tied.length), 1));
    }
    result.push(...tied);
    i = j;
  }
  return result;
}

function finish(graph: ComplexGraph, { order, sites }: Walk): CanonicalForm {
  const sitePosition = new Map<number, number>();
  for (const agent of order)
    for (const site of sites.get(agent) ?? []) sitePosition.set(site, sitePosition.size);
  const parts = order.map((agent) => {
    const texts = (sites.get(agent) ?? []).map((site) => {
      const partner = graph.sitePartner[site];
      return `${graph.siteState[site]}${partner < 0 ? "" : `-${sitePosition.get(partner)}`}`;
    });
    return `${graph.agentType[agent]}@${graph.agentCompartment[agent]}(${texts.join(",")})`;
  });
  return { label: parts.join(";"), order };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
