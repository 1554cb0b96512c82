import { describe, expect, it } from "vitest";
import { drawnDimensions } from "../../compiler/surrogate/trainingDraws.ts";
import { sobolDimensions, sobolPoints } from "../../learn/sample/sobol.ts";

describe("Sobol points", () => {
  it("have as many dimensions as the compiler allows inputs for", () => {
    expect(sobolDimensions).toBe(drawnDimensions);
  });

  it("put one point into each of 2^k intervals of every dimension", () => {
    const points = sobolPoints(64, sobolDimensions, "seed");
    for (let d = 0; d < sobolDimensions; d++) {
      const cells = new Set(
        Array.from({ length: 64 }, (_, n) => Math.floor(64 * (points[n * sobolDimensions + d] ?? 0))),
      );
      expect(cells.size).toBe(64);
    }
  });

  it("put one point into each cell of a grid over the first two dimensions", () => {
    const points = sobolPoints(256, 2, "seed");
    const cells = new Set(
      Array.from(
        { length: 256 },
        (_, n) => `${Math.floor(16 * (points[2 * n] ?? 0))} ${Math.floor(16 * (points[2 * n + 1] ?? 0))}`,
      ),
    );
    expect(cells.size).toBe(256);
  });

  it("depend on the seed, and on nothing else", () => {
    expect(sobolPoints(8, 3, "a")).toEqual(sobolPoints(8, 3, "a"));
    expect(sobolPoints(8, 3, "a")).not.toEqual(sobolPoints(8, 3, "b"));
  });
});
