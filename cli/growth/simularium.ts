/**
 * The Simularium trajectory format, JSON form, version 3 (https://github.com/simularium): chains of bonded molecules
 * of one type become fibers, single molecules spheres. Lengths are in um, as the unit in the file says.
 */
import type { GrowthScene, SceneFrame } from "../../viewer/growthScene.ts";

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
  for (const chain of chainsOf(frame)) {
    const [head] = chain;
    const type = frame.type[head];
    const isFiber = scene.types[type].role !== "molecule" && chain.length > 1;
    if (isFiber) {
      const points = chain.flatMap(place);
      data.push(fiber, frame.node[head], type, 0, 0, 0, 0, 0, 0, 0.0035, points.length, ...points);
    } else
      for (const index of chain)
        data.push(sphere, frame.node[index], type, ...place(index), 0, 0, 0, 0.005, 0);
  }
  return data;
}

/** Paths along bonds between molecules of one type; a ring ends where it began. Branches begin paths of their own. */
function chainsOf(frame: SceneFrame): readonly (readonly number[])[] {
  const next: number[][] = frame.node.map(() => []);
  for (let k = 0; k < frame.bond.length; k += 2) {
    const [a, b] = [frame.bond[k], frame.bond[k + 1]];
    if (frame.type[a] !== frame.type[b]) continue;
    next[a].push(b);
    next[b].push(a);
  }
  const isSeen = new Uint8Array(frame.node.length);
  const chains: number[][] = [];
  const walk = (start: number): void => {
    const chain = [start];
    isSeen[start] = 1;
    for (let at = start; ; ) {
      const following = next[at].find((other) => isSeen[other] === 0);
      if (following === undefined) break;
      isSeen[following] = 1;
      chain.push(following);
      at = following;
    }
    if (chain.length > 2 && next[start].includes(chain[chain.length - 1])) chain.push(start);
    chains.push(chain);
  };
  frame.node.forEach((_, i) => {
    if (isSeen[i] === 0 && next[i].length === 1) walk(i);
  });
  frame.node.forEach((_, i) => {
    if (isSeen[i] === 0) walk(i);
  });
  return chains;
}
