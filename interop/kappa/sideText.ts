/** The sides of a rule as text: changes in place where that says it all, else a left and a right side. */
import type { ImportContext } from "./importContext.ts";
import { type PatternWriter, siteName } from "./patternText.ts";
import type { GraphAgent, GraphSite, RuleGraph } from "./ruleGraph.ts";
import { ends, newLabel, oldLabel } from "./symmetry.ts";
import type { TokenChange } from "./tokens.ts";

/** Whether nothing is made or deleted, and no bond is made. */
export function isInPlace(graph: RuleGraph): boolean {
  return graph.every(
    ({ change, sites }) => change === "keep" && sites.every(({ newLink }) => newLink?.kind !== "label"),
  );
}

export function inPlace(graph: RuleGraph, complexes: readonly number[][], patterns: PatternWriter): string {
  return complexes.map((members) => members.map((i) => member(graph[i], patterns)).join(", ")).join(" + ");
}

function member(agent: GraphAgent | undefined, patterns: PatternWriter): string {
  if (agent === undefined) return "";
  const sites = agent.sites.flatMap((site) => {
    const change = site.newState === null ? "" : ` -> ${siteName(site.newState)}`;
    const tested = site.state === null ? "_" : siteName(site.state);
    const state = site.state === null && change === "" ? "" : `{${tested}${change}}`;
    const bond = patterns.bond(site);
    const bondText = site.newLink === null ? (bond === "[?]" ? "" : bond) : bond.replace("]", " -> .]");
    return state + bondText === "" ? [] : [`${siteName(site.name)}${state}${bondText}`];
  });
  return `${patterns.type(agent)}(${sites.join(", ")})`;
}

interface Sides {
  readonly graph: RuleGraph;
  /** Of the left side. */
  readonly complexes: readonly number[][];
  /** Agents of the right side that bonds join. */
  readonly pieces: readonly number[][];
  /** The pieces that stay hang together by bonds that the rule does not name. */
  readonly together: boolean;
  readonly tokens: TokenChange;
}

export function bothSides(
  { graph, complexes, pieces, together, tokens }: Sides,
  context: ImportContext,
  patterns: PatternWriter,
): string {
  const types = graph.flatMap(({ type, change }) => (change === "create" ? [] : [type]));
  const isLabelled = new Set(types).size < types.length || graph.some(({ change }) => change === "delete");
  const labels = graph.map((_, i) => (isLabelled ? context.names.local(`m${i + 1}`) : null));
  const left = complexes.map((members) =>
    members
      .map((i) => {
        const agent = graph[i];
        if (agent === undefined) return "";
        const label = labels[i] ?? null;
        return `${label === null ? "" : `${label}: `}${patterns.type(agent)}(${leftSites(agent, patterns)})`;
      })
      .join(", "),
  );
  const numbers = bondNumbers(graph);
  const text = (i: number): string => {
    const agent = graph[i];
    if (agent === undefined) return "";
    const sites = rightSites(i, agent, numbers).join(", ");
    if (agent.change === "create") return `new ${patterns.type(agent)}(${sites})`;
    return `${labels[i] ?? patterns.type(agent)}(${sites})`;
  };
  const whole = pieces.map((piece) => piece.map(text).join(", "));
  const isKept = (piece: readonly number[]): boolean => piece.some((i) => graph[i]?.change === "keep");
  const right = together
    ? [
        `{ ${pieces
          .filter(isKept)
          .flat()
          .filter((i) => graph[i]?.change === "keep")
          .map(text)
          .join(", ")} }${pieces
          .filter(isKept)
          .flat()
          .filter((i) => graph[i]?.change === "create")
          .map((i) => `, ${text(i)}`)
          .join("")}`,
        ...pieces.filter((piece) => !isKept(piece)).map((piece) => piece.map(text).join(", ")),
      ]
    : whole;
  const deleted = graph.flatMap(({ change }, i) =>
    change === "delete" ? [`delete ${labels[i] ?? ""}`] : [],
  );
  const pools = (list: TokenChange["consumed"]): string[] =>
    list.map(({ token, count }) => `${count === 1 ? "" : `${count} `}${context.names.of("token", token)}`);
  return `${side([...left, ...pools(tokens.consumed)])} -> ${side([...right, ...deleted, ...pools(tokens.produced)])}`;
}

function leftSites(agent: GraphAgent, patterns: PatternWriter): string {
  // A state that is set must be mentioned, whichever it is.
  const open = agent.sites.filter(({ state, newState }) => state === null && newState !== null);
  const any = open.map((site) => {
    const bond = patterns.bond(site);
    return `${siteName(site.name)}{_}${bond === "[?]" ? "" : bond}`;
  });
  const rest = patterns.tested({ ...agent, sites: agent.sites.filter((site) => !open.includes(site)) });
  return [rest, ...any].filter((text) => text !== "").join(", ");
}

/** Sites that change, and all ends of bonds of the right side. */
function rightSites(i: number, agent: GraphAgent, numbers: ReadonlyMap<string, number>): string[] {
  return agent.sites.flatMap((site) => {
    const number = numbers.get(`${i} ${site.name}`);
    const state = site.newState === null ? "" : `{${siteName(site.newState)}}`;
    const isFreed = site.newLink?.kind === "free" && agent.change === "keep";
    const bond = number !== undefined ? `[${number}]` : isFreed ? "[.]" : "";
    return state + bond === "" ? [] : [`${siteName(site.name)}${state}${bond}`];
  });
}

/** A number for every bond after the rule, by its ends: new bonds, and old ones between agents that stay. */
function bondNumbers(graph: RuleGraph): ReadonlyMap<string, number> {
  const stays = ({ newLink, ...site }: GraphSite): number | null =>
    newLink === null ? oldLabel({ ...site, newLink }) : null;
  const numbers = new Map<string, number>();
  let next = 1;
  for (const bonds of [ends(graph, stays), ends(graph, newLabel)]) {
    for (const [a, b] of bonds) {
      if (numbers.has(a)) continue;
      const isGone = [a, b].some((end) => graph[Number(end.split(" ")[0])]?.change === "delete");
      if (isGone) continue;
      numbers.set(a, next);
      numbers.set(b, next++);
    }
  }
  return numbers;
}

function side(complexes: readonly string[]): string {
  return complexes.length === 0 ? "nothing" : complexes.join(" + ");
}
