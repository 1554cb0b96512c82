/** Agents of a Kappa model with their sites, declared by `%agent` or gathered from their use. */
import type { Span } from "../../diagnostics/source.ts";
import { nearestName } from "../../diagnostics/nearest.ts";
import type { KappaAgent, KappaModel, KappaPattern } from "./syntax.ts";
import { patternsOf } from "./walk.ts";

/** Sites with their states; the first is the one of new agents. */
export type AgentType = ReadonlyMap<string, readonly string[]>;
export type AgentTypes = ReadonlyMap<string, AgentType>;

/** Without any `%agent` in the file, agents are what its patterns say of them. */
export function agentTypes(model: KappaModel): AgentTypes {
  const types = new Map<string, Map<string, readonly string[]>>();
  const add = ({ name, sites }: KappaAgent): void => {
    const known = types.get(name.text) ?? new Map<string, readonly string[]>();
    for (const { name: site, states, newState } of sites) {
      const more = [...states, ...(newState === null ? [] : [newState])].map(({ text }) => text);
      const all = [...(known.get(site.text) ?? []), ...more.filter((state) => state !== "#")];
      known.set(site.text, [...new Set(all)]);
    }
    types.set(name.text, known);
  };
  for (const agent of model.agents) add(agent);
  if (model.agents.length > 0) return types;
  // What `%init` says first is the state that the rest of the agents begins in.
  for (const { pattern } of model.inits)
    for (const agent of pattern?.agents ?? []) if (agent !== null) add(agent);
  for (const pattern of patternsOf(model)) for (const agent of pattern.agents) if (agent !== null) add(agent);
  return types;
}

export interface PatternProblem {
  readonly span: Span;
  readonly problem:
    | {
        readonly code: "TDL9004";
        readonly kind: string;
        readonly name: string;
        readonly nearest: string | null;
      }
    | { readonly code: "TDL9002"; readonly what: string }
    | { readonly code: "TDL9121"; readonly label: number; readonly ends: number }
    | { readonly code: "TDL9122"; readonly reason: string };
}

/** Unknown agents, sites and states, sites that are said twice, counters, and bonds without two ends. */
export function patternProblems({ agents, span }: KappaPattern, types: AgentTypes): PatternProblem[] {
  const problems: PatternProblem[] = [];
  const unknown = (kind: string, name: KappaAgent["name"], names: Iterable<string>): void => {
    const nearest = nearestName(name.text, [...names]);
    problems.push({ span: name.span, problem: { code: "TDL9004", kind, name: name.text, nearest } });
  };
  const ends = new Map<number, number>();
  const newEnds = new Map<number, number>();
  const count = (map: Map<number, number>, label: number): void =>
    void map.set(label, (map.get(label) ?? 0) + 1);
  for (const agent of agents) {
    if (agent === null) continue;
    const type = types.get(agent.name.text);
    if (type === undefined) unknown("agent", agent.name, types.keys());
    const seen = new Set<string>();
    for (const { name, states, newState, links, newLink, isCounter, span: site } of agent.sites) {
      if (isCounter) problems.push({ span: site, problem: { code: "TDL9002", what: "A counter" } });
      const [link] = links;
      const isNew = agent.change === "create";
      if (link?.kind === "label") count(isNew ? newEnds : ends, link.label);
      if (newLink?.kind === "label") count(newEnds, newLink.label);
      if (link?.kind === "partner") {
        const partner = types.get(link.agent.text);
        if (partner === undefined) unknown("agent", link.agent, types.keys());
        else if (!partner.has(link.site.text))
          unknown(`site of ${link.agent.text} for`, link.site, partner.keys());
      }
      if (seen.has(name.text) || states.length > 1 || links.length > 1) {
        const reason = `the site ${name.text} is said twice`;
        problems.push({ span: site, problem: { code: "TDL9122", reason } });
      }
      seen.add(name.text);
      if (type === undefined) continue;
      const known = type.get(name.text);
      if (known === undefined) {
        unknown(`site of ${agent.name.text} for`, name, type.keys());
        continue;
      }
      for (const state of [...states, ...(newState === null ? [] : [newState])]) {
        if (state.text !== "#" && !known.includes(state.text))
          unknown(`state of the site ${name.text} of ${agent.name.text}`, state, known);
      }
    }
  }
  for (const map of [ends, newEnds])
    for (const [label, number] of map)
      if (number !== 2) problems.push({ span, problem: { code: "TDL9121", label, ends: number } });
  return problems;
}
