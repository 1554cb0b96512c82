/**
 * Complexes that never come apart, cut into the small parts that rules look at.
 *
 * A ring of twelve subunits with twenty states each has more complexes than can be listed, but a rule that tests two
 * neighbours does the same to every pair of neighbours. Bonds that no rule makes, breaks, deletes or tests for being
 * open are a fixed frame. A part of the frame, in which the bonds across its edge are left out, then goes through the
 * same reactions as it does in the whole, as far as rules look at no more than the part; and a circle of such
 * reactions is a circle of the whole, with the same constants.
 */
import type {
  Complex,
  MoleculePattern,
  StructuredModel,
  StructuredRule,
  StructuredSeed,
} from "../../model/structured.ts";

/** Neighbours in the frame that are looked at together; rules that look at more are left out by their own test. */
const mostTogether = 3;

/** The model with every initial complex cut along its frame; the model itself where that would not be sound. */
export function withSmallComplexes(structured: StructuredModel): StructuredModel {
  const { rules, energies, seeds } = structured;
  const looksAtWhole =
    energies.length > 0 || rules.some(({ conditions, locals }) => conditions.length + locals.length > 0);
  if (looksAtWhole || rules.some(({ patterns }) => patterns.some(isLoose))) return structured;
  const frame = new Frame(structured);
  const together = Math.max(1, ...rules.flatMap(({ patterns }) => patterns.map((one) => frame.span(one))));
  if (together > mostTogether) return structured;
  const cut = seeds.flatMap((seed) => cutSeed(seed, frame, together));
  return { ...structured, seeds: cut };
}

/** Agents that are connected unseen may be anywhere in the frame. */
function isLoose({ agents }: MoleculePattern): boolean {
  const reached = new Set([0]);
  for (const i of reached)
    for (const { bond } of agents[i]?.sites ?? []) if (bond.kind === "link") reached.add(bond.agent);
  return reached.size < agents.length;
}

/** Sites whose bonds stay for ever. */
class Frame {
  /** `type class` of sites that some rule changes, or tests for being open. */
  readonly #changing = new Set<string>();
  readonly #classes: readonly (readonly number[])[];

  constructor({ rules, types }: StructuredModel) {
    this.#classes = types.map(({ sites }) =>
      sites.flatMap(({ multiplicity }, c) => Array.from({ length: multiplicity }, () => c)),
    );
    for (const rule of rules) this.#note(rule);
  }

  #note({ patterns, created, actions }: StructuredRule): void {
    const agents = patterns.flatMap((pattern) => pattern.agents);
    const all = (type: number): void => {
      for (const c of this.#classes[type] ?? []) this.#changing.add(`${type} ${c}`);
    };
    for (const { type, sites } of agents)
      for (const { siteClass, bond } of sites)
        if (bond.kind === "free") this.#changing.add(`${type} ${siteClass}`);
    for (const { type } of created) all(type);
    for (const action of actions) {
      if (action.kind === "delete" || action.kind === "deleteComplex") {
        for (const { type } of agents) all(type);
        continue;
      }
      if (action.kind !== "bind" && action.kind !== "unbind") continue;
      for (const { agent, site } of action.kind === "bind" ? [action.a, action.b] : [action.at]) {
        const matched = agents[agent];
        const siteClass = matched?.sites[site]?.siteClass;
        if (matched !== undefined && siteClass !== undefined)
          this.#changing.add(`${matched.type} ${siteClass}`);
      }
    }
  }

  isFixed(type: number, site: number): boolean {
    return !this.#changing.has(`${type} ${this.#classes[type]?.[site] ?? -1}`);
  }

  /** How many molecules that the frame joins a pattern has; a wildcard at the frame asks for one more. */
  span({ agents }: MoleculePattern): number {
    let most = 1;
    for (const [start] of agents.entries()) {
      const reached = new Set([start]);
      let beyond = 0;
      for (const i of reached) {
        for (const { siteClass, bond } of agents[i]?.sites ?? []) {
          const isFixed = !this.#changing.has(`${agents[i]?.type ?? -1} ${siteClass}`);
          if (isFixed && bond.kind === "link") reached.add(bond.agent);
          if (isFixed && (bond.kind === "bound" || bond.kind === "partner")) beyond++;
        }
      }
      most = Math.max(most, reached.size + beyond);
    }
    return most;
  }
}

/** Every connected part of `together` molecules of the frame, with what hangs on it by other bonds. */
function cutSeed(seed: StructuredSeed, frame: Frame, together: number): readonly StructuredSeed[] {
  const { agents } = seed.complex;
  const along = (i: number, isFixed: boolean): number[] =>
    (agents[i]?.bonds ?? []).flatMap((bond, site) =>
      bond !== null && frame.isFixed(agents[i]?.type ?? -1, site) === isFixed ? [bond.agent] : [],
    );
  const inFrame = [...agents.keys()].filter((i) => along(i, true).length > 0);
  if (inFrame.length <= together) return [seed];
  let parts: number[][] = inFrame.map((i) => [i]);
  for (let size = 1; size < together; size++) {
    const larger = parts.flatMap((part) =>
      part.flatMap((i) =>
        along(i, true).flatMap((j) => (part.includes(j) ? [] : [[...part, j].sort((a, b) => a - b)])),
      ),
    );
    parts = [...new Map(larger.map((part) => [part.join(" "), part])).values()];
  }
  return parts.map((part) => {
    const kept = new Set(part);
    for (const i of kept) for (const j of along(i, false)) kept.add(j);
    return { ...seed, complex: subComplex(seed.complex, [...kept]) };
  });
}

function subComplex({ agents }: Complex, kept: readonly number[]): Complex {
  return {
    agents: kept.flatMap((i) => {
      const agent = agents[i];
      if (agent === undefined) return [];
      const bonds = agent.bonds.map((bond) => {
        const to = bond === null ? -1 : kept.indexOf(bond.agent);
        return bond === null || to < 0 ? null : { agent: to, site: bond.site };
      });
      return [{ ...agent, bonds }];
    }),
  };
}
