/**
 * Rules that are cases of one: `shrink` becomes a rule for long filaments and one for the last two subunits, each with
 * a pattern of its own. Where their patterns divide the matches of one simpler pattern between them and their rates are
 * the same, they are chosen together: by the number of matches of the simpler pattern, then one of these, and then the
 * only case that it is. This is composition (Slepoy et al. 2008, doi:10.1063/1.2919546) with a list of matches less
 * for every case.
 */
import type {
  GraphBond,
  GraphFragment,
  GraphFragmentSite,
  GraphRuleClass,
  GraphTables,
} from "../../../runtime/graphModel.ts";
import { possiblePartners } from "../../../runtime/engines/graph/knownGraph.ts";
import { ruleTraits } from "../../../runtime/engines/graph/ruleTraits.ts";
import type { ExpressionId } from "../../expression/graph.ts";
import type { GraphPlan } from "../plan.ts";

type Tables = Omit<GraphTables, "reactionReads">;

/** Combinations of conditions that are looked at. */
const mostCombinations = 64;

/** One condition that some of the patterns have: a state, or a bond that is there or not. */
interface Condition {
  readonly agent: number;
  readonly site: number;
  readonly isBond: boolean;
  readonly values: number;
}

/** The plan with classes; for models in which nothing changes between events. */
export function withRuleClasses(plan: GraphPlan): GraphPlan {
  const { tables } = plan;
  const scales = plan.rules.map(({ scale }) => scale);
  const whole = { ...tables, reactionReads: [] };
  const fragments = [...tables.fragments];
  const classes: GraphRuleClass[] = [];
  for (const rules of groupsOf(whole, scales)) {
    const common = commonPattern(
      rules.map((rule) => tables.fragments[tables.rules[rule].fragments[0]]),
      tables,
    );
    if (common === null) continue;
    const key = JSON.stringify(plain(common, tables));
    const known = fragments.findIndex((fragment) => JSON.stringify(plain(fragment, tables)) === key);
    classes.push({ fragment: known < 0 ? fragments.push(common) - 1 : known, rules });
  }
  const asked = new Set([
    ...tables.rules.flatMap((rule, i) =>
      classes.some(({ rules }) => rules.includes(i)) ? [] : rule.fragments,
    ),
    ...[...tables.measures, ...tables.flows].map(({ fragment }) => fragment),
    ...tables.energies.flatMap((energy) => energy.fragments),
    ...classes.map(({ fragment }) => fragment),
  ]);
  const unlisted = fragments.flatMap((_, fragment) => (asked.has(fragment) ? [] : [fragment]));
  return { ...plan, tables: { ...tables, fragments, classes, unlisted } };
}

/** Rules that may be cases of one: of one pattern, the same agents and links, and the same hazard for every match. */
function groupsOf(tables: GraphTables, scales: readonly ExpressionId[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  tables.rules.forEach((rule, i) => {
    const { places, weighing } = ruleTraits(rule, tables);
    if (places !== "matches" || weighing !== "uniform" || rule.isTotal || rule.mayCollide) return;
    const skeleton = tables.fragments[rule.fragments[0]].agents.map(({ type, sites }) => [
      type,
      sites
        .flatMap(({ site, bond }) => (bond.kind === "link" ? [[site, bond.agent, bond.site]] : []))
        .sort(([a], [b]) => a - b),
    ]);
    const key = JSON.stringify([scales[i], rule.divisor, rule.reactants, skeleton]);
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** The pattern whose matches others divide between them, each a match of exactly one; null when they do not. */
function commonPattern(all: readonly GraphFragment[], tables: Tables): GraphFragment | null {
  const patterns = all.map((fragment) => plain(fragment, tables));
  const [first] = patterns;
  const conditions: Condition[] = [];
  first.agents.forEach(({ type }, agent) => {
    tables.types[type].sites.forEach(({ states }, site) => {
      const wanted = patterns.map((pattern) => siteOf(pattern, agent, site));
      const differ = (of: (own: GraphFragmentSite) => unknown): boolean =>
        new Set(wanted.map((own) => JSON.stringify(of(own)))).size > 1;
      if (differ(({ state }) => state))
        conditions.push({ agent, site, isBond: false, values: states.length });
      if (differ(({ bond }) => bond)) conditions.push({ agent, site, isBond: true, values: 2 });
    });
  });
  const isSimple = conditions.every(
    ({ agent, site, isBond }) =>
      !isBond ||
      patterns.every((pattern) => ["any", "free", "bound"].includes(siteOf(pattern, agent, site).bond.kind)),
  );
  const combinations = conditions.reduce((product, { values }) => product * values, 1);
  if (!isSimple || combinations > mostCombinations) return null;
  for (let combination = 0; combination < combinations; combination++) {
    let rest = combination;
    const values = conditions.map(({ values: count }) => {
      const value = rest % count;
      rest = (rest - value) / count;
      return value;
    });
    const fitting = patterns.filter((pattern) =>
      conditions.every(({ agent, site, isBond }, i) => {
        const { state, bond } = siteOf(pattern, agent, site);
        if (!isBond) return state < 0 || state === values[i];
        return bond.kind === "any" || (bond.kind === "bound") === (values[i] === 1);
      }),
    );
    if (fitting.length !== 1) return null;
  }
  const isFree = (agent: number, site: number, isBond: boolean): boolean =>
    conditions.some((own) => own.agent === agent && own.site === site && own.isBond === isBond);
  return {
    agents: first.agents.map(({ type, sites }, agent) => ({
      type,
      sites: sites
        .map(({ site, state, bond }) => ({
          site,
          state: isFree(agent, site, false) ? -1 : state,
          bond: isFree(agent, site, true) ? anyBond : bond,
        }))
        .filter(({ state, bond }) => state >= 0 || bond.kind !== "any"),
    })),
  };
}

const anyBond: GraphBond = { kind: "any" };

function siteOf({ agents }: GraphFragment, agent: number, site: number): GraphFragmentSite {
  return agents[agent].sites.find((own) => own.site === site) ?? { site, state: -1, bond: anyBond };
}

/** A pattern without conditions that always hold, its sites in their order. */
function plain({ agents }: GraphFragment, tables: Tables): GraphFragment {
  const partners = possiblePartners({ ...tables, reactionReads: [] });
  const bondOf = (type: number, site: number, bond: GraphBond): GraphBond => {
    const isOnly = bond.kind === "partner" && partners[type][site].length === 1;
    return isOnly ? { kind: "bound" } : bond;
  };
  return {
    agents: agents.map(({ type, sites }) => ({
      type,
      sites: sites
        .map(({ site, state, bond }) => ({
          site,
          state: tables.types[type].sites[site].states.length === 1 ? -1 : state,
          bond: bondOf(type, site, bond),
        }))
        .filter(({ state, bond }) => state >= 0 || bond.kind !== "any")
        .sort((a, b) => a.site - b.site),
    })),
  };
}
