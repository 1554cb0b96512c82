/**
 * Beads that leave a filament: for each state that they may be in, the pools that take up what they are made of, so
 * that subunits and what is bound to them are conserved.
 */
import type { Path } from "../../grammar/syntax/common.ts";
import type { SitePattern } from "../../grammar/syntax/pattern.ts";
import type { GrowthEvent } from "../../grammar/syntax/growth.ts";
import { type FilamentForm, open } from "./filament.ts";
import { endSite } from "./ruleText.ts";
import { piece, type Template, written } from "./template.ts";

export interface Departure {
  /** The states in which the bead leaves so. */
  readonly sites: readonly Template[];
  /** Of a bead that counts: the counters that are not zero. */
  readonly counters: readonly string[];
  /** The subunit's pool first, then those of what was bound. */
  readonly pools: readonly Path[];
}

type States = ReadonlyMap<string, string>;

/** A subunit that the statement names leaves to its pool: with all that side-binding proteins may have bound to it. */
export function subunitDepartures(
  filament: FilamentForm,
  own: readonly SitePattern[],
  to: Path,
): readonly Departure[] {
  const named = new Map(
    own.flatMap(({ name, state }) =>
      state?.from.kind === "is" ? [[name.text, state.from.state.text] as const] : [],
    ),
  );
  const open = [...filament.held.keys()].filter((site) => !named.has(site));
  return combinations(filament, open).map((states) => ({
    sites: patterns(states),
    counters: [],
    pools: [to, ...heldPools(filament, new Map([...named, ...states]))],
  }));
}

/** A subunit that a bead counts as `state` leaves to its pool, with what was bound to make that state. */
export function countedPools(filament: FilamentForm, state: string, to: Path): readonly Path[] {
  const site = filament.sites.find(({ states }) => (states ?? []).some(({ text }) => text === state));
  return site === undefined ? [to] : [to, ...heldPools(filament, new Map([[site.name.text, state]]))];
}

/**
 * The last bead of a filament, of any state, goes where `shrink` sends such a subunit, at this end or else at the
 * other. A state that no `shrink` names stays. The cap of the end `capped` leaves too.
 */
export function lastBeadDepartures(
  filament: FilamentForm,
  end: string,
  capped: string,
): readonly Departure[] {
  const mentioned = filament.shrinks.flatMap(({ subject }) =>
    (subject.sites ?? []).map(({ name }) => name.text),
  );
  const sites = [...new Set([...mentioned, ...filament.held.keys()])].filter(
    (site) => !filament.ends.includes(site) && filament.statesOf(site).length > 0,
  );
  return combinations(filament, sites).flatMap((states) => {
    const shrink = shrinkOf(filament, states, end);
    if (shrink?.to == null) return [];
    const pools = [shrink.to, ...heldPools(filament, states)];
    // A bead of several subunits has no states, but counts them.
    const own = filament.size === 1 ? patterns(states) : [];
    const counters = filament.size === 1 ? [] : [...states.values()];
    const caps = filament.caps.get(capped) ?? new Map<string, Path>();
    return [open, ...caps.keys()].map((cap) => {
      const pool = caps.get(cap);
      return {
        counters,
        sites: [...own, endSite(filament, capped, ".", cap)],
        pools: pool === undefined ? pools : [...pools, pool],
      };
    });
  });
}

function shrinkOf({ shrinks, ends }: FilamentForm, states: States, end: string): GrowthEvent | null {
  const fits = ({ subject }: GrowthEvent): boolean =>
    (subject.sites ?? []).every(
      ({ name, state }) =>
        ends.includes(name.text) ||
        state?.from.kind !== "is" ||
        states.get(name.text) === state.from.state.text,
    );
  const fitting = shrinks.filter(fits);
  return fitting.find(({ at }) => at.some(({ text }) => text === end)) ?? fitting[0] ?? null;
}

function heldPools({ held }: FilamentForm, states: States): readonly Path[] {
  return [...states].flatMap(([site, state]) => held.get(site)?.get(state) ?? []);
}

function combinations(filament: FilamentForm, sites: readonly string[]): readonly States[] {
  let found: States[] = [new Map()];
  for (const site of sites)
    found = found.flatMap((before) =>
      filament.statesOf(site).map((state) => new Map([...before, [site, state]])),
    );
  return found;
}

function patterns(states: States): readonly Template[] {
  return [...states].map(([site, state]) => piece`${written(site)}{${written(state)}}`);
}

/** ` + G + cofilin` */
export function toPools(pools: readonly Path[]): Template {
  return pools.reduce((text, pool) => piece`${text} + ${pool}`, piece``);
}
