/** A small scene: two crosslinked filaments of beads, a ring of a membrane, and a molecule. */
import { growthFormat, type GrowthScene, type SceneFrame } from "../../../viewer/growthScene.ts";

const types: GrowthScene["types"] = [
  {
    name: "Actin",
    role: "filament",
    sites: [
      { name: "barbed", states: [] },
      { name: "pointed", states: [] },
      { name: "link", states: [] },
    ],
    attributes: [
      { name: "ATP", unit: "count" },
      { name: "ADP", unit: "count" },
    ],
  },
  {
    name: "plasma",
    role: "membrane",
    sites: [
      { name: "left", states: [] },
      { name: "right", states: [] },
    ],
    attributes: [],
  },
  { name: "P", role: "molecule", sites: [], attributes: [] },
];

/** Molecules 0-2: a filament whose barbed end is molecule 1; 3: another, linked to it; 4-6: a membrane; 7: a molecule. */
export const frame: SceneFrame = {
  time: 0,
  node: [0, 1, 2, 3, 4, 5, 6, 7],
  type: [0, 0, 0, 0, 1, 1, 1, 2],
  position: [1, 0, 2, 0, 0, 0, 1, 1, 5, 5, 6, 5, 5, 6, 9, 9],
  state: [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
  attribute: [5, 0, 4, 0, 1, 3, 2, 5],
  bond: [0, 1, 2, 0, 0, 3, 4, 5, 5, 6, 4, 6],
  bondSite: [0, 1, 0, 1, 2, 2, 1, 0, 1, 0, 0, 1],
};

export function sceneOf(...frames: readonly SceneFrame[]): GrowthScene {
  return { format: growthFormat, title: "Handmade", dimension: 2, types, frames, series: [] };
}
