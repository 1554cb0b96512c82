import { describe, expect, it } from "vitest";
import { filamentsOf } from "../../../cli/growth/filaments.ts";
import { frame, sceneOf } from "./handmade.ts";

describe("filaments of a run", () => {
  it("are as long as the counters of their beads say, whatever is linked to them", () => {
    const [filaments] = filamentsOf(sceneOf(frame));
    expect(filaments?.map(({ subunits }) => subunits)).toEqual([13, 7]);
  });

  it("count a bead without counters as one subunit", () => {
    const { types, ...scene } = sceneOf({ ...frame, attribute: [] });
    const plain = types.map((type) => ({ ...type, attributes: [] }));
    const [filaments] = filamentsOf({ ...scene, types: plain });
    expect(filaments?.map(({ subunits }) => subunits)).toEqual([3, 1]);
  });

  it("point from the pointed to the barbed end", () => {
    const [filaments] = filamentsOf(sceneOf(frame));
    expect(filaments?.map(({ direction }) => direction)).toEqual([[1, 0], null]);
  });

  it("stay the same when they are cut: the longer piece, and both are as old", () => {
    const cut = {
      ...frame,
      time: 5,
      bond: frame.bond.slice(2),
      bondSite: frame.bondSite.slice(2),
    };
    const [before, after] = filamentsOf(sceneOf(frame, cut));
    const [whole] = before ?? [];
    expect(after?.map(({ members }) => members)).toEqual([[2, 0], [1], [3]]);
    expect(after?.[0]?.track).toBe(whole?.track);
    expect(after?.[1]?.track).not.toBe(whole?.track);
    expect(after?.map(({ born }) => born)).toEqual([0, 0, 0]);
  });

  it("are born when they are first seen", () => {
    const added = {
      ...frame,
      time: 5,
      node: [...frame.node, 8],
      type: [...frame.type, 0],
      position: [...frame.position, 3, 3],
      attribute: [...frame.attribute, 2, 0],
    };
    const [, after] = filamentsOf(sceneOf(frame, added));
    expect(after?.map(({ born }) => born)).toEqual([0, 0, 5]);
  });
});
