/** Pieces that the rules of growth forms are put together from. */
import type { SitePattern } from "../../grammar/syntax/pattern.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { GrowthEvent } from "../../grammar/syntax/growth.ts";
import { type FilamentForm, open } from "./filament.ts";
import type { GrowthModel } from "./growthForm.ts";
import { joined, nothing, piece, type Template, written } from "./template.ts";

/** `barbed{open}[.]`; the state only where caps exist. */
export function endSite(filament: FilamentForm, end: string, bond: string, state: string | null): Template {
  const caps = filament.caps.get(end)?.size ?? 0;
  const shown = state === null || caps === 0 ? "" : `{${written(state)}}`;
  return piece`${written(end)}${shown}${bond === "" ? "" : `[${bond}]`}`;
}

/** `f: Actin(…)` */
export function bead(label: string, type: string, sites: readonly Template[]): Template {
  return piece`${label}: ${written(type)}(${joined(sites, ", ")})`;
}

/** Nothing hangs on the bead: no branch, no link, no partner of a binding site. */
export function unbound(filament: FilamentForm): readonly Template[] {
  return hangers(filament).map((site) => piece`${written(site)}[.]`);
}

/** Sites by which other molecules hang on a bead. */
export function hangers(filament: FilamentForm): readonly string[] {
  const binding = filament.sites.filter(({ states, attribute }) => states === null && attribute === null);
  return [
    ...(filament.arm === null ? [] : [filament.arm]),
    ...filament.links.keys(),
    ...(filament.size === 1 ? binding.map(({ name }) => name.text) : []),
  ];
}

/** What the user's pattern says of ends, and of all else. */
export function splitSites(
  event: GrowthEvent,
  filament: FilamentForm,
): { readonly ends: readonly SitePattern[]; readonly own: readonly SitePattern[] } {
  const sites = event.subject.sites ?? [];
  const isEnd = ({ name }: SitePattern): boolean => filament.ends.includes(name.text);
  return { ends: sites.filter(isEnd), own: sites.filter((site) => !isEnd(site)) };
}

/** The state of an end that the user's pattern asks for, else open. */
export function endState(event: GrowthEvent, filament: FilamentForm, end: string): string {
  const site = splitSites(event, filament).ends.find(({ name }) => name.text === end);
  return site?.state?.from.kind === "is" ? site.state.from.state.text : open;
}

/** ` + G`, ` + 2 G`, or nothing. */
export function plus(pool: { readonly path: SupplyPath } | null, coefficient = 1): Template {
  if (pool === null) return nothing;
  return coefficient === 1 ? piece` + ${pool.path}` : piece` + ${coefficient} ${pool.path}`;
}
type SupplyPath = NonNullable<GrowthEvent["to"]>;

/** ` when a and b`, or nothing. */
export function when(conditions: readonly (Template | Expression | null)[]): Template {
  const parts = conditions.flatMap((one) => (one === null ? [] : [piece`(${one})`]));
  return parts.length === 0 ? nothing : piece` when ${joined(parts, " and ")}`;
}

/** ` set a.x = …, …`, or nothing. */
export function set(assignments: readonly Template[]): Template {
  const all = joined(assignments, ", ");
  return all.text === "" ? nothing : piece` set ${all}`;
}

/** Subunits of a bead of several. */
export function total(filament: FilamentForm, label: string): Template {
  return piece`(${filament.counters.map((counter) => `${label}.${written(counter)}`).join(" + ")})`;
}

export function riseOf(filament: FilamentForm): string {
  return written(`${filament.name}_rise`);
}

/**
 * The direction `along` with a bend drawn from local equilibrium: variance length over persistence length in every
 * plane that holds it (the worm-like chain, to first order in that ratio).
 */
export function bent(
  model: GrowthModel,
  along: Template,
  length: Template,
  persistence: Template | null,
): Template {
  if (persistence === null) return along;
  const sd = piece`sqrt(${length} / ${persistence})`;
  if (model.dimension === 2) return piece`rotate(${along}, normal(0, ${sd}))`;
  const once = piece`rotate(${along}, perpendicular(${along}), normal(0, ${sd}))`;
  return piece`rotate(${once}, cross(${along}, perpendicular(${along})), normal(0, ${sd}))`;
}
