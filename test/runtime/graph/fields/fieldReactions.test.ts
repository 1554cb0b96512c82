import { describe, expect, it } from "vitest";
import { FieldReactions } from "../../../../runtime/engines/graph/fields/fieldReactions.ts";

describe("reactions in the cells of a field", () => {
  it("take steps that suit all of them together, so that many small losses are followed as one large one", () => {
    const each = { reactants: [{ field: 0, multiplicity: 1 }], changes: [{ field: 0, amount: -1 }] };
    const reactions = new FieldReactions(
      Array.from({ length: 40 }, (_, i) => ({ ...each, name: `loss${i}` })),
      1,
    );
    reactions.setConstants(new Float64Array(40).fill(1));
    const amounts = Float64Array.of(100);
    reactions.advance([amounts], 1, 2, 0.5);
    // Of third order: each of the 200 steps of a tenth errs by 0.1^4 / 24.
    expect(amounts[0] / (100 * Math.exp(-20))).toBeCloseTo(1, 2);
    expect(reactions.fastestLoss).toBeCloseTo(40, 10);
  });
});
