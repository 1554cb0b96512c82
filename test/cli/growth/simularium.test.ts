import { describe, expect, it } from "vitest";
import { simulariumText } from "../../../cli/growth/simularium.ts";
import { frame, sceneOf } from "./handmade.ts";

interface Trajectory {
  readonly trajectoryInfo: {
    readonly spatialUnits: { readonly name: string };
    readonly typeMapping: Readonly<
      Record<string, { readonly name: string; readonly geometry: { readonly displayType: string } }>
    >;
  };
  readonly spatialData: { readonly bundleData: readonly { readonly data: readonly number[] }[] };
}

/** Agents as the format lays them out: ten numbers, the number of subpoints, the subpoints. */
function agentsOf({ spatialData }: Trajectory): readonly (readonly number[])[] {
  const data = spatialData.bundleData[0]?.data ?? [];
  const agents: number[][] = [];
  for (let at = 0; at < data.length; ) {
    const end = at + 11 + (data[at + 10] ?? 0);
    agents.push(data.slice(at, end));
    at = end;
  }
  return agents;
}

const trajectory = JSON.parse(simulariumText(sceneOf(frame))) as Trajectory;

describe("the Simularium file", () => {
  it("draws each filament as a fiber through its beads from the pointed to the barbed end", () => {
    const fiber = agentsOf(trajectory).find(([view, , type]) => view === 1001 && type === 0);
    expect(fiber?.slice(11)).toEqual([0, 0, 0, 1, 0, 0, 2, 0, 0]);
  });

  it("closes the fiber of a membrane", () => {
    const ring = agentsOf(trajectory).find(([view, , type]) => view === 1001 && type === 1);
    expect(ring?.[10]).toBe(12);
    expect(ring?.slice(11, 14)).toEqual(ring?.slice(-3));
  });

  it("draws what is alone as a sphere at its place", () => {
    const spheres = agentsOf(trajectory).filter(([view]) => view === 1000);
    expect(spheres.map(([, node, type, x, y, z]) => [node, type, x, y, z])).toEqual([
      [3, 0, 1, 1, 0],
      [7, 2, 9, 9, 0],
    ]);
  });

  it("names the types and the unit of length", () => {
    const { typeMapping, spatialUnits } = trajectory.trajectoryInfo;
    expect(spatialUnits.name).toBe("um");
    expect(Object.values(typeMapping).map(({ name, geometry }) => [name, geometry.displayType])).toEqual([
      ["Actin", "FIBER"],
      ["plasma", "FIBER"],
      ["P", "SPHERE"],
    ]);
  });
});
