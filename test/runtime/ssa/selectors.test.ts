import { array, assert, constant, double, nat, oneof, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { selectorForModel, selectors } from "../../../runtime/engines/ssa/selectors.ts";
import { handMadeJumpModel } from "../../support/handMadeJumpModel.ts";

const propensity = oneof(constant(0), double({ min: 1e-9, max: 1e9, noNaN: true }), nat(20));

describe.each(selectors)("$name", (selector) => {
  it("picks what stands at the target on the line of propensities", () => {
    assert(
      property(
        array(propensity, { minLength: 1, maxLength: 70 }),
        array(tuple(nat(69), propensity), { maxLength: 100 }),
        double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (initial, changes, u) => {
          const structure = selector.create(initial.length);
          const expected = [...initial];
          structure.propensity.set(initial);
          structure.rebuild();
          for (const [place, value] of changes) {
            const reaction = place % initial.length;
            expected[reaction] = value;
            structure.change(Int32Array.of(reaction), 0, 1, Float64Array.of(value));
          }
          const sum = expected.reduce((a, b) => a + b, 0);
          const scale = 1e-9 * Math.max(sum, ...initial, ...changes.map(([, value]) => value));
          const total = structure.total();
          expect(Math.abs(total - sum)).toBeLessThanOrEqual(scale);
          const picked = structure.pick(u * total);
          if (sum === 0) {
            expect(picked === -1 || expected[picked] > 0).toBe(true);
            return;
          }
          if (picked === -1) return;
          expect(expected[picked]).toBeGreaterThan(0);
          const before = expected.slice(0, picked).reduce((a, b) => a + b, 0);
          expect(u * total).toBeGreaterThanOrEqual(before - scale);
          expect(u * total).toBeLessThanOrEqual(before + expected[picked] + scale);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe("choice of a structure", () => {
  const ring = (size: number, arms: number): ReturnType<typeof handMadeJumpModel> =>
    handMadeJumpModel({
      states: Object.fromEntries(Array.from({ length: size }, (_, i) => [`s${i}`, 1])),
      reactions: Array.from({ length: size * arms }, (_, i) => ({
        from: { [`s${i % size}`]: 1 },
        to: { [`s${(i + 1) % size}`]: 1 },
        rate: 1,
      })),
    });
  const nameFor = (size: number, arms: number): string | undefined => {
    const { jumps } = ring(size, arms);
    return jumps === null ? undefined : selectorForModel(jumps, size).name;
  };

  it("depends on the number of reactions and on how many each one changes", () => {
    expect(nameFor(5, 1)).toBe("direct, linear search");
    expect(nameFor(100, 1)).toBe("direct, two-level search");
    expect(nameFor(100, 5)).toBe("rejection-based, tree search");
  });
});
