/** Any tree that is written as text is read back as the same tree. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatSource } from "../../grammar/format.ts";
import { parsed, withoutSpans } from "../support/parsing.ts";
import { sourceTree } from "./arbitraryTree.ts";

const runs = Number(process.env["TENDRIL_PROPERTY_RUNS"] ?? 250);

describe("formatting and parsing", () => {
  test("give back the tree", () => {
    fc.assert(
      fc.property(sourceTree, (tree) => {
        expect(withoutSpans(parsed(formatSource(tree)))).toEqual(withoutSpans(tree));
      }),
      { seed: 20260101, numRuns: runs },
    );
  });

  test("formatting twice changes nothing more", () => {
    fc.assert(
      fc.property(sourceTree, (tree) => {
        const once = formatSource(tree);
        expect(formatSource(parsed(once))).toBe(once);
      }),
      { seed: 20260102, numRuns: runs },
    );
  });

  test("white space carries no meaning", () => {
    fc.assert(
      fc.property(sourceTree, (tree) => {
        const collapsed = formatSource(tree).replace(
          /("(?:[^"\\\n]|\\.)*")|\s+/g,
          (_, text?: string) => text ?? " ",
        );
        expect(withoutSpans(parsed(collapsed))).toEqual(withoutSpans(tree));
      }),
      { seed: 20260103, numRuns: runs },
    );
  });
});
