/** Which matches are read in advance: those that the next events draw from the same generator. */
import { describe, expect, it } from "vitest";
import { LookAhead } from "../../../runtime/engines/graph/lookAhead.ts";
import { linearSelector } from "../../../runtime/engines/ssa/linearSelector.ts";
import { RandomStream } from "../../../runtime/random/randomStream.ts";
import { growthModel, startGrowth } from "../../growth/growthRun.ts";

const sizes = [20_000, 7_000];
const events = 64;

/** A number for a match, by its fragment and place. */
type Match = readonly [fragment: number, place: number];

/** Lists that note what is read of them. */
function seenMatches(drawn: readonly number[], hazards: readonly number[], random: RandomStream): Match[] {
  const seen: Match[] = [];
  const anchors = sizes.map(
    (size, fragment) =>
      new Proxy(new Int32Array(size), {
        get: (list, place) => {
          seen.push([fragment, Number(place)]);
          return list[Number(place)];
        },
      }),
  );
  const store = {
    type: new Int16Array(1),
    record: new Int32Array(2).fill(-1),
    shift: 1,
    x: new Float64Array(0),
    attributeStride: 0,
  };
  const lookAhead = new LookAhead(
    { store, lists: { sizes: Int32Array.from(sizes), anchors } },
    Int32Array.from(drawn),
    Int32Array.of(0, 1),
  );
  lookAhead.read(random.state, Float64Array.from(hazards), events);
  return seen;
}

/** What events draw, until one of a kind that is not foreseen. */
function drawnMatches(drawn: readonly number[], hazards: readonly number[], random: RandomStream): Match[] {
  const selector = linearSelector.create(hazards.length);
  selector.propensity.set(hazards);
  const found: Match[] = [];
  for (let event = 0; event < events; event++) {
    const fragment = drawn[selector.pick(random.uniform() * selector.total())];
    if (fragment === -2) break;
    if (fragment === -3) random.uint32();
    if (fragment >= 0) found.push([fragment, random.below(sizes[fragment])]);
    random.exponential();
  }
  return found;
}

describe("matches that are read in advance", () => {
  it.each<[string, number[], number[], least: number, most: number]>([
    ["rules with matches", [0, 1], [1, 2], 64, 64],
    ["pairs that are not listed beside a rule", [-3, 0], [1, 1], 16, 48],
    ["a reaction beside a rule", [0, -1], [1, 1], 16, 48],
    ["a reaction before rules", [-1, 1, 0], [30, 1, 1], 1, 16],
    ["a reaction alone", [0, -1], [0, 1], 0, 0],
    ["a rule that draws in another way, seldom", [0, -1, -2], [10, 10, 1], 1, 48],
  ])("are those that events draw: %s", (_, drawn, hazards, least, most) => {
    for (const seed of ["a", "b", "c", "d"]) {
      const expected = drawnMatches(drawn, hazards, RandomStream.fromSeed(seed, 1, "events"));
      const stream = RandomStream.fromSeed(seed, 1, "events");
      expect(seenMatches(drawn, hazards, stream)).toEqual(expected);
      expect(stream.save()).toEqual(RandomStream.fromSeed(seed, 1, "events").save());
      expect(expected.length).toBeGreaterThanOrEqual(least);
      expect(expected.length).toBeLessThanOrEqual(most);
    }
  });

  it("leave a run of many filaments beside a plain reaction as it is", () => {
    const model = growthModel(`space 2D
      molecule M { l, r, pos: vector um }
      species S = 1000 count
      init chain of 2 M by r - l = 12000 count set pos = vec(index * 1 um, 0 um)
      rule fade: S -> nothing @ 1 /s
      rule part: M(r[1 -> .]), M(l[1 -> .]) @ 1e-3 /s
      observe bonds = count { M(r[1]), M(l[1]) }`);
    expect(model.graph?.code?.loop).toBeTypeOf("function");
    const run = startGrowth(model);
    run.advanceTo(2);
    // Means 12000 exp(-0.002) and 1000 exp(-2), each with 5 standard deviations of a binomial.
    expect(Math.abs(run.observe().bonds - 12_000 * Math.exp(-0.002))).toBeLessThan(5 * 4.9);
    expect(Math.abs(run.state("S") - 1000 * Math.exp(-2))).toBeLessThan(5 * 10.9);
  });
});
