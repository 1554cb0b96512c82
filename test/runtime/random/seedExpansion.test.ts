import seedrandom from "seedrandom";
import { expect, it } from "vitest";
import { RandomStream } from "../../../runtime/random/randomStream.ts";
import { expandSeed } from "../../../runtime/random/seedExpansion.ts";

it.each(["", "a", "chang/0/events", "\u00e9\u6f22\u5b57\ud83d\ude00", "0123456789".repeat(60)])(
  "gives the numbers of the package seedrandom for %j",
  (text) => {
    const oracle = seedrandom(text);
    expect([...expandSeed(text, 40)]).toEqual(Array.from({ length: 40 }, () => oracle.int32()));
  },
);

it("derives a stream from seed, replicate and stream", () => {
  const oracle = seedrandom("chang/3/events");
  const state = Array.from({ length: 4 }, () => oracle.int32());
  expect(RandomStream.fromSeed("chang", 3, "events").save()).toEqual(state);
});
