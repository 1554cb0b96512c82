/**
 * The Simularium trajectory format, JSON form, version 3 (https://github.com/simularium): filaments and membranes
 * become fibers, other molecules spheres. Lengths are in um, as the unit in the file says.
 */
import type { GrowthScene, SceneFrame } from "../../viewer/growthScene.ts";
import { chainsOf } from "./chains.ts";

const sphere = 1000;
const fiber = 1001;

export function simulariumText(scene: GrowthScene): string {
  const bundleData = scene.frames.map((frame, frameNumber) => ({
    frameNumber,
    time: frame.time,
    data: agentsOf(scene, frame),
  }));
  const extent = extentOf(scene);
  const [first, second] = scene.frames;
  return `${JSON.stringify({
    trajectoryInfo: {
      version: 3,
      timeUnits: { magnitude: 1, name: "s" },
      timeStepSize: first !== undefined && second !== undefined ? second.time - first.time : 1,
      totalSteps: scene.frames.length,
      spatialUnits: { magnitude: 1, name: "um" },
      size: { x: extent, y: extent, z: extent },
      cameraDefault: {
        position: { x: 0, y: 0, z: 2 * extent },
        lookAtPosition: { x: 0, y: 0, z: 0 },
        upVector: { x: 0, y: 1, z: 0 },
        fovDegrees: 50,
      },
      typeMapping: Object.fromEntries(
        scene.types.map(({ name, role }, type) => [
          String(type),
          { name, geometry: { displayType: role === "molecule" ? "SPHERE" : "FIBER" } },
        ]),
      ),
      modelInfo: { title: scene.title },
    },
    spatialData: { version: 1, msgType: 1, bundleStart: 0, bundleSize: bundleData.length, bundleData },
    plotData: {
      version: 1,
      data: scene.series.map(({ name, unit, values }) => ({
        layout: { title: name, xaxis: { title: "time (s)" }, yaxis: { title: `${name} (${unit})` } },
        data: [{ x: scene.frames.map(({ time }) => time), y: values, type: "scatter", mode: "lines", name }],
      })),
    },
  })}\n`;
}

function extentOf(scene: GrowthScene): number {
  let largest = 0;
  for (const { position } of scene.frames)
    for (const value of position) largest = Math.max(largest, Math.abs(value));
  return largest === 0 ? 1 : 2.2 * largest;
}

/** Per agent: view type, number, type, x, y, z, three rotations, radius, number of subpoints, subpoints. */
function agentsOf(scene: GrowthScene, frame: SceneFrame): number[] {
  const data: number[] = [];
  const place = (index: number): number[] => {
    const at = index * scene.dimension;
    return [frame.position[at], frame.position[at + 1], scene.dimension === 3 ? frame.position[at + 2] : 0];
  };
  for (const { type, members, isRing } of chainsOf(scene, frame)) {
    if (members.length > 1) {
      const points = (isRing ? [...members, members[0]] : members).flatMap(place);
      data.push(fiber, frame.node[members[0]], type, 0, 0, 0, 0, 0, 0, 0.0035, points.length, ...points);
    } else
      for (const index of members)
        data.push(sphere, frame.node[index], type, ...place(index), 0, 0, 0, 0.005, 0);
  }
  return data;
}
