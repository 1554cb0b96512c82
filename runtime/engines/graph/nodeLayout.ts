/**
 * Where a node keeps what events read: the bonds of its sites, their states, and the places of its matches in the lists
 * stand side by side in one record, so that an event waits once for a node that is not in the caches.
 */
import type { GraphFragment, GraphTables } from "../../graphModel.ts";

export interface NodeLayout {
  /** The record of node a begins at a << shift; site k, by which bonds name each other, is its k-th number. */
  readonly shift: number;
  /** By site: where its state stands in a record; -1 where no type has states. */
  readonly stateAt: readonly number[];
  /** By fragment: where the place of its match stands; -1 for one that is not listed. */
  readonly placeAt: readonly number[];
  /** Numbers of a record that are places: from `firstPlace` to before `end`. */
  readonly firstPlace: number;
  readonly end: number;
}

export function nodeLayout({
  types,
  fragments,
  unlisted,
}: Pick<GraphTables, "types" | "fragments" | "unlisted">): NodeLayout {
  const sites = Math.max(1, ...types.map((type) => type.sites.length));
  let end = sites;
  const stateAt = Array.from({ length: sites }, (_, site) =>
    types.some((type) => site < type.sites.length && type.sites[site].states.length > 0) ? end++ : -1,
  );
  const { offset, stride } = anchorPlaces(fragments, types.length, unlisted);
  const firstPlace = end;
  end += stride;
  let shift = 0;
  while (1 << shift < end) shift++;
  const placeAt = offset.map((place) => (place < 0 ? -1 : firstPlace + place));
  return { shift, stateAt, placeAt, firstPlace, end };
}

/** Where the places of a node's matches stand: fragments by the type of their anchor, one after another. */
export function anchorPlaces(
  fragments: readonly GraphFragment[],
  types: number,
  unlisted: readonly number[],
): {
  /** By type: fragments with an anchor of the type. */
  readonly anchored: readonly (readonly number[])[];
  readonly offset: readonly number[];
  /** Places a node has room for. */
  readonly stride: number;
} {
  const anchored: number[][] = Array.from({ length: types }, () => []);
  const offset = fragments.map(({ agents }, fragment) =>
    unlisted.includes(fragment) ? -1 : anchored[agents[0].type].push(fragment) - 1,
  );
  return { anchored, offset, stride: Math.max(1, ...anchored.map(({ length }) => length)) };
}
