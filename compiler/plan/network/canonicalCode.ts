/**
 * Canonical codes of complexes: sequences of whole numbers, equal for two complexes exactly when they are the same
 * up to the order of their molecules and of identical sites.
 *
 * A walk along the bonds from a root writes down every molecule with the states of its sites; the code is the
 * smallest over the roots of one smallest class of molecules that look alike. Sites with names of their own are
 * walked in the order of their declaration. Identical sites are ordered by what stands behind them: in a tree each
 * branch has a code by itself, and branches are sorted (Aho, Hopcroft and Ullman 1974, The Design and Analysis of
 * Computer Algorithms, section 3.2). In a complex with rings identical sites that can not be told apart at once
 * have no code here: see canonicalLabel.ts.
 */
import type { TypeLayout } from "./complexGraph.ts";
import { longer, mixed } from "./sequenceTable.ts";

/** As ComplexGraph; the arrays may be longer than what is used. */
export interface SiteGraph {
  readonly agentType: Int32Array;
  readonly agentCompartment: Int32Array;
  readonly siteStart: Int32Array;
  readonly siteAgent: Int32Array;
  readonly siteState: Int32Array;
  readonly sitePartner: Int32Array;
}

/** Rounds in which molecules are told apart by their neighbours. */
const roundLimit = 4;

export class CanonicalCoder {
  /** The code that was made last: the first `length` numbers. */
  code = new Int32Array(256);
  length = 0;
  readonly #layouts: readonly TypeLayout[];
  /** First class of each type, numbered through. */
  readonly #classStart: readonly number[];
  #colour = new Int32Array(64);
  #next = new Int32Array(64);
  #position = new Int32Array(64);
  #other = new Int32Array(256);
  #graph: SiteGraph | null = null;
  #isTree = true;
  #visited = 0;

  constructor(layouts: readonly TypeLayout[]) {
    this.#layouts = layouts;
    let classes = 0;
    this.#classStart = layouts.map(({ classStart }) => {
      classes += classStart.length - 1;
      return classes - classStart.length + 1;
    });
  }

  /** Puts the code of the connected members[from] .. members[to - 1] into `code`; false when there is none. */
  encode(graph: SiteGraph, members: Int32Array, from: number, to: number): boolean {
    const count = to - from;
    this.#graph = graph;
    if (graph.agentType.length > this.#colour.length) {
      const length = 2 * graph.agentType.length;
      this.#colour = new Int32Array(length);
      this.#next = new Int32Array(length);
      this.#position = new Int32Array(length);
    }
    this.length = 0;
    if (count === 1) {
      this.#isTree = this.#bondEnds(graph, members, from, to) === 0;
      this.#position[members[from]] = -1;
      this.#visited = 0;
      return this.#walk(members[from], -1);
    }
    this.#isTree = this.#bondEnds(graph, members, from, to) === 2 * (count - 1);
    const root = this.#smallestClass(graph, members, from, to);
    let best = -1;
    for (let i = from; i < to; i++) {
      if (this.#colour[members[i]] !== root) continue;
      if (best >= 0) {
        const kept = this.#other;
        this.#other = this.code;
        this.code = kept;
      }
      this.length = 0;
      this.#visited = 0;
      for (let k = from; k < to; k++) this.#position[members[k]] = -1;
      if (!this.#walk(members[i], -1)) return false;
      if (best >= 0 && compareCodes(this.#other, best, this.code, this.length) <= 0) {
        const worse = this.code;
        this.code = this.#other;
        this.#other = worse;
        this.length = best;
      }
      best = this.length;
    }
    return true;
  }

  #bondEnds({ siteStart, sitePartner }: SiteGraph, members: Int32Array, from: number, to: number): number {
    let ends = 0;
    for (let i = from; i < to; i++) {
      const end = siteStart[members[i] + 1];
      for (let site = siteStart[members[i]]; site < end; site++) if (sitePartner[site] >= 0) ends++;
    }
    return ends;
  }

  /** A colour that as few molecules as possible have. Colours do not depend on any order. */
  #smallestClass(graph: SiteGraph, members: Int32Array, from: number, to: number): number {
    this.#ownColours(graph, members, from, to);
    let best = this.#rarest(members, from, to);
    for (let round = 0; round < roundLimit && best.size > 1; round++) {
      this.#refine(graph, members, from, to);
      const refined = this.#rarest(members, from, to);
      if (refined.size === best.size && round > 0) return refined.colour;
      best = refined;
    }
    return best.colour;
  }

  /** Of type, compartment, states and kinds of partners. */
  #ownColours(graph: SiteGraph, members: Int32Array, from: number, to: number): void {
    const { agentType, agentCompartment, siteStart, siteState, sitePartner, siteAgent } = graph;
    const layouts = this.#layouts;
    for (let i = from; i < to; i++) {
      const agent = members[i];
      const type = agentType[agent];
      const { classOf } = layouts[type];
      const start = siteStart[agent];
      const end = siteStart[agent + 1];
      let colour = mixed(type, agentCompartment[agent]);
      for (let site = start; site < end; site++) {
        const partner = sitePartner[site];
        let seen = mixed(classOf[site - start], siteState[site]);
        if (partner >= 0) {
          const other = siteAgent[partner];
          const far = agentType[other];
          seen = mixed(seen, 1 + this.#classStart[far] + layouts[far].classOf[partner - siteStart[other]]);
        }
        // A sum does not depend on the order of identical sites.
        colour = (colour + mixed(7, seen)) | 0;
      }
      this.#colour[agent] = colour;
    }
  }

  /** Colours with those of the partners. */
  #refine(
    { siteStart, sitePartner, siteAgent, agentType }: SiteGraph,
    members: Int32Array,
    from: number,
    to: number,
  ): void {
    for (let i = from; i < to; i++) {
      const agent = members[i];
      const { classOf } = this.#layouts[agentType[agent]];
      const start = siteStart[agent];
      const end = siteStart[agent + 1];
      let colour = mixed(11, this.#colour[agent]);
      for (let site = start; site < end; site++) {
        const partner = sitePartner[site];
        if (partner < 0) continue;
        colour = (colour + mixed(mixed(13, classOf[site - start]), this.#colour[siteAgent[partner]])) | 0;
      }
      this.#next[agent] = colour;
    }
    const before = this.#colour;
    this.#colour = this.#next;
    this.#next = before;
  }

  #rarest(members: Int32Array, from: number, to: number): { colour: number; size: number } {
    let colour = 0;
    let size = to - from + 1;
    for (let i = from; i < to; i++) {
      const own = this.#colour[members[i]];
      if (size <= to - from && own === colour) continue;
      let alike = 0;
      for (let k = from; k < to; k++) if (this.#colour[members[k]] === own) alike++;
      if (alike < size || (alike === size && own < colour)) {
        size = alike;
        colour = own;
      }
    }
    return { colour, size };
  }

  /** Writes an agent that is entered by a site (-1: the root), and all behind it. */
  #walk(agent: number, entry: number): boolean {
    const graph = this.#graph;
    if (graph === null) return false;
    const { agentType, agentCompartment, siteStart, siteState, sitePartner } = graph;
    const layout = this.#layouts[agentType[agent]];
    const start = siteStart[agent];
    this.#position[agent] = this.#visited++;
    this.#push(agentType[agent]);
    this.#push(agentCompartment[agent]);
    if (entry >= 0) {
      this.#push(layout.classOf[entry - start]);
      this.#push(siteState[entry]);
    }
    const classes = layout.classStart.length - 1;
    for (let siteClass = 0; siteClass < classes; siteClass++) {
      const first = start + layout.classStart[siteClass];
      const last = start + layout.classStart[siteClass + 1];
      if (last - first > 1) {
        if (!this.#walkIdentical(first, last, entry)) return false;
      } else if (first !== entry) {
        this.#push(2 * siteState[first] + (sitePartner[first] < 0 ? 0 : 1));
        if (sitePartner[first] >= 0 && !this.#follow(sitePartner[first])) return false;
      }
    }
    return true;
  }

  /** What stands at the far end of a bond. */
  #follow(partner: number): boolean {
    const graph = this.#graph;
    if (graph === null) return false;
    const other = graph.siteAgent[partner];
    if (this.#position[other] < 0) return this.#walk(other, partner);
    // A ring closes: the molecule by its place in the walk, and its site.
    const layout = this.#layouts[graph.agentType[other]];
    const index = partner - graph.siteStart[other];
    if (layout.classStart[layout.classOf[index] + 1] - layout.classStart[layout.classOf[index]] > 1)
      return false;
    this.#push(-2 - this.#position[other]);
    this.#push(index);
    return true;
  }

  /** Identical sites: sorted by state, free ones first, bound ones by what stands behind them. */
  #walkIdentical(first: number, last: number, entry: number): boolean {
    const graph = this.#graph;
    if (graph === null) return false;
    const { siteState, sitePartner } = graph;
    let bound = 0;
    const firstFree = this.length;
    for (let site = first; site < last; site++) {
      if (site === entry) continue;
      if (sitePartner[site] >= 0) bound++;
      else this.#insert(firstFree, 2 * siteState[site]);
    }
    // Where each branch stands in a ring would depend on the order of the branches.
    if (bound > 1 && !this.#isTree) return false;
    const start = this.length;
    const sizes: number[] = [];
    for (let site = first; site < last; site++) {
      if (site === entry || sitePartner[site] < 0) continue;
      const from = this.length;
      this.#push(2 * siteState[site] + 1);
      if (!this.#follow(sitePartner[site])) return false;
      if (bound > 1) this.#sortBranch(start, from, sizes);
    }
    return true;
  }

  /** Puts a number among those that were written from a place on, so that they ascend. */
  #insert(from: number, value: number): void {
    this.#push(value);
    const { code } = this;
    for (let i = this.length - 1; i > from && code[i - 1] > code[i]; i--) {
      code[i] = code[i - 1];
      code[i - 1] = value;
    }
  }

  /** Puts the branch that was written last, from `from` on, in its place among the sorted ones from `start` on. */
  #sortBranch(start: number, from: number, sizes: number[]): void {
    const { code, length } = this;
    const own = length - from;
    let at = start;
    let i = 0;
    for (; i < sizes.length; i++) {
      if (sizes[i] > own || (sizes[i] === own && comparePart(code, at, from, own) > 0)) break;
      at += sizes[i];
    }
    sizes.splice(i, 0, own);
    if (at === from) return;
    const moved = code.slice(from, length);
    code.copyWithin(at + own, at, from);
    code.set(moved, at);
  }

  #push(value: number): void {
    if (this.length === this.code.length) this.code = longer(this.code, 2 * this.code.length);
    this.code[this.length++] = value;
  }
}

/** Shorter ones first, then number by number. */
function compareCodes(a: Int32Array, aLength: number, b: Int32Array, bLength: number): number {
  if (aLength !== bLength) return aLength - bLength;
  for (let i = 0; i < aLength; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

/** Two stretches of one array, number by number. */
function comparePart(code: Int32Array, a: number, b: number, length: number): number {
  for (let i = 0; i < length; i++) if (code[a + i] !== code[b + i]) return code[a + i] - code[b + i];
  return 0;
}
