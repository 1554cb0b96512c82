/** Bounds of the change of matches by a rule hold for every reaction of the generated network, and are close. */
import { describe, expect, it } from "vitest";
import { changeBounds } from "../../../compiler/plan/agents/changeBounds.ts";
import { networkFreeCases } from "../../support/networkFreeModels.ts";
import { modelText, networkOf } from "../../support/networkFreeRun.ts";

/** Safe for any model: whatever binds. */
const everySite = (): boolean => true;
const balanced = networkFreeCases.filter(({ text }) => text.includes("balanced"));

describe.each(balanced)("$name", ({ text }) => {
  const { structured, reactions } = networkOf(text);

  it("every reaction is within the bounds", () => {
    let bounded = 0;
    for (const { rule, values } of reactions) {
      if (!rule.isBalanced) continue;
      for (const { pattern, change } of structured.energies) {
        const bounds = changeBounds(rule, pattern, structured.types, everySite);
        const value = values.get(change) ?? Number.NaN;
        if (bounds === null) continue;
        bounded++;
        expect(value).toBeGreaterThanOrEqual(bounds.least);
        expect(value).toBeLessThanOrEqual(bounds.most);
      }
    }
    expect(bounded).toBeGreaterThan(5);
  });
});

const bodies = `compartment cell { volume 1 um^3 }
  molecule R { l * 3, s {off, on} }
  molecule L { r, t {u, p} }
  init R() = 1 count
  init L() = 1 count`;

function boundsOf(energy: string, rule: string): unknown {
  const { structured } = networkOf(
    modelText(`${bodies} energy e: ${energy} = 1\n rule r: ${rule}, balanced 0`),
  );
  const [flat] = structured.rules;
  const [term] = structured.energies;
  return changeBounds(flat, term.pattern, structured.types, (_, site) => site === 0);
}

const bind = "R(l[.]) + L(r[.]) -> R(l[1]), L(r[1]) @ 1 um^3/count/s";

describe("bounds", () => {
  it("of what a rule says are exact", () => {
    expect(boundsOf("R(l[1]), L(r[1])", bind)).toEqual({ least: 1, most: 1 });
    expect(boundsOf("L(r[.])", bind)).toEqual({ least: -1, most: -1 });
    expect(boundsOf("L(r[.])", "L(t{u -> p}) @ 1 /s")).toEqual({ least: 0, most: 0 });
  });

  it("leave open what stands around", () => {
    expect(boundsOf("R(l[1], s{on}), L(r[1])", bind)).toEqual({ least: 0, most: 1 });
    expect(boundsOf("L(t{u}, r[.])", bind)).toEqual({ least: -1, most: 0 });
    expect(boundsOf("R(l[_], l[_])", bind)).toEqual({ least: 0, most: 2 });
  });

  it("of molecules that are made and removed", () => {
    expect(boundsOf("R()", "R(s{on}) -> R(s{on}) + new R() @ 1 /s")).toEqual({ least: 1, most: 1 });
    expect(boundsOf("L(t{p})", "l: L(t{u}) -> delete l @ 1 /s")).toBeNull();
    expect(boundsOf("L(t{p})", "l: L(r[.]) -> delete l @ 1 /s")).toEqual({ least: -1, most: 0 });
  });

  it("do not exist where a rule frees molecules that it does not name", () => {
    expect(boundsOf("L(r[.])", "R(l[_ -> .]) @ 1 /s")).toBeNull();
    expect(boundsOf("L(r[.])", "r: R(s{on}) -> delete complex r @ 1 /s")).toBeNull();
  });
});
