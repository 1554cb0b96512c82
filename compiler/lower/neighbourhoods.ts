/**
 * The neighbourhoods of a subunit that a statement tells apart: one rule each, so that what `neighbours(…)` counts is
 * a number in every rule.
 */
import { type FilamentForm } from "./filament.ts";
import type { GrowthRequest } from "./growthForm.ts";
import { bead, endSite } from "./ruleText.ts";
import { piece, type Template, written } from "./template.ts";
import { neighboursArguments, partsOf } from "./userExpression.ts";

export interface Neighbourhood {
  /** End of the rule's name; empty when nothing is told apart. */
  readonly suffix: string;
  /** What the subunit's own pattern says of its ends. */
  readonly ends: readonly Template[];
  /** The neighbours, bound to it, and their labels. */
  readonly members: readonly Template[];
  readonly labels: readonly string[];
  readonly count: (site: string, state: string, end: string | null) => number;
}

interface Side {
  readonly end: string;
  readonly suffix: string;
  readonly own: Template;
  readonly member: Template | null;
  readonly label: string;
  /** Site -> state of the neighbour; null: there is none. */
  readonly states: ReadonlyMap<string, string> | null;
}

/** A change that is `vectorial` follows one that has happened on the side of the second end. */
export interface Vectorial {
  readonly site: string;
  readonly from: string;
}

export function neighbourhoods(
  { event, filament, model }: GrowthRequest,
  vectorial: Vectorial | null,
): readonly Neighbourhood[] {
  const wanted = new Map<string, Set<string>>(filament.ends.map((end) => [end, new Set<string>()]));
  if (!model.declared.has("neighbours"))
    for (const part of [event.when, event.rate.forward].flatMap((one) =>
      one === null ? [] : [...partsOf(one)],
    )) {
      if (part.kind !== "call" || part.callee.parts.length > 1 || part.callee.parts[0]?.text !== "neighbours")
        continue;
      const found = neighboursArguments(part);
      if (found === null || filament.statesOf(found.site).length === 0) continue;
      for (const end of found.end === null ? filament.ends : [found.end]) wanted.get(end)?.add(found.site);
    }
  const older = filament.ends[1];
  if (vectorial !== null) wanted.get(older)?.add(vectorial.site);
  const sides = filament.ends.map((end, i) => {
    const sites = [...(wanted.get(end) ?? [])];
    if (sites.length === 0) return [];
    const all = sidesOf(filament, end, sites, model.label(i === 0 ? "ahead" : "behind"), i + 1);
    return vectorial === null || end !== older
      ? all
      : all.filter(({ states }) => (states?.get(vectorial.site) ?? vectorial.from) !== vectorial.from);
  });
  let found: readonly (readonly Side[])[] = [[]];
  for (const options of sides)
    if (options.length > 0) found = found.flatMap((before) => options.map((side) => [...before, side]));
  return found.map(neighbourhood);
}

function sidesOf(
  filament: FilamentForm,
  end: string,
  sites: readonly string[],
  label: string,
  bond: number,
): readonly Side[] {
  const opposite = filament.opposite(end);
  const none = { end, member: null, label, states: null };
  const absent: Side[] = [{ ...none, suffix: "end", own: endSite(filament, end, ".", null) }];
  // The first bead of a branch sits on the branching protein, which is no subunit.
  if (filament.arm !== null && end === filament.ends[1]) {
    const own = piece`${written(end)}[${written(filament.branchType)}.${written(opposite)}]`;
    absent.push({ ...none, suffix: "arm", own });
  }
  let states: ReadonlyMap<string, string>[] = [new Map()];
  for (const site of sites)
    states = states.flatMap((before) =>
      filament.statesOf(site).map((state) => new Map([...before, [site, state]])),
    );
  const present = states.map((own): Side => {
    const pattern = [...own].map(([site, state]) => piece`${written(site)}{${written(state)}}`);
    return {
      end,
      label,
      suffix: [...own.values()].join("_"),
      own: endSite(filament, end, String(bond), null),
      member: bead(label, filament.name, [endSite(filament, opposite, String(bond), null), ...pattern]),
      states: own,
    };
  });
  return [...present, ...absent];
}

function neighbourhood(sides: readonly Side[]): Neighbourhood {
  return {
    suffix: sides.map(({ suffix }) => `_${suffix}`).join(""),
    ends: sides.map(({ own }) => own),
    members: sides.flatMap(({ member }) => (member === null ? [] : [member])),
    labels: sides.flatMap(({ member, label }) => (member === null ? [] : [label])),
    count: (site, state, end) =>
      sides.filter((side) => (end === null || side.end === end) && side.states?.get(site) === state).length,
  };
}
