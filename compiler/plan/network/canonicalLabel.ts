/**
 * Canonical labels of complexes: equal for two complexes exactly when they are the same up to the order of
 * their molecules and of identical sites. Labels are compared among complexes of one list of layouts.
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

/**
 * Numbers for pairs of numbers, the same pair always the same: sequences folded through it are equal exactly
 * when their numbers are. Which number a sequence gets depends on what was seen before, but never changes.
 */
class PairNumbers {
  readonly #numbers = new Map<number, number>();

  pair(a: number, b: number): number {
    const key = a * pairBase + b;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size + firstNumber;
    if (number >= pairBase) throw new Error("too many different complexes to label");
    this.#numbers.set(key, number);
    return number;
  }
}

/** Two factors below this make a key that a double holds exactly. */
const pairBase = 2 ** 26;
/** Smaller numbers stand for themselves: types, compartments, site classes, states. */
const firstNumber = 2 ** 16;

const pairNumbers = new WeakMap<readonly TypeLayout[], PairNumbers>();

function numbersFor(layouts: readonly TypeLayout[]): PairNumbers {
  let numbers = pairNumbers.get(layouts);
  if (numbers === undefined) {
    numbers = new PairNumbers();
    pairNumbers.set(layouts, numbers);
  }
  return numbers;
}

/** Stable colours that do not depend on the order of the agents. */
function refineColours(graph: ComplexGraph, layouts: readonly TypeLayout[]): Float64Array {
  const count = graph.agentType.length;
  let colours = new Float64Array(count);
  if (count === 1) return colours;
  const numbers = numbersFor(layouts);
  for (let agent = 0; agent < count; agent++) colours[agent] = ownColour(graph, layouts, numbers, agent);
  let classes = new Set(colours).size;
  while (classes < count) {
    const next = new Float64Array(count);
    for (let agent = 0; agent < count; agent++) {
      next[agent] = neighbourColour(graph, layouts, numbers, colours, agent);
    }
    const found = new Set(next).size;
    colours = next;
    if (found === classes) break;
    classes = found;
  }
  return colours;
}

/** Type, compartment, and of every site its class, state and whether it is bound. */
function ownColour(
  graph: ComplexGraph,
  layouts: readonly TypeLayout[],
  numbers: PairNumbers,
  agent: number,
): number {
  const layout = layouts[graph.agentType[agent]];
  const start = graph.siteStart[agent];
  const end = graph.siteStart[agent + 1];
  let colour = numbers.pair(graph.agentType[agent], graph.agentCompartment[agent]);
  const tokens: number[] = [];
  for (let site = start; site < end; site++) {
    const state = 2 * (graph.siteState[site] + 1) + (graph.sitePartner[site] < 0 ? 0 : 1);
    tokens.push(numbers.pair(layout.classOf[site - start], state));
  }
  if (layout.hasIdenticalSites) tokens.sort((a, b) => a - b);
  for (const token of tokens) colour = numbers.pair(colour, token);
  return colour;
}

/** The own colour with those of the partners. */
function neighbourColour(
  graph: ComplexGraph,
  layouts: readonly TypeLayout[],
  numbers: PairNumbers,
  colours: Float64Array,
  agent: number,
): number {
  const layout = layouts[graph.agentType[agent]];
  const start = graph.siteStart[agent];
  const end = graph.siteStart[agent + 1];
  let colour = colours[agent];
  const tokens: number[] = [];
  for (let site = start; site < end; site++) {
    tokens.push(siteColour(graph, layouts, numbers, colours, layout.classOf[site - start], site));
  }
  if (layout.hasIdenticalSites) tokens.sort((a, b) => a - b);
  for (const token of tokens) colour = numbers.pair(colour, token);
  return colour;
}

/** What is known of a site: its class and state, and of its partner the agent's colour, class and state. */
function siteColour(
  graph: ComplexGraph,
  layouts: readonly TypeLayout[],
  numbers: PairNumbers,
  colours: Float64Array,
  siteClass: number,
  site: number,
): number {
  const own = numbers.pair(siteClass, graph.siteState[site] + 1);
  const partner = graph.sitePartner[site];
  if (partner < 0) return own;
  const other = graph.siteAgent[partner];
  const otherClass = layouts[graph.agentType[other]].classOf[partner - graph.siteStart[other]];
  return numbers.pair(
    numbers.pair(own, colours[other]),
    numbers.pair(otherClass, graph.siteState[partner] + 1),
  );
}

/** Agents of the smallest colour class, the lowest colour among equals. */
function smallestClass(colours: Float64Array): number[] {
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
  colours: Float64Array,
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
  colours: Float64Array,
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
  colours: Float64Array,
  agent: number,
  position: ReadonlyMap<number, number>,
  choose: ((options: number) => number) | null,
): readonly number[] {
  const layout = layouts[graph.agentType[agent]];
  const start = graph.siteStart[agent];
  const end = graph.siteStart[agent + 1];
  const all = Array.from({ length: end - start }, (_, i) => start + i);
  if (!layout.hasIdenticalSites) return all;
  const numbers = numbersFor(layouts);
  const unseen = graph.agentType.length;
  const keys = new Map(
    all.map((site) => {
      const partner = graph.sitePartner[site];
      const seen = partner < 0 ? unseen : (position.get(graph.siteAgent[partner]) ?? unseen);
      const siteClass = layout.classOf[site - start];
      return [
        site,
        [siteClass, siteColour(graph, layouts, numbers, colours, siteClass, site), seen],
      ] as const;
    }),
  );
  const keyOf = (site: number): readonly number[] => keys.get(site) ?? [];
  const sorted = [...all].sort((a, b) => compareKeys(keyOf(a), keyOf(b)));
  if (choose === null) return sorted;
  // Permute each run of ties that lead to agents not yet numbered.
  const result: number[] = [];
  for (let i = 0; i < sorted.length; ) {
    let j = i + 1;
    while (j < sorted.length && compareKeys(keyOf(sorted[j]), keyOf(sorted[i])) === 0) j++;
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
  const sitePosition = new Int32Array(graph.siteAgent.length);
  let next = 0;
  for (const agent of order) for (const site of sites.get(agent) ?? []) sitePosition[site] = next++;
  let label = "";
  for (const agent of order) {
    label += `${graph.agentType[agent]}@${graph.agentCompartment[agent]}(`;
    for (const site of sites.get(agent) ?? []) {
      const partner = graph.sitePartner[site];
      label +=
        partner < 0 ? `${graph.siteState[site]},` : `${graph.siteState[site]}-${sitePosition[partner]},`;
    }
    label += ");";
  }
  return { label, order };
}

/** Element by element. */
function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) {
    const difference = value - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
