/**
 * The matcher of a fragment as code: tests in the order of matchSteps, a loop for each choice among identical
 * sites (the type is MatchFragment of runtime/agentModel.ts).
 */
import type { AgentFragment, AgentType } from "../../../runtime/agentModel.ts";
import { siteShift } from "../../../runtime/engines/networkFree/agentRecord.ts";
import {
  type MatchStep,
  matchSteps,
  patternSiteStart,
  type SiteRange,
} from "../../plan/agents/matchSteps.ts";

export function matcherCode(fragment: AgentFragment, types: readonly AgentType[]): string {
  const shift = siteShift(types);
  const mask = (1 << shift) - 1;
  const steps = matchSteps(fragment, types);
  const used = new Set<string>();
  const arrayOf = (name: "type" | "compartment" | "state" | "partner"): string => {
    used.add(name);
    return name;
  };
  const lines: string[] = [];
  let depth = 0;
  const fail = (): string => (depth === 0 ? "return 0;" : "continue;");
  const require = (condition: string): void => {
    lines.push(`if (${negated(condition)}) ${fail()}`);
  };
  const inRange = (site: string, { first, last }: SiteRange): string =>
    last - first === 1
      ? `(${site} & ${mask}) === ${first}`
      : `(${site} & ${mask}) >= ${first} && (${site} & ${mask}) < ${last}`;
  const [anchor] = fragment.agents;
  if (anchor.compartment >= 0) require(`${arrayOf("compartment")}[a0] === ${anchor.compartment}`);

  for (const step of steps) {
    openSite(step);
    if (step.state >= 0) require(`${arrayOf("state")}[s${step.site}] === ${step.state}`);
    if (step.kind === "any") continue;
    if (step.kind === "free") {
      require(`${arrayOf("partner")}[s${step.site}] < 0`);
      continue;
    }
    if (step.kind === "bound") {
      require(`${arrayOf("partner")}[s${step.site}] >= 0`);
      continue;
    }
    const bound = step.kind === "link" ? `s${step.far.site}` : `p${step.site}`;
    lines.push(`const ${bound} = ${arrayOf("partner")}[s${step.site}];`);
    if (step.kind === "partner") {
      const { type, ...range } = step.partner;
      require(`${bound} >= 0`);
      require(`${arrayOf("type")}[${bound} >> ${shift}] === ${type} && ${inRange(bound, range)}`);
      continue;
    }
    follow(step);
  }
  const found = [
    ...fragment.agents.map((_, i) => `agents[${i}] = a${i};`),
    ...Array.from({ length: patternSiteStart(fragment).at(-1) ?? 0 }, (_, i) => `sites[${i}] = s${i};`),
  ].join("\n");
  const hasChoices = depth > 0;
  lines.push(
    hasChoices ? `if (seen++ === wanted) {\n${found}\nreturn seen;\n}` : `if (wanted === 0) {\n${found}\n}`,
  );
  while (depth-- > 0) lines.push("}");
  const head = used.size === 0 ? "" : `const { ${[...used].join(", ")} } = store;\n`;
  return [
    "(store, a0, wanted, agents, sites) => {",
    `${head}${hasChoices ? "let seen = 0;" : ""}`,
    ...lines,
    hasChoices ? "return seen;" : "return 1;",
    "}",
  ].join("\n");

  function openSite({ agent, site, first, last, rivals }: MatchStep): void {
    const at = (k: number): string => siteText(`a${agent}`, k, shift);
    if (last - first === 1) {
      lines.push(`const s${site} = ${at(first)};`);
      return;
    }
    lines.push(`for (let s${site} = ${at(first)}; s${site} < ${at(last)}; s${site}++) {`);
    depth++;
    for (const rival of rivals) require(`s${site} !== s${rival}`);
  }

  function follow(step: Extract<MatchStep, { kind: "link" }>): void {
    const { agent, site, type, compartment, state, isNew, rivals, ...range } = step.far;
    require(`s${site} >= 0`);
    require(
      `${isNew ? `${arrayOf("type")}[s${site} >> ${shift}] === ${type} && ` : ""}${inRange(`s${site}`, range)}`,
    );
    if (isNew) {
      lines.push(`const a${agent} = s${site} >> ${shift};`);
      const earlier = placedBefore(step);
      for (const other of earlier)
        if (fragment.agents[other].type === type) require(`a${agent} !== a${other}`);
      if (compartment >= 0) require(`${arrayOf("compartment")}[a${agent}] === ${compartment}`);
    } else {
      require(`s${site} >> ${shift} === a${agent}`);
    }
    if (state >= 0) require(`${arrayOf("state")}[s${site}] === ${state}`);
    for (const rival of rivals) require(`s${site} !== s${rival}`);
  }

  /** Agents that stand before a step is taken. */
  function placedBefore(step: MatchStep): number[] {
    const placed = [0];
    for (const other of steps) {
      if (other === step) break;
      if (other.kind === "link" && other.far.isNew) placed.push(other.far.agent);
    }
    return placed;
  }
}

/** Site instance k of an agent. */
export function siteText(agent: string, k: number, shift: number): string {
  const base = shift === 0 ? agent : `(${agent} << ${shift})`;
  return k === 0 ? base : `${base} + ${k}`;
}

function negated(condition: string): string {
  const simple = /^(\S+) (===|!==|<|>=) (\S+)$/.exec(condition);
  if (simple === null) return `!(${condition})`;
  const opposite = { "===": "!==", "!==": "===", "<": ">=", ">=": "<" }[
    simple[2] as "===" | "!==" | "<" | ">="
  ];
  return `${simple[1]} ${opposite} ${simple[3]}`;
}
