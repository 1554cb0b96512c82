/**
 * Rules that can join ever more molecules: a walk along bonds that enters a molecule by one site, leaves it by
 * another and comes to the same kind of site again can go on for ever, if rules make the bonds that it takes.
 *
 * The kinds of sites are the nodes of a graph, "entered by this site, left by another one" its edges; rules that
 * make a bond on a circle of it are those that make complexes grow. Without such a circle every complex is a tree
 * of bounded depth. The converse does not hold: conditions of the rules may end the growth.
 */
import type { ExpressionGraph } from "../../expression/graph.ts";
import { classOfInstance, patternStart, type SiteKind } from "../../model/siteKind.ts";
import type { StructuredModel, StructuredRule } from "../../model/structured.ts";

interface Contact {
  readonly a: SiteKind;
  readonly b: SiteKind;
  /** Rules that make it and join complexes by it; none for bonds that only initial complexes have. */
  readonly rules: Set<StructuredRule>;
}

/** Rules that may make complexes grow without bound, in the order of the model. */
export function growingRules(
  model: StructuredModel,
  graph: ExpressionGraph,
  canHappen: (rule: StructuredRule) => boolean,
): readonly StructuredRule[] {
  const contacts = contactsOf(model, graph, canHappen);
  /** Where a walk goes on: for each kind of site by which it arrives. */
  const steps = new Map<string, { readonly to: string; readonly contact: Contact }[]>();
  const sites = new Map<string, SiteKind>();
  for (const { a, b } of contacts) for (const site of [a, b]) sites.set(nameOf(site), site);
  for (const [name, { type, siteClass }] of sites) {
    const onward = contacts.flatMap((contact) =>
      [
        { from: contact.a, to: contact.b },
        { from: contact.b, to: contact.a },
      ].flatMap(({ from, to }) => {
        if (from.type !== type) return [];
        const isOther = from.siteClass !== siteClass || model.types[type].sites[siteClass].multiplicity > 1;
        return isOther ? [{ to: nameOf(to), contact }] : [];
      }),
    );
    steps.set(name, onward);
  }
  const growing = new Set<StructuredRule>();
  for (const [from, onward] of steps) {
    for (const { to, contact } of onward) {
      if (contact.rules.size === 0 || !leads(to, from, steps)) continue;
      for (const rule of contact.rules) growing.add(rule);
    }
  }
  return model.rules.filter((rule) => growing.has(rule));
}

function leads(
  from: string,
  to: string,
  steps: ReadonlyMap<string, readonly { readonly to: string }[]>,
): boolean {
  const seen = new Set([from]);
  for (const at of seen) {
    if (at === to) return true;
    for (const step of steps.get(at) ?? []) seen.add(step.to);
  }
  return false;
}

function contactsOf(
  model: StructuredModel,
  graph: ExpressionGraph,
  canHappen: (rule: StructuredRule) => boolean,
): readonly Contact[] {
  const contacts = new Map<string, Contact>();
  const contact = (a: SiteKind, b: SiteKind): Contact => {
    const key = [nameOf(a), nameOf(b)].sort().join(" ");
    const known = contacts.get(key);
    if (known !== undefined) return known;
    const made: Contact = { a, b, rules: new Set() };
    contacts.set(key, made);
    return made;
  };
  for (const { complex } of model.seeds) {
    for (const { type, bonds } of complex.agents) {
      bonds.forEach((bond, site) => {
        if (bond === null) return;
        const other = complex.agents[bond.agent].type;
        contact(
          { type, siteClass: classOfInstance(model, type, site) },
          { type: other, siteClass: classOfInstance(model, other, bond.site) },
        );
      });
    }
  }
  for (const rule of model.rules) {
    if (!canHappen(rule)) continue;
    const agents = rule.patterns.flatMap((pattern) => pattern.agents);
    const kindOf = ({ agent, site }: { agent: number; site: number }): SiteKind => {
      const matched = agents[agent];
      if (matched !== undefined) return { type: matched.type, siteClass: matched.sites[site].siteClass };
      const { type } = rule.created[agent - agents.length];
      return { type, siteClass: classOfInstance(model, type, site) };
    };
    // A rule that only closes rings inside a complex makes none larger.
    const isOnlyWithin = rule.rate.kind === "massAction" && graph.numberValue(rule.rate.constant) === 0;
    for (const action of rule.actions) {
      if (action.kind !== "bind") continue;
      const made = contact(kindOf(action.a), kindOf(action.b));
      const isNew = action.a.agent >= agents.length || action.b.agent >= agents.length;
      const isBetween = patternStart(rule, action.a.agent) !== patternStart(rule, action.b.agent);
      if (isNew || (isBetween && !isOnlyWithin)) made.rules.add(rule);
    }
  }
  return [...contacts.values()];
}

function nameOf({ type, siteClass }: SiteKind): string {
  return `${type}/${siteClass}`;
}
