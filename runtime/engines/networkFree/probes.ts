/**
 * Which matches a change can touch: for every condition of every fragment a probe that leads from an agent that
 * meets the condition along the fragment's links to the anchor. Probes are looked up by what changes (a site's
 * state, a bond between two kinds of sites), so that nothing else is visited.
 */
import type { AgentFragment, AgentType } from "../../agentModel.ts";

/** Numbers a step: sites first <= k < last to leave by, type to arrive at, sites first <= k < last to arrive at. */
export const probeStepWidth = 5;

export interface Probe {
  readonly fragment: number;
  /** Way to the anchor; empty for the anchor itself. */
  readonly path: Int32Array;
}

/** Probes for one kind of change: fragments anchored at the changed agent itself, and ways to other anchors. */
export interface ProbeSet {
  readonly here: Int32Array;
  readonly ways: readonly Probe[];
}

export class ProbeTable {
  /** Number of site classes of all types together. */
  readonly classCount: number;
  /** First class of each type. */
  readonly classStart: Int32Array;
  /** By type * 2^shift + site instance. */
  readonly classOfSite: Int32Array;
  /** By class, by the wanted state. */
  readonly states: readonly (readonly ProbeSet[])[];
  /** By class * classCount + class of the other end: conditions that such a bond touches. */
  readonly bonds: readonly ProbeSet[];
  /** By type: conditions on the compartment. */
  readonly moves: readonly ProbeSet[];
  /** By type: fragments with an anchor of the type. */
  readonly anchored: readonly (readonly number[])[];

  constructor(types: readonly AgentType[], fragments: readonly AgentFragment[], shift: number) {
    this.classStart = new Int32Array(types.length + 1);
    this.classOfSite = new Int32Array(types.length << shift);
    types.forEach(({ sites }, type) => {
      this.classStart[type + 1] = this.classStart[type] + sites.length;
      let site = type << shift;
      sites.forEach(({ multiplicity }, siteClass) => {
        for (let k = 0; k < multiplicity; k++) this.classOfSite[site++] = this.classStart[type] + siteClass;
      });
    });
    this.classCount = this.classStart[types.length];
    const states: Probe[][][] = types.flatMap(({ sites }) => sites.map((site) => site.states.map(() => [])));
    const bonds: Probe[][] = states.map(() => []);
    const links: Probe[][] = Array.from({ length: this.classCount ** 2 }, () => []);
    const moves: Probe[][] = types.map(() => []);
    const anchored: number[][] = types.map(() => []);
    const rangeOf = (type: number, siteClass: number): [number, number] => {
      const start = types[type].sites
        .slice(0, siteClass)
        .reduce((sum, { multiplicity }) => sum + multiplicity, 0);
      return [start, start + types[type].sites[siteClass].multiplicity];
    };
    fragments.forEach(({ agents }, fragment) => {
      anchored[agents[0].type].push(fragment);
      const paths: (readonly number[])[] = [[]];
      agents.forEach(({ type, compartment, sites }, agent) => {
        const probe: Probe = { fragment, path: Int32Array.from(paths[agent]) };
        if (compartment >= 0) addProbe(moves[type], probe);
        sites.forEach(({ siteClass, state, bond }) => {
          const own = this.classStart[type] + siteClass;
          if (state >= 0) addProbe(states[own][state], probe);
          switch (bond.kind) {
            case "any":
              break;
            case "free":
            case "bound":
              addProbe(bonds[own], probe);
              break;
            case "partner":
              addProbe(links[own * this.classCount + this.classStart[bond.type] + bond.siteClass], probe);
              break;
            case "link": {
              const far = agents[bond.agent];
              const farClass = far.sites[bond.site].siteClass;
              if (paths[bond.agent] === undefined) {
                paths[bond.agent] = [
                  ...rangeOf(far.type, farClass),
                  type,
                  ...rangeOf(type, siteClass),
                  ...paths[agent],
                ];
              }
              // The end nearer to the anchor is enough: the way from there does not use the bond itself.
              const isNear = paths[agent].length <= paths[bond.agent].length;
              if (isNear)
                addProbe(links[own * this.classCount + this.classStart[far.type] + farClass], probe);
              break;
            }
          }
        });
      });
    });
    this.states = states.map((list) => list.map(probeSet));
    this.bonds = links.map((own, i) => {
      const all = [...(bonds[Math.floor(i / this.classCount)] ?? [])];
      for (const probe of own) addProbe(all, probe);
      return probeSet(all);
    });
    this.moves = moves.map(probeSet);
    this.anchored = anchored;
  }
}

function probeSet(probes: readonly Probe[]): ProbeSet {
  return {
    here: Int32Array.from(probes.flatMap(({ fragment, path }) => (path.length === 0 ? [fragment] : []))),
    ways: probes.filter(({ path }) => path.length > 0),
  };
}

function addProbe(list: Probe[], probe: Probe): void {
  const isSame = (other: Probe): boolean =>
    other.fragment === probe.fragment && other.path.join() === probe.path.join();
  if (!list.some(isSame)) list.push(probe);
}
