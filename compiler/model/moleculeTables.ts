/**
 * The molecule types and compartments that a flat model uses, in the order in which they are met, and patterns
 * and new molecules in terms of their indices.
 */
import type { Path } from "../../grammar/syntax/common.ts";
import { compartmentsOf } from "../check/checkStructuredRule.ts";
import type { MoleculeSymbol } from "../check/moleculeTypes.ts";
import type { AnalysedAgent, AnalysedSite } from "../check/patternAnalysis.ts";
import type { Flattening } from "./flattening.ts";
import type { Instance } from "./instance.ts";
import type {
  CreatedAgent,
  MoleculePattern,
  MoleculeType,
  PatternAgent,
  PatternBond,
  PatternSite,
  StructuredCompartment,
} from "./structured.ts";

/** The states that a rule's state variables stand for, as indices. */
export type Assignment = ReadonlyMap<string, number>;
export const noAssignment: Assignment = new Map();

export class MoleculeTables {
  readonly types: MoleculeType[] = [];
  readonly compartments: StructuredCompartment[] = [];
  readonly #flattener: Flattening;
  readonly #typeIndex = new Map<MoleculeSymbol, number>();
  readonly #compartmentIndex = new Map<string, number>();

  constructor(flattener: Flattening) {
    this.#flattener = flattener;
  }

  type(symbol: MoleculeSymbol): number {
    const known = this.#typeIndex.get(symbol);
    if (known !== undefined) return known;
    const index = this.types.length;
    this.#typeIndex.set(symbol, index);
    this.types.push({
      name: symbol.name,
      sites: this.#flattener.request.checker.molecules
        .sitesOf(symbol)
        .map(({ name, states, multiplicity }) => ({
          name: name.text,
          states: (states ?? []).map(({ text }) => text),
          multiplicity,
        })),
    });
    return index;
  }

  symbolAt(index: number): MoleculeSymbol | undefined {
    return [...this.#typeIndex].find(([, known]) => known === index)?.[0];
  }

  moleculeType(index: number): MoleculeType {
    const type = this.types[index];
    if (type === undefined) throw new Error(`no molecule type ${index}`);
    return type;
  }

  compartment(path: Path, instance: Instance): number {
    const { tree, graph } = this.#flattener;
    const found = tree.find(instance, path);
    const name = found.instance.prefix + found.symbol.name;
    const known = this.#compartmentIndex.get(name);
    if (known !== undefined) return known;
    const measure =
      found.symbol.kind === "compartment" ? (found.symbol.node.size?.measure ?? "volume") : "volume";
    const index = this.compartments.length;
    this.#compartmentIndex.set(name, index);
    const rank = measure === "volume" ? 3 : measure === "area" ? 2 : 1;
    const size = found.symbol.kind === "compartment" ? this.#flattener.values.size(found) : graph.number(1);
    this.compartments.push({ name, size, rank });
    return index;
  }

  /** The compartment of a molecule that does not name one: the only one of its module, else the first. */
  defaultCompartment(instance: Instance): number {
    const [only] = compartmentsOf(instance.scope);
    if (only !== undefined) {
      return this.compartment({ parts: [{ text: only.name, span: only.span }], span: only.span }, instance);
    }
    const known = this.#compartmentIndex.get("");
    if (known !== undefined) return known;
    this.#compartmentIndex.set("", this.compartments.length);
    this.compartments.push({ name: "", size: this.#flattener.graph.number(1), rank: 3 });
    return this.compartments.length - 1;
  }

  /** Agents of one complex (bond labels are looked up among them) as a pattern. */
  pattern(agents: readonly AnalysedAgent[], instance: Instance, assignment: Assignment): MoleculePattern {
    const ends = labelEnds(agents);
    return {
      agents: agents.map(
        (agent, i): PatternAgent => ({
          type: this.type(agent.type),
          compartment: agent.compartment === null ? null : this.compartment(agent.compartment, instance),
          sites: agent.sites.map(
            (site, k): PatternSite => ({
              siteClass: site.siteClass,
              state: stateIndex(site, assignment),
              bond: this.#bond(site, i, k, ends),
            }),
          ),
        }),
      ),
    };
  }

  #bond(site: AnalysedSite, agent: number, index: number, ends: LabelEnds): PatternBond {
    const { bond } = site;
    if (bond === null) return { kind: "any" };
    switch (bond.kind) {
      case "any":
      case "free":
      case "bound":
        return { kind: bond.kind };
      case "variable":
        throw new Error(`the bond variable ${bond.name} stands for no bond`);
      case "partner":
        return { kind: "partner", type: this.type(bond.type), siteClass: bond.siteClass };
      case "label": {
        const other = otherEnd(ends, bond.label, agent, index);
        return { kind: "link", agent: other.agent, site: other.site };
      }
    }
  }

  /** A molecule as it is made: mentioned states as given, the others in their first state, all sites free. */
  created(
    agent: AnalysedAgent,
    instance: Instance,
    compartment: number | null,
    assignment: Assignment,
  ): CreatedAgent {
    const index = this.type(agent.type);
    const type = this.moleculeType(index);
    const states = type.sites.flatMap(({ states: names, multiplicity }) =>
      Array.from({ length: multiplicity }, (): number => (names.length === 0 ? -1 : 0)),
    );
    siteInstances(type, agent.sites).forEach((instanceIndex, k) => {
      const site = agent.sites[k];
      const state = site === undefined ? null : stateIndex(site, assignment);
      if (state !== null) states[instanceIndex] = state;
    });
    const place = agent.compartment === null ? compartment : this.compartment(agent.compartment, instance);
    return { type: index, compartment: place ?? this.defaultCompartment(instance), states };
  }
}

export function stateIndex(site: AnalysedSite, assignment: Assignment): number | null {
  if (site.state === null || site.state.kind === "any") return null;
  return site.state.kind === "is" ? site.state.index : (assignment.get(site.state.name) ?? null);
}

/** Site instance of each mentioned site: the nth mention of a class is its nth instance. */
export function siteInstances(type: MoleculeType, sites: readonly AnalysedSite[]): number[] {
  const starts: number[] = [];
  let start = 0;
  for (const { multiplicity } of type.sites) {
    starts.push(start);
    start += multiplicity;
  }
  const seen = new Map<number, number>();
  return sites.map(({ siteClass }) => {
    const nth = seen.get(siteClass) ?? 0;
    seen.set(siteClass, nth + 1);
    return (starts[siteClass] ?? 0) + nth;
  });
}

export type LabelEnds = ReadonlyMap<number, readonly { readonly agent: number; readonly site: number }[]>;

export function labelEnds(agents: readonly AnalysedAgent[]): LabelEnds {
  const ends = new Map<number, { agent: number; site: number }[]>();
  agents.forEach(({ sites }, agent) => {
    sites.forEach(({ bond }, site) => {
      if (bond?.kind !== "label") return;
      ends.set(bond.label, [...(ends.get(bond.label) ?? []), { agent, site }]);
    });
  });
  return ends;
}

export function otherEnd(
  ends: LabelEnds,
  label: number,
  agent: number,
  site: number,
): { agent: number; site: number } {
  const other = ends.get(label)?.find((end) => end.agent !== agent || end.site !== site);
  if (other === undefined) throw new Error(`the bond ${label} has one end`);
  return other;
}
