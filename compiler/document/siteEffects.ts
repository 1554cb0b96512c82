/**
 * What rules read and write, site by site, and so which rule can make another one possible or impossible.
 *
 * A rule reads the conditions of its left side, and writes the conditions that its actions make true or false.
 * (Danos et al. 2007, Rule-based modelling of cellular signalling, doi:10.1007/978-3-540-74407-8_3.)
 */
import { dependencies } from "../expression/dependencies.ts";
import { evaluate } from "../expression/evaluate.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import type { Origin } from "../model/origin.ts";
import type { FlatModel, FlatReaction } from "../model/flatModel.ts";
import type { StructuredModel, StructuredRule } from "../model/structured.ts";
import { ReachableFacts, factKey, patternFacts, type SiteFact } from "../analyse/siteFacts.ts";
import { patternStart } from "../model/siteKind.ts";

/** One way of a rule, all combinations of states together. */
export interface RuleNode {
  /** `bind`, `bind (back)` */
  readonly name: string;
  readonly origin: Origin;
}

export interface Influence {
  /** Indices into the rules. */
  readonly from: number;
  readonly to: number;
  readonly activates: boolean;
  readonly inhibits: boolean;
}

export interface InfluenceMap {
  readonly rules: readonly RuleNode[];
  readonly influences: readonly Influence[];
}

interface Effects {
  /** The more of it, the faster. */
  readonly reads: Set<string>;
  /** The more of it, the slower. */
  readonly suffers: Set<string>;
  readonly makes: Set<string>;
  readonly ends: Set<string>;
}

export function influenceMap(flat: FlatModel): InfluenceMap {
  const { structured, graph, reactions, species } = flat;
  const rules: RuleNode[] = [];
  const effects: Effects[] = [];
  const index = new Map<string, number>();
  const effectsOf = (name: string, origin: Origin): Effects => {
    const known = index.get(name);
    if (known !== undefined) return effects[known];
    index.set(name, rules.length);
    rules.push({ name, origin });
    const made = {
      reads: new Set<string>(),
      suffers: new Set<string>(),
      makes: new Set<string>(),
      ends: new Set<string>(),
    };
    effects.push(made);
    return made;
  };
  const isFixed = (one: number): boolean => species[one]?.isFixed === true;
  for (const reaction of reactions) {
    const own = effectsOf(reaction.name, reaction.origin);
    addPools(own, reaction, isFixed);
    const { rate } = reaction;
    addTrends(own, rate.kind === "total" ? rate.velocity : rate.constant, flat);
  }
  if (structured !== null) {
    const facts = new ReachableFacts(structured, graph);
    for (const rule of structured.rules) {
      // `bind[0, 2] (back)` is one of the combinations of `bind (back)`.
      const own = effectsOf(rule.name.replace(/\[.*\]/, ""), rule.origin);
      const pools = {
        reactants: rule.consumed,
        products: rule.produced,
      };
      addPools(own, pools, isFixed);
      addSites(own, rule, structured, facts);
    }
  }
  const influences: Influence[] = [];
  const meet = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
    [...one].some((key) => other.has(key));
  effects.forEach(({ makes, ends }, from) => {
    effects.forEach(({ reads, suffers }, to) => {
      if (from === to) return;
      const activates = meet(makes, reads) || meet(ends, suffers);
      const inhibits = meet(ends, reads) || meet(makes, suffers);
      if (activates || inhibits) influences.push({ from, to, activates, inhibits });
    });
  });
  return { rules, influences };
}

function addPools(
  { reads, makes, ends }: Effects,
  { reactants, products }: Pick<FlatReaction, "reactants" | "products">,
  isFixed: (species: number) => boolean,
): void {
  const countOf = (side: FlatReaction["reactants"], species: number): number =>
    side.find((one) => one.species === species)?.count ?? 0;
  for (const { species } of reactants) reads.add(`species ${species}`);
  for (const { species } of [...reactants, ...products]) {
    if (isFixed(species)) continue;
    const change = countOf(products, species) - countOf(reactants, species);
    if (change > 0) makes.add(`species ${species}`);
    else if (change < 0) ends.add(`species ${species}`);
  }
}

/** Amounts at which rates are looked at to see how they depend on a species. */
const trialAmounts = [0.5, 5, 50, 500, 5000];

/** Species that a rate law reads besides the reactants: whether it rises or falls with them. */
function addTrends({ reads, suffers }: Effects, rate: ExpressionId, flat: FlatModel): void {
  const { graph, species } = flat;
  const known = dependencies(graph, rate);
  species.forEach(({ symbol }, i) => {
    if (!known.has(symbol)) return;
    const values = trialAmounts.map((amount) =>
      evaluate(graph, rate, (one) => (one === symbol ? amount : (parameterValue(flat, one) ?? 50))),
    );
    const steps = values.slice(1).map((value, k) => Number(value) - Number(values[k]));
    if (steps.some((step) => step > 0)) reads.add(`species ${i}`);
    if (steps.some((step) => step < 0)) suffers.add(`species ${i}`);
  });
}

function parameterValue(flat: FlatModel, symbol: SymbolId): number | null {
  const parameter = flat.parameters.find((one) => one.symbol === symbol);
  if (parameter === undefined) return null;
  return Number(evaluate(flat.graph, parameter.value, (one) => parameterValue(flat, one) ?? Number.NaN));
}

function addSites(
  { reads, makes, ends }: Effects,
  rule: StructuredRule,
  model: StructuredModel,
  facts: ReachableFacts,
): void {
  const needed = rule.patterns.flatMap(patternFacts);
  for (const fact of needed) reads.add(factKey(fact));
  for (const fact of facts.madeBy(rule)) makes.add(factKey(fact));
  const agents = rule.patterns.flatMap((pattern) => pattern.agents);
  const end = (fact: SiteFact): unknown => ends.add(factKey(fact));
  const endBond = (agent: number, site: number): void => {
    const { type, sites } = agents[agent];
    const { siteClass, bond } = sites[site];
    const here = { type, siteClass };
    end({ kind: "bound", ...here });
    if (bond.kind === "link") {
      const other = agents[patternStart(rule, agent) + bond.agent];
      const b = { type: other.type, siteClass: other.sites[bond.site].siteClass };
      end({ kind: "bond", a: here, b });
      end({ kind: "bound", ...b });
    } else if (bond.kind === "partner") {
      const b = { type: bond.type, siteClass: bond.siteClass };
      end({ kind: "bond", a: here, b });
      end({ kind: "bound", ...b });
    }
  };
  for (const action of rule.actions) {
    switch (action.kind) {
      case "state": {
        const agent = agents[action.at.agent];
        const site = agent?.sites[action.at.site];
        if (agent === undefined || site === undefined) break;
        const { states } = model.types[agent.type].sites[site.siteClass];
        for (const state of states.keys()) {
          const isLeft = site.state === null ? state !== action.to : state === site.state;
          if (isLeft) end({ kind: "state", type: agent.type, siteClass: site.siteClass, state });
        }
        break;
      }
      case "bind":
        for (const { agent, site } of [action.a, action.b]) {
          const matched = agents[agent];
          if (matched === undefined) continue;
          end({ kind: "free", type: matched.type, siteClass: matched.sites[site].siteClass });
        }
        break;
      case "unbind":
        endBond(action.at.agent, action.at.site);
        break;
      case "delete":
      case "deleteComplex": {
        const deleted = agents[action.agent];
        if (deleted === undefined) break;
        end({ kind: "present", type: deleted.type });
        deleted.sites.forEach((site, i) => {
          const here = { type: deleted.type, siteClass: site.siteClass };
          if (site.state !== null) end({ kind: "state", ...here, state: site.state });
          if (site.bond.kind === "free") end({ kind: "free", ...here });
          else if (site.bond.kind !== "any") endBond(action.agent, i);
        });
        break;
      }
      case "moveComplex":
      case "move": {
        const moved = agents[action.agent];
        if (moved !== undefined && moved.compartment !== null)
          end({ kind: "place", type: moved.type, compartment: moved.compartment });
        break;
      }
    }
  }
}
