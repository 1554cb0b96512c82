/** Kappa patterns as text of the language. */
import type { ImportContext } from "./importContext.ts";
import { formatted } from "../importedText.ts";
import { identifier } from "./names.ts";
import { type GraphAgent, type GraphSite, type RuleGraph, fromEdit } from "./ruleGraph.ts";
import { ends, oldLabel, symmetries } from "./symmetry.ts";
import type { KappaPattern } from "./syntax.ts";

export class PatternWriter {
  readonly #names: ImportContext["names"];

  constructor({ names }: Pick<ImportContext, "names">) {
    this.#names = names;
  }

  /** Of all its embeddings: those of separate complexes multiply, as KaSim counts them. */
  count(pattern: KappaPattern): string {
    const graph = fromEdit(pattern);
    const factors = components(graph).map((agents) => {
      const members = agents.flatMap((i) => graph[i] ?? []);
      const number = symmetries(members);
      const texts = members.map((agent) => `${this.type(agent)}(${this.tested(agent)})`);
      const text = texts.length === 1 ? texts.join("") : `{ ${texts.join(", ")} }`;
      return `${number === 1 ? "" : `${number} * `}count ${text}`;
    });
    const [first = "1"] = factors;
    return factors.length < 2 ? first : factors.map((factor) => `(${factor})`).join(" * ");
  }

  type({ type }: GraphAgent): string {
    return this.#names.of("agent", type);
  }

  /** The sites of an agent with what must be true of them. */
  tested({ sites }: GraphAgent): string {
    return sites
      .flatMap((site) => {
        const stateText = site.state === null ? "" : `{${siteName(site.state)}}`;
        const bond = this.bond(site);
        const text = `${stateText}${bond === "[?]" ? "" : bond}`;
        return text === "" ? [] : [`${siteName(site.name)}${text}`];
      })
      .join(", ");
  }

  bond({ link }: GraphSite): string {
    switch (link.kind) {
      case "free":
        return "[.]";
      case "bound":
        return "[_]";
      case "any":
        return "[?]";
      case "label":
        return `[${link.label}]`;
      case "partner":
        return `[${this.#names.of("agent", link.agent.text)}.${siteName(link.site.text)}]`;
    }
  }
}

export function siteName(text: string): string {
  return formatted(identifier(text));
}

/** Agents (without new ones) that bonds before the rule join, as lists of their places. */
export function components(graph: RuleGraph): number[][] {
  const bonds = ends(graph, oldLabel);
  return joined(
    [...graph.keys()].filter((i) => graph[i]?.change !== "create"),
    [...bonds].map(([a, b]) => [Number(a.split(" ")[0]), Number(b.split(" ")[0])]),
  );
}

/** Sets of places that these pairs join, each in order. */
export function joined(places: readonly number[], pairs: readonly (readonly number[])[]): number[][] {
  const sets: number[][] = places.map((place) => [place]);
  for (const pair of pairs) {
    const touched = sets.filter((set) => set.some((place) => pair.includes(place)));
    const [first, ...others] = touched;
    if (first === undefined) continue;
    for (const other of others) {
      first.push(...other);
      sets.splice(sets.indexOf(other), 1);
    }
    first.sort((a, b) => a - b);
  }
  return sets;
}
