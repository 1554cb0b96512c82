/**
 * How much a rule can change the number of matches of a pattern, whatever the molecules around: bounds from all ways in
 * which the pattern can overlap with what the rule knows of its molecules and changes (the relevant overlaps of Danos,
 * Harmer and Honorato-Zimmer 2014, doi:10.1007/978-3-319-12982-2_13, counted rather than made into rules).
 *
 * Matches that are made must mention something that the rule makes so, and hold with it afterwards; matches that are
 * lost mention something that the rule ends, and held with it before.
 */
import type { MoleculePattern, MoleculeType, PatternBond, StructuredRule } from "../../model/structured.ts";
import { patternAutomorphisms } from "../network/automorphisms.ts";

export interface ChangeBounds {
  readonly least: number;
  readonly most: number;
}

/** Whether sites of a class ever hold a bond (see contactMap.ts). */
export type CanBind = (type: number, siteClass: number) => boolean;

type KnownBond = Exclude<PatternBond, { readonly kind: "link" }> | KnownLink;
interface KnownLink {
  readonly kind: "link";
  /** Molecule of the rule, and place among its sites. */
  readonly agent: number;
  readonly site: number;
}

interface KnownSite {
  readonly siteClass: number;
  readonly state: number | null;
  readonly bond: KnownBond;
  readonly isStateChanged: boolean;
  readonly isBondChanged: boolean;
}

/** A molecule as the rule knows it, before or after. */
interface KnownAgent {
  readonly type: number;
  readonly compartment: number | null;
  readonly sites: readonly KnownSite[];
  /** It is made, removed or moved: whatever is said of it is new or ends. */
  readonly isChanged: boolean;
}

/** Null where the rule changes molecules that it does not name, which has no bound. */
export function changeBounds(
  rule: StructuredRule,
  pattern: MoleculePattern,
  types: readonly MoleculeType[],
  canBind: CanBind,
): ChangeBounds | null {
  const known = knownAgents(rule, types, canBind);
  if (known === null) return null;
  const made = overlaps(pattern, known.after, types);
  const lost = overlaps(pattern, known.before, types);
  const automorphisms = patternAutomorphisms(pattern);
  return {
    least: (made.sure - lost.possible) / automorphisms,
    most: (made.possible - lost.sure) / automorphisms,
  };
}

function knownAgents(
  rule: StructuredRule,
  types: readonly MoleculeType[],
  canBind: CanBind,
): {
  readonly before: readonly (KnownAgent | null)[];
  readonly after: readonly (KnownAgent | null)[];
} | null {
  interface Working {
    type: number;
    compartment: number | null;
    isChanged: boolean;
    sites: { siteClass: number; state: number | null; bond: KnownBond; isState: boolean; isBond: boolean }[];
  }
  const agents: Working[] = [];
  for (const { agents: members } of rule.patterns) {
    const start = agents.length;
    for (const { type, compartment, sites } of members) {
      agents.push({
        type,
        compartment,
        isChanged: false,
        sites: sites.map(({ siteClass, state, bond }) => ({
          siteClass,
          state,
          bond: bond.kind === "link" ? { ...bond, agent: bond.agent + start } : bond,
          isState: false,
          isBond: false,
        })),
      });
    }
  }
  const matched = agents.length;
  const before = agents.map((agent) => structuredClone(agent));
  for (const { type, compartment, states } of rule.created) {
    const classes = types[type].sites.flatMap(({ multiplicity }, siteClass) =>
      Array.from({ length: multiplicity }, () => siteClass),
    );
    const sites = classes.map((siteClass, i) => ({
      siteClass,
      state: states[i] < 0 ? null : states[i],
      bond: { kind: "free" as const },
      isState: true,
      isBond: true,
    }));
    agents.push({ type, compartment, isChanged: true, sites });
  }
  const removed = new Set<number>();
  const setBond = (agent: number, site: number, bond: KnownBond): void => {
    agents[agent].sites[site].bond = bond;
    agents[agent].sites[site].isBond = true;
    if (agent < matched) before[agent].sites[site].isBond = true;
  };
  /** False when the bond leads to a molecule that the rule does not name. */
  const free = (agent: number, site: number): boolean => {
    const { bond } = agents[agent].sites[site];
    if (bond.kind === "free") return true;
    if (bond.kind !== "link") return false;
    setBond(bond.agent, bond.site, { kind: "free" });
    setBond(agent, site, { kind: "free" });
    return true;
  };
  for (const action of rule.actions) {
    switch (action.kind) {
      case "state": {
        const { agent, site } = action.at;
        agents[agent].sites[site].state = action.to;
        agents[agent].sites[site].isState = true;
        if (agent < matched) before[agent].sites[site].isState = true;
        break;
      }
      case "unbind":
        if (!free(action.at.agent, action.at.site)) return null;
        break;
      case "bind":
        setBond(action.a.agent, action.a.site, { kind: "link", ...action.b });
        setBond(action.b.agent, action.b.site, { kind: "link", ...action.a });
        break;
      case "move":
        agents[action.agent].compartment = action.compartment;
        agents[action.agent].isChanged = true;
        if (action.agent < matched) before[action.agent].isChanged = true;
        break;
      case "delete": {
        const { agent } = action;
        const { type, sites } = agents[agent];
        const isKnown = types[type].sites.every(({ multiplicity }, siteClass) => {
          if (!canBind(type, siteClass)) return true;
          const own = sites.flatMap((site, i) => (site.siteClass === siteClass ? [i] : []));
          return own.length === multiplicity && own.every((site) => free(agent, site));
        });
        if (!isKnown) return null;
        removed.add(agent);
        before[agent].isChanged = true;
        break;
      }
      case "deleteComplex":
      case "moveComplex":
        return null;
    }
  }
  const freeze = ({ type, compartment, isChanged, sites }: Working): KnownAgent => ({
    type,
    compartment,
    isChanged,
    sites: sites.map(({ siteClass, state, bond, isState, isBond }) => ({
      siteClass,
      state,
      bond,
      isStateChanged: isState,
      isBondChanged: isBond,
    })),
  });
  return {
    before: before.map(freeze),
    after: agents.map((agent, i) => (removed.has(i) ? null : freeze(agent))),
  };
}

/** An overlap: for each molecule of the pattern one of the rule (-1: another one), for each site one of its (-1). */
interface Overlap {
  readonly agents: number[];
  readonly sites: number[][];
}

/** Numbers of embeddings that touch a change: those that surely are, and all that may be. */
function overlaps(
  pattern: MoleculePattern,
  known: readonly (KnownAgent | null)[],
  types: readonly MoleculeType[],
): { readonly sure: number; readonly possible: number } {
  const found = new Map<string, { readonly ways: number; readonly isSure: boolean }>();
  pattern.agents.forEach((_, p) => {
    known.forEach((agent, r) => {
      if (agent === null) return;
      const overlap: Overlap = {
        agents: pattern.agents.map(() => -1),
        sites: pattern.agents.map(({ sites }) => sites.map(() => -1)),
      };
      new Overlapping(pattern, known, types, overlap, (whole) => {
        if (!touchesChange(pattern, known, whole)) return;
        const key = JSON.stringify(whole);
        if (!found.has(key)) found.set(key, weigh(pattern, known, whole, types));
      }).place(p, r);
    });
  });
  let sure = 0;
  let possible = 0;
  for (const { ways, isSure } of found.values()) {
    possible += ways;
    if (isSure) sure += ways;
  }
  return { sure, possible };
}

/** Lays a pattern over the rule's molecules, following the bonds that both state. */
class Overlapping {
  readonly #pattern: MoleculePattern;
  readonly #known: readonly (KnownAgent | null)[];
  readonly #types: readonly MoleculeType[];
  readonly #overlap: Overlap;
  readonly #visit: (overlap: Overlap) => void;
  /** Molecules of the pattern whose sites are still to be laid. */
  readonly #open: number[] = [];

  constructor(
    pattern: MoleculePattern,
    known: readonly (KnownAgent | null)[],
    types: readonly MoleculeType[],
    overlap: Overlap,
    visit: (overlap: Overlap) => void,
  ) {
    this.#pattern = pattern;
    this.#known = known;
    this.#types = types;
    this.#overlap = overlap;
    this.#visit = visit;
  }

  place(p: number, r: number): void {
    if (!this.#fits(p, r)) return;
    this.#overlap.agents[p] = r;
    this.#open.push(p);
    this.#next();
    this.#open.pop();
    this.#overlap.agents[p] = -1;
  }

  #fits(p: number, r: number): boolean {
    const own = this.#pattern.agents[p];
    const agent = this.#known[r];
    if (agent === null || agent.type !== own.type || this.#overlap.agents.includes(r)) return false;
    return own.compartment === null || agent.compartment === null || agent.compartment === own.compartment;
  }

  #next(): void {
    const p = this.#open.at(-1);
    if (p === undefined) {
      this.#visit(structuredClone(this.#overlap));
      return;
    }
    this.#open.pop();
    this.#laySite(p, 0);
    this.#open.push(p);
  }

  #laySite(p: number, i: number): void {
    const { sites } = this.#pattern.agents[p];
    if (i === sites.length) {
      this.#next();
      return;
    }
    const laid = this.#overlap.sites[p];
    if (laid[i] >= 0) {
      this.#laySite(p, i + 1);
      return;
    }
    const own = this.#known[this.#overlap.agents[p]]?.sites ?? [];
    own.forEach((site, s) => {
      if (site.siteClass !== sites[i].siteClass || laid.includes(s)) return;
      laid[i] = s;
      this.#follow(p, i, site);
      laid[i] = -1;
    });
    if (this.#hasOtherSite(p, i)) this.#laySite(p, i + 1);
  }

  /** Whether the molecule has a site of the class that the rule does not mention and that is not taken yet. */
  #hasOtherSite(p: number, i: number): boolean {
    const { type, sites } = this.#pattern.agents[p];
    const { siteClass } = sites[i];
    const mentioned = (this.#known[this.#overlap.agents[p]]?.sites ?? []).filter(
      (site) => site.siteClass === siteClass,
    ).length;
    const taken = sites.filter(
      (site, k) => k < i && site.siteClass === siteClass && this.#overlap.sites[p][k] < 0,
    ).length;
    return mentioned + taken < this.#types[type].sites[siteClass].multiplicity;
  }

  /** What the rule knows of a site must not contradict the pattern. */
  #follow(p: number, i: number, { state, bond }: KnownSite): void {
    const wanted = this.#pattern.agents[p].sites[i];
    if (wanted.state !== null && state !== null && wanted.state !== state) return;
    if (bond.kind === "any" || wanted.bond.kind === "any") return this.#laySite(p, i + 1);
    if ((wanted.bond.kind === "free") !== (bond.kind === "free")) return;
    if (wanted.bond.kind === "partner" && bond.kind === "link") {
      const far = this.#known[bond.agent];
      if (far === null || far.type !== wanted.bond.type) return;
      if (far.sites[bond.site].siteClass !== wanted.bond.siteClass) return;
    }
    if (wanted.bond.kind !== "link" || bond.kind !== "link") return this.#laySite(p, i + 1);
    const { agent: q, site: j } = wanted.bond;
    const { agents, sites } = this.#overlap;
    if (agents[q] >= 0) {
      const before = sites[q][j];
      if (agents[q] !== bond.agent || (before >= 0 && before !== bond.site)) return;
      sites[q][j] = bond.site;
      this.#laySite(p, i + 1);
      sites[q][j] = before;
      return;
    }
    const far = this.#known[bond.agent]?.sites[bond.site];
    const farWanted = this.#pattern.agents[q].sites[j];
    if (!this.#fits(q, bond.agent) || far === undefined || far.siteClass !== farWanted.siteClass) return;
    if (farWanted.state !== null && far.state !== null && farWanted.state !== far.state) return;
    agents[q] = bond.agent;
    sites[q][j] = bond.site;
    this.#open.push(q);
    this.#laySite(p, i + 1);
    this.#open.pop();
    sites[q][j] = -1;
    agents[q] = -1;
  }
}

/** Whether the pattern mentions something that changes. */
function touchesChange(
  pattern: MoleculePattern,
  known: readonly (KnownAgent | null)[],
  { agents, sites }: Overlap,
): boolean {
  return pattern.agents.some(({ sites: wanted }, p) => {
    const agent = agents[p] < 0 ? null : known[agents[p]];
    if (agent === null) return false;
    if (agent.isChanged) return true;
    return wanted.some(({ state, bond }, i) => {
      const site = agent.sites[sites[p][i]];
      if (site === undefined) return false;
      return (site.isStateChanged && state !== null) || (site.isBondChanged && bond.kind !== "any");
    });
  });
}

/** In how many ways an overlap can be completed, and whether it surely is. */
function weigh(
  pattern: MoleculePattern,
  known: readonly (KnownAgent | null)[],
  { agents, sites }: Overlap,
  types: readonly MoleculeType[],
): { readonly ways: number; readonly isSure: boolean } {
  let ways = 1;
  let isSure = true;
  pattern.agents.forEach(({ type, compartment, sites: wanted }, p) => {
    const agent = agents[p] < 0 ? null : known[agents[p]];
    if (agent === null || (compartment !== null && agent.compartment === null)) isSure = false;
    wanted.forEach(({ siteClass, state, bond }, i) => {
      const site = agent?.sites[sites[p][i]];
      if (site === undefined) {
        isSure = false;
        const taken = wanted.filter((other, k) => k < i && other.siteClass === siteClass && sites[p][k] < 0);
        const mentioned = (agent?.sites ?? []).filter((other) => other.siteClass === siteClass);
        ways *= types[type].sites[siteClass].multiplicity - mentioned.length - taken.length;
        return;
      }
      if (state !== null && site.state === null) isSure = false;
      if (bond.kind === "any") return;
      if (bond.kind === "link" || bond.kind === "partner") isSure &&= site.bond.kind === "link";
      else isSure &&= site.bond.kind !== "any";
    });
  });
  return { ways, isSure };
}
