/** Tells of rules that can never happen, states and sites that nothing reaches, for models with molecules. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type { StructuredModel, StructuredRule } from "../model/structured.ts";
import { keyOf, type RuleIndex } from "./ruleIndex.ts";
import { factKey, type ReachableFacts, type SiteFact } from "./siteFacts.ts";

/** Facts whose lack was told of. */
export function reportDeadRules(
  model: StructuredModel,
  species: FlatModel["species"],
  facts: ReachableFacts,
  rules: RuleIndex,
  sink: DiagnosticSink,
): ReadonlySet<string> {
  const byText = new Map<string, StructuredRule[]>();
  for (const rule of model.rules) {
    const key = keyOf(rule.origin);
    byText.set(key, [...(byText.get(key) ?? []), rule]);
  }
  // One combination of states, or one direction, that can happen is enough.
  const dead = [...byText.values()].filter((group) => !group.some((rule) => facts.canHappen(rule)));
  const made = dead.map((group) => new Set(group.flatMap((rule) => facts.madeBy(rule)).map(factKey)));
  const told = new Set<string>();
  const reports = dead.flatMap((group, i) => {
    const missing = group.flatMap((rule) => facts.missing(rule));
    // A rule that waits for another one that can not happen is not told of: mending the first mends it too.
    const root = missing.find((fact) => !made.some((keys, k) => k !== i && keys.has(factKey(fact))));
    return [{ origin: group[0].origin, missing: root ?? missing[0], isRoot: root !== undefined }];
  });
  const roots = reports.filter(({ isRoot }) => isRoot);
  for (const { origin, missing } of roots.length > 0 ? roots : reports.slice(0, 1)) {
    told.add(factKey(missing));
    sink.report("TDL5170", rules.location(origin), {
      rule: rules.name(origin),
      missing: describeMissing(missing, model, species),
    });
  }
  for (const keys of made) for (const key of keys) told.add(key);
  return told;
}

/** "no CaM ever has c{2}". */
function describeMissing(
  fact: SiteFact,
  { types, compartments }: StructuredModel,
  species: FlatModel["species"],
): string {
  const typeName = (type: number): string => types[type].name;
  const siteName = (type: number, siteClass: number): string => types[type].sites[siteClass].name;
  switch (fact.kind) {
    case "present":
      return `there is never any ${typeName(fact.type)}`;
    case "place":
      return `no ${typeName(fact.type)} is ever in ${compartments[fact.compartment].name}`;
    case "state": {
      const { name, states } = types[fact.type].sites[fact.siteClass];
      return `no ${typeName(fact.type)} ever has ${name}{${states[fact.state]}}`;
    }
    case "pool":
      return `there is never any ${species[fact.species].name}`;
    case "free":
      return `the site ${siteName(fact.type, fact.siteClass)} of ${typeName(fact.type)} is never free`;
    case "bound":
      return `the site ${siteName(fact.type, fact.siteClass)} of ${typeName(fact.type)} never binds anything`;
    case "bond": {
      const { a, b } = fact;
      return `${typeName(a.type)}.${siteName(a.type, a.siteClass)} and ${typeName(b.type)}.${siteName(b.type, b.siteClass)} never bind each other`;
    }
  }
}
