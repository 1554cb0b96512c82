/** Measures that look at whole complexes, counted complex by complex. */
import type { AgentMeasure } from "../../agentModel.ts";
import type { AgentStore } from "./agentStore.ts";
import type { Connectivity } from "./connectivity.ts";
import type { FragmentMatcher } from "./fragmentMatcher.ts";
import type { MatchList } from "./matchList.ts";

/** What a mixture of molecules tells of complexes and of the matches in them. */
export interface MatchedComplexes {
  readonly store: AgentStore;
  readonly connectivity: Connectivity;
  /** By fragment. */
  readonly matchers: readonly FragmentMatcher[];
  readonly lists: readonly MatchList[];
}

type Asked = Pick<AgentMeasure, "least" | "most">;

/** Whether so many ways are as many as is said. */
export function isAsked({ least, most }: Asked, ways: number): boolean {
  return ways >= least && (most === null || ways <= most);
}

/** Whether one way is as good as more. */
export function asksForOne({ least, most }: Asked): boolean {
  return least <= 1 && most === null;
}

/** Complexes in which all fragments can be placed without sharing a molecule, in as many ways as is said. */
export function countComplexes(
  mixture: MatchedComplexes,
  measure: Pick<AgentMeasure, "fragments" | "least" | "most">,
): number {
  const { fragments } = measure;
  // Where those without any way count as well, all do but those with as many as is not said.
  const withNone = isAsked(measure, 0);
  let count = withNone ? allComplexes(mixture) : 0;
  forEachComplex(mixture, fragments, (members) => {
    const ways = placeFragments(mixture, fragments, members, !withNone && asksForOne(measure), false);
    if (isAsked(measure, ways) !== withNone) count += withNone ? -1 : 1;
  });
  return count;
}

function allComplexes({ connectivity, store }: MatchedComplexes): number {
  const isSeen = new Uint8Array(store.used);
  let count = 0;
  for (let agent = 0; agent < store.used; agent++) {
    if (store.type[agent] < 0 || isSeen[agent] === 1) continue;
    connectivity.complexOf(agent);
    for (let i = 0; i < connectivity.foundCount; i++) isSeen[connectivity.found[i]] = 1;
    count++;
  }
  return count;
}

/** Ways to place all fragments in one complex without sharing a molecule, over all complexes. */
export function countEmbeddings(mixture: MatchedComplexes, fragments: readonly number[]): number {
  let count = 0;
  forEachComplex(mixture, fragments, (members) => {
    count += placeFragments(mixture, fragments, members, false, false);
  });
  return count;
}

/** Complexes with a match of the rarest fragment. */
function forEachComplex(
  { lists, connectivity, store }: MatchedComplexes,
  fragments: readonly number[],
  visit: (members: Int32Array) => void,
): void {
  const rarest = fragments.reduce((best, fragment) =>
    lists[fragment].size < lists[best].size ? fragment : best,
  );
  const isSeen = new Uint8Array(store.used);
  const { anchors, size } = lists[rarest];
  for (let i = 0; i < size; i++) {
    if (isSeen[anchors[i]] === 1) continue;
    connectivity.complexOf(anchors[i]);
    const members = connectivity.found.slice(0, connectivity.foundCount);
    for (const member of members) isSeen[member] = 1;
    visit(members);
  }
}

/**
 * Ways to place all fragments among the members of a complex without sharing a molecule. `isTrial`: the lists of
 * matches do not know how the molecules stand at present.
 */
export function placeFragments(
  { lists, matchers, store }: MatchedComplexes,
  fragments: readonly number[],
  members: Int32Array,
  isOneEnough: boolean,
  isTrial: boolean,
): number {
  const placed: number[] = [];
  const place = (index: number): number => {
    if (index === fragments.length) return 1;
    const fragment = fragments[index];
    const matcher = matchers[fragment];
    let ways = 0;
    for (const member of members) {
      if (store.type[member] !== matcher.anchorType) continue;
      const count = isTrial ? matcher.count(member) : lists[fragment].countOf(member);
      for (let match = 0; match < count; match++) {
        if (fragments.length === 1) {
          ways++;
          continue;
        }
        matcher.find(member, match);
        const own = [...matcher.agents];
        if (own.some((agent) => placed.includes(agent))) continue;
        placed.push(...own);
        ways += place(index + 1);
        placed.length -= own.length;
        if (isOneEnough && ways > 0) return ways;
      }
    }
    return ways;
  };
  return place(0);
}

/** The measure follows from the number of matches of one fragment. */
export function isFragmentTotal({ measure, fragments }: AgentMeasure): boolean {
  return measure === "count" && fragments.length === 1;
}
