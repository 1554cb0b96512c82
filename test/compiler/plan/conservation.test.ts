import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conservationLaws } from "../../../compiler/plan/conservation.ts";

/** Columns are reactions: net change of each species. */
const stoichiometry = fc.integer({ min: 1, max: 7 }).chain((species) =>
  fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: species, maxLength: species }), {
    maxLength: 8,
  }),
);

function changesOf(columns: readonly (readonly number[])[]): ReadonlyMap<number, number>[] {
  return columns.map((column) => new Map([...column.entries()].filter(([, amount]) => amount !== 0)));
}

/** Rank by elimination in doubles; the entries are small whole numbers. */
function rank(columns: readonly (readonly number[])[]): number {
  const rows = columns.map((column) => [...column]);
  let found = 0;
  for (let at = 0; at < (rows[0]?.length ?? 0); at++) {
    const pivot = rows.findIndex((row, i) => i >= found && Math.abs(row[at]) > 1e-9);
    if (pivot < 0) continue;
    [rows[found], rows[pivot]] = [rows[pivot], rows[found]];
    for (let i = found + 1; i < rows.length; i++) {
      const factor = rows[i][at] / rows[found][at];
      rows[i] = rows[i].map((value, k) => value - factor * rows[found][k]);
    }
    found++;
  }
  return found;
}

describe("conservation laws", () => {
  it("of an enzyme: enzyme and substrate", () => {
    const [E, S, ES, P] = [0, 1, 2, 3];
    const bind = new Map([
      [E, -1],
      [S, -1],
      [ES, 1],
    ]);
    const convert = new Map([
      [ES, -1],
      [E, 1],
      [P, 1],
    ]);
    expect(conservationLaws(4, [bind, convert])).toHaveLength(2);
  });

  it("of no reactions: every species by itself", () => {
    const laws = conservationLaws(2, []).map(({ terms }) => terms);
    expect(laws).toEqual([[{ species: 0, coefficient: 1 }], [{ species: 1, coefficient: 1 }]]);
  });

  it("are all there are, and no reaction changes them", () => {
    fc.assert(
      fc.property(stoichiometry, (columns) => {
        const species = columns[0]?.length ?? 1;
        const laws = conservationLaws(species, changesOf(columns));
        expect(laws).toHaveLength(species - rank(columns));
        for (const { terms } of laws) {
          expect(terms.length).toBeGreaterThan(0);
          for (const column of columns) {
            const change = terms.reduce((sum, term) => sum + term.coefficient * column[term.species], 0);
            expect(Math.abs(change)).toBe(0);
          }
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
