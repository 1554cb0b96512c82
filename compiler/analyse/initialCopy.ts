/**
 * The first copy of an initial complex as numbers: its molecules with their attributes, and where patterns of one complex
 * match it. Random numbers have their means.
 */
import type { SymbolId } from "../expression/graph.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type { Draw, SpatialSeed } from "../model/spatial.ts";
import type { MoleculePattern, PatternSite } from "../model/structured.ts";
import { numberAt, type SymbolValue } from "./knownParameters.ts";

interface BondEnd {
  readonly agent: number;
  readonly site: number;
}

export class InitialCopy {
  readonly seed: SpatialSeed;
  /** By agent and slot; NaN where only a run tells. */
  readonly attributes: readonly ReadonlyMap<number, number>[];
  readonly #partners = new Map<string, BondEnd>();

  constructor(flat: FlatModel, seed: SpatialSeed, parameters: SymbolValue) {
    this.seed = seed;
    const own = new Map<SymbolId, number>([[seed.copy, 0]]);
    const valueOf: SymbolValue = (symbol) => own.get(symbol) ?? parameters(symbol);
    for (const { symbol, distribution } of seed.draws) own.set(symbol, meanOf(flat, distribution, valueOf));
    const attributes = seed.agents.map(() => new Map<number, number>());
    for (const { agent, slot, value } of seed.sets)
      attributes[agent].set(slot, numberAt(flat, value, valueOf));
    this.attributes = attributes;
    for (const { a, b } of seed.bonds) {
      this.#partners.set(key(a), b);
      this.#partners.set(key(b), a);
    }
  }

  /** Attributes that nothing sets are 0. */
  value(agent: number, slot: number): number {
    return this.attributes[agent].get(slot) ?? 0;
  }

  /** Molecules that this one is bound to. */
  neighbours(agent: number): readonly number[] {
    return [...this.#partners].flatMap(([end, other]) => (end.startsWith(`${agent} `) ? [other.agent] : []));
  }

  /** For each match the molecule of every agent of the pattern. */
  matches({ agents }: MoleculePattern): readonly (readonly number[])[] {
    return this.seed.agents.flatMap((_, first) => {
      const found: (number | null)[] = agents.map(() => null);
      const isMatch = this.#place(agents, found, 0, first);
      return isMatch && found.every((agent) => agent !== null) ? [found] : [];
    });
  }

  /** Puts an agent of the pattern on a molecule, and those that links lead to. */
  #place(
    agents: MoleculePattern["agents"],
    found: (number | null)[],
    agent: number,
    molecule: number,
  ): boolean {
    if (found[agent] !== null) return found[agent] === molecule;
    if (found.includes(molecule)) return false;
    const { type, sites } = agents[agent];
    if (this.seed.agents[molecule].type !== type) return false;
    found[agent] = molecule;
    return sites.every((site) => this.#fits(agents, found, molecule, site));
  }

  #fits(
    agents: MoleculePattern["agents"],
    found: (number | null)[],
    molecule: number,
    { siteClass, state, bond }: PatternSite,
  ): boolean {
    if (state !== null && this.seed.agents[molecule].states[siteClass] !== state) return false;
    const partner = this.#partners.get(key({ agent: molecule, site: siteClass }));
    switch (bond.kind) {
      case "any":
        return true;
      case "free":
        return partner === undefined;
      case "bound":
        return partner !== undefined;
      case "partner":
        return (
          partner !== undefined &&
          this.seed.agents[partner.agent].type === bond.type &&
          partner.site === bond.siteClass
        );
      case "link":
        return (
          partner !== undefined &&
          agents[bond.agent].sites[bond.site].siteClass === partner.site &&
          this.#place(agents, found, bond.agent, partner.agent)
        );
    }
  }
}

function key({ agent, site }: BondEnd): string {
  return `${agent} ${site}`;
}

function meanOf(flat: FlatModel, distribution: Draw["distribution"], valueOf: SymbolValue): number {
  return distribution.kind === "normal"
    ? numberAt(flat, distribution.mean, valueOf)
    : (numberAt(flat, distribution.low, valueOf) + numberAt(flat, distribution.high, valueOf)) / 2;
}
