/** Initial complexes spelled out: rings and chains with every molecule and bond. */
import type { Initial } from "../../grammar/syntax/declaration.ts";
import type { MemberPattern, SitePattern } from "../../grammar/syntax/pattern.ts";
import { constantValue } from "../check/constantValue.ts";
import { copyIndexName, memberIndexName } from "../check/spatial/checkSets.ts";
import type { Instance } from "../model/instance.ts";
import type { Expansion } from "./expansion.ts";
import { nameNode, nowhere, pathNode } from "./flatNames.ts";
import { Rewriter } from "./rewriter.ts";

export function expandInitial(initial: Initial, instance: Instance, expander: Expansion): Initial {
  const rewriter = new Rewriter(expander, instance);
  const pattern = rewriter.pattern(initial.pattern);
  const place = rewriter.defaultCompartment();
  const compartment =
    initial.compartment !== null
      ? rewriter.path(initial.compartment)
      : place === null || expander.hasOneCompartment
        ? null
        : pathNode(expander.nameOf(place));
  return {
    ...initial,
    template: null,
    pattern: { ...pattern, members: membersOf(initial, pattern.members, instance, expander) },
    value: rewriter.expression(initial.value),
    compartment,
    sets: rewriter.within([memberIndexName, copyIndexName]).memberValues(initial.sets),
    fields: rewriter.fields(initial.fields),
  };
}

function membersOf(
  { template }: Initial,
  members: readonly MemberPattern[],
  instance: Instance,
  expander: Expansion,
): readonly MemberPattern[] {
  const [one] = members;
  if (template === null || template.by === null || one === undefined) return members;
  const { from, to } = template.by;
  const count = constantValue(expander.program, instance.scope, template.count) ?? 1;
  const isRing = template.shape === "ring";
  return Array.from({ length: count }, (_, i): MemberPattern => {
    const sites = [...(one.sites ?? [])];
    // Bond k joins molecule k - 1 with molecule k.
    if (isRing || i < count - 1) bindSite(sites, from.text, i + 1);
    if (isRing || i > 0) bindSite(sites, to.text, i === 0 ? count : i);
    return { ...one, sites };
  });
}

/** The first site of that name gets the bond. */
function bindSite(sites: SitePattern[], name: string, label: number): void {
  const from = { kind: "label", label, span: nowhere } as const;
  const bond = { from, to: null, span: nowhere };
  const index = sites.findIndex((site) => site.name.text === name);
  const known = sites[index];
  if (known === undefined) sites.push({ name: nameNode(name), state: null, bond, span: nowhere });
  else sites[index] = { ...known, bond };
}
