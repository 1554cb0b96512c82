import { describe, expect, it } from "vitest";
import type { Dataset } from "../../learn/train/dataset.ts";
import { findFormula } from "../../learn/train/sparseFormula.ts";

function dataset(law: (x: number, y: number) => number): Dataset {
  const variables: number[] = [];
  const laws: number[] = [];
  for (let i = 0; i < 20; i++)
    for (let j = 0; j < 10; j++) {
      const [x, y] = [0.05 * 1.35 ** i, 0.1 + j];
      variables.push(x, y);
      laws.push(law(x, y));
    }
  return {
    count: laws.length,
    variables: Float64Array.from(variables),
    variableCount: 2,
    sizes: [],
    laws: Float64Array.from(laws),
    weights: new Float64Array(laws.length).fill(1),
    channelCount: 1,
  };
}

describe("formulas", () => {
  it("find a constant", () => {
    expect(
      findFormula(
        dataset(() => 3),
        0,
        1e-3,
      )?.terms,
    ).toEqual([{ coefficient: 3, factors: [] }]);
  });

  it("find a sum of a constant and mass action", () => {
    const found =
      findFormula(
        dataset((x) => 2 + 0.5 * x),
        0,
        1e-3,
      )?.terms ?? [];
    expect(found.map(({ factors }) => factors.length)).toEqual([0, 1]);
    expect(found[0]?.coefficient).toBeCloseTo(2, 6);
    expect(found[1]?.coefficient).toBeCloseTo(0.5, 6);
  });

  it("are not forced upon what is none", () => {
    expect(
      findFormula(
        dataset((x, y) => Math.exp(-3 * x) + Math.sin(y) ** 2),
        0,
        1e-3,
      ),
    ).toBeNull();
  });

  it("find what a variable slows down, between the values tried", () => {
    const law = (_: number, y: number) => 4 / (1 + y / 3.3);
    const [term] = findFormula(dataset(law), 0, 1e-3)?.terms ?? [];
    expect(term?.factors[0]).toMatchObject({ variable: 1, power: 1, falls: true });
    expect(term?.factors[0]?.half).toBeCloseTo(3.3, 5);
    expect(term?.coefficient).toBeCloseTo(4, 5);
  });

  it("only have positive coefficients", () => {
    const found = findFormula(
      dataset((x) => 5 - 0.01 * x),
      0,
      0.2,
    );
    expect(found?.terms.every(({ coefficient }) => coefficient > 0)).toBe(true);
  });
});
